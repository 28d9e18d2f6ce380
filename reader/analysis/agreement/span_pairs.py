"""Which passage of one annotator is which of another's, in one document: each is paired once at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.analysis.agreement.compared_documents import LabelledSpan
from reader.analysis.agreement.unitizing_alpha import merged
from reader.model.spans import Span


class SpanPair(NamedTuple):
    """A passage of each annotator, or of one; at least one is there."""

    one: LabelledSpan | None
    other: LabelledSpan | None


def units_of(spans: Iterable[LabelledSpan]) -> dict[str, list[Span]]:
    """The passages of one annotator by label, in order; those of one label that overlap are one."""
    by_label: defaultdict[str, list[Span]] = defaultdict(list)
    for one in spans:
        by_label[one.label].append(Span(one.start, one.end))
    return {label: merged(found) for label, found in by_label.items()}


def overlapping_pairs(ours: Sequence[Span], theirs: Sequence[Span]) -> list[tuple[Span, Span]]:
    """As many pairs as there can be of passages that share a code point, each passage in one pair at most.

    Both are ordered and disjoint. The first of each are paired if they overlap, else the one that ends first can be
    paired with nothing: of two that overlap neither can be needed for a later one, without the other being free.
    """
    found = []
    here = there = 0
    while here < len(ours) and there < len(theirs):
        one, other = ours[here], theirs[there]
        if one.start < other.end and other.start < one.end:
            found.append((one, other))
            here, there = here + 1, there + 1
        elif one.end <= other.start:
            here += 1
        else:
            there += 1
    return found


def intersection_over_union(one: Span, other: Span) -> float:
    """What two passages share, as a part of what they cover together."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 0.0 if shared <= 0 else shared / (max(one.end, other.end) - min(one.start, other.start))


def paired(ours: Iterable[LabelledSpan], theirs: Iterable[LabelledSpan]) -> list[SpanPair]:
    """All passages of two annotators in one document, ordered by place.

    Passages of one label come together first. Of the rest those that share most of what they cover come together, if
    they share anything; their labels then differ. What is left has nothing on the other side.
    """
    here, there = units_of(ours), units_of(theirs)
    pairs: list[SpanPair] = []
    left: list[LabelledSpan] = []
    right: list[LabelledSpan] = []
    for label in sorted(here.keys() | there.keys()):
        same = overlapping_pairs(here.get(label, ()), there.get(label, ()))
        pairs += [SpanPair(LabelledSpan(*one, label), LabelledSpan(*other, label)) for one, other in same]
        taken, others = {one for one, _ in same}, {other for _, other in same}
        left += [LabelledSpan(*one, label) for one in here.get(label, ()) if one not in taken]
        right += [LabelledSpan(*one, label) for one in there.get(label, ()) if one not in others]
    pairs += _closest(left, right)
    return sorted(pairs, key=_place)


def _closest(left: list[LabelledSpan], right: list[LabelledSpan]) -> Iterator[SpanPair]:
    shares = sorted(
        (-intersection_over_union(Span(*one[:2]), Span(*other[:2])), one, other) for one, other in _meeting(left, right)
    )
    taken: set[LabelledSpan] = set()
    others: set[LabelledSpan] = set()
    for _, one, other in shares:
        if one not in taken and other not in others:
            taken.add(one)
            others.add(other)
            yield SpanPair(one, other)
    yield from (SpanPair(one, None) for one in left if one not in taken)
    yield from (SpanPair(None, other) for other in right if other not in others)


def _meeting(left: list[LabelledSpan], right: list[LabelledSpan]) -> Iterator[tuple[LabelledSpan, LabelledSpan]]:
    """The pairs that overlap."""
    open_right: list[LabelledSpan] = []
    waiting = sorted(right, reverse=True)
    for one in sorted(left):
        while waiting and waiting[-1].start < one.end:
            open_right.append(waiting.pop())
        open_right = [other for other in open_right if other.end > one.start]
        yield from ((one, other) for other in open_right if other.start < one.end)


def _place(pair: SpanPair) -> tuple[int, int, str, str]:
    known = [one for one in pair if one is not None]
    return (
        min(one.start for one in known),
        max(one.end for one in known),
        "" if pair.one is None else pair.one.label,
        "" if pair.other is None else pair.other.label,
    )
