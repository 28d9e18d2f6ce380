"""The mouse, as a terminal tells of it: a button that goes down, a pointer that moves, a button that goes up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.text_view.article_pane import ArticlePane
from tests.ui.conftest import on_disk
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]
Place = tuple[int, int]


class Mouse:
    """Sends what the driver of a terminal sends."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self._pilot = pilot
        self._app = pilot.app
        self.at: Place = (0, 0)

    async def _send(self, kind: type[events.MouseEvent], place: Place, button: int) -> None:
        dx, dy = place[0] - self.at[0], place[1] - self.at[1]
        self.at = place
        assert self._app._driver is not None
        self._app._driver.process_message(  # type: ignore[arg-type]
            kind(None, *place, dx, dy, button, *[False] * 3, screen_x=place[0], screen_y=place[1])
        )
        await self._pilot.pause()

    async def down(self, place: Place) -> None:
        await self._send(events.MouseDown, place, 1)

    async def move(self, place: Place) -> None:
        await self._send(events.MouseMove, place, 1)

    async def up(self, place: Place) -> None:
        await self._send(events.MouseUp, place, 1)

    async def click(self, place: Place, times: int = 1) -> None:
        for _ in range(times):
            await self.down(place)
            await self.up(place)

    async def drag(self, *places: Place) -> None:
        await self.down(places[0])
        for place in places[1:]:
            await self.move(place)
        await self.up(places[-1])


def place_of(pane: ArticlePane, text: str, last: bool = False) -> Place:
    """Where the first or last character of a text stands on the screen."""
    start = pane.rows.text.index(text)
    offset = start + len(text) - 1 if last else start
    row = pane.rows.row_of(offset)
    column = pane.rows.cells(pane.rows.span_of(row).start, offset)
    left = pane._left_margin() + 5 + 1
    region = pane.content_region
    return region.x + left + column, region.y + row - pane.scroll_offset.y


def passage(app: ReaderApp) -> str:
    assert app.main_display.active.cursor is not None
    return app.main_display.active.rows.text[slice(*app.main_display.active.cursor.passage)]


@pytest.fixture
def long(tmp_path: Path) -> Path:
    text = "A title\n\n" + "\n\n".join(f"Sentence number {n} here. And one more." for n in range(60))
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    return tmp_path / "long.txt"


#: Within a word, over words, over a sentence's end, over a paragraph's end, and over several rows.
PASSAGES = [
    "ounc",
    "council met",
    "met on Monday. It was",
    "much.\n\n“We should",
    "It was the first meeting in two years. Nobody expected much.\n\n“We should talk more often,” the envoy",
]


