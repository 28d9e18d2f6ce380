"""The store: what was saved is there, in a file that TinyDB and a person can read, whole whatever happens."""

import errno
import json
import multiprocessing
import os
import signal
import stat
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB
from ulid import ULID

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link, new_id, now
from reader.model.document import Document
from reader.store import open_store
from reader.store.added_labels import load_labels
from reader.store.files import write_back
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import ReadingPositions, load_positions, save_positions
from reader.store.records.record_rows import identifier, row_id_of
from reader.store.store_protocol import StoreError
from tests.conftest import forget_history
from tests.written_files import write_files

DOCUMENT = Document(None, "articles/meeting.txt", "ab" * 32, "A meeting")


def annotation(start: int = 0, label: str = "claim") -> Annotation:
    return Annotation(new_id(), label, start, start + 4, "text", annotator="ann", created_at=now(), updated_at=now())


def test_what_was_saved_is_there_for_the_next_one_to_open_the_store(store: FolderStore) -> None:
    ones = [annotation(20), annotation(0), annotation(0, "opinion")]
    saved = store.save(DOCUMENT, [Change(None, one) for one in ones]).document
    stored = FolderStore(store.folder).load(saved.key or "")
    assert list(stored.annotations) == [ones[1], ones[2], ones[0]]
    assert (stored.document.path, stored.document.title) == ("articles/meeting.txt", "A meeting")


def test_the_file_opens_as_a_plain_tinydb_one_record_a_line(store: FolderStore) -> None:
    ones = [annotation(index) for index in range(3)]
    saved = store.save(DOCUMENT, [Change(None, one) for one in ones]).document
    path = store.folder / f"{saved.key}.json"
    with TinyDB(path) as database:
        assert [row["start"] for row in database.table("annotations")] == [0, 1, 2]
        assert database.table("_meta").get(doc_id=1)["schema"] == 1
    assert sum('"quote"' in line for line in path.read_text().splitlines()) == 3
    assert path.name == "meeting.txt.abababababab.json"


def test_deleting_leaves_a_tombstone_and_undo_takes_it_away(store: FolderStore) -> None:
    one = annotation()
    saved = store.save(DOCUMENT, [Change(None, one)]).document
    store.save(saved, [Change(one, None)])
    write_files(store)
    path = store.folder / f"{saved.key}.json"
    assert store.load(saved.key or "").annotations == ()
    assert len(json.loads(path.read_text())["_trash"]) == 1
    store.save(saved, [Change(None, one)])
    write_files(store)
    assert store.load(saved.key or "").annotations == (one,)
    assert json.loads(path.read_text()).get("_trash", {}) == {}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.text("ab", max_size=2)), max_size=12))
def test_many_changes_at_once_are_the_same_as_one_after_the_other(plan: list[tuple[int, bool, str]]) -> None:
    ones: list[Annotation | Link] = [
        annotation(),
        annotation(9),
        Link(new_id(), new_id(), new_id(), "supports"),
        annotation(3),
    ]
    here: dict[str, Annotation | Link] = {}
    changes = []
    for number, deletes, who in plan:
        record = replace(ones[number], annotator=who)
        changes.append(Change(here.pop(record.id, record), None) if deletes else Change(here.get(record.id), record))
        if not deletes:
            here[record.id] = record
    with TemporaryDirectory() as folder:
        together, singly = FolderStore(Path(folder) / "1"), FolderStore(Path(folder) / "2")
        key = together.save(DOCUMENT, changes).document.key or ""
        singly.save(DOCUMENT, [])
        for change in changes:
            singly.save(DOCUMENT, [change])
        stored = together.load(key)
        assert stored == singly.load(key)
        assert {one.id: one for one in (*stored.annotations, *stored.links)} == here
        write_files(singly)
        gone = [
            json.loads((one.folder / f"{key}.json").read_text()).get("_trash", {}).keys() for one in (together, singly)
        ]
        assert gone[0] == gone[1]


