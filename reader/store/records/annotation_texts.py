"""Annotations as the JSON texts of their fields, for passes over a whole store that need no more than that.

A store of a million annotations is exported and counted without one of them becoming an object. That works only for
rows that stand exactly as the program writes them: for those, each field's text is what the field would be written as
again. ``texts_in`` says no to all else, and the rows are then read as any others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reader.model.annotation import ANCHORS, LARGEST_OFFSET, LONGEST_LABEL
from reader.system.safe_text import is_safe

#: Bytes of text that are decoded at once to see that they are UTF-8.
_PIECE = 1 << 18
_PLAIN = rb'[^"\\\x00-\x1f]*'
#: Patterns of JSON as ``json_text`` writes it: a text of one line, one of several, a whole number, an anchor.
ONE_LINE = rb'"' + _PLAIN + rb'(?:\\["\\]' + _PLAIN + rb')*"'
SOME_LINES = rb'"' + _PLAIN + rb'(?:\\["\\nt]' + _PLAIN + rb')*"'
NUMBER = rb"(?:0|[1-9][0-9]{0,15})"
ANCHOR = rb'"(?:' + "|".join(ANCHORS).encode() + rb')"'


class AnnotationTexts(NamedTuple):
    """One annotation: its row's number and its fields, all but the offsets as JSON, in UTF-8.

    Attributes:
        attributed_to: empty where the row has no such field.
        start, end, source_start, source_end: digits.
    """

    row_id: bytes
    anchor: bytes
    annotator: bytes
    attributed_to: bytes
    created_at: bytes
    end: bytes
    label: bytes
    note: bytes
    prefix: bytes
    quote: bytes
    source_end: bytes
    source_start: bytes
    start: bytes
    suffix: bytes
    updated_at: bytes


def texts_in(rows: bytes) -> list[AnnotationTexts] | None:
    """The rows of a table of annotations, in order; None where one of them is not as the program writes it.

    Args:
        rows: the lines between the heading of the table and its end, each with its line end.
    """
    found = [AnnotationTexts._make(match) for match in _row().findall(rows)]
    # A match is one whole line: as many matches as lines are all of them.
    if not found or len(found) != rows.count(b"\n") or rows.count(b"\n,") != len(found) - 1 or rows[:1] == b",":
        return None
    return found if _is_shown_as_it_is(rows) and _are_valid(found) else None


def _are_valid(found: list[AnnotationTexts]) -> bool:
    """Whether ``record_from`` would take each row as it stands."""
    last = -1
    labels = set()
    for one in found:
        number = int(one.row_id)
        if number <= last or not int(one.start) < int(one.end) <= LARGEST_OFFSET:
            return False
        if not int(one.source_start) <= int(one.source_end) <= LARGEST_OFFSET:
            return False
        last = number
        labels.add(one.label)
    names = [str(json.loads(label)) for label in labels]
    return last < 1 << 128 and all(name.strip() and len(name) <= LONGEST_LABEL for name in names)


def _is_shown_as_it_is(rows: bytes) -> bool:
    """Whether the rows are UTF-8 without a character that is replaced when it is read, or escaped when written."""
    try:
        return all(_is_safe(piece) for piece in _pieces(rows))
    except UnicodeDecodeError:
        return False


def _is_safe(rows: bytes) -> bool:
    if rows.isascii():
        return b"\x7f" not in rows  # nothing else that is unsafe may stand in a JSON string as it is
    return is_safe(rows.decode().replace("\n", ""))


def _pieces(rows: bytes) -> Iterator[bytes]:
    """The rows in pieces of whole lines, so that decoding a large table takes little memory."""
    start = 0
    while start < len(rows):
        end = rows.find(b"\n", start + _PIECE) + 1 or len(rows)
        yield rows[start:end]
        start = end


@cache
def _row() -> re.Pattern[bytes]:
    """One line of the table as ``file_format`` writes it: names in order, texts escaped as by ``json_text``."""
    line, lines, number = b"(" + ONE_LINE + b")", b"(" + SOME_LINES + b")", b"(" + NUMBER + b")"
    kinds = {"anchor": b"(" + ANCHOR + b")", "note": lines, "prefix": lines, "quote": lines, "suffix": lines}
    kinds |= dict.fromkeys(("end", "source_end", "source_start", "start"), number)
    parts = []
    for name in AnnotationTexts._fields[1:]:
        field = b'"' + name.encode() + b'": ' + kinds.get(name, line)
        parts.append(rb'(?:"attributed_to": (?!"")' + line + rb", )?" if name == "attributed_to" else field + b", ")
    return re.compile(rb'^,?"(0|[1-9][0-9]{0,38})": \{' + b"".join(parts).removesuffix(b", ") + rb"\}\n", re.MULTILINE)
