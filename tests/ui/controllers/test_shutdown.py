"""What is not saved is listed with the reason, retried, kept and asked about; what a session left comes back."""

import errno
import fcntl
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.exchange.emergency_file import EmergencyFile
from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store import locking
from reader.store.folder_store import FolderStore
from reader.system import state_folder as state_module
from reader.ui.app import ReaderApp
from reader.ui.screens.unsaved_screen import UnsavedScreen
from reader.ui.terminal import process_lifecycle
from tests.conftest import sha256
from tests.ui.conftest import on_disk, reader_on, screen_of
from tests.waiting import until


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder."""
    folder = tmp_path / "state"
    monkeypatch.setattr(state_module, "folders", lambda: [folder])
    return folder


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.fixture
def blocked(store: FolderStore) -> Path:
    """A file where the store folder should be: nothing can be saved until it is gone."""
    store.folder.write_text("in the way")
    return store.folder


async def test_what_is_not_saved_is_listed_kept_and_saved_when_it_can_be(
    reader: Callable[..., ReaderApp], state: Path, blocked: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        while not app.main_display.save_error:
            await pilot.pause(0.02)
        await pilot.pause()
        assert "! 1 NOT SAVED" in screen_of(app)
        await pilot.press("!")
        while not isinstance(app.screen, UnsavedScreen):
            await pilot.pause(0.02)
        await pilot.pause()
        shown = screen_of(app)
        assert "1-envoys.txt: claim new: “The council met on Monday.”" in shown
        assert "not saved" in shown
        assert "kept until then in" in shown
        assert len(files(state)) == 1
        os.unlink(blocked)  # noqa: PTH108
        await pilot.press("r")
        while app.session.edits.unsaved:
            await pilot.pause(0.02)
        await pilot.pause()
        assert "Everything is saved." in screen_of(app)
        assert files(state) == []
    assert [one.label for one in on_disk(store)] == ["claim"]


@pytest.mark.usefixtures("blocked")
async def test_quitting_with_unsaved_tags_asks_names_the_file_and_goes_when_asked_again(
    reader: Callable[..., ReaderApp], state: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = reader()
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.press("j", "c")
        while not app.main_display.save_error:
            await pilot.pause(0.02)
        await pilot.press("q")
        await pilot.pause()
        assert "1 change NOT SAVED; q again quits all the same." in screen_of(app)
        assert app.return_code is None
        await pilot.press("j", "q")
        await pilot.pause()
        assert app.return_code is None
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0
    (kept,) = files(state)
    assert not app.controllers.shutdown.say_what_is_not_saved()
    assert (
        capfd.readouterr().err == f"nrc-reader: 1 change not saved: kept in {kept}; nrc-reader import takes them in\n"
    )


async def test_what_an_earlier_session_left_is_said_and_taken_in_with_one_key(
    reader: Callable[..., ReaderApp], state: Path, store: FolderStore, folder: Path
) -> None:
    path = folder / "1-envoys.txt"
    quote = "Nobody expected much."
    start = 0
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        assert app.main_display.active.open is not None
        start = app.main_display.active.open.article.text.index(quote)
    earlier = EmergencyFile(store.address)
    one = Annotation(
        new_id(), "evidence", start, start + len(quote), quote, created_at=now(), updated_at=now(), annotator="ann"
    )
    earlier.keep(1, Document(None, str(path), sha256(path), location=str(path)), [Change(None, one)])
    for _, handle in earlier._files:
        os.close(handle)  # its session is over

    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        while "earlier session" not in app.main_display.status.message:
            await pilot.pause(0.02)
        assert "1 unsaved change of an earlier session" in screen_of(app)
        await pilot.press("!")
        while not isinstance(app.screen, UnsavedScreen):
            await pilot.pause(0.02)
        await pilot.pause()
        await pilot.press("i")
        while "taken in" not in screen_of(app):
            await pilot.pause(0.02)
        await pilot.press("escape")
        assert "taken in" in app.main_display.status.message
        assert "unsaved" not in app.main_display.status.message
        await pilot.press("j")
        await pilot.pause()
        assert " e1 " in screen_of(app)
    assert files(state) == []
    assert [each.id for each in on_disk(store)] == [one.id]
    (key,) = store.keys()
    assert [quote in text for text in store.earlier_texts(key)] == [True]


@pytest.mark.usefixtures("state")
async def test_with_everything_saved_the_list_says_so(reader: Callable[..., ReaderApp]) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("!")
        while not isinstance(app.screen, UnsavedScreen):
            await pilot.pause(0.02)
        await pilot.pause()
        assert "Everything is saved." in screen_of(app)
        await pilot.press("i")
        await pilot.pause()
        assert "nothing was left behind" in screen_of(app)
        await pilot.press("escape", "j", "c")
        await pilot.pause()
        assert app.session.edits.unsaved in {0, 1}


@pytest.mark.usefixtures("state")
async def test_a_store_where_there_are_no_locks_is_warned_of_once(
    reader: Callable[..., ReaderApp], monkeypatch: pytest.MonkeyPatch, store: FolderStore
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking, "_soft_folders", set())
    monkeypatch.setattr(fcntl, "flock", refuse)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        while "no locks" not in app.main_display.status.message:
            await pilot.pause(0.02)
        await pilot.press("j", "e")
        while app.session.edits.unsaved:
            await pilot.pause(0.02)
        await pilot.pause()
        assert "no locks" not in app.main_display.status.message
    assert [one.label for one in on_disk(store)] == ["claim", "evidence"]


@pytest.mark.usefixtures("state")
async def test_a_store_in_a_folder_that_is_synchronised_is_warned_of(folder: Path, tmp_path: Path) -> None:
    app = reader_on([str(folder)], Settings(detector="rules"), FolderStore(tmp_path / "Dropbox" / "annotations"))
    async with app.run_test(size=(160, 40)) as pilot:
        while "Dropbox" not in app.main_display.status.message:
            await pilot.pause(0.02)
        assert "the store lies in a Dropbox folder" in screen_of(app)


async def test_without_a_terminal_nothing_is_suspended(
    reader: Callable[..., ReaderApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _, number: sent.append(number))
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert sent == []
        assert "no shell here" in app.main_display.status.message


@pytest.mark.usefixtures("state")
async def test_a_projects_settings_that_nobody_trusts_are_said_in_the_status_line(
    reader: Callable[..., ReaderApp],
) -> None:
    said = "store not used (nrc-reader trust allows it)"
    app = reader(not_used=(f"{Path.cwd()}/.nrc-reader.toml: {said}",))
    async with app.run_test(size=(120, 40)) as pilot:
        while said not in app.main_display.status.message:
            await pilot.pause(0.02)
        assert app.main_display.status.message == f".nrc-reader.toml: {said}"
        assert said in screen_of(app)
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: len(app.screen_stack) == 2 and said in screen_of(app))


@pytest.mark.usefixtures("state")
async def test_caches_that_lead_elsewhere_are_said_once_and_the_reader_reads_and_saves(
    reader: Callable[..., ReaderApp], store: FolderStore, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    store.hidden_folder.mkdir(parents=True)
    for name in ("cache", "texts", "backups"):
        (store.hidden_folder / name).symlink_to(tmp_path / "outside")
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        while "backups: is a link" not in app.main_display.status.message:
            await pilot.pause(0.02)
        assert "2 more: nrc-reader check names them" in app.main_display.status.message
        await pilot.press("j", "c")
        while app.session.edits.unsaved:
            await pilot.pause(0.02)
    again = FolderStore(store.folder)
    assert [len(again.load(key).annotations) for key in again.keys()] == [1]
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize(("is_gone", "crash"), [(True, None), (False, OSError)])
def test_that_a_terminal_that_is_gone_cannot_be_written_to_is_no_fault(
    reader: Callable[..., ReaderApp], monkeypatch: pytest.MonkeyPatch, is_gone: bool, crash: type[OSError] | None
) -> None:
    app = reader()
    begun: list[int] = []
    monkeypatch.setattr(process_lifecycle, "is_gone", lambda _: is_gone)
    monkeypatch.setattr(app.controllers.shutdown.lifecycle(), "begin", begun.append)
    error = OSError(errno.EIO, "Input/output error")
    app.controllers.shutdown.take_thread_exception(threading.ExceptHookArgs((OSError, error, None, None)))
    assert begun == [signal.SIGHUP] * is_gone
    assert type(app.controllers.shutdown.crash) is (crash or type(None))


async def test_the_reader_starts_where_files_of_the_store_are_too_large_and_leaves_them(
    reader: Callable[..., ReaderApp], folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await until(pilot, lambda: on_disk(store))
        await pilot.press("q")
    names = ("places.json", "sequence", "cache/index.json", "cache/sketches.jsonl", "journals/big.jsonl")
    paths = [store.folder / "big.json", *(store.hidden_folder / name for name in names)]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.truncate(path, 30 << 30)
    app = reader(folder / "1-envoys.txt", folder / "2-bridge.txt")
    async with app.run_test(size=(200, 40)) as pilot:
        await until(pilot, lambda: "is too large (30 GiB" in screen_of(app))
        await pilot.press("j", "j", "e")
        await until(pilot, lambda: len(on_disk_but_big(store)) == 2)
        await pilot.press("q")
    assert app.return_code == 0
    assert {path.stat().st_size for path in paths} == {30 << 30}


def on_disk_but_big(store: FolderStore) -> list[Annotation]:
    fresh = FolderStore(store.folder)
    return [one for key in fresh.keys() if key != "big" for one in fresh.load(key).annotations]
