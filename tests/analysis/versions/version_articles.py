"""Articles of which two versions are compared."""

from __future__ import annotations

from dataclasses import replace

from reader.analysis.versions.sentence_fates import SentenceFate, sentence_fates
from reader.analysis.versions.version_text import VersionText
from reader.cleaning.page_cleaning import clean
from reader.cleaning.uncleaned import plain
from reader.model.article import Article
from reader.sources import open_bytes


def article_of(text: str, *, language: str | None = "en", published: str | None = None, name: str = "x.txt") -> Article:
    """An article whose text is this text; of Markdown with its headline."""
    page = open_bytes((text or "x").encode(), name)
    article = plain(page) if name.endswith(".txt") else clean(page)
    if not text:  # no page is, but all of one may have been dropped
        article = replace(article, text="", blocks=())
    return replace(article, language=language, published=published)


def fates(
    old: str, new: str, *, days: str = " ", language: str | None = "en", name: str = "x.txt"
) -> list[SentenceFate]:
    """What became of each sentence of a text; ``days`` are the dates of both versions, with a space between them."""
    sides = zip((old, new), days.split(" "), strict=True)
    versions = (
        VersionText(article_of(text, language=language, published=day or None, name=name)) for text, day in sides
    )
    return sentence_fates(*versions)
