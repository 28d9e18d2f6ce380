"""Documents and panes: which are shown, in what room, what was left out and why, the page as it was scraped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.ui.app import ReaderApp
from reader.workspace.library import Library
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_reading import passage
from tests.waiting import until

Make = Callable[..., ReaderApp]


async def test_two_documents_stand_side_by_side_with_the_focus_left(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.focused is app.main_display.left
        row = next(row for row in rows_of(app) if "Envoys meet" in row and "A bridge" in row)
        assert row.index("Envoys") < row.index("A bridge")


@pytest.mark.parametrize(("width", "expected"), [(160, "Documents 2"), (120, "▸1 │ ▸2"), (80, "Envoys meet")])
async def test_the_documents_are_a_column_a_line_of_tabs_or_folded_away(
    reader: Make, width: int, expected: str
) -> None:
    app = reader()
    async with app.run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        screen = screen_of(app)
        assert expected in screen
        assert ("Documents" in screen) == (width == 160)
        assert ("Annotations" in screen) == (width >= 100)


async def test_folded_panes_come_with_a_key_and_go_with_another(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        before = screen_of(app)
        await pilot.press("tab")
        await pilot.pause()
        assert "Entities" in screen_of(app)
        assert screen_of(app).splitlines()[-1].endswith("? help")
        await pilot.press("escape")
        await pilot.pause()
        assert "Entities" not in screen_of(app)
        assert screen_of(app).splitlines()[:-1] == before.splitlines()[:-1]
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "Documents 2" in screen_of(app)
        await pilot.press("G", "enter")
        await pilot.pause()
        assert "Documents" not in screen_of(app)
        assert passage(app) == "A bridge too dear"


@pytest.mark.parametrize("width", [80, 70])
async def test_beside_a_folded_pane_the_whole_passage_is_seen_and_then_all_is_as_before(
    reader: Make, width: int
) -> None:
    app = reader()
    async with app.run_test(size=(width, 12)) as pilot:
        await pilot.press("j", "j", "s")
        await pilot.pause()
        before = rows_of(app)
        for _ in range(3):
            await pilot.press("shift+tab", "shift+tab")
            await pilot.pause()
            assert "Annotations" in screen_of(app)
            article = " ".join(
                " ".join(row[: app.main_display.left.size.width] for row in rows_of(app)[1:-1])
                .replace("▌", " ")
                .split()
            )
            assert "It was the first meeting in two years." in article
            await pilot.press("escape")
            await pilot.pause()
            assert rows_of(app) == before


async def test_in_a_very_narrow_terminal_the_folded_panes_lie_over_the_text(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(50, 16)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert "Entities" in screen_of(app)
        assert app.main_display.left.size.width == 50


async def test_a_language_other_than_english_is_named(reader: Make, tmp_path: Path) -> None:
    text = "Der Rat trat am 3. Oktober zusammen, und er wird nach dem Treffen nicht mehr über die Brücke sprechen. "
    (tmp_path / "de.txt").write_text(text * 4, encoding="utf-8")
    app = reader(tmp_path / "de.txt")
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.pause()
        assert " 1/1 de " in rows_of(app)[-1]
        assert passage(app).endswith("sprechen.")  # the ordinal number ends no German sentence
        await pilot.press("R")
        assert passage(app).endswith("sprechen.")


async def test_split_and_back(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "A bridge" not in screen_of(app)
        await pilot.press("s")
        await pilot.pause()
        assert "A bridge" in screen_of(app)
        await pilot.press("tab", "j", "s")
        await pilot.pause()
        assert passage(app) == "The bridge costs $3.4-billion."
        assert "Envoys" not in screen_of(app)


async def test_a_document_that_the_other_pane_shows_is_gone_to_there(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("D", *"bri", "enter")
        await pilot.pause()
        await pilot.press("j")
        assert passage(app) == "The bridge costs $3.4-billion."
        assert "The council met" in screen_of(app), "the first document stays in the other pane"
        assert app.main_display.active is app.main_display.right


async def test_next_and_previous_document_keep_each_place(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "J")
        assert "this is the last document" not in app.main_display.status.message
        await pilot.press("j")
        assert passage(app) == "The bridge costs $3.4-billion."
        await pilot.press("J")
        assert "this is the last document" in app.main_display.status.message
        await pilot.press("K")
        assert passage(app) == "It was the first meeting in two years."


async def test_a_document_is_chosen_by_typing(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("D", *"bri", "enter")
        await pilot.pause()
        assert passage(app) == "A bridge too dear"


async def test_what_cannot_be_read_is_left_out_said_and_listed(reader: Make, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100))
    (folder / "huge.txt").write_bytes(b"x" * 20_000_000)
    app = reader()
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.pause()
        assert "3 left out (D lists them): empty.txt (" in app.main_display.status.message
        screen = screen_of(app)
        assert "READ    1/2" in screen
        for name in ("empty.txt", "picture.txt", "huge.txt"):
            assert f"✗ {name}" in screen


async def test_nothing_but_unreadable_files_says_so_and_does_not_end(reader: Make, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    app = reader(tmp_path / "empty.txt", tmp_path / "missing.txt")
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("j", "c", "s", "J", "R", "a", "x", "slash", "n", "y", "v", "w", "plus", "space", "G")
        assert "Nothing to read here" in screen_of(app)
        assert "2 left out" in screen_of(app) or app.is_running


async def test_escape_sequences_and_markup_in_a_file_and_its_name_are_shown_as_text(
    reader: Make, tmp_path: Path
) -> None:
    path = tmp_path / "a[b]\x1b]0;owned\x07.txt"
    path.write_text("[red]Alert[/red] \x1b]52;c;aGk=\x07in \x1b[31mred\x1b[0m\n\nThe text [EU] goes on here.\n")
    app = reader(path)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("j")
        screen = screen_of(app)
        assert "[red]Alert[/red]" in screen
        assert "[EU]" in screen
        assert "\x1b" not in screen


BOILERPLATE = """\
1. Skip to content
  2. Skip to main menu

