"""Decides what of an e-mail's parts is text: alternatives, forwarded messages, attachments.

Every part is written: as text, or as a line that is dropped with a reason (``alternative``, ``attachment``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.sources.bytes_to_page import fault_of_head, kind_of_bytes, open_bytes
from reader.sources.encodings import decode
from reader.sources.file_types import (
    DOCX,
    EML,
    EPUB,
    HEAD_BYTES,
    HTML,
    MARKDOWN,
    MHTML,
    ODT,
    PDF,
    RTF,
    TEXT,
    may_be_article,
    type_from_server,
)  # fmt: skip
from reader.sources.formats.mail_text import paragraphs
from reader.sources.safe_lines import safe_lines
from reader.sources.source_error import SourceError
from reader.sources.source_messages import shown_size

if TYPE_CHECKING:
    from email.message import Message

#: The most parts that are read; a digest has some dozens. The deepest nesting of parts.
MAX_PARTS, MAX_DEPTH = 1000, 60
#: The most attachments whose text is read, and the most of those that need a process of their own.
MAX_ATTACHED, MAX_PDF = 20, 3
#: The hints of an attachment's lines that mean something else in a mail.
_OWN_HINTS = {
    "": "p", "front title": "h1", "front author": "p", "front date": "p", "front": "markup", "running": "footer",
}  # fmt: skip
#: The most rows of an attachment for programs that are listed.
_MOST_ROWS = 1000
#: Formats of attachments that are read.
_READ = frozenset({TEXT, HTML, MARKDOWN, MHTML, DOCX, ODT, EPUB, PDF, RTF, EML})
_PAGES = frozenset({HTML, "application/xhtml+xml"})
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
#: Texts for programs.
_UNREAD = re.compile(r"text/(?:calendar|css|(?:x-)?vcard|directory|x-amp-html|rfc822-headers|javascript|csv|xml)")
_ENRICHED = re.compile(r"<(?:<|/?[a-zA-Z-]{1,60}>)")
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
#: The share of another part's passages that a plain part must have to stand for it, and of a line to be in another.
_STANDS_FOR, _IS_WITHIN = 0.7, 0.8


class Decoder(Protocol):
    """Decodes the parts and heads of messages."""

    def parsed(self, data: bytes) -> Message:
        """A message with its parts; raises :class:`SourceError` if they cannot be separated."""

    def inner(self, part: Message) -> Message:
        """The message in a part."""

    def content(self, part: Message) -> bytes:
        """The bytes of a part."""

    def decoded(self, part: Message) -> tuple[str, str]:
        """The text of a part, and its encoding."""

    def header(self, message: Message, name: str) -> str:
        """A field of a head as one line."""

    def file_name(self, part: Message) -> str:
        """The name of an attachment without its folders; empty if it has none."""


class MailLine(NamedTuple):
    """A paragraph with its hint; ``is_attached`` if it comes from an attachment or a forwarded message."""

    text: str
    hint: str
    is_attached: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is text, not a line about what is not shown."""
        return self.hint.partition(" ")[0] not in {"attachment", "alternative", "markup", "title", "front"}


