"""The annotations of one open document, in memory and in order: what a key asks for becomes changes.

Nothing here touches the disk: whoever holds the records applies the changes and hands them to the store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.anchoring.anchors import anchored
from reader.annotations.anchored_records import AnchoredRecords
from reader.model.annotation import DETACHED, EXACT, Annotation, Change, Decision, Link, Record, new_id, now, table_name
from reader.model.article import Article


class DocumentRecords(AnchoredRecords):
    """Annotations, links and decisions of one document, anchored in its article.

    Args:
        article: as it is shown now.
        annotations: as stored; those that do not sit where they say are found again, or detached.
        links: as stored.
        decisions: as stored.
        kept, is_patient: see ``AnchoredRecords``.
    """

    def __init__(
        self,
        article: Article,
        annotations: Iterable[Annotation] = (),
        links: Iterable[Link] = (),
        decisions: Iterable[Decision] = (),
        *,
        kept: Callable[[], Sequence[str]] = tuple,
        is_patient: bool = False,
    ) -> None:
        super().__init__(article, annotations, decisions, kept=kept, is_patient=is_patient)
        self._links = {one.id: one for one in links}

    @property
    def _shelves(self) -> dict[str, dict[str, Any]]:
        return {"annotations": self._annotations, "decisions": self._decisions, "links": self._links}

    def links(self) -> list[Link]:
        """Every link that starts in this document, ordered by id."""
        return sorted(self._links.values(), key=lambda one: one.id)

    def decisions(self, kind: str) -> list[Decision]:
        """What was decided of that kind, ordered by id: the earliest first."""
        return sorted((one for one in self._decisions.values() if one.kind == kind), key=lambda one: one.id)

    def decide(self, kind: str, data: Mapping[str, Any], annotator: str) -> tuple[Change, ...]:
        """Decide something about the document; ``delete_decision`` takes it back."""
        moment = now()
        return (Change(None, Decision(new_id(), kind, data, annotator, moment, moment)),)

    def delete_decision(self, decision: Decision) -> tuple[Change, ...]:
        """Take a decision back."""
        return (Change(decision, None),)

    def counts(self) -> Counter[str]:
        """Annotations a label, detached ones included."""
        return Counter(one.label for one in self._annotations.values())

    def get(self, identifier: str) -> Annotation | None:
        """The annotation of that id, None where it is gone."""
        return self._annotations.get(identifier)

    def under(self, start: int, end: int) -> list[Annotation]:
        """Those that share text with ``[start, end)``, most likely meant first.

        Just this passage before any other, the newest of those first; then the tightest.
        """
        end = max(end, start + 1)
        touching = [one for one in self.annotations if one.start < end and start < one.end]
        newest = sorted(touching, key=lambda one: one.id, reverse=True)
        return sorted(newest, key=lambda one: ((one.start, one.end) != (start, end), one.end - one.start))

    def after(self, offset: int) -> Annotation | None:
        """The first annotation that starts after ``offset``."""
        return next((one for one in self.annotations if one.start > offset), None)

    def before(self, offset: int) -> Annotation | None:
        """The last annotation that starts before ``offset``."""
        return next((one for one in reversed(self.annotations) if one.start < offset), None)

    def tag(self, label: str, start: int, end: int, annotator: str) -> tuple[Change, ...]:
        """Tag ``[start, end)``; the same label on the same passage again takes it off.

        Only one's own: what another annotator tagged stays, and one's own tag stands beside it.
        """
        mine = (label, start, end, annotator)
        same = [one for one in self.annotations if (one.label, one.start, one.end, one.annotator) == mine]
        if same:
            return tuple(change for one in same for change in self.delete(one))
        moment = now()
        fresh = Annotation(
            id=new_id(), label=label, start=start, end=end, quote="", annotator=annotator, created_at=moment,
            updated_at=moment, anchor=EXACT,
        )  # fmt: skip
        return (Change(None, anchored(fresh, self.article, start, end)),)

    def link(self, source: Annotation, target: Annotation, kind: str, annotator: str) -> tuple[Change, ...]:
        """Link an annotation of this document to another one, of any document.

        Two annotations are linked once in one direction: the same link again is no change, one of another kind
        changes the one there is.

        Raises:
            ValueError: they are the same annotation.
        """
        if source.id == target.id:
            raise ValueError("an annotation cannot be linked to itself")
        moment = now()
        known = next((one for one in self._links.values() if (one.source, one.target) == (source.id, target.id)), None)
        if known is None:
            return (Change(None, Link(new_id(), source.id, target.id, kind, annotator, moment, moment)),)
        return (Change(known, replace(known, kind=kind, updated_at=moment)),) if known.kind != kind else ()

    def unlink(self, link: Link) -> tuple[Change, ...]:
        """Take a link of this document off."""
        return (Change(link, None),)

    def unlinked(self, annotation: Annotation) -> tuple[Change, ...]:
        """Take off every link of this document with an annotation, which may be another document's."""
        return tuple(Change(link, None) for link in self.links_with(annotation.id))

    def links_with(self, annotation: str) -> list[Link]:
        """The links of this document that start from an annotation or lead to it, ordered by id."""
        return [one for one in self.links() if annotation in (one.source, one.target)]

    def delete(self, annotation: Annotation) -> tuple[Change, ...]:
        """Delete an annotation, and the links that would lead nowhere without it."""
        return (*self.unlinked(annotation), Change(annotation, None))

    def annotate(self, annotation: Annotation, note: str) -> tuple[Change, ...]:
        """Write (or with an empty note, clear) the annotation's note; no change where it says that already."""
        return (Change(annotation, annotation.touched(note=note)),) if note != annotation.note else ()

    def move(self, annotation: Annotation, label: str, start: int, end: int) -> tuple[Change, ...]:
        """Give an annotation another label or other ends; no change where it has them already."""
        if (label, start, end, False) == (
            annotation.label, annotation.start, annotation.end, annotation.anchor == DETACHED,
        ):  # fmt: skip
            return ()
        return (Change(annotation, anchored(annotation.touched(label=label), self.article, start, end)),)

    def attribute(self, annotation: Annotation, name: str) -> tuple[Change, ...]:
        """Say whose words the passage is, or with an empty name the article's own; no change where it says that."""
        changed = annotation.touched(attributed_to=name)
        return (Change(annotation, changed),) if name != annotation.attributed_to else ()

    def records(self) -> list[Record]:
        """Everything here as it was stored, what was found again elsewhere as it is now."""
        return [record for shelf in self._shelves.values() for record in shelf.values()]

    def now(self, record: Record) -> Record | None:
        """What stands here under the id of a record, None where nothing does."""
        found: Record | None = self._shelves[table_name(record)].get(record.id)
        return found

    def has(self, record: Record) -> bool:
        """Whether a record with this one's id is here."""
        return record.id in self._shelves[table_name(record)]

    def holds(self, record: Record) -> bool:
        """Whether this record is here, just as it is."""
        return bool(self._shelves[table_name(record)].get(record.id) == record)

    def apply(self, changes: Iterable[Change]) -> None:
        """Make the changes in memory."""
        for change in changes:
            record = change.record
            shelf: dict[str, Any] = self._shelves[table_name(record)]
            if change.after is None:
                shelf.pop(record.id, None)
            else:
                shelf[record.id] = record
        self._forget()
