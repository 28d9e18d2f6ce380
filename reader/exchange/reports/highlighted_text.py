"""A text with its annotations as paragraphs of pieces, each piece with all annotations that reach over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

Record = dict[str, Any]


def paragraphs(text: str, quotations: Sequence[Record]) -> Iterator[list[Record]]:
    """The pieces of one paragraph after the other; paragraphs are divided by an empty line, which is in none.

    A piece has its ``text``, the quotations that ``begin`` in it, and all ``over`` it: the one that begins first comes
    first, of those that begin together the longest. Over it means ``quotation`` and ``lane``: the lowest number that no
    other has where the quotation begins, so that lines drawn in lanes never meet.

    Args:
        text: of the document.
        quotations: that have a place in it, as records; their offsets are code points.
    """
    order = sorted(quotations, key=lambda one: (one["start"], -one["end"], one["id"]))
    edges = sorted({one[name] for one in order for name in ("start", "end")})
    over: list[Record] = []
    told: set[str] = set()
    at = edge = start = 0
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        pieces = []
        place = start
        while place < end:
            while edge < len(edges) and edges[edge] <= place:
                edge += 1
            until = min(edges[edge], end) if edge < len(edges) else end
            over = [one for one in over if one["quotation"]["end"] > place]
            while at < len(order) and order[at]["start"] <= place:
                if order[at]["end"] > place:
                    taken = {one["lane"] for one in over}
                    over.append({"quotation": order[at], "lane": next(n for n in count() if n not in taken)})
                at += 1
            begin = [one["quotation"] for one in over if one["quotation"]["id"] not in told]
            told |= {one["id"] for one in begin}
            pieces.append({"text": text[place:until], "begin": begin, "over": list(over)})
            place = until
        yield pieces
        start = end + 2
