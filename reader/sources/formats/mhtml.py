"""Reads saved web archives (.mht, .mhtml): the first page in them; its decoded markup is ``Page.source``."""

from __future__ import annotations

from dataclasses import replace

from reader.model.page import Page
from reader.sources.file_types import HTML
from reader.sources.formats.html import html_page
from reader.sources.formats.mail import decoded, parsed, parts, unread_lines
from reader.sources.source_error import SourceError


def read(data: bytes, path: str) -> Page:
    """The page of a web archive; :class:`SourceError` if there is none."""
    for part in parts(parsed(data, path)):
        if part.get_content_type() in {HTML, "application/xhtml+xml"}:
            page = html_page(*decoded(part), data, path)
            return replace(page, left_out=page.left_out or unread_lines(data))
    raise SourceError(path, "is a web archive without a page")
