"""Bookmarks: places of a document named by one character, stored as decisions and found again in a changed text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_lowercase
from typing import Any, NamedTuple

from reader.model.annotation import Decision

#: The kind of the decision.
BOOKMARK = "bookmark"
#: Code points of text by which a bookmark is found again.
_QUOTED = 64


class Bookmark(NamedTuple):
    """One bookmark: its name, its present offset in ``Article.text``, and the text that follows it."""

    name: str
    offset: int
    quote: str
    decision: Decision


def bookmark_data(name: str, text: str, offset: int) -> Mapping[str, Any]:
    """The stored data of a bookmark."""
    return {"name": name, "offset": offset, "quote": text[offset : offset + _QUOTED]}


def bookmarks(decisions: Iterable[Decision], text: str) -> dict[str, Bookmark]:
    """The bookmarks by name, in text order; of several with one name the latest.

    If the text has changed, a bookmark is at the nearest copy of its quote, or near its old offset if there is none.
    """
    by_name: dict[str, Bookmark] = {}
    for decision in decisions:
        name, offset, quote = (decision.data.get(key) for key in ("name", "offset", "quote"))
        if isinstance(name, str) and len(name) == 1 and isinstance(offset, int) and isinstance(quote, str):
            by_name[name] = Bookmark(name, _place(text, offset, quote), quote, decision)
    return dict(sorted(by_name.items(), key=lambda item: (item[1].offset, item[0])))


def free_name(taken: Iterable[str]) -> str:
    """The first letter without a bookmark; ``a`` if all are taken."""
    used = set(taken)
    return next((letter for letter in ascii_lowercase if letter not in used), "a")


def _place(text: str, offset: int, quote: str) -> int:
    if quote and text[offset : offset + len(quote)] != quote:
        after, before = text.find(quote, max(offset, 0)), text.rfind(quote, 0, max(offset, 0) + len(quote))
        copies = [place for place in (before, after) if place >= 0]
        if copies:
            return min(copies, key=lambda place: abs(place - offset))
    return max(0, min(offset, len(text)))
