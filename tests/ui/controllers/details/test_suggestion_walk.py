"""Going through suggestions: off until asked, one key an answer, undone as all else is."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot

from reader.annotations.dismissed_suggestions import DISMISSED
from reader.model.annotation_origin import ACCEPTED, CORRECTED, origin_of
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, screen_of
from tests.ui.controllers.test_links import linked
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
TRADE = "Trade between the two blocs fell by 12 percent last year."
TALK = "“We should talk more often,” the envoy, Maria Lenz, told reporters in Geneva."
MONDAY = "The council met on Monday."


def message(app: ReaderApp) -> str:
    return app.main_display.status.message


async def asked(pilot: Pilot[int], *words: str) -> None:
    """Wait until a suggestion with these words is asked about."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await until(pilot, lambda: all(word in message(app) for word in (*words, "? 0.")))


async def test_nothing_is_suggested_before_the_key_and_then_it_says_what_and_why(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j")
        assert "SUGGEST" not in screen_of(app)
        await pilot.press("ctrl+x")
        await asked(pilot, "evidence", "number", "1 of 1")
        assert "SUGGEST" in screen_of(app)
        assert "enter takes" in screen_of(app)
        assert passage(app) == TRADE
        await pilot.press("escape")
        assert "SUGGEST" not in screen_of(app)
        assert on_disk(store) == []


async def test_enter_takes_it_as_it_is_and_undo_gives_it_back(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+x")
        await asked(pilot, "evidence")
        await pilot.press("enter")
        await until(pilot, lambda: "nothing to suggest here" in message(app))
        await saved(pilot)
        (taken,) = on_disk(store)
        assert (taken.quote, taken.label, origin_of(taken).how) == (TRADE, "evidence", ACCEPTED)
        await pilot.press("escape", "ctrl+x")
        await until(pilot, lambda: "nothing to suggest here" in message(app))
        await pilot.press("u")
        await asked(pilot, "evidence", "1 of 1")
        await saved(pilot)
        assert on_disk(store) == []


async def test_another_labels_key_and_a_moved_end_correct_it(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+x")
        await asked(pilot, "evidence")
        await pilot.press("b", "b", "b", "w")
        assert passage(app) == "Trade between the two blocs fell by 12 percent last"
        await pilot.press("c")
        await saved(pilot)
        (taken,) = on_disk(store)
        assert (taken.quote, taken.label) == ("Trade between the two blocs fell by 12 percent last", "claim")
        assert origin_of(taken).how == CORRECTED


async def test_more_can_be_shown_and_one_goes_on_and_back_among_them(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+x")
        await asked(pilot, "1 of 1")
        await pilot.press("+")
        await until(pilot, lambda: "of 1" in message(app) or "of 2" in message(app))
        await pilot.press("+")
        await asked(pilot, "of 3")
        assert passage(app) == TRADE
        await pilot.press("j")
        assert passage(app) == MONDAY
        await pilot.press("j")
        assert passage(app) == TALK
        await pilot.press("k", "k")
        assert passage(app) == TRADE
        await pilot.press("-")
        await until(pilot, lambda: "of 3" not in message(app))


async def test_a_dismissed_one_does_not_come_back_but_for_undo(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+x")
        await asked(pilot, "evidence")
        await pilot.press("x")
        await until(pilot, lambda: "nothing to suggest here" in message(app))
        await saved(pilot)
        (key,) = store.keys()
        assert [one.kind for one in store.load(key).decisions] == [DISMISSED]
        assert on_disk(store) == []
        await pilot.press("escape", "u", "ctrl+x")
        await asked(pilot, "evidence", "1 of 1")


async def test_a_claim_that_was_taken_proposes_its_evidence(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j", "j", "j", "j", "j", "e")
        await until(pilot, lambda: "saved" in message(app))
        assert [one.label for one in on_disk(store)] == ["evidence"]
        (evidence,) = on_disk(store)
        await pilot.press("ctrl+x")
        await until(pilot, lambda: "nothing to suggest here" in message(app))
        await pilot.press("+", "+", "+", "+")
        await asked(pilot, "of 5")
        for _ in range(8):
            if passage(app) == "Lenz called that a warning.":
                break
            await pilot.press("j")
        await pilot.press("c")
        await until(pilot, lambda: "links the evidence" in screen_of(app))
        await pilot.press("l")
        await saved(pilot)
        assert linked(store) == [(evidence.quote, "supports", "Lenz called that a warning.")]


async def test_a_project_can_lock_them_off(reader: Make, store: FolderStore) -> None:
    store.folder.mkdir()
    (store.folder / "project.toml").write_text("suggestions = false\n")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+x")
        await until(pilot, lambda: "works without suggestions" in message(app))


async def test_the_page_as_scraped_has_none(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("R", "ctrl+x")
        assert "scraped" in message(app)


async def test_nothing_is_loaded_before_it_is_asked_for(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j")
        assert app.controllers.suggestion_walk._suggestions.made is None
