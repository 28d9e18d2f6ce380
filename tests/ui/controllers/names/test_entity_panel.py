"""Names beside the article: they come at once and stay in place, are chosen, walked, sorted, filtered and opened."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from reader.entities import Entity, Mention
from reader.entities.entity_cache import text_digest
from reader.entities.entity_client import EntityAnswer
from reader.ui.app import ReaderApp
from reader.ui.controllers.names import entity_documents
from reader.ui.widgets.entity_rows import EntityRow
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]


async def names_found(pilot: Pilot[int], app: ReaderApp) -> None:
    """Wait until the names of the active document are listed."""
    await until(
        pilot, lambda: app.main_display.active.open is not None and app.main_display.active.open.entities is not None
    )


def listed(app: ReaderApp) -> list[EntityRow]:
    """The rows of the names' list."""
    return list(app.main_display.entities.rows)


def row_of(app: ReaderApp, name: str) -> int:
    """Where a name stands in the list."""
    return next(at for at, row in enumerate(listed(app)) if row.entity and row.entity.name == name)


def names(app: ReaderApp) -> list[str]:
    """The names in the list, from the top."""
    return [row.entity.name for row in listed(app) if row.part == "name" and row.entity]


async def test_the_mentions_of_a_chosen_name_are_walked_in_both_panes(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        assert "Geneva" in screen_of(app)
        await pilot.press("right_square_bracket")
        assert "choose a name first" in app.main_display.status.message
        geneva = next(one for one in app.main_display.active.open.entities if one.name == "Geneva")  # type: ignore[union-attr]
        app.controllers.entities.choose(geneva)
        await pilot.press("right_square_bracket")
        assert app.main_display.status.message == "1/1 Geneva"
        assert "Geneva" in passage(app)
        await pilot.press("tab")
        await names_found(pilot, app)
        await pilot.press("right_square_bracket")
        assert passage(app) == "Geneva"
        await pilot.press("e")
        assert [one.quote for one in app.main_display.active.open.records.annotations] == ["Geneva"]  # type: ignore[union-attr]
        await pilot.press("escape")
        assert passage(app) == "Geneva built one for a tenth of the price."


async def test_a_name_is_chosen_with_enter_in_the_sidebar(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        await pilot.press("shift+tab", "shift+tab", "shift+tab")
        assert app.focused is app.main_display.entities
        app.main_display.entities.go_to(row_of(app, "Maria Lenz"))
        await pilot.press("enter")
        assert app.session.names.chosen is not None
        assert "Lenz" in app.session.names.chosen.name
        await pilot.press("escape", "right_square_bracket")
        assert "Lenz" in passage(app)


async def test_names_arrive_without_moving_the_cursor(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j")
        await names_found(pilot, app)
        assert passage(app) == "It was the first meeting in two years."


def answer(app: ReaderApp, *names: tuple[str, str], is_guess: bool = False) -> EntityAnswer:
    """An answer about the active document: all places of each name, with the kind that is given."""
    assert app.main_display.active.open is not None
    text = app.main_display.active.open.article.text
    found = []
    for name, kind in names:
        starts = [at for at in range(len(text)) if text.startswith(name, at)]
        mentions = tuple(Mention(at, at + len(name), name, kind) for at in starts)
        found.append(Entity(name, kind, mentions))
    return EntityAnswer(
        app.main_display.active.open.sha256, text_digest(text), tuple(found), "test", is_guess=is_guess, text=text
    )


async def test_a_better_answer_moves_neither_cursor_nor_choice_nor_the_place_in_the_list(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        app.session.names.take(answer(app, ("Ada", "person"), ("Geneva", "place"), ("Lenz", "organisation")))
        app.controllers.entities.choose(app.main_display.active.open.entities[1])  # type: ignore[union-attr,index]
        await pilot.press("j", "j")
        app.set_focus(app.main_display.entities)
        app.main_display.entities.go_to(row_of(app, "Lenz"))
        app.controllers.entities.open_name()
        before = row_of(app, "Lenz") - app.main_display.entities.scroll_offset.y
        better = [("Monday", "date"), ("council", "organisation"), ("Maria Lenz", "person"), ("Geneva", "country")]
        app.session.names.take(answer(app, *better))
        await pilot.pause()
        assert passage(app) == "It was the first meeting in two years."
        assert app.session.names.chosen is not None
        assert (app.session.names.chosen.name, app.session.names.chosen.kind) == ("Geneva", "country")
        assert app.main_display.entities.here is not None
        assert app.main_display.entities.here.entity is not None
        assert app.main_display.entities.here.entity.name == "Maria Lenz"
        assert [one.name for one in app.main_display.entities.view.expanded] == ["Maria Lenz"]
        assert app.focused is app.main_display.entities
        assert (
            app.main_display.entities.at - app.main_display.entities.scroll_offset.y == max(before, 0)
            or len(listed(app)) < 20
        )  # type: ignore[operator]


async def test_a_guess_never_replaces_an_answer(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        app.session.names.take(answer(app, ("Geneva", "place")))
        app.session.names.take(answer(app, ("Trade", "organisation"), is_guess=True))
        assert names(app) == ["Geneva"]


async def test_an_answer_to_a_text_that_is_shown_no_longer_is_dropped(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        late = answer(app, ("Geneva", "place"))
        await pilot.press("X")
        await names_found(pilot, app)
        app.session.names.take(replace(late, entities=()))
        assert names(app)


async def test_one_notice_is_said_once_and_an_error_keeps_what_was_guessed(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        known = names(app)
        await pilot.press("escape")
        app.session.names.take(replace(answer(app), error="the search for names stopped"))
        assert names(app) == known
        assert "search for names stopped" in app.main_display.status.message
        await pilot.press("j")
        app.session.names.take(replace(answer(app), error="the search for names stopped"))
        await pilot.press("escape")
        assert "stopped" not in app.main_display.status.message


NO_MODEL = "rules only, no model for Japanese (python3 -m pip install something-with-a-long-name)"


async def test_a_notice_about_names_is_short_waits_for_what_was_confirmed_and_is_whole_under_its_key(
    reader: Make,
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await names_found(pilot, app)
        await pilot.press("j", "c")
        await saved(pilot)
        confirmed = app.main_display.status.message
        assert "saved" in confirmed
        app.session.names.take(replace(answer(app), notice=NO_MODEL))
        assert app.main_display.status.message == confirmed
        await pilot.press("j")
        assert app.main_display.status.message == "names: rules only, no model for Japanese (! says more)"
        assert "(! says more)" in screen_of(app)
        await pilot.press("j", "exclamation_mark")
        await pilot.pause()
        assert "something-with-a-long-name" in " ".join(screen_of(app).split())


async def test_a_notice_about_names_is_said_of_the_document_in_front_alone(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        late = replace(answer(app), notice=NO_MODEL)
        await pilot.press("J")
        await names_found(pilot, app)
        app.session.names.take(late)
        await pilot.press("j")
        assert "Japanese" not in app.main_display.status.message
        await pilot.press("K")
        assert "Japanese" in app.main_display.status.message


async def test_names_are_sorted_filtered_and_opened_by_keys(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        app.session.names.take(answer(app, ("Geneva", "place"), ("Lenz", "person"), ("Ada Okonjo", "person")))
        app.set_focus(app.main_display.entities)
        await pilot.pause()
        assert names(app) == ["Lenz", "Ada Okonjo", "Geneva"]
        await pilot.press("s", "s")
        assert names(app) == ["Ada Okonjo", "Lenz", "Geneva"]
        assert "by name" in screen_of(app)
        await pilot.press("slash", *"gen")
        assert names(app) == ["Geneva"]
        await pilot.press("enter", "o")
        opened = [(row.part, row.text) for row in listed(app) if row.part == "together"]
        assert opened == [("together", "with: Lenz 1")]
        await pilot.press("slash", "escape", "left")
        assert len(names(app)) == 3
        assert not [row for row in listed(app) if row.part == "together"]


async def test_the_brackets_walk_the_highlighted_name_and_the_list_keeps_the_focus(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        app.session.names.take(answer(app, ("Geneva", "place"), ("Lenz", "person")))
        app.set_focus(app.main_display.entities)
        await pilot.press("g", "right_square_bracket", "right_square_bracket")
        assert app.main_display.status.message == "2/2 Lenz"
        assert app.focused is app.main_display.entities
        assert passage(app) == "Lenz"
        await pilot.press("left_square_bracket")
        assert app.main_display.status.message == "1/2 Lenz"


async def test_keys_typed_into_the_filter_in_one_piece_are_no_commands(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        app.set_focus(app.main_display.entities)
        await pilot.pause()
        for key in ("slash", *"ceos", "enter", "c"):
            app.post_message(events.Key(key, {"slash": "/", "enter": "\r"}.get(key, key)))
        await until(pilot, lambda: app.main_display.entities.view.typed == "ceos")
        await handled(pilot)
        assert app.main_display.entities.view.typed == "ceos"
        assert app.main_display.active.open is not None
        assert app.main_display.active.open.records.annotations == []
        await pilot.press("c")
        assert "tags go to the article" in app.main_display.status.message


async def test_a_list_of_thousands_draws_what_is_on_the_screen_alone(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        assert app.main_display.active.open is not None
        many = tuple(Entity(f"Name {n}", "person", (Mention(n % 50, n % 50 + 1, "x", "person"),)) for n in range(5000))
        app.session.names.take(replace(answer(app), entities=many))
        app.set_focus(app.main_display.entities)
        await pilot.press("G")
        assert app.main_display.entities.here is not None
        assert app.main_display.entities.here.entity == max(
            many, key=lambda one: (one.mentions[0].start, many.index(one))
        )
        await pilot.press("g")
        assert "Name 0" in screen_of(app)


async def test_other_documents_are_looked_at_while_the_keys_rest_and_one_leads_to_the_mention(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_documents, "REST_S", 0.05)
    (folder / "3-quay.txt").write_text(
        "Quays\n\nNobody came.\n\nThe envoy, Maria Lenz, saw the quay.\n", encoding="utf-8"
    )
    (folder / "4-other.txt").write_text("Others\n\nThe envoy, Karl Lenz, was elsewhere.\n", encoding="utf-8")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: len(app.session.names.index) == 4)
        app.set_focus(app.main_display.entities)
        app.main_display.entities.go_to(row_of(app, "Maria Lenz"))
        await pilot.press("o")
        assert [row.text for row in listed(app) if row.part == "elsewhere"] == ["in 3-quay.txt"]
        await pilot.press("w")
        assert "Maria Lenz is named in 1 other document" in screen_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.main_display.active.open is not None
        assert app.main_display.active.open.document.path.endswith("3-quay.txt")
        assert passage(app) == "Maria Lenz"
        assert app.main_display.status.message.startswith("1/1 Maria Lenz")


async def test_a_name_of_this_document_alone_says_so(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        app.set_focus(app.main_display.entities)
        app.main_display.entities.go_to(row_of(app, "Maria Lenz"))
        await pilot.press("w")
        assert "Maria Lenz is named in no other document" in app.main_display.status.message
