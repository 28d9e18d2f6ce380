"""The annotations, links and decisions of one open document in memory; operations return changes.

Nothing here touches the disk: the caller applies the changes and passes them to the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.anchoring.anchors import anchored
from reader.annotations.anchored_records import AnchoredRecords
from reader.model.annotation import DETACHED, EXACT, Annotation, Change, Decision, Link, Record, new_id, now, table_name
from reader.model.annotation_origin import OWN, Origin, corrected, with_origin
from reader.model.article import Article


class DocumentRecords(AnchoredRecords):
    """Annotations, links and decisions of one document, anchored in its article.

    Args:
        article: as it is shown now.
        annotations: as stored; those that do not fit their offsets are re-anchored or detached.
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
    def _tables(self) -> dict[str, dict[str, Any]]:
        return {"annotations": self._annotations, "decisions": self._decisions, "links": self._links}

    def links(self) -> list[Link]:
        """Every link that starts in this document, ordered by id."""
        return sorted(self._links.values(), key=lambda one: one.id)

    def decisions(self, kind: str) -> list[Decision]:
        """The decisions of that kind, ordered by id, earliest first."""
        return sorted((one for one in self._decisions.values() if one.kind == kind), key=lambda one: one.id)

    def decide(self, kind: str, data: Mapping[str, Any], annotator: str) -> tuple[Change, ...]:
        """Record a decision about the document; ``delete_decision`` removes it."""
        moment = now()
        return (Change(None, Decision(new_id(), kind, data, annotator, moment, moment)),)

    def redecide(self, decision: Decision, data: Mapping[str, Any], annotator: str) -> tuple[Change, ...]:
        """Give a decision another content, which somebody else may have decided; no change if it is the same."""
        changed = replace(decision, data=data, annotator=annotator, updated_at=now())
        return (Change(decision, changed),) if data != decision.data else ()

    def delete_decision(self, decision: Decision) -> tuple[Change, ...]:
        """Delete a decision."""
        return (Change(decision, None),)

    def counts(self) -> Mapping[str, int]:
        """The number of annotations by label, including detached ones; labels without any are not in it."""
        return self._by_label

    def get(self, identifier: str) -> Annotation | None:
        """The annotation with that id; None if it is gone."""
        return self._annotations.get(identifier)

    def under(self, start: int, end: int) -> list[Annotation]:
        """The annotations that share text with ``[start, end)``, most likely meant first.

        Those with exactly this span come first, newest first; then the shortest.
        """
        end = max(end, start + 1)
        newest = sorted(self.annotations.touching(start, end), key=lambda one: one.id, reverse=True)
        return sorted(newest, key=lambda one: ((one.start, one.end) != (start, end), one.end - one.start))

    def after(self, offset: int) -> Annotation | None:
        """The first annotation that starts after ``offset``."""
        place = self.annotations.first_from(offset + 1)
        return self.annotations[place] if place < len(self.annotations) else None

    def before(self, offset: int) -> Annotation | None:
        """The last annotation that starts before ``offset``."""
        place = self.annotations.first_from(offset)
        return self.annotations[place - 1] if place else None

    def tag(self, label: str, start: int, end: int, annotator: str, origin: Origin = OWN) -> tuple[Change, ...]:
        """Tag ``[start, end)``; repeating the same label on the same passage removes the tag.

        It only affects the annotator's own tags; another annotator's tag on the passage stays. ``origin`` says whether
        it was suggested.
        """
        same = self.same(label, start, end, annotator)
        if same:
            return tuple(change for one in same for change in self.delete(one))
        moment = now()
        fresh = Annotation(
            id=new_id(), label=label, start=start, end=end, quote="", annotator=annotator, created_at=moment,
            updated_at=moment, anchor=EXACT,
        )  # fmt: skip
        return (Change(None, anchored(with_origin(fresh, origin), self.article, start, end)),)

    def same(self, label: str, start: int, end: int, annotator: str) -> list[Annotation]:
        """The annotator's tags with that label on just that passage, ordered by id."""
        return [one for one in self.annotations.at(start, end) if (one.label, one.annotator) == (label, annotator)]

    def link(self, source: Annotation, target: Annotation, kind: str, annotator: str) -> tuple[Change, ...]:
        """Link an annotation of this document to another one, of any document.

        Two annotations have at most one link in each direction. Repeating a link changes nothing; another kind replaces
        the existing one.

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
        """Remove a link of this document."""
        return (Change(link, None),)

    def unlinked(self, annotation: Annotation) -> tuple[Change, ...]:
        """Remove every link of this document with an annotation, which may be another document's."""
        return tuple(Change(link, None) for link in self.links_with(annotation.id))

    def links_with(self, annotation: str) -> list[Link]:
        """The links of this document from or to an annotation, ordered by id."""
        return [one for one in self.links() if annotation in (one.source, one.target)]

    def delete(self, annotation: Annotation) -> tuple[Change, ...]:
        """Delete an annotation and the links that depend on it."""
        return (*self.unlinked(annotation), Change(annotation, None))

    def annotate(self, annotation: Annotation, note: str) -> tuple[Change, ...]:
        """Set the annotation's note, or clear it with an empty one; no change if it is the same."""
        return (Change(annotation, annotation.touched(note=note)),) if note != annotation.note else ()

    def move(self, annotation: Annotation, label: str, start: int, end: int) -> tuple[Change, ...]:
        """Give an annotation another label or span, which corrects a suggestion; no change if it has them already."""
        if (label, start, end, False) == (
            annotation.label, annotation.start, annotation.end, annotation.anchor == DETACHED,
        ):  # fmt: skip
            return ()
        return (Change(annotation, anchored(corrected(annotation.touched(label=label)), self.article, start, end)),)

    def attribute(self, annotation: Annotation, name: str) -> tuple[Change, ...]:
        """Set the speaker of a passage, or with an empty name the article's own voice; no change if it is the same."""
        changed = annotation.touched(attributed_to=name)
        return (Change(annotation, changed),) if name != annotation.attributed_to else ()

    def in_article(self, article: Article) -> DocumentRecords:
        """The same records, anchored in another text of the document."""
        fresh = DocumentRecords(
            article,
            self._annotations.values(),
            self._links.values(),
            self._decisions.values(),
            kept=lambda: (self.article.text, *self._kept()),
        )
        fresh._moves = self._moves + fresh._moves
        return fresh

    def records(self) -> list[Record]:
        """All records as stored, re-anchored annotations in their present state."""
        return [record for table in self._tables.values() for record in table.values()]

    def copied(self) -> tuple[list[Annotation], list[Link]]:
        """All annotations and links, in any order, for another thread than that which changes them."""
        return list(self._annotations.values()), list(self._links.values())  # each in one step of the interpreter

    def now(self, record: Record) -> Record | None:
        """The present record with the id of ``record``; None if there is none."""
        present: Record | None = self._tables[table_name(record)].get(record.id)
        return present

    def has(self, record: Record) -> bool:
        """Whether there is a record with this id."""
        return record.id in self._tables[table_name(record)]

    def holds(self, record: Record) -> bool:
        """Whether there is a record equal to this one."""
        return bool(self._tables[table_name(record)].get(record.id) == record)

    def apply(self, changes: Iterable[Change]) -> None:
        """Apply the changes in memory."""
        for change in changes:
            record, after = change.record, change.after
            if isinstance(record, Annotation):
                self._put(record.id, after if isinstance(after, Annotation) else None)
                continue
            table: dict[str, Any] = self._tables[table_name(record)]
            if after is None:
                table.pop(record.id, None)
            else:
                table[record.id] = after
