"""The status line: what is said can be read to its end, what stands there gives way, but not what is unsaved."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config.label import Label
from reader.store.store_protocol import StoreNews
from reader.store.team.sharing import Sharing
from reader.ui.app import ReaderApp
from reader.ui.keymap.question import Question
from reader.ui.widgets.message_wording import KeyHint
from reader.workspace.edits import Edits
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


async def test_the_hint_of_a_mode_and_what_is_said_are_there_to_their_end(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert "enter keeps  esc leaves" in rows_of(app)[-1]
        await pilot.press("u")
        await pilot.pause()
        assert rows_of(app)[-1].startswith(" MOVE ")
        assert "esc leaves it as it was" in rows_of(app)[-1]
        await pilot.press("escape", "j")
        await pilot.pause()
        assert "c1 e0 o0  ✓ 1 saved" in rows_of(app)[-1]


async def test_what_is_not_saved_stays_beside_a_long_message(reader: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(Edits, "unsaved", 3)
        app.main_display.save_error = "no space"
        app.main_display.refresh_status()
        app.main_display.say("what leaves no room for the counts of the labels")
        await pilot.pause()
        assert "! 3 NOT SAVED" in rows_of(app)[-1]
        assert "counts of the labels" in rows_of(app)[-1]


async def test_the_line_says_what_the_keys_do_in_the_list_that_has_the_focus(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("k")  # what was said is read
        seen = {}
        for _ in range(4):
            await pilot.press("tab")
            await pilot.pause()
            seen[app.focused] = rows_of(app)[-1]
        assert seen[app.main_display.annotations].startswith(" LIST ")
        assert "enter goes there  / filters  s sorts" in seen[app.main_display.annotations]
        assert seen[app.main_display.documents].startswith(" DOCS ")
        assert seen[app.main_display.entities].startswith(" NAMES ")


async def test_while_a_line_is_typed_the_mode_is_that_of_the_line(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        for where, word in (("3", "FILTER"), ("2", "FILTER"), ("0", "SEARCH")):
            await pilot.press("escape", *["tab"] * int(where), "slash")
            await pilot.pause()
            row = rows_of(app)[-1]
            assert row.startswith(f" {word} ")
            assert "c e o tag" not in row
            assert "enter" in row
            assert "esc" in row
            await pilot.press("escape")
            await pilot.pause()
            assert not rows_of(app)[-1].startswith(f" {word} ")


async def test_with_no_document_no_key_of_reading_is_named(reader: Make, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    app = reader(tmp_path / "empty")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "c e o tag" not in rows_of(app)[-1]
        assert "q quits" in rows_of(app)[-1]


async def test_what_was_said_of_one_pane_goes_when_another_has_the_focus(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        assert app.main_display.status.message
        for key in ("tab", "shift+tab"):
            app.main_display.say("of the pane that had the focus")
            await pilot.press(key)
            assert app.main_display.status.message == ""


@pytest.mark.parametrize("width", [100, 80, 60, 40, 30, 20])
async def test_the_key_of_the_help_is_the_last_thing_that_gives_way(
    reader: Make, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    app = reader()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("k")
        await pilot.pause()
        row = rows_of(app)[-1]
        assert row.endswith("? help")
        assert row.startswith(" READ ")
        assert ("c1 e0 o0" in row) == (width > 40)
        await pilot.press("tab")
        await pilot.pause()
        assert rows_of(app)[-1].endswith("? help")
        monkeypatch.setattr(Edits, "unsaved", 3)
        app.main_display.save_error = "no space"
        await pilot.press("escape")
        app.main_display.refresh_status()
        await pilot.pause()
        assert "! 3 NOT SAVED" in rows_of(app)[-1]


LISTS = ("documents", "entities", "annotations")
#: The keys, and lists, that lead from the first sentence, which is tagged, to each mode, and what its line names.
MODES = {
    "READ": ([], ""),
    "SELECT": (["v"], "esc drops"),
    "MOVE": (["m"], "esc leaves"),
    "PAGE": (["R"], "R goes back"),
    "DOCS": (["documents"], "enter opens"),
    "NAMES": (["entities"], "enter lights"),
    "LIST": (["annotations"], "enter goes there"),
    "FILTER": (["annotations", "slash"], "esc shows all"),
    "SEARCH": (["slash"], "esc goes back"),
    "LINK": (["j", "e", "l"], "enter links|a letter links that|a attacks|/ lists|esc leaves"),
    "ALL": (["A"], "c e o tag here|C E O everywhere|esc leaves"),
    "HINT": (["f"], "letters select|again: the end|esc leaves"),
    "MARK": (["B"], "a letter names it|enter names it a|esc leaves"),
    "KIND": (["entities", "t"], "p person|o organisation|w work|esc leaves"),
}


@pytest.mark.parametrize("width", [50, 60, 70, 80, 100, 120, 200])
@pytest.mark.parametrize("mode", MODES)
async def test_in_every_mode_the_help_is_there_and_every_key_that_answers(reader: Make, mode: str, width: int) -> None:
    app = reader()
    async with app.run_test(size=(width, 20)) as pilot:
        await until(pilot, lambda: app.main_display.entities.rows)
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("k", "j")  # what was said is read
        keys, named = MODES[mode]
        for key in keys:
            if key in LISTS:
                app.main_display.go_to_pane(getattr(app.main_display, key))
            else:
                await pilot.press(key)
            await pilot.pause()
        shown = rows_of(app)[-app.main_display.status.rows :]
        assert shown[0].startswith(f" {mode} "), screen_of(app)
        assert shown[-1].endswith("? help"), screen_of(app)
        assert all(one in "  ".join(shown) for one in named.split("|")), screen_of(app)


@pytest.mark.parametrize("width", [50, 60, 80, 120])
async def test_what_is_quoted_in_a_question_gives_way_and_its_keys_do_not(reader: Make, width: int) -> None:
    app = reader()
    async with app.run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        keys = (KeyHint("y", "takes them"), KeyHint("n", "leaves them"))
        asked = f"take over 3 annotations of “{'a/long/way/' * 12}”?"
        app.controllers.prompts.ask(Question(asked, keys, lambda _: True))
        await pilot.pause()
        shown = "\n".join(rows_of(app)[-app.main_display.status.rows :])
        assert "take over 3" in shown
        assert "y takes them  n leaves them" in shown
        assert shown.endswith("? help")
        await pilot.press("y")
        assert app.main_display.status.rows == 1


async def test_more_keys_than_there_is_room_for_are_named_without_what_they_do(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(50, 20)) as pilot:
        await pilot.pause()
        app.controllers.prompts.ask(
            Question("which?", [KeyHint(key, "does something rather long") for key in "abcdefgh"], lambda _: True)
        )
        await pilot.pause()
        assert "a b c d e f g h" in rows_of(app)[-1]
        assert rows_of(app)[-1].endswith("? help")


async def test_the_help_of_a_question_names_its_answers_and_the_question_stands(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("j", "c", "j", "e", "l", "question_mark")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        assert all(one in screen_of(app) for one in ("─ LINK ", "enter     links", "a         attacks"))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.controllers.prompts.question is not None
        assert "enter links" in screen_of(app)
        await pilot.press("enter")
        assert "evidence supports claim" in app.main_display.status.message


async def test_a_message_that_has_no_room_beside_the_help_shortens_what_it_quotes(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.main_display.say("claim supports claim “the council that was meant to keep them talking” · saved")
        await pilot.pause()
        assert "…” · saved" in rows_of(app)[-1]
        assert rows_of(app)[-1].endswith("? help")


@pytest.mark.parametrize("width", [50, 60])
async def test_a_drawer_leaves_every_row_of_a_question_free(reader: Make, width: int) -> None:
    app = reader()
    async with app.run_test(size=(width, 15)) as pilot:
        await until(pilot, lambda: app.main_display.entities.rows)
        app.main_display.go_to_pane(app.main_display.entities)
        await pilot.press("t")
        await until(
            pilot,
            lambda: (
                app.controllers.prompts.question is not None
                and app.main_display.status.region.height == app.main_display.status.rows > 1
            ),
        )
        assert app.main_display.side_column.region.bottom == app.main_display.status.region.y
        await pilot.press("escape")
        await until(pilot, lambda: app.main_display.side_column.region.bottom == 14)


async def test_the_line_names_the_keys_in_force(reader: Make) -> None:
    labels = (Label("premise", "P", "green"), Label("question", "", "red"))
    keys = {"help": ("f2",), "next_sentence": ("z",), "swap_ends": ("Z",), "go_to_annotation": ()}
    app = reader(keys=keys, labels=labels)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "z k read  P tag" in rows_of(app)[-1]
        assert rows_of(app)[-1].endswith("f2 help")
        await pilot.press("v")
        await pilot.pause()
        assert "motions extend  Z swaps ends  esc drops" in rows_of(app)[-1]
        await pilot.press("escape", "shift+tab", "shift+tab")
        await pilot.pause()
        assert "LIST   " in rows_of(app)[-1]
        assert "goes there" not in rows_of(app)[-1], "no key does it"
        assert "/ filters" in rows_of(app)[-1]


async def test_messages_name_the_keys_in_force_and_an_action_without_one(reader: Make, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    keys = {"as_scraped": ("f2",), "choose_document": ("f3",), "split": (), "quit": ("f4",)}
    app = reader(keys=keys)
    said = app.main_display
    async with app.run_test(size=(200, 40)) as pilot:
        await until(pilot, lambda: "1 left out (f3 lists them)" in said.message)
        await pilot.press("f2")
        assert "f2 goes back" in said.message
        for key in ("c", "A", "m", "l"):
            await pilot.press(key)
            assert "R goes back" not in said.message
        await pilot.press("c")
        assert said.message == "this is the page as scraped: f2 goes back to the article; tag there"
        await pilot.press("f2")
        await app.perform("split")
        await app.perform("align")
        assert said.message == "there is no other article beside this one: split shows two"
        await pilot.press("ctrl+c")
        assert said.message == "f4 quits"


async def test_saved_here_and_shared_are_told_apart(reader: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        sharing = [Sharing(1)]
        monkeypatch.setattr(type(app.session.store), "sharing", lambda _: sharing[0])
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("j", "k")
        await pilot.pause()
        assert "✓ 1 saved, 1 to share" in rows_of(app)[-1]
        sharing[0] = Sharing(0)
        app.controllers.remote_changes.take_written(StoreNews(frozenset()))
        await pilot.pause()
        assert "✓✓ 1 shared" in rows_of(app)[-1]
