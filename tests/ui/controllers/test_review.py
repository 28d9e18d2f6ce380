"""A changed document: what was moved is said and marked, what is doubtful is asked about, and every answer undone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.model.annotation import Annotation
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.screens.review_screen import ReviewScreen
from tests.ui.conftest import FIRST, on_disk, rows_of, screen_of
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
#: What the tests tag: the first is rewritten, the second moves, the third is taken out.
REWRITTEN = "It was the first meeting in two years."
MOVED = "Trade between the two blocs fell by 12 percent last year."
TAKEN_OUT = "The U.S. sent a deputy."


def corrected() -> str:
    text = FIRST.replace(REWRITTEN, "They had not met since a quarrel over fish.").replace(" " + TAKEN_OUT, "")
    return text.replace("The council met", "This article was corrected on Friday.\n\nThe council met")


@pytest.fixture
async def changed(reader: Make, folder: Path, store: FolderStore) -> Make:
    """Makes a reader on an article that has changed since three of its sentences were tagged."""
    app = reader(folder / "1-envoys.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("g")
        for _ in range(12):
            if passage(app) in (REWRITTEN, MOVED, TAKEN_OUT):
                await pilot.press("c")
            await pilot.press("j")
        await pilot.press("q")
    assert sorted(one.quote for one in on_disk(store)) == sorted([REWRITTEN, MOVED, TAKEN_OUT])
    (folder / "1-envoys.txt").write_text(corrected(), encoding="utf-8")
    return lambda: reader(folder / "1-envoys.txt")


def states(store: FolderStore) -> dict[str, str]:
    return {one.quote: one.anchor for one in on_disk(store)}


def tags(app: ReaderApp) -> dict[str, Annotation]:
    """The annotations in the order in which they were made, by what was tagged then."""
    records = app.main_display.active.open.records
    ones = sorted((*records.annotations, *records.detached), key=lambda one: one.id)
    return dict(zip((REWRITTEN, TAKEN_OUT, MOVED), ones, strict=True))


async def test_the_status_line_and_the_list_say_what_became_of_them(changed: Make) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.main_display.status.message == "1 moved, 1 to confirm, 1 detached: M shows them"
        screen = screen_of(app)
        assert "c → Trade" in screen
        assert "c ? It was" in screen
        assert [one.quote for one in app.main_display.active.open.records.annotations] == [MOVED]


async def test_old_and_new_stand_side_by_side_and_the_difference_is_told_without_colour(changed: Make) -> None:
    app = changed()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("M")
        await pilot.pause()
        screen = screen_of(app)
        assert "1/3" in screen
        assert "to confirm" in screen
        (row,) = [row for row in rows_of(app) if "BEFORE" in row]
        assert "NOW, PERHAPS" in row
        assert "[-It was" in screen
        assert "{+They had" in screen
        assert "met on Monday" in screen  # what stood around it, on both sides
        assert "y accepts" in screen


async def test_accepted_it_is_moved_and_undo_takes_that_back(changed: Make, store: FolderStore) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("M", "y", "escape")
        one = tags(app)[REWRITTEN]
        assert (one.quote, one.anchor) == ("They had not met since a quarrel over fish.", "moved")
        await pilot.press("u")
        assert tags(app)[REWRITTEN].anchor == "detached"
        assert tags(app)[REWRITTEN].quote == REWRITTEN
        await pilot.press("ctrl+r", "q")
    assert states(store)["They had not met since a quarrel over fish."] == "moved"


async def test_rejected_it_stays_detached_and_is_not_asked_again(changed: Make, store: FolderStore) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("M", "n", "escape", "q")
    assert states(store)[REWRITTEN] == "detached"
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.main_display.status.message == "2 detached: M shows them"


async def test_one_that_was_moved_wrongly_is_detached_and_stays_so(changed: Make, store: FolderStore) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("M", "J", "J")
        await pilot.pause()
        assert "→ moved" in screen_of(app)
        await pilot.press("n", "escape")
        assert tags(app)[MOVED].anchor == "detached"
        await pilot.press("q")
    assert states(store)[MOVED] == "detached"
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert tags(app)[MOVED].anchor == "detached"
        assert "moved" not in app.main_display.status.message


async def test_one_that_was_moved_rightly_is_saved_there_and_not_listed_again(
    changed: Make, store: FolderStore
) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("M", "J", "J", "y", "escape")
        assert app.main_display.status.message == "claim stays where it was found"
        await saved(pilot)
        assert {one.anchor for one in on_disk(store) if one.quote == MOVED} == {"moved"}
        await pilot.press("M")
        await pilot.pause()
        assert "/2" in screen_of(app), "the two that still ask for an answer"


async def test_a_detached_one_is_put_on_what_is_selected(changed: Make, store: FolderStore) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        while not passage(app).startswith("“We should talk"):
            await pilot.press("j")
        await pilot.press("v", "M", "J")
        await pilot.pause()
        assert "h puts it on the selection" in screen_of(app)
        await pilot.press("h", "escape")
        assert tags(app)[TAKEN_OUT].quote.startswith("“We should talk")
        await pilot.press("u")
        assert tags(app)[TAKEN_OUT].anchor == "detached"
        await pilot.press("q")
    assert states(store)[TAKEN_OUT] == "detached"


async def test_without_a_place_accepting_says_how_to_give_one(changed: Make) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("M", "J", "y")
        await pilot.pause()
        assert "select its passage" in screen_of(app)
        assert isinstance(app.screen, ReviewScreen)


async def test_where_nothing_has_moved_the_key_says_so(reader: Make, folder: Path) -> None:
    app = reader(folder / "1-envoys.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c", "M")
        assert app.main_display.status.message == "every annotation is where it was made"


async def test_the_text_is_kept_with_the_first_save_and_again_with_its_next_version(
    changed: Make, store: FolderStore
) -> None:
    (key,) = store.keys()
    assert [MOVED in text for text in store.earlier_texts(key)] == [True]
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("M", "y", "escape", "q")
    new, old = store.earlier_texts(key)
    assert "quarrel over fish" in new
    assert TAKEN_OUT in old  # the detached one still sits in it


async def test_without_the_kept_text_the_same_is_found(changed: Make, store: FolderStore) -> None:
    for path in (store.hidden_folder / "texts").rglob("*.zz"):
        path.unlink()
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("M")
        await pilot.pause()
        assert "BEFORE" in screen_of(app)
        await pilot.press("escape")
        assert tags(app)[MOVED].anchor == "moved"
        assert tags(app)[TAKEN_OUT].anchor == "detached"


async def test_in_a_long_text_they_are_found_after_the_first_paint(
    reader: Make, tmp_path: Path, store: FolderStore
) -> None:
    path = tmp_path / "long.txt"
    text = FIRST + "".join(f"\nIn the year {year} nothing was agreed by anyone at all.\n" for year in range(4000))
    path.write_text(text, encoding="utf-8")
    app = reader(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.main_display.active.open is not None)
        await pilot.press("G", "c", "q")
    path.write_text(text.replace("The council met", "Corrected on Friday.\n\nThe council met"), encoding="utf-8")
    app = reader(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.main_display.status.message == "1 moved: M shows it")
        assert app.main_display.status.message == "1 moved: M shows it"
        assert [one.quote for one in app.main_display.active.open.records.annotations] == [on_disk(store)[0].quote]


@pytest.fixture
async def renamed(changed: Make, reader: Make, folder: Path) -> Make:
    """The changed article under another name, its own gone."""
    assert changed
    (folder / "1-envoys.txt").rename(folder / "9-envoys-corrected.txt")
    return lambda: reader(folder / "9-envoys-corrected.txt")


async def said(app: ReaderApp, pilot, words: str) -> None:
    await until(pilot, lambda: words in app.main_display.status.message)


async def test_a_document_renamed_and_changed_is_offered_its_annotations(renamed: Make, store: FolderStore) -> None:
    (key,) = store.keys()
    app = renamed()
    async with app.run_test(size=(120, 40)) as pilot:
        await said(app, pilot, "moved and changed")
        assert app.main_display.active.open.records.counts() == {}
        await pilot.press("M", "y")
        assert tags(app)[MOVED].anchor == "moved"
        assert tags(app)[REWRITTEN].anchor == "detached"
        await pilot.press("q")
    assert store.keys() == [key]
    assert FolderStore(store.folder).load(key).document.path.endswith("9-envoys-corrected.txt")
    assert states(store)[MOVED] == "moved"


async def test_declined_it_stays_a_document_of_its_own(renamed: Make, store: FolderStore) -> None:
    app = renamed()
    async with app.run_test(size=(120, 40)) as pilot:
        await said(app, pilot, "moved and changed")
        await pilot.press("M", "n", "c", "q")
    assert len(store.keys()) == 2


@pytest.mark.parametrize("keys", [("M", "u"), ("M", "J", "J", "y", "escape", "u")])
async def test_a_label_that_was_just_added_is_taken_back_from_the_review_and_after_it(
    changed: Make, store: FolderStore, keys: tuple[str, ...]
) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("#", *"foo", "enter", "z", "enter", "enter", "enter")
        await until(pilot, lambda: [one.name for one in store.labels()] == ["foo"])
        await until(pilot, lambda: "tags as foo now" in screen_of(app))
        await pilot.press(*keys)
        await until(pilot, lambda: store.labels() == ())
