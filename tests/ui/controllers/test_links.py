"""Linking: two keys for the likely target or any on the screen, across panes, shown as a tree, undone in one step."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.exchange.jsonl import rows as exported
from reader.model.annotation import Link
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, rows_of, screen_of
from tests.ui.controllers.team.test_finishing import until_summaries
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
MONDAY, FIRST, NOBODY = "The council met on Monday.", "It was the first meeting in two years.", "Nobody expected much."


def links_on_disk(store: FolderStore) -> list[Link]:
    return [one for key in FolderStore(store.folder).keys() for one in FolderStore(store.folder).load(key).links]


def linked(store: FolderStore) -> list[tuple[str, str, str]]:
    """Every link on disk, as the quotes of its ends with its kind between them."""
    quotes = {one.id: one.quote for one in on_disk(store)}
    return [(quotes[one.source], one.kind, quotes[one.target]) for one in links_on_disk(store)]


def listed(app: ReaderApp) -> list[str]:
    """The rows of the list of annotations, as drawn."""
    left = app.main_display.annotations.region.x
    rows = rows_of(app)[app.main_display.annotations.region.y + 1 : app.main_display.annotations.region.bottom]
    return [row[left:].rstrip() for row in rows if row[left:].strip()]


async def test_evidence_is_linked_to_the_claim_before_it_with_two_keys(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e")
        await pilot.press("l", "enter")
        await saved(pilot)
        assert linked(store) == [(FIRST, "supports", MONDAY)]
        assert f"evidence supports claim “{MONDAY}”" in app.main_display.status.message
        assert passage(app) == FIRST
        assert [row.split()[0] for row in listed(app)] == ["c", "└+e"]


async def test_the_kind_is_one_more_key_and_a_second_link_changes_the_first(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "l", "enter", "l", "a", "enter")
        await saved(pilot)
        assert linked(store) == [(FIRST, "attacks", MONDAY)]
        assert "└-e" in listed(app)[1]
        await pilot.press("l", "a", "enter")
        assert "linked already" in app.main_display.status.message
        await pilot.press("u")
        await saved(pilot)
        assert linked(store) == [(FIRST, "supports", MONDAY)]


async def test_any_annotation_on_the_screen_is_a_letter_away_and_in_the_other_pane_too(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("tab", "j", "c", "shift+tab")
        await pilot.pause()
        await pilot.press("j", "c", "j", "e", "l")
        await pilot.pause()
        bridge = "The bridge costs $3.4-billion."
        row = next(row for row in rows_of(app) if "he bridge costs" in row)
        letter = re.search(r"(\w)he bridge", row)
        assert letter is not None
        await pilot.press(letter[1])
        await saved(pilot)
        assert linked(store) == [(FIRST, "supports", bridge)]
        assert any("↗" in row and row.startswith("c") for row in listed(app))


async def test_from_the_list_with_a_filter_and_with_arrows(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "j", "c", "l", "slash", *"monday", "enter")
        await saved(pilot)
        assert linked(store) == [(NOBODY, "supports", MONDAY)]
        await pilot.press("l", "down", "enter")
        await saved(pilot)
        assert linked(store)[1:] == [(NOBODY, "supports", FIRST)]
        await pilot.press("l", "slash", "a", "escape", "l", "escape")
        await saved(pilot)
        assert len(linked(store)) == 2
        assert not app.main_display.left._model.has_hints


async def test_there_is_no_link_to_itself_and_none_without_an_annotation(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "l")
        assert "no annotation here" in app.main_display.status.message
        await pilot.press("c", "l")
        assert "nothing to link it to" in app.main_display.status.message
        await saved(pilot)
        assert links_on_disk(store) == []


async def test_chains_and_a_cycle_are_shown_and_walked(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "l", "enter", "j", "o", "l", "down", "enter", "k", "k", ")", "(")
        assert passage(app) == MONDAY
        await pilot.press("l", "down", "enter")
        await pilot.pause()
        rows = listed(app)
        assert len(rows) == 4
        assert "↻" in "\n".join(rows)
        app.main_display.annotations.focus()
        await pilot.pause()
        await pilot.press("G", "enter")
        await pilot.pause()
        assert app.focused is app.main_display.left


async def test_enter_in_the_tree_jumps_into_the_other_document(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:  # one pane
        await pilot.press("j", "c", "J", "j", "e", "l", "enter")
        await saved(pilot)
        assert linked(store) == [("The bridge costs $3.4-billion.", "supports", MONDAY)]
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert app.focused is app.main_display.annotations
        assert "↗" in "\n".join(listed(app))
        await pilot.press("g", "enter")
        await pilot.pause()
        assert passage(app) == MONDAY
        await pilot.press("tab", "tab", "j", "enter")
        await pilot.pause()
        assert passage(app) == "The bridge costs $3.4-billion."


async def test_links_survive_edits_leave_in_the_export_and_go_with_their_annotation_in_one_step(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "l", "enter", "k", ")", "(", "a", *"note", "escape")
        await saved(pilot)
        claim, evidence = on_disk(store)
        assert claim.note == "note"
        stored = [FolderStore(store.folder).load(key) for key in store.keys()]
        links = [(link["kind"], link["target"]) for row in exported(stored) for link in row["links"]]
        assert links == [("supports", claim.id)]
        await pilot.press("x")
        await saved(pilot)
        assert [one.id for one in on_disk(store)] == [evidence.id]
        assert links_on_disk(store) == []
        await pilot.press("u")
        await saved(pilot)
        assert linked(store) == [(FIRST, "supports", MONDAY)]


async def test_a_link_is_taken_off_in_the_text_and_in_the_tree(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "l", "enter", "L")
        await saved(pilot)
        assert linked(store) == []
        await pilot.press("L")
        assert "no link here" in app.main_display.status.message
        await pilot.press("u")
        app.main_display.annotations.focus()
        await pilot.pause()
        await pilot.press("G", "L")
        await saved(pilot)
        assert linked(store) == []


async def test_more_kinds_come_from_the_settings(reader: Make, store: FolderStore) -> None:
    app = reader(link_kinds=("supports", "attacks", "answers"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "l")
        assert "n answers" in app.main_display.status.message
        await pilot.press("n", "enter")
        await saved(pilot)
        assert linked(store) == [(FIRST, "answers", MONDAY)]


@pytest.mark.parametrize("key", ["pagedown", "x", "1", "ctrl+d"])
async def test_a_key_that_means_nothing_while_linking_changes_nothing(
    reader: Make, store: FolderStore, key: str
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "l", key, "enter")
        await saved(pilot)
        assert linked(store) == [(FIRST, "supports", MONDAY)]
        assert len(on_disk(store)) == 2


async def test_the_screen_says_what_l_would_do(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "j", "e", "l")
        await pilot.pause()
        bottom = "  ".join(screen_of(app).splitlines()[-app.main_display.status.rows :])
        assert "LINK" in bottom
        assert "supports claim" in bottom
        assert "enter" in bottom


@pytest.mark.parametrize("key", ["x", "c"])
async def test_a_deleted_claim_takes_the_links_from_other_documents_along_and_undo_brings_all_back(
    reader: Make, store: FolderStore, key: str
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "tab", "j", "e", "l", "enter", "shift+tab", key)
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["evidence"]
        assert links_on_disk(store) == []
        await pilot.press("u")
        await saved(pilot)
        assert linked(store) == [("The bridge costs $3.4-billion.", "supports", MONDAY)]
        await pilot.press("ctrl+r")
        await saved(pilot)
        assert links_on_disk(store) == []


async def test_what_is_linked_in_documents_that_are_not_open_is_listed_gone_to_and_goes_with_its_claim(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "J", "j", "e", "l", "enter")
        await saved(pilot)
        await pilot.press("q")
    app = reader(folder / "1-envoys.txt")  # the evidence lies in the other one, which is not opened
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: len(listed(app)) > 1)
        assert len(app.session.library.loaded) == 1
        assert "└+e ↗ The bridge costs" in listed(app)[1]
        await pilot.press("g", "j", "x")
        await saved(pilot)
        assert links_on_disk(store) == []
        await pilot.press("u")
        await saved(pilot)
        assert linked(store) == [("The bridge costs $3.4-billion.", "supports", MONDAY)]
    app = reader(folder / "2-bridge.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: listed(app) and listed(app)[0].startswith("c ↗ The council met"))
        await pilot.press("shift+tab", "shift+tab", "g", "enter")
        await pilot.pause()
        assert passage(app) == MONDAY


async def test_a_link_into_a_document_that_only_the_store_names_asks_before_it_is_opened(
    reader: Make, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    far = tmp_path_factory.mktemp("news")
    for name in ("1-envoys.txt", "2-bridge.txt"):
        shutil.copy(folder / name, far / name)
    app = reader(far)  # what the user names is opened, wherever it lies
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "J", "j", "e", "l", "enter")
        await saved(pilot)
        await pilot.press("q")
    app = reader(far / "2-bridge.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await until_summaries(pilot, app, 1)
        await pilot.pause(0.1)
        await pilot.press("shift+tab", "shift+tab", "g", "enter")
        await pilot.pause()
        assert f"open {far / '1-envoys.txt'}?" in app.main_display.status.message
        await pilot.press("x")
        assert "x is no answer" in app.main_display.status.message
        await pilot.press("escape")
        assert len(app.session.library.entries) == len(app.session.library.loaded) == 1
        await pilot.press("enter", "y")
        await until(pilot, lambda: len(app.session.library.loaded) == 2)
        await pilot.pause()
        assert passage(app) == MONDAY
