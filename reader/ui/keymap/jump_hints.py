"""Jump hints: a short code for each place on the screen, the easiest to type for the places that come first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from reader.model.spans import Span

#: The home row first: the sum of two places here says how easy a code is.
LETTERS = "fjdkslaghrueiwovncmtypbqxz"


def codes(count: int, length: int, letters: str = LETTERS) -> list[str]:
    """``count`` codes of ``length`` letters, the easiest first; fewer where there are no more.

    Their first letters and their second ones are as easy as can be: no code beginning with a far letter comes before
    every code made of nearer ones is taken.
    """
    places = sorted(product(range(len(letters)), repeat=length), key=lambda code: (max(code), sum(code), code))
    return ["".join(letters[place] for place in code) for code in places[:count]]


def hinted(spans: Sequence[Span], here: int, *, length: int) -> dict[str, Span]:
    """A code for each passage: from ``here`` on in the order of the text, then those before it.

    Args:
        spans: ordered by start; where there are more than codes, the last ones get none.
        here: an offset in the same text: the cursor's.
        length: letters a code.
    """
    first = next((index for index, span in enumerate(spans) if span.start >= here), 0)
    ordered = [*spans[first:], *spans[:first]]
    return dict(zip(codes(len(ordered), length), ordered, strict=False))


def length_for(count: int, letters: str = LETTERS) -> int:
    """Letters a code needs so that each of ``count`` places gets one."""
    return 1 if count <= len(letters) else 2
