"""What a source file becomes: safe text as lines, each with its way back to the decoded file."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.model.spans import OffsetMap, Span


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of ``Page.text``: ``[start, end)`` without its line end; may be blank.

    ``hint`` is what the markup said of the line, empty for plain text: ``h1`` to ``h6``, ``p``, ``li``, ``quote``,
    ``caption``, ``nav``, ``table``, ``title`` (of the HTML head), ``alt``, ``code``, ``footnote``, ``notes`` (footnotes
    by a class or id alone), ``running`` (at the edge of printed pages), ``front title``, ``front author``,
    ``front date`` (facts beside the text), ...
    """

    start: int
    end: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What a source says of its document beside the text; it wins over what is read from the text. Safe to print.

    Attributes:
        title: empty where none is stated, as are all others.
        authors: in their order.
        published, updated: as they are written there; whoever needs a day reads it from that.
        url: where the document was.
        language: two-letter code.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    url: str = ""
    language: str = ""


#: What most sources say: nothing.
NOTHING_STATED = StatedFacts()


@dataclass(frozen=True, slots=True)
class Page:
    """One document, decoded and made safe.

    Attributes:
        path: the path as it was opened, ``file.jsonl#3`` for one document of many; the final address of a page from
            the web.
        media_type: ``text/plain``, ``text/html``, ``text/markdown``, or that of a document
            (:mod:`reader.sources.file_types`).
        sha256: of the file's bytes, in hexadecimal; for one document of many, of its own bytes.
        encoding: that the bytes were decoded with.
        source: the decoded file, line ends as they are in it, a byte order mark not counted. Unsafe to print. Of a
            document in JSON Lines, WARC or MHTML its decoded text or markup; of formats that are no text (PDF, DOCX,
            ODT, EPUB, RTF, e-mail) the extracted text itself.
        text: what a person would read: control characters, escape sequences and markup taken out, lines ended by
            ``\\n``. Everything shown comes from here.
        lines: the lines of ``text``, in order, covering it but for the line ends.
        origin: from offsets in ``text`` to offsets in ``source``.
        facts: what the source states of the document beside its text.
        left_out: one short line where not all of the source was read, which says how much and why; else empty.
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

    def line_text(self, line: PageLine) -> str:
        """The line as it stands in ``text``."""
        return self.text[line.start : line.end]

    def source_span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in ``source``, in code points, zero-based, half-open."""
        return self.origin.span(start, end)
