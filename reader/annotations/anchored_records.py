"""Anchors the annotations of one open document in its present text: unchanged, re-anchored, offered or detached.

A rejected place stays rejected. An annotation that somebody has changed meanwhile is left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from reader.anchoring.anchors import TELLING, Anchoring, anchored, reanchored, settled
from reader.anchoring.found_place import FoundPlace
from reader.annotations.ordered_annotations import OrderedAnnotations
from reader.model.annotation import DETACHED, MOVED, Annotation, Change, Decision, new_id, now
from reader.model.article import Article

#: The kind of decision that an annotation does not belong to a place.
REJECTED = "rejected place"
#: Changed annotations that are remembered for ``changed_since``.
_REMEMBERED = 256
#: A patient object still searches at once if the work is no more than for this many code points; each lost annotation
#: counts as many as the second number.
_QUICK, _LETTERS_EACH = 150_000, 300


class AnchoredRecords:
    """The annotations of a document, anchored in its article.

    Args:
        article: as it is shown now.
        annotations: as stored; those that do not fit their offsets are re-anchored or detached.
        decisions: as stored; some reject places of annotations.
        kept: returns earlier texts of the document, as for ``reanchored``.
        is_patient: whether the caller will call ``find_lost`` if the search is slow; otherwise it is done at once.

    Attributes:
        lost: annotations still to be searched for, detached until then; only of a patient object with a long text.
        revision: how often an annotation was changed here.
    """

    def __init__(
        self,
        article: Article,
        annotations: Iterable[Annotation],
        decisions: Iterable[Decision],
        *,
        kept: Callable[[], Sequence[str]],
        is_patient: bool,
    ) -> None:
        self._article = article
        stored = {one.id: one for one in annotations}
        self._annotations = dict(stored)
        self._decisions = {one.id: one for one in decisions}
        self._stored, self._found = stored, dict(stored)
        self._moves: tuple[Change, ...] = ()
        self._offers: dict[str, FoundPlace] = {}
        self._kept = kept
        self._changed: deque[str] = deque(maxlen=_REMEMBERED)  # ids of annotations, the latest last
        self._all_changed_at = 0
        self.revision = 0
        unmoved = {one.id: settled(one, article) for one in stored.values()}
        self.lost = [stored[identifier] for identifier, one in unmoved.items() if one is None]
        self._take([one for one in unmoved.values() if one is not None])
        if not is_patient or len(self.lost) * _LETTERS_EACH + len(article.text) < _QUICK:
            self.take_found(self.find_lost())
        for one in self.lost:
            self._annotations[one.id] = self._found[one.id] = replace(one, anchor=DETACHED)

    @property
    def article(self) -> Article:
        """The article as it is shown now."""
        return self._article

    @article.setter
    def article(self, article: Article) -> None:
        """Set another article. The caller moves attached annotations; for detached ones places may be offered."""
        self._article = article
        self._offers = {}
        for found in reanchored(self.detached, article, self._kept) if self.detached else ():
            one = found.annotation
            offer = (
                found.offer if one.anchor == DETACHED else FoundPlace(one.start, one.end, found.score, is_sure=False)
            )
            if offer is not None:
                self._offers[one.id] = offer

    def find_lost(self) -> list[Anchoring]:
        """The anchoring of the lost annotations; it changes nothing, so any thread may call it."""
        return reanchored(self.lost, self.article, self._kept) if self.lost else []

    def take_found(self, results: Iterable[Anchoring]) -> None:
        """Apply the results of ``find_lost``; annotations that somebody has changed since are left alone."""
        looked_for = {one.id: one for one in self.lost}
        self.lost = []
        self._take(
            one
            for one in results
            if self._annotations.get(one.annotation.id) in (was := looked_for.get(one.annotation.id), _detached(was))
        )

    def _take(self, results: Iterable[Anchoring]) -> None:
        changes = []
        for anchoring in results:
            one, was = anchoring.annotation, self._stored[anchoring.annotation.id]
            if anchoring.offer is not None:
                self._offers[one.id] = anchoring.offer
            if one.anchor == MOVED and one is not was and self._is_rejected(one, one.quote):
                one = was if was.anchor == DETACHED else replace(was, anchor=DETACHED)
            self._annotations[one.id] = self._found[one.id] = one
            if one is not was:
                changes.append(Change(was, one))
        self._moves += tuple(changes)
        self._forget()

    @cached_property
    def annotations(self) -> OrderedAnnotations:
        """The attached annotations, ordered by start, end, id; the object stays, and what it holds changes."""
        return OrderedAnnotations(one for one in self._annotations.values() if one.anchor != DETACHED)

    @cached_property
    def detached(self) -> Sequence[Annotation]:
        """The annotations whose quote is no longer in the text, ordered by id."""
        return sorted((one for one in self._annotations.values() if one.anchor == DETACHED), key=lambda one: one.id)

    def place_of(self, identifier: str) -> int | None:
        """How many annotations stand before one in the order of the text, detached ones last; None where it is gone."""
        one = self._annotations.get(identifier)
        if one is None:
            return None
        if one.anchor != DETACHED:
            return self.annotations.place_of(one)
        return len(self.annotations) + bisect_left(self.detached, identifier, key=lambda other: other.id)

    @cached_property
    def _by_label(self) -> Counter[str]:
        return Counter(one.label for one in self._annotations.values())

    @property
    def moved(self) -> list[tuple[Annotation, Annotation]]:
        """The annotations that were re-anchored on opening, before and after, in text order.

        Those that somebody has changed, deleted or detached since are left out.
        """
        pairs = ((was, self._found[identifier]) for identifier, was in self._stored.items())
        moved = [
            (was, one)
            for was, one in pairs
            if one.anchor == MOVED and (was.start, was.quote, was.anchor) != (one.start, one.quote, one.anchor)
        ]
        left = [(was, one) for was, one in moved if _place(self._annotations.get(one.id)) == _place(one)]
        return sorted(left, key=lambda pair: (pair[1].start, pair[1].end, pair[1].id))

    @property
    def offers(self) -> Mapping[str, FoundPlace]:
        """The possible places of detached annotations, by id, for somebody to accept or reject."""
        return {
            one.id: offer
            for one in self.detached
            if (offer := self._offers.get(one.id)) and not self._is_rejected(one, self._passage(offer))
        }

    def accept(self, annotation: Annotation, start: int, end: int) -> tuple[Change, ...]:
        """Put a detached annotation on ``[start, end)``, as somebody confirms."""
        accepted = anchored(annotation, self.article, start, end, status=MOVED)
        return (Change(annotation, accepted.touched()),)

    def confirm(self, annotation: Annotation) -> None:
        """Somebody has confirmed the new place of an annotation; it is no longer listed as moved."""
        self._stored[annotation.id] = annotation

    def reject(self, annotation: Annotation, annotator: str) -> tuple[Change, ...]:
        """Reject the place at which an annotation was re-anchored, or an offered place; it is not offered again.

        A re-anchored annotation is detached and gets its former offsets.
        """
        offer = self._offers.get(annotation.id)
        passage = annotation.quote if annotation.anchor != DETACHED else self._passage(offer) if offer else ""
        moment, data = now(), {"annotation": annotation.id, "passage": passage}
        decision = Change(None, Decision(new_id(), REJECTED, data, annotator, moment, moment))
        if annotation.anchor == DETACHED:
            return (decision,)
        was = self._stored.get(annotation.id, annotation)
        names = ("start", "end", "quote", "prefix", "suffix", "source_start", "source_end")
        place = {name: getattr(was, name) for name in names}
        return (decision, Change(annotation, annotation.touched(anchor=DETACHED, **place)))

    def _passage(self, place: FoundPlace) -> str:
        return self.article.text[place.start : place.end]

    def _is_rejected(self, annotation: Annotation, passage: str) -> bool:
        rejections = (one.data for one in self._decisions.values() if one.kind == REJECTED)
        return any(data.get("annotation") == annotation.id and data.get("passage") == passage for data in rejections)

    @cached_property
    def is_other_text(self) -> bool:
        """Whether this is not a new version of the annotated text, but another text.

        That is so if less than a tenth of the attached annotations are found again; one whose context is present counts
        as found. Ask if the document's bytes have changed. The annotations then belong to an earlier file at the same
        path, and this document should be kept ``apart``.
        """
        before = [one for one in self._stored.values() if one.anchor != DETACHED]
        return len([one for one in before if self._is_left(one)]) * 10 < len(before)

    def _is_left(self, one: Annotation) -> bool:
        around = [context for context in (one.prefix, one.suffix) if len(context) >= TELLING]
        return self._found[one.id].anchor != DETACHED or any(context in self.article.text for context in around)

    def take_moves(self) -> tuple[Change, ...]:
        """The changes by anchoring, to be written with the next save; empty when called again."""
        moves, self._moves = self._moves, ()
        return moves

    def changed_since(self, revision: int) -> Sequence[str] | None:
        """The ids of annotations that came, went or changed since a revision; None where any may have."""
        count = self.revision - revision
        if revision < self._all_changed_at or count > len(self._changed):
            return None
        return list(self._changed)[len(self._changed) - count :]

    def _put(self, identifier: str, annotation: Annotation | None) -> None:
        """Have an annotation of that id, or none; of what is ordered and counted only that changes."""
        was = self._annotations.get(identifier)
        made = self.__dict__  # what was not asked for yet is made from the new state
        for one, is_gone in ((was, True), (annotation, False)):
            if one is None:
                continue
            if "_by_label" in made:
                self._by_label[one.label] += -1 if is_gone else 1
                if not self._by_label[one.label]:
                    del self._by_label[one.label]
            if one.anchor == DETACHED:
                made.pop("detached", None)
            elif "annotations" in made:
                (self.annotations.remove if is_gone else self.annotations.add)(one)
        if annotation is not None:
            self._annotations[identifier] = annotation
        else:
            self._annotations.pop(identifier, None)
        self.revision += 1
        self._changed.append(identifier)

    def _forget(self) -> None:
        self.revision += 1
        self._all_changed_at = self.revision
        for name in ("annotations", "detached", "_by_label"):
            self.__dict__.pop(name, None)


def _detached(annotation: Annotation | None) -> Annotation | None:
    return annotation and replace(annotation, anchor=DETACHED)


def _place(annotation: Annotation | None) -> tuple[int, int, str] | None:
    return None if annotation is None else (annotation.start, annotation.end, annotation.anchor)