class MailParts:
    """Reads the parts of one message, in order.

    Args:
        mail: decodes parts and heads.
    """

    def __init__(self, mail: Decoder) -> None:
        self._mail = mail
        self._parts = self._attached = self._pdfs = 0
        self.encoding = ""
        self.left_out = ""

    def lines(self, part: Message, depth: int = 0) -> Iterator[MailLine]:
        """The lines of a part and of the parts in it."""
        self._parts += 1
        if self._parts > MAX_PARTS or depth > MAX_DEPTH:
            self.left_out = f"only its first {MAX_PARTS:,} parts are read"
            return
        content = part.get_payload()
        kind = part.get_content_type()
        if kind in _MESSAGES:
            if name := self._mail.file_name(part):
                yield MailLine(name, "attachment", is_attached=True)
            yield from self._forwarded(self._mail.inner(part), depth)
        elif isinstance(content, list):
            inner = [one for one in content if not isinstance(one, str)]
            yield from _unseen(part.preamble)
            if kind == "multipart/alternative":
                yield from self._alternatives(inner, depth)
            elif kind.startswith("message/"):  # a status for programs: heads only
                yield from _unseen("\n".join(f"{name}: {value}" for one in inner for name, value in one.items()))
            else:
                for one in inner:
                    yield from self.lines(one, depth + 1)
            yield from _unseen(part.epilogue)
        else:
            yield from self._leaf(part, depth)

    def _leaf(self, part: Message, depth: int) -> Iterator[MailLine]:
        kind = part.get_content_type()
        is_text = part.get_content_maintype() in {"text", "multipart"} or kind in _PAGES
        if part.get_content_disposition() == "attachment" or part.get_filename() or not is_text:
            yield from self._attachment(part, depth)
            return
        text, encoding = self._mail.decoded(part)
        self.encoding = self.encoding or encoding
        if kind in _PAGES:
            yield from self._page(text)
        elif _UNREAD.match(kind):
            yield from (MailLine(row, "attachment") for row in text.splitlines())
        elif type_from_server(kind) in {MARKDOWN, RTF}:
            yield from self._opened(self._mail.content(part), f"text.{kind[5:]}", type_from_server(kind) or "")
        else:
            if kind in {"text/enriched", "text/richtext"}:
                text = _ENRICHED.sub(lambda match: "<" if match[0] == "<<" else "", text)
            flowed = str(part.get_param("format", "")).lower() == "flowed"
            delsp = str(part.get_param("delsp", "")).lower() == "yes"
            yield from (MailLine(*one) for one in paragraphs(text, flowed=flowed, delsp=delsp))

    def _page(self, markup: str) -> Iterator[MailLine]:
        from reader.sources.formats.html import bounded_markup, visible_text

        markup, rest = bounded_markup(markup)
        self.left_out = self.left_out or rest
        text, lines, _ = visible_text(safe_lines(markup)[0])
        yield from (MailLine(text[line.start : line.end], line.hint or "p") for line in lines)

    def _alternatives(self, parts: list[Message], depth: int) -> Iterator[MailLine]:
        """The part that says most, the plain one where it says as much; of the others what is nowhere in it."""
        read = [(part.get_content_type(), list(self.lines(part, depth + 1))) for part in parts]
        own = [[line for line in lines if not line.is_attached] for _, lines in read]
        if len(read) < 2:
            yield from (line for _, lines in read for line in lines)
            return
        best = _best(
            [kind for kind, _ in read], [" ".join(line.text for line in lines if line.is_text) for lines in own]
        )
        yield from read[best][1]
        known = _passages(" ".join(line.text for _, line in enumerate(own[best]) if line.is_text))
        for number, (_, lines) in enumerate(read):
            for line in lines if number != best else ():
                if line.is_attached or not line.is_text:
                    yield line
                elif _share(_passages(line.text), known) < _IS_WITHIN:
                    yield MailLine(line.text, "alternative")

    def _forwarded(self, message: Message, depth: int) -> Iterator[MailLine]:
        """A message within the message: its head, then its text, headings a level lower."""
        yield MailLine(self._mail.header(message, "Subject") or "Forwarded message", "h2", is_attached=True)
        for name in ("From", "Date", "To", "Cc"):
            if value := self._mail.header(message, name):
                yield MailLine(f"{name}: {value}", "head", is_attached=True)
        for line in self.lines(message, depth + 1):
            yield MailLine(line.text, _lowered(line.hint, 1), is_attached=True)

    def _attachment(self, part: Message, depth: int) -> Iterator[MailLine]:
        """The name of an attachment, and its text if its format is one of ours."""
        data = self._mail.content(part)
        kind = part.get_content_type()
        if part.get_content_charset() and kind.startswith("text/"):
            data = self._mail.decoded(part)[0].encode("utf-8", errors="replace")
        name = self._mail.file_name(part) or "unnamed"
        told = f"{name} ({kind}, {shown_size(len(data))})"
        media_type = self._media_type(data, name, kind)
        if not media_type or not data.strip():
            yield MailLine(told, "attachment", is_attached=True)
            if part.get_content_maintype() in {"text", "application"}:
                yield from self._data_rows(data, name)
            return
        self._attached += 1
        self._pdfs += media_type == PDF
        if self._attached > MAX_ATTACHED or self._pdfs > MAX_PDF:
            self.left_out = self.left_out or "some of its attachments are not read: there are too many"
            yield MailLine(f"{told}: not read", "attachment", is_attached=True)
            return
        try:
            if media_type == EML:
                yield MailLine(told, "attachment", is_attached=True)
                yield from self._forwarded(self._mail.parsed(data), depth + 1)
                return
            lines = list(self._opened(data, name, media_type))
        except SourceError as fault:
            self.left_out = self.left_out or f"{name} {fault.what}"
            yield MailLine(f"{told}: {fault.what}", "attachment", is_attached=True)
            return
        yield MailLine(name, "h2", is_attached=True)
        yield from (MailLine(line.text, _lowered(line.hint, 2), is_attached=True) for line in lines)

    def _data_rows(self, data: bytes, name: str) -> Iterator[MailLine]:
        """The first rows of an attachment that is text for programs, such as a table or a date."""
        if fault_of_head(name, data[:HEAD_BYTES]) or kind_of_bytes(name, data) in _READ - {TEXT}:
            return
        rows = decode(data)[0].splitlines()
        if len(rows) > _MOST_ROWS:
            self.left_out = self.left_out or f"only the first {_MOST_ROWS:,} rows of {name} are read"
        yield from (MailLine(row, "attachment", is_attached=True) for row in rows[:_MOST_ROWS])

    def _media_type(self, data: bytes, name: str, kind: str) -> str:
        """The format in which an attachment is read; empty if it is none of ours."""
        stated = type_from_server(kind)
        found = kind_of_bytes(name, data)
        if found == TEXT and stated and stated not in {TEXT, MHTML, EML}:
            found = stated
        if found not in _READ or (found != PDF and fault_of_head(name, data[:HEAD_BYTES])):
            return ""
        is_article = may_be_article(name.lstrip(".")) and (kind.startswith("text/") or "." in name)
        return found if found != TEXT or (is_article and not _UNREAD.match(kind)) else ""

    def _opened(self, data: bytes, name: str, media_type: str) -> Iterator[MailLine]:
        page = open_bytes(data, name, media_type=media_type)
        self.left_out = self.left_out or page.left_out
        if media_type == TEXT:
            yield from (MailLine(*one) for one in paragraphs(page.text))
            return
        for line in page.lines:
            hint = _OWN_HINTS.get(line.hint, line.hint)
            yield MailLine(page.line_text(line), hint)


