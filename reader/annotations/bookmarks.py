"""Bookmarks: places of a document with a name of one character, kept as decisions, found again in a changed text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_lowercase
from typing import Any, NamedTuple

from reader.model.annotation import Decision

#: The kind of the decision.
BOOKMARK = "bookmark"
#: Code points of the text that a bookmark is found again by.
_QUOTED = 64


class Bookmark(NamedTuple):
    """One bookmark: its name, where it stands in ``Article.text`` as it is now, the start of what stands there."""

    name: str
    offset: int
    quote: str
    decision: Decision


def bookmark_data(name: str, text: str, offset: int) -> Mapping[str, Any]:
    """What is kept of a bookmark."""
    return {"name": name, "offset": offset, "quote": text[offset : offset + _QUOTED]}


def bookmarks(decisions: Iterable[Decision], text: str) -> dict[str, Bookmark]:
    """The bookmarks by name, in the order of the text; of several with one name the one made last.

    One whose text has moved is where the nearest copy of its text is; one whose text is gone stays near where it was.
    """
    found: dict[str, Bookmark] = {}
    for one in decisions:
        name, offset, quote = (one.data.get(key) for key in ("name", "offset", "quote"))
        if isinstance(name, str) and len(name) == 1 and isinstance(offset, int) and isinstance(quote, str):
            found[name] = Bookmark(name, _place(text, offset, quote), quote, one)
    return dict(sorted(found.items(), key=lambda item: (item[1].offset, item[0])))


def free_name(taken: Iterable[str]) -> str:
    """The first letter that no bookmark has; ``a`` where all are taken."""
    used = set(taken)
    return next((letter for letter in ascii_lowercase if letter not in used), "a")


def _place(text: str, offset: int, quote: str) -> int:
    if quote and text[offset : offset + len(quote)] != quote:
        after, before = text.find(quote, max(offset, 0)), text.rfind(quote, 0, max(offset, 0) + len(quote))
        there = [place for place in (before, after) if place >= 0]
        if there:
            return min(there, key=lambda place: abs(place - offset))
    return max(0, min(offset, len(text)))
