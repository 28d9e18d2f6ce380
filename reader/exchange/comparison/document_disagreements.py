"""What annotators disagree on and nobody decided, over the documents of a store that two of them have finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.adjudication.cases import Case, compared
from reader.analysis.adjudication.rulings import LEAST_ANNOTATORS, RuledPassages, rulings_of, to_compare
from reader.annotations.handing_in import finished_by
from reader.exchange.comparison.placed_tags import placed_in_text
from reader.store.team.blind_view import blind_view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.model.document import Document, Stored
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store


class DocumentDisagreements(NamedTuple):
    """One document that two annotators or more have finished.

    Attributes:
        document: as the store knows it.
        annotators: who have finished it, by name.
        cases: passages that are to be decided, in the order of the text; none where they agree.
    """

    document: Document
    annotators: Sequence[str]
    cases: Sequence[Case]


def document_disagreements(
    store: Store, documents: Iterable[Stored], allowed: AllowedFiles, max_bytes: int
) -> Iterator[DocumentDisagreements]:
    """The disagreements about passages, document by document.

    Documents that are hidden from whoever looks are left out: half of what was done there would look like a
    disagreement.

    Args:
        store: for the texts that are kept, and for who may see what.
        documents: in the order wanted.
        allowed: the files that may be opened for their texts.
        max_bytes: larger files are not.
    """
    view = blind_view_of(store.team(), store.viewer)
    for stored in documents:
        annotators = to_compare(finished_by(stored.decisions))
        is_open = view is None or view.is_open(stored.document, stored.decisions)
        if is_open and len(annotators) >= LEAST_ANNOTATORS:
            annotations, snap = placed_in_text(store, stored, allowed, max_bytes)
            ruled = RuledPassages(rulings_of(stored.decisions), snap)
            yield DocumentDisagreements(
                stored.document, annotators, compared(annotations, annotators, snap, ruled).cases
            )
