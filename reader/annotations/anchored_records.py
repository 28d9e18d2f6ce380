"""Where the annotations of one open document are, now that its text may have changed: found, offered, or detached.

What somebody rejected stays rejected; what somebody changed meanwhile is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from reader.anchoring.anchors import TELLING, Anchoring, anchored, reanchored, settled
from reader.anchoring.found_place import FoundPlace
from reader.model.annotation import DETACHED, MOVED, Annotation, Change, Decision, new_id, now
from reader.model.article import Article

#: The kind of decision that says where an annotation does not belong.
REJECTED = "rejected place"
#: A patient one looks for what is lost at once if that is as little work as a text of so many code points; one that is
#: lost counts as so many.
_QUICK, _LETTERS_EACH = 150_000, 300


class AnchoredRecords:
    """The annotations of a document, anchored in its article.

    Args:
        article: as it is shown now.
        annotations: as stored; those that do not sit where they say are found again, or detached.
        decisions: as stored; some say where an annotation does not belong.
        kept: gives earlier texts of the document, as ``reanchored`` wants them.
        is_patient: whether somebody asks ``find_lost`` where that would take a while; else it is done at once.

    Attributes:
        lost: what is still to be looked for, detached until then; empty but for a patient one of a long text.
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
        there = {one.id: settled(one, article) for one in stored.values()}
        self.lost = [stored[identifier] for identifier, one in there.items() if one is None]
        self._take([one for one in there.values() if one is not None])
        if not is_patient or len(self.lost) * _LETTERS_EACH + len(article.text) < _QUICK:
            self.take_found(self.find_lost())
        for one in self.lost:
            self._annotations[one.id] = self._found[one.id] = replace(one, anchor=DETACHED)

    @property
    def article(self) -> Article:
        """As it is shown now."""
        return self._article

    @article.setter
    def article(self, article: Article) -> None:
        """Show another one; what is attached is moved by whoever changed it, what is not may be somewhere again."""
        self._article = article
        self._offers = {}
        for one in reanchored(self.detached, article, self._kept) if self.detached else ():
            there = one.annotation
            offer = (
                one.offer if there.anchor == DETACHED else FoundPlace(there.start, there.end, one.score, is_sure=False)
            )
            if offer is not None:
                self._offers[there.id] = offer

    def find_lost(self) -> list[Anchoring]:
        """What becomes of the lost ones; changes nothing, so that any thread may ask."""
        return reanchored(self.lost, self.article, self._kept) if self.lost else []

    def take_found(self, found: Iterable[Anchoring]) -> None:
        """Take in what ``find_lost`` gave; what somebody has changed since stays as it is."""
        looked_for = {one.id: one for one in self.lost}
        self.lost = []
        self._take(
            one
            for one in found
            if self._annotations.get(one.annotation.id) in (was := looked_for.get(one.annotation.id), _detached(was))
        )

    def _take(self, found: Iterable[Anchoring]) -> None:
        changes = []
        for anchoring in found:
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
    def annotations(self) -> Sequence[Annotation]:
        """Those that sit in the text, ordered by start, end, id."""
        return sorted(
            (one for one in self._annotations.values() if one.anchor != DETACHED),
            key=lambda one: (one.start, one.end, one.id),
        )

    @cached_property
    def detached(self) -> Sequence[Annotation]:
        """Those whose quote is no longer in the text, ordered by id."""
        return sorted((one for one in self._annotations.values() if one.anchor == DETACHED), key=lambda one: one.id)

    @property
    def moved(self) -> list[tuple[Annotation, Annotation]]:
        """Those found elsewhere now that the document was opened, before and after, in the order of the text.

        Not those that somebody has changed, deleted or detached since.
        """
        pairs = ((was, self._found[identifier]) for identifier, was in self._stored.items())
        found = [
            (was, one)
            for was, one in pairs
            if one.anchor == MOVED and (was.start, was.quote, was.anchor) != (one.start, one.quote, one.anchor)
        ]
        left = [(was, one) for was, one in found if _place(self._annotations.get(one.id)) == _place(one)]
        return sorted(left, key=lambda pair: (pair[1].start, pair[1].end, pair[1].id))

    @property
    def offers(self) -> Mapping[str, FoundPlace]:
        """Where detached annotations may be, by their ids: for somebody to accept or to reject."""
        return {
            one.id: offer
            for one in self.detached
            if (offer := self._offers.get(one.id)) and not self._is_rejected(one, self._passage(offer))
        }

    def accept(self, annotation: Annotation, start: int, end: int) -> tuple[Change, ...]:
        """Put a detached annotation on ``[start, end)``: somebody says that it belongs there."""
        there = anchored(annotation, self.article, start, end, status=MOVED)
        return (Change(annotation, there.touched()),)

    def confirm(self, annotation: Annotation) -> None:
        """Somebody has seen where an annotation was found again: it counts as moved no more."""
        self._stored[annotation.id] = annotation

    def reject(self, annotation: Annotation, annotator: str) -> tuple[Change, ...]:
        """Say that an annotation does not belong where it was found, or where it may be; it is not asked again.

        One that was moved is detached, as it was before; what was offered is offered no more.
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
        said = (one.data for one in self._decisions.values() if one.kind == REJECTED)
        return any(data.get("annotation") == annotation.id and data.get("passage") == passage for data in said)

    @cached_property
    def is_other_text(self) -> bool:
        """Whether this is not the annotated text in a new version, but another text altogether.

        Less than a tenth of what sat in the text before is found again, counting what is gone while the words around
        it are still there. To be asked when the document's bytes have changed: its annotations then belong to a text
        that lay at the same path, and this one had better be kept ``apart`` from it.
        """
        before = [one for one in self._stored.values() if one.anchor != DETACHED]
        return len([one for one in before if self._is_left(one)]) * 10 < len(before)

    def _is_left(self, one: Annotation) -> bool:
        around = [context for context in (one.prefix, one.suffix) if len(context) >= TELLING]
        return self._found[one.id].anchor != DETACHED or any(context in self.article.text for context in around)

    def take_moves(self) -> tuple[Change, ...]:
        """What anchoring changed, to be written with the next save; asked again, nothing."""
        moves, self._moves = self._moves, ()
        return moves

    def _forget(self) -> None:
        for name in ("annotations", "detached"):
            self.__dict__.pop(name, None)


def _detached(annotation: Annotation | None) -> Annotation | None:
    return annotation and replace(annotation, anchor=DETACHED)


def _place(annotation: Annotation | None) -> tuple[int, int, str] | None:
    return None if annotation is None else (annotation.start, annotation.end, annotation.anchor)
