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
from reader.model.annotation import ANCHORS, DETACHED, LARGEST_OFFSET, LONGEST_LABEL, Annotation
from reader.model.untrusted_data import one_line, some_lines
from reader.store.records.annotation_texts import NUMBER, ONE_LINE, SOME_LINES
from reader.store.records.record_merging import is_to_come

#: Values that are remembered as good, of each kind.
_REMEMBERED = 4096
_Answer = TypeVar("_Answer")
_NOTHING: MappingProxyType[str, Any] = MappingProxyType({})


class ExportedRows:
    """Looks at lines; what is the same in many of them is looked at once."""

    def __init__(self) -> None:
        self._paths: dict[str, str | None] = {}
        self._labels: dict[str, bool] = {}
        self._dates: dict[str, bool] = {}

    def document(self, data: bytes) -> tuple[str, str] | None:
        """The path of a line's document and the hash of its bytes; None where the line has to be read to know."""
        found = _match(data)
        return None if found is None else self._document(found.groups())

    def row(self, data: bytes) -> Incoming | None:
        """What ``jsonl.read`` makes of a line; None where the line has to be read to know."""
        found = _match(data)
        texts = () if found is None else found.groups()
        which = None if found is None else self._document(texts)
        if found is None or which is None:
            return None
        if "\\" in found.string:
            texts = tuple([_text(one) if one else one for one in texts])
        (
            identifier, _, _, title, label, start, end, quote, prefix, suffix, source_start, source_end,
            note, annotator, created_at, updated_at, anchor, speaker,
        ) = texts  # fmt: skip
        attributed_to = speaker or ""
        if not found.string[:-1].isprintable():  # a character may be in it that is replaced
            label, annotator, created_at, updated_at, attributed_to = map(
                one_line, (label, annotator, created_at, updated_at, attributed_to)
            )
            quote, prefix, suffix, note = map(some_lines, (quote, prefix, suffix, note))
        annotation = Annotation(
            identifier, label, int(start), int(end), quote, prefix, suffix, int(source_start), int(source_end),
            note, annotator, created_at, updated_at, anchor, attributed_to, _NOTHING,
        )  # fmt: skip
        return Incoming(document_of(*which, title), annotation, ())

    def _document(self, texts: Sequence[str]) -> tuple[str, str] | None:
        _, path, sha256, _, label, start, end, quote, _, _, source_start, source_end, _, _, _, updated_at, anchor, _ = (
            texts
        )
        first, last = int(start), int(end)
        if not first < last <= LARGEST_OFFSET or not int(source_start) <= int(source_end) <= LARGEST_OFFSET:
            return None
        if len(_text(quote)) != last - first and anchor != DETACHED:
            return None
        if not _known(self._labels, label, _is_label) or not _known(self._dates, updated_at, _is_past):
            return None
        document = _known(self._paths, path, _path)
        return None if document is None else (document, sha256)


def _known(values: dict[str, _Answer], value: str, answer: Callable[[str], _Answer]) -> _Answer:
    """The answer for a JSON text, remembered."""
    if value not in values:
        if len(values) >= _REMEMBERED:
            values.clear()
        values[value] = answer(_text(value))
    return values[value]


def _is_label(label: str) -> bool:
    return bool(label.strip()) and len(label) <= LONGEST_LABEL


def _is_past(date: str) -> bool:
    return not is_to_come(date)


def _path(path: str) -> str | None:
    return path if path.strip() and path.isprintable() else None


def _text(text: str) -> str:
    """What a JSON text says, which stands here without its quotes."""
    return str(json.loads(f'"{text}"')) if "\\" in text else text


def _match(data: bytes) -> re.Match[str] | None:
    """A line of ``jsonl.line``, without links; its values are the groups, in order: JSON without the quotes."""
    try:
        return _line().match(data.decode())
    except UnicodeDecodeError:
        return None


@cache
def _line() -> re.Pattern[str]:
    one_line, some_lines, number = (
        f"{kind[0]}({kind[1:-1]}){kind[-1]}" if kind[0] == '"' else f"({kind})"
        for kind in (ONE_LINE.decode(), SOME_LINES.decode(), NUMBER.decode())
    )
    kinds = {
        "id": '"([0-7][0-9A-HJKMNP-TV-Z]{25})"',
        "document_sha256": '"([0-9a-f]{64})"',
        "title": f"(?:null|{one_line})",
        "anchor": f'"({"|".join(ANCHORS)})"',
        **dict.fromkeys(("start", "end", "source_start", "source_end"), number),
        **dict.fromkeys(("quote", "prefix", "suffix", "note"), some_lines),
    }
    fields = [
        f'"{name}": {kinds.get(name, one_line)}' for name in ("id", "document", "document_sha256", "title", *FIELDS)
    ]
    return re.compile(rf'\{{{", ".join(fields)}(?:, "attributed_to": {one_line})?, "links": \[\]\}}\n\Z')
