"""Esc and a key right behind it, which terminals tell as one key with alt: both are carried out, wherever one is."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.terminal.key_parser import KeyParser
from tests.ui.conftest import on_disk
from tests.waiting import until

Make = Callable[..., ReaderApp]


async def send(pilot: Pilot[int], *reads: str) -> None:
    """What a terminal sends, by way of the driver."""
    parser = KeyParser()
    assert pilot.app._driver is not None
    for read in reads:
        for event in parser.feed(read):
            pilot.app._driver.process_message(event)  # type: ignore[arg-type]
    await pilot.pause()
    await pilot.pause()


def passage(app: ReaderApp) -> str:
    assert app.main_display.active.cursor is not None
    return app.main_display.active.rows.text[slice(*app.main_display.active.cursor.passage)]


KEYS = {"j": ["j"], "\x1b[B": ["down"], "k": ["k"], "w": ["w"], "V": ["V"], "G": ["G"], "}": ["}"], "2j": ["2", "j"],
        "jk": ["j", "k"], " ": ["space"], "\x04": ["ctrl+d"], "\t": ["tab"], "\r": ["enter"]}  # fmt: skip


@pytest.mark.parametrize("sent", KEYS)
async def test_the_selection_is_dropped_and_the_key_goes_on_from_there(reader: Make, sent: str) -> None:
    app = reader()
    async with app.run_test(size=(130, 12)) as pilot:
        await pilot.pause()
        await pilot.press("j", "v", "w", "escape", *KEYS[sent])
        wanted = (
            passage(app),
            app.main_display.mode_word,
            app.main_display.active.id,
            app.main_display.active.scroll_offset.y,
        )
        app.main_display.go_to_pane(app.main_display.left)
        await pilot.press("escape", "g", "j", "v", "w")
        await send(pilot, "\x1b" + sent)
        assert (
            passage(app),
            app.main_display.mode_word,
            app.main_display.active.id,
            app.main_display.active.scroll_offset.y,
        ) == wanted


async def test_a_list_is_left_and_the_key_is_for_the_article(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.pause()
        await pilot.press("j")
        app.main_display.go_to_pane(app.main_display.entities)
        await pilot.pause()
        await send(pilot, "\x1bc")
        assert app.focused is app.main_display.active
        await until(pilot, lambda: len(on_disk(store)) == 1)
        app.main_display.go_to_pane(app.main_display.annotations)
        await pilot.pause()
        await send(pilot, "\x1bj")
        assert app.focused is app.main_display.active
        assert passage(app) == "It was the first meeting in two years."


async def test_a_line_is_closed_and_the_key_is_a_command(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("j", "slash", *"first")
        await send(pilot, "\x1bb")
        assert not app.controllers.prompts.line is not None
        assert app.main_display.active.search is None
        assert passage(app) == "Monday"


async def test_a_note_is_kept_and_the_keys_are_commands(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("j", "c", "a", *"mine")
        await send(pilot, "\x1bje")
        assert len(app.screen_stack) == 1
        await until(pilot, lambda: [one.label for one in on_disk(store)] == ["claim", "evidence"])
        assert on_disk(store)[0].note == "mine"


@pytest.mark.parametrize("opening", ["question_mark", "D", "ctrl+f", "number_sign", "ctrl+p", "exclamation_mark"])
async def test_a_dialog_is_closed_and_the_key_is_a_command(reader: Make, opening: str) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press(opening)
        await until(pilot, lambda: len(app.screen_stack) > 1)
        await pilot.pause()
        await send(pilot, "\x1bj")
        assert len(app.screen_stack) == 1
        assert passage(app) == "The council met on Monday."


async def test_hints_are_left_and_the_key_is_a_command(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f")
        await send(pilot, "\x1bj")
        assert app.controllers.prompts.question is None
        assert passage(app) == "The council met on Monday."


async def test_keys_that_begin_sequences_are_keys_right_behind_esc(reader: Make) -> None:
    app = reader(keys={"next_document": ("[",), "previous_mention": (), "previous_document": ("O",)})
    async with app.run_test(size=(90, 30)) as pilot:
        await pilot.pause()
        await send(pilot, "\x1b", "[", "j")
        assert passage(app) == "The bridge costs $3.4-billion."
        await send(pilot, "\x1b", "O", "j")
        assert passage(app) == "The council met on Monday."


async def test_a_key_with_alt_that_is_bound_is_that(reader: Make) -> None:
    app = reader(keys={"bottom": ("alt+j",)})
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("j", "v")
        await send(pilot, "\x1bj")
        assert passage(app).endswith("Lenz called that a warning.")
        assert app.main_display.mode_word == "SELECT"


async def test_a_word_is_deleted_in_a_line_by_alt_and_backspace(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("slash", *"two", "space", *"words")
        await send(pilot, "\x1b\x7f")
        assert app.controllers.prompts.line is not None
        assert app.controllers.prompts.line.value == "two "
