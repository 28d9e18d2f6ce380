"""The manual in the reader: from the help to the list of pages, a page, and back step by step."""

from collections.abc import Callable

import pytest
from textual.containers import VerticalScroll

from reader.manual import PAGES
from reader.ui.app import ReaderApp
from reader.ui.screens.help_screen import HelpScreen
from reader.ui.screens.manual_screen import ManualScreen
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_reading import passage

Make = Callable[..., ReaderApp]
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24), (50, 12)])


def top_of(app: ReaderApp) -> int:
    """The first row of the page that is seen."""
    return app.screen.query_one(VerticalScroll).scroll_offset.y


@SIZES
async def test_the_help_leads_to_the_list_a_page_and_back(reader: Make, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "m manual" in screen_of(app)
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(app.screen, ManualScreen)
        assert "every key, counts" in screen_of(app)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert "MANUAL: labels" in screen_of(app)
        assert "A label says what a passage does" in " ".join(screen_of(app).replace("│", " ").split())
        await pilot.press("escape")
        await pilot.pause()
        assert "every key, counts" in screen_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "j")
        assert passage(app) == "The council met on Monday."


async def test_every_page_can_be_read_to_its_end(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "m", "enter")
        for topic in PAGES:
            await pilot.pause()
            assert f"MANUAL: {topic}" in screen_of(app)
            assert top_of(app) == 0
            await pilot.press("G")
            await pilot.pause()
            body = app.screen.query_one(VerticalScroll)
            assert top_of(app) == body.max_scroll_y > 0
            assert "](" not in screen_of(app)
            await pilot.press("n")
        await pilot.pause()
        assert f"MANUAL: {next(iter(PAGES))}" in screen_of(app)


async def test_a_page_scrolls_with_the_keys_of_the_help(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "m", "enter")
        await pilot.pause()
        page = app.screen.query_one(VerticalScroll).size.height - 1
        seen = []
        for key in ("j", "down", "k", "up", "space", "pageup", "G", "g", "end", "home"):
            await pilot.press(key)
            await pilot.pause()
            seen.append(top_of(app))
        end = app.screen.query_one(VerticalScroll).max_scroll_y
        assert seen == [1, 2, 1, 0, page, 0, end, 0, end, 0]


async def test_the_list_is_walked_and_clicked(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "m", "G", "enter")
        await pilot.pause()
        assert f"MANUAL: {list(PAGES)[-1]}" in screen_of(app)
        await pilot.press("q", "g", "l")
        await pilot.pause()
        assert "MANUAL: keys" in screen_of(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.click("#pages", offset=(3, 2))
        await pilot.pause()
        assert f"MANUAL: {list(PAGES)[2]}" in screen_of(app)


async def test_keys_typed_ahead_find_the_page(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "m", "j", "j", "enter", "j")
        await pilot.pause()
        assert f"MANUAL: {list(PAGES)[2]}" in screen_of(app)
        assert top_of(app) == 1


async def test_m_is_a_letter_while_one_looks_for_a_key_and_g_scrolls_otherwise(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "slash", "m")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "G")
        await pilot.pause()
        assert top_of(app) == app.screen.query_one(VerticalScroll).max_scroll_y > 0
        await pilot.press("g")
        await pilot.pause()
        assert top_of(app) == 0


@pytest.mark.parametrize("theme", ["light", "terminal"])
async def test_a_page_has_no_colours_but_those_of_the_theme(reader: Make, theme: str) -> None:
    app = reader(theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "m", "enter")
        await pilot.pause()
        body = app.screen.query_one("#page").region
        styles = {
            (segment.style.color, segment.style.bgcolor)
            for strip in app.screen._compositor.render_strips()[body.y + 1 : body.y + 8]
            for segment in strip.crop(body.x, body.x + body.width)
            if segment.style is not None and segment.text.strip()
        }
        assert len(styles) == 1
