"""What must hold of every two stores: what diff says leads from one to the other, and merges agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.exchange.comparison.difference import differences, totals
from reader.exchange.comparison.export_reading import side_of_export
from reader.exchange.comparison.merged_store import write_merged
from reader.exchange.comparison.side import Side
from reader.exchange.comparison.side_merge import merged_sides
from reader.exchange.comparison.side_reading import side_of_store
from reader.exchange.formats import MODULES, format_of
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, Link, Record, new_id, to_fields
from reader.model.document import Document
from reader.store.memory_storage import KeptDocument, Memory
from reader.store.memory_store import MemoryStore
from reader.store.records.place_encoding import encoded_place
from reader.store.records.record_rows import Tables, copied
from tests.exchange.interchange import ANNOTATORS, LABELS, NOTES, exported, stores

LATER = st.sampled_from(["2026-04-12T09:30:00.123Z", "2026-04-13T10:00:00.000Z", "2026-04-14T10:00:00.000Z"])
EDITS = st.lists(
    st.sampled_from(["label", "note", "speaker", "move", "delete", "tag", "link", "unlink", "finish", "document"]),
    max_size=6,
)


def side(store: MemoryStore, name: str = "A") -> Side:
    return side_of_store(name, store, "/")


def tables(store: MemoryStore) -> dict[str, Tables]:
    """What each document's file would hold; a table of which all is deleted is as good as none."""
    return {
        key: {name: rows for name, rows in one.tables.items() if rows} for key, one in store.memory.documents.items()
    }


def copy(store: MemoryStore, *, with_history: bool = False) -> MemoryStore:
    """A copy of a store; without its history nobody knows that it is one."""
    memory = Memory()
    memory.documents = {
        key: KeptDocument(copied(one.tables), list(one.log) if with_history else [], list(one.texts))
        for key, one in store.memory.documents.items()
    }
    return MemoryStore(memory)


def edited(store: MemoryStore, draw: Any, *, with_history: bool = False) -> MemoryStore:
    """A copy of a store in which somebody worked on."""
    made = copy(store, with_history=with_history)
    for edit in draw(EDITS):
        keys = made.keys()
        if edit == "document" or not keys:
            document = Document(None, f"new/{new_id()}.txt", new_id().lower().ljust(64, "0"))
            change = Change(None, tagged(draw))
            made.save(document, [change], apart=True)
            continue
        stored = made.load(draw(st.sampled_from(keys)))
        if change := changed(edit, stored.annotations, stored.links, draw):
            made.save(stored.document, [change], act=Act("x", "bo", new_id()))
    return made


def tagged(draw: Any) -> Annotation:
    at = draw(LATER)
    return Annotation(new_id(), draw(LABELS), 0, 3, "abc", "", "def", 0, 3, "", draw(ANNOTATORS), at, at)


def changed(edit: str, annotations: Any, links: Any, draw: Any) -> Change | None:
    """What somebody does to one document; None where it has nothing to do that to."""
    if edit == "tag":
        return Change(None, tagged(draw))
    if edit == "finish":
        at = draw(LATER)
        return Change(None, Decision(new_id(), "finished", {}, "bo", at, at))
    if edit == "unlink":
        return Change(links[0], None) if links else None
    if not annotations:
        return None
    one: Annotation = draw(st.sampled_from(annotations))
    at = draw(LATER)
    if edit == "delete":
        return Change(one, None)
    if edit == "link":
        return Change(None, Link(new_id(), one.id, new_id(), "supports", "bo", at, at))
    values: dict[str, dict[str, Any]] = {
        "label": {"label": draw(LABELS)},
        "note": {"note": draw(NOTES)},
        "speaker": {"attributed_to": draw(st.sampled_from(["Berg", ""]))},
        "move": {"end": one.end + 1, "quote": f"{one.quote}x", "source_end": one.source_end + 1},
    }
    return Change(one, replace(one, updated_at=at, **values[edit]))


def merged(one: MemoryStore, other: MemoryStore, base: MemoryStore | None = None) -> MemoryStore:
    made = MemoryStore()
    found = merged_sides(side(one), side(other, "B"), None if base is None else side(base))
    assert write_merged(made, found, Act("merged", "ann"), encoded_place) == []
    return made


def words(record: Record) -> dict[str, Any]:
    """What diff compares of a record."""
    unsaid = {"updated_at", "created_at", "prefix", "suffix", "source_start", "source_end", "anchor"}
    return {name: value for name, value in to_fields(record).items() if name not in unsaid}


@given(stores())
@settings(max_examples=40, deadline=None)
def test_nothing_differs_from_itself(store: MemoryStore) -> None:
    assert list(differences(side(store), side(copy(store), "B"))) == []


