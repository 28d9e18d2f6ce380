"""Date, source, language and number of words of a document, as the list of documents shows them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from reader.sources.file_types import RECORD_MARK
from reader.sources.opening import is_url
from reader.sources.standard_input import STANDARD_INPUT
from reader.system.safe_text import safe_text
from reader.text.words import word_count
from reader.workspace.library_entries import location_of

if TYPE_CHECKING:
    from reader.model.article import Article

#: Code points of the longest fact; longer ones are cut.
LONGEST = 80


class DocumentFacts(NamedTuple):
    """Facts of one document that was read; safe to print.

    Attributes:
        published: as of ``Article``; empty where the page states none.
        source: the host of the address that the page states, without ``www.``; else that of its own address, the file
            of many that it is in, or the folder that its file is in.
        language: two-letter code; empty if it is not known.
        words: in the shown text; None where nobody has counted them.
    """

    published: str = ""
    source: str = ""
    language: str = ""
    words: int | None = None


def facts_of(article: Article, path: str) -> DocumentFacts:
    """The facts of a document that was opened at a path, without the number of its words: that takes a moment."""
    source = _host(article.page.facts.url) or _host(path if is_url(path) else "") or _container(path)
    return stated_facts(article.published or "", source, article.language or "")


def stated_facts(published: str, source: str, language: str, words: int | None = None) -> DocumentFacts:
    """Facts that somebody else stated, safe to print and cut to what a list can show."""
    published, source, language = (safe_text(one)[:LONGEST] for one in (published, source, language))
    return DocumentFacts(published, source, language, words)


def counted_facts(article: Article, path: str) -> DocumentFacts:
    """The same with the number of words: it reads the whole text."""
    return facts_of(article, path)._replace(words=word_count(article.text))


def _host(address: str) -> str:
    with suppress(ValueError):
        return (urlsplit(address).hostname or "").removeprefix("www.")
    return ""


def _container(path: str) -> str:
    """The file of many documents, or the folder."""
    if path == STANDARD_INPUT:
        return "standard input"
    location = Path(location_of(path))
    file, _, number = location.name.rpartition(RECORD_MARK)
    return file if file and number.isdigit() else location.parent.name
