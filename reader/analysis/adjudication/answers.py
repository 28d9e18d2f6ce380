"""What an answer to a disagreement makes of it: passages for the adjudicated layer, and the changes that keep them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.adjudication.cases import Case, covering
from reader.analysis.adjudication.rulings import (
    ADJUDICATED,
    AGREED,
    EACH,
    ENDS,
    LABEL,
    NEITHER,
    RULING,
    SIDE,
    UNION,
    Snap,
    ruling_data,
    rulings_of,
)  # fmt: skip
from reader.anchoring.anchors import anchored
from reader.model.annotation import DETACHED, EXACT, Annotation, Change, new_id, now
from reader.model.spans import Span

if TYPE_CHECKING:
    from reader.analysis.adjudication.decided_cases import DecidedCase
    from reader.annotations.document_records import DocumentRecords


class Passage(NamedTuple):
    """A passage for the adjudicated layer; offsets in code points, zero-based, half-open."""

    label: str
    start: int
    end: int
    attributed_to: str = ""


class Answer(NamedTuple):
    """What somebody decided about a case.

    Attributes:
        choice: as the constants of ``rulings`` name it.
        passages: that are to be in the adjudicated layer.
        is_instead: whether they come in place of what was settled about the same before.
        rule: of the guideline that was the reason; empty for none.
        note: a remark; empty for none.
    """

    choice: str
    passages: tuple[Passage, ...] = ()
    is_instead: bool = True
    rule: str = ""
    note: str = ""


def of_side(case: Case, annotator: str) -> Answer:
    """What one annotator tagged; nothing where they tagged nothing."""
    return Answer(SIDE + annotator, _passages(case.sides.get(annotator, ())))


def each(case: Case) -> Answer:
    """The tags of all sides, beside each other; those alike once."""
    return Answer(EACH, _passages(case.members), is_instead=False)


def neither(_: Case) -> Answer:
    """None of them; what was settled before stays."""
    return Answer(NEITHER, is_instead=False)


def union(case: Case) -> Answer | None:
    """One passage from the first start to the last end; None where the labels differ, or there is but one tag."""
    tags = (*case.members, *case.settled)
    if len(tags) == 1 or len({one.label for one in tags}) > 1:
        return None
    return Answer(UNION, (Passage(tags[0].label, *covering(tags), _speaker(tags)),))


def relabelled(case: Case, label: str) -> Answer:
    """One passage with a label, over all that the sides cover."""
    return Answer(LABEL, (_whole(case, label),))


def with_ends(case: Case, label: str, place: Span) -> Answer:
    """One passage with a label and other ends; raises ``ValueError`` for an empty one."""
    if place.start >= place.end:
        raise ValueError("a passage needs a character at least")
    return Answer(ENDS, (_whole(case, label)._replace(start=place.start, end=place.end),))


def _whole(case: Case, label: str) -> Passage:
    return Passage(label, *covering(case.members), _speaker(case.members))


def _passages(tags: Sequence[Annotation]) -> tuple[Passage, ...]:
    found: dict[tuple[str, int, int], list[Annotation]] = {}
    for one in tags:
        found.setdefault((one.label, one.start, one.end), []).append(one)
    return tuple(Passage(*place, _speaker(alike)) for place, alike in found.items())


def _speaker(tags: Iterable[Annotation]) -> str:
    return next((one.attributed_to for one in tags if one.attributed_to), "")


def ruling_changes(
    records: DocumentRecords, case: Case, answer: Answer, snap: Snap, annotator: str
) -> tuple[Change, ...]:
    """The changes that keep an answer: nobody's own tags are touched.

    Args:
        records: of the document.
        case: what was asked.
        answer: what was decided.
        snap: as for the comparison; what is in the layer already is not put there twice.
        annotator: who decided.
    """
    gone = case.settled if answer.is_instead else ()
    removed = tuple(change for one in gone for change in records.delete(one))
    kept = [one for one in _layer(records) if one not in gone]
    fresh, taken = _taken(records, kept, answer, snap)
    data = ruling_data(answer.choice, case.members, taken, answer.rule, answer.note)
    return (*removed, *fresh, *records.decide(RULING, data, annotator))


def changed_ruling(
    records: DocumentRecords, decided: DecidedCase, answer: Answer, snap: Snap, annotator: str
) -> tuple[Change, ...]:
    """The changes that put an answer in the place of an earlier one about the same; none if it is the same.

    What another decision took too stays. A tag that came of the earlier answer becomes one of the new ones, where there
    is one, so that links to it hold.

    Args:
        records, snap, annotator: as of ``ruling_changes``.
        decided: what was decided before.
        answer: what is decided now.
    """
    decisions = records.decisions(RULING)
    of_others = {each for one in rulings_of(decisions) if one.id != decided.ruling.id for each in one.taken}
    before = [one for one in decisions if one.id == decided.ruling.id]
    spare = [one for one in decided.taken if one.id not in of_others]
    kept = [one for one in _layer(records) if one not in spare]
    fresh, taken = _taken(records, kept, answer, snap, spare)
    removed = tuple(change for one in spare for change in records.delete(one))
    members = decided.case.members
    gone = [one for one in decided.ruling.members if one.id not in {each.id for each in members}]
    data = ruling_data(answer.choice, [*members, *gone], taken, answer.rule, answer.note)
    ruled = [change for one in before for change in records.redecide(one, data, annotator)]
    return (*removed, *fresh, *ruled)


def agreed_changes(
    records: DocumentRecords, groups: Iterable[Sequence[Annotation]], snap: Snap, annotator: str
) -> tuple[Change, ...]:
    """The changes that take what all agree on: the passage that most of them have, else the first one's."""
    kept, changes = _layer(records), list[Change]()
    for group in groups:
        places = [(one.start, one.end) for one in group]
        start, end = max(places, key=places.count)
        answer = Answer(AGREED, (Passage(group[0].label, start, end, _speaker(group)),))
        fresh, taken = _taken(records, kept, answer, snap)
        changes += [*fresh, *records.decide(RULING, ruling_data(AGREED, group, taken), annotator)]
    return tuple(changes)


