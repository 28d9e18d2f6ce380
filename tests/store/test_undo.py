"""Undo and redo over documents and restarts: what is taken back is as if it had not been done, to the byte."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.document_records import DocumentRecords
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.store.folder_store import FolderStore
from reader.store.history.undo import UndoHistory
from reader.store.records.record_merging import withdrawn
from reader.store.records.record_rows import applied, asked_rows
from reader.store.records.step_reversal import taken_back
from tests.steps import steps
from tests.torture.undoing import Desk, there_and_back, walk


@pytest.mark.parametrize("seed", range(3))
def test_undo_redo_and_restarts_in_any_order_leave_the_files_as_they_were(tmp_path: Path, seed: int) -> None:
    assert walk(tmp_path, seed, 60) == 60


def test_everything_undone_and_redone_gives_the_same_bytes(tmp_path: Path) -> None:
    there_and_back(tmp_path, 7, 60)


def test_ones_own_steps_alone_are_taken_back(tmp_path: Path) -> None:
    mine = Desk(tmp_path / "annotations", 1, "ann")
    mine.do("claim", (0, mine.all_records[0].tag("claim", 0, 9, "ann")))
    theirs = Desk(tmp_path / "annotations", 1, "bob")
    theirs.do("claim", (0, theirs.all_records[0].tag("claim", 20, 29, "bob")))
    mine.reopen()
    assert mine.turn(mine.history.undo)
    assert [one.annotator for one in mine.all_records[0].annotations] == ["bob"]
    assert not mine.turn(mine.history.undo)


def test_what_another_wrote_since_is_not_taken_back_with_it(tmp_path: Path) -> None:
    mine = Desk(tmp_path / "annotations", 1, "ann")
    mine.do("claim", (0, mine.all_records[0].tag("claim", 0, 9, "ann")))
    theirs = Desk(tmp_path / "annotations", 1, "bob")
    (one,) = theirs.all_records[0].annotations
    theirs.do("note", (0, theirs.all_records[0].annotate(one, "precious")))
    assert mine.turn(mine.history.undo)
    assert [one.note for one in mine.all_records[0].annotations] == ["precious"]


def test_a_new_step_ends_what_could_be_redone_also_over_a_restart(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "annotations", 2)
    for number in range(2):
        desk.do("claim", (number, desk.all_records[number].tag("claim", 0, 9, "ann")))
    assert desk.turn(desk.history.undo)
    desk.reopen()
    desk.do("claim", (0, desk.all_records[0].tag("claim", 20, 29, "ann")))
    desk.reopen()
    assert not desk.turn(desk.history.redo)


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path / "annotations", 1)
    read: list[str] = []
    recent = FolderStore.recent
    monkeypatch.setattr(FolderStore, "recent", lambda self: read.append("read") or recent(self))
    history = UndoHistory(desk.store, "ann")
    assert read == []
    assert history.undo() is None
    assert read == ["read"]


def test_taking_back_a_step_of_many_takes_work_in_proportion() -> None:
    def work(count: int) -> int:
        new = [Annotation(new_id(), "claim", 0, 4, "text") for _ in range(count)]
        made = asked_rows({}, [Change(None, one) for one in new]).rows
        tables = applied({}, made)
        outcomes = []
        taken = steps(lambda: outcomes.append(taken_back(tables, made, [Change(one, None) for one in new])))
        assert not applied(tables, outcomes[0].rows)["annotations"]
        return taken

    assert work(800) < 10 * work(100)  # eight times as many; in proportion to the square it would be 64


def test_a_deletion_is_taken_back_also_where_an_earlier_version_has_buried_the_record_anew() -> None:
    one = Annotation(new_id(), "claim", 0, 4, "text")
    tables = applied({}, asked_rows({}, [Change(None, one)]).rows)
    deleted = asked_rows(tables, [Change(one, None)]).rows
    applied(tables, deleted)
    for tomb in tables["_trash"]:
        tables["_trash"][tomb] = {"deleted_at": "2099-01-01T00:00:00Z", "table": "annotations"}
    applied(tables, taken_back(tables, deleted, [Change(None, one)]).rows)
    assert len(tables["annotations"]) == 1
    assert not tables["_trash"]


def test_what_is_taken_back_field_by_field_leaves_what_others_changed_since() -> None:
    made = Annotation(new_id(), "claim", 0, 4, "text", note="mine", updated_at="2026-01-01T00:00:00Z")
    noted = replace(made, note="better", updated_at="2026-01-02T00:00:00Z")
    theirs = replace(noted, label="opinion", updated_at="2026-01-03T00:00:00Z")
    assert withdrawn(Change(noted, made), theirs) == replace(theirs, note="mine")
    assert withdrawn(Change(noted, made), replace(theirs, note="theirs")) == replace(theirs, note="theirs")
    assert withdrawn(Change(noted, made), None) is None, "an undone note does not bring back what was deleted"
    assert withdrawn(Change(made, None), theirs) is theirs
    assert withdrawn(Change(made, None), replace(made, updated_at="2026-01-09T00:00:00Z")) is None


def test_a_restore_by_the_same_person_elsewhere_is_taken_back_first(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "annotations", 2)
    for number in range(2):
        desk.do("claim", (number, desk.all_records[number].tag("claim", 0, 9, "ann")))
    before = desk.files()
    other = FolderStore(desk.folder)
    act = Act("restored", "ann", new_id())
    assert all(other.restore(key, -1, act) for key in other.keys())
    assert not any(other.restore(key, -1, act) for key in other.keys()), "once is enough"
    other.close()
    desk.look()
    assert [one.annotations for one in desk.all_records] == [[], []]
    assert desk.turn(desk.history.undo)
    assert desk.files() == before
    assert desk.turn(desk.history.redo)
    assert [one.annotations for one in desk.all_records] == [[], []]


def restored_before_the_last_step(desk: Desk, number: int) -> None:
    """In another program, in the same name: the documents as they were when a number was the last."""
    other = FolderStore(desk.folder)
    act = Act("restored", desk.annotator, new_id())
    assert any(other.restore(key, number, act) for key in other.keys())
    other.close()


@pytest.mark.parametrize("is_seen", [True, False], ids=["seen", "not seen yet"])
@pytest.mark.parametrize(
    "change",
    [
        lambda records, one: records.annotate(one, "why"),
        lambda records, one: records.attribute(one, "Ada"),
        lambda records, one: records.move(one, "opinion", one.start, one.end),
        lambda records, one: records.move(one, one.label, one.start, one.end + 6),
        lambda records, one: records.link(one, records.annotations[-1], "supports", "ann"),
    ],
    ids=["note", "attribution", "label", "ends", "link"],
)
def test_a_change_that_brings_back_what_a_restore_took_out_is_taken_back_and_done_again_to_the_byte(
    tmp_path: Path, change: Callable[[DocumentRecords, Annotation], tuple[Change, ...]], is_seen: bool
) -> None:
    desk = Desk(tmp_path / "annotations", 1)
    desk.do("claim", (0, desk.all_records[0].tag("claim", 100, 120, "ann")))
    number = desk.store.last_number()
    made = desk.all_records[0].tag("claim", 0, 9, "ann")[0].record
    desk.do("claim", (0, (Change(None, replace(made, updated_at="2026-01-01T00:00:00.000Z")),)))  # some time ago
    changes = change(desk.all_records[0], desk.all_records[0].annotations[0])
    restored_before_the_last_step(desk, number)
    if is_seen:
        desk.look()
    before = desk.files()
    desk.do("changed", (0, changes))
    after = desk.files()
    assert after != before
    for _ in range(2):
        assert desk.turn(desk.history.undo)
        assert desk.files() == before
        assert desk.turn(desk.history.redo)
        assert desk.files() == after
    (key,) = desk.store.keys()
    assert desk.all_records[0].annotations == [*desk.store.load(key).annotations]
