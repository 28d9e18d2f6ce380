"""The rows of the list of annotations, made when they are seen: a list of any length costs what is linked in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple, overload

from reader.annotations.link_targets import tree
from reader.model.annotation import Annotation, Link


class ListedAnnotation(NamedTuple):
    """One row of the list; the other fields as in ``link_targets.Branch``."""

    annotation: Annotation
    depth: int = 0
    link: Link | None = None
    is_again: bool = False

    @property
    def id(self) -> str:
        """The id of the row: an annotation with several links stands in several."""
        return f"{self.annotation.id}/{self.link.id}" if self.link else self.annotation.id


class ListedRows(Sequence[ListedAnnotation]):
    """Annotations as rows: those with links as trees, each where its root stands, between those without.

    Only the linked ones are looked at when it is made.

    Args:
        own: in the order of the list.
        place: the index of an annotation in ``own`` by its id; None where it is not there.
        links: those with an end that is known neither in ``own`` nor in ``others`` are left out.
        others: annotations of other documents, by id; the trees list those that are linked with ``own``.
    """

    def __init__(
        self,
        own: Sequence[Annotation],
        place: Callable[[str], int | None],
        links: Sequence[Link] = (),
        others: Sequence[Annotation] = (),
    ) -> None:
        self._own, self._place = own, place
        foreign = {one.id: one for one in others}
        ends = {end for link in links for end in (link.source, link.target)}
        places = {end: at for end in ends if (at := place(end)) is not None}
        linked = sorted(places, key=places.__getitem__)
        known = {**foreign, **{identifier: own[places[identifier]] for identifier in linked}}
        ordered = _with_others(linked, known, links)
        self._places = [places[identifier] for identifier in linked]  # in ``own``, of what stands in a tree
        self._gaps = [at - index for index, at in enumerate(self._places)]  # so many without links stand before each
        self._trees = [ListedAnnotation(known[one.annotation], *one[1:]) for one in tree(ordered, links)]
        self._by_id = {row.id: index for index, row in enumerate(self._trees)}
        self._first = {row.annotation.id: index for index, row in reversed([*enumerate(self._trees)])}
        self._lay_out(_root_places(ordered, places, len(own)))

    def _lay_out(self, roots: dict[str, int]) -> None:
        """Find the row at which each tree begins, and how many rows of trees are before it."""
        begins = [index for index, row in enumerate(self._trees) if row.link is None]
        self._root_places = [roots[self._trees[index].annotation.id] for index in begins]
        self._rows_before = [*begins, len(self._trees)]
        unlinked = [at - bisect_left(self._places, at) for at in self._root_places]
        self._begins = [free + inside for free, inside in zip(unlinked, begins, strict=True)]

    def __len__(self) -> int:
        return len(self._own) - len(self._places) + len(self._trees)

    @overload
    def __getitem__(self, index: int) -> ListedAnnotation: ...
    @overload
    def __getitem__(self, index: slice) -> list[ListedAnnotation]: ...
    def __getitem__(self, index: int | slice) -> ListedAnnotation | list[ListedAnnotation]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        row = range(len(self))[index]
        number = bisect_right(self._begins, row)  # trees that begin here or before
        inside = row - self._begins[number - 1] + self._rows_before[number - 1] if number else 0
        if number and inside < self._rows_before[number]:
            return self._trees[inside]
        free = row - self._rows_before[number]
        return ListedAnnotation(self._own[free + bisect_right(self._gaps, free)])

    def row_of(self, row: str) -> int | None:
        """The index of the row of that id; None where there is none."""
        inside = self._by_id.get(row)
        return self._row_in_tree(inside) if inside is not None else self._row_without_tree(row)

    def first_row_of(self, annotation: str) -> int | None:
        """The index of the first row of the annotation of that id; None where it is not listed."""
        inside = self._first.get(annotation)
        return self._row_in_tree(inside) if inside is not None else self._row_without_tree(annotation)

    def _row_in_tree(self, inside: int) -> int:
        number = bisect_right(self._rows_before, inside) - 1
        return self._begins[number] + inside - self._rows_before[number]

    def _row_without_tree(self, annotation: str) -> int | None:
        at = None if "/" in annotation or annotation in self._first else self._place(annotation)
        if at is not None and (at >= len(self._own) or self._own[at].id != annotation):  # others came or went since
            at = next((index for index, one in enumerate(self._own) if one.id == annotation), None)
        if at is None:
            return None
        return at - bisect_left(self._places, at) + self._rows_before[bisect_right(self._root_places, at)]


class RowIds(Sequence[str]):
    """The ids of rows, each made when it is asked for."""

    def __init__(self, rows: ListedRows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        found = self._rows[index]
        return found.id if isinstance(found, ListedAnnotation) else [one.id for one in found]

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """The index of the row of that id; raises ``ValueError`` where there is none."""
        del start, stop
        found = self._rows.row_of(value)
        if found is None:
            raise ValueError(f"there is no row {value}")
        return found


def _root_places(ordered: Sequence[str], places: dict[str, int], end: int) -> dict[str, int]:
    """Where each annotation stands in the list: one of another document where the next own one does, or at the end."""
    found: dict[str, int] = {}
    for identifier in reversed(ordered):
        end = places.get(identifier, end)
        found[identifier] = end
    return found


def _with_others(own: Sequence[str], known: Container[str], links: Iterable[Link]) -> list[str]:
    """The ids with those of other documents inserted: a target before its first source, a source at the end."""
    listed = set(own)
    before: dict[str, list[str]] = {}
    last: list[str] = []
    rank = {identifier: index for index, identifier in enumerate(own)}
    for link in sorted(links, key=lambda link: (rank.get(link.source, len(own)), link.id)):
        if link.source in listed and link.target in known and link.target not in listed:
            listed.add(link.target)
            before.setdefault(link.source, []).append(link.target)
        elif link.target in listed and link.source in known and link.source not in listed:
            listed.add(link.source)
            last.append(link.source)
    return [one for identifier in own for one in (*before.get(identifier, ()), identifier)] + last