def _taken(
    records: DocumentRecords,
    layer: Iterable[Annotation],
    answer: Answer,
    snap: Snap,
    spare: list[Annotation] | None = None,
) -> tuple[list[Change], list[str]]:
    """The changes that put passages into the layer, and the ids of their tags.

    Args:
        records: of the document.
        layer: the tags that are in it, and stay.
        answer: with the passages.
        snap: as for the comparison.
        spare: tags of the layer that are not needed any more; those that become one of the passages are taken out.
    """
    there = {(one.label, snap(Span(one.start, one.end))): one for one in layer}
    moment, changes, taken = now(), list[Change](), list[str]()
    for passage in answer.passages:
        known = there.get((passage.label, snap(Span(passage.start, passage.end))))
        if known is None:
            before = spare.pop(_nearest(spare, passage)) if spare else None
            known = anchored(
                Annotation(
                    id=before.id if before else new_id(), label=passage.label, start=passage.start, end=passage.end,
                    quote="", annotator=ADJUDICATED, created_at=before.created_at if before else moment,
                    updated_at=moment, anchor=EXACT, attributed_to=passage.attributed_to,
                ),
                records.article, passage.start, passage.end,
            )  # fmt: skip
            if before is None or _passages([before]) != (passage,):
                changes.append(Change(before, known))
        taken.append(known.id)
    return changes, taken


def _layer(records: DocumentRecords) -> list[Annotation]:
    return [one for one in records.annotations if one.annotator == ADJUDICATED and one.anchor != DETACHED]


def _nearest(tags: Sequence[Annotation], passage: Passage) -> int:
    """Which of some tags is most like a passage: the same one, else the one that shares most text with it."""

    def likeness(at: int) -> tuple[bool, int]:
        one = tags[at]
        return _passages([one]) == (passage,), min(one.end, passage.end) - max(one.start, passage.start)

    return max(range(len(tags)), key=likeness)
