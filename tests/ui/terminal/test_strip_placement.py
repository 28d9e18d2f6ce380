"""Whatever a terminal thinks of a character's width, nothing is written outside the room of a pane, or moves in it."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.ui.terminal.cell_widths import Measure
from reader.ui.terminal.strip_placement import PlacedStrip, placed, with_places

PIECES = [
    "a", "word", " ", "का", "क्षि", "தொ", "กำ", "سَلَام", "e\u0301", "👩‍👩‍👧‍👦", "🇩🇪", "❤️", "1️⃣", "👍🏽", "東", "한",
    "\u1100\u1161\u11a8", "\u00ad", "\u200b", "\u0301", "“q”", "…", "\U0001fae9", "─", "\u093e",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


class Paper:
    """A row of a terminal whose characters are as wide as somebody else says."""

    def __init__(self, columns: int, widths: dict[str, int]) -> None:
        self.cells = ["."] * columns
        self.touched: set[int] = set()
        self.written: list[str] = []
        self.column = 0
        self._widths = widths

    def write(self, output: str) -> None:
        for goal, row_and_goal, char in re.findall(r"\x1b\[(\d+)G|\x1b\[\d+;(\d+)H|\x1b\[[\d;]*m|(.)", output):
            if goal or row_and_goal:
                self.column = int(goal or row_and_goal) - 1
            elif char:
                self._put(char)

    def _put(self, char: str) -> None:
        width = self._widths.get(char, 1)
        self.written.append(char)
        if not width:
            self.touched.add(max(0, self.column - 1))
            return
        for place in range(self.column, min(self.column + width, len(self.cells))):
            self.cells[place] = char
            self.touched.add(place)
        self.column += width


def drawn_by(measure: Measure, text: str, draw: st.DataObject) -> dict[str, int]:
    """Widths that a terminal may have for what it was not asked about; a letter has one cell at least."""
    widths = {}
    for char in sorted(set(text)):
        most, ours = measure.most(char), cell_len(char)
        widths[char] = ours if most == ours else draw.draw(st.integers(min(1, ours), most))
    return widths


@given(texts, st.integers(1, 5), st.integers(0, 30), st.data())
def test_no_width_leads_outside_the_room(text: str, first: int, cells: int, draw: st.DataObject) -> None:
    measure = Measure()
    paper = Paper(60, drawn_by(measure, text, draw))
    paper.write(f"\x1b[{first + 1}G" + placed(text, first, (first, first + cells), measure.most))
    assert paper.touched <= set(range(first, first + cells)), (paper.cells, paper.touched)


@given(texts, st.data())
def test_what_stands_behind_a_doubtful_character_does_not_move(text: str, draw: st.DataObject) -> None:
    measure = Measure()
    paper = Paper(300, drawn_by(measure, text, draw))
    strip = PlacedStrip([Segment(text), Segment("ENGLISH")], cell_len(text) + 7, 3, measure.most)
    paper.write("\x1b[4G" + strip.render(Console()))
    start = 3 + cell_len(text)
    assert "".join(paper.cells[start : start + 7]) == "ENGLISH"
    assert max(paper.touched) == start + 6


@given(texts, st.integers(0, 20), st.integers(0, 20))
def test_a_part_of_a_placed_row_is_placed_where_it_is(text: str, start: int, cells: int) -> None:
    strip = PlacedStrip([Segment(text)], cell_len(text), 5, Measure().most)
    part = strip.crop(start, start + cells)
    paper = Paper(300, {})
    paper.write(f"\x1b[{5 + start + 1}G" + part.render(Console()))
    assert paper.touched <= set(range(5 + start, 5 + start + cells + 1))


def rendered(update: LayoutUpdate | ChopsUpdate) -> str:
    return update.render_segments(Console(color_system="truecolor", force_terminal=True))


def test_plain_rows_are_written_as_they_were_byte_for_byte() -> None:
    plain = Strip([Segment("plain “text” — 東京 ", Style(bold=True)), Segment("│ no more")])
    other = Strip([Segment("the names")])
    whole = LayoutUpdate([[plain, other]], Region(0, 0, 40, 1))
    part = ChopsUpdate([{0: plain, 30: None}], [(0, 0, 30)], [[30, 40]])
    for update in (whole, part):
        placed_update, doubtful = with_places(update, Measure().most)
        assert placed_update is update
        assert doubtful == ""


def test_every_pane_behind_a_doubtful_one_stands_where_it_should() -> None:
    hindi, english = "का की के", "plain words"
    widths = dict.fromkeys("ाी", 1)
    hindi_strip, english_strip = Strip([Segment(hindi)]), Strip([Segment(english)])
    column = cell_len(hindi)
    for update in (
        LayoutUpdate([[hindi_strip, english_strip]], Region(0, 0, 40, 1)),
        ChopsUpdate([{0: hindi_strip, column: english_strip}], [(0, 0, 40)], [[column, 40]]),
    ):
        paper = Paper(40, {"े": 0, **widths})
        placed_update, doubtful = with_places(update, Measure().most)
        assert doubtful == hindi
        paper.write(rendered(placed_update))
        assert "".join(paper.cells[column:]) == english + "." * (40 - column - len(english))
