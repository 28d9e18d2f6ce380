"""Moving an annotation: its ends or its label change, nothing else does, and one undo takes it back."""

from collections.abc import Callable

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, screen_of
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_selection import NAMES, point
from tests.ui.controllers.test_tagging import saved

Make = Callable[..., ReaderApp]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("w enter", "The council met on Monday. It"),
        ("b enter", "The council met on"),
        ("2 b . w enter", "council met"),
        (". w enter", "council met on Monday."),
        ("j enter", "The council met on Monday. It was the first meeting in two years."),
        ("+ enter", "The council met on Monday. It was the first meeting in two years. Nobody expected much."),
        ("+ - b enter", "The council met on"),
        ("shift+left enter", "The council met on Monday"),
        (". shift+right enter", "he council met on Monday."),
        ("w escape", "The council met on Monday."),
        ("w b shift+right enter", "The council met on Monday."),
        ("v w enter", "The council met on Monday. It"),
    ],
)
async def test_the_ends_move_with_every_motion(reader: Make, store: FolderStore, keys: str, expected: str) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "a", *"why", "escape")
        await saved(pilot)
        (before,) = on_disk(store)
        await pilot.press("m", *(NAMES.get(key, key) for key in keys.split()))
        await saved(pilot)
        assert passage(app) == expected
        (after,) = on_disk(store)
        assert (after.quote, after.label, after.note) == (expected, "claim", "why")
        assert (after.id, after.created_at, after.annotator) == (before.id, before.created_at, before.annotator)
        assert "MOVE" not in screen_of(app)
        if after != before:
            assert after.updated_at > before.updated_at
            await pilot.press("u")
            await saved(pilot)
            assert [(one.start, one.end, one.quote) for one in on_disk(store)] == [
                (before.start, before.end, before.quote)
            ]


async def test_a_label_key_changes_the_label_and_hints_reach_the_end(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "m", "e")
        assert "claim is evidence now" in app.main_display.status.message
        await pilot.press("m")
        assert "MOVE" in screen_of(app)
        assert "enter keeps" in screen_of(app)
        await point(pilot, "Nobody")
        await pilot.press("o")
        await saved(pilot)
        assert [(one.label, one.quote) for one in on_disk(store)] == [
            ("opinion", "The council met on Monday. It was the first meeting in two years. Nobody")
        ]
        await pilot.press("2", "u")
        await saved(pilot)
        assert [(one.label, one.quote) for one in on_disk(store)] == [("claim", "The council met on Monday.")]


async def test_other_keys_wait_and_the_label_kept_twice_tags_nothing(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "m")
        assert "no annotation here" in app.main_display.status.message
        await pilot.press("c", "m", "x", "J", "u")
        assert "enter keeps, esc leaves" in app.main_display.status.message
        assert len(app.main_display.active.open.records.annotations) == 1  # type: ignore[union-attr]
        await pilot.press("c")
        assert "left as it was" in app.main_display.status.message
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim"]


async def test_an_annotation_is_taken_hold_of_in_the_list(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "j", "e", "g")
        await pilot.press("shift+tab", "shift+tab")
        assert app.focused is app.main_display.annotations
        await pilot.press("G", "m", "b", "enter")
        await saved(pilot)
        assert [one.quote for one in on_disk(store)] == ["The council met on Monday.", "Nobody expected"]
        assert app.focused is app.main_display.active


async def test_a_label_that_is_on_the_passage_already_is_not_put_there_twice(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "e", "m", "c")
        assert "there is one more claim on just this passage" in app.main_display.status.message
        await saved(pilot)
        assert sorted(one.label for one in on_disk(store)) == ["claim", "evidence"]


async def test_of_several_on_one_passage_it_is_said_which_is_moved_and_tab_takes_the_next(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "e", "o", "m")
        await pilot.pause()
        assert "MOVE" in screen_of(app)
        assert "opinion (1/3 here)  tab: the next one" in screen_of(app)
        await pilot.press("w", "tab")
        assert app.main_display.status.message.startswith("evidence (2/3 here)")
        await pilot.press("b", "enter")
        await saved(pilot)
        assert {one.label: one.quote for one in on_disk(store)} == {
            "claim": "The council met on Monday.",
            "evidence": "The council met on",
            "opinion": "The council met on Monday.",
        }  # fmt: skip
        await pilot.press("m", "tab", "tab", "tab", "escape", "k", "j", "j", "c", "m", "tab")
        assert "no other annotation here" in app.main_display.status.message


async def test_the_annotation_that_was_gone_to_is_the_one_that_is_meant(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "e", "o", "k", "right_parenthesis", "m")
        assert app.main_display.status.message.startswith("claim (1/3 here)")
        await pilot.press("escape", "k", "right_parenthesis", "right_parenthesis", "x")
        assert app.main_display.status.message.startswith("evidence deleted; still here: opinion, claim")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim", "opinion"]
        await pilot.press("x")
        assert app.main_display.status.message.startswith("opinion deleted; still here: claim")
        await pilot.press("x")
        assert app.main_display.status.message.startswith("claim deleted")
        assert "still here" not in app.main_display.status.message


async def test_the_note_says_whose_it_is_and_tab_goes_on_to_the_next_one(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "e", "a")
        await pilot.pause()
        assert "evidence (1/2 here): The council" in screen_of(app)
        await pilot.press(*"one", "tab")
        await pilot.pause()
        assert "claim (2/2 here): The council" in screen_of(app)
        await pilot.press(*"two", "tab", *"!", "escape")
        await saved(pilot)
        assert {one.label: one.note for one in on_disk(store)} == {"claim": "two", "evidence": "one!"}
        await pilot.press("j", "o", "a", "tab", "x", "escape")
        await saved(pilot)
        assert on_disk(store)[-1].note == "x"


async def test_what_belongs_to_moving_says_so_elsewhere(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("keep_ends", "next_here"):
            app.main_display.say("")
            await app.perform(name)
            await pilot.pause()
            assert app.main_display.status.message == "m takes hold of an annotation first"


async def test_the_key_that_quits_leaves_the_mode_first(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        before = app.main_display.active.open.records.annotations
        await pilot.press("m", "plus", "q")
        await pilot.pause()
        assert app.return_code is None
        assert not app.controllers.held.is_active
        assert "left as it was; q again quits" in app.main_display.status.message
        assert app.main_display.active.open.records.annotations == before
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0
