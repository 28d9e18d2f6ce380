"""What comes in while one reads: pages from the web do not hold up the screen, and one text twice is shown as such."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.cleaning.loading_limits import ReadingDropped, too_slow
from reader.config.settings import Settings
from reader.model.article import Article
from reader.sources.reading_cost import CHEAP_MARKS
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.controllers import documents
from reader.ui.text_view.article_pane import ArticlePane, Drawn
from reader.workspace import library
from reader.workspace.library_entries import OpenDocument
from tests.sources.test_web import Site, answer
from tests.ui.conftest import FIRST, SECOND, reader_on, rows_of, screen_of
from tests.ui.controllers.test_reading import passage

Make = Callable[..., ReaderApp]


async def until(there: Callable[[], bool]) -> None:
    """Wait for what a thread or a process brings; the test's own time limit ends it."""
    while not there():  # noqa: ASYNC110 - threads and processes set no event of the loop
        await asyncio.sleep(0.02)


# ---- from the web


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def held(server: Site, path: str) -> threading.Event:
    """The server keeps its answer back until the event is set."""
    event = threading.Event()
    send = answer(FIRST.encode(), kind="text/plain")

    def wait(request: object) -> None:
        event.wait(60)
        send(request)  # type: ignore[arg-type]

    server.answers[path] = wait
    return event