def test_fields_of_a_newer_version_survive(store: FolderStore) -> None:
    one = annotation()
    saved = store.save(DOCUMENT, [Change(None, one)]).document
    path = store.folder / f"{saved.key}.json"
    path.write_text(path.read_text().replace('"label": "claim"', '"label": "claim", "mood": "doubtful"'))
    (read,) = store.load(saved.key or "").annotations
    store.save(saved, [Change(read, read.touched(note="hm"))])
    write_files(store)
    assert '"mood": "doubtful"' in path.read_text()


def test_a_file_of_a_newer_schema_is_neither_read_nor_overwritten(store: FolderStore) -> None:
    saved = store.save(DOCUMENT, [Change(None, annotation())]).document
    path = store.folder / f"{saved.key}.json"
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 99'))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer nrc-reader"):
        store.load(saved.key or "")
    with pytest.raises(StoreError, match="newer nrc-reader"):
        store.save(saved, [Change(None, annotation())])
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["", "{", "[1, 2]", '{"annotations": [1]}', "\x00\x00", "[" * 100_000])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_file_of_which_nothing_is_known_is_named_and_set_aside_by_the_next_save(
    store: FolderStore, damage: str, is_open: bool
) -> None:
    saved = store.save(DOCUMENT, [Change(None, annotation())]).document
    path = store.folder / f"{saved.key}.json"
    path.write_text(damage)
    forget_history(store)
    store = FolderStore(store.folder)
    assert store.find(DOCUMENT.path, DOCUMENT.sha256) == saved.key
    stored = store.load(saved.key or "", keep=is_open)
    assert (stored.annotations, stored.is_whole) == ((), False)
    assert path.name in stored.notices[0]
    store.idle()
    store.close()
    assert path.read_text() == damage
    again = FolderStore(store.folder)
    again.save(DOCUMENT, [Change(None, fresh := annotation(9))])
    assert path.name in again.take_notices(saved.key or "")[0]
    again.close()
    assert FolderStore(store.folder).load(saved.key or "").annotations == (fresh,)
    assert [one.name for one in store.folder.glob("*.json")] == [path.name]
    aside = list((store.hidden_folder / "quarantine").glob("*"))
    assert [one.read_text() for one in aside] == ([damage] if damage else [])
    assert all(one.name in stored.notices[0] for one in aside)


@pytest.mark.parametrize("what", ["pipe", "folder", "link to nowhere", "link to itself"])
@pytest.mark.parametrize("where", ["{key}.json", ".nrc-reader/journals/{key}.jsonl"])
def test_what_is_no_plain_file_is_named_and_stops_neither_the_others_nor_the_reader(
    store: FolderStore, where: str, what: str
) -> None:
    saved = store.save(DOCUMENT, [Change(None, annotation())]).document
    other = store.save(Document(None, "other.txt", "cd" * 32), [Change(None, annotation())]).document
    store.close()
    path = store.folder / where.format(key=saved.key)
    path.unlink(missing_ok=True)
    if what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if what == "link to itself" else "nowhere")
    again = FolderStore(store.folder)
    assert again.keys() == sorted([saved.key or "", other.key or ""])
    assert len(again.load(other.key or "").annotations) == 1
    for act in (
        lambda: again.load(saved.key or ""),
        lambda: again.save(DOCUMENT, [Change(None, annotation())]),
        lambda: again.save(saved, [Change(None, annotation())]),
    ):
        with pytest.raises(StoreError, match=path.name) as said:
            act()
        assert "space" not in str(said.value)
    assert len(list(store.folder.glob("*.json"))) == 2


