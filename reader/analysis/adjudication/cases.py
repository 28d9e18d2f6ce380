"""What annotators of one document agree on, and the disagreements that are left, one case each.

Tags agree if they have the same label and the same passage once it is snapped. What is left is put together with what
it disputes: first tags of the same label that overlap, then what has another label on nearly the same passage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.analysis.adjudication.rulings import ADJUDICATED, RuledPassages, Snap
from reader.model.annotation import DETACHED, Annotation
from reader.model.spans import Span

#: What a case is about: one or some tagged it, others did not; other ends; one passage or several; other labels.
ONE_SIDED, BOUNDARY, SPLIT, LABELS = "one-sided", "boundary", "split", "labels"
#: Passages with different labels are about the same thing if they share this much of all that either covers.
_SAME_THING = 0.5


class Case(NamedTuple):
    """One disagreement.

    Attributes:
        kind: ``one-sided``, ``boundary``, ``split`` or ``labels``.
        sides: the tags of each annotator who has any, by name, in the order of the text.
        settled: tags of the adjudicated layer that are about the same; there are such where tags came in later.
    """

    kind: str
    sides: Mapping[str, tuple[Annotation, ...]]
    settled: tuple[Annotation, ...] = ()

    @property
    def members(self) -> tuple[Annotation, ...]:
        """The tags of all sides, in the order of the text."""
        return tuple(sorted((one for side in self.sides.values() for one in side), key=_in_text))

    @property
    def span(self) -> Span:
        """From the first start to the last end of all that it is about."""
        return covering((*self.members, *self.settled))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that its tags have, each once, in the order of the text."""
        return tuple(dict.fromkeys(one.label for one in self.members))


class Comparison(NamedTuple):
    """What annotators of a document made of it.

    Attributes:
        agreed: groups of tags that agree, one of each annotator at least, and are not decided yet; in order.
        cases: what is to be decided, in the order of the text.
    """

    agreed: tuple[tuple[Annotation, ...], ...]
    cases: tuple[Case, ...]


def compared(
    annotations: Iterable[Annotation], annotators: Sequence[str], snap: Snap, ruled: RuledPassages
) -> Comparison:
    """Compare what annotators tagged in one document; what is decided, or in the adjudicated layer, is left out.

    Args:
        annotations: everybody's; those of others, and detached ones, are left out.
        annotators: whose tags are compared; all of them looked at the whole document.
        snap: gives the passage that counts.
        ruled: what was decided already.
    """
    placed = [one for one in annotations if one.anchor != DETACHED]
    names = set(annotators)
    layer = [one for one in placed if one.annotator == ADJUDICATED]
    known = {(one.label, snap(Span(one.start, one.end))) for one in layer}
    alike: defaultdict[tuple[str, Span], list[Annotation]] = defaultdict(list)
    for one in placed:
        if one.annotator in names and ruled.about(one) is None:
            alike[one.label, snap(Span(one.start, one.end))].append(one)
    agreed, left = list[tuple[Annotation, ...]](), list[Annotation]()
    for key, tags in alike.items():
        if {one.annotator for one in tags} == names:
            agreed.append(tuple(sorted(tags, key=_in_text)))
        elif key not in known:
            left += tags
    found = [_case(group, annotators, layer, snap) for group in _grouped(left, snap)]
    agreed.sort(key=lambda group: _in_text(group[0]))
    found.sort(key=lambda case: (*case.span, case.labels))
    return Comparison(tuple(agreed), tuple(found))


def covering(tags: Iterable[Annotation]) -> Span:
    """From the first start to the last end of some tags, of one at least."""
    places = [(one.start, one.end) for one in tags]
    return Span(min(start for start, _ in places), max(end for _, end in places))


def case_of(group: Iterable[Annotation], annotators: Sequence[str]) -> Case:
    """Tags that dispute each other as a case about which nothing is settled yet; of one annotator at least."""
    tags = list(group)
    sides = {name: tuple(sorted((one for one in tags if one.annotator == name), key=_in_text)) for name in annotators}
    sides = {name: side for name, side in sides.items() if side}
    return Case(_kind(sides), sides)


def _case(group: Sequence[Annotation], annotators: Sequence[str], layer: Iterable[Annotation], snap: Snap) -> Case:
    settled = tuple(one for one in layer if any(_are_of_one_thing(one, tag, snap) for tag in group))
    return case_of(group, annotators)._replace(settled=settled)


def _kind(sides: Mapping[str, Sequence[Annotation]]) -> str:
    if len(sides) == 1:
        return ONE_SIDED
    if len({one.label for side in sides.values() for one in side}) > 1:
        return LABELS
    return BOUNDARY if all(len(side) == 1 for side in sides.values()) else SPLIT


def _grouped(tags: Iterable[Annotation], snap: Snap) -> list[list[Annotation]]:
    """Put tags together that dispute each other."""
    ordered = sorted(tags, key=_in_text)
    first = _joined([[one] for one in ordered], lambda one, other: one.label == other.label)
    alone = [group for group in first if len({one.annotator for one in group}) == 1]
    rest = [group for group in first if len({one.annotator for one in group}) > 1]
    return [*rest, *_joined(alone, lambda one, other: _share(one, other, snap) >= _SAME_THING)]


def _joined(
    groups: Sequence[list[Annotation]], is_joined: Callable[[Annotation, Annotation], bool]
) -> list[list[Annotation]]:
    """Join groups that hold overlapping tags of two annotators for which ``is_joined`` holds."""
    group_of = {one.id: group for group in groups for one in group}
    for one, other in _overlapping(sorted((one for group in groups for one in group), key=_in_text)):
        mine, theirs = group_of[one.id], group_of[other.id]
        if mine is not theirs and one.annotator != other.annotator and is_joined(one, other):
            larger, smaller = (mine, theirs) if len(mine) >= len(theirs) else (theirs, mine)
            larger += smaller
            group_of |= dict.fromkeys((member.id for member in smaller), larger)
    return list({id(group): group for group in group_of.values()}.values())


def _overlapping(ordered: Iterable[Annotation]) -> Iterator[tuple[Annotation, Annotation]]:
    """Each pair of tags that share text; ``ordered`` by start."""
    active: list[Annotation] = []
    for one in ordered:
        active = [before for before in active if before.end > one.start]
        for before in active:
            yield before, one
        active.append(one)


def _are_of_one_thing(one: Annotation, other: Annotation, snap: Snap) -> bool:
    """Whether a decided tag is about the same as a new one."""
    if one.label == other.label:
        return Span(one.start, one.end).overlaps(other.start, other.end)
    return _share(one, other, snap) >= _SAME_THING


def _share(one: Annotation, other: Annotation, snap: Snap) -> float:
    """What two passages share, of all that either covers."""
    mine, theirs = snap(Span(one.start, one.end)), snap(Span(other.start, other.end))
    shared = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    return max(shared, 0) / (max(mine.end, theirs.end) - min(mine.start, theirs.start) or 1)


def _in_text(one: Annotation) -> tuple[int, int, str, str, str]:
    return one.start, -one.end, one.label, one.annotator, one.id
