"""A passage with what several annotators tagged in it: brackets in the text, and a gutter for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from reader.model.spans import Span
from reader.ui.text_view.row_layout import Layout

#: Looks of pieces: text that nobody tagged, that one side tagged, that several did; and a bracket.
PLAIN, ONE, SEVERAL, BRACKET = "plain", "one", "several", "bracket"


class SideTags(NamedTuple):
    """What one side tagged.

    Attributes:
        letter: how it is called, one cell wide.
        spans: code points of the text, zero-based, half-open.
    """

    letter: str
    spans: Sequence[Span]


class PassageRow(NamedTuple):
    """One row of the screen.

    Attributes:
        gutter: a cell for each side: its letter where it tagged something of the row, else a blank.
        pieces: texts with their looks, in order.
    """

    gutter: str
    pieces: Sequence[tuple[str, str]]


def passage_rows(text: str, window: Span, sides: Sequence[SideTags], width: int) -> list[PassageRow]:
    """The rows of a part of a text; ``A[`` and ``]A`` stand where a tag of side A begins and ends.

    Args:
        text: the whole text.
        window: the part that is shown, code points, zero-based, half-open.
        sides: in the order of their gutters.
        width: cells of a row without the gutter.
    """
    pieces = _pieces(text, window, sides)
    laid = Layout("".join(one for one, _, _ in pieces), width)
    rows, starts = list[PassageRow](), list(accumulate((len(one) for one, _, _ in pieces), initial=0))[:-1]
    for number in range(len(laid)):
        shown = laid.span_of(number)
        held = [
            (piece[max(shown.start - at, 0) : shown.end - at], look, letters)
            for (piece, look, letters), at in zip(pieces, starts, strict=True)
            if at < shown.end and shown.start < at + len(piece)
        ]
        here = {letter for _, _, letters in held for letter in letters}
        gutter = "".join(side.letter if side.letter in here else " " for side in sides)
        rows.append(PassageRow(gutter, [(piece, look) for piece, look, _ in held]))
    return rows


def _pieces(text: str, window: Span, sides: Sequence[SideTags]) -> list[tuple[str, str, frozenset[str]]]:
    """The text of the window cut where tags begin and end, with brackets between: text, look, whose it is."""
    tags = [(span, side.letter) for side in sides for span in side.spans if span.overlaps(*window)]
    cuts = sorted({*window, *(at for span, _ in tags for at in span if window.start < at < window.end)})
    found: list[tuple[str, str, frozenset[str]]] = []
    for start, end in zip(cuts, [*cuts[1:], window.end], strict=True):
        closing = sorted((span for span in tags if span[0].end == start), key=lambda tag: -tag[0].start)
        opening = sorted((span for span in tags if span[0].start == start), key=lambda tag: -tag[0].end)
        found += [(f"]{letter}", BRACKET, frozenset(letter)) for _, letter in closing]
        found += [(f"{letter}[", BRACKET, frozenset(letter)) for _, letter in opening]
        letters = frozenset(letter for span, letter in tags if span.overlaps(start, end))
        if start < end:
            found.append((text[start:end], (PLAIN, ONE, SEVERAL)[min(len(letters), 2)], letters))
    return found