def test_a_document_is_found_by_its_bytes_and_a_changed_one_by_its_place(store: FolderStore, tmp_path: Path) -> None:
    path = str(tmp_path / "articles" / "meeting.txt")
    saved = store.save(Document(None, path, "ab" * 32), [Change(None, annotation())]).document
    assert store.find("elsewhere/renamed.txt", "ab" * 32) == saved.key
    assert store.find(path, "cd" * 32) == saved.key
    assert store.find(str(tmp_path / "other" / "meeting.txt"), "cd" * 32) is None


def test_two_documents_of_one_name_have_two_files(store: FolderStore) -> None:
    first = store.save(Document(None, "a/page.txt", "ab" * 32), [Change(None, annotation())]).document
    second = store.save(Document(None, "b/page.txt", "cd" * 32), [Change(None, annotation())]).document
    assert first.key != second.key
    assert store.keys() == sorted([first.key or "", second.key or ""])


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/", "...", "a\nb\x1b]0;x\x07.txt", "x" * 300, "con\u202etxt.exe"]
)
def test_no_path_leaves_the_store_folder(store: FolderStore, path: str) -> None:
    store.save(Document(None, path, "ab" * 32), [Change(None, annotation())])
    files = [file for file in store.folder.parent.rglob("*.json") if file.is_file()]
    assert len(files) == 1
    assert files[0].parent == store.folder
    assert files[0].name.isprintable()


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="Not a directory"):
        FolderStore(tmp_path / "file" / "store").save(DOCUMENT, [Change(None, annotation())])


def test_a_full_disk_costs_nothing_that_was_there(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    one = annotation()
    saved = store.save(DOCUMENT, [Change(None, one)]).document

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(os, "fdatasync", full)
    with pytest.raises(StoreError, match="No space left"):
        store.save(saved, [Change(None, annotation(9))])
    monkeypatch.undo()
    assert store.load(saved.key or "").annotations == (one,)
    assert not list(store.folder.glob(".*.tmp"))


def _save_for_ever(folder: str, told: "multiprocessing.connection.Connection", document: Document) -> None:
    store = FolderStore(Path(folder))
    while True:
        one = annotation()
        store.save(document, [Change(None, one)])
        told.send(one.id)


@pytest.mark.parametrize("writers", [1, 2])
def test_a_kill_loses_nothing_that_was_acknowledged(store: FolderStore, writers: int) -> None:
    context = multiprocessing.get_context("spawn")
    told: list[str] = []
    for round_number in range(3):
        ends = [context.Pipe(duplex=False) for _ in range(writers)]
        processes = [
            context.Process(target=_save_for_ever, args=(str(store.folder), end[1], DOCUMENT), daemon=True)
            for end in ends
        ]
        for process in processes:
            process.start()
        told += [end[0].recv() for end in ends]
        time.sleep(0.05 * round_number + 0.013)
        for process in processes:
            os.kill(process.pid or 0, signal.SIGKILL)
        for process, (receiver, sender) in zip(processes, ends, strict=True):
            process.join()
            sender.close()
            try:
                while receiver.poll():
                    told.append(receiver.recv())
            except (EOFError, OSError):  # the last message was cut by the kill: it was not told
                pass
    stored = store.load(store.keys()[0])
    assert len(told) >= 3 * writers
    assert set(told) <= {one.id for one in stored.annotations}


def test_reading_positions_come_back_and_a_damaged_file_costs_only_them(store: FolderStore) -> None:
    places = ReadingPositions()
    places.remember("ab" * 32, 420)
    places.shown = ["a.txt", "b.txt"]
    save_positions(store.hidden_folder, places)
    assert load_positions(store.hidden_folder) == places
    (store.hidden_folder / "places.json").write_text("{")
    assert load_positions(store.hidden_folder) == ReadingPositions()


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"offsets": {"a": Infinity}, "shown": []}', '{"offsets": {"a": 1e999}, "shown": []}', "[1]", "7",
     '{"offsets": [], "shown": []}', '{"offsets": {"a": null}, "shown": []}', '{"offsets": {}, "shown": "ab"}',
     '{"offsets": {}, "shown": [1, null]}'],
)  # fmt: skip
def test_reading_positions_that_are_none_are_forgotten(store: FolderStore, text: str) -> None:
    store.hidden_folder.mkdir(parents=True)
    (store.hidden_folder / "places.json").write_text(text)
    assert load_positions(store.hidden_folder) == ReadingPositions()


