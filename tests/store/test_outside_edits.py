"""An old copy of a store file that is written back: what was saved since stays, what was changed in it is taken."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id, to_fields
from reader.model.document import Document
from reader.store.files.file_format import parsed, serialised, with_revision
from reader.store.files.journal import Marker
from reader.store.files.outside_file_merge import base_of, threeway
from reader.store.folder_store import FolderStore
from reader.store.history.undo import Step, UndoHistory
from reader.store.records.record_rows import Tables, applied, difference, row_id_of
from reader.store.records.transaction import Transaction
from tests.conftest import forget_history, records_in
from tests.written_files import write_files

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)
MADE = "2026-04-11T09:30:00.000Z"


def annotation(start: int = 0, note: str = "") -> Annotation:
    return Annotation(new_id(), "claim", start, start + 4, "text", "", "", 0, 0, note, "ann", MADE, MADE)


class Desk:
    """A store with one document, and copies of its file as an editor has them open."""

    def __init__(self, folder: Path) -> None:
        self.store = FolderStore(folder)
        self.document = DOCUMENT

    @property
    def file(self) -> Path:
        return self.store.folder / f"{self.document.key}.json"

    def save(self, *changes: Change, flush: bool = True) -> None:
        saved = self.store.save(self.document, changes, act=Act("torture", "ann", new_id()))
        self.document = saved.document
        if flush:
            write_files(self.store)

    def tag(self, start: int, *, flush: bool = True) -> Annotation:
        one = annotation(start)
        self.save(Change(None, one), flush=flush)
        return one

    def reopen(self) -> None:
        self.store.close()
        self.store = FolderStore(self.store.folder)

    def found(self) -> list[Annotation]:
        """What another process finds."""
        return list(FolderStore(self.store.folder).load(self.document.key or "").annotations)

    def notices(self) -> tuple[str, ...]:
        return FolderStore(self.store.folder).load(self.document.key or "").notices

    def settle(self) -> tuple[str, ...]:
        """Have a reader see the file, and write it anew; gives what it said."""
        self.store.look(self.document.key or "")
        self.store.save(self.document, [])
        write_files(self.store)
        return self.store.take_notices(self.document.key or "")

    def undo(self, annotator: str = "bob") -> bool:
        return self.turn(UndoHistory(self.store, annotator).undo, annotator)

    def turn(self, turning: Callable[[], Step | None], annotator: str) -> bool:
        step = turning()
        if step is None:
            return False
        for part in step.parts:
            self.store.save(part.document, part.changes, act=step.act(annotator))
        return True


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "annotations")


def edited(text: str, how: Callable[[Tables], object]) -> str:
    """A store file as an editor leaves it that changed some of its rows."""
    tables = json.loads(text)
    how(tables)
    parts = []
    for name, rows in tables.items():
        lines = [f'"{key}": {json.dumps(row, ensure_ascii=False, sort_keys=True)}' for key, row in rows.items()]
        parts.append(f'"{name}": {{\n' + "\n,".join(lines) + ("\n" if lines else "") + "}\n")
    return "{\n" + ",".join(parts) + "}\n"


def without(one: Annotation) -> Callable[[Tables], object]:
    return lambda tables: tables["annotations"].pop(row_id_of(one.id))


def changed(one: Annotation, **fields: Any) -> Callable[[Tables], object]:
    return lambda tables: tables["annotations"][row_id_of(one.id)].update(fields)


def added(one: Annotation) -> Callable[[Tables], object]:
    return lambda tables: tables["annotations"].update({row_id_of(one.id): to_fields(one)})


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("is_flushed", [True, False])
def test_an_old_copy_that_changes_nothing_takes_nothing_away(desk: Desk, is_open: bool, is_flushed: bool) -> None:
    first, second = desk.tag(0), desk.tag(10)
    copy = desk.file.read_text()
    noted = replace(first, note="why?", updated_at="2026-04-11T10:00:00.000Z")
    desk.save(Change(first, noted))
    desk.save(Change(second, None))
    third = desk.tag(20)
    fourth = desk.tag(30, flush=is_flushed)
    if not is_open:
        desk.reopen()
    whole = desk.file.read_bytes() if is_flushed else b""
    desk.file.write_text(copy)
    assert desk.found() == [noted, third, fourth]
    assert "an old copy was written back: 4 changes since then stay" in desk.notices()[0]
    assert "an old copy" in next(one.what for one in desk.store.faults())
    desk.settle()
    assert desk.found() == [noted, third, fourth]
    assert not whole or desk.file.read_bytes() == whole
    assert desk.notices() == ()
    assert [one.act.what for one in desk.store.history(desk.document.key or "")] == ["torture"] * 6


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("is_flushed", [True, False])
def test_what_was_changed_in_an_old_copy_is_taken_and_can_be_taken_back(
    desk: Desk, is_open: bool, is_flushed: bool
) -> None:
    first, second, third = desk.tag(0), desk.tag(10), desk.tag(20)
    copy, fresh = desk.file.read_text(), annotation(5)
    late = desk.tag(30)
    noted = replace(third, note="why?", updated_at="2026-04-11T10:00:00.000Z")
    desk.save(Change(third, noted), flush=is_flushed)
    before = desk.found()
    if not is_open:
        desk.reopen()
    for how in (without(first), changed(second, note="by hand"), changed(third, label="opinion"), added(fresh)):
        copy = edited(copy, how)
    desk.file.write_text(copy)
    wanted = [fresh, replace(second, note="by hand"), replace(noted, label="opinion"), late]
    assert desk.found() == wanted
    assert desk.notices()[0].endswith("2 changes since then stay, 4 in it taken (log, u)")
    desk.settle()
    assert desk.found() == wanted
    *_, last = desk.store.history(desk.document.key or "")
    assert last.act.what == "changed outside the reader in an old copy: 2 changes since then stay"
    assert len(last.changes) == 4
    assert desk.undo("whoever is there")
    assert desk.found() == before


def test_a_line_that_is_deleted_is_deleted_though_the_file_is_as_it_once_was(desk: Desk) -> None:
    first = desk.tag(0)
    copy = parsed(desk.file.read_bytes(), desk.file)
    second = desk.tag(10)
    desk.reopen()
    desk.file.write_text(edited(desk.file.read_text(), without(second)))
    assert parsed(desk.file.read_bytes(), desk.file).tables == copy.tables
    assert desk.found() == [first]
    assert desk.notices() == ()
    desk.settle()
    assert desk.found() == [first]
    desk.file.write_text(serialised(copy.tables))  # as it was before the second was made: it is no deletion
    assert desk.found() == [first]
    assert desk.undo()
    assert desk.found() == [first, second]


def test_two_old_copies_after_each_other(desk: Desk) -> None:
    first, second = desk.tag(0), desk.tag(10)
    copies = [desk.file.read_text()]
    third = desk.tag(20)
    copies.append(desk.file.read_text())
    fourth = desk.tag(30)
    for copy, how in zip(copies, (without(first), changed(third, label="opinion")), strict=True):
        desk.file.write_text(edited(copy, how))
        desk.settle()
    assert desk.found() == [second, replace(third, label="opinion"), fourth]
    for copy in copies:
        desk.file.write_text(copy)
        desk.settle()
    assert desk.found() == [second, replace(third, label="opinion"), fourth]
    desk.reopen()
    assert desk.undo()
    assert desk.undo()
    assert {one.id: one.label for one in desk.found()} == {one.id: "claim" for one in (first, second, third, fourth)}


def test_what_gives_way_is_in_the_log(desk: Desk) -> None:
    first, second = desk.tag(0), desk.tag(10)
    copy = desk.file.read_text()
    labelled = replace(first, label="evidence", updated_at="2026-04-11T10:00:00.000Z")
    desk.save(Change(first, labelled))
    desk.save(Change(second, None))
    desk.file.write_text(edited(edited(copy, changed(first, label="opinion")), changed(second, note="by hand")))
    assert "2 in it gave way" in desk.notices()[0]
    desk.settle()
    assert desk.found() == [labelled]
    *_, last = desk.store.history(desk.document.key or "")
    assert [(row.new or {}).get("label") for row in last.lost] == ["opinion", "claim"]
    assert (last.rows, last.act.step) == ((), "")


def test_an_old_copy_of_what_an_earlier_version_wrote_is_known_by_what_it_holds(desk: Desk) -> None:
    first, second = desk.tag(0), desk.tag(10)
    copy, _ = with_revision(parsed(desk.file.read_bytes(), desk.file).tables, "")
    third = desk.tag(20)
    desk.reopen()
    desk.file.write_text(edited(edited(copy, without(first)), changed(second, note="by hand")))
    assert desk.found() == [replace(second, note="by hand"), third]


def test_what_is_older_than_the_history_deletes_nothing(desk: Desk) -> None:
    first = desk.tag(0)
    copy = desk.file.read_text()
    second = desk.tag(10)
    desk.store.close()
    forget_history(desk.store)
    desk.store = FolderStore(desk.store.folder)
    third = desk.tag(20)
    desk.reopen()
    desk.file.write_text(edited(copy, changed(first, note="by hand")))
    assert desk.found() == [replace(first, note="by hand"), second, third]


def test_an_old_copy_meets_an_open_reader_whose_hidden_folder_is_gone(desk: Desk) -> None:
    first = desk.tag(0)
    copy = desk.file.read_text()
    second = desk.tag(10)
    desk.store.load(desk.document.key or "", keep=True)
    shutil.rmtree(desk.store.hidden_folder)
    desk.file.write_text(edited(copy, changed(first, note="by hand")))
    desk.settle()
    assert desk.found() == [replace(first, note="by hand"), second]


def test_what_an_editor_did_while_no_reader_ran_is_a_step_as_soon_as_one_does(desk: Desk) -> None:
    first = desk.tag(0)
    desk.reopen()
    desk.file.write_text(edited(desk.file.read_text(), changed(first, note="by hand")))
    desk.store.load(desk.document.key or "", keep=True)
    write_files(desk.store)
    assert desk.undo("ann")
    assert desk.found() == [first]


def test_the_reader_is_told_what_an_editor_did_as_a_step_that_it_can_take_back(desk: Desk) -> None:
    first = desk.tag(0)
    desk.store.load(desk.document.key or "", keep=True)
    desk.file.write_text(edited(desk.file.read_text(), changed(first, note="by hand")))
    (news,) = desk.store.look(desk.document.key or "") or ()
    assert (news.act.what, news.act.by, news.changes) == (
        "changed outside the reader", "", (Change(first, replace(first, note="by hand")),),
    )  # fmt: skip
    assert news.act.step
    assert desk.undo("ann")
    assert desk.found() == [first]


def test_what_was_taken_back_before_an_editor_wrote_can_still_be_done_again(desk: Desk) -> None:
    first = desk.tag(0)
    second = desk.tag(10)
    history = UndoHistory(desk.store, "ann")
    assert desk.turn(history.undo, "ann")
    write_files(desk.store)
    desk.file.write_text(edited(desk.file.read_text(), changed(first, note="by hand")))
    desk.settle()
    assert desk.turn(history.redo, "ann")
    assert [(one.id, one.note) for one in desk.found()] == [(first.id, "by hand"), (second.id, "")]
    assert desk.turn(history.undo, "ann"), "the redo"
    assert desk.turn(history.undo, "ann"), "what the editor did"
    assert desk.found() == [first]
    assert desk.turn(history.undo, "ann")
    assert not desk.turn(history.undo, "ann")


def test_what_somebody_without_a_name_did_in_a_reader_is_theirs_alone(desk: Desk) -> None:
    nameless = Act("claim", "", new_id())
    desk.document = desk.store.save(DOCUMENT, [Change(None, annotation())], act=nameless).document
    assert not desk.undo("ann")
    assert desk.undo("")


def test_a_file_that_is_written_in_place_at_this_moment_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.tag(0)
    text = edited(desk.file.read_text(), changed(first, note="by hand"))
    desk.file.write_text(text[:200])
    monkeypatch.setattr("reader.store.files.document_reader.time.sleep", lambda _: desk.file.write_text(text))
    assert desk.found() == [replace(first, note="by hand")]
    assert desk.notices() == ()


@pytest.mark.parametrize("is_put_in_place", [True, False])
def test_what_is_written_while_the_reader_writes_is_not_overwritten(
    desk: Desk, is_put_in_place: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.tag(0)
    text = edited(desk.file.read_text(), changed(first, note="by hand"))
    second = desk.tag(10, flush=False)
    fsync = os.fsync

    def meanwhile(_: int) -> None:
        monkeypatch.setattr(os, "fsync", fsync)
        if is_put_in_place:
            desk.file.with_suffix(".new").write_text(text)
            desk.file.with_suffix(".new").replace(desk.file)
        else:
            desk.file.write_text(text)

    monkeypatch.setattr(os, "fsync", meanwhile)
    write_files(desk.store)
    assert desk.file.read_text() == text
    assert desk.found() == [replace(first, note="by hand"), second]
    write_files(desk.store)  # it is due again
    assert records_in(desk.file) == 2
    assert desk.found() == [replace(first, note="by hand"), second]
    assert [one.name for one in desk.store.folder.iterdir() if "tmp" in one.name] == []


def test_the_file_names_its_state_and_tinydb_reads_it_all_the_same(desk: Desk) -> None:
    desk.tag(0)
    one = parsed(desk.file.read_bytes(), desk.file)
    assert one.revision
    assert "revision" not in one.tables
    assert records_in(desk.file) == 1
    database = TinyDB(desk.file)
    database.table("annotations").update({"label": "opinion"})
    database.close()
    assert [one.label for one in desk.found()] == ["opinion"]


def git(folder: Path, *words: str) -> str:
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    done = subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("needs git")
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


@pytest.mark.parametrize("is_packed", [True, False])
def test_what_git_puts_there_is_shown_as_long_as_git_keeps_the_rest(
    desk: Desk, repository: Path, is_packed: bool
) -> None:
    first = desk.tag(0)
    commit(repository)
    second = desk.tag(10)
    desk.store.close()
    commit(repository)
    if is_packed:
        git(repository, "gc", "-q")
    git(repository, "checkout", "-q", "HEAD~1")
    desk.store = FolderStore(desk.store.folder)
    assert (desk.found(), desk.notices()) == ([first], ())
    desk.store.load(desk.document.key or "", keep=True)
    desk.settle()
    desk.store.close()
    assert git(repository, "status", "--porcelain") == ""
    git(repository, "checkout", "-q", "main")
    assert desk.found() == [first, second]
    desk.reopen()
    desk.settle()
    assert git(repository, "status", "--porcelain") == ""
    assert desk.found() == [first, second]


def test_what_git_did_is_in_the_log_and_git_takes_it_back(desk: Desk, repository: Path) -> None:
    first = desk.tag(0)
    commit(repository)
    second = desk.tag(10)
    desk.store.close()
    commit(repository)
    git(repository, "checkout", "-q", "HEAD~1")
    desk.reopen()
    desk.settle()
    assert desk.found() == [first]
    *_, last = desk.store.history(desk.document.key or "")
    assert (last.act.what, len(last.changes)) == ("changed outside the reader, by git", 1)
    assert not desk.undo("bob")
    git(repository, "checkout", "-q", "-")
    desk.settle()
    assert desk.found() == [first, second]


def test_what_git_never_had_is_not_taken_away_by_it(desk: Desk, repository: Path) -> None:
    first = desk.tag(0)
    commit(repository)
    second = desk.tag(10)
    desk.store.close()
    git(repository, "checkout", "-q", "--", ".")
    assert desk.found() == [first, second]
    assert "1 change since then stays" in desk.notices()[0]


def test_what_is_stashed_is_gone_and_comes_back(desk: Desk, repository: Path) -> None:
    first = desk.tag(0)
    commit(repository)
    second = desk.tag(10)
    git(repository, "stash", "-q")
    desk.settle()
    assert desk.found() == [first]
    git(repository, "stash", "pop", "-q")
    desk.settle()
    assert desk.found() == [first, second]


def test_a_branch_from_before_anything_was_tagged_is_shown_without_a_tag(desk: Desk, repository: Path) -> None:
    desk.document = desk.store.save(DOCUMENT, []).document
    write_files(desk.store)
    commit(repository)
    desk.tag(0)
    desk.store.close()
    commit(repository)
    git(repository, "checkout", "-q", "HEAD~1")
    left = desk.file.read_bytes()
    assert (desk.found(), desk.notices()) == ([], ())
    desk.reopen()
    desk.settle()
    assert desk.file.read_bytes() == left


def test_a_merge_in_git_of_two_sides_stays_a_valid_file_that_is_not_touched(desk: Desk, repository: Path) -> None:
    ones = [desk.tag(0), desk.tag(10)]
    desk.save(Change(ones[0], None))
    commit(repository)
    git(repository, "checkout", "-q", "-b", "theirs")
    git(repository, "checkout", "-q", "main")
    ours = desk.tag(30)
    desk.reopen()
    commit(repository)
    git(repository, "checkout", "-q", "theirs")
    desk.settle()
    theirs = desk.tag(20)
    desk.reopen()
    commit(repository)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "-m", "x", "theirs")
    merged = desk.file.read_bytes()
    json.loads(merged)
    assert len(parsed(merged, desk.file).revision.split()) == 2
    assert {one.id for one in desk.found()} == {ones[1].id, theirs.id, ours.id}
    assert desk.notices() == ()
    assert list(desk.store.faults()) == []
    desk.settle()
    assert desk.file.read_bytes() == merged
    desk.file.write_text(edited(merged.decode(), without(theirs)))  # the merge is known for what it is
    assert {one.id for one in desk.found()} == {ones[1].id, ours.id}


rows = st.dictionaries(st.sampled_from("123456"), st.sampled_from("abc"), max_size=6)


def tables_of(values: dict[str, str], graves: set[str] = frozenset()) -> Tables:  # type: ignore[assignment]
    made = {key: to_fields(replace(annotation(), label=label)) for key, label in values.items()}
    return {"annotations": made, "_trash": {key: {"deleted_at": MADE, "table": "annotations"} for key in graves}}


@given(rows, rows, rows)
def test_what_only_one_side_changed_is_that_sides(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    sides = [
        tables_of(base),
        tables_of(ours, {key for key in base if key not in ours}),
        tables_of(theirs),
    ]
    steps = (difference({}, sides[0]), difference(sides[0], sides[1]))
    items = [Marker(""), Transaction(steps[0], MADE), Marker("1", "11"), Transaction(steps[1], MADE), Marker("2", "22")]
    found = base_of(items, sides[2], "unknown", "11")
    assert found.is_sure
    merged = threeway(found, sides[1], sides[2]).tables["annotations"]
    for key in {*base, *ours, *theirs}:
        was, here, there = (side.get(key) for side in (base, ours, theirs))
        label = merged[key]["label"] if key in merged else None
        if there == was:
            assert label == here
        elif here in (was, there):
            assert label == there
        else:  # what was saved since stays, unless both edited one record: the newer of two
            assert label in (here, there if here is not None and there is not None else here)


@given(st.lists(rows, min_size=1, max_size=5), st.integers(0, 4))
def test_a_state_that_is_like_none_else_is_found_without_its_name(states: list[dict[str, str]], which: int) -> None:
    items: list[Any] = [Marker("")]
    before: Tables = {}
    for number, state in enumerate(states):
        after = tables_of(state)
        items += [Transaction(difference(before, after), MADE), Marker(f"digest {number}")]
        before = applied({name: dict(rows) for name, rows in before.items()}, difference(before, after))
    meant = tables_of(states[which % len(states)])
    found = base_of(items, meant, "unknown", "")
    assert found.tables.get("annotations", {}) == meant["annotations"]
    assert found.is_sure


def test_an_edit_of_the_newest_file_is_no_old_copy_though_a_save_is_in_the_journal_alone(desk: Desk) -> None:
    first, late = desk.tag(0), desk.tag(10, flush=False)
    desk.file.write_text(edited(desk.file.read_text(), changed(first, note="by hand")))
    assert desk.found() == [replace(first, note="by hand"), late]
    assert desk.notices() == ()
    desk.settle()
    *_, last = desk.store.history(desk.document.key or "")
    assert last.act.what == "changed outside the reader"
