"""Reads e-mails (.eml): the plain text part, or else the HTML part; subject, sender and date stand first.

Attachments are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.model.page import Page
from reader.sources.file_types import EML, HTML
from reader.sources.page_builder import PageBuilder
from reader.sources.parsing_limits import MOST_LINES
from reader.sources.safe_lines import safe_lines
from reader.sources.source_error import SourceError

if TYPE_CHECKING:
    from email.message import Message

#: The most parts that are read; a digest has some dozens.
MAX_PARTS = 1000
#: Nested parts that are always accepted; with more, lines times parts. The parser compares each line with open parts.
MAX_NESTED = 50
MOST_WORK = 20_000_000
#: The most characters of a header field that are read.
MAX_HEADER = 4000
#: Text lines up to this width are hard-wrapped; longer ones are paragraphs.
_WIDEST = 100
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,3}[.)])\s+\S")
_QUOTED = re.compile(r"(?:>[ ]?){1,1000}")


def read(data: bytes, path: str) -> Page:
    """An e-mail as a page; :class:`SourceError` if it has no text."""
    message = parsed(data, path)
    builder = PageBuilder()
    _head(message, builder)
    rest = unread_lines(data)
    plain = html = ""
    encoding = "utf-8"
    for part in parts(message):
        kind = part.get_content_type()
        if kind == "text/plain":
            plain, encoding = decoded(part)
            if plain.strip():
                for text, hint in _paragraphs(plain, flowed=part.get_param("format") == "flowed"):
                    builder.line(text, hint)
                return builder.page(path, EML, data, encoding, left_out=rest)
        elif kind == HTML and not html:
            html, encoding = decoded(part)
    if not html:
        raise SourceError(path, "is an e-mail without text", "save its attachments and open those")
    from reader.sources.formats.html import bounded_markup, visible_text

    html, more = bounded_markup(html)
    rest = rest or more
    text, lines, _ = visible_text(safe_lines(html)[0])
    for line in lines:
        if line.hint != "title":
            builder.line(text[line.start : line.end], line.hint or "p")
    return builder.page(path, EML, data, encoding, left_out=rest)


def unread_lines(data: bytes) -> str:
    """A line about the lines that are not read; empty if all are."""
    return f"only its first {MOST_LINES:,} lines are read" if _lines_of(data) > MOST_LINES else ""


def _lines_of(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def parsed(data: bytes, path: str) -> Message:
    """A message with its parts; raises :class:`SourceError` if they cannot be separated or are too many."""
    from email import message_from_bytes
    from email.policy import Compat32

    class Short(Compat32):
        """Cuts header fields to their limit, as the parser needs quadratic time for long parameters."""

        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            name, value = super().header_source_parse(sourcelines)
            return name, value[:MAX_HEADER]

    if _lines_of(data) > MOST_LINES:
        data = b"\n".join(data.splitlines()[:MOST_LINES])
    if data.count(b"boundary") > MAX_NESTED and data.count(b"\n") * data.lower().count(b"boundary") > MOST_WORK:
        raise SourceError(path, "has too many nested parts", "it is not opened, for safety")
    try:
        return message_from_bytes(data, policy=Short())
    except (RecursionError, ValueError, LookupError) as error:
        raise SourceError(path, "is damaged or cut off", "its parts cannot be separated") from error


def parts(message: Message) -> Iterator[Message]:
    """The parts with content, in order, depth first; without attachments, and without parts beyond the limit."""
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.is_multipart():
            content = part.get_payload()
            if isinstance(content, list):
                waiting += [inner for inner in reversed(content) if not isinstance(inner, str)]
        elif part.get_content_disposition() != "attachment":
            yield part


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def decoded(part: Message) -> tuple[str, str]:
    """The decoded text of a part, and its encoding."""
    from reader.sources.encodings import decode

    is_markup = part.get_content_type() != "text/plain"
    return decode(_bytes(part), markup=is_markup, declared=part.get_content_charset() or "")


def _head(message: Message, builder: PageBuilder) -> None:
    from email.utils import parseaddr, parsedate_to_datetime

    builder.running(_header(message, "Subject"), "front title")
    sender = _header(message, "From")
    try:
        name, address = parseaddr(sender)
    except RecursionError:  # nested comments
        name, address = "", ""
    builder.running(name or address or sender, "front author")
    try:
        builder.running(parsedate_to_datetime(_header(message, "Date")).date().isoformat(), "front date")
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        builder.running(_header(message, "Date"), "front date")


def _header(message: Message, name: str) -> str:
    """A header field with its encoded words decoded."""
    from email.errors import HeaderParseError
    from email.header import decode_header

    value = str(message.get(name, ""))[:MAX_HEADER]
    try:
        words = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    parts = []
    for content, charset in words:
        if isinstance(content, str):
            parts.append(content)
            continue
        try:
            parts.append(content.decode(charset or "utf-8", "replace"))
        except (LookupError, ValueError):  # an unknown encoding, or one that is not for text
            parts.append(content.decode("latin-1"))
    return "".join(parts)


def _paragraphs(text: str, *, flowed: bool) -> Iterator[tuple[str, str]]:
    """The paragraphs of a plain text that was wrapped for 80 columns, each with its hint.

    Text after the signature mark (``-- ``) is a footer; lines after ``>`` are quotations.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    width = max((len(row) for row in rows if len(row) <= _WIDEST), default=0)
    hint = "p"
    kept: list[str] = []
    kind = ""
    for row in rows:
        if row in {"-- ", "--"}:
            if kept:
                yield " ".join(kept), kind
                kept = []
            hint = "footer"
            continue
        quoted = _QUOTED.match(row)
        now = "quote" if quoted else "li" if _ITEM.match(row) else hint
        bare = row[quoted.end() :] if quoted else row
        if kept and bare.strip() and (now == kind or (kind == "li" and now == hint)) and not _ITEM.match(bare):
            before = kept[-1]
            wrapped = len(before) <= _WIDEST and len(before) + 1 + len(bare.split(maxsplit=1)[0]) > max(width - 8, 40)
            if before.endswith(" ") if flowed else wrapped:
                kept.append(bare)
                continue
        if kept:
            yield " ".join(part.strip() for part in kept), kind
        kept, kind = ([bare] if bare.strip() else []), now
    if kept:
        yield " ".join(part.strip() for part in kept), kind
