"""What became of an annotator's tags, over the adjudicated documents of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.adjudication.adjudicated_layer import AdjudicatedLayer
from reader.analysis.adjudication.fates import Fate, fates
from reader.analysis.adjudication.rulings import ADJUDICATED, rulings_of
from reader.exchange.comparison.placed_tags import placed_in_text

if TYPE_CHECKING:
    from reader.model.document import Document, Stored
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store


class DocumentFates(NamedTuple):
    """One adjudicated document that an annotator has tagged, or missed something of.

    Attributes:
        document: as the store knows it.
        fates: in the order of the text.
    """

    document: Document
    fates: list[Fate]


def document_fates(
    store: Store, documents: Iterable[Stored], annotator: str, allowed: AllowedFiles, max_bytes: int
) -> Iterator[DocumentFates]:
    """What became of an annotator's tags, document by document; those that nobody adjudicated are left out.

    Args:
        store: for the texts that are kept.
        documents: with everybody's records, in the order wanted.
        annotator: whose tags.
        allowed: the files that may be opened for their texts.
        max_bytes: larger files are not.
    """
    for stored in documents:
        if annotator and is_adjudicated(stored) and (found := _fates(store, stored, annotator, allowed, max_bytes)):
            yield DocumentFates(stored.document, found)


def is_adjudicated(stored: Stored) -> bool:
    """Whether anything of a document was adjudicated."""
    return any(one.annotator == ADJUDICATED for one in stored.annotations) or bool(rulings_of(stored.decisions))


def _fates(store: Store, stored: Stored, annotator: str, allowed: AllowedFiles, max_bytes: int) -> list[Fate]:
    annotations, snap = placed_in_text(store, stored, allowed, max_bytes)
    return fates(annotations, AdjudicatedLayer(annotations, rulings_of(stored.decisions), snap), annotator)
