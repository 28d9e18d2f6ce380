"""A store file that strict JSON will not do for, read line by line: what a merge in git left is understood.

Nothing is guessed: a line that cannot be understood is left out and counted; whoever writes the file next keeps its
bytes first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from reader.annotations.merging import joined

_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_KNOWN = ("_meta", "_trash", "annotations", "decisions", "links")


class DuplicateError(ValueError):
    """A name that stands twice in one JSON object, of which strict JSON would silently keep the last."""


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For ``json.loads``: the object, if no name stands in it twice; raises ``DuplicateError``."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DuplicateError("a name stands twice")
    return found


def salvaged(text: str) -> tuple[dict[str, dict[str, Any]], int]:
    """The tables in a file of one record a line, whatever became of its commas, brackets and order.

    Of two rows with one id the newer is taken, with both notes where both wrote one; a record under the wrong heading
    goes where its fields say.

    Returns:
        The tables, and how many lines are neither heading, record, bracket nor a mark of a merge, which are left out;
        -1 where none is, but the end is missing.
    """
    lines = [line.strip("\x00 \t\r") for line in text.split("\n")]
    meant = [line for line in lines if line and not line.startswith(_MARKERS)]
    tables: dict[str, dict[str, Any]] = {}
    heading: str | None = None
    left_out = 0
    for line in meant:
        if line in {"{", "}", "},", ","}:
            heading = heading if line == "," else None
        elif found := _patterns()[0].match(line):
            heading = found[1] if not found[2] else None
            tables.setdefault(found[1], {})
        elif (found := _patterns()[1].match(line)) and (row := _row(found[2])) is not None:
            table = table_of(row, heading)
            if table is None:
                left_out += 1
                continue
            rows = tables.setdefault(table, {})
            rows[found[1]] = _one_of(table, rows.get(found[1]), row)
        else:
            left_out += 1
    return tables, left_out or (0 if meant[-2:] == ["}", "}"] else -1)


def table_of(row: dict[str, Any], heading: str | None) -> str | None:
    """The table that a row belongs to: what its fields say, else the heading that it stands under."""
    if heading is not None and heading not in _KNOWN:
        return heading
    if "deleted_at" in row and "quote" not in row:
        return "_trash"
    if "quote" in row and "start" in row:
        return "annotations"
    if "data" in row and "kind" in row:
        return "decisions"
    if "source" in row and "target" in row:
        return "links"
    return "_meta" if "schema" in row else heading


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    heading = re.compile(r',?\s*"([^"\\0-9][^"\\]*)"\s*:\s*\{\s*(\})?,?\Z')
    return heading, re.compile(r',?\s*"([0-9]{1,39})"\s*:\s*(\{.*\})\s*,?\Z')


def _row(text: str) -> dict[str, Any] | None:
    """The record in a line, None where it is none."""
    try:
        row = json.loads(text, object_pairs_hook=without_duplicates)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _one_of(table: str, before: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, Any]:
    if before is None:
        return row
    return _one_meta(before, row) if table == "_meta" else joined(before, row)


def _one_meta(before: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The later one, and every hash of either, so that the document is found by all the bytes it had."""
    hashes: Iterable[object] = (*_list(before), before.get("sha256"), *_list(row))
    kept = dict.fromkeys(one for one in hashes if isinstance(one, str) and one and one != row.get("sha256"))
    return {**before, **row, "hashes": list(kept)}


def _list(meta: dict[str, Any]) -> list[Any]:
    hashes = meta.get("hashes")
    return hashes if isinstance(hashes, list) else []
