"""Finding: search with counts, the mentions of a chosen entity in both panes."""

import asyncio
from collections.abc import Callable

from textual import events
from textual.pilot import Pilot

from reader.ui.app import ReaderApp
from tests.ui.conftest import screen_of
from tests.ui.test_reading import passage

Make = Callable[..., ReaderApp]


async def names_found(pilot: Pilot[int], app: ReaderApp) -> None:
    """Wait until the names of the active document are listed."""
    for _ in range(400):
        await asyncio.sleep(0.02)
        await pilot.pause()
        if app.active.open is not None and app.active.open.entities is not None:
            await pilot.pause()
            return
    raise AssertionError("no names came")


async def test_search_counts_goes_round_and_takes_capitals_only_where_typed(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz")
        assert "1/2 “lenz”" in app.status.message
        await pilot.press("enter")
        assert passage(app) == "Lenz"
        await pilot.press("plus")
        assert "Maria Lenz" in passage(app)
        await pilot.press("n", "plus")
        assert passage(app) == "Lenz called that a warning."
        await pilot.press("n")
        assert app.status.message.startswith("1/2")
        await pilot.press("N")
        assert app.status.message.startswith("2/2")
        await pilot.press("slash", *"THE", "enter")
        assert "“THE” is not in this document" in app.status.message


async def test_escape_in_the_search_leads_back_and_enter_keeps(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "slash", *"warning", "escape")
        assert passage(app) == "The council met on Monday."
        assert "/" not in screen_of(app).splitlines()[-2]
        await pilot.press("n")
        assert "nothing searched yet" in app.status.message
        await pilot.press("slash", *"warning", "enter", "c")
        await pilot.pause(0.2)
        assert "claim 1" in screen_of(app)


async def test_markup_and_pattern_characters_are_searched_as_they_are(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("tab", "slash", *"$3.4", "enter")
        assert passage(app) == "$3.4"
        await pilot.press("slash", *"[b", "enter")
        assert "“[b” is not in this document" in screen_of(app)


async def test_the_mentions_of_a_chosen_name_are_walked_in_both_panes(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        assert "Geneva" in screen_of(app)
        await pilot.press("right_square_bracket")
        assert "choose an entity first" in app.status.message
        geneva = next(one for one in app.active.open.entities if one.name == "Geneva")  # type: ignore[union-attr]
        app.choose_entity(geneva)
        await pilot.press("right_square_bracket")
        assert app.status.message == "1/1 Geneva"
        assert "Geneva" in passage(app)
        await pilot.press("tab")
        await names_found(pilot, app)
        await pilot.press("right_square_bracket")
        assert passage(app) == "Geneva"
        await pilot.press("e")
        assert [one.quote for one in app.active.open.notebook.annotations] == ["Geneva"]  # type: ignore[union-attr]
        await pilot.press("escape")
        assert passage(app) == "Geneva built one for a tenth of the price."


async def test_a_name_is_chosen_with_enter_in_the_sidebar(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        await pilot.press("shift+tab", "shift+tab", "shift+tab")
        assert app.focused is app.entities
        row = next(
            index
            for index in range(app.entities.option_count)
            if str(app.entities.get_option_at_index(index).prompt).endswith(("Maria Lenz", "Lenz"))
        )
        app.entities.highlighted = row
        await pilot.press("enter")
        assert app.chosen is not None
        assert "Lenz" in app.chosen.name
        await pilot.press("escape", "right_square_bracket")
        assert "Lenz" in passage(app)


async def test_names_arrive_without_moving_the_cursor(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j")
        await names_found(pilot, app)
        assert passage(app) == "It was the first meeting in two years."


async def test_what_is_typed_right_behind_the_slash_is_searched_and_tags_nothing(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("slash", *"lenz", "enter", "n"):  # in one piece, as a paste or a slow line delivers it
            app.post_message(events.Key(key, {"slash": "/", "enter": "\r"}.get(key, key)))
        await pilot.pause(0.3)
        assert "2/2 “lenz”" in app.status.message
        assert app.active.open is not None
        assert app.active.open.notebook.annotations == []


async def test_tab_stays_in_the_search_line_and_a_click_beside_it_keeps_the_hit(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz", "tab")
        assert app.focused is not None
        assert app.focused.id == "prompt"
        await pilot.click(app.left, offset=(20, 5))
        await pilot.pause()
        assert not app.query("#prompt")
        await pilot.press("n")
        assert "“lenz”" in app.status.message
