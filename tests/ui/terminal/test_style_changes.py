"""Fewer bytes show the same picture, cell by cell, in the eyes of a terminal emulator."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from reader.ui.terminal.style_changes import compacted

COLUMNS, LINES = 30, 3
COLOURS = st.sampled_from([None, "red", "bright_blue", "color(208)", "#102030", "#a0b0c0"])
FLAGS = ("bold", "dim", "italic", "underline", "reverse", "strike", "conceal")


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A piece of a row as Textual writes it; or a move, a hyperlink, a sequence of somebody else's."""
    kind = draw(st.sampled_from(["text"] * 8 + ["move", "line", "link", "other"]))
    if kind == "move":
        return f"\x1b[{draw(st.integers(1, LINES))};{draw(st.integers(1, COLUMNS))}H"
    if kind == "line":
        return "\r\n"
    if kind == "other":
        return draw(st.sampled_from(["\x1b[12G", "\x1b[22;1mx\x1b[0m", "\x1b[4:3my\x1b[0m", "\x1b[1;99mz\x1b[0m"]))
    text = draw(st.sampled_from(["word", " ", "    ", "a b ", "é漢", "│", "\u00a0"]))
    chosen = dict.fromkeys(draw(st.sets(st.sampled_from(FLAGS), max_size=2)), True)
    style = Style(color=draw(COLOURS), bgcolor=draw(COLOURS), link="x:y" if kind == "link" else None, **chosen)
    return Strip.render_style(style, text, ColorSystem.TRUECOLOR)


def seen(written: str) -> list[list[tuple[object, ...]]]:
    """What each cell shows: of a blank one that is neither underlined nor struck through all but the colour."""
    screen = pyte.Screen(COLUMNS, LINES)
    pyte.Stream(screen).feed(written)
    return [[_of(screen.buffer[row][column]) for column in range(COLUMNS)] for row in range(LINES)]


def _of(cell: pyte.screens.Char) -> tuple[object, ...]:
    if cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough):
        return tuple(cell._replace(fg="any"))
    return tuple(cell)


@given(st.lists(pieces(), max_size=20))
def test_every_cell_shows_the_same(drawn: list[str]) -> None:
    whole = "".join(drawn)
    assert seen(compacted(whole)) == seen(whole)


@given(st.lists(pieces(), max_size=8), st.lists(pieces(), max_size=8))
def test_what_is_written_behind_it_begins_in_the_usual_style(drawn: list[str], more: list[str]) -> None:
    first, then = "".join(drawn), "".join(more) + "end"
    assert seen(compacted(first) + then) == seen(first + then)


@pytest.mark.parametrize(
    ("whole", "fewer"),
    [
        ("\x1b[1;31;44ma\x1b[0m\x1b[1;31;44mb\x1b[0m", "\x1b[1;31;44mab\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[32;44m  \x1b[0m\x1b[31;44mb\x1b[0m", "\x1b[31;44ma  b\x1b[0m"),
        ("\x1b[1;31;44ma\x1b[0m\x1b[31;44mb\x1b[0m", "\x1b[1;31;44ma\x1b[22mb\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\n\x1b[2;1H\x1b[31;45mb\x1b[0m", "\x1b[31;44ma\n\x1b[2;1H\x1b[45mb\x1b[0m"),
        ("\x1b[38;2;1;2;3;48;5;9ma\x1b[0m\x1b[38;2;1;2;3mb\x1b[0m", "\x1b[38;2;1;2;3;48;5;9ma\x1b[49mb\x1b[0m"),
        ("plain", "plain"),
        ("\x1b[1;2ma\x1b[0m\x1b[1mb\x1b[0m", "\x1b[1;2ma\x1b[22;1mb\x1b[0m"),
    ],
)
def test_only_what_changes_is_written(whole: str, fewer: str) -> None:
    assert compacted(whole) == fewer
    assert seen(fewer) == seen(whole)
