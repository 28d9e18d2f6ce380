"""The option ``--as-read``: applies the corrections in the store to an article that a command has read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.commands.annotator_filter import StoreAt
    from reader.entities.entity_corrections import Correction
    from reader.entities.personal_gazetteer import KnownName
    from reader.model.annotation import Decision
    from reader.model.article import Article
    from reader.store.store_protocol import Store

    Read = Callable[[str], Article]


def as_shown(article: Article, read: Read, store: StoreAt, annotator: str) -> Article:
    """The article as it was corrected: its encoding, lines, title, authors and date; raises ``SourceError``.

    Args:
        article: as it is without them.
        read: reads it again in a codec.
        store: with the corrections.
        annotator: whose corrections count; empty for everybody's.
    """
    return _as_decided(article, read, _decisions(article, store, annotator))


def as_corrected(
    article: Article, read: Read, store: StoreAt, annotator: str
) -> tuple[Article, Sequence[Correction], Sequence[KnownName]]:
    """The same article, the corrections of its names, and the authors that a person stated."""
    from reader.annotations.metadata_corrections import authors_in
    from reader.annotations.name_decisions import corrections_in
    from reader.entities.corrected_entities import stated_people

    decisions = _decisions(article, store, annotator)
    return _as_decided(article, read, decisions), corrections_in(decisions), stated_people(authors_in(decisions))


def _as_decided(article: Article, read: Read, decisions: Sequence[Decision]) -> Article:
    from reader.store.override_records import as_decided, in_chosen_encoding

    return as_decided(in_chosen_encoding(article, decisions, read), decisions)


def _decisions(article: Article, store: StoreAt, annotator: str) -> Sequence[Decision]:
    from reader.exchange.annotation_selection import work_of
    from reader.sources import SourceError
    from reader.store.store_protocol import StoreError

    opened, page = _store_at(store), article.page
    try:
        key = opened.find(page.path, page.sha256)
        return work_of(opened.load(key), annotator).decisions if key else ()
    except StoreError as error:
        raise SourceError(page.path, "its corrections cannot be read", str(error)) from error


@cache
def _store_at(store: StoreAt) -> Store:
    """The store; the same object for all files, since it remembers what it has read."""
    from reader.store import open_store

    return open_store(*store)