def _unseen(text: str | None) -> Iterator[MailLine]:
    """Text before, between or after the parts, which no program shows."""
    yield from (MailLine(row, "markup") for row in (text or "").splitlines() if row.strip())


def _lowered(hint: str, by: int) -> str:
    """A hint with its level of heading lowered, so that the mail's own title stays the only one."""
    *region, last = hint.split(" ")
    if len(last) == 2 and last[0] == "h" and last[1].isdigit():
        last = f"h{min(int(last[1]) + by, 6)}"
    return " ".join([*region, last])


def _best(kinds: list[str], texts: list[str]) -> int:
    """Which of several alternatives is shown: the plain text, unless another one says much that it does not."""
    longest = max(range(len(texts)), key=lambda number: (len(texts[number]), -number))
    plain = next((number for number, kind in enumerate(kinds) if kind == "text/plain" and texts[number].strip()), None)
    if plain is None or longest == plain:
        return longest
    is_enough = _share(_passages(texts[longest]), _passages(texts[plain])) >= _STANDS_FOR
    return plain if is_enough else longest


def _passages(text: str) -> set[tuple[str, ...]]:
    """Each three words in a row of a text, without addresses; of a shorter one its words."""
    words = _WORD.findall(_ADDRESS.sub(" ", text.lower()))
    if len(words) < 3:
        return {tuple(words)} if words else set()
    return set(zip(words, words[1:], words[2:], strict=False))


def _share(wanted: set[tuple[str, ...]], known: set[tuple[str, ...]]) -> float:
    """The share of the wanted passages that are known; short ones may stand within a known one."""
    if not wanted:
        return 1.0
    if len(wanted) == 1 and len(short := next(iter(wanted))) < 3:
        return float(any(set(short) <= set(one) for one in known))
    return len(wanted & known) / len(wanted)
