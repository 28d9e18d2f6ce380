"""The page that a source file is read into: safe text in lines, each mapped back to the decoded file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from reader.model.spans import OffsetMap, Span


class PageLine(NamedTuple):
    """One line of ``Page.text``: ``[start, end)`` without its line end; may be blank.

    ``hint`` is the line's role in the markup, empty for plain text: ``h1`` to ``h6``, ``p``, ``li``, ``quote``,
    ``caption``, ``nav``, ``table``, ``title`` (of the HTML head), ``alt``, ``code``, ``hidden`` (from view), ``stated``
    (in the data of the page only), ``footnote``, ``notes`` (footnotes
    by a class or id alone), ``running`` (at the edge of printed pages), ``front title``, ``front author``, ``front
    date`` (facts beside the text), ``head`` (of a forwarded message), ``alternative``, ``attachment`` (parts of an
    e-mail that are not shown), ...
    """

    start: int
    end: int
    hint: str = ""


class StatedFacts(NamedTuple):
    """Facts that a source states beside the text; they override what is read from the text. Safe to print.

    Attributes:
        title: empty if none is stated, as in all fields.
        authors: in the order of the source.
        published, updated: as written in the source; not parsed yet.
        url: the address of the document.
        language: two-letter code, or a tag with its region (``en-GB``).
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    url: str = ""
    language: str = ""


class LocalLink(NamedTuple):
    """A link to another place on the page: the span of its words in the page's text, and the id it leads to."""

    start: int
    end: int
    target: str


class Outline(NamedTuple):
    """The elements that hold the lines of a page.

    Attributes:
        elements: for each line of the page the number of its innermost element; 0 if it has none.
        parents: for each element, by number, the number of the one around it.
        names: for each element its name.
        ids: for each id, and each name of an anchor, the number of its element, and its offset in the page's text.
        links: to places on the page, in the order of their ends.
    """

    elements: Sequence[int] = ()
    parents: Sequence[int] = ()
    names: Sequence[str] = ()
    ids: Mapping[str, tuple[int, int]] = MappingProxyType({})
    links: Sequence[LocalLink] = ()


#: The value for sources that state nothing.
NOTHING_STATED = StatedFacts()
#: The value for sources that are no web pages.
NO_OUTLINE = Outline()


@dataclass(frozen=True, slots=True)
class Page:
    """One document, decoded and made safe.

    Attributes:
        path: the path as it was opened; ``file.jsonl#3`` for one document of many; for a page from the web its final
            address.
        media_type: ``text/plain``, ``text/html``, ``text/markdown``, or that of a document
            (:mod:`reader.sources.file_types`).
        sha256: of the file's bytes, in hexadecimal; for one document of many, of its own bytes.
        encoding: the encoding that the bytes were decoded with.
        source: the decoded file with its own line ends, without a byte order mark. Unsafe to print. For JSON Lines,
            WARC and MHTML it is the decoded text or markup of the document. For formats that are not text (PDF, DOCX,
            ODT, EPUB, RTF, e-mail) it is the extracted text itself.
        text: the readable text, without control characters, escape sequences and markup; each line ends with ``\\n``.
            Everything on the screen comes from here.
        lines: the lines of ``text`` in order; they cover it except for the line ends.
        origin: from offsets in ``text`` to offsets in ``source``.
        facts: the facts that the source states beside its text.
        doubt: if the encoding is doubtful, one short line with the one that was taken; otherwise empty.
        outline: the elements around the lines of a web page; empty for other sources, and for a page from another
            process.
        left_out: if part of the source was not read, one short line with how much and why; otherwise empty.
    """

    path: str
    media_type: str
    sha256: str
    encoding: str
    source: str = field(repr=False)
    text: str = field(repr=False)
    lines: tuple[PageLine, ...] = field(repr=False)
    origin: OffsetMap = field(repr=False)
    facts: StatedFacts = NOTHING_STATED
    left_out: str = ""
    doubt: str = ""
    outline: Outline = field(default=NO_OUTLINE, repr=False, compare=False)

    def line_text(self, line: PageLine) -> str:
        """The line's text."""
        return self.text[line.start : line.end]

    def source_span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]`` in ``source``, in code points, zero-based, half-open."""
        return self.origin.span(start, end)
