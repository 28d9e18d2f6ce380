"""What formats have in common on the way in: places, ids, dates, links, and documents that come in pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.exchange.format_protocol import (
    About,
    Fault,
    Holds,
    ImportedDocument,
    ImportedLink,
    ImportedSpan,
    Links,
    Unit,
)
from reader.exchange.incoming.document_matching import DocumentMatching
from reader.exchange.incoming.import_documents import DocumentImport
from reader.exchange.incoming.span_reading import Wishes
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link, new_id
from reader.model.document import Document
from reader.store.allowed_files import AllowedFiles
from reader.store.memory_store import MemoryStore
from tests.exchange.interchange import all_annotations, all_links

TEXT = "It fell 😀. Nobody said that it fell, or why it fell."
OLD, FILE, NEW = "2026-04-11T09:30:00.000Z", "2026-05-01T00:00:00.000Z", "2026-06-01T00:00:00.000Z"
ID = "01KNWYQ4RR0000000000000001"
HOLDS = Holds(overlap=True, nesting=True, links=Links.ACROSS, notes=True)


def take(
    store: MemoryStore, *found: ImportedDocument | Fault, unit: Unit = Unit.CODE_POINTS, wishes: Wishes | None = None
) -> DocumentImport:
    """Import documents of a format of that unit."""
    matching = DocumentMatching(store, AllowedFiles(None), 1 << 20)
    about = About(what="", holds=HOLDS, unit=unit)
    work = DocumentImport(store, about, "x", Act("imported", "ann", new_id()), matching, wishes or Wishes(moment=FILE))
    list(work.take(found))
    return work


def document(*spans: ImportedSpan, text: str | None = TEXT, links: Iterable[ImportedLink] = ()) -> ImportedDocument:
    return ImportedDocument("line 1", text, path="a.txt", spans=list(spans), links=list(links))


def stored(start: int = 44, label: str = "claim", **fields: str) -> MemoryStore:
    """A store with one annotation of "it fell", at its last occurrence."""
    store = MemoryStore()
    dates = {"created_at": OLD, "updated_at": OLD}
    one = Annotation(ID, label, start, start + 7, TEXT[start : start + 7], annotator="bo", **{**dates, **fields})
    store.save(Document(None, "a.txt", "a" * 64), [Change(None, one)], text=TEXT)
    return store


def places(store: MemoryStore) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.label) for _, one in all_annotations(store)]


def test_a_quote_without_offsets_is_where_it_stands_once() -> None:
    store = stored()
    found = document(ImportedSpan("opinion", -1, -1, "Nobody said"), ImportedSpan("opinion", -1, -1, "it fell"))
    work = take(store, replace(found, text=None), unit=Unit.NONE)
    assert (11, 22, "opinion") in places(store)
    ((what, (place, count)),) = work.faults.items()
    assert (place, count) == ("line 1", 1)
    assert "more than once" in what


def test_an_annotation_that_is_known_stays_at_its_place_though_its_quote_stands_there_often() -> None:
    store = stored()
    span = ImportedSpan("claim", -1, -1, "it fell", key=ID, id=ID, note="new")
    assert take(store, replace(document(span), text=None), unit=Unit.NONE).faults == {}
    ((_, one),) = all_annotations(store)
    assert (one.start, one.note, one.annotator) == (44, "new", "bo")


def test_what_has_no_date_is_as_old_as_its_file() -> None:
    span = ImportedSpan("opinion", 44, 51, "it fell", key=ID, id=ID, note="from the file")
    for changed, expected in ((OLD, "from the file"), (NEW, "mine")):
        store = stored(note="mine", updated_at=changed)
        take(store, document(span))
        ((_, one),) = all_annotations(store)
        assert one.note == expected
        assert one.created_at == OLD


def test_two_annotations_with_one_id_are_not_one() -> None:
    store = MemoryStore()
    spans = [ImportedSpan("claim", 0, 7, key=ID, id=ID), ImportedSpan("claim", 11, 22, key=ID, id=ID)]
    work = take(store, document(*spans, spans[0]))
    assert places(store) == [(0, 7, "claim")]
    assert list(work.faults) == ["its id is that of another annotation of the document"]


def test_two_annotations_that_say_the_same_are_two_and_again_the_same_two() -> None:
    store = MemoryStore()
    for _ in range(2):
        take(store, document(ImportedSpan("claim", 0, 7), ImportedSpan("claim", 0, 7)))
        assert places(store) == [(0, 7, "claim")] * 2


def test_offsets_in_another_unit_are_converted_by_the_text_of_the_document() -> None:
    store = stored()
    span = ImportedSpan("opinion", 12, 23, "Nobody said")
    take(store, replace(document(span), text=None), unit=Unit.UTF_16)
    assert (11, 22, "opinion") in places(store)
    nowhere = ImportedDocument("line 1", None, path="b.txt", sha256="b" * 64, spans=[span])
    assert "the text is not known" in next(iter(take(store, nowhere, unit=Unit.UTF_16).faults))


def test_a_document_may_say_its_own_unit() -> None:
    store = MemoryStore()
    take(store, replace(document(ImportedSpan("claim", 12, 23, "Nobody said")), unit=Unit.UTF_16))
    assert places(store) == [(11, 22, "claim")]


def test_a_link_may_lead_to_a_document_that_comes_later_or_to_one_of_the_store() -> None:
    store = stored()
    first = ImportedDocument("line 1", "First.", path="1.txt", spans=[ImportedSpan("claim", 0, 5, key="one")])
    second = ImportedDocument("line 2", "Second.", path="2.txt", spans=[ImportedSpan("claim", 0, 6, key="two")])
    first.links = [ImportedLink("one", "two", "supports"), ImportedLink("one", ID, "attacks")]
    second.links = [ImportedLink("two", "three", "supports"), ImportedLink("four", "two", "supports")]
    for _ in range(2):
        work = take(store, first, second)
        ids = {one.quote: one.id for _, one in all_annotations(store)}
        assert sorted((link.source, link.target, link.kind) for link in all_links(store)) == sorted(
            [(ids["First"], ids["Second"], "supports"), (ids["First"], ID, "attacks")]
        )
        assert work.faults == {
            "a link is from no annotation of its document": ("line 2", 1),
            "a link is to no annotation": ("line 2", 1),
        }


def test_a_link_of_another_kind_replaces_the_one_between_the_same_annotations() -> None:
    store = stored()
    key = store.keys()[0]
    other = Annotation(ID[:-1] + "2", "evidence", 0, 7, TEXT[:7], created_at=OLD, updated_at=OLD)
    link = Link(ID[:-1] + "3", other.id, ID, "supports", "bo", OLD, OLD)
    store.save(store.load(key).document, [Change(None, other), Change(None, link)])
    spans = [ImportedSpan("claim", 44, 51, key=ID, id=ID), ImportedSpan("evidence", 0, 7, key=other.id, id=other.id)]
    take(store, document(*spans, links=[ImportedLink(other.id, ID, "attacks")]))
    (found,) = all_links(store)
    assert (found.id, found.kind, found.annotator) == (link.id, "attacks", "bo")


def test_a_document_that_comes_in_pieces_is_one() -> None:
    store = MemoryStore()
    pieces = [document(ImportedSpan("claim", start, start + 3)) for start in (0, 3, 11)]
    other = ImportedDocument("line 2", "Other.", path="b.txt", spans=[ImportedSpan("claim", 0, 5)])
    take(store, pieces[0], other, *pieces[1:])
    assert sorted(store.load(key).document.path for key in store.keys()) == ["a.txt", "b.txt"]
    assert len(places(store)) == 4


def test_what_was_deleted_here_stays_deleted() -> None:
    store = stored()
    key = store.keys()[0]
    one = store.load(key).annotations[0]
    store.save(store.load(key).document, [Change(one, None)])
    take(store, document(ImportedSpan("claim", 44, 51, key=ID, id=ID)))
    assert places(store) == []


def test_a_link_of_a_format_that_names_nobody_for_it_is_of_whoever_made_its_source() -> None:
    store = MemoryStore()
    spans = [
        ImportedSpan("claim", 0, 7, key="1", annotator="bo"),
        ImportedSpan("claim", 11, 17, key="2", annotator="cy"),
    ]
    links = [ImportedLink("1", "2", "supports"), ImportedLink("2", "1", "attacks", annotator="di")]
    take(store, document(*spans, links=links))
    assert {one.kind: one.annotator for one in all_links(store)} == {"supports": "bo", "attacks": "di"}
