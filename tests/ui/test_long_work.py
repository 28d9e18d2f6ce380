"""Long work that a key began shows how far it is, is stopped with Esc, and leaves everything usable."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from reader.store.files.text_scan import FolderScan
from reader.store.folder_store import FolderStore
from reader.ui import long_work
from reader.ui.app import ReaderApp
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


class Gate:
    """Documents of the store are read one at a time, as the test lets them."""

    def __init__(self) -> None:
        self.open = threading.Semaphore(0)
        self.read = 0

    def texts(self, texts: Callable[..., Any]) -> Callable[..., Any]:
        def gated(*arguments: Any) -> Any:
            assert self.open.acquire(timeout=100)
            self.read += 1
            return texts(*arguments)

        return gated


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate()
    monkeypatch.setattr(FolderScan, "texts", made.texts(FolderScan.texts))
    monkeypatch.setattr(long_work, "_FIRST_S", 0)
    monkeypatch.setattr(long_work, "_EVERY_S", 0)
    return made


async def tagged(pilot: Any) -> None:
    """Both documents are tagged: two are in the store."""
    await pilot.press("j", "c", "J", "j", "e")
    await saved(pilot)
    await pilot.press("escape")


async def test_an_export_counts_its_documents_and_one_goes_on_tagging(
    reader: Make, store: FolderStore, gate: Gate
) -> None:
    app = reader()
    async with app.run_test(size=(100, 40)) as pilot:
        await tagged(pilot)
        await pilot.press("E")
        await until(pilot, lambda: app.main_display.message == "exporting: 0 of 2 documents: esc stops")
        gate.open.release()
        await until(pilot, lambda: app.main_display.message == "exporting: 1 of 2 documents: esc stops")
        await pilot.press("E")
        assert app.main_display.message == "one export is being written: esc stops it"
        await pilot.press("k", "o")
        await saved(pilot)
        assert app.main_display.message == "opinion · saved"
        gate.open.release()
        await until(pilot, lambda: "written to" in app.main_display.message)
        assert (store.folder / "export.jsonl").is_file()


async def test_esc_stops_it_and_no_file_is_left(reader: Make, store: FolderStore, gate: Gate) -> None:
    app = reader()
    async with app.run_test(size=(100, 40)) as pilot:
        await tagged(pilot)
        await pilot.press("E")
        await until(pilot, lambda: "exporting: 0 of 2" in app.main_display.message)
        await pilot.press("v", "j", "escape")
        assert app.main_display.active.cursor is not None
        assert app.main_display.active.cursor.selecting  # the first esc was for the export
        gate.open.release(2)
        await until(pilot, lambda: app.main_display.message == "not exported: stopped, no file was written")
        assert gate.read == 1
        assert not (store.folder / "export.jsonl").exists()
        await pilot.press("escape")
        assert not app.main_display.active.cursor.selecting


async def test_leaving_the_reader_stops_it(reader: Make, store: FolderStore, gate: Gate) -> None:
    app = reader()
    async with app.run_test(size=(100, 40)) as pilot:
        await tagged(pilot)
        await pilot.press("E")
        await until(pilot, lambda: "exporting: 0 of 2" in app.main_display.message)
        app.workers.cancel_all()  # as the end does
        await until(pilot, lambda: not app.controllers.copying._long_work().is_running)
        gate.open.release(2)
    assert not (store.folder / "export.jsonl").exists()


@pytest.mark.parametrize(
    ("seconds", "done", "expected"),
    [(0.5, 5, ""), (10, 0, ""), (10, 10, ", 2 min left"), (10, 50, ", 10 s left"), (100, 10, ", 15 min left")],
)
def test_the_rest_is_told_once_it_is_known(seconds: float, done: int, expected: str) -> None:
    assert long_work._rest(seconds, done, 100) == expected
