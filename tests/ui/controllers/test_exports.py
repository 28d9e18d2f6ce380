"""One key writes the export as ever, another one offers every format, and the status line says what was lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.exchange.formats import MODULES
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.ui import long_work
from reader.ui.app import ReaderApp
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the reader runs in."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


async def tagged(pilot: Any) -> None:
    """A claim with a sentence in it that is evidence, and another document's opinion."""
    await pilot.press("j", "V", "c", "v", "e", "J", "j", "o")
    await saved(pilot)


async def export(app: ReaderApp, pilot: Any, name: str) -> str:
    """Choose a format by its name; what the status line says in the end."""
    await pilot.press("W")
    await until(pilot, lambda: "jsonl-documents" in screen_of(app))
    await pilot.press(*name, "enter")
    await until(pilot, lambda: "export" in app.main_display.message and not app.main_display.has_dialog)
    return app.main_display.message


async def test_one_key_writes_the_usual_format_at_once(reader: Make, store: FolderStore, here: Path) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await tagged(pilot)
        await pilot.press("E")
        await until(pilot, lambda: "written to" in app.main_display.message)
        assert not app.main_display.has_dialog
        assert app.main_display.message == f"3 annotations written to {store.folder / 'export.jsonl'}"
    assert names(here) == []


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_formats_are_listed_the_usual_one_first(reader: Make, here: Path, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await tagged(pilot)
        await pilot.press("W")
        await until(pilot, lambda: "jsonl-documents" in screen_of(app))
        assert "one annotation a line" in screen_of(app)
        assert "; without" in screen_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: "written to" in app.main_display.message)
    lines = (here / "export-jsonl.jsonl").read_text().splitlines()
    assert [json.loads(line)["label"] for line in lines] == ["claim", "evidence", "opinion"]


async def test_what_a_format_cannot_hold_is_said_and_nothing_is_overwritten(reader: Make, here: Path) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await tagged(pilot)
        said = await export(app, pilot, "conll")
        assert said == f"2 annotations written to {here / 'export-conll.conll'}; conll: 1 nested span not written"
        (here / "export-conll.conll").write_text("edited")
        assert "export-conll-2.conll" in await export(app, pilot, "conll")
        assert (here / "export-conll.conll").read_text() == "edited"
        await export(app, pilot, "brat")
        assert "export-brat-2" in await export(app, pilot, "brat")
        assert (here / "export-brat").is_dir()
        assert "names not looked for" in await export(app, pilot, "documents")


@pytest.mark.parametrize("name", MODULES)
async def test_every_format_is_written_from_the_reader(reader: Make, here: Path, name: str) -> None:
    pytest.importorskip("spacy") if name == "spacy" else None
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await tagged(pilot)
        choice = list(MODULES).index(name)
        await pilot.press("W")
        await until(pilot, lambda: "jsonl-documents" in screen_of(app))
        await pilot.press(*["down"] * choice, "enter")
        await until(pilot, lambda: "written to" in app.main_display.message)
    (place,) = names(here)
    assert place.partition(".")[0] == f"export-{name}"


async def test_esc_stops_it_while_documents_are_read_or_read_back(
    reader: Make, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_work, "_FIRST_S", 0)
    from reader.exchange.formats import conll

    app = reader()
    read = conll.read

    def stopped(path: Path) -> Any:
        app.controllers.copying._long_work().stop()  # as esc does
        return read(path)

    monkeypatch.setattr(conll, "read", stopped)
    async with app.run_test(size=(120, 40)) as pilot:
        await tagged(pilot)
        assert await export(app, pilot, "conll") == "not exported: stopped, no file was written"
    assert names(here) == []


async def test_a_folder_that_cannot_be_written_and_changes_that_are_not_saved_are_said(
    reader: Make, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("not saved: it is full")

    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await tagged(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "cwd", lambda: here.parent / "articles" / "1-envoys.txt")
            assert (await export(app, pilot, "csv")).startswith("not exported: ")
        with monkeypatch.context() as patch:
            patch.setattr(app.session.store, "save", full)
            await pilot.press("k", "c")
            assert "not exported: 1 change not saved yet" in await export(app, pilot, "csv")
    assert names(here) == []
