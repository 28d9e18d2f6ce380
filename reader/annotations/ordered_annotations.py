"""Annotations in the order of the text, kept in that order as they come and go: nothing else is looked at for a change.

Every list of a document's annotations, its marks and the jumps between them rest on this order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from operator import attrgetter
from typing import overload

from reader.model.annotation import Annotation

_place = attrgetter("start", "end", "id")
_start = attrgetter("start")


class OrderedAnnotations(Sequence[Annotation]):
    """Annotations of one text, ordered by start, end, id.

    Args:
        annotations: in any order, each id once.
    """

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._all = sorted(annotations, key=_place)
        self._longest = max((one.end - one.start for one in self._all), default=0)

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, index: int) -> Annotation: ...
    @overload
    def __getitem__(self, index: slice) -> list[Annotation]: ...
    def __getitem__(self, index: int | slice) -> Annotation | list[Annotation]:
        return self._all[index]

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        """Whether that is a sequence of the same annotations; a list too."""
        return self._all == (other._all if isinstance(other, OrderedAnnotations) else other)

    __hash__ = None  # type: ignore[assignment]  # what it holds changes

    def __repr__(self) -> str:
        return repr(self._all)

    def add(self, annotation: Annotation) -> None:
        """Put an annotation in its place."""
        self._all.insert(bisect_left(self._all, _place(annotation), key=_place), annotation)
        self._longest = max(self._longest, annotation.end - annotation.start)

    def remove(self, annotation: Annotation) -> None:
        """Take an annotation out; raises ``ValueError`` where it is not there."""
        del self._all[self.place_of(annotation)]

    def place_of(self, annotation: Annotation) -> int:
        """How many annotations stand before one that is here; raises ``ValueError`` where it is not."""
        place = bisect_left(self._all, _place(annotation), key=_place)
        if place == len(self._all) or self._all[place].id != annotation.id:
            raise ValueError(f"no annotation {annotation.id} at {annotation.start}")
        return place

    def first_from(self, offset: int) -> int:
        """How many annotations start before ``offset``: the index of the first one that does not."""
        return bisect_left(self._all, offset, key=_start)

    def at(self, start: int, end: int) -> list[Annotation]:
        """Those whose span is just ``[start, end)``, ordered by id."""
        first = bisect_left(self._all, (start, end, ""), key=_place)
        here = (self._all[index] for index in range(first, len(self._all)))
        return list(takewhile(lambda one: (one.start, one.end) == (start, end), here))

    def touching(self, start: int, end: int) -> list[Annotation]:
        """Those that share text with ``[start, end)``, in order.

        None starts farther before ``start`` than the longest one reaches; nothing before that is looked at.
        """
        first, last = self.first_from(start - self._longest), self.first_from(end)
        return [one for one in self._all[first:last] if one.end > start]
