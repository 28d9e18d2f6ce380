"""What could not be saved is kept, for its owner alone, and comes back into the store: all of it, once."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reader.exchange.emergency_file import EmergencyFile, ExchangeError, is_emergency, recover, waiting
from reader.model.annotation import Annotation, Change, Decision, Link, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.system import state_folder as state_module

DOCUMENT = Document(None, "a/meeting.txt", "ab" * 32, "The “Meeting”")
OTHER = Document(None, "b.txt", "cd" * 32, apart=True)


def tagged(label: str = "claim", note: str = "") -> Annotation:
    return Annotation(
        new_id(), label, 0, 4, "text", note=note, annotator="ann", created_at=now(), updated_at=now()
    )  # fmt: skip


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder."""
    folder = tmp_path / "state"
    monkeypatch.setattr(state_module, "folders", lambda: [folder])
    return folder


@pytest.fixture
def file(state: Path, store: FolderStore) -> EmergencyFile:
    """The emergency file of a session."""
    return EmergencyFile(store.address, [state])


def left_behind(file: EmergencyFile) -> Path:
    """The file once its session is over, however that was."""
    path = file.path
    assert path is not None
    for _, handle in file._files:
        os.close(handle)
    file._files = []
    return path


def test_only_its_owner_may_read_it(file: EmergencyFile, state: Path) -> None:
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    assert file.path is not None
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_a_tag_in_it_is_a_line_of_the_export_and_more(file: EmergencyFile) -> None:
    one = tagged(note="second\nline")
    file.keep(1, DOCUMENT, [Change(None, one)])
    assert file.path is not None
    (line,) = file.path.read_bytes().splitlines()
    row = json.loads(line)
    assert (row["document"], row["document_sha256"], row["title"]) == (DOCUMENT.path, DOCUMENT.sha256, DOCUMENT.title)
    assert (row["id"], row["label"], row["quote"], row["note"]) == (one.id, "claim", "text", "second\nline")
    assert is_emergency(file.path)


def test_it_goes_once_everything_is_saved_and_not_before(file: EmergencyFile, state: Path) -> None:
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    file.keep(2, OTHER, [Change(None, tagged())])
    file.keep(2, OTHER, [Change(None, tagged())])
    file.release(1)
    file.release(7)
    assert len(list(state.iterdir())) == 1
    file.release(2)
    assert list(state.iterdir()) == []
    file.keep(3, DOCUMENT, [Change(None, tagged())])
    assert len(list(state.iterdir())) == 1


def test_everything_comes_back_once_and_the_file_is_gone(file: EmergencyFile, store: FolderStore) -> None:
    first, second, stays, goes = tagged(), tagged("evidence"), tagged("opinion"), tagged()
    known = store.save(DOCUMENT, [Change(None, stays), Change(None, goes)]).document
    link = Link(new_id(), first.id, second.id, "supports", "ann", now(), now())
    decision = Decision(new_id(), "finished", {"yes": True}, "ann", now(), now())
    noted = stays.touched(note="yes")
    file.keep(1, known, [Change(None, first), Change(None, second)])
    file.keep(2, known, [Change(None, link), Change(None, decision), Change(stays, noted)])
    file.keep(3, known, [Change(goes, None)])
    file.keep(4, OTHER, [Change(None, tagged())])
    path = left_behind(file)
    copy = path.read_bytes()

    (found,) = waiting()
    assert (found.path, found.changes, found.store) == (path, 7, str(store.folder))
    done = recover(store, path)
    assert (done.changes, done.faults) == (7, ())
    assert not path.exists()
    assert waiting() == []

    stored = store.load(known.key or "")
    assert {one.id: one.note for one in stored.annotations} == {first.id: "", second.id: "", stays.id: "yes"}
    assert [one.id for one in stored.links] == [link.id]
    assert [dict(one.data) for one in stored.decisions] == [{"yes": True}]
    assert len(store.keys()) == 2

    path.write_bytes(copy)
    recover(store, path)
    again = store.load(known.key or "")
    assert again.annotations == stored.annotations
    assert len(store.keys()) == 2


def test_what_was_saved_after_all_is_not_brought_back_once_more(file: EmergencyFile, store: FolderStore) -> None:
    one, other = tagged(), tagged()
    file.keep(1, DOCUMENT, [Change(None, one)])
    file.keep(2, OTHER, [Change(None, other)])
    known = store.save(DOCUMENT, [Change(None, one)]).document
    file.release(1)
    store.save(known, [Change(one, None)])
    recover(store, left_behind(file))
    assert store.load(known.key or "").annotations == ()


def test_what_somebody_wrote_since_is_not_overwritten(file: EmergencyFile, store: FolderStore) -> None:
    one = tagged()
    known = store.save(DOCUMENT, [Change(None, one)]).document
    file.keep(1, known, [Change(one, None)])
    theirs = one.touched(note="theirs")
    store.save(known, [Change(one, theirs)])
    recover(store, left_behind(file))
    assert [each.note for each in store.load(known.key or "").annotations] == ["theirs"]


def test_a_line_that_was_being_written_when_the_power_went_is_no_fault(file: EmergencyFile, store: FolderStore) -> None:
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    path = left_behind(file)
    with path.open("ab") as end:
        end.write(b'{"document": "a/meet')
    assert recover(store, path).faults == ()
    assert not path.exists()


