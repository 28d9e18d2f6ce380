"""The annotations of a stored document in a text that they fit, and how their ends are snapped there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.exchange.document_text import article_of
from reader.exchange.outgoing.exported_documents import fitting
from reader.text.snapping import Snapper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.annotation import Annotation
    from reader.model.document import Stored
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store


class PlacedTags(NamedTuple):
    """The annotations of a document, or detached ones, and what snaps passages of its text."""

    annotations: Sequence[Annotation]
    snap: Snapper


def placed_in_text(store: Store, stored: Stored, allowed: AllowedFiles, max_bytes: int) -> PlacedTags:
    """The annotations of a document in its text.

    Args:
        store: for the texts that are kept.
        stored: the document, with everybody's records.
        allowed: the files that may be opened for their texts.
        max_bytes: larger files are not.
    """
    article = article_of(stored, max_bytes) if allowed.holds(stored.document.source) else None
    text, annotations = fitting(stored, article, store.earlier_texts(stored.document.key))
    return PlacedTags(annotations, Snapper(text or "", article.language if article is not None else None))
