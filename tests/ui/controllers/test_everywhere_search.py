"""Finding everywhere: text, annotations and notes of every document in one list that comes in while one goes on."""

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reader.model.spans import Span
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.controllers import documents
from reader.ui.screens.hit_picker import HitScreen
from reader.workspace.fulltext.search_index import IndexState
from reader.workspace.fulltext.text_hits import context
from reader.workspace.library_entries import LibraryEntry, OpenDocument
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_reading import passage
from tests.waiting import until

Make = Callable[..., ReaderApp]


async def found(pilot: Pilot[int], text: str) -> str:
    """The screen, once it says so."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await until(pilot, lambda: text in screen_of(app))
    return screen_of(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_text_annotations_and_notes_of_all_documents_are_found_and_gone_to(
    reader: Make, size: tuple[int, int]
) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "c", "a", *"see", "space", *"Geneva", "escape", "ctrl+f", *"geneva")
        screen = await found(pilot, "3 found")
        assert "c✎ see Geneva" in screen
        assert "told reporters in Geneva" in screen
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert passage(app) == "Geneva"
        assert app.main_display.active.entry is app.session.library.entries[1]
        await pilot.press("ctrl+o")
        assert passage(app) == "The council met on Monday."
        await pilot.press("ctrl+f")
        await found(pilot, "3 found")  # what was sought last
        await pilot.press("enter")
        await pilot.pause()
        assert passage(app) == "The council met on Monday."
        assert "see Geneva" in app.main_display.status.message
        await pilot.press("ctrl+f")
        await found(pilot, "3 found")
        await pilot.press(*"nowhere")  # takes the place of what was sought last
        screen = await found(pilot, "0 found")
        assert "nowhere: another word, or esc" in screen


async def test_an_expression_and_one_that_is_none(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f", "backslash", *r"\d+ (May|June)")
        await found(pilot, "2 found")
        await pilot.press(*["backspace"] * 20, "backslash", "(")
        await found(pilot, "missing )")
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1


async def test_a_search_in_many_documents_can_be_stopped_and_leaves_no_thread(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"Title {number}\n\nA needle is in here, number {number}.\n" * 20)
    app = reader()
    monkeypatch.setattr(app.session.index(), "_file", None)  # without an index they are read in the reader
    monkeypatch.setattr(app.session.index(), "_state", IndexState(is_over=True))
    looked_into: list[LibraryEntry] = []
    goes_on, look_into = threading.Event(), app.session.library.look_into

    def halting(entry: LibraryEntry) -> OpenDocument | None:
        looked_into.append(entry)
        if len(looked_into) == 200:  # or a quick machine is done before anybody can stop it
            goes_on.wait()
        return look_into(entry)

    monkeypatch.setattr(app.session.library, "look_into", halting)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f")
        app.screen.query_one(Input).value = "needle"  # at once: a search for its first letters would be halted instead
        await found(pilot, "not looked at yet, esc stops")
        await pilot.press("escape")
        assert isinstance(app.screen, HitScreen)
        await pilot.pause()
        assert re.search(r"found, then stopped, \d+ documents not looked at; esc closes", screen_of(app))
        await pilot.press("escape", "j")
        goes_on.set()
        assert len(app.screen_stack) == 1
        assert len(app.session.library.loaded) < 70
        await until(pilot, lambda: not any(thread.name == "search" for thread in threading.enumerate()))
        assert len(looked_into) < 400


async def test_whole_words_and_beginnings_of_words_are_found_and_walked(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f", *'"met"')
        await found(pilot, "1 found")
        await until(pilot, lambda: "not looked at" not in screen_of(app))  # else the first esc only stops it
        await pilot.press("escape", "ctrl+f", *"meet*")
        await found(pilot, "2 found")
        await pilot.press("enter", "n")
        await pilot.pause()
        assert app.main_display.status.message.startswith("2/2 “meet*”")
        assert passage(app) == "meet"


async def test_walking_to_a_document_that_is_still_to_be_read_says_where_one_is_once_it_is_there(
    reader: Make, folder: Path
) -> None:
    (folder / "3-long.txt").write_text(
        "A long one\n\nGeneva is far away.\n\n" + "The road is long, they said.\n\n" * 4_000
    )
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f", *"geneva")
        await found(pilot, "3 found")
        app.session.library.forget({pane.open.sha256 for pane in app.main_display.panes if pane.open})
        assert isinstance(app.screen, HitScreen)
        await pilot.press("enter", "n", "n")
        await until(pilot, lambda: app.main_display.status.message == "3/3 “geneva” · 3-long.txt")
        assert passage(app) == "Geneva"


async def test_the_index_is_made_while_one_reads_before_anybody_searches(
    reader: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "INDEX_REST_S", 0.01)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.session.index.made is not None and app.session.index.made.state.is_whole)
        assert app.session.index().state.total == 2
    process = app.session.index()._process
    assert process is None or process.has_ended


async def test_where_the_index_is_deleted_while_one_reads_the_next_search_finds_all_the_same(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f", *"geneva")
        await found(pilot, "2 found")
        await pilot.press("escape")
        (store.hidden_folder / "cache" / "search.sqlite3").unlink()
        await pilot.press("ctrl+f", *"bridge")
        await found(pilot, "2 found")
        assert (store.hidden_folder / "cache" / "search.sqlite3").exists()


async def test_what_is_left_out_or_only_in_markup_does_no_harm(reader: Make, folder: Path) -> None:
    (folder / "3-empty.txt").write_bytes(b"")
    (folder / "4-marks.txt").write_text("On [bold]words\n\nThey said [red]needle[/] and \x1b[31mneedle.\n")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f", *"needle")
        await found(pilot, "2 found")
        assert any("They said [red]needle[/]" in row for row in rows_of(app))
        assert isinstance(app.screen, HitScreen)


def test_the_context_is_one_line_with_the_hit_apart() -> None:
    text = "First line.\n\nA second  needle\nin it."
    start = text.index("needle")
    assert context(text, Span(start, start + 6)) == ("First line. A second ", "needle", " in it.")
    assert context("x" * 50 + "needle", Span(50, 56)) == ("…" + "x" * 24, "needle", "")


async def test_behind_the_list_the_keys_of_a_search_walk_its_hits_through_all_documents(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+f", *"geneva")
        await found(pilot, "2 found")
        await pilot.press("enter")
        await pilot.pause()
        assert app.main_display.active.entry is app.session.library.entries[0]
        assert app.main_display.status.message == "1/2 “geneva” · Envoys meet after two years"
        await pilot.press("n")
        assert app.main_display.active.entry is app.session.library.entries[1]
        assert passage(app) == "Geneva"
        assert app.main_display.status.message == "2/2 “geneva” · A bridge too dear"
        await pilot.press("n")
        assert app.main_display.status.message.startswith("1/2 “geneva”")
        await pilot.press("N", "N")
        assert app.main_display.status.message.startswith("1/2 “geneva”")
        await pilot.press("slash", *"met", "enter", "n")  # a search in this document takes its place
        assert "“met”" in app.main_display.status.message
        await pilot.press("ctrl+f")
        await found(pilot, "2 found")
        await pilot.press("enter", "escape", "escape", "n")
        assert "nothing searched yet" in app.main_display.status.message


async def test_what_is_found_while_the_help_lies_over_the_list_is_in_the_list(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("ctrl+f", *"bridge")
        await found(pilot, "2 found")
        await pilot.press("enter", "ctrl+f", *"Geneva", "f1")
        await until(pilot, lambda: app.session.library is not None and len(app.screen_stack) == 3)
        await pilot.press("escape")
        await until(pilot, lambda: "2 found" in screen_of(app))
        await pilot.press("escape", "escape", "n")
        await pilot.pause()
        assert "Geneva" not in app.main_display.status.message
