"""The journal: a save is a line, the file follows, and whatever stops in between or is damaged costs nothing."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.files import disk_reserve
from reader.store.files.file_format import read_tables
from reader.store.files.journal import Marker, item_in, line_of, lines_in, replayed
from reader.store.folder_store import FolderStore
from reader.store.records.record_rows import RowChange
from reader.store.records.transaction import Transaction
from reader.store.store_protocol import StoreError
from tests.conftest import forget_history, records_in
from tests.written_files import write_files

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)
MADE, FIRST, SECOND = (f"2026-04-11T09:30:0{second}.000Z" for second in range(3))


def annotation(start: int = 0, note: str = "") -> Annotation:
    return Annotation(new_id(), "claim", start, start + 4, "text", "", "", 0, 0, note, "ann", MADE, MADE)


def paths(store: FolderStore, document: Document) -> tuple[Path, Path, Path]:
    hidden = store.hidden_folder
    return (
        store.folder / f"{document.key}.json",
        hidden / "journals" / f"{document.key}.jsonl",
        hidden / "history" / f"{document.key}.jsonl",
    )


def made(store: FolderStore, count: int = 3) -> tuple[Document, list[Annotation]]:
    ones = [annotation(start) for start in range(count)]
    document = store.save(DOCUMENT, [Change(None, one) for one in ones], act=Act("made", "ann", new_id()))
    write_files(store)
    return document.document, ones


def kept(store: FolderStore) -> list[Annotation]:
    (key,) = FolderStore(store.folder).keys()
    return list(FolderStore(store.folder).load(key).annotations)


def test_a_save_is_one_line_and_the_file_follows_and_opens_as_a_tinydb_at_any_time(store: FolderStore) -> None:
    document, ones = made(store)
    file, journal, history = paths(store, document)
    before, lines = file.read_bytes(), journal.read_bytes().count(b"\n")
    late = annotation(9)
    store.save(document, [Change(None, late)], act=Act("claim", "ann"))
    assert file.read_bytes() == before
    assert journal.read_bytes().count(b"\n") == lines + 1
    assert records_in(file) == 3
    assert kept(store) == [*ones, late]
    write_files(store)
    assert records_in(file) == 4
    assert [one.act.what for one in store.history(document.key or "")] == ["made", "claim"]
    store.close()
    assert not journal.exists()
    assert history.read_bytes().count(b"\n") >= 3


def test_the_history_says_who_when_what_before_and_after(store: FolderStore) -> None:
    document, ones = made(store, 1)
    noted = replace(ones[0], note="why?", updated_at=FIRST)
    store.save(document, [Change(ones[0], noted)], act=Act("note written", "bob", "S" * 26))
    *_, last = FolderStore(store.folder).history(document.key or "")
    assert (last.act.by, last.act.what, last.act.step) == ("bob", "note written", "S" * 26)
    assert last.changes == (Change(ones[0], noted),)
    assert MADE < last.at < "9999"


def test_half_a_line_at_the_end_is_cut_off_and_kept_aside(store: FolderStore) -> None:
    document, ones = made(store)
    store.save(document, [Change(None, late := annotation(9))])
    journal = paths(store, document)[1]
    with journal.open("ab") as file:
        file.write(b'12345678 {"at": "2026')
    assert kept(store) == [*ones, late]
    again = FolderStore(store.folder)
    again.save(document, [Change(None, last := annotation(20))])
    assert kept(store) == [*ones, late, last]
    assert [one.read_bytes() for one in (store.hidden_folder / "quarantine").iterdir()] == [b'12345678 {"at": "2026']
    assert lines_in(journal.read_bytes()).damaged == []


def test_a_damaged_line_in_the_middle_is_named_and_kept_and_the_others_count(store: FolderStore) -> None:
    document, ones = made(store, 1)
    late = [annotation(9), annotation(20)]
    for one in late:
        store.save(document, [Change(None, one)])
    journal = paths(store, document)[1]
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"start": 9', b'"start": 8')
    journal.write_bytes(b"".join(lines))
    again = FolderStore(store.folder)
    stored = again.load(document.key or "")
    assert list(stored.annotations) == [ones[0], late[1]]
    assert "1 damaged line" in stored.notices[0]
    again.save(document, [])
    write_files(again)
    assert kept(store) == [ones[0], late[1]]
    assert (lines[1].rstrip(b"\n")) in [one.read_bytes() for one in (store.hidden_folder / "quarantine").iterdir()]


def stopped_at(monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException) -> Callable[[], int]:
    """Has the call of that number, of those that write, fail, and every later one too."""
    calls = 0

    def wrap(name: str) -> None:
        original = getattr(os, name)

        def call(*words: object, **rest: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= number:
                raise error
            return original(*words, **rest)

        monkeypatch.setattr(os, name, call)

    for name in ("write", "fsync", "fdatasync", "ftruncate", "replace", "unlink"):
        wrap(name)
    return lambda: calls


def test_whatever_step_is_the_last_one_nothing_that_was_saved_is_missing_or_there_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = FolderStore(tmp_path / "base")
    document, ones = made(base)
    base.save(document, [Change(None, late := annotation(9))])
    number, calls = 0, 1
    while number < calls:
        number += 1
        folder = tmp_path / f"stopped-{number}"
        shutil.copytree(base.folder, folder)
        store = FolderStore(folder)
        store.load(document.key or "")
        with monkeypatch.context() as patch:
            counted = stopped_at(patch, number, OSError(errno.EIO, "Input/output error"))
            try:
                write_files(store)
            except (StoreError, OSError):
                calls = counted() + 1
        assert kept(store) == [*ones, late], number
        after = FolderStore(folder)
        after.save(document, [Change(None, last := annotation(20))])
        write_files(after)
        assert kept(store) == [*ones, late, last], number
        history = [one.changes for one in after.history(document.key or "")]
        assert len(history) == len(set(map(str, history))) == 3, number
    assert number > 5


def test_a_file_that_somebody_edited_meanwhile_is_merged_record_by_record(store: FolderStore) -> None:
    document, ones = made(store, 2)
    file = paths(store, document)[0]
    store.save(document, [Change(None, late := annotation(9)), Change(ones[0], None)])
    theirs = file.read_text().replace('"note": ""', '"note": "by hand"').replace(MADE + '"}', SECOND + '"}')
    file.write_text(theirs)
    one, two = kept(store)
    assert (one.id, one.note, two.id) == (ones[1].id, "by hand", late.id)
    store.save(document, [])
    write_files(store)
    assert kept(store) == [one, two]
    assert [one.act.what for one in store.history(document.key or "")][-1] == "changed outside the reader"


def test_a_full_disk_gives_up_the_reserve_for_the_last_tags(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, ones = made(store)
    store.idle()
    room = store.hidden_folder / "reserve"
    assert room.stat().st_size == disk_reserve.SIZE
    write = os.write

    def full(handle: int, data: bytes) -> int:
        if room.exists():
            write(handle, bytes(data)[:7])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data)

    monkeypatch.setattr(os, "write", full)
    store.save(document, [Change(None, late := annotation(9))])
    assert not room.exists()
    assert kept(store) == [*ones, late]


def test_after_a_flush_that_failed_nothing_of_the_line_is_left_and_the_next_try_writes_it(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, ones = made(store)
    journal = paths(store, document)[1]
    before = journal.read_bytes()

    def fails(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    for name in ("fdatasync", "ftruncate"):
        with monkeypatch.context() as patch:
            patch.setattr(os, "fdatasync", fails)
            if name == "ftruncate":
                patch.setattr(os, "ftruncate", lambda *_: fails(0))
            with pytest.raises(StoreError, match="Input/output"):
                store.save(document, [Change(None, late := annotation(9))])
        if name == "fdatasync":
            assert journal.read_bytes() == before
    store.save(document, [Change(None, late)])
    assert kept(store) == [*ones, late]


def test_each_of_two_stores_is_told_what_the_other_wrote_once(store: FolderStore) -> None:
    document, _ = made(store)
    other = FolderStore(store.folder)
    other.load(document.key or "")
    store.save(document, [Change(None, late := annotation(9))], act=Act("claim", "ann"))
    (news,) = other.look(document.key or "")
    assert (news.act.by, news.changes) == ("ann", (Change(None, late),))
    assert other.look(document.key or "") == ()
    noted = replace(late, note="hm", updated_at=SECOND)
    other.save(document, [Change(late, noted)], act=Act("note written", "bob"))
    write_files(store)
    saved = store.save(document, [Change(None, annotation(30))])
    assert [(one.act.by, one.changes) for one in saved.others] == [("bob", (Change(late, noted),))]
    assert {one.id for one in other.look(document.key or "")[0].changes[0]._asdict().values() if one} <= {
        one.id for one in kept(store)
    }


def test_what_loses_a_conflict_is_kept_in_the_history(store: FolderStore) -> None:
    document, ones = made(store, 1)
    theirs = replace(ones[0], label="opinion", updated_at=SECOND)
    FolderStore(store.folder).save(document, [Change(ones[0], theirs)], act=Act("label", "bob"))
    mine = replace(ones[0], label="evidence", updated_at=FIRST)
    saved = store.save(document, [Change(ones[0], mine), Change(None, annotation(9))], act=Act("label", "ann"))
    assert saved.merged == (Change(mine, theirs),)
    *_, last = store.history(document.key or "")
    assert [(row.new or {})["label"] for row in last.lost] == ["evidence"]


def test_without_the_hidden_folder_nothing_is_missing(store: FolderStore) -> None:
    document, ones = made(store)
    forget_history(store)
    assert kept(store) == ones
    store.save(document, [Change(None, late := annotation(9))])
    store.close()
    assert kept(store) == [*ones, late]


@pytest.mark.parametrize("damage", ["gone", "", "\0" * 64, "half", "{"])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_file_that_was_deleted_emptied_or_cut_comes_back_and_is_said(
    store: FolderStore, damage: str, is_open: bool
) -> None:
    document, ones = made(store)
    file = paths(store, document)[0]
    whole = file.read_bytes()
    if not is_open:
        store.close()
        store = FolderStore(store.folder)
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[: len(whole) // 2] if damage == "half" else damage.encode())
    left = None if damage == "gone" else file.read_bytes()
    assert_brought_back(store, document, ones, "3 annotations brought back from its history")
    store.save(document, [Change(None, late := annotation(9))])
    write_files(store)
    assert records_in(file) == 4
    assert kept(store) == [*ones, late]
    kept_aside = [one.read_bytes() for one in (store.hidden_folder / "quarantine").glob("*.json")]
    assert kept_aside == ([left] if left else [])


def assert_brought_back(store: FolderStore, document: Document, ones: list[Annotation], said: str) -> None:
    """Another process finds the document, with all of its annotations, and is told how."""
    assert FolderStore(store.folder).find("meeting.txt", "ab" * 32) == document.key
    stored = FolderStore(store.folder).load(document.key or "")
    assert list(stored.annotations) == ones
    assert said in stored.notices[0]


@pytest.mark.parametrize("left", ["{}", '{"_meta": {}, "annotations": {}}', "meta", '{"annotations": {}}\n'])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_file_that_holds_nothing_any_more_is_no_deletion(store: FolderStore, left: str, is_open: bool) -> None:
    document, ones = made(store)
    file = paths(store, document)[0]
    write_files(store)
    if not is_open:
        store.close()
        store = FolderStore(store.folder)
    if left == "meta":
        left = json.dumps({"_meta": json.loads(file.read_text())["_meta"]})
    file.write_text(left)
    key = document.key or ""
    assert_brought_back(
        store, document, ones, "emptied outside the reader: 3 annotations brought back from its history"
    )
    store.save(document, [Change(None, late := annotation(9))])
    assert "emptied" in store.take_notices(key)[0]
    store.close()
    assert kept(store) == [*ones, late]
    assert [one.read_text() for one in (store.hidden_folder / "quarantine").glob("*.json")] == [left]


@pytest.mark.parametrize("how", ["deleted", "undone", "never tagged"])
def test_a_file_without_annotations_that_the_reader_wrote_stays_as_it_is(store: FolderStore, how: str) -> None:
    document = store.save(DOCUMENT, []).document
    write_files(store)
    file = paths(store, document)[0]
    ones = [annotation(start) for start in (0, 10)]
    if how != "never tagged":
        step = Act("label", "ann", new_id())
        store.save(document, [Change(None, one) for one in ones], act=step)
        store.save(
            document,
            [Change(one, None) for one in ones],
            act=Act("x", "ann", "", undoes=step.step if how == "undone" else ""),
        )
    store.close()
    left = file.read_bytes()
    again = FolderStore(store.folder)
    stored = again.load(document.key or "", keep=True)
    assert (stored.annotations, stored.notices) == ((), ())
    again.idle()
    again.close()
    assert file.read_bytes() == left


def test_in_a_repository_a_file_that_is_gone_may_be_on_another_branch(store: FolderStore) -> None:
    document, _ = made(store)
    store.close()
    (store.folder / ".git").mkdir()
    (store.folder / f"{document.key}.json").unlink()
    again = FolderStore(store.folder)
    assert again.find("meeting.txt", "ab" * 32) is None
    again.save(DOCUMENT, [Change(None, one := annotation())])
    assert kept(again) == [one]


@given(st.binary(max_size=200))
def test_no_bytes_are_taken_for_a_line_that_is_none(data: bytes) -> None:
    assert all(line.item is None for line in lines_in(data + b"\n").lines if not line.data.startswith(b"0"))


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3), st.text(max_size=9))
def test_what_a_line_says_is_what_was_written(row: dict[str, str], who: str) -> None:
    one = Transaction((RowChange("links", "12", dict(row), None),), FIRST, Act("claim", who))
    line = line_of(one)
    assert line.count(b"\n") == 1
    assert item_in(line[:-1]) == one
    assert item_in(line[:-2]) is None


operations = st.lists(st.tuples(st.sampled_from("tnxfro"), st.integers(0, 5)), max_size=25)


@settings(max_examples=40)
@given(operations)
def test_the_history_replayed_is_the_file(plan: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = FolderStore(Path(folder) / "annotations")
        document = store.save(DOCUMENT, []).document
        here: list[Annotation] = []
        file, _, history = paths(store, document)
        for what, number in plan:
            one = here[number % len(here)] if here else None
            if what == "t":
                here.append(annotation(number))
                store.save(document, [Change(None, here[-1])])
            elif what == "n" and one is not None:
                here[here.index(one)] = noted = one.touched(note=f"{number}")
                store.save(document, [Change(one, noted)])
            elif what == "x" and one is not None:
                here.remove(one)
                store.save(document, [Change(one, None)])
            elif what == "f":
                write_files(store)
            elif what == "r":
                store.close()
                store = FolderStore(store.folder)
            elif what == "o" and one is not None:
                write_files(store)
                file.write_text(file.read_text().replace('"label": "claim"', '"label": "opinion"'))
                here = [replace(one, label="opinion") for one in here]
        store.save(document, [])
        store.close()
        items = lines_in(history.read_bytes()).items
        assert items[0] == Marker("")
        tables = {name: rows for name, rows in replayed({}, items).items() if rows}
        assert tables == {name: rows for name, rows in (read_tables(file) or {}).items() if rows}
        assert {one.id: one for one in kept(store)} == {one.id: one for one in here}
        assert json.loads(file.read_text())["_meta"]


@pytest.mark.parametrize("is_read_first", [True, False])
def test_what_was_edited_outside_is_in_the_history_before_the_next_save_is(
    store: FolderStore, is_read_first: bool
) -> None:
    document, _ = made(store)
    file, _, _ = paths(store, document)
    store.close()
    file.write_text(file.read_text().replace('"claim"', '"opinion"'))
    after = FolderStore(store.folder)
    if is_read_first:
        after.load(file.stem, keep=True)
    after.save(document, [Change(None, annotation(9))])
    after.close()
    file.write_bytes(file.read_bytes()[:200])
    assert [one.label for one in kept(store)] == ["opinion"] * 3 + ["claim"]


@pytest.mark.parametrize("is_deleted", [True, False])
def test_where_the_hidden_folder_went_too_what_is_on_the_screen_comes_back(
    store: FolderStore, is_deleted: bool
) -> None:
    document, ones = made(store)
    file, _, _ = paths(store, document)
    assert store.load(file.stem, keep=True).annotations == tuple(ones)
    shutil.rmtree(store.hidden_folder)
    file.unlink() if is_deleted else file.write_bytes(b"")
    assert store.look(file.stem) == ()
    assert "3 annotations brought back from its memory" in store.take_notices(file.stem)[0]
    store.close()
    assert kept(store) == ones


def test_what_another_reader_has_taken_back_does_not_come_back_from_memory(store: FolderStore) -> None:
    document, ones = made(store)
    other = FolderStore(store.folder)
    other.load(document.key or "", keep=True)
    changes = [Change(one, None) for one in ones]
    (step,) = {one.act.step for one in store.history(document.key or "") if one.act.step}
    store.save(document, changes, act=Act("undone", "ann", new_id(), undoes=step))
    store.close()
    assert not paths(store, document)[0].exists()
    other.look(document.key or "")
    assert other.load(document.key or "").annotations == ()
