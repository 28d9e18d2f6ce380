"""A store file that strict JSON will not do for, read line by line, else record by record.

What a merge in git left is understood. Nothing is guessed: what cannot be understood is left out and counted; whoever
writes the file next keeps its bytes first.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

from reader.store.records.record_merging import joined
from reader.store.records.record_rows import KNOWN_TABLES, META, Tables, table_of

#: Fields of which many records say the same.
_REPEATED = ("anchor", "annotator", "label")
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class DuplicateError(ValueError):
    """A name that stands twice in one JSON object, of which strict JSON would silently keep the last."""


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For ``json.loads``: the object, if no name stands in it twice; raises ``DuplicateError``.

    What many records say in the same words is in memory once.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DuplicateError("a name stands twice")
    for name in _REPEATED:
        if type(value := found.get(name)) is str:
            found[name] = sys.intern(value)
    if "updated_at" in found and found["updated_at"] == found.get("created_at"):
        found["updated_at"] = found["created_at"]
    return found


def repaired(text: str) -> tuple[Tables, int]:
    """The tables in a store file, whatever became of its commas, brackets, order and line breaks.

    Of two rows with one id the newer is taken, with both notes where both wrote one; a record under the wrong heading
    goes where its fields say.

    Returns:
        The tables, and how many lines (of a file that is not one record a line any more: records) could not be
        understood, which are left out; -1 where none is, but the end is missing.
    """
    lines = [line.strip("\x00 \t\r") for line in text.split("\n")]
    meant = [line for line in lines if line and not line.startswith(_MARKERS)]
    found, left_out = _by_line(meant)
    if left_out > 0:
        other, missing = _by_bracket("\n".join(meant))
        if sum(map(len, other.values())) > sum(map(len, found.values())):
            return other, missing
    return found, left_out


def _by_line(meant: list[str]) -> tuple[Tables, int]:
    tables: Tables = {}
    heading: str | None = None
    left_out = 0
    for line in meant:
        if line in {"{", "}", "},", ","}:
            heading = heading if line == "," else None
        elif found := _lines()[0].match(line):
            heading = found[1] if not found[2] else None
            tables.setdefault(found[1], {})
        elif found := _lines()[1].match(line):
            left_out += not _put(tables, heading, found[1], _row(found[2]))
        else:
            left_out += 1
    return tables, left_out or (0 if meant[-2:] == ["}", "}"] else -1)


def _by_bracket(text: str) -> tuple[Tables, int]:
    """The same of a text that another program has laid out: each record from its number to the next number.

    No record is looked at twice: the time is that of the text's length, whatever is in it.
    """
    tables: Tables = {}
    heading: str | None = None
    left_out = end = 0
    starts = list(_starts().finditer(text))
    stops = [*[found.start() for found in starts if found[1]][1:], len(text)]
    for found in starts:
        if found[1]:
            row, length = _first_row(text[found.end() - 1 : stops.pop(0)])
            left_out += not _put(tables, heading, found[1], row)
            end = found.end() - 1 + length if row is not None else end
        elif found.start() >= end and (found[2] in KNOWN_TABLES or not text[end : found.start()].strip("{}, \n")):
            heading, end = found[2], found.end()
            tables.setdefault(heading, {})
    return tables, left_out or (0 if re.search(r"\}\s*\}\s*\Z", text[-99:]) else -1)


def _put(tables: Tables, heading: str | None, row_id: str, row: dict[str, Any] | None) -> bool:
    """Put a row where it belongs, if that is known and it is one."""
    table = None if row is None else table_of(row, heading)
    if row is None or table is None:
        return False
    rows = tables.setdefault(table, {})
    rows[row_id] = _one_of(table, rows.get(row_id), row)
    return True


@cache
def _lines() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a line of ours is: the heading of a table, or a record."""
    heading = re.compile(r',?\s*"([^"\\0-9][^"\\]*)"\s*:\s*\{\s*(\})?,?\Z')
    row = re.compile(r',?\s*"([0-9]{1,39})"\s*:\s*(\{.*\})\s*,?\Z')
    return heading, row


@cache
def _starts() -> re.Pattern[str]:
    """Where a record or a table begins, in whatever layout."""
    return re.compile(r'"(?:([0-9]{1,39})|([^"\\0-9][^"\\]{0,99}))"\s{0,9}:\s{0,9}\{')


def _row(text: str) -> dict[str, Any] | None:
    """The record in a line, None where it is none."""
    try:
        row = json.loads(text, object_pairs_hook=without_duplicates)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _first_row(text: str) -> tuple[dict[str, Any] | None, int]:
    """The record that a text begins with, and its length; None and 0 where it begins with none."""
    try:
        return json.JSONDecoder(object_pairs_hook=without_duplicates).raw_decode(text)
    except (ValueError, RecursionError):
        return None, 0


def _one_of(table: str, before: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, Any]:
    if before is None:
        return row
    return _one_meta(before, row) if table == META else joined(before, row)


def _one_meta(before: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The later one, and every hash of either, so that the document is found by all the bytes it had."""
    hashes: Iterable[object] = (*_list(before), before.get("sha256"), *_list(row))
    kept = dict.fromkeys(one for one in hashes if isinstance(one, str) and one and one != row.get("sha256"))
    return {**before, **row, "hashes": list(kept)}


def _list(meta: dict[str, Any]) -> list[Any]:
    hashes = meta.get("hashes")
    return hashes if isinstance(hashes, list) else []
