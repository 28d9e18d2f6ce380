"""The names of the next documents are known before somebody asks: ten of them, and only while nothing else is to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.controllers.names import entity_documents
from reader.workspace.entity_names import AHEAD
from reader.workspace.library_entries import OpenDocument
from tests.ui.controllers.names.test_entity_panel import names, names_found, row_of
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]
COUNT = 16


@pytest.fixture
def many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixteen articles, each about somebody else and one town."""
    monkeypatch.setattr(entity_documents, "REST_S", 0.05)
    for old in folder.iterdir():
        old.unlink()
    for number in range(COUNT):
        text = f"Story {number}\n\nThe envoy, Karl Holm{'abcdefghijklmnop'[number]}, saw the quay in Geneva.\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def looked_at(app: ReaderApp) -> list[int]:
    return [one.place for one in app.session.library.entries if one in app.session.names.index]


async def at_rest(pilot: Pilot[int], app: ReaderApp) -> None:
    """Nothing more is looked at."""
    documents = app.controllers.entity_documents
    await until(pilot, lambda: documents._timer is None and documents._looked_for is None)


@pytest.mark.usefixtures("many")
async def test_the_names_of_the_next_ten_are_found_and_then_it_stops(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: len(app.session.names.index) == 1 + AHEAD)
        await at_rest(pilot, app)
        assert looked_at(app) == list(range(1 + AHEAD))
        await pilot.press("J")
        await until(pilot, lambda: len(app.session.names.index) == 2 + AHEAD)
        await at_rest(pilot, app)
        assert looked_at(app) == list(range(2 + AHEAD))
    kept = list((store.hidden_folder / "cache" / "entities").iterdir())
    assert len(kept) >= 1 + AHEAD


async def test_another_start_has_them_without_a_worker(
    many: Path, reader: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader()
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: len(app.session.names.index) == 1 + AHEAD)
    monkeypatch.setattr("reader.entities.entity_client.EntityClient._found", None)
    monkeypatch.setattr("reader.entities.entity_search._guessed", None)
    later = reader(many / "05.txt")
    async with later.run_test(size=(80, 40)) as pilot:
        await names_found(pilot, later)
        assert "Karl Holmf" in names(later)


@pytest.mark.usefixtures("many")
async def test_nothing_is_looked_at_while_the_machine_is_busy_or_keys_come(
    reader: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def busy() -> bool:
        asked.append(True)
        return len(asked) < 5

    monkeypatch.setattr("reader.system.machine_load.is_busy", busy)
    app = reader()
    async with app.run_test(size=(80, 40)) as pilot:
        opened: list[int] = []
        ask = app.session.names.ask

        def asking(one: OpenDocument, **how: bool) -> None:
            if not how.get("is_wanted", True):
                opened.append(len(asked))
            ask(one, **how)

        monkeypatch.setattr(app.session.names, "ask", asking)
        await until(pilot, lambda: len(app.session.names.index) == 1 + AHEAD)
        assert min(opened) >= 5
        monkeypatch.setattr(app.controllers.entity_documents, "_last_key_at", entity_documents.time.monotonic)
        await pilot.press("J")
        await handled(pilot)
        before = len(opened)
        for _ in range(5):
            await pilot.pause(entity_documents.REST_S)
        assert len(opened) == before


@pytest.mark.usefixtures("many")
async def test_who_asks_where_else_a_name_stands_has_the_others_looked_at_too(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: len(app.session.names.index) == 1 + AHEAD)
        app.main_display.go_to_pane(app.main_display.entities)
        app.main_display.entities.go_to(row_of(app, "Karl Holma"))
        await pilot.press("w")
        said = f"named in no other document: {1 + AHEAD}/{COUNT} documents looked at, more while the keys rest"
        assert said in app.main_display.message
        await until(pilot, lambda: len(app.session.names.index) == COUNT)
        await pilot.press("w")
        assert app.main_display.message.endswith(f"{COUNT}/{COUNT} documents looked at")


async def test_a_long_text_is_left_until_it_is_read(many: Path, reader: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entity_documents, "LONGEST_AHEAD", 500)
    text = "Story 1\n\n" + "The envoy, Karl Holm, saw the quay in Geneva. " * 40
    (many / "01.txt").write_text(text, encoding="utf-8")
    app = reader()
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: len(app.session.names.index) == 1 + AHEAD)
        second = app.session.library.entries[1]
        assert second.opened is not None
        assert second.opened.found is None
        await pilot.press("J")
        await names_found(pilot, app)
        assert app.session.names.index.where(next(iter(second.opened.entities or ())))