@pytest.mark.parametrize("keys", [[], ["v"], ["j", "v", "w"]])
async def test_what_was_dragged_over_stays_selected_and_is_what_a_tag_takes(
    reader: Make, store: FolderStore, keys: list[str]
) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        mouse = Mouse(pilot)
        for text in PASSAGES:
            ends = place_of(app.main_display.left, text), place_of(app.main_display.left, text, last=True)
            for first, last in (ends, ends[::-1]):
                await pilot.press("escape", "g", *keys)
                await mouse.drag(first, ((first[0] + last[0]) // 2, last[1]), last)
                assert passage(app) == text
        await pilot.press("c")
        assert await tagged(pilot, store) == PASSAGES[-1]


async def tagged(pilot: Pilot[int], store: FolderStore) -> str:
    """The quote of the one tag that is on disk."""
    await until(pilot, lambda: on_disk(store))
    (one,) = on_disk(store)
    return one.quote


async def test_a_drag_whose_moves_were_not_told_ends_where_the_button_was_let_go(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        mouse = Mouse(pilot)
        await mouse.drag(
            place_of(app.main_display.left, "council"), place_of(app.main_display.left, "council met", last=True)
        )
        assert passage(app) == "council met"


async def test_a_drag_back_to_where_it_began_selects_the_character_there(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        mouse, there = Mouse(pilot), place_of(app.main_display.left, "council")
        await mouse.drag(there, place_of(app.main_display.left, "met"), there)
        assert passage(app) == "c"


async def test_clicks_choose_a_place_a_word_a_sentence(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for times, chosen in ((1, "The council met on Monday."), (2, "council"), (3, "The council met on Monday.")):
            app._click_chain_last_time = None
            await Mouse(pilot).click(place_of(app.main_display.left, "council"), times)
            assert passage(app) == chosen


async def test_a_double_click_and_a_drag_select_whole_words_a_triple_click_whole_sentences(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        mouse, there = Mouse(pilot), place_of(app.main_display.left, "uncil")
        goal = place_of(app.main_display.left, "Monda", last=True)
        await mouse.click(there)
        await mouse.drag(there, goal)
        assert passage(app) == "council met on Monday"
        app._click_chain_last_time = None
        await mouse.click(there, 2)
        await mouse.drag(there, place_of(app.main_display.left, "first meeting"))
        assert passage(app) == "The council met on Monday. It was the first meeting in two years."
        await mouse.click(place_of(app.main_display.left, "reporters"))
        await mouse.drag(place_of(app.main_display.left, "often"), place_of(app.main_display.left, "talk"))
        assert passage(app) == "talk more o"


async def test_a_click_right_where_a_drag_ended_is_one_click(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        mouse = Mouse(pilot)
        end = place_of(app.main_display.left, "met", last=True)
        await mouse.drag(place_of(app.main_display.left, "council"), end)
        await mouse.click(end)
        assert passage(app) == "The council met on Monday."
        await mouse.click(end)
        assert passage(app) == "met"


async def test_a_drag_may_end_outside_the_text_on_the_scroll_bar_or_in_another_pane(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(140, 30)) as pilot:
        await pilot.pause()
        mouse, start = Mouse(pilot), place_of(app.main_display.left, "first meeting")
        row = app.main_display.left.rows.span_of(
            app.main_display.left.rows.row_of(app.main_display.left.rows.text.index("first meeting"))
        )
        rest = app.main_display.left.rows.text[
            app.main_display.left.rows.text.index("first meeting") : row.end
        ].rstrip()
        bar = app.main_display.left.region.right - 1
        other = place_of(app.main_display.right, "A bridge")[0] if app.main_display.is_split else bar
        for column in (bar, other, app.size.width - 1):
            await mouse.drag(start, (start[0] + 2, start[1]), (column, start[1]))
            assert passage(app) == rest
            assert app.main_display.active is app.main_display.left
            await pilot.press("escape")


async def test_from_the_empty_part_of_a_row_it_matters_not_where_outside_the_button_is_let_go(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(140, 30)) as pilot:
        await until(pilot, lambda: app.main_display.is_split and app.main_display.right.open is not None)
        await pilot.press("j")
        mouse = Mouse(pilot)
        region, other = app.main_display.left.content_region, app.main_display.right.content_region
        for text in ("12 May 2019", "meeting in two years. Nobody expected much.", "U.S. sent a deputy."):
            row = place_of(app.main_display.left, text)[1]
            start = (region.right - 3, row)
            for rows in (-2, 0, 1):
                chosen = []
                for column in (region.right - 2, region.right - 1, region.right, other.x + 12, app.size.width - 1):
                    await pilot.press("escape", "g")
                    app._click_chain_last_time = app.main_display.left._last_click = None
                    await mouse.drag(start, (column, row + rows))
                    chosen.append(passage(app))
                    assert app.main_display.active is app.main_display.left
                assert len(set(chosen)) == 1, (text, rows, chosen)
                assert rows or chosen[0] != "Envoys meet after two years"  # beside it is a blank row


async def test_beyond_an_edge_the_text_scrolls_on_while_the_mouse_rests(reader: Make, long: Path) -> None:
    app = reader(long)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.pause()
        mouse = Mouse(pilot)
        await mouse.down(place_of(app.main_display.left, "ence number 0"))
        await mouse.move((20, 11))
        await until(pilot, lambda: app.main_display.left.scroll_offset.y > 20)
        await mouse.move((20, 0))
        await until(pilot, lambda: app.main_display.left.scroll_offset.y < 10)
        await mouse.move((20, 11))
        await until(pilot, lambda: app.main_display.left.scroll_offset.y > 30)
        await mouse.up((20, 11))
        there, kept = app.main_display.left.scroll_offset.y, passage(app)
        assert kept.startswith("ence number 0 here.")
        assert "Sentence number 12" in kept
        assert app.main_display.left._edge_timer is None
        await handled(pilot)  # the timer may have called once more before it was stopped
        assert app.main_display.left.scroll_offset.y == there
        assert passage(app) == kept
