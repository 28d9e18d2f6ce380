"""A paste is text: lines stay lines in a note, and become spaces in one line; nothing of it is a key or a control."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from reader.store.folder_store import FolderStore
from reader.system.safe_text import is_safe
from reader.ui.app import ReaderApp
from reader.ui.terminal.pasted_text import LONGEST_LINE, one_pasted_line, some_pasted_lines
from tests.ui.conftest import on_disk
from tests.ui.controllers.test_tagging import saved
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]
LINE_ENDS = ["\r", "\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"]
texts = st.text(st.sampled_from("ab \té\u202e\x00\x07\x1b[]31m;\ud800�" + "".join(LINE_ENDS)), max_size=40)


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_kind_of_line_end_is_one(end: str) -> None:
    assert some_pasted_lines(f"one{end}two{end}{end}three{end}") == "one\ntwo\n\nthree\n"
    assert one_pasted_line(f"one{end}two{end}{end}three{end}") == "one two three"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("a\tb", "a\tb"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("x\x1b]52;c;aGk=\x07y", "xy"),
        ("a\x00b\x07c\x7f\x9bd", "abc"),
        ("a\u202eb\u2066c\ufeff", "abc"),
        ("👩‍🚀 क्षि e\u0301", "👩‍🚀 क्षि e\u0301"),
        ("", ""),
    ],
)
def test_what_no_terminal_may_get_is_taken_out_and_all_else_stays(pasted: str, kept: str) -> None:
    assert some_pasted_lines(pasted) == kept


@given(texts)
def test_what_is_pasted_is_safe_and_pasted_again_the_same(text: str) -> None:
    lines = some_pasted_lines(text)
    assert is_safe(lines.replace("\n", "").replace("\t", ""))
    assert some_pasted_lines(lines) == lines
    assert is_safe(one_pasted_line(text))
    assert "\ufffd" not in lines or "\ufffd" in text


async def paste(pilot: Pilot[int], text: str, *keys: str) -> None:
    """Paste, and press keys right behind it."""
    pilot.app.post_message(events.Paste(text))
    for key in keys:
        pilot.app.post_message(events.Key(key, "\r" if key == "enter" else None))
    await handled(pilot)


async def test_lines_that_are_pasted_into_a_note_are_its_lines(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "a")
        await paste(pilot, "line one\rline two\r\nthree\u2028four\x85five\ttab\x1b[31m red\x1b[0m", "escape")
        await until(pilot, lambda: on_disk(store) and on_disk(store)[0].note)
    assert [one.note for one in on_disk(store)] == ["line one\nline two\nthree\nfour\nfive\ttab red"]


async def test_lines_that_are_pasted_into_the_search_are_one_with_the_key_right_behind_it(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash")
        await paste(pilot, "first\rmeeting\n", "enter")
        assert app.main_display.active.search is not None
        assert app.main_display.active.search.pattern == "first meeting"
        assert len(app.main_display.active.search.hits) == 1
        assert not app.controllers.prompts.line is not None


@pytest.mark.parametrize("keys", [["ctrl+f"], ["D"], ["number_sign"]])
async def test_lines_that_are_pasted_into_a_dialogs_line_are_one(reader: Make, keys: list[str]) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        await paste(pilot, "the\r\ncouncil\u2028met\r")
        assert app.screen.query_one(Input).value == "the council met"


async def test_a_very_long_paste_is_taken_whole_by_a_note_and_cut_by_a_line(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash")
        await paste(pilot, "x\r" * 50_000)
        assert app.controllers.prompts.line is not None
        assert len(app.controllers.prompts.line.value) == LONGEST_LINE
        await pilot.press("escape", "j", "c", "a")
        await paste(pilot, "a long line of words\r" * 5_000, "escape")
        await until(pilot, lambda: on_disk(store) and on_disk(store)[0].note)
    assert on_disk(store)[0].note == ("a long line of words\n" * 5_000).strip()


async def test_a_paste_while_reading_does_nothing(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j")
        before = app.main_display.active.cursor.passage if app.main_display.active.cursor else None
        await paste(pilot, "cxd\rq\x1bG")
        assert app.main_display.active.cursor is not None
        assert app.main_display.active.cursor.passage == before
        assert on_disk(store) == []


async def test_joiners_that_are_typed_stay_in_a_note(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "a")
        await pilot.pause()
        for character in "می\u200cخواهم 👨\u200d👩":
            app.post_message(events.Key("space" if character == " " else character, character))
            await pilot.pause()
        await pilot.press("escape")
        await saved(pilot)
        assert [one.note for one in on_disk(store)] == ["می\u200cخواهم 👨\u200d👩"]
