"""Rows as the JSON text that a document's file and its journal both hold of them, made once for both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NoReturn

from reader.store.records.record_rows import RowChange
from reader.system.json_text import is_safe_as_it_is, json_text


class RowTexts:
    """Gives the texts of rows; as long as this is there, the same row object is encoded once.

    The file has the keys of a row in order, the journal as they were given. That is the same for nearly all rows.
    """

    def __init__(self) -> None:
        self._plain: dict[int, tuple[Mapping[str, Any], str | None]] = {}

    def in_journal(self, row: Mapping[str, Any]) -> str:
        """One line of JSON; raises ``TypeError``, ``ValueError`` where there is none of it."""
        return self._text(row) or json_text(row)

    def in_file(self, row: Mapping[str, Any]) -> str:
        """The same with the keys in order; raises as ``in_journal`` does."""
        return self._text(row) or json_text(row, sort_keys=True)

    def is_same(self, row: RowChange) -> bool:
        """Whether it is certain that both sides are read again as what they are."""
        return all(side is None or self._text(side) is not None for side in (row.new, row.old))

    def as_read(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row as it is when it is read again: itself, where that is certain."""
        if self._text(row) is not None:
            return row
        read: dict[str, Any] = json.loads(json_text(row))
        return read

    def _text(self, row: Mapping[str, Any]) -> str | None:
        known = self._plain.get(id(row))
        if known is None:  # the row is kept too: no other one can have its place in memory
            known = self._plain[id(row)] = row, _plain_text(row)
        return known[1]


def file_text(row: Mapping[str, Any]) -> str:
    """One row as a file has it; raises as ``RowTexts`` does."""
    return _plain_text(row) or json_text(row, sort_keys=True)


def journal_text(row: Mapping[str, Any]) -> str:
    """One row as a journal has it; raises as ``RowTexts`` does."""
    return _plain_text(row) or json_text(row)


def _plain_text(row: Mapping[str, Any]) -> str | None:
    """The text of a row with its keys in order, and of texts and whole numbers alone; None of any other one.

    Such a text says the row exactly, without an escape for what is not safe.
    """
    template = _template(tuple(row))
    if template is None:
        return None
    values = row.values()
    try:
        text = template % tuple(
            [encode_basestring(one) if type(one) is str else one if type(one) is int else _other() for one in values]
        )
    except _OtherValueError:
        return None
    return text if is_safe_as_it_is(text) else None


class _OtherValueError(Exception):
    """A value is neither text nor a whole number."""


def _other() -> NoReturn:
    raise _OtherValueError


@lru_cache(maxsize=256)
def _template(names: tuple[object, ...]) -> str | None:
    """What the values of rows with these names are put into; None where they are not in order."""
    texts = [name for name in names if isinstance(name, str)]
    if len(texts) < len(names) or texts != sorted(texts):
        return None
    return "{" + ", ".join(encode_basestring(name).replace("%", "%%") + ": %s" for name in texts) + "}"
