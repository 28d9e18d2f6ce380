"""The lists at the side: their keys are rows of the table, the same in each list."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from reader.ui.app import ReaderApp
from reader.ui.widgets.row_list import RowList
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_reading import passage
from tests.waiting import until

Make = Callable[..., ReaderApp]
LISTS = ("entities", "annotations", "documents")


async def go_to_list(app: ReaderApp, pilot: Pilot[int], where: str) -> RowList:
    rows: RowList = getattr(app.main_display, where)
    while app.focused is not rows:
        await pilot.press("shift+tab")
    return rows


async def rows_after(app: ReaderApp, where: str, *keys: str) -> list[str]:
    """The row of a list that is highlighted after each key, the first one before them; the article stays."""
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("c", "j", "e", "j", "o")
        await until(pilot, lambda: app.main_display.entities.row_count > 3)
        rows, place = await go_to_list(app, pilot, where), passage(app)
        rows.highlight("0") if where == "documents" else await pilot.press("home")
        found = [rows.highlighted or ""]
        for key in keys:
            await pilot.press(key)
            found.append(rows.highlighted or "")
        assert passage(app) == place
    return found


@pytest.mark.parametrize("where", LISTS)
async def test_every_list_has_the_same_keys(reader: Make, where: str) -> None:
    keys = ("j", "k", "down", "up", "G", "g", "end", "home", "pagedown", "pageup", "space")
    first, second, *rest = await rows_after(reader(), where, *keys)
    assert second != first
    last = rest[3]
    assert last != first
    assert rest == [first, second, first, last, first, last, first, last, first, last]


@pytest.mark.parametrize("where", LISTS)
async def test_they_can_be_changed_in_the_settings(reader: Make, where: str) -> None:
    app = reader(keys={"next_list_row": ("z",), "list_top": ("Z",)})
    first, second, *rest = await rows_after(app, where, "z", "j", "down", "Z")
    assert second != first
    assert rest == [second, second, first]


async def test_the_help_of_a_list_names_them(reader: Make) -> None:
    app = reader(keys={"next_list_row": ("z",)})
    async with app.run_test(size=(140, 50)) as pilot:
        await pilot.press("c", "tab", "tab", "?")
        await pilot.pause()
        assert "In a list: go to the next row." in screen_of(app)


async def test_enter_goes_to_the_row_and_its_key_can_be_changed(reader: Make) -> None:
    app = reader(keys={"go_to_annotation": ("z",)})
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("j", "c", "g")
        await pilot.pause()
        await go_to_list(app, pilot, "annotations")
        await pilot.press("enter")
        await pilot.pause()
        assert app.focused is app.main_display.annotations
        tagged = app.main_display.active.open
        assert tagged is not None
        (one,) = tagged.records.annotations
        await pilot.press("z")
        await pilot.pause()
        assert passage(app) == one.quote


async def test_they_are_no_commands_of_the_palette_and_do_nothing_in_the_article(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("j")
        before = passage(app)
        for action in ("next_list_row", "list_page_up", "list_top", "list_bottom"):
            await app.perform(action)
        assert passage(app) == before
        await pilot.press("ctrl+p", *"list row")
        await pilot.pause()
        assert "row of a list" not in screen_of(app)
