"""How far the annotators of one open store agree, as far as whoever looks may know it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.adjudication.rulings import LEAST_ANNOTATORS, to_compare
from reader.analysis.agreement.agreement_figures import AgreementFigures, agreement_figures
from reader.exchange.annotation_selection import AnnotationSelection
from reader.exchange.comparison.annotator_comparison import AnnotatorComparison, compare_annotators, known_annotators
from reader.exchange.comparison.seen_side import open_documents
from reader.exchange.comparison.side import Side, SideDocument
from reader.store.team.blind_view import blind_view_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.model.annotation import Record
    from reader.model.document import Stored
    from reader.store.store_protocol import Store


class StoreAgreement(NamedTuple):
    """The figures, with intervals, and what they are counted over."""

    figures: AgreementFigures
    compared: AnnotatorComparison


def store_agreement(store: Store, documents: Iterable[Stored], max_bytes: int) -> StoreAgreement | None:
    """The agreement of all who work there, over the documents that all of them have finished; None for fewer than two.

    Args:
        store: for the texts that are kept, and for who may see what.
        documents: all of it.
        max_bytes: larger files are not read for their texts.
    """
    team, project = store.team(), store.project_folder()
    found = [_side_document(store, one) for one in documents]
    side = Side(store.name, found, project="" if project is None else str(project))
    side.view = blind_view_of(team, store.viewer)
    sides = open_documents([side])
    named = team.project.annotators if side.view is not None else ()
    annotators = to_compare([*known_annotators(sides), *named])
    if len(annotators) < LEAST_ANNOTATORS:
        return None
    found_there = compare_annotators(sides, annotators, AnnotationSelection(), max_bytes)
    return StoreAgreement(agreement_figures(found_there.documents, annotators), found_there)


def _side_document(store: Store, stored: Stored) -> SideDocument:
    listed: tuple[Record, ...] = (*stored.annotations, *stored.links, *stored.decisions)
    return SideDocument(
        stored.document, {one.id: one for one in listed}, texts=partial(store.earlier_texts, stored.document.key)
    )
