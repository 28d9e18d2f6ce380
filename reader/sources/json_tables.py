"""Tables written as JSON whose rows are no objects: by columns, or as lists of values with the names beside or above.

pandas writes them (``to_json`` by default, and with ``orient="split"``), and so do services that answer SQL, Datasette
and spreadsheets. Such a table is read as the list of its rows, each an object, as if it had been written so. Names and
values stay as they are written, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reader.sources.json_documents import DECODER, after, documents_in, is_article
from reader.sources.json_fields import Number

#: Names of the list of rows.
_ROWS = ("data", "rows", "values")
#: How a file may begin that is a table: with an object or list in its first value, or with lists of names or values.
_BEGINNING = re.compile(
    r"""
    [\s\ufeff]* (?: \[\s*\[
        | \{\s*"[^"]*"\s*:\s*\{\s*"
        | \{.*?"(?: columns"\s*:\s*\[ | (?:data|rows|values)"\s*:\s*\[\s*\[ )
    )""",
    re.DOTALL | re.VERBOSE,
)
#: Code points in which a table begins.
_HEAD = 4096
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
#: Code points of a text that is an article's where the index has words; those of a program's messages are shorter.
_LEAST_TEXT = 200


class _Value(NamedTuple):
    """A value in a text of JSON: its name, empty in a list; itself; and both as they are written there."""

    name: str
    value: Any
    written_name: str
    written: str
    start: int


class _Row(NamedTuple):
    """A row of a table: its fields, and the object that they are, as it is written."""

    fields: dict[str, Any]
    written: str


def may_be_table(text: str) -> bool:
    """Whether a text may be a table, as far as its beginning tells; the rest need not be there."""
    return _BEGINNING.match(text, 0, _HEAD) is not None


def as_list(text: str) -> str:
    """The rows of a table as a list of objects; empty if a text is no table, or has documents without that.

    A row without an article is in the list too, so that it is named where it is opened.
    """
    if not may_be_table(text):
        return ""
    try:
        if any(text[place.offset] == "{" for place in documents_in(text)):
            return ""
        rows = [*_rows(text)]
    except (ValueError, RecursionError):
        return ""
    if not any(is_article(row.fields) for row in rows):
        return ""
    listed = ",\n".join(row.written for row in rows)
    return f"[{listed}]"


def first_row(text: str) -> dict[str, Any]:
    """The fields of the first row of a table with a list of names, for a message; empty if there is none."""
    start = after(text, 0)
    return next((row.fields for row in _rows(text)), {}) if _rows_in(text, start) is not None else {}


def _rows(text: str) -> Iterator[_Row]:
    """The rows of the table that a text is, if it is one; raises ``ValueError`` where it is no valid JSON."""
    start = after(text, 0)
    if (listed := _rows_in(text, start)) is not None:
        names, place = listed
        for one in _values(text, place):
            if not isinstance(one.value, list):
                return
            cells = [*_values(text, one.start)]
            if names:
                yield _row((*name, cell) for name, cell in zip(names, cells, strict=False))
            else:
                names = [(cell.value, cell.written) for cell in cells if cell.written.startswith('"')]
                if not names or len(names) < len(cells):
                    return
    elif text[start : start + 1] == "{":
        yield from _rows_by_index(text, [*_values(text, start)])


def _rows_in(text: str, start: int) -> tuple[list[tuple[str, str]], int] | None:
    """The names of columns, each with how it is written, and where the list of rows is; None if there is none.

    There are no names where they are the first row.
    """
    if text[start : start + 1] == "[":
        return [], start
    if text[start : start + 1] != "{":
        return None
    members = {one.name: one for one in _values(text, start)}
    rows = next((found for name in _ROWS if (found := members.get(name)) and isinstance(found.value, list)), None)
    if rows is None or not all(isinstance(one, list) for one in rows.value):
        return None
    return _names(text, members.get("columns")), rows.start


def _names(text: str, columns: _Value | None) -> list[tuple[str, str]]:
    """The names of columns: texts, or the names of objects that describe columns."""
    found = []
    for column in _values(text, columns.start) if columns is not None and isinstance(columns.value, list) else ():
        inner = _values(text, column.start) if isinstance(column.value, dict) else ()
        named = next((one for one in inner if one.name == "name"), column)
        is_name = isinstance(named.value, str) and not isinstance(named.value, Number)
        found.append((named.value, named.written) if is_name else ("", '""'))
    return found


def _rows_by_index(text: str, columns: Sequence[_Value]) -> Iterator[_Row]:
    """The rows of columns that are objects with one index: numbers, or anything where two columns or more have it."""
    if not columns or not all(isinstance(one.value, dict) and one.value for one in columns):
        return
    index = list(columns[0].value)
    if any(list(one.value) != index for one in columns):
        return
    if not all(map(_NUMBER.fullmatch, index)):
        texts = (cell for one in columns for cell in one.value.values() if isinstance(cell, str))
        if len(columns) == 1 or max(map(len, texts), default=0) < _LEAST_TEXT:
            return
    for cells in zip(*(_values(text, one.start) for one in columns), strict=True):
        yield _row((one.name, one.written_name, cell) for one, cell in zip(columns, cells, strict=True))


def _row(cells: Iterator[tuple[str, str, _Value]]) -> _Row:
    """A row of cells, each with its name and how that is written."""
    known = [*cells]
    fields = {name: cell.value for name, _, cell in known}
    return _Row(fields, f"{{{', '.join(f'{written}: {cell.written}' for _, written, cell in known)}}}")


def _values(text: str, place: int) -> Iterator[_Value]:
    """The values in the object or list at ``place``."""
    is_object = text[place] == "{"
    place = after(text, place + 1)
    while text[place] not in "]}":
        name, written_name = "", ""
        if is_object:
            name, end = DECODER.raw_decode(text, place)
            written_name = text[place:end]
            place = after(text, text.index(":", end) + 1)
        value, end = DECODER.raw_decode(text, place)
        yield _Value(name, value, written_name, text[place:end], place)
        place = after(text, end)
