"""The text that a stored document has now, for what checks or keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.exchange.jsonl import TextOf
    from reader.model.article import Article
    from reader.model.document import Stored
    from reader.store.store_protocol import Store


def article_of(stored: Stored, max_bytes: int) -> Article | None:
    """The document's present text as the reader shows it; None if its file cannot be read."""
    from reader.cleaning.article_loading import read_article
    from reader.sources import SourceError
    from reader.store.override_records import as_decided, chosen_encoding

    encoding = chosen_encoding(stored.decisions)
    try:
        article = read_article(stored.document.source, max_bytes=max_bytes, encoding=encoding)
    except SourceError:
        return None
    return as_decided(article, stored.decisions)


def unchanged_text(store: Store, max_bytes: int) -> TextOf:
    """Reads the text of a document whose file is here and unchanged, so that the store keeps it with a save.

    What is taken in may be a stranger's and name any file. Only files that the store may name are opened.
    """
    from reader.store.allowed_files import AllowedFiles

    allowed = AllowedFiles(store.project_folder())

    def text_of(stored: Stored) -> str | None:
        if not allowed.holds(stored.document.source):
            return None
        article = article_of(stored, max_bytes)
        return article.text if article is not None and article.page.sha256 == stored.document.sha256 else None

    return text_of
