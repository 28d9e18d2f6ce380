"""Disagreements that were decided already, as they can be shown and decided anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.analysis.adjudication.cases import Case, case_of
from reader.analysis.adjudication.link_cases import LinkCase
from reader.analysis.adjudication.rulings import (
    ADJUDICATED,
    AGREED,
    LINK_RULING,
    RuledPassages,
    Ruling,
    Snap,
    rulings_of,
)
from reader.model.annotation import DETACHED, Annotation, Decision
from reader.model.spans import Span


class DecidedCase(NamedTuple):
    """A disagreement about passages, and what was decided.

    Attributes:
        case: what was asked: its tags as they are now, nothing settled before.
        ruling: the decision.
        taken: what came of it, and is in the adjudicated layer still; in the order of the text.
    """

    case: Case
    ruling: Ruling
    taken: tuple[Annotation, ...]

    @property
    def span(self) -> Span:
        """From the first start to the last end of its tags."""
        return self.case.span


class DecidedLink(NamedTuple):
    """A disagreement about a link, and what was decided.

    Attributes:
        case: what was asked.
        id: of the decision.
        kind: that the link was given; empty for no link.
        rule: of the guideline that was the reason; empty for none.
    """

    case: LinkCase
    id: str
    kind: str
    rule: str = ""


def decided_cases(
    annotations: Iterable[Annotation], decisions: Iterable[Decision], annotators: Sequence[str], snap: Snap
) -> list[DecidedCase]:
    """What was decided of one document, in the order of the text; what all agree on is no case.

    Left out is what nobody's tags are about any more, and what was decided anew since.

    Args:
        annotations: everybody's.
        decisions: of the document.
        annotators: whose tags are compared.
        snap: as for the comparison.
    """
    placed = [one for one in annotations if one.anchor != DETACHED]
    rulings = rulings_of(decisions)
    ruled = RuledPassages(rulings, snap)
    layer = {one.id: one for one in placed if one.annotator == ADJUDICATED}
    held: dict[str, list[Annotation]] = {}
    for one in placed:
        if one.annotator in annotators and (ruling := ruled.about(one)) is not None:
            held.setdefault(ruling.id, []).append(one)
    found = [
        DecidedCase(
            case_of(held[one.id], annotators),
            one,
            tuple(sorted((layer[each] for each in one.taken if each in layer), key=lambda tag: (tag.start, tag.id))),
        )
        for one in rulings
        if one.choice != AGREED and one.id in held
    ]
    return sorted(found, key=lambda one: (*one.span, one.case.labels))


def decided_links(
    decisions: Iterable[Decision], linked: Mapping[tuple[str, str], Mapping[str, Iterable[str]]]
) -> Iterator[DecidedLink]:
    """What was decided of the links that start in one document, in their order.

    Args:
        decisions: of the document.
        linked: the kinds that each annotator gave a link, by its two ends, as ``linked_sides`` has it.
    """
    last: dict[tuple[str, str], DecidedLink] = {}
    for one in decisions:
        ends = str(one.data.get("source")), str(one.data.get("target"))
        if one.kind == LINK_RULING and ends in linked:
            sides = {name: tuple(sorted(kinds)) for name, kinds in linked[ends].items()}
            kind, rule = str(one.data.get("kind", "")), str(one.data.get("rule", ""))
            last[ends] = DecidedLink(LinkCase(*ends, sides), one.id, kind, rule)
    yield from (last[ends] for ends in sorted(last))