Ferry line closes

Jo Marsh

4 April 2018

The ferry across the sound will close in May, the town said. It has run since 1911.

Nobody asked the islanders. They now face a detour of ninety kilometres each way.

Skip next section More stories

More stories
"""


async def test_the_page_as_scraped_shows_what_was_dropped_and_why_at_the_same_place(
    reader: Make, tmp_path: Path
) -> None:
    (tmp_path / "ferry.txt").write_text(BOILERPLATE)
    app = reader(tmp_path / "ferry.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j", "c", "j")
        assert "Skip to content" not in screen_of(app)
        assert passage(app) == "Nobody asked the islanders."
        await pilot.press("R")
        screen = screen_of(app)
        assert any("navigation" in row and "Skip to content" in row for row in rows_of(app))
        assert "PAGE" in screen
        assert "Nobody asked the islanders." in passage(app)
        assert any(" c" in row[:30] and "It has run since 1911." in row for row in rows_of(app))
        await pilot.press("e")
        assert "R goes back" in app.main_display.status.message
        await pilot.press("R")
        assert passage(app) == "Nobody asked the islanders."


async def test_export_writes_the_file_it_names(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "E")
        await until(pilot, lambda: "written to" in app.main_display.status.message)
        assert "1 annotation written to" in app.main_display.status.message
        assert (app.session.store.folder / "export.jsonl").read_text().count("\n") == 1


async def test_page_keys_in_a_palette_without_room_do_not_end_the_reader(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.resize_terminal(1, 1)
        await pilot.press("pagedown", "pageup")
        await pilot.resize_terminal(120, 40)
        await pilot.press("escape", "j")
        assert passage(app) == "The council met on Monday."


async def test_a_document_that_turns_out_bad_is_said_and_passed_over(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (3, 4, 5):
        (folder / f"{number}-more.txt").write_text(
            f"More {number}\n\nThe council left at {number}.\n", encoding="utf-8"
        )
    monkeypatch.setattr(Library, "prefetch", lambda *_: None)
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        for number in (3, 4):
            (folder / f"{number}-more.txt").unlink()
        await pilot.press("J")
        assert app.main_display.active.entry is not None
        assert app.main_display.active.entry.path.endswith("5-more.txt")
        assert "3-more.txt: " in app.main_display.status.message
        (folder / "5-more.txt").unlink()
        await pilot.press("K")
        assert app.main_display.active.entry.name == "A bridge too dear"


async def test_a_click_in_the_list_to_choose_from_takes_the_row_that_is_clicked(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("D")
        await pilot.pause()
        await pilot.click("#choices", offset=(3, 1))
        await pilot.pause()
        opened = app.main_display.active.open
        assert opened is not None
        assert opened.document.path.endswith("2-bridge.txt")


async def test_the_list_goes_to_the_document_in_front(reader: Make, folder: Path) -> None:
    for number in range(60):
        (folder / f"n{number:02}.txt").write_text(f"Notes of day {number:02}\n\nThe quay is long.\n", encoding="utf-8")
    app = reader()
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: len(app.session.library.entries) == 62)
        await pilot.press("s", *["J"] * 45)
        await until(pilot, lambda: any(row.startswith("▸") for row in rows_of(app)))
        (row,) = (row for row in rows_of(app) if row.startswith("▸"))
        assert app.main_display.active.entry.name[:8] in row
        await pilot.press("shift+tab", "k", "k")
        app.main_display.refresh_documents()
        assert app.main_display.documents.highlighted == str(app.main_display.active.entry.place - 2)
