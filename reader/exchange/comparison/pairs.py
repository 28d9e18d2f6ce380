"""Which document of one side is which of the other, and which annotation is which: the same whichever side is first.

Ids come first. Where they differ, as in exports of other programs, the place says which is meant. What could be
several is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple, TypeVar

from reader.exchange.comparison.side import Side, SideDocument
from reader.model.annotation import Annotation, Link
from reader.system.hashes import sha256

_Thing = TypeVar("_Thing")
#: What one thing may be known by.
_Marks = Callable[[_Thing], Iterable[Hashable]]


class Pair(NamedTuple):
    """A document of each side, or of one."""

    one: SideDocument | None
    other: SideDocument | None

    @property
    def known(self) -> SideDocument:
        """One of them."""
        found = self.other or self.one
        if found is None:
            raise ValueError("a pair needs a document")
        return found


def document_pairs(one: Side, other: Side) -> list[Pair]:
    """The documents of both sides, ordered by path and hash."""
    rules: Sequence[_Marks[SideDocument]] = (
        lambda each: [(each.document.sha256, each.document.path)] if each.document.sha256 else [],
        lambda each: [each.document.sha256] if each.document.sha256 else [],
        lambda each: each.records,
        lambda each: each.hashes,
        lambda each: [each.document.location] if each.document.location else [],
        _path_without_hash(one, other),
        lambda each: [sha256(text.encode(errors="surrogatepass")) for text in each.texts()],
        _name_without_hash(one, other),
    )
    pairs, ours, theirs = _paired(one.documents, other.documents, rules)
    found = [Pair(*pair) for pair in pairs]
    found += [Pair(each, None) for each in ours]
    found += [Pair(None, each) for each in theirs]
    return sorted(found, key=_order)


def _order(pair: Pair) -> tuple[str, str, str, str]:
    names = sorted((one.document.path, one.document.sha256) for one in pair if one is not None)
    return (*names[0], *names[-1])


def _path_without_hash(one: Side, other: Side) -> _Marks[SideDocument]:
    """Paths, where a side does not say what bytes were there: else two files of one name may be two documents."""
    is_meant = _has_nameless(one) or _has_nameless(other)
    return lambda each: [each.document.path] if is_meant and each.document.path else []


def _name_without_hash(one: Side, other: Side) -> _Marks[SideDocument]:
    is_meant = _has_nameless(one) or _has_nameless(other)
    return lambda each: [PurePath(each.document.path).name] if is_meant and each.document.path else []


def _has_nameless(side: Side) -> bool:
    return any(not one.document.sha256 for one in side.documents)


class AnnotationPairs(NamedTuple):
    """Annotations of two versions of a document.

    Attributes:
        pairs: the same annotation in both.
        ours, theirs: those that only one version has.
    """

    pairs: list[tuple[Annotation, Annotation]]
    ours: list[Annotation]
    theirs: list[Annotation]


def annotation_pairs(
    ours: Iterable[Annotation], theirs: Iterable[Annotation], lacks: frozenset[str], *, is_exact: bool = False
) -> AnnotationPairs:
    """Which annotation is which.

    Args:
        ours, theirs: of one document, each id once.
        lacks: fields that one of the sides cannot say.
        is_exact: whether those of different ids are the same only with the same label on the same passage.
    """
    here, there = {one.id: one for one in ours}, {one.id: one for one in theirs}
    pairs = [(one, there[one.id]) for one in here.values() if one.id in there]
    rest = [one for one in here.values() if one.id not in there]
    others = [one for one in there.values() if one.id not in here]
    if not rest or not others:
        return AnnotationPairs(pairs, rest, others)

    def whose(one: Annotation) -> str:
        return "" if "annotator" in lacks else one.annotator

    for name in (
        lambda one: (one.start, one.end, one.quote, one.label, whose(one)),
        *(
            ()
            if is_exact
            else (
                lambda one: (one.start, one.end, one.quote, whose(one)),
                lambda one: (one.quote, one.label, whose(one)),
            )
        ),
    ):
        more, rest, others = _in_order(rest, others, name)
        pairs += more
    return AnnotationPairs(pairs, rest, others)


def _in_order(
    ours: list[Annotation], theirs: list[Annotation], name: Callable[[Annotation], Hashable]
) -> tuple[list[tuple[Annotation, Annotation]], list[Annotation], list[Annotation]]:
    """Pair those of one name with each other, in the order of their places and ids."""
    places: defaultdict[Hashable, list[Annotation]] = defaultdict(list)
    for one in sorted(theirs, key=lambda each: (each.start, each.end, each.id), reverse=True):
        places[name(one)].append(one)
    pairs, rest = [], []
    for one in sorted(ours, key=lambda each: (each.start, each.end, each.id)):
        if found := places.get(name(one)):
            pairs.append((one, found.pop()))
        else:
            rest.append(one)
    return pairs, rest, [one for group in places.values() for one in group]


def link_pairs(
    ours: Iterable[Link], theirs: Iterable[Link], same: Mapping[str, str]
) -> tuple[list[tuple[Link, Link]], list[Link], list[Link]]:
    """Which link is which: by id, else by what it links; ``same`` has the id in theirs for an id in ours."""
    here, there = {one.id: one for one in ours}, {one.id: one for one in theirs}
    pairs = [(one, there[one.id]) for one in here.values() if one.id in there]
    rest = [one for one in here.values() if one.id not in there]
    others = [one for one in there.values() if one.id not in here]
    ends: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for one in sorted(others, key=lambda each: (each.kind, each.id), reverse=True):
        ends[one.source, one.target].append(one)
    left = []
    for one in sorted(rest, key=lambda each: (each.kind, each.id)):
        if found := ends.get((same.get(one.source, one.source), same.get(one.target, one.target))):
            pairs.append((one, found.pop()))
        else:
            left.append(one)
    return pairs, left, [one for group in ends.values() for one in group]


def _paired(
    ours: Sequence[_Thing], theirs: Sequence[_Thing], rules: Iterable[_Marks[_Thing]]
) -> tuple[list[tuple[_Thing, _Thing]], list[_Thing], list[_Thing]]:
    """Pair what shares a mark of a rule, if each shares it with just one of the other side; rule by rule."""
    pairs: list[tuple[_Thing, _Thing]] = []
    left, right = list(ours), list(theirs)
    for marks in rules:
        if not left or not right:
            break
        here, there = _by_mark(left, marks), _by_mark(right, marks)
        meets: list[defaultdict[int, set[int]]] = [defaultdict(set), defaultdict(set)]
        for mark, at in here.items():
            for one in at:
                for other in there.get(mark, ()):
                    meets[0][one].add(other)
                    meets[1][other].add(one)
        sure = {
            one: next(iter(found)) for one, found in meets[0].items() if len(found) == 1 == len(meets[1][min(found)])
        }
        pairs += [(left[one], right[other]) for one, other in sure.items()]
        gone = set(sure.values())
        left = [one for at, one in enumerate(left) if at not in sure]
        right = [one for at, one in enumerate(right) if at not in gone]
    return pairs, left, right


def _by_mark(things: Sequence[_Thing], marks: _Marks[_Thing]) -> dict[Hashable, list[int]]:
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, one in enumerate(things):
        for mark in set(marks(one)):
            found[mark].append(at)
    return found
