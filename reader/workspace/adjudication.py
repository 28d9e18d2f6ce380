"""Adjudication of one open document: its disagreements as they are now, and what an answer changes.

What is decided is a layer of its own: tags and links of the annotator ``adjudicated``, and a decision for each case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.adjudication.adjudicated_layer import AdjudicatedLayer
from reader.analysis.adjudication.answers import Answer, agreed_changes, changed_ruling, ruling_changes
from reader.analysis.adjudication.cases import Case, Comparison, compared
from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink, decided_cases, decided_links
from reader.analysis.adjudication.link_cases import (
    LinkCase,
    LinkComparison,
    compared_links,
    link_changes,
    linked,
    linked_sides,
)
from reader.analysis.adjudication.rulings import ADJUDICATED, AGREED, LINK_RULING, RULING, RuledPassages, rulings_of
from reader.model.annotation import Annotation
from reader.text.snapping import Snapper

if TYPE_CHECKING:
    from reader.annotations.document_records import DocumentRecords
    from reader.model.spans import Span
    from reader.text.units import Units
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class Agreed(NamedTuple):
    """What was taken by itself: how many passages and links all annotators agree on."""

    passages: int
    links: int


class Docket:
    """The disagreements of one document.

    Args:
        session: that has it open, and makes the changes.
        opened: the document.
        annotators: whose tags are compared, at least two.
        held: gives the records that hold an annotation, of whichever document; None where it cannot be opened.
    """

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        annotators: Sequence[str],
        held: Callable[[str], DocumentRecords | None],
    ) -> None:
        self._session = session
        self.opened = opened
        #: In the order in which they are called A, B, ...: another one in each document, so that none is known by it.
        self.annotators = tuple(sorted(annotators, key=lambda name: _order(opened.sha256, name)))
        self._held = held
        #: Gives the passage that counts for a comparison.
        self.snap = Snapper(opened.article.text, opened.article.language)

    # --- asking

    def cases(self) -> list[Case | LinkCase]:
        """What is to be decided now: passages in the order of the text, then links."""
        return [*self._passages().cases, *self._links().cases]

    def decided(self) -> int:
        """How many cases were decided; what all agree on is not among them."""
        records = self.opened.records
        asked = [one for one in records.decisions(RULING) if one.data.get("choice") != AGREED]
        return len(asked) + len(records.decisions(LINK_RULING))

    def decided_cases(self) -> list[DecidedCase | DecidedLink]:
        """What was decided, and can be decided anew: passages in the order of the text, then links."""
        records = self.opened.records
        passages = decided_cases(records.annotations, records.decisions(RULING), self.annotators, self.snap)
        sides = linked_sides(records.links(), self.annotators, self._ends())
        return [*passages, *decided_links(records.decisions(LINK_RULING), sides)]

    def about(self, annotation: str, target: str = "") -> Case | LinkCase | DecidedCase | DecidedLink | None:
        """The disagreement that an annotation is part of, to be decided or decided already; None where there is none.

        Args:
            annotation: the id of a tag, or of one that is in the adjudicated layer.
            target: that of another one: then the link between the two is meant, or as long as it cannot be asked about
                the disagreement about one of its ends.
        """
        undecided, decided = self.cases(), self.decided_cases()
        if target:
            became = self._ends()
            ends = became(annotation), became(target)
            for one in (*undecided, *decided):
                case = one.case if isinstance(one, DecidedLink) else one
                if isinstance(case, LinkCase) and (case.source, case.target) == ends:
                    return one
        for end in (annotation, target):
            for one in (*undecided, *decided):
                if isinstance(one, DecidedCase):
                    held = (*one.case.members, *one.taken)
                else:
                    held = (*one.members, *one.settled) if isinstance(one, Case) else ()
                if end and any(tag.id == end for tag in held):
                    return one
        return None

    def undecided_at(self, place: Span) -> Case | None:
        """The first disagreement to be decided with a tag that shares text with a place; None for none."""
        cases = self._passages().cases
        return next((one for one in cases if any(place.overlaps(tag.start, tag.end) for tag in one.members)), None)

    def annotation(self, identifier: str) -> Annotation | None:
        """An annotation by its id, of whichever document."""
        found = self.opened.records.get(identifier)
        if found is not None:
            return found
        records = self._held(identifier)
        return records.get(identifier) if records is not None else None

    @property
    def units(self) -> Units:
        """The units of the text."""
        return self.snap.units

    def _passages(self) -> Comparison:
        records = self.opened.records
        ruled = RuledPassages(rulings_of(records.decisions(RULING)), self.snap)
        return compared(records.annotations, self.annotators, self.snap, ruled)

    def _links(self) -> LinkComparison:
        records = self.opened.records
        return compared_links(records.links(), self.annotators, self._ends(), records.decisions(LINK_RULING))

    def _ends(self) -> Callable[[str], str]:
        """Gives the adjudicated tag that counts as the end of a link, by the id of an annotator's, or its own."""
        records = self.opened.records
        layers: dict[int, AdjudicatedLayer] = {}

        def became(identifier: str) -> str:
            """The adjudicated tag that an annotator's tag became; empty where there is none."""
            holder = records if records.get(identifier) is not None else self._held(identifier)
            tag = holder.get(identifier) if holder is not None else None
            if holder is None or tag is None:
                return ""
            if tag.annotator == ADJUDICATED:
                return tag.id
            if id(holder) not in layers:
                layers[id(holder)] = self._layer_of(holder)
            found = layers[id(holder)].became(tag)
            return found[0].id if found else ""

        return became

    def _layer_of(self, records: DocumentRecords) -> AdjudicatedLayer:
        article = records.article
        snap = self.snap if records is self.opened.records else Snapper(article.text, article.language)
        return AdjudicatedLayer(records.annotations, rulings_of(records.decisions(RULING)), snap)

    # --- deciding

    def take_agreed(self) -> Agreed:
        """Take what all agree on, as one step; also the links, once their ends are there. Raises ``EditError``."""
        passages = self._passages().agreed
        records, name = self.opened.records, self._session.annotator
        changes = agreed_changes(records, passages, self.snap, name)
        if changes:
            self._session.edits.do(f"{len(passages)} agreed taken", [(self.opened, changes)])
        links = self._links().agreed
        changes = tuple(change for link in links for change in linked(self.opened.records, *link))
        if changes:
            self._session.edits.do(f"{len(links)} agreed links taken", [(self.opened, changes)])
        return Agreed(len(passages), len(links))

    def answer(self, case: Case | DecidedCase, answer: Answer) -> None:
        """Keep an answer about passages, as one step; in place of an earlier one, if there is one.

        Raises ``EditError``.
        """
        records, name = self.opened.records, self._session.annotator
        if isinstance(case, DecidedCase):
            changes, labels = changed_ruling(records, case, answer, self.snap, name), case.case.labels
        else:
            changes, labels = ruling_changes(records, case, answer, self.snap, name), case.labels
        if changes:
            self._session.edits.do(f"adjudicated: {', '.join(labels)}", [(self.opened, changes)])

    def answer_link(self, case: LinkCase | DecidedLink, kind: str, rule: str = "") -> None:
        """Keep an answer about a link, as one step; an empty kind is no link. See ``answer``. Raises ``EditError``."""
        before, asked = (case.id, case.case) if isinstance(case, DecidedLink) else ("", case)
        changes = link_changes(self.opened.records, asked, kind, self._session.annotator, rule, before)
        if changes:
            self._session.edits.do("adjudicated: a link", [(self.opened, changes)])


def _order(document: str, name: str) -> str:
    return hashlib.sha256(f"{document}\0{name}".encode()).hexdigest()
