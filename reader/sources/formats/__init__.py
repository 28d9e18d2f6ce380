"""The supported formats: one module each, with a function ``read(data, path)``, and a row in the table below.

:mod:`reader.sources.file_types` says how a file of each format is recognised.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from reader.model.page import Page
from reader.sources.file_types import DOCX, EML, EPUB, HTML, JSON, MARKDOWN, MHTML, ODT, PDF, RTF, TEXT

#: ``(data, path) -> Page``. Raises ``SourceError`` if the bytes are not of that format.
Reader = Callable[[bytes, str], Page]

#: Media type to the name of the module that reads it.
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
    JSON: "jsonlines",
}


def reader_of(media_type: str) -> Reader | None:
    """The function that reads files of a media type; None if the type is not supported. Imports its module."""
    module = MODULES.get(media_type)
    if module is None:
        return None
    reader: Reader = import_module(f"{__name__}.{module}").read
    return reader