@pytest.mark.parametrize("where", ["{key}.json", ".nrc-reader/places.json", ".nrc-reader/locks/{key}.lock"])
def test_no_link_inside_the_store_is_written_through(store: FolderStore, tmp_path: Path, where: str) -> None:
    saved = store.save(DOCUMENT, [Change(None, annotation())]).document
    link, victim = store.folder / where.format(key=saved.key), tmp_path / "victim"
    victim.write_bytes(link.read_bytes() if where == "{key}.json" else b"precious")
    before = victim.read_bytes()
    link.unlink(missing_ok=True)
    link.symlink_to(victim)
    if "places" in where:
        with pytest.raises(OSError, match="link"):
            save_positions(store.hidden_folder, ReadingPositions())
    else:
        with pytest.raises(StoreError, match="link"):
            store.save(saved, [Change(None, annotation(9))])
    assert victim.read_bytes() == before
    assert link.is_symlink()


def test_a_hidden_folder_that_leads_elsewhere_is_not_used(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    store.folder.mkdir()
    store.hidden_folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="link"):
        store.save(DOCUMENT, [Change(None, annotation())])
    with pytest.raises(OSError, match="link"):
        save_positions(store.hidden_folder, ReadingPositions())
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_leftovers_of_a_kill_are_not_for_git_also_in_an_older_store(store: FolderStore) -> None:
    store.folder.mkdir()
    (store.folder / ".gitignore").write_text(".nrc-reader/\n")
    store.save(DOCUMENT, [])
    assert (store.folder / ".gitignore").read_text().splitlines() == [".nrc-reader/", "*.tmp"]
    (store.folder / ".gitignore").write_text("mine\n")
    FolderStore(store.folder).save(DOCUMENT, [])
    assert (store.folder / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_that_the_user_wants_and_an_old_one_keeps_its_own(
    store: FolderStore, mask: int, mode: int
) -> None:
    old = os.umask(mask)
    try:
        saved = store.save(DOCUMENT, []).document
    finally:
        os.umask(old)
    path = store.folder / f"{saved.key}.json"
    assert path.stat().st_mode & 0o777 == mode
    path.chmod(0o640)
    store.save(saved, [Change(None, annotation())])
    assert path.stat().st_mode & 0o777 == 0o640


@given(st.integers(0, (1 << 128) - 1))
def test_a_row_number_is_the_ulid_that_the_library_makes_of_it(number: int) -> None:
    assert identifier(str(number)) == str(ULID.from_int(number))
    assert row_id_of(identifier(str(number))) == str(number)


def test_a_row_that_is_no_record_is_named_and_kept_and_the_others_are_read(store: FolderStore) -> None:
    ones = [Annotation(new_id(), "claim", start, start + 4, "text") for start in (0, 10)]
    document = store.save(DOCUMENT, [Change(None, one) for one in ones]).document
    store.close()
    path = store.folder / f"{document.key}.json"
    path.write_text(path.read_text().replace('"end": 4, ', ""))
    stored = FolderStore(store.folder).load(document.key or "")
    assert [one.id for one in stored.annotations] == [ones[1].id]
    assert any("needs end" in notice for notice in stored.notices)
    again = FolderStore(store.folder)
    again.save(document, [Change(None, Annotation(new_id(), "opinion", 20, 24, "text"))])
    again.close()
    assert len(FolderStore(store.folder).load(document.key or "").annotations) == 2
    assert path.read_text().count('"quote"') == 3


@pytest.mark.parametrize(
    "where",
    [
        "{key}.json", ".nrc-reader/journals/{key}.jsonl", ".nrc-reader/history/{key}.jsonl", "labels.jsonl",
        ".gitattributes", ".nrc-reader/places.json", ".nrc-reader/index.jsonl",
    ],
)  # fmt: skip
def test_a_pipe_in_a_store_from_a_stranger_keeps_nobody_waiting(store: FolderStore, where: str) -> None:
    saved = store.save(DOCUMENT, [Change(None, annotation())]).document
    path = store.folder / where.format(key=saved.key)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    after = FolderStore(store.folder)
    load_positions(after.hidden_folder)
    load_labels(after.folder)
    for act in (
        lambda: after.find(DOCUMENT.path, DOCUMENT.sha256),
        lambda: after.load(saved.key or ""),
        lambda: after.save(DOCUMENT, [Change(None, annotation())]),
    ):
        with suppress(StoreError):
            act()
    after.close()
    assert stat.S_ISFIFO(path.lstat().st_mode) or path.name == "index.jsonl"


def test_a_folder_that_is_named_from_here_stays_the_same_store_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("tags")
    document = store.save(DOCUMENT, [Change(None, annotation())]).document
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    store.save(document, [Change(None, annotation(9))])
    store.close()
    assert list(elsewhere.iterdir()) == []
    assert store.name == "tags"
    assert len(open_store(store.address).load(document.key or "").annotations) == 2


def test_a_history_that_cannot_be_read_is_said_and_not_taken_for_an_empty_one(store: FolderStore) -> None:
    one = annotation()
    document = store.save(DOCUMENT, [Change(None, one)]).document
    number = store.last_number()
    store.save(document, [Change(one, None)])
    store.close()
    history = store.hidden_folder / "history" / f"{document.key}.jsonl"
    history.unlink()
    history.mkdir()
    after = FolderStore(store.folder)
    with pytest.raises(StoreError, match="is a folder"):
        after.restore(document.key or "", number, Act("restored", "ann", new_id()))
    with pytest.raises(StoreError, match="is a folder"):
        list(after.history(document.key or ""))


def test_who_can_only_read_is_told_what_others_write(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    document = store.save(DOCUMENT, [Change(None, annotation())]).document
    key, other = document.key or "", FolderStore(store.folder)
    other.load(key, keep=True)
    late = annotation(9)
    store.save(document, [Change(None, late)])

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(write_back, "locked", refuse)
    (news,) = other.look(key) or ()
    assert [change.after for change in news.changes] == [late]
    assert other.look(key) == ()


def test_an_import_of_many_documents_keeps_few_of_them_in_memory(store: FolderStore) -> None:
    for number in range(80):
        store.save(Document(None, f"{number}.txt", f"{number:064}"), [Change(None, annotation())])
        store.idle()
    store.close()
    store.save(DOCUMENT, [Change(None, annotation())])
    assert len(store._documents._writers) <= 65
    assert len(store.keys()) == 81


def test_a_clipping_that_has_no_room_leaves_no_half(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add_clipping("a passage", "meeting.txt")
    before = (store.folder / "clippings.txt").read_bytes()
    write = os.write

    def little(handle: int, data: bytes) -> int:
        if len(data) < 40:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data[:20])

    monkeypatch.setattr(os, "write", little)
    with pytest.raises(StoreError, match="not written"):
        store.add_clipping("another passage " * 9, "meeting.txt")
    monkeypatch.undo()
    assert (store.folder / "clippings.txt").read_bytes() == before


@pytest.mark.parametrize("name", ["x" * 300, "file/below", "loop"])
def test_where_no_store_can_be_is_one_line_and_no_store(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    store = FolderStore(tmp_path / name)
    assert not store.exists()
    with pytest.raises(StoreError):
        store.save(DOCUMENT, [Change(None, annotation())])
    with suppress(StoreError):
        list(store.warnings())
    with suppress(StoreError):
        list(store.faults())
