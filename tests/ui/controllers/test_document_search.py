"""Finding: search with counts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events

from reader.ui.app import ReaderApp
from reader.ui.text_view.article_pane import ArticlePane, Search
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_reading import passage
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]


async def test_search_counts_goes_round_and_takes_capitals_only_where_typed(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz")
        assert "1/2 “lenz”" in app.main_display.status.message
        await pilot.press("enter")
        assert passage(app) == "Lenz"
        await pilot.press("plus")
        assert "Maria Lenz" in passage(app)
        await pilot.press("n", "plus")
        assert passage(app) == "Lenz called that a warning."
        await pilot.press("n")
        assert app.main_display.status.message.startswith("1/2")
        await pilot.press("N")
        assert app.main_display.status.message.startswith("2/2")
        await pilot.press("slash", *"THE", "enter")
        assert "“THE” is not in this document" in app.main_display.status.message


async def test_escape_in_the_search_leads_back_and_enter_keeps(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "slash", *"warning", "escape")
        assert passage(app) == "The council met on Monday."
        assert "/" not in screen_of(app).splitlines()[-2]
        await pilot.press("n")
        assert "nothing searched yet" in app.main_display.status.message
        await pilot.press("slash", *"warning", "enter", "c")
        await until(pilot, lambda: "c1 e" in screen_of(app))


async def test_markup_and_pattern_characters_are_searched_as_they_are(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("tab", "slash", *"$3.4", "enter")
        assert passage(app) == "$3.4"
        await pilot.press("slash", *"[b", "enter")
        assert "“[b” is not in this document" in screen_of(app)


async def test_what_is_typed_right_behind_the_slash_is_searched_and_tags_nothing(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("slash", *"lenz", "enter", "n"):  # in one piece, as a paste or a slow line delivers it
            app.post_message(events.Key(key, {"slash": "/", "enter": "\r"}.get(key, key)))
        await until(pilot, lambda: "2/2 “lenz”" in app.main_display.status.message)
        await handled(pilot)
        assert app.main_display.active.open is not None
        assert app.main_display.active.open.records.annotations == []


async def test_tab_stays_in_the_search_line_and_a_click_beside_it_keeps_the_hit(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz", "tab")
        assert app.focused is not None
        assert app.focused.id == "prompt"
        await pilot.click(app.main_display.left, offset=(20, 5))
        await pilot.pause()
        assert not app.query("#prompt")
        await pilot.press("n")
        assert "“lenz”" in app.main_display.status.message


async def test_a_leading_backslash_makes_it_a_regular_expression_and_a_wrong_one_says_why(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", "backslash", *r"\d+ May|(?:twelve|12)", "enter")
        assert app.main_display.status.message.startswith("1/2")
        await pilot.press("slash", "backslash", *"(bad")
        assert "“\\(bad”: " in app.main_display.status.message
        assert "not in this document" not in app.main_display.status.message
        await pilot.press("escape")


async def test_an_expression_that_takes_for_ever_blocks_no_key(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "1-envoys.txt").write_text("A title\n\n" + "a" * 40_000 + "\n\nThe end of it.\n", encoding="utf-8")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.main_display.active.open is not None)
        in_the_loop: list[float | None] = []
        find = ArticlePane.find

        def noted(pane: ArticlePane, pattern: str, *, seconds: float | None = None) -> Search:
            in_the_loop.append(seconds)
            return find(pane, pattern, seconds=seconds)

        monkeypatch.setattr(ArticlePane, "find", noted)
        await pilot.press("slash", "backslash", *"(a+)+b")
        assert {seconds is not None and seconds <= 0.02 for seconds in in_the_loop} == {True}, "a key had to wait"
        while "stopped after 0.5 seconds" not in app.main_display.status.message:  # or the test's own time is up
            await pilot.pause(0.02)
        await pilot.press("escape", "G")
        assert "The end of it." in passage(app)


async def test_hits_are_found_again_after_a_resize_and_as_scraped(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz", "enter", "n")
        before = passage(app)
        await pilot.resize_terminal(70, 24)
        await pilot.pause()
        await pilot.press("n", "n")
        assert passage(app) == before
        assert app.main_display.status.message.startswith("2/2")
        await pilot.press("R", "n")
        assert app.main_display.status.message.startswith(("1/2", "2/2"))
        here = app.main_display.active.search.hits[app.main_display.active.search.here or 0]  # type: ignore[union-attr]
        assert app.main_display.active.rows.text[slice(*here)].casefold() == "lenz"
        await pilot.press("R", "N")
        assert app.main_display.status.message.startswith(("1/2", "2/2"))
