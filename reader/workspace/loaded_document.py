"""A document that was read, with what is stored of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.annotations.document_records import Notebook
from reader.model.article import Article
from reader.model.document import Document, Stored
from reader.store.folder_store import TinyStore
from reader.store.override_records import as_decided
from reader.store.store_protocol import NewerStoreError, StoreError
from reader.store.text_versions import Texts
from reader.system.safe_text import safe_text
from reader.workspace.document_notices import anchoring_notices
from reader.workspace.library_entries import Open, location_of


def annotated(article: Article, store: TinyStore) -> Open:
    """The document with what is stored of it, and with what the reader should see of that."""
    page = article.page
    document = Document(None, safe_text(page.path), page.sha256, article.title, location=location_of(page.path))
    notices = [article.note] if article.note else []
    try:
        key = store.find(page.path, page.sha256)
        stored = store.load(key, keep=True) if key else None
    except StoreError as error:
        problem = safe_text(str(error))
        closed = problem if isinstance(error, NewerStoreError) else ""
        return Open(article, document, Notebook(article), notice=problem, closed=closed)
    notices += [safe_text(notice) for notice in (stored.notices if stored else ())]
    if stored is None:
        return Open(article, document, Notebook(article), notice="; ".join(notices))
    article, cleaned = as_decided(article, stored.decisions), article
    notebook = notebook_of(article, stored, store)
    if stored.document.sha256 != page.sha256 and notebook.is_other_text:
        notices.append("another text lay here before; its annotations stay in the store")
        return Open(article, replace(document, apart=True), Notebook(article), notice="; ".join(notices))
    notices += anchoring_notices(notebook)
    return Open(article, replace(document, key=key), notebook, notice="; ".join(notices), cleaned=cleaned)


def notebook_of(article: Article, stored: Stored, store: TinyStore) -> Notebook:
    """What is stored of a document, anchored in its article."""

    def kept() -> Sequence[str]:
        return Texts(store.hidden_folder).of(stored.document.key)

    records = stored.annotations, stored.links, stored.decisions
    return Notebook(article, *records, kept=kept, is_patient=True)
