"""The keys of dialogs are rows of the table: they can be changed, the dialog names them, and its help lists them."""

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from textual.widgets import Input, TextArea

import reader.ui.screens
from reader.ui.app import ReaderApp
from reader.ui.keymap.action import DIALOGS
from reader.ui.keymap.action_table import ACTIONS
from reader.ui.screens.dialog import Dialog
from reader.ui.screens.help_screen import HelpScreen
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_reading import passage

Make = Callable[..., ReaderApp]


def dialogs() -> list[type[Dialog]]:
    for module in pkgutil.walk_packages(reader.ui.screens.__path__, "reader.ui.screens."):
        importlib.import_module(module.name)
    found, left = [], [Dialog]
    while left:
        found += left[-1].__subclasses__()
        left[-1:] = left[-1].__subclasses__()
    return found


def test_every_row_of_a_dialog_has_a_method_there_and_every_dialog_has_rows() -> None:
    classes = dialogs()
    assert {place for one in classes for place in one.PLACES} == DIALOGS
    for action in ACTIONS:
        owner, _, method = action.handler.partition(".")
        assert (owner == "dialog") == (action.where in DIALOGS), action.id
        for one in classes if owner == "dialog" else ():
            assert action.where not in one.PLACES or callable(getattr(one, method, None)), (action.id, one)


@pytest.mark.parametrize("one", dialogs())
def test_no_dialog_has_keys_beside_the_table(one: type[Dialog]) -> None:
    assert "BINDINGS" not in vars(one)


async def test_a_changed_key_counts_and_is_named(reader: Make) -> None:
    keys = {"retry_saves": ("z",), "close_unsaved": ("x",), "scroll_down": ("n",)}
    app = reader(keys=keys)
    async with app.run_test(size=(100, 30)) as pilot:
        app.main_display.notices = [f"this is notice {number}" for number in range(40)]
        await pilot.press("!")
        await pilot.pause()
        assert "z tries again   i takes in what earlier sessions left   x closes" in screen_of(app)
        await pilot.press("r")
        await pilot.pause()
        assert "trying again" not in screen_of(app)
        await pilot.press("z")
        await pilot.pause()
        assert "trying again" in screen_of(app)
        await pilot.press("n", "n")
        await pilot.pause()
        assert "trying again" not in screen_of(app)
        await pilot.press("escape")
        assert len(app.screen_stack) == 2
        await pilot.press("x", "j")
        assert len(app.screen_stack) == 1
        assert passage(app) == "The council met on Monday."


async def test_a_changed_key_of_a_list_to_choose_from(reader: Make) -> None:
    app = reader(keys={"take_row": ("ctrl+y",), "leave_list": ("ctrl+x",)})
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("D")
        await pilot.pause()
        assert "ctrl+y opens" in screen_of(app)
        await pilot.press("enter", "escape")
        assert len(app.screen_stack) == 2
        await pilot.press("ctrl+x")
        assert len(app.screen_stack) == 1


async def test_the_help_of_a_dialog_lists_its_keys_and_leads_back(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("!", "question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "In the list of what is not saved: try to save all of it now." in screen_of(app)
        assert "In a dialog that scrolls: to the top." in screen_of(app)
        assert "Go to the next sentence" not in screen_of(app)
        assert "A number before a motion repeats it." not in screen_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Everything is saved." in screen_of(app)
        await pilot.press("escape", "j")
        assert passage(app) == "The council met on Monday."


async def test_in_a_note_the_question_mark_is_text_and_f1_is_the_help(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c", "a", *"why", "question_mark", "f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "In a note: close it and leave the note as it was." in screen_of(app)
        await pilot.press("escape", "enter", *"so")
        await pilot.pause()
        assert app.screen.query_one(TextArea).text == "why?\nso"
        await pilot.press("escape")
        assert [one.note for one in app.main_display.active.open.records.annotations] == ["why?\nso"]


async def test_in_the_line_of_a_dialog_its_letters_are_text(reader: Make) -> None:
    app = reader(keys={"take_row": ("q",)})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("D", *"q?")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "q?"
        assert len(app.screen_stack) == 2
