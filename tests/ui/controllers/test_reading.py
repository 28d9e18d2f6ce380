"""Reading: the cursor is the current sentence; motions, counts, selections, scrolling, resizing."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events

from reader.ui.app import ReaderApp
from reader.ui.text_view.article_pane import ArticlePane
from tests.ui.conftest import screen_of
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]


def passage(app: ReaderApp) -> str:
    """The text that a tag would go to."""
    assert app.main_display.active.cursor is not None
    return app.main_display.active.rows.text[slice(*app.main_display.active.cursor.passage)]


async def test_the_article_is_shown_clean_with_its_title_and_the_cursor_on_it(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = screen_of(app)
        assert "Envoys meet after two years" in screen
        assert "A bridge too dear" in screen
        assert "READ    1/2" in screen
        assert passage(app) == "Envoys meet after two years"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j", "The council met on Monday."),
        ("j j", "It was the first meeting in two years."),
        ("down down k", "The council met on Monday."),
        ("3 j", "Nobody expected much."),
        ("j }", "“We should talk more often,” the envoy, Maria Lenz, told reporters in Geneva."),
        ("j } j", "The U.S. sent a deputy."),
        ("j } j {", "“We should talk more often,” the envoy, Maria Lenz, told reporters in Geneva."),
        ("j } {", "The council met on Monday."),
        ("G", "Lenz called that a warning."),
        ("G g", "Envoys meet after two years"),
        ("9 9 j", "Lenz called that a warning."),
        ("k", "Envoys meet after two years"),
        ("j w", "The"),
        ("j w w", "council"),
        ("j 3 w", "met"),
        ("j w w b", "The"),
        ("j b", "Monday"),
        ("j w v w w", "The council met"),
        ("j v j", "The council met on Monday. It was the first meeting in two years."),
        ("j j v k", "The council met on Monday. It was the first meeting in two years."),
        ("j w w v j", "council met on Monday."),
        ("j V", "The council met on Monday. It was the first meeting in two years. Nobody expected much."),
        ("j w plus", "The council met on Monday."),
        ("j w plus plus", "The council met on Monday. It was the first meeting in two years. Nobody expected much."),
        ("j w plus plus minus minus", "The"),
        ("j v j escape", "It was the first meeting in two years."),
        ("j v v", "The council met on Monday."),
    ],
)
async def test_motions_lead_where_a_reader_expects(reader: Make, keys: str, expected: str) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*keys.split())
        assert passage(app) == expected


async def test_swapping_the_ends_lets_the_other_end_move(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "w", "w", "w", "v", "w")
        assert passage(app) == "met on"
        await pilot.press("full_stop", "b")
        assert passage(app) == "council met on"


async def test_the_same_sentence_is_marked_after_a_resize(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j", "j")
        for size in ((80, 24), (60, 12), (200, 50), (40, 8), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert passage(app) == "Nobody expected much."
            assert "Nobody" in screen_of(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_the_cursor_is_always_on_the_screen(reader: Make, tmp_path: Path, size: tuple[int, int]) -> None:
    long = "Title of it all\n\n" + "\n\n".join(
        f"This is sentence number {n} of many. Here is another one, {n} too." for n in range(80)
    )
    (tmp_path / "long.txt").write_text(long)
    app = reader(tmp_path / "long.txt")
    async with app.run_test(size=size) as pilot:
        for key in ["j"] * 12 + ["space", "space", "k", "ctrl+d", "pageup", "G", "k", "ctrl+u", "g", "5", "}"]:
            await pilot.press(key)
            assert app.main_display.active.cursor is not None
            row = app.main_display.active.rows.row_of(app.main_display.active.cursor.head.start)
            assert 0 <= row - app.main_display.active.scroll_offset.y < app.main_display.active.size.height, key


async def test_the_mouse_selects_what_the_keys_would(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.main_display.left
        row = view.rows.row_of(view.rows.text.index("The council"))
        at = view.content_region.offset - view.region.offset
        x, y = at.x + 6 + 5, at.y + row
        await pilot.click(view, offset=(x, y))
        assert passage(app) == "The council met on Monday."
        await pilot.click(view, offset=(x, y), times=2)
        assert passage(app) == "council"
        await pilot.click(view, offset=(x, y), times=3)
        assert passage(app) == "The council met on Monday."
        await pilot.mouse_down(view, offset=(at.x + 6 + 4, y))
        await pilot.hover(view, offset=(at.x + 6 + 15, y))
        await pilot.mouse_up(view, offset=(at.x + 6 + 15, y))
        assert passage(app) == "council met"
        await pilot.mouse_down(view, offset=(at.x + 6 + 14, y))
        await pilot.hover(view, offset=(at.x + 6 + 4, y))
        await pilot.mouse_up(view, offset=(at.x + 6 + 4, y))
        assert passage(app) == "council met"


async def test_copy_sends_the_text_not_the_rows(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("j", "V", "y")
        assert app.clipboard == passage(app)
        assert "\n" not in app.clipboard
        assert "sent to the clipboard" in app.main_display.status.message


async def test_keys_typed_right_behind_tab_go_to_the_other_pane(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("tab", "j", "c"):  # in one piece, as a slow line delivers it
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(
            pilot, lambda: app.main_display.right.open is not None and app.main_display.right.open.records.annotations
        )
        await handled(pilot)
        assert app.main_display.left.open is not None
        assert app.main_display.right.open is not None
        assert app.main_display.left.open.records.annotations == []
        assert [one.label for one in app.main_display.right.open.records.annotations] == ["claim"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("G j", "this is the last sentence"),
        ("k", "this is the first sentence"),
        ("G quotation_mark", "no quotation after this"),
        ("apostrophe", "no quotation before this"),
        ("G space", "this is the end"),
        ("pageup", "this is the beginning"),
        ("G right_curly_bracket", "no paragraph after this"),
        ("shift+tab quotation_mark", "that key is for the article: esc leads back to it"),
        ("tab v", "that key is for the article: esc leads back to it"),
    ],
)
async def test_a_motion_that_leads_nowhere_says_so(reader: Make, keys: str, said: str) -> None:
    app = reader()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        assert app.main_display.status.message == said
        assert said in screen_of(app)


@pytest.mark.parametrize("as_scraped", [False, True])
async def test_a_document_is_drawn_on_a_thread_without_a_look_at_the_screen(
    reader: Make, monkeypatch: pytest.MonkeyPatch, as_scraped: bool
) -> None:
    """To ask a widget for its size may lay the screen out, and that may start scroll bars: only for the event loop."""
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        pane, opened = app.main_display.left, app.main_display.left.open
        assert opened is not None
        main = threading.current_thread()
        region = type(pane).region.fget  # type: ignore[attr-defined]

        def only_here(widget: ArticlePane) -> object:
            assert threading.current_thread() is main, "asked on a thread"
            return region(widget)

        monkeypatch.setattr(type(pane), "region", property(only_here))
        drawn = await asyncio.to_thread(pane.drawn, opened, as_scraped=as_scraped)
        assert drawn.model.rows.width == pane.rows.width or as_scraped
