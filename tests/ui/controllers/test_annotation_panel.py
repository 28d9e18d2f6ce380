"""The list of annotations, by keys alone: filtered, sorted, walked, and left again."""

from collections.abc import Callable

from textual.pilot import Pilot

from reader.ui.app import ReaderApp
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_links import listed
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved

Make = Callable[..., ReaderApp]


async def to_list(pilot: Pilot[int], app: ReaderApp) -> None:
    """Three annotations, one with a note; then into the list."""
    await pilot.press("j", "c", "j", "e", "a", *"whose", "escape", "j", "c", "shift+tab", "shift+tab")
    await pilot.pause()
    assert app.focused is app.main_display.annotations


async def test_a_filter_narrows_while_one_types_and_escape_shows_all_again(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await to_list(pilot, app)
        assert len(listed(app)) == 3
        await pilot.press("slash", *"claim")
        await pilot.pause()
        assert len(listed(app)) == 2
        await pilot.press("space", *"monday", "enter")
        await pilot.pause()
        assert app.focused is app.main_display.annotations
        assert len(listed(app)) == 1
        assert "Annotations 1/3 · claim" in screen_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert len(listed(app)) == 3
        assert app.focused is app.main_display.annotations
        await pilot.press("slash", *"note", "enter", "enter")
        await pilot.pause()
        assert passage(app) == "It was the first meeting in two years."
        await pilot.press("escape")
        assert app.focused is app.main_display.left


async def test_the_list_with_the_focus_is_told_by_its_border_and_its_row_in_every_theme(reader: Make) -> None:
    def looks() -> tuple[object, ...]:
        rows = app.main_display.annotations
        top, row = rows.region.y, rows.region.y + 1
        return tuple(
            next(segment.style for segment in app.screen._compositor.render_strips()[y].crop(rows.region.x + 2))
            for y in (top, row)
        )

    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await to_list(pilot, app)
        for theme in ("textual-dark", "textual-light"):
            app.theme = theme
            await pilot.pause()
            with_it = looks()
            await pilot.press("escape")
            await pilot.pause()
            without = looks()
            assert [a != b for a, b in zip(with_it, without, strict=True)] == [True, True], theme
            await pilot.press("shift+tab", "shift+tab")
            await pilot.pause()
            assert app.focused is app.main_display.annotations
            assert looks() == with_it


async def test_escape_in_the_filter_line_leaves_no_filter_and_what_matches_nothing_says_so(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await to_list(pilot, app)
        await pilot.press("slash", *"nowhere")
        await pilot.pause()
        assert "none of these" in listed(app)[0]
        await pilot.press("escape")
        await pilot.pause()
        assert len(listed(app)) == 3
        assert "nowhere" not in screen_of(app)


async def test_sorting_goes_round(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await to_list(pilot, app)
        orders = []
        for _ in range(4):
            await pilot.press("s")
            await pilot.pause()
            orders.append("".join(row.replace("└+", "")[0] for row in listed(app)))
            assert app.main_display.is_split  # s is the list's key here, and splits nothing
        assert orders == ["cec", "cec", "cce", "cec"]
        await pilot.press("s", "s")
        await pilot.pause()
        assert "by time" in screen_of(app)
        assert listed(app)[0].endswith("Nobody expected much.")


async def test_walking_says_what_the_list_is_too_narrow_for(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await to_list(pilot, app)
        await pilot.press("g", "j")
        await pilot.pause()
        assert app.main_display.status.message == "evidence: whose"
        await pilot.press("k")
        await pilot.pause()
        assert app.main_display.status.message.startswith("claim")


async def test_help_in_the_list_names_its_keys_first(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_list(pilot, app)
        await pilot.press("question_mark", "slash", *"list")
        await pilot.pause()
        screen = " ".join(screen_of(app).split())
        assert "Filter the list by words" in screen
        assert "Sort the list" in screen
        assert "Show two articles side by side" not in screen


async def test_the_highlighted_row_stays_while_others_come_and_go(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await to_list(pilot, app)
        await pilot.press("g", "j")
        kept = app.main_display.annotations.highlighted
        await pilot.press("slash", *"note", "enter")
        await pilot.pause()
        assert app.main_display.annotations.highlighted == kept
        await pilot.press("escape", "x")
        await pilot.pause()
        assert len(listed(app)) == 2
        assert app.main_display.annotations.highlighted not in {None, kept}


async def test_what_is_brought_back_is_the_row_one_is_on_again(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "j", "o", "g", "shift+tab", "shift+tab")
        await pilot.press("j", "x")
        await saved(pilot)
        assert [row.annotation.label for row in app.main_display.annotations._rows] == ["claim", "opinion"]
        await pilot.press("k", "u")
        await saved(pilot)
        row = app.main_display.annotations.row
        assert row is not None
        assert row.annotation.label == "evidence"
        assert app.main_display.status.message == "evidence deleted: undone · saved"
        await pilot.press("x")
        assert app.main_display.status.message.startswith("evidence deleted")


async def test_the_row_and_the_place_of_a_list_end_with_their_document(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "j", "o")
        await pilot.press("J", "j", "c", "j", "e", "j", "o")
        app.set_focus(app.main_display.annotations)
        await pilot.press("G")
        assert app.main_display.annotations.chosen_id is not None
        last = app.main_display.annotations.row.annotation if app.main_display.annotations.row else None
        await pilot.press("K")
        app.set_focus(app.main_display.annotations)
        await pilot.pause()
        assert app.main_display.annotations.row is None or app.main_display.annotations.row.annotation != last
        assert app.main_display.annotations.highlighted in {None, *app.main_display.annotations._ids[:1]}