@given(stores(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_diff_says_leads_from_one_to_the_other(store: MemoryStore, data: st.DataObject) -> None:
    other = edited(store, data.draw)
    here = {one.id: one for each in side(store).documents for one in each.records.values()}
    there = {one.id: one for each in side(other).documents for one in each.records.values()}
    found = list(differences(side(store), side(other, "B")))
    for each in found:
        for change in each.changes:
            if change.before is not None:
                assert here.pop(change.before.id) == change.before
        for change in each.changes:
            if change.after is not None:
                here[change.after.id] = change.after
    assert {name: words(one) for name, one in here.items()} == {name: words(one) for name, one in there.items()}
    back = totals(differences(side(other), side(store, "B")))
    forth = totals(found)
    assert [forth[name] for name in ("added", "relabelled", "note changed", "link added")] == [
        back[name] for name in ("removed", "relabelled", "note changed", "link removed")
    ]


@given(stores())
@settings(max_examples=40, deadline=None)
def test_a_store_merged_with_itself_is_itself(store: MemoryStore) -> None:
    assert tables(merged(store, copy(store))) == tables(store)


@given(stores(), st.data(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_which_side_comes_first_makes_no_difference(store: MemoryStore, data: st.DataObject, has_base: bool) -> None:
    one, other = edited(store, data.draw), edited(store, data.draw)
    base = store if has_base else None
    found = merged(one, other, base)
    assert tables(found) == tables(merged(other, one, base))
    assert [found.earlier_texts(key) for key in found.keys()] == [
        made.earlier_texts(key) for made in [merged(other, one, base)] for key in made.keys()
    ]


@given(stores(), st.data())
@settings(max_examples=40, deadline=None)
def test_copies_with_their_histories_have_what_they_had_in_common(store: MemoryStore, data: st.DataObject) -> None:
    one, other = (edited(store, data.draw, with_history=True) for _ in range(2))
    made = [side(each) for each in (one, other, store)]
    outcomes = [merged_sides(*made[:2]).outcomes, merged_sides(*made).outcomes]
    assert outcomes[0] == outcomes[1]
    assert tables(merged(one, other)) == tables(merged(other, one)) == tables(merged(one, other, store))


@given(stores(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_was_merged_once_is_merged(store: MemoryStore, data: st.DataObject) -> None:
    one, other = edited(store, data.draw), edited(store, data.draw)
    found = merged(one, other)
    assert tables(merged(found, other)) == tables(found)


@given(stores(), st.data())
@settings(max_examples=40, deadline=None)
def test_only_one_side_has_changed_so_that_one_stands(store: MemoryStore, data: st.DataObject) -> None:
    other = edited(store, data.draw)
    assert tables(merged(store, other, store)) == tables(other)


@given(stores(), st.data())
@settings(max_examples=40, deadline=None)
def test_no_tag_is_lost_that_nobody_deleted(store: MemoryStore, data: st.DataObject) -> None:
    one, other = edited(store, data.draw), edited(store, data.draw)
    sides = [side(one), side(other, "B")]
    alive = [{name for each in found.documents for name in each.records} for found in sides]
    gone = {name for found in sides for each in found.documents for name in each.graves}
    stands = {name for each in side(merged(one, other)).documents for name in each.records}
    assert (alive[0] | alive[1]) - gone <= stands <= alive[0] | alive[1]


@pytest.mark.parametrize("name", [name for name in MODULES if format_of(name).ABOUT.comes_back])
@given(store=stores())
@settings(max_examples=25, deadline=None)
def test_an_export_is_as_the_store_that_it_is_of(name: str, store: MemoryStore) -> None:
    written = exported(store, name)
    if written.loss.counts.keys() - {"note", "speaker", "annotator", "link", "link to another document"}:
        return  # spans themselves are missing
    passages = [
        (one.document.path, each.start, each.end, each.label)
        for one in map(store.load, store.keys())
        for each in one.annotations
    ]
    if len(set(passages)) < len(passages):
        return  # of two that say the same of one passage nobody can tell whose a link is without ids
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export{format_of(name).ABOUT.suffix}"
        for inner, content in written.files.items():
            place = path / inner if inner else path
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
        export = side_of_export("export", path, name)
        assert export.faults == []
        assert [one.changes for one in differences(side(store), export)] == []
        assert [one.changes for one in differences(export, side(store))] == []
        found = merged_sides(side(store), export)
    assert tables_of(found) == tables_of(merged_sides(side(store), side(copy(store))))


def tables_of(found: Any) -> dict[str, Tables]:
    made = MemoryStore()
    write_merged(made, found, Act("merged", "ann"), encoded_place)
    return tables(made)
