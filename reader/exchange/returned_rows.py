"""The rows of a file that another program may have written back: one a line, over several lines, or in a JSON list.

Libraries for tables write our own export back with ``24.0`` for ``24``, with nothing for an empty text, and with
milliseconds for a date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

#: What is a whole number, and what a date.
_NUMBERS = ("start", "end", "source_start", "source_end")
_DATES = ("created_at", "updated_at")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: From here on a number of seconds would be a date of the year 5138, so that it is one of milliseconds.
_MILLISECONDS = 100_000_000_000
_BLANK = " \t\r\n"
#: What every line of an import has to have.
WANTED = (
    "wanted: one annotation a line, a JSON object with id, document, document_sha256, label, start, end and quote, "
    "as nrc-reader export writes it (nrc-reader help formats)"
)


def whole_rows(lines: Iterable[bytes], longest: int) -> tuple[list[dict[str, Any]] | None, Iterable[bytes]]:
    """The rows of a file that is not written one a line; None where it is, or may be.

    Args:
        lines: of the file.
        longest: bytes of the largest file that is looked at as a whole.

    Returns:
        The rows, and the lines as they were given.
    """
    rest = iter(lines)
    first = list(_up_to_text(rest))
    everything = chain(first, rest)
    if not first or _is_row(first[-1]):
        return None, everything
    listed, size = [], 0
    for line in everything:
        listed.append(line)
        size += len(line)
        if size > longest:
            return None, chain(listed, everything)
    return _rows_in(b"".join(listed)), listed


def as_exported(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the export wrote it, where another program has read it and written it back."""
    values = {name: value for name, value in row.items() if value is not None or name == "title"}
    for name in _NUMBERS:
        value = values.get(name)
        if type(value) is not int and isinstance(value, float) and value.is_integer():
            values[name] = int(value)
    for name in _DATES:
        value = values.get(name)
        if type(value) is not str and isinstance(value, int | float) and not isinstance(value, bool):
            values[name] = _date(value)
    return values


def no_number(name: str) -> None:
    """Nothing, for the ``NaN`` that libraries for tables write for it; raises ``ValueError`` for an infinite number."""
    if name != "NaN":
        raise ValueError(name)


def _up_to_text(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line
        if line.strip():
            return


def _is_row(line: bytes) -> bool:
    """Whether a line is a JSON value of its own, or none that JSON over several lines could begin with."""
    try:
        text = line.decode("utf-8-sig").strip()
        return isinstance(json.loads(text), dict) or text[0] not in "[{"
    except (ValueError, RecursionError):
        return line.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"[", b"{")


def _rows_in(data: bytes) -> list[dict[str, Any]] | None:
    """The objects of JSON values one behind the other, or of lists of them; None if it is anything else."""
    try:
        values = list(_values(data.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return None
    rows = [row for value in values for row in (value if isinstance(value, list) else [value])]
    return rows if rows and all(isinstance(row, dict) for row in rows) else None


def _values(text: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(parse_constant=no_number), 0
    while (at := _text_from(text, at)) < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value


def _text_from(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _date(number: float) -> str:
    seconds = number / 1000 if abs(number) >= _MILLISECONDS else number
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return str(number)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def refusal(name: str, fault: object, count: int) -> str:
    """One line on a file of which nothing can be used: which, what is wrong with its first line, what is wanted."""
    first = str(fault).partition("left out: ")[2]
    more = f", and {count - 1} more cannot be used" if count > 1 else ""
    return f"{name}: nothing in it can be imported: its first line {first}{more}; {WANTED}"
