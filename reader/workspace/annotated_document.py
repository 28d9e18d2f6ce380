"""A document that was read, with what is stored of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.annotations.document_records import DocumentRecords
from reader.annotations.metadata_corrections import overtaken_in
from reader.model.article import Article
from reader.model.document import Document, Stored
from reader.store.override_records import as_decided, chosen_encoding, in_chosen_encoding
from reader.store.store_protocol import NewerStoreError, Store, StoreError
from reader.system.safe_text import safe_text
from reader.workspace.document_notices import anchoring_notices
from reader.workspace.library_entries import OpenDocument, location_of


def annotated(
    article: Article, store: Store, read: Callable[[str], Article | None] = lambda _: None, named: str = ""
) -> OpenDocument:
    """The document with what is stored of it, and with what the reader should see of that.

    Args:
        article: as it was cleaned.
        store: where it may be.
        read: reads it again in a codec; see ``OpenDocument``.
        named: the codec that the command line names; empty where it names none.
    """
    opened = _with_stored(article, store, read)
    if named and not opened.encoding and article.page.encoding == named:
        opened.named = named
        opened.readings[named] = opened.cleaned or opened.article
    return opened


def _with_stored(article: Article, store: Store, read: Callable[[str], Article | None]) -> OpenDocument:
    page = article.page
    document = Document(None, safe_text(page.path), page.sha256, article.title, location=location_of(page.path))
    try:
        key = store.find(page.path, page.sha256)
        stored = store.load(key, keep=True) if key else None
    except StoreError as error:
        problem = safe_text(str(error))
        closed = problem if isinstance(error, NewerStoreError) else ""
        return OpenDocument(article, document, DocumentRecords(article), notice=problem, closed=closed)
    if stored is None:
        return OpenDocument(article, document, DocumentRecords(article), notice=article.note, read=read)
    found, article = article, in_chosen_encoding(article, stored.decisions, read)
    notices = [note for note in (article.note, *map(safe_text, stored.notices)) if note]
    article, cleaned = as_decided(article, stored.decisions), article
    records = records_around(article, stored, store)
    if stored.document.sha256 != page.sha256 and records.is_other_text:
        notices.append("another text lay here before; its annotations stay in the store")
        document, records = replace(document, apart=True), DocumentRecords(found)  # corrections are not for this one
        return OpenDocument(found, document, records, notice="; ".join(notices), read=read)
    if stored.document.sha256 != page.sha256 and (fields := overtaken_in(stored.decisions, cleaned)):
        notices.append(f"{', '.join(fields)}: corrected, but the page says something else by now: T shows both")
    notices += anchoring_notices(records)
    return OpenDocument(
        article,
        replace(document, key=key, title=cleaned.title),
        records,
        notice="; ".join(notices),
        cleaned=cleaned,
        read=read,
        encoding=chosen_encoding(stored.decisions),
        readings={"": found},
    )


def take_over(opened: OpenDocument, key: str, store: Store) -> Document:
    """Have an open document be one that the store knows; gives what the store knew of it.

    Raises:
        StoreError: it cannot be read.
    """
    stored = store.load(key)
    opened.cleaned = in_chosen_encoding(opened.cleaned or opened.article, stored.decisions, opened.in_encoding)
    opened.encoding = chosen_encoding(stored.decisions)
    opened.article = as_decided(opened.cleaned, stored.decisions)
    opened.records = records_around(opened.article, stored, store)
    opened.document = replace(opened.document, key=key, apart=False)
    opened.notice = "; ".join(anchoring_notices(opened.records))
    return stored.document


def records_around(article: Article, stored: Stored, store: Store) -> DocumentRecords:
    """What is stored of a document, anchored in its article."""

    def kept() -> Sequence[str]:
        return store.earlier_texts(stored.document.key)

    records = stored.annotations, stored.links, stored.decisions
    return DocumentRecords(article, *records, kept=kept, is_patient=True)
