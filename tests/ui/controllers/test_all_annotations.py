"""The list of the annotations of all documents: by words, as they are now, and enter goes to one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.screens.annotation_picker import AnnotationScreen
from reader.workspace.fulltext.search_index import IndexState
from reader.workspace.session import Session
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_reading import passage
from tests.waiting import until

Make = Callable[..., ReaderApp]


async def found(pilot: Pilot[int], text: str) -> str:
    """The screen, once it says so."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await until(pilot, lambda: text in screen_of(app))
    return screen_of(app)


@pytest.fixture
def others_work(folder: Path, store: FolderStore) -> None:
    """What Bob tagged in the second article in an earlier session."""
    settings = Settings(detector="rules")
    with Session.open([folder], store=store.folder, annotator="Bob", settings=settings) as session:
        bridge = session.read(session.documents[1])
        session.tag(bridge, "evidence", quote="The bridge costs $3.4-billion.")
        session.tag(bridge, "claim", quote="It should never have been begun.")


@pytest.mark.usefixtures("others_work")
@pytest.mark.parametrize("is_indexed", [True, False])
async def test_annotations_of_all_documents_are_asked_for_and_gone_to(
    reader: Make, monkeypatch: pytest.MonkeyPatch, *, is_indexed: bool
) -> None:
    app = reader()
    if not is_indexed:
        monkeypatch.setattr(app.session.index(), "_file", None)
        monkeypatch.setattr(app.session.index(), "_state", IndexState(is_over=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "S")  # the claim may not be saved yet
        screen = await found(pilot, "3 found")
        assert "The council met on Monday." in screen
        assert "Bob" in screen
        await pilot.press(*"claim by:bob")
        await found(pilot, "1 found")
        await pilot.press("enter")
        await pilot.pause()
        assert passage(app) == "It should never have been begun."
        assert app.main_display.active.entry is app.session.library.entries[1]
        await pilot.press("ctrl+o", "ctrl+o")  # by way of where one was in the second pane
        await until(pilot, lambda: passage(app) == "The council met on Monday.")
        await pilot.press("S")
        await found(pilot, "1 found")  # what was asked last
        await pilot.press(*"zebra")
        await found(pilot, "none of them: other words, or esc")
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


@pytest.mark.usefixtures("others_work")
async def test_a_link_a_deletion_and_an_undo_count_at_once(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("S", *"claim without:evidence")
        await found(pilot, "1 found")
        await pilot.press("enter")
        await pilot.pause()
        assert passage(app) == "It should never have been begun."
        bridge = app.session.library.entries[1].opened
        assert bridge is not None
        claim, evidence = sorted(bridge.records.annotations, key=lambda one: one.label)
        app.session.link(evidence, claim)
        await pilot.press("S")
        await found(pilot, "0 found")
        await pilot.press("escape", "u", "S")
        await found(pilot, "1 found")
        app.session.delete(bridge, claim)
        await pilot.press("escape", "S")
        await found(pilot, "0 found")


@pytest.mark.usefixtures("others_work")
async def test_enter_takes_nothing_that_other_words_asked_for(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("S", *"evidence")
        await found(pilot, "1 found")
        for key in (*" zebra", "enter"):  # before the question is asked
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await found(pilot, "none of them: other words, or esc")
        assert isinstance(app.screen, AnnotationScreen)


async def test_a_word_that_cannot_be_used_is_named(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "S", *"colour:red", "space")
        screen = await found(pilot, "colour: is none of label:")
        assert "1 found" in screen
        await pilot.press("escape", "tab", "tab", "tab", "slash", *"since:lately", "enter")
        await found(pilot, "since:lately: no time is called so")


@pytest.mark.usefixtures("others_work")
async def test_a_document_whose_file_is_gone_is_said_to_be(reader: Make, folder: Path) -> None:
    (folder / "2-bridge.txt").unlink()
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("S", *"claim")
        await found(pilot, "1 found")
        await pilot.press("enter")
        await found(pilot, "2-bridge.txt is not there any more")
        assert not isinstance(app.screen, AnnotationScreen)