def test_a_line_that_cannot_be_read_is_named_and_the_file_stays(file: EmergencyFile, store: FolderStore) -> None:
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    path = left_behind(file)
    path.write_bytes(path.read_bytes() + b"nonsense\n" + path.read_bytes().replace(b'"number": 1', b'"number": []'))
    done = recover(store, path)
    assert [str(fault).split(": left out: ")[1] for fault in done.faults] == [
        "is not JSON (expecting value, character 1)",
        "needs a number",
    ]
    assert done.changes == 1
    assert path.exists()


def test_a_file_for_another_store_is_refused_unless_that_is_meant(
    file: EmergencyFile, store: FolderStore, tmp_path: Path
) -> None:
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    path = left_behind(file)
    other = FolderStore(tmp_path / "other")
    with pytest.raises(ExchangeError, match=f"is for the store {store.folder}: .*--store"):
        recover(other, path)
    assert not other.folder.exists()
    assert recover(other, path, into_any=True).changes == 1
    assert len(other.keys()) == 1


def test_the_file_of_a_session_that_goes_on_is_left_to_it(file: EmergencyFile, store: FolderStore) -> None:
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    assert file.path is not None
    assert waiting() == []
    with pytest.raises(OSError, match="a running reader"):
        recover(store, file.path)
    left_behind(file)
    assert len(waiting()) == 1


def test_the_next_folder_is_taken_where_the_first_cannot_be_written(
    tmp_path: Path, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "blocked").write_text("a file")
    places = [tmp_path / "blocked" / "state", tmp_path / "second", tmp_path / "third"]
    file = EmergencyFile(store.address, places)
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    assert file.path is not None
    assert file.path.parent == tmp_path / "second"

    real, full = os.write, file._files[0][1]

    def write(handle: int, data: bytes) -> int:
        if handle == full:
            if len(data) > 10:
                return real(handle, data[:10])
            raise OSError(28, "No space left on device")
        return real(handle, data)

    monkeypatch.setattr(os, "write", write)
    whole = file.path.read_bytes()
    file.keep(2, OTHER, [Change(None, tagged())])
    assert len(file._files) == 2
    assert file._files[0][0].read_bytes() == whole
    monkeypatch.undo()
    file.release(1)
    file.release(2)
    assert list((tmp_path / "second").iterdir()) == []


def test_a_folder_of_somebody_else_or_behind_a_link_is_not_used(tmp_path: Path, store: FolderStore) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    file = EmergencyFile(store.address, [tmp_path / "link"])
    with pytest.raises(OSError, match="link"):
        file.keep(1, DOCUMENT, [Change(None, tagged())])
    assert list((tmp_path / "real").iterdir()) == []
    assert waiting([tmp_path / "link"]) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("store", "\x1b]0;owned\x07/x"),
        ("location", "../../../etc/passwd"),
        ("location", "/etc/\ud800\x1b[31m"),
        ("location", "a\0b"),
        ("apart", "yes"),
    ],
)
def test_nothing_of_a_stranger_s_file_leaves_the_store(
    field: str, value: str, file: EmergencyFile, store: FolderStore, tmp_path: Path
) -> None:
    file.keep(1, Document(None, "../../../" + "x" * 300 + "\x1b[31m\u202e.txt", "ef" * 32), [Change(None, tagged())])
    path = left_behind(file)
    row = json.loads(path.read_text())
    row["unsaved"][field] = value
    path.write_text(json.dumps(row) + "\n")
    before = {one for one in tmp_path.rglob("*") if not one.is_relative_to(store.folder)}
    assert recover(store, path, into_any=True).changes == 1
    (key,) = store.keys()
    assert key.isascii()
    assert "/" not in key
    assert {one for one in tmp_path.rglob("*") if not one.is_relative_to(store.folder)} <= before


def test_a_save_that_fails_leaves_the_file(file: EmergencyFile, store: FolderStore) -> None:
    file.keep(1, DOCUMENT, [Change(None, tagged())])
    path = left_behind(file)
    store.folder.write_text("in the way")
    with pytest.raises(StoreError):
        recover(store, path)
    assert path.exists()


def test_the_command_brings_it_in(tmp_path: Path) -> None:
    variables = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "HOME": str(tmp_path)}
    store = tmp_path / "tags"
    code = (
        "import sys; from pathlib import Path; from reader.exchange.emergency_file import EmergencyFile\n"
        "from reader.store.folder_store import Document; from reader.model.annotation import *\n"
        "a = Annotation(new_id(), 'claim', 0, 4, 'text', updated_at=now())\n"
        "f = EmergencyFile(sys.argv[1]); f.keep(1, Document(None, 'm.txt', 'ab'*32), [Change(None, a)])\n"
        "print(f.path)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, store], env=variables, capture_output=True, text=True)
    path = Path(done.stdout.strip())
    assert path.exists(), done.stderr
    command = [sys.executable, "-m", "reader"]
    wrong = subprocess.run([*command, "import", str(path)], env=variables, cwd=tmp_path, capture_output=True, text=True)
    assert wrong.returncode == 1
    assert f"--store {store}" in wrong.stderr
    done = subprocess.run(
        [*command, "--store", str(store), "import", str(path)], env=variables, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 unsaved change taken in" in done.stdout
    assert not path.exists()
    assert len(FolderStore(store).load(FolderStore(store).keys()[0]).annotations) == 1
