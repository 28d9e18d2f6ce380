"""One writer at a time, on file systems with and without locks; who holds one is said by name."""

import errno
import fcntl
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.model.document import Document
from reader.store import locking
from reader.store.files import write_back
from reader.store.folder_store import FolderStore
from reader.store.locking import LockHeldError, has_kernel_locks, held_in, locked
from reader.store.store_protocol import StoreError
from reader.system.guarded_path import StorePath

HOLD = """\
import sys, pathlib
from reader.store import locking
{}with locking.locked(pathlib.Path(sys.argv[1]), 5):
    print('held', flush=True)
    sys.stdin.read()
"""
WITHOUT = "import fcntl\ndef refuse(*_): raise OSError({}, 'no locks')\nfcntl.flock = refuse\n"


@pytest.fixture(params=[0, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP], ids=["kernel", "ENOLCK", "ENOSYS", "NOTSUP"])
def hold(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], int]]:
    """Starts a process that holds the lock at a path; here and there, the file system has locks or has none."""
    monkeypatch.setattr(locking, "_soft_folders", set())
    if request.param:

        def refuse(*_: object) -> None:
            raise OSError(request.param, os.strerror(request.param))

        monkeypatch.setattr(fcntl, "flock", refuse)
    running: list[subprocess.Popen[str]] = []

    def start(path: Path) -> int:
        code = HOLD.format(WITHOUT.format(request.param) if request.param else "")
        pipe = subprocess.PIPE
        process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=pipe, stdout=pipe, text=True)
        running.append(process)
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        return process.pid

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_who_holds_the_lock_is_said_and_it_is_free_once_that_process_is_killed(
    hold: Callable[[Path], int], tmp_path: Path
) -> None:
    path = tmp_path / "a.lock"
    pid = hold(path)
    with pytest.raises(LockHeldError) as error, locked(path, 0.05):
        pass
    when = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    assert re.fullmatch(rf"held by pid {pid} on {re.escape(socket.gethostname())} since {when}", str(error.value))
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    with locked(path, 10):
        pass


@pytest.mark.usefixtures("hold")
def test_the_locks_in_a_folder_that_are_held_are_named_and_the_others_stay_free(
    tmp_path: Path, hold: Callable[[Path], int]
) -> None:
    (tmp_path / "free.lock").touch()
    pid = hold(tmp_path / "taken.lock")
    found = list(held_in(StorePath(tmp_path)))
    assert len(found) == 1
    assert found[0].startswith(f"taken.lock: held by pid {pid} on {socket.gethostname()} since ")
    with locked(tmp_path / "free.lock", 1):
        pass


def test_only_one_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []

    def work() -> None:
        for _ in range(20):
            with locked(tmp_path / "a.lock", 30):
                inside.append(1)
                assert len(inside) == 1
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == []


def test_a_lock_file_of_another_machine_is_left_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_soft_folders", {tmp_path})
    (tmp_path / "a.lock.held").write_text("12\nelsewhere\n")
    says = r"held by pid 12 on elsewhere since .* \(if it no longer runs"
    with pytest.raises(LockHeldError, match=says) as error, locked(tmp_path / "a.lock", 0.05):
        pass
    assert str(tmp_path / "a.lock.held") in str(error.value)
    assert not has_kernel_locks(tmp_path)


def test_a_note_that_a_stranger_wrote_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_soft_folders", {tmp_path})
    (tmp_path / "a.lock.held").write_text("1\x1b]0;x\x07\n\x1b[31m\u202e\n")
    os.utime(tmp_path / "a.lock.held", (2**31, 2**31))
    says = r"^held by another program since [-0-9: ]+ \("
    with pytest.raises(LockHeldError, match=says) as error, locked(tmp_path / "a.lock", 0.05):
        pass
    assert "\x1b" not in str(error.value)


def test_a_link_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "a.lock").symlink_to(tmp_path / "b")
    with pytest.raises(OSError, match="link"), locked(tmp_path / "a.lock", 0.05):
        pass
    assert not (tmp_path / "b").exists()


def test_the_store_says_who_holds_a_document_and_saves_once_it_is_free(
    hold: Callable[[Path], int], store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.model.annotation import Annotation, Change, new_id

    monkeypatch.setattr(write_back, "LOCK_TIMEOUT_S", 0.05)
    change = Change(None, Annotation(new_id(), "claim", 0, 4, "text"))
    document = store.save(Document(None, "meeting.txt", "ab" * 32), [change]).document
    (lock,) = [one for one in (store.hidden_folder / "locks").iterdir() if (document.key or "?") in one.name] or [
        store.hidden_folder / "locks" / f"{document.key}.lock"
    ]
    pid = hold(lock)
    with pytest.raises(StoreError, match=f"not saved: held by pid {pid} on "):
        store.save(document, [Change(None, Annotation(new_id(), "claim", 5, 6, "x"))])
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    monkeypatch.setattr(write_back, "LOCK_TIMEOUT_S", 10)
    store.save(document, [Change(None, Annotation(new_id(), "claim", 5, 6, "x"))])
    assert len(store.load(document.key or "").annotations) == 2
