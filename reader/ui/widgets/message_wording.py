"""What a line may say where there is little room: quotes are shortened first, keys never."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from reader.model.annotation import Annotation, Link

_QUOTE = re.compile("“([^“”]*)”")
#: Cells that are left of a quote at least, its marks not counted; of anything else that is said.
_QUOTE_LEAST, _SAID_LEAST = 5, 12


class KeyHint(NamedTuple):
    """What keys do, as a line says it: ``keys`` as a person reads them, ``does`` in a word or two."""

    keys: str
    does: str

    def __str__(self) -> str:
        return f"{self.keys} {self.does}"


def joined(said: str, keys: Iterable[KeyHint]) -> str:
    """What is asked, and the keys that answer it."""
    answers = "  ".join(map(str, keys))
    return f"{said}{' ' if said.endswith((':', '?')) else '  '}{answers}" if said and answers else said or answers


def shortened(text: str, room: int) -> str:
    """A text in at most so many cells; its longest quotes give way before its end. Empty where too little is left."""
    while (over := cell_len(text) - room) > 0:
        quotes = [one for one in _QUOTE.finditer(text) if cell_len(one[1]) > _QUOTE_LEAST]
        if not quotes:
            break
        longest = max(quotes, key=lambda one: cell_len(one[1]))
        left = max(_QUOTE_LEAST, cell_len(longest[1]) - over)
        text = f"{text[: longest.start(1)]}{_cut(longest[1], left)}{text[longest.end(1) :]}"
    if cell_len(text) <= room:
        return text
    return _cut(text, room) if room >= _SAID_LEAST else ""


def _cut(text: str, room: int) -> str:
    return set_cell_size(text, max(0, room - 1)).rstrip() + "…"


def flowed(parts: Sequence[str], first: int, other: int) -> list[str] | None:
    """Parts in rows, two blanks between them.

    Args:
        parts: none of them is broken.
        first: cells of the first row.
        other: cells of each other one.

    Returns:
        The rows; None where a part is longer than a row.
    """
    rows: list[str] = [""]
    for part in parts:
        row = f"{rows[-1]}  {part}" if rows[-1] else part
        if cell_len(row) <= (first if len(rows) == 1 else other):
            rows[-1] = row
        elif cell_len(part) <= other:
            rows.append(part)
        else:
            return None
    return rows


def said_of_link(link: Link, target: Annotation | None) -> str:
    """A link in words: ``supports claim “The bridge costs …”``."""
    if target is None:
        return f"{link.kind} an annotation that is not here"
    return f"{link.kind} {target.label} {quoted(target)}"


def quoted(annotation: Annotation, most: int = 40) -> str:
    """The start of an annotation's passage, in quotes."""
    quote = " ".join(annotation.quote[: most * 2].split())
    return f"“{quote if len(quote) <= most else quote[: most - 1].rstrip() + '…'}”"
