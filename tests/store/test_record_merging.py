"""Two readers on one record: what one of them wrote is never lost to the other, and what is gone stays gone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.annotations.document_records import DocumentRecords
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link, new_id, to_fields
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.records.document_database import database_of
from reader.store.records.record_merging import changed_at, is_to_come, joined
from reader.store.records.record_rows import deleted_in, identifier, record_of, records_of
from tests.conftest import TEXT, make_article

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)
MADE, FIRST, SECOND = (f"2026-04-11T09:30:0{second}.000Z" for second in range(3))


def tagged(store: FolderStore) -> tuple[Document, Annotation]:
    one = Annotation(new_id(), "claim", 0, 4, "text", annotator="ann", created_at=MADE, updated_at=MADE)
    return store.save(DOCUMENT, [Change(None, one)]).document, one


def on_disk(store: FolderStore) -> list[Annotation]:
    (key,) = store.keys()
    return list(store.load(key).annotations)


def test_what_two_readers_changed_in_different_fields_is_both_there(store: FolderStore) -> None:
    document, one = tagged(store)
    store.save(document, [Change(one, replace(one, note="why?", updated_at=SECOND))])
    saved = store.save(document, [Change(one, replace(one, label="opinion", updated_at=FIRST))])
    (both,) = on_disk(store)
    assert (both.label, both.note, both.updated_at) == ("opinion", "why?", SECOND)
    assert [change.after for change in saved.merged] == [both]


@pytest.mark.parametrize("mine_is_newer", [True, False])
def test_of_two_notes_the_newer_one_comes_first_and_the_other_one_below(
    store: FolderStore, mine_is_newer: bool
) -> None:
    document, one = tagged(store)
    theirs, mine = (FIRST, SECOND) if mine_is_newer else (SECOND, FIRST)
    store.save(document, [Change(one, replace(one, note="a long remark", updated_at=theirs, annotator="bob"))])
    store.save(document, [Change(one, replace(one, note="brief", updated_at=mine))])
    (both,) = on_disk(store)
    first, mark, second = both.note.split("\n")
    assert [first, second] == (["brief", "a long remark"] if mine_is_newer else ["a long remark", "brief"])
    assert mark == f"--- also written by {'bob' if mine_is_newer else 'ann'} at {FIRST} ---"


def test_a_date_that_is_yet_to_come_does_not_win_for_ever(store: FolderStore) -> None:
    document, one = tagged(store)
    future = "9999-12-31T00:00:00.000Z"
    store.save(document, [Change(one, replace(one, label="other", note="forged", updated_at=future, annotator="eve"))])
    store.save(document, [Change(one, replace(one, label="opinion", note="right", updated_at=FIRST))])
    (both,) = on_disk(store)
    assert (both.label, both.updated_at, both.note.split("\n")[0]) == ("opinion", FIRST, "right")
    rows = {"note": "forged", "updated_at": future}, {"note": "right", "updated_at": FIRST}
    for pair in (rows, rows[::-1]):
        assert joined(*pair)["note"].startswith("right")
    assert not is_to_come("soon")
    assert not is_to_come((datetime.now(UTC) + timedelta(hours=20)).isoformat())
    assert changed_at(future) < changed_at(MADE)
    tomb = {"annotations": {"1": to_fields(one)}, "_trash": {"1": {"deleted_at": future, "table": "annotations"}}}
    assert record_of(tomb, "annotations", "1") is not None
    (kept,) = records_of(database_of(tomb), "annotations", [])
    assert deleted_in(database_of(tomb), [replace(kept, id=identifier("1"))]) == {}


def test_what_somebody_has_edited_since_is_not_deleted(store: FolderStore) -> None:
    document, one = tagged(store)
    edited = replace(one, note="precious", updated_at=FIRST)
    store.save(document, [Change(one, edited)])
    saved = store.save(document, [Change(one, None)])
    assert on_disk(store) == [edited]
    assert saved.merged == (Change(None, edited),)


def test_an_edit_brings_back_what_somebody_deleted(store: FolderStore) -> None:
    document, one = tagged(store)
    store.save(document, [Change(one, None)])
    edited = replace(one, note="precious", updated_at=FIRST)
    assert store.save(document, [Change(one, edited)]).merged == ()
    assert on_disk(store) == [edited]


def test_finding_a_passage_again_neither_undoes_a_note_nor_brings_back_what_was_deleted(store: FolderStore) -> None:
    before = DocumentRecords(make_article())
    ones = [before.tag("claim", start, start + 20, "ann")[0].record for start in (27, 70)]
    document = store.save(DOCUMENT, [Change(None, one) for one in ones]).document
    article = make_article("A new first line.\n\n" + TEXT)
    readers = [DocumentRecords(article, store.load(document.key or "").annotations) for _ in range(2)]
    noted, gone = readers[0].annotations
    changes = (*readers[0].annotate(noted, "precious"), *readers[0].delete(gone))
    store.save(document, (*readers[0].take_moves(), *changes))
    saved = store.save(document, (*readers[1].take_moves(), *readers[1].tag("evidence", 0, 5, "ann")))
    assert [(one.label, one.note) for one in on_disk(store)] == [("evidence", ""), ("claim", "precious")]
    readers[1].apply(saved.merged)
    assert readers[1].get(gone.id) is None


def test_a_move_is_no_reason_to_keep_what_somebody_deletes(store: FolderStore) -> None:
    document, one = tagged(store)
    store.save(document, [Change(one, replace(one, start=9, end=13, anchor="moved"))])
    store.save(document, [Change(one, None)])
    assert on_disk(store) == []


def test_taking_a_step_back_leaves_what_another_wrote_since(store: FolderStore) -> None:
    document, one = tagged(store)
    mine = replace(one, note="mine", updated_at=FIRST)
    store.save(document, [Change(one, mine)])
    store.save(document, [Change(mine, replace(mine, label="opinion", updated_at=SECOND))])
    store.save(document, [Change(mine, one)])
    assert [(kept.label, kept.note) for kept in on_disk(store)] == [("opinion", "")]


def test_links_are_merged_too(store: FolderStore) -> None:
    document, one = tagged(store)
    link = Link(new_id(), one.id, new_id(), "supports", "ann", MADE, MADE)
    store.save(document, [Change(None, link)])
    store.save(document, [Change(link, replace(link, kind="attacks", updated_at=FIRST))])
    store.save(document, [Change(link, None)])
    assert [kept.kind for kept in store.load(document.key or "").links] == ["attacks"]


def test_a_deletion_that_a_merge_brought_in_counts_unless_there_was_an_edit_after_it(
    store: FolderStore, tmp_path: Path
) -> None:
    document, one = tagged(store)
    other = FolderStore(tmp_path / "other")
    other.save(document, [Change(None, one), Change(one, None)])
    (path,), (other_path,) = store.folder.glob("*.json"), other.folder.glob("*.json")
    tomb = [line for line in other_path.read_text().splitlines() if "deleted_at" in line]
    path.write_text(path.read_text().replace('"_trash": {', '"_trash": {\n' + tomb[0]))
    assert on_disk(store) == []
    edited = replace(one, note="later", updated_at="9999-01-01T00:00:00.000Z")
    path.write_text(path.read_text().replace(MADE + '"}', edited.updated_at + '"}'))
    assert [kept.id for kept in on_disk(store)] == [one.id]


@pytest.mark.parametrize("is_later_session", [False, True])
def test_of_a_deletion_taken_back_after_another_wrote_a_note_only_the_note_can_be_undone(
    store: FolderStore, is_later_session: bool
) -> None:
    document, one = tagged(store)
    noted = replace(one, note="why?", updated_at=FIRST)
    steps = {name: new_id() for name in ("deleted", "noted")}
    store.save(document, [Change(one, None)], act=Act("deleted", "ann", steps["deleted"]))
    store.save(document, [Change(one, noted)], act=Act("note written", "bob", steps["noted"]))
    store.save(document, [Change(None, one)], act=Act("deleted", "ann", new_id(), undoes=steps["deleted"]))
    (key,) = store.keys()
    last = list(store.history(key))[-1]
    assert (last.act.undoes, len(last.changes)) == (steps["deleted"], 1)
    asked = Change(noted, None if is_later_session else one)  # the history knows that the note made it again
    store.save(document, [asked], act=Act("note written", "bob", new_id(), undoes=steps["noted"]))
    (left,) = on_disk(store)
    assert (left.label, left.quote) == (one.label, one.quote)
    assert left.note == ("why?" if is_later_session else "")
