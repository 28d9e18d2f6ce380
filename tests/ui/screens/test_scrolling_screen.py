"""What has no room in a dialog is reached with the keys by which an article is read."""

from collections.abc import Callable

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from reader.ui.app import ReaderApp
from tests.ui.conftest import screen_of

Make = Callable[..., ReaderApp]
#: A dialog that shows more than there is room for: the key that opens it, its first words and its last ones.
DIALOGS = {"help": ("question_mark", "j, down", "settings: "), "unsaved": ("!", "Everything is saved.", "notice 39")}


async def opened(pilot: Pilot[int], name: str) -> tuple[str, str]:
    key, first, last = DIALOGS[name]
    pilot.app.main_display.notices = [f"this is notice {number}" for number in range(40)]  # type: ignore[attr-defined]
    await pilot.press(key)
    await pilot.pause()
    return first, last


@pytest.mark.parametrize("name", DIALOGS)
@pytest.mark.parametrize(("down", "up"), [("G", "g"), ("end", "home")])
async def test_top_and_bottom_are_one_key_away(reader: Make, name: str, down: str, up: str) -> None:
    app = reader()
    async with app.run_test(size=(60, 15)) as pilot:
        first, last = await opened(pilot, name)
        assert first in screen_of(app)
        await pilot.press(down)
        await pilot.pause()
        assert last in screen_of(app)
        assert first not in screen_of(app)
        await pilot.press(up)
        await pilot.pause()
        assert first in screen_of(app)


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_page_down_leaves_no_row_out_however_low_the_dialog_is(reader: Make, name: str) -> None:
    app = reader()
    async with app.run_test(size=(60, 15)) as pilot:
        await opened(pilot, name)
        text = app.screen.query_one(VerticalScroll)
        while text.scroll_offset.y < text.max_scroll_y:
            before = text.scroll_offset.y
            await pilot.press("space")
            await pilot.pause()
            assert before < text.scroll_offset.y < before + text.size.height


async def test_in_the_line_of_the_help_the_letters_are_text(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("question_mark", "slash", *"gG", "space", *"j")
        await pilot.pause()
        assert "no key for “gG j” here" in screen_of(app)
