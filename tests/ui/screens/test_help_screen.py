"""The help: the keys of the present mode, the guideline, and a line that finds among them."""

from collections.abc import Callable

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.keymap.action import READING, TAGGING
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_reading import passage

Make = Callable[..., ReaderApp]


def shown(app: ReaderApp) -> str:
    return " ".join(screen_of(app).split())


async def test_help_shows_every_key_of_the_article_and_every_guideline(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 200)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        screen = shown(app)
        for action in app.table:
            assert (action.help.split(".")[0][:50] in screen) == (not action.where), action.id
        for label in app.session.settings.now.labels:
            assert label.guideline.split(",")[0][:60] in screen
        await pilot.press("escape", "j")
        assert passage(app) == "The council met on Monday."


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_help_is_searched_and_escape_leads_back_step_by_step(reader: Make, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press("question_mark", "slash", *"take", "space", *"sentence")
        await pilot.pause()
        assert "Take your last step back" not in shown(app)
        await pilot.press(*["backspace"] * 8, *"step")
        await pilot.pause()
        assert "Take your last step back" in shown(app)
        assert "Go to the next sentence" not in shown(app)
        assert "general, causal" not in shown(app)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert "Go to the next sentence" in shown(app)
        await pilot.press("slash", *"xyzzy")
        await pilot.pause()
        assert "no key for “xyzzy” here" in shown(app)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1


async def test_help_is_that_of_the_mode(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        assert app.controllers.keys.keys_now[0] == "READ"
        await pilot.press("v")
        title, actions = app.controllers.keys.keys_now
        assert title == "SELECT"
        assert actions[0].id == "select"
        await pilot.press("escape", "R")
        title, actions = app.controllers.keys.keys_now
        assert title.startswith("PAGE")
        assert TAGGING not in {one.group for one in actions}
        await pilot.press("R", "shift+tab")
        await pilot.pause()
        assert app.focused is app.main_display.documents
        title, actions = app.controllers.keys.keys_now
        assert title.startswith("DOCUMENTS")
        assert READING not in {one.group for one in actions}
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Go to the next sentence" not in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (50, 12)])
async def test_however_small_the_screen_keys_and_how_to_find_come_first(reader: Make, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press("shift+tab", "question_mark")
        await pilot.pause()
        assert "DOCUMENTS (the list has" in shown(app)
        assert "/ finds m manual j k scroll esc closes" in shown(app)
        await pilot.press("escape", "escape", "question_mark")
        await pilot.pause()
        assert "j, down Go to the next" in shown(app)
        await pilot.press("slash", *"bookmark")
        await pilot.pause()
        assert "Set a bookmark here" in shown(app)


async def test_the_help_names_the_store_and_the_settings_file_and_the_list_names_the_store(
    reader: Make, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(store.folder.parent)
    app = reader()
    async with app.run_test(size=(160, 50)) as pilot:
        await pilot.pause()
        assert f"Annotations · {store.folder.name}" in screen_of(app)
        await pilot.press("question_mark", "slash", *"store")
        await pilot.pause()
        assert f"store:{store.folder}" in "".join("".join(row.strip(" │") for row in rows_of(app)).split())
        await pilot.press("escape", "slash", *"settings:")
        await pilot.pause()
        assert "config.toml" in screen_of(app)
