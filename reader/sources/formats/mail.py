"""Reads e-mails (.eml): all that a person would read, after subject, sender and date.

:mod:`reader.sources.formats.mail_parts` decides what of the parts that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.model.page import Page
from reader.sources.file_types import EML
from reader.sources.formats.mail_parts import MAX_PARTS, MailParts
from reader.sources.page_builder import PageBuilder
from reader.sources.parsing_limits import MOST_LINES
from reader.sources.source_error import SourceError

if TYPE_CHECKING:
    from email.message import Message

#: Nested parts that are always accepted; with more, lines times parts. The parser compares each line with open parts.
MAX_NESTED = 50
MOST_WORK = 20_000_000
#: The most characters of a header field that are read, and of the name of an attachment.
MAX_HEADER, MAX_NAME = 4000, 200

#: "Berg, Ida (Bay Herald)": one or two words on each side.
_FAMILY_FIRST = re.compile(
    r"(?P<family>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?), (?!(?:Jr|Sr|Dr|Inc|Ltd|LLC|GmbH|AG|PhD|MD|Esq)\b)"
    r"(?P<given>[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*)?)(?: [(\[][^()\[\]]*[)\]])?"
)


def read(data: bytes, path: str) -> Page:
    """An e-mail as a page; :class:`SourceError` if it has no text."""
    mail = MailReader(path)
    message = mail.parsed(data)
    builder = PageBuilder()
    _head(message, builder)
    parts = MailParts(mail)
    lines = list(parts.lines(message))
    for text, hint, _ in lines:
        builder.line(text, hint)
    if not any(line.is_text and line.text.strip() for line in lines):
        raise SourceError(path, "is an e-mail without text", "save its attachments and open those")
    rest = "; ".join(filter(None, (unread_lines(data), parts.left_out)))
    return builder.page(path, EML, data, parts.encoding or "utf-8", left_out=rest)


class MailReader:
    """Decodes the parts and heads of the messages in one file (:class:`~reader.sources.formats.mail_parts.Decoder`).

    Args:
        path: for messages.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def parsed(self, data: bytes) -> Message:
        """A message with its parts."""
        return parsed(data, self._path)

    def content(self, part: Message) -> bytes:
        """The bytes of a part."""
        return _bytes(part)

    def decoded(self, part: Message) -> tuple[str, str]:
        """The text of a part, and its encoding."""
        return decoded(part)

    def header(self, message: Message, name: str) -> str:
        """A field of a head as one line."""
        return " ".join(_header(message, name).split())

    def file_name(self, part: Message) -> str:
        """The name of an attachment without its folders; empty if it has none."""
        try:
            name = _words(str(part.get_filename() or "")[:MAX_HEADER])
        except (ValueError, LookupError, TypeError):
            return ""
        return " ".join(name.replace("\\", "/").rpartition("/")[2].split())[:MAX_NAME]

    def inner(self, part: Message) -> Message:
        """The message in a part; some programs pack it, against the standard."""
        content = part.get_payload()
        inner = content[0] if isinstance(content, list) and content else None
        if inner is None or isinstance(inner, str):
            return self.parsed(_bytes(part))
        packing = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if packing in {"base64", "quoted-printable"} and not inner.keys():
            inner["Content-Transfer-Encoding"] = packing
            return self.parsed(_bytes(inner))
        return inner


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
    builder.running(_in_order(name) or address or sender, "front author")
    try:
        builder.running(parsedate_to_datetime(_header(message, "Date")).date().isoformat(), "front date")
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        builder.running(_header(message, "Date"), "front date")
    for name in ("To", "Cc"):
        if value := _header(message, name):
            builder.running(f"{name}: {value}", "front")


def _in_order(name: str) -> str:
    """The name of a sender with the given name first: offices write "Berg, Ida"."""
    match = _FAMILY_FIRST.fullmatch(name)
    return f"{match['given']} {match['family']}" if match else name


def _header(message: Message, name: str) -> str:
    """A header field with its encoded words decoded."""
    return _words(str(message.get(name, ""))[:MAX_HEADER])


def _words(value: str) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header

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
