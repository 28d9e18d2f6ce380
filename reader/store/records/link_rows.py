"""Links read from the text of their table, for passes over a whole store (see ``annotation_texts.py``)."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from reader.model.annotation import Link
from reader.store.records.record_rows import identifier

_NOTHING: MappingProxyType[str, object] = MappingProxyType({})


def links_in(rows: str) -> tuple[Link, ...] | None:
    """The rows of a table of links, ordered by id; None where one of them is not as the program writes it.

    Args:
        rows: the lines between the heading of the table and its end, each with its line end.
    """
    found = _row().findall(rows)
    # A match is one whole line: as many matches as lines are all of them.
    if len(found) != rows.count("\n") or rows.count("\n,") != max(0, len(found) - 1) or rows[:1] == ",":
        return None
    numbers = [int(one[0]) for one in found]
    if numbers != sorted({*numbers}) or numbers[-1:] >= [1 << 128] or not rows.replace("\n", "").isprintable():
        return None
    if any(source == target for _, _, _, _, source, target, _ in found):
        return None
    return tuple([
        Link(identifier(row_id), source, target, kind, annotator, created_at, updated_at, _NOTHING)
        for row_id, annotator, created_at, kind, source, target, updated_at in found
    ])  # fmt: skip


@cache
def _row() -> re.Pattern[str]:
    """One line of the table as ``file_format`` writes it, where no text holds a mark or a backslash."""
    fields = ", ".join(f'"{name}": "([^"\\\\]*)"' for name in sorted(Link.__slots__) if name not in ("id", "extra"))
    return re.compile(rf'^,?"(0|[1-9][0-9]{{0,38}})": \{{{fields}\}}\n', re.MULTILINE)
