"""Lines of an import as the export writes them, told for what they are without reading them as JSON.

Nearly every file that is imported was exported, and is read twice (see ``import_file.py``). The first time all that has
to be known of such a line is its document, and that ``jsonl.read`` will take it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from reader.model.annotation import DETACHED, LARGEST_OFFSET, LONGEST_LABEL
from reader.store.records.annotation_texts import ANCHOR, NUMBER, ONE_LINE, SOME_LINES
from reader.store.records.record_merging import is_to_come

#: Values that are remembered as good, of each kind.
_REMEMBERED = 4096
_Answer = TypeVar("_Answer")


class ExportedRows:
    """Looks at lines; what is the same in many of them is looked at once."""

    def __init__(self) -> None:
        self._paths: dict[bytes, str | None] = {}
        self._labels: dict[bytes, bool] = {}
        self._dates: dict[bytes, bool] = {}

    def document(self, data: bytes) -> tuple[str, str] | None:
        """The path of a line's document and the hash of its bytes; None where the line has to be read to know."""
        found = _line().match(data)
        if found is None or not (data.isascii() or _is_utf_8(data)):
            return None
        path, sha256, label, start, end, quote, source_start, source_end, updated_at, anchor = found.groups()
        length = int(end) - int(start)
        if length <= 0 or int(end) > LARGEST_OFFSET or not int(source_start) <= int(source_end) <= LARGEST_OFFSET:
            return None
        if _length(quote) != length and anchor != _DETACHED:
            return None
        if not _known(self._labels, label, _is_label) or not _known(self._dates, updated_at, _is_past):
            return None
        document = _known(self._paths, path, _path)
        return None if document is None else (document, sha256.decode())


def _known(values: dict[bytes, _Answer], value: bytes, answer: Callable[[str], _Answer]) -> _Answer:
    """The answer for a JSON text, remembered."""
    if value not in values:
        if len(values) >= _REMEMBERED:
            values.clear()
        values[value] = answer(json.loads(value))
    return values[value]


_DETACHED = f'"{DETACHED}"'.encode()


def _is_label(label: str) -> bool:
    return bool(label.strip()) and len(label) <= LONGEST_LABEL


def _is_past(date: str) -> bool:
    return not is_to_come(date)


def _path(path: str) -> str | None:
    return path if path.strip() and path.isprintable() else None


def _length(text: bytes) -> int:
    """Code points of a JSON text."""
    return len(text.decode()) - 2 if b"\\" not in text else len(json.loads(text))


def _is_utf_8(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


@cache
def _line() -> re.Pattern[bytes]:
    """A line of ``jsonl.line``, without links; the groups are those that ``document`` looks at."""
    line, lines = rb"(?:" + ONE_LINE + rb")", rb"(?:" + SOME_LINES + rb")"
    fields = [
        rb'"id": "[0-7][0-9A-HJKMNP-TV-Z]{25}"',
        rb'"document": (' + line + rb")",
        rb'"document_sha256": "([0-9a-f]{64})"',
        rb'"title": (?:null|' + line + rb")",
        rb'"label": (' + line + rb")",
        rb'"start": (' + NUMBER + rb")",
        rb'"end": (' + NUMBER + rb")",
        rb'"quote": (' + lines + rb")",
        rb'"prefix": ' + lines,
        rb'"suffix": ' + lines,
        rb'"source_start": (' + NUMBER + rb")",
        rb'"source_end": (' + NUMBER + rb")",
        rb'"note": ' + lines,
        rb'"annotator": ' + line,
        rb'"created_at": ' + line,
        rb'"updated_at": (' + line + rb")",
        rb'"anchor": (' + ANCHOR + rb")(?:, " + rb'"attributed_to": ' + line + rb")?",
        rb'"links": \[\]',
    ]
    return re.compile(rb"\{" + rb", ".join(fields) + rb"\}\n\Z")
