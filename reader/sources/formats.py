"""One reader a media type: bytes in, a page out. A new format is one function more in this table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from reader.sources.encodings import decode
from reader.sources.limits import MOST_LINES, bounded
from reader.sources.page import Line, Page
from reader.sources.safety import changed_or_line_end, safe_lines
from reader.sources.signatures import DOCX, EML, EPUB, HTML, MARKDOWN, MHTML, ODT, PDF, RTF, TEXT

#: ``(data, path) -> Page``. Raises :class:`~reader.sources.page.SourceError` where the bytes are not of that format.
Reader = Callable[[bytes, str], Page]


def read_text(data: bytes, path: str) -> Page:
    """Plain text: one line of the page for each line of the file, blank ones too."""
    return text_page(*decode(data), data, path)


def read_html(data: bytes, path: str) -> Page:
    """A saved web page: its visible text, one line a block element, each with what the markup says of it."""
    return html_page(*decode(data, markup=True), data, path)


def text_page(source: str, encoding: str, data: bytes, path: str) -> Page:
    """Text that is decoded already; the hash is that of ``data``."""
    read, rest = bounded(source, changed_or_line_end(), MOST_LINES, "lines, tabs and controls")
    text, origin = safe_lines(read)
    return Page(path, TEXT, sha256(data), encoding, source, text, lines_of(text), origin, left_out=rest)


def html_page(source: str, encoding: str, data: bytes, path: str) -> Page:
    """A web page that is decoded already; the hash is that of ``data``."""
    from reader.sources.webpage import bounded_markup, visible_text

    read, rest = bounded_markup(source)
    markup, to_source = safe_lines(read)
    text, lines, to_markup = visible_text(markup)
    origin = to_markup.after(to_source)
    return Page(path, HTML, sha256(data), encoding, source, text, lines, origin, left_out=rest)


def read_markdown(data: bytes, path: str) -> Page:
    """Markdown: its text without the markers, one line a block."""
    from reader.sources.markdown import is_followed, readable_text

    source, encoding = decode(data)
    if not is_followed(source):
        page = text_page(source, encoding, data, path)
        note = "; ".join(filter(None, (page.left_out, "too much Markdown to follow: shown as it is written")))
        return replace(page, media_type=MARKDOWN, left_out=note)
    markup, to_source = safe_lines(source)
    text, lines, to_markup = readable_text(markup)
    return Page(path, MARKDOWN, sha256(data), encoding, source, text, lines, to_markup.after(to_source))


def read_docx(data: bytes, path: str) -> Page:
    """A Word document."""
    from reader.sources import word

    return word.read_docx(data, path)


def read_odt(data: bytes, path: str) -> Page:
    """An OpenDocument text."""
    from reader.sources import opendocument

    return opendocument.read_odt(data, path)


def read_epub(data: bytes, path: str) -> Page:
    """An e-book."""
    from reader.sources import epub

    return epub.read_epub(data, path)


def read_rtf(data: bytes, path: str) -> Page:
    """Rich Text Format."""
    from reader.sources import rtf

    return rtf.read_rtf(data, path)


def read_eml(data: bytes, path: str) -> Page:
    """An e-mail."""
    from reader.sources import mail

    return mail.read_eml(data, path)


def read_mhtml(data: bytes, path: str) -> Page:
    """A web page saved with its pictures in one file; ``Page.source`` is its decoded markup."""
    from reader.sources import mail

    return mail.read_mhtml(data, path)


def read_pdf(data: bytes, path: str) -> Page:
    """A PDF with a text layer."""
    from reader.sources import pdf

    return pdf.read_pdf(data, path)


READERS: dict[str, Reader] = {
    TEXT: read_text,
    HTML: read_html,
    MARKDOWN: read_markdown,
    DOCX: read_docx,
    ODT: read_odt,
    EPUB: read_epub,
    PDF: read_pdf,
    RTF: read_rtf,
    EML: read_eml,
    MHTML: read_mhtml,
}


def sha256(data: bytes) -> str:
    """The hash that is part of a document's identity, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text ended by ``\\n``; an end at the very end of the text opens no further line."""
    lines = []
    start = 0
    while (end := text.find("\n", start)) >= 0:
        lines.append(Line(start, end))
        start = end + 1
    if start < len(text) or not lines:
        lines.append(Line(start, len(text)))
    return tuple(lines)
