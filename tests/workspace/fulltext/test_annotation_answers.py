"""What a question finds: the same from the index as from memory, and what is in memory stands before the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.annotation_query import AnnotationQuery, Vocabulary, annotation_query
from reader.model.annotation import Annotation, Link
from reader.system.guarded_path import StorePath
from reader.workspace.fulltext.annotation_answers import Answer, HeldDocument
from reader.workspace.fulltext.annotation_index import AnnotationIndex, NewAnnotations, StoreDocument
from reader.workspace.fulltext.index_file import opened_to_write

KNOWN = Vocabulary(("claim", "evidence", "opinion"), ("supports", "attacks"))
WORDS = (
    "claim", "evid", "evidence", "opinion", "label:claim", "by:ann", "-by:ann", "b:", "since:2026-03-01",
    "until:2026-06-30", "-since:2026-03-01", "changed:2026-05-01", "with:evidence", "without:evidence", "with:claim",
    "without:attacks", "with:supports:claim", "linked", "-linked", "note", "-note", "detached", "moved", "attributed",
    "@lenz", "-speaker:berg", "tax", "straße", "-tax", '"a tax"', "quote:tax", "note:tax", "-note:tax", "in:two",
    "-in:one", "in:three",
)  # fmt: skip
ENDS = [f"01HK153X00000000000000000{number}" for number in "0123456789ABCDEF"]


def document(name: str) -> StoreDocument:
    return StoreDocument(name, "0" * 64, f"{name}.txt", f"/articles/{name}.txt", "About it")


def annotations(ids: Sequence[str]) -> st.SearchStrategy[list[Annotation]]:
    one = st.builds(
        Annotation,
        id=st.sampled_from(ids),
        label=st.sampled_from(KNOWN.labels),  # type: ignore[arg-type]
        start=st.integers(0, 5),
        end=st.integers(6, 9),
        quote=st.sampled_from(("A tax", "Die Straße", "no TAX at all", "bridge")),
        note=st.sampled_from(("", "", "which tax?", "STRASSE")),
        annotator=st.sampled_from(("ann", "Bob", "")),
        created_at=st.sampled_from(
            ("2026-01-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z", "2026-07-01", "", "lately")
        ),
        updated_at=st.sampled_from(("2026-01-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z")),
        anchor=st.sampled_from(("exact", "moved", "detached")),
        attributed_to=st.sampled_from(("", "Maria Lenz", "Ole Berg")),
    )
    return st.lists(one, max_size=5, unique_by=lambda one: one.id).map(
        lambda those: sorted(those, key=lambda one: (one.start, one.end, one.id))
    )


LINK_LISTS = st.lists(
    st.builds(
        Link,
        id=st.just("l"),
        source=st.sampled_from(ENDS),
        target=st.sampled_from(ENDS),
        kind=st.sampled_from(KNOWN.kinds),  # type: ignore[arg-type]
    ).filter(lambda link: link.source != link.target),
    max_size=4,
)
NAMES = ("one", "two", "three")


@st.composite
def states(draw: st.DrawFn) -> dict[str, HeldDocument]:
    """Some documents, each with ids of its own, and links that lead anywhere."""
    found = {}
    for number, name in enumerate(NAMES):
        if draw(st.booleans()):
            ids = ENDS[number * 5 : number * 5 + 5]
            found[name] = HeldDocument(document(name), draw(annotations(ids)), draw(LINK_LISTS))
    return found


def put(index: AnnotationIndex, documents: dict[str, HeldDocument]) -> None:
    index.put(NewAnnotations(one.document, "mark", one.annotations, one.links) for one in documents.values())


def found(query: AnnotationQuery, index: AnnotationIndex | None, held: Sequence[HeldDocument]) -> list[tuple[str, str]]:
    answer = Answer(query, index, held)
    rows = [(one.document.key, one.annotation.id) for one in answer]
    assert answer.total in (None, len(rows))
    return rows


def links_of_one_document_start_in_it(documents: dict[str, HeldDocument]) -> dict[str, HeldDocument]:
    return {
        name: one._replace(links=[link for link in one.links if link.source in {each.id for each in one.annotations}])
        for name, one in documents.items()
    }


@settings(max_examples=150, deadline=None)
@given(
    before=states().map(links_of_one_document_start_in_it),
    now=states().map(links_of_one_document_start_in_it),
    in_memory=st.sets(st.sampled_from(NAMES)),
    typed=st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
)
def test_the_index_finds_what_is_found_without_it(
    before: dict[str, HeldDocument], now: dict[str, HeldDocument], in_memory: set[str], typed: str
) -> None:
    query = annotation_query(typed, KNOWN)
    assert not query.problem
    with TemporaryDirectory() as folder, closing(opened_to_write(StorePath(Path(folder), "cache", "s"))) as connection:
        index = AnnotationIndex(connection)
        put(index, before)
        known = {name: one for name, one in now.items() if name not in in_memory}  # the others were changed in memory
        put(index, known)
        index.remove([name for name in before if name not in now])
        held = [one for name, one in now.items() if name in in_memory]
        assert found(query, index, held) == found(query, None, list(now.values()))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[AnnotationIndex]:
    with closing(opened_to_write(StorePath(tmp_path, "cache", "s"))) as connection:
        yield AnnotationIndex(connection)


def ids(typed: str, index: AnnotationIndex, *held: HeldDocument) -> list[str]:
    return [identifier for _, identifier in found(annotation_query(typed, KNOWN), index, held)]


CLAIM = Annotation(ENDS[0], "claim", 0, 6, "A tax.")
EVIDENCE = Annotation(ENDS[5], "evidence", 0, 9, "It costs.")


def test_a_link_that_is_not_saved_yet_counts_for_the_document_that_it_leads_to(index: AnnotationIndex) -> None:
    one, two = HeldDocument(document("one"), [CLAIM], []), HeldDocument(document("two"), [EVIDENCE], [])
    put(index, {"one": one, "two": two})
    assert ids("claim without:evidence", index) == [CLAIM.id]
    linked = two._replace(links=[Link("l", EVIDENCE.id, CLAIM.id, "supports")])
    assert ids("claim without:evidence", index, linked) == []
    assert ids("claim with:evidence", index, linked) == [CLAIM.id]
    put(index, {"two": linked})
    assert ids("claim without:evidence", index) == []
    assert ids("claim without:evidence", index, two) == [CLAIM.id]  # undone in memory
    put(index, {"two": HeldDocument(document("two"), [], [])})
    assert ids("claim without:evidence", index) == [CLAIM.id]


def test_a_label_that_changes_counts_for_what_is_linked_with_it(index: AnnotationIndex) -> None:
    link = Link("l", EVIDENCE.id, CLAIM.id, "supports")
    one, two = HeldDocument(document("one"), [CLAIM], []), HeldDocument(document("two"), [EVIDENCE], [link])
    put(index, {"one": one, "two": two})
    opinion = Annotation(ENDS[5], "opinion", 0, 9, "It costs.")
    other = two._replace(annotations=[opinion])
    assert ids("claim with:opinion", index, other) == [CLAIM.id]
    put(index, {"two": other})
    assert ids("claim with:opinion", index) == [CLAIM.id]
    assert ids("claim with:evidence", index) == []


def test_a_link_to_what_comes_into_the_store_later_is_known_then(index: AnnotationIndex) -> None:
    link = Link("l", EVIDENCE.id, CLAIM.id, "supports")
    put(index, {"two": HeldDocument(document("two"), [EVIDENCE], [link])})
    assert ids("evidence linked", index) == [EVIDENCE.id]
    assert ids("evidence without:claim", index) == [EVIDENCE.id]
    put(index, {"one": HeldDocument(document("one"), [CLAIM], [])})
    assert ids("evidence without:claim", index) == []
    index.remove(["one"])
    assert ids("evidence without:claim", index) == [EVIDENCE.id]


def test_a_document_that_is_not_in_the_store_yet_is_found(index: AnnotationIndex) -> None:
    fresh = HeldDocument(StoreDocument("", "1" * 64, "a-new-one.txt", "", ""), [CLAIM], [])
    assert ids("claim in:new", index, fresh) == [CLAIM.id]


def test_what_a_stranger_put_into_the_file_is_left_out_or_made_safe(index: AnnotationIndex, tmp_path: Path) -> None:
    put(index, {"one": HeldDocument(document("one"), [CLAIM, EVIDENCE], [])})
    import sqlite3

    theirs = sqlite3.connect(tmp_path / "cache" / "s")
    theirs.execute("UPDATE store_document SET title = ?", ("\x1b]0;x\x07",))
    theirs.execute("UPDATE passage SET fields = '[9, 1]' WHERE number = 0")
    fields = '[0, 9, "\\u001b[2J", "", "", "", "exact"]'
    theirs.execute("UPDATE passage SET fields = ? WHERE number = 1", (fields,))
    theirs.execute("UPDATE term SET value = '[[' WHERE field = 'links'")
    theirs.commit()
    theirs.close()
    (row,) = Answer(annotation_query("", KNOWN), index, ())
    assert (row.annotation.quote, "\x1b" in row.document.title) == ("\ufffd[2J", False)
    assert ids("linked", index) == []