async def test_the_screen_does_not_wait_for_the_web(site: Site, store: FolderStore, folder: Path) -> None:
    release = held(site, "/slow.txt")
    address = f"{site.address}/slow.txt"
    app = reader_on([address, str(folder / "2-bridge.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(lambda: "fetching …" in screen_of(app) and "A bridge too dear" in screen_of(app))
        await pilot.press("j", "c", "x", "v", "R", "w", "}", "G")  # keys that have no text to work on yet
        await pilot.press("tab", "j")
        release.set()
        await until(lambda: app.main_display.left.open is not None)
        await pilot.pause()
        assert "Envoys meet after two years" in screen_of(app)
        assert "fetching" not in screen_of(app)


async def test_what_does_not_come_says_why_in_its_place(site: Site, store: FolderStore, folder: Path) -> None:
    app = reader_on([f"{site.address}/gone", str(folder / "2-bridge.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(lambda: bool(app.session.library.entries[0].problem))
        await pilot.pause()
        assert "is not there (404" in screen_of(app)
        assert "A bridge too dear" in screen_of(app)


async def test_leaving_does_not_wait_for_the_web(site: Site, store: FolderStore) -> None:
    release = held(site, "/slow.txt")
    app = reader_on([f"{site.address}/slow.txt"], Settings(detector="rules"), store)
    async with app.run_test() as pilot:
        await until(lambda: "fetching …" in screen_of(app))
        await pilot.press("q")
        await until(lambda: app.return_code is not None)
    release.set()


# ---- long files


@pytest.fixture
def held_reading(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No file is read until the event is set, but in the thread that waits for it."""
    event = threading.Event()
    read = library.read_article

    def wait(path: str, **options: Any) -> Article:
        while path.endswith("long.txt") and not event.wait(0.01):
            if options["is_dropped"]():
                raise ReadingDropped
        return read(path, **options)

    monkeypatch.setattr(library, "read_article", wait)
    return event


async def test_a_long_file_is_said_to_be_read_and_comes_when_it_is(
    held_reading: threading.Event, store: FolderStore, folder: Path
) -> None:
    (folder / "long.txt").write_text(FIRST + "\n" * CHEAP_MARKS, encoding="utf-8")
    app = reader_on([str(folder / "long.txt"), str(folder / "2-bridge.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(lambda: "reading …" in screen_of(app) and "A bridge too dear" in screen_of(app))
        await pilot.press("j", "c", "G")  # keys that have no text to work on yet
        held_reading.set()
        await until(lambda: app.main_display.left.open is not None)
        await pilot.pause()
        assert "Envoys meet after two years" in screen_of(app)
        assert "reading …" not in screen_of(app)


async def test_esc_stops_reading_a_long_file_and_goes_back_to_where_one_was(
    held_reading: threading.Event, store: FolderStore, folder: Path
) -> None:
    (folder / "3-long.txt").write_text("The long one\n" + "\n" * CHEAP_MARKS, encoding="utf-8")
    paths = [str(folder / name) for name in ("1-envoys.txt", "3-long.txt", "2-bridge.txt")]
    app = reader_on(paths, Settings(detector="rules"), store)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(lambda: app.main_display.left.open is not None)
        await pilot.press("j", "j", "J")
        await until(lambda: "reading …" in screen_of(app) and "esc stops it" in screen_of(app))
        await pilot.press("escape")
        await until(lambda: app.main_display.left.open is not None)
        assert app.main_display.message == "3-long.txt: not read, stopped"
        assert passage(app) == "It was the first meeting in two years."
        held_reading.set()
        await pilot.press("J")
        await until(lambda: "The long one" in screen_of(app))


async def test_esc_goes_back_in_the_same_pane_where_the_other_one_shows_that_document_too(
    held_reading: threading.Event, store: FolderStore, folder: Path
) -> None:
    (folder / "3-long.txt").write_text("The long one\n" + "\n" * CHEAP_MARKS, encoding="utf-8")
    paths = [str(folder / name) for name in ("1-envoys.txt", "3-long.txt")]
    app = reader_on(paths, Settings(detector="rules"), store)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(lambda: app.main_display.left.open is not None)
        await pilot.resize_terminal(160, 30)
        await pilot.press("s")
        display = app.main_display
        app.controllers.documents.open_in(display.right, app.session.library.entries[0])
        await pilot.press("j", "J")
        await until(lambda: "reading …" in screen_of(app))
        await pilot.press("escape")
        await pilot.pause()
        assert display.active is display.left
        assert [pane.entry.place for pane in display.panes if pane.entry] == [0, 0]
        assert "reading …" not in screen_of(app)
        held_reading.set()


async def test_where_there_is_nothing_to_go_back_to_another_document_can_be_chosen(
    held_reading: threading.Event, store: FolderStore, folder: Path
) -> None:
    (folder / "1-long.txt").write_text("The long one\n" + "\n" * CHEAP_MARKS, encoding="utf-8")
    app = reader_on([str(folder / "1-long.txt"), str(folder / "2-bridge.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(lambda: "reading …" in screen_of(app))
        await pilot.press("escape")
        assert "1-long.txt: not read, stopped." in screen_of(app)
        held_reading.set()
        await pilot.press("escape", "J")
        await until(lambda: "A bridge too dear" in screen_of(app))
        await pilot.press("K")
        await until(lambda: "The long one" in screen_of(app))


# ---- one text twice


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are compared at once."""
    monkeypatch.setattr(documents, "DUPLICATES_REST_S", 0.01)


@pytest.mark.usefixtures("soon")
async def test_one_text_twice_is_marked_in_the_list_and_said(reader: Make, folder: Path) -> None:
    boilerplate = "Menu\n\nSign in\n\nAnother outlet\n\n"
    (folder / "3-reprint.txt").write_text(boilerplate + FIRST, encoding="utf-8")
    app = reader()
    async with app.run_test(size=(160, 30)) as pilot:
        await until(lambda: app.session.library.entries[2].duplicate_of is not None)
        await pilot.pause()
        assert any("≈1 " in row for row in rows_of(app))
        assert "≈2" not in screen_of(app)
        await pilot.press("D")
        await pilot.pause()
        assert sum("≈1 Envoys meet after two years" in row for row in rows_of(app)) == 1
        await pilot.press("escape", "J", "J")
        await pilot.pause()
        assert "≈ same text as 1, Envoys meet after two years" in rows_of(app)[-1]


@pytest.mark.usefixtures("soon")
async def test_documents_found_later_are_compared_too(reader: Make, folder: Path) -> None:
    app = reader()
    async with app.run_test(size=(160, 30)) as pilot:
        await until(lambda: app.controllers.documents._duplicates.made is not None)
        (folder / "3.txt").write_text("Another headline\n\n" + SECOND + FIRST, encoding="utf-8")
        from reader.workspace.library_entries import LibraryEntry

        found = [LibraryEntry(str(folder / "3.txt"))]
        app.main_display.post(lambda: app.controllers.documents.add_found(found))
        await until(lambda: app.session.library.entries[-1].duplicate_of is not None)
        await pilot.pause()


@pytest.mark.usefixtures("soon")
async def test_the_process_ends_when_it_is_done_and_keeps_what_it_found(reader: Make, store: FolderStore) -> None:
    app = reader()
    file = store.hidden_folder / "cache" / "likeness.jsonl"
    async with app.run_test():
        await until(lambda: file.exists() and len(file.read_text(encoding="ascii").splitlines()) == 2)
        await until(lambda: app.controllers.documents._duplicates()._process is None)


async def test_keys_go_past_a_document_that_is_read_and_the_reading_is_given_up(
    held_reading: threading.Event, store: FolderStore, folder: Path
) -> None:
    (folder / "1-long.txt").write_text("The long one\n" + "\n" * CHEAP_MARKS, encoding="utf-8")
    paths = [str(folder / name) for name in ("1-envoys.txt", "1-long.txt", "2-bridge.txt")]
    app = reader_on(paths, Settings(detector="rules"), store)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(lambda: app.main_display.left.open is not None)
        await pilot.press("J")
        await until(lambda: "reading …" in screen_of(app))
        assert app.main_display.status.message == ""
        await pilot.press("J")
        await until(lambda: app.main_display.left.open is not None)
        assert "A bridge too dear" in screen_of(app)
        await pilot.press("j", "c")
        assert app.main_display.left.open is not None
        assert len(app.main_display.left.open.records.annotations) == 1
        held_reading.set()
        await pilot.press("K")
        await until(lambda: app.main_display.left.open is not None)
        assert "The long one" in screen_of(app)


async def test_a_document_that_takes_too_long_is_left_out_with_one_line(
    monkeypatch: pytest.MonkeyPatch, store: FolderStore, folder: Path
) -> None:
    (folder / "1-long.txt").write_text("\n" * (CHEAP_MARKS + 1), encoding="utf-8")

    read = library.read_article

    def fail_on_the_long_one(path: str, **options: Any) -> Article:
        if path.endswith("1-long.txt"):
            raise too_slow(path)
        return read(path, **options)

    monkeypatch.setattr(library, "read_article", fail_on_the_long_one)
    app = reader_on([str(folder / "1-long.txt"), str(folder / "2-bridge.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(lambda: "takes too long to read" in screen_of(app))
        await pilot.press("J")
        await until(lambda: "A bridge too dear" in screen_of(app))
        assert [entry.problem for entry in app.session.library.left_out] == [
            "takes too long to read (the limit is 5 s; try a part of it)"
        ]


async def test_a_long_page_is_drawn_as_scraped_while_keys_are_taken(store: FolderStore, folder: Path) -> None:
    words = "The minister spoke of the ferry and of its price for a long time. "
    (folder / "1-long.txt").write_text("The long one\n\n" + words * 9_000, encoding="utf-8")
    app = reader_on([str(folder / "1-long.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(lambda: app.main_display.left.open is not None)
        await pilot.press("R")
        await until(lambda: app.main_display.left.as_scraped)
        await pilot.press("R")
        await until(lambda: not app.main_display.left.as_scraped)
        await pilot.resize_terminal(60, 30)
        await until(lambda: app.main_display.left.rows.width < 60 and len(app.main_display.left.rows) > 10_000)
        assert app.main_display.left.cursor is not None


async def test_a_long_one_that_was_read_already_is_drawn_while_keys_are_taken(
    monkeypatch: pytest.MonkeyPatch, store: FolderStore, folder: Path
) -> None:
    words = "The minister spoke of the ferry and of its price for a long time. "
    (folder / "3-long.txt").write_text("The long one\n\n" + words * 9_000, encoding="utf-8")
    may_draw, draw = threading.Event(), ArticlePane.drawn

    def hold(pane: ArticlePane, opened: OpenDocument, *, as_scraped: bool = False) -> Drawn:
        if len(opened.article.text) > 500_000:
            assert threading.current_thread() is not threading.main_thread()
            may_draw.wait(60)
        return draw(pane, opened, as_scraped=as_scraped)

    monkeypatch.setattr(ArticlePane, "drawn", hold)
    app = reader_on([str(folder / "2-bridge.txt"), str(folder / "3-long.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(lambda: app.session.library.entries[1].opened is not None)
        await pilot.press("J")
        await until(lambda: "reading …" in screen_of(app))
        await pilot.press("K")
        await until(lambda: "A bridge too dear" in screen_of(app))
        await pilot.press("J")
        may_draw.set()
        await until(lambda: "The long one" in screen_of(app))
        await pilot.press("j")
        assert app.main_display.left.cursor is not None
