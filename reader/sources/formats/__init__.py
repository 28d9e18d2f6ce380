"""The formats that are read: one module each, with ``read(data, path)``; a new one is a module and a row of the table.

What tells a file of that format from others stands in :mod:`reader.sources.file_types`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from reader.model.page import Page
from reader.sources.file_types import DOCX, EML, EPUB, HTML, MARKDOWN, MHTML, ODT, PDF, RTF, TEXT

#: ``(data, path) -> Page``. Raises ``SourceError`` where the bytes are not of that format.
Reader = Callable[[bytes, str], Page]

#: Media type to the module that reads it.
MODULES = {
    TEXT: "plain_text",
    HTML: "html",
    MARKDOWN: "markdown",
    DOCX: "docx",
    ODT: "odt",
    EPUB: "epub",
    PDF: "pdf",
    RTF: "rtf",
    EML: "mail",
    MHTML: "mhtml",
}


def reader_of(media_type: str) -> Reader | None:
    """What reads files of a media type, its module loaded; None where nothing does."""
    module = MODULES.get(media_type)
    if module is None:
        return None
    reader: Reader = import_module(f"{__name__}.{module}").read
    return reader
