"""E-mails (.eml): of their parts the one that a person would read.

That is the plain text, else the page; subject, sender and date stand at its head. Attachments are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.model.page import Page
from reader.sources.file_types import EML, HTML
from reader.sources.page_builder import PageBuilder
from reader.sources.safe_lines import safe_lines
from reader.sources.source_error import SourceError
from reader.sources.text_limits import MOST_LINES

if TYPE_CHECKING:
    from email.message import Message

#: Parts that are looked at; a digest has some dozens.
MAX_PARTS = 1000
#: Parts in parts that are always taken; with more, lines times parts: each line is compared with all open ones.
MAX_NESTED = 50
MOST_WORK = 20_000_000
#: Characters of one header field that are read.
MAX_HEADER = 4000
#: Text lines up to this are hard-wrapped, longer ones are paragraphs.
_WIDEST = 100
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,3}[.)])\s+\S")
_QUOTED = re.compile(r"(?:>[ ]?){1,1000}")


def read(data: bytes, path: str) -> Page:
    """An e-mail as a page; :class:`SourceError` where it has no text."""
    message = parsed(data, path)
    draft = PageBuilder()
    _head(message, draft)
    rest = unread_lines(data)
    plain = html = ""
    encoding = "utf-8"
    for part in parts(message):
        kind = part.get_content_type()
        if kind == "text/plain":
            plain, encoding = decoded(part)
            if plain.strip():
                for text, hint in _paragraphs(plain, flowed=part.get_param("format") == "flowed"):
                    draft.line(text, hint)
                return draft.page(path, EML, data, encoding, left_out=rest)
        elif kind == HTML and not html:
            html, encoding = decoded(part)
    if not html:
        raise SourceError(path, "is an e-mail without text", "what is attached must be saved first")
    from reader.sources.formats.html import bounded_markup, visible_text

    html, more = bounded_markup(html)
    rest = rest or more
    text, lines, _ = visible_text(safe_lines(html)[0])
    for line in lines:
        if line.hint != "title":
            draft.line(text[line.start : line.end], line.hint or "p")
    return draft.page(path, EML, data, encoding, left_out=rest)


def unread_lines(data: bytes) -> str:
    """What is said of an e-mail of more lines than are read."""
    return f"only its first {MOST_LINES:,} lines are read" if _lines_of(data) > MOST_LINES else ""


def _lines_of(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def parsed(data: bytes, path: str) -> Message:
    """A message with its parts; raises :class:`SourceError` where they cannot be told apart, or are too many."""
    from email import message_from_bytes
    from email.policy import Compat32

    class Short(Compat32):
        """Fields cut to what is read of them: the parameters of a long one are taken apart in quadratic time."""

        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            name, value = super().header_source_parse(sourcelines)
            return name, value[:MAX_HEADER]

    if _lines_of(data) > MOST_LINES:
        data = b"\n".join(data.splitlines()[:MOST_LINES])
    if data.count(b"boundary") > MAX_NESTED and data.count(b"\n") * data.lower().count(b"boundary") > MOST_WORK:
        raise SourceError(path, "has parts in parts without end", "it is not opened, to be safe")
    try:
        return message_from_bytes(data, policy=Short())
    except (RecursionError, ValueError, LookupError) as error:
        raise SourceError(path, "is damaged or cut off", "its parts cannot be told apart") from error


def parts(message: Message) -> Iterator[Message]:
    """The parts with content, in order, depth first; attachments and what follows the first many are left out."""
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.is_multipart():
            content = part.get_payload()
            if isinstance(content, list):
                waiting += [one for one in reversed(content) if not isinstance(one, str)]
        elif part.get_content_disposition() != "attachment":
            yield part


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def decoded(part: Message) -> tuple[str, str]:
    """The part decoded, and the encoding."""
    from reader.sources.encodings import decode

    is_markup = part.get_content_type() != "text/plain"
    return decode(_bytes(part), markup=is_markup, declared=part.get_content_charset() or "")


def _head(message: Message, draft: PageBuilder) -> None:
    from email.utils import parseaddr, parsedate_to_datetime

    draft.running(_header(message, "Subject"), "front title")
    sender = _header(message, "From")
    try:
        name, address = parseaddr(sender)
    except RecursionError:  # comments in comments
        name, address = "", ""
    draft.running(name or address or sender, "front author")
    try:
        draft.running(parsedate_to_datetime(_header(message, "Date")).date().isoformat(), "front date")
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        draft.running(_header(message, "Date"), "front date")


def _header(message: Message, name: str) -> str:
    """A header field with its encoded words read."""
    from email.errors import HeaderParseError
    from email.header import decode_header

    value = str(message.get(name, ""))[:MAX_HEADER]
    try:
        found = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    parts = []
    for content, charset in found:
        if isinstance(content, str):
            parts.append(content)
            continue
        try:
            parts.append(content.decode(charset or "utf-8", "replace"))
        except (LookupError, ValueError):  # no such encoding, or one that is none for text
            parts.append(content.decode("latin-1"))
    return "".join(parts)


def _paragraphs(text: str, *, flowed: bool) -> Iterator[tuple[str, str]]:
    """The paragraphs of a plain text that was wrapped for a screen of 80 columns, each with its hint.

    What follows the signature's mark (``-- ``) is the foot; lines after ``>`` are quoted.
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
