"""What annotators disagree on, over the documents of a store that two of them have finished; decided, and not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.adjudication.adjudicated_layer import AdjudicatedLayer
from reader.analysis.adjudication.cases import Case, compared
from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink, decided_cases, decided_links
from reader.analysis.adjudication.link_cases import LinkCase, compared_links, linked_sides
from reader.analysis.adjudication.link_ends import LinkEnds
from reader.analysis.adjudication.rulings import LEAST_ANNOTATORS, RuledPassages, rulings_of, to_compare
from reader.annotations.handing_in import finished_by
from reader.exchange.comparison.placed_tags import placed_in_text
from reader.store.team.blind_view import blind_view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reader.exchange.comparison.placed_tags import PlacedTags
    from reader.model.annotation import Annotation
    from reader.model.document import Document, Stored
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store


class DocumentDisagreements(NamedTuple):
    """One document that two annotators or more have finished.

    Attributes:
        document: as the store knows it.
        annotators: who have finished it, by name.
        cases: passages that are to be decided, in the order of the text; none where they agree.
        links: that start there and are to be decided; their ends stand for all tags that are about the same, as long as
            those are not decided.
        decided: passages that were decided, in the order of the text.
        decided_links: links that were decided.
        ends: the tags at the ends of all these links, by their ids.
    """

    document: Document
    annotators: Sequence[str]
    cases: Sequence[Case]
    links: Sequence[LinkCase]
    decided: Sequence[DecidedCase]
    decided_links: Sequence[DecidedLink]
    ends: Mapping[str, Annotation]


def document_disagreements(
    store: Store, documents: Iterable[Stored], allowed: AllowedFiles, max_bytes: int
) -> Iterator[DocumentDisagreements]:
    """The disagreements, document by document.

    Documents that are hidden from whoever looks are left out, and links that lead there: half of what was done there
    would look like a disagreement.

    Args:
        store: for the texts that are kept, and for who may see what.
        documents: with the documents that links lead to, in the order wanted.
        allowed: the files that may be opened for their texts.
        max_bytes: larger files are not.
    """
    view = blind_view_of(store.team(), store.viewer)
    seen = [one for one in documents if view is None or view.is_open(one.document, one.decisions)]
    reading = _Reading(store, seen, allowed, max_bytes)
    for stored in seen:
        if len(to_compare(finished_by(stored.decisions))) >= LEAST_ANNOTATORS:
            yield reading.disagreements(stored)


class _Compared(NamedTuple):
    """One document as it was compared."""

    placed: PlacedTags
    cases: Sequence[Case]
    ends: LinkEnds


class _Reading:
    """Compares documents, each once. Links may lead from one to another."""

    def __init__(self, store: Store, documents: Sequence[Stored], allowed: AllowedFiles, max_bytes: int) -> None:
        self._store = store
        self._allowed = allowed
        self._max_bytes = max_bytes
        linked = {end for one in documents for link in one.links for end in (link.source, link.target)}
        self._holders = {tag.id: one for one in documents for tag in one.annotations if tag.id in linked}
        self._compared: dict[str | None, _Compared] = {}
        self._tags: dict[str, Annotation] = {}  # of the documents that were compared

    def disagreements(self, stored: Stored) -> DocumentDisagreements:
        annotators, (placed, cases, _) = to_compare(finished_by(stored.decisions)), self._of(stored)
        links = compared_links(stored.links, annotators, self._became, stored.decisions).cases
        sides = linked_sides(stored.links, annotators, self._became)
        decided_there = [*decided_links(stored.decisions, sides)]
        return DocumentDisagreements(
            stored.document,
            annotators,
            cases,
            links,
            decided_cases(placed.annotations, stored.decisions, annotators, placed.snap),
            decided_there,
            self._ends([*links, *(one.case for one in decided_there)]),
        )

    def _of(self, stored: Stored) -> _Compared:
        key = stored.document.key
        if key not in self._compared:
            placed = placed_in_text(self._store, stored, self._allowed, self._max_bytes)
            rulings, annotators = rulings_of(stored.decisions), to_compare(finished_by(stored.decisions))
            found = compared(placed.annotations, annotators, placed.snap, RuledPassages(rulings, placed.snap))
            ends = LinkEnds(AdjudicatedLayer(placed.annotations, rulings, placed.snap), found)
            self._compared[key] = _Compared(placed, found.cases, ends)
            self._tags |= {tag.id: tag for tag in placed.annotations}
        return self._compared[key]

    def _became(self, identifier: str) -> str:
        """What stands for an annotation where links are compared; empty where it is gone, hidden or not taken."""
        holder = self._holders.get(identifier)
        return self._of(holder).ends.of(self._tags[identifier]) if holder is not None else ""

    def _ends(self, links: Iterable[LinkCase]) -> dict[str, Annotation]:
        ends = (end for one in links for end in (one.source, one.target))
        return {end: self._tags[end] for end in ends}
