"""Selecting: pointing with hints, units, the ends of a selection; whatever is on the screen is a few keys away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.model.spans import Span
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.keymap.jump_hints import codes, hinted
from tests.ui.conftest import on_disk, rows_of, screen_of
from tests.ui.controllers.names.test_entity_panel import names_found
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
FIRST_COLUMN = 6


def test_codes_are_unique_and_the_home_row_comes_first() -> None:
    assert len(set(codes(1000, 2))) == 676
    assert set("".join(codes(25, 2))) == set("fjdks")


def test_the_easiest_code_is_where_the_cursor_is_and_those_before_it_come_last() -> None:
    spans = [Span(0, 2), Span(5, 7), Span(10, 12)]
    assert [(span.start, code) for code, span in hinted(spans, 5, length=1).items()] == [(5, "f"), (10, "j"), (0, "d")]


def hint_for(app: ReaderApp, words: str, *, nth: int = 0) -> str:
    """The letters that a person would read over some words on the screen."""
    pane = app.main_display.active
    start = -1
    for _ in range(nth + 1):
        start = pane.rows.text.index(words, start + 1)
    row = pane.rows.row_of(start)
    column = pane.rows.cells(pane.rows.span_of(row).start, start)
    line = pane.render_line(row - pane.scroll_offset.y).text
    left = pane._left_margin() + FIRST_COLUMN + column
    return line[left : left + 2]


async def point(pilot: Pilot[int], words: str, *, nth: int = 0) -> None:
    assert isinstance(pilot.app, ReaderApp)
    await pilot.press("f")
    await pilot.press(*hint_for(pilot.app, words, nth=nth))


async def test_two_letters_select_a_word_and_two_more_the_passage_up_to_another(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await point(pilot, "Maria")
        assert passage(app) == "Maria"
        await point(pilot, "Geneva")
        assert passage(app) == "Maria Lenz, told reporters in Geneva"
        await pilot.press("e")
        await point(pilot, "Nobody")
        assert passage(app) == "Nobody"
        await point(pilot, "council met")
        assert passage(app) == "council met on Monday. It was the first meeting in two years. Nobody"
        await pilot.press("c")
        await saved(pilot)
    assert [(one.label, one.quote) for one in on_disk(store)] == [
        ("claim", "council met on Monday. It was the first meeting in two years. Nobody"),
        ("evidence", "Maria Lenz, told reporters in Geneva"),
    ]


async def test_a_letter_selects_a_sentence_and_another_the_sentences_up_to_it(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("F", hint_for(app, "Nobody")[0])
        await pilot.press("F")
        await pilot.press(hint_for(app, "Nobody")[0])
        assert passage(app) == "Nobody expected much."
        await pilot.press("F")
        await pilot.press(hint_for(app, "The U.S. sent")[0])
        assert passage(app).startswith("Nobody expected")
        assert passage(app).endswith("The U.S. sent a deputy.")


async def test_hints_move_no_cell_and_leave_nothing_behind(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        before = rows_of(app)
        await pilot.press("f")
        during = rows_of(app)
        assert "HINT" in during[-1]
        assert during[:-1] != before[:-1]
        for old, new in zip(before[:-1], during[:-1], strict=True):
            assert len(old) == len(new)
            assert sum(a != b for a, b in zip(old, new, strict=True)) <= 2 * len(old.split())
        await pilot.press("escape")
        assert rows_of(app) == before


async def test_a_wrong_letter_leaves_the_hints_where_they_are(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f", "1")
        assert "no hint 1" in app.main_display.status.message
        await pilot.press(*hint_for(app, "deputy"))
        assert passage(app) == "deputy"


async def test_the_mouse_and_another_size_end_the_hints(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "HINT" not in screen_of(app)
        await pilot.press("f")
        await pilot.click(app.main_display.left, offset=(20, 3))
        assert "HINT" not in screen_of(app)
        await pilot.press("j")
        assert app.controllers.prompts.question is None


async def test_only_what_is_on_the_screen_has_hints_and_every_hint_is_whole(reader: Make, tmp_path: Path) -> None:
    words = "Long title here\n\n" + "\n\n".join(f"A b c d {n} 文字がある e🇩🇪 f." for n in range(60))
    (tmp_path / "long.txt").write_text(words)
    app = reader(tmp_path / "long.txt")
    async with app.run_test(size=(40, 10)) as pilot:
        await until(pilot, lambda: app.main_display.active.open is not None)
        for key in ("g", "space", "G"):
            await pilot.press(key)
            before = rows_of(app)
            await pilot.press("f")
            pane = app.main_display.active
            shown = [pane.scroll_offset.y + y for y in range(pane.size.height)]
            hints = {row: pane._model.hints(row) for row in shown}
            assert sum(map(len, hints.values())) == len(pane.apart(pane.words_on_screen(), 2)) > 20
            for row, found in hints.items():
                strip = pane.render_line(row - pane.scroll_offset.y)
                left = pane._left_margin() + FIRST_COLUMN
                assert strip.cell_length == pane.size.width
                assert [strip.crop(left + at, left + at + 2).text for at, _ in found] == [code for _, code in found]
            await pilot.press("escape")
            assert rows_of(app)[:-1] == before[:-1]


@pytest.mark.parametrize("key", ["n", "N"])
async def test_a_hit_is_selected_and_tagged_with_the_next_key(reader: Make, store: FolderStore, key: str) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz", "enter", key, "c")
        await saved(pilot)
    assert [one.quote for one in on_disk(store)] == ["Lenz"]


async def test_a_hit_extends_a_selection(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz", "enter", "v", "n")
        assert passage(app).startswith("Lenz, told reporters")
        assert passage(app).endswith("last year. Lenz")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j ;", "It was the first meeting in two years."),
        ("} } ;", "“We should talk more often,”"),
        ("} } ; ;", "the envoy, Maria Lenz, told reporters in Geneva."),
        ("} } 3 ; ,", "the envoy, Maria Lenz, told reporters in Geneva."),
        ("} } ; v ;", "“We should talk more often,” the envoy, Maria Lenz, told reporters in Geneva."),
        ('"', "“We should talk more often,”"),
        ('" -', "We should talk more often,"),
        ('" - +', "“We should talk more often,”"),
        ('" +', "“We should talk more often,” the envoy, Maria Lenz, told reporters in Geneva."),
        ("G '", "“We should talk more often,”"),
        ('v "', "Envoys meet after two years — “We should talk more often,”"),
        ("j w shift+right", "The "),
        ("j w 3 shift+right shift+left", "The c"),
        ("j w shift+left", "Th"),
        ("j w w . shift+left shift+left", "e council"),
        ("j w w . shift+right", "ouncil"),
        ("j . w", "council met on Monday."),
        ("j w w v w . w", "met"),
        ("j w w v w . b . b", "The council"),
        (
            "j 9 9 shift+right",
            "The council met on Monday. It was the first meeting in two years. Nobody expected much.",
        ),
        ("j w 9 9 shift+left", "T"),
    ],
)
async def test_units_and_ends_of_a_selection(reader: Make, keys: str, expected: str) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*(NAMES.get(key, key) for key in keys.split()))
        start, _, end = expected.partition(" — ")
        assert passage(app).startswith(start)
        assert passage(app).endswith(end)
        assert end or passage(app) == expected


NAMES = {
    ";": "semicolon", ",": "comma", '"': "quotation_mark", "'": "apostrophe", "+": "plus", "-": "minus",
    ".": "full_stop", "}": "right_curly_bracket",
}  # fmt: skip


async def test_a_name_is_a_unit_once_it_is_known(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        await point(pilot, "Maria")
        await pilot.press("plus")
        assert passage(app) == "Maria Lenz"
        await pilot.press("plus")
        assert passage(app) == "the envoy, Maria Lenz, told reporters in Geneva."


async def test_dragging_over_the_edge_scrolls_and_selects_on(reader: Make, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("A title\n\n" + "\n\n".join(f"Sentence number {n} here." for n in range(60)))
    app = reader(tmp_path / "long.txt")
    async with app.run_test(size=(80, 12)) as pilot:
        await until(pilot, lambda: "Sentence number 0 here." in screen_of(app))
        row, text = next((y, text) for y, text in enumerate(rows_of(app)) if "Sentence number 0" in text)
        await pilot.mouse_down(offset=(text.index("Sentence") + 6, row))
        for column in range(20, 40):
            await pilot.hover(app.main_display.status, offset=(column, 0))
        assert app.main_display.left.scroll_offset.y > 5
        await pilot.mouse_up(app.main_display.status, offset=(30, 0))
        assert passage(app).startswith("ce number 0 here.")
        assert "Sentence number 8" in passage(app)
