"""The status line: what is said can be read to its end, what stands there gives way, but not what is unsaved."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.ui.app import ReaderApp
from tests.ui.conftest import rows_of
from tests.ui.test_tagging import saved

Make = Callable[..., ReaderApp]


async def test_the_hint_of_a_mode_and_what_is_said_are_there_to_their_end(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert rows_of(app)[-1].rstrip().endswith("esc leaves")
        await pilot.press("u")
        await pilot.pause()
        assert rows_of(app)[-1].startswith(" MOVE ")
        assert "esc leaves it as it was" in rows_of(app)[-1]
        await pilot.press("escape", "j")
        await pilot.pause()
        assert "c1 e0 o0  ✓ 1 saved" in rows_of(app)[-1]


async def test_what_is_not_saved_stays_beside_a_long_message(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        app.unsaved_count, app.save_error = 3, "no space"
        app.refresh_status()
        app.say("what leaves no room for the counts of the labels")
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
        assert seen[app.annotations].startswith(" LIST ")
        assert "enter goes there  / filters  s sorts" in seen[app.annotations]
        assert seen[app.documents].startswith(" DOCS ")
        assert seen[app.entities].startswith(" NAMES ")


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
        assert app.status.message
        for key in ("tab", "shift+tab"):
            app.say("of the pane that had the focus")
            await pilot.press(key)
            assert app.status.message == ""


@pytest.mark.parametrize("width", [100, 80, 60, 40, 30, 20])
async def test_the_key_of_the_help_is_the_last_thing_that_gives_way(reader: Make, width: int) -> None:
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
        app.unsaved_count, app.save_error = 3, "no space"
        await pilot.press("escape")
        app.refresh_status()
        await pilot.pause()
        assert "! 3 NOT SAVED" in rows_of(app)[-1]
