"""Lines of an import as the export writes them, told for what they are without reading them as JSON.

Nearly every file that is imported was exported. Such a line is as good as certain: that it is one has only to be seen,
and its values stand where they always do. All others are for ``jsonl.read``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from reader.exchange.jsonl import FIELDS, Incoming, document_of
from reader.model.annotation import DETACHED, LARGEST_OFFSET, LONGEST_LABEL, Annotation
from reader.model.untrusted_data import one_line, some_lines
from reader.store.records.annotation_texts import ANCHOR, NUMBER, ONE_LINE, SOME_LINES
from reader.store.records.record_merging import is_to_come

#: Values that are remembered as good, of each kind.
_REMEMBERED = 4096
_Answer = TypeVar("_Answer")
_NOTHING: MappingProxyType[str, Any] = MappingProxyType({})


class ExportedRows:
    """Looks at lines; what is the same in many of them is looked at once."""

    def __init__(self) -> None:
        self._paths: dict[bytes, str | None] = {}
        self._labels: dict[bytes, bool] = {}
        self._dates: dict[bytes, bool] = {}

    def document(self, data: bytes) -> tuple[str, str] | None:
        """The path of a line's document and the hash of its bytes; None where the line has to be read to know."""
        found = _line().match(data)
        return None if found is None else self._document(data, found.groups())

    def row(self, data: bytes) -> Incoming | None:
        """What ``jsonl.read`` makes of a line; None where the line has to be read to know."""
        found = _line().match(data)
        texts = () if found is None else found.groups()
        which = None if found is None else self._document(data, texts)
        if which is None:
            return None
        (
            identifier, _, _, title, label, start, end, quote, prefix, suffix, source_start, source_end,
            note, annotator, created_at, updated_at, anchor, attributed_to,
        ) = texts  # fmt: skip
        annotation = Annotation(
            identifier.decode(), one_line(_text(label)), int(start), int(end), some_lines(_text(quote)),
            some_lines(_text(prefix)), some_lines(_text(suffix)), int(source_start), int(source_end),
            some_lines(_text(note)), one_line(_text(annotator)), one_line(_text(created_at)),
            one_line(_text(updated_at)), _text(anchor),
            one_line(_text(attributed_to)) if attributed_to else "", _NOTHING,
        )  # fmt: skip
        return Incoming(document_of(*which, None if title == b"null" else _text(title)), annotation, ())

    def _document(self, data: bytes, texts: Sequence[bytes]) -> tuple[str, str] | None:
        _, path, sha256, _, label, start, end, quote, _, _, source_start, source_end, _, _, _, updated_at, anchor, _ = (
            texts
        )
        if not (data.isascii() or _is_utf_8(data)):
            return None
        length = int(end) - int(start)
        if length <= 0 or int(end) > LARGEST_OFFSET or not int(source_start) <= int(source_end) <= LARGEST_OFFSET:
            return None
        if len(_text(quote)) != length and anchor != _DETACHED:
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


def _text(text: bytes) -> str:
    """What a JSON text says."""
    return str(json.loads(text)) if b"\\" in text else text[1:-1].decode()


def _is_utf_8(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


@cache
def _line() -> re.Pattern[bytes]:
    """A line of ``jsonl.line``, without links; the values are its groups, in order."""
    kinds = {
        "id": rb"[0-7][0-9A-HJKMNP-TV-Z]{25}",
        "document_sha256": rb"[0-9a-f]{64}",
        "title": rb"null|" + ONE_LINE,
        "anchor": ANCHOR,
        **dict.fromkeys(("start", "end", "source_start", "source_end"), NUMBER),
        **dict.fromkeys(("quote", "prefix", "suffix", "note"), SOME_LINES),
    }
    quoted = {"id", "document_sha256"}
    fields = []
    for name in ("id", "document", "document_sha256", "title", *FIELDS):
        value = b"(" + kinds.get(name, ONE_LINE) + b")"
        fields.append(b'"' + name.encode() + b'": ' + (b'"' + value + b'"' if name in quoted else value))
    rest = rb'(?:, "attributed_to": (' + ONE_LINE + rb'))?, "links": \[\]\}\n\Z'
    return re.compile(rb"\{" + b", ".join(fields) + rest)
