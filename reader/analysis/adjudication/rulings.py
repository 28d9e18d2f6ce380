"""Decisions about disagreements, as they are kept with a document: which tags were before the eyes, what was taken.

A ruling names the tags by id and by what they said, so that it holds for good: what is new is asked, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from reader.model.annotation import Annotation, Decision
from reader.model.spans import Span

#: Whose the decided tags are: a layer of its own, beside those of the annotators.
ADJUDICATED = "adjudicated"
#: The kind of the decisions about passages, and about links.
RULING, LINK_RULING = "adjudication", "adjudicated link"
#: What may be chosen. A side is chosen by the name of its annotator, behind ``side:``.
AGREED, EACH, NEITHER, UNION, LABEL, ENDS = "agreed", "each", "neither", "union", "label", "ends"
SIDE = "side:"

#: Gives the passage that counts for a comparison, such as the clauses that a tag is about.
Snap = Callable[[Span], Span]


#: How many annotators must have finished a document before it waits for an adjudicator.
LEAST_ANNOTATORS = 2


def is_person(annotator: str) -> bool:
    """Whether tags with this annotator's name are somebody's, and not what a team decided."""
    return annotator != ADJUDICATED


def to_compare(annotators: Iterable[str]) -> list[str]:
    """Whose tags are compared with each other's, of the annotators of a store or a document, by name."""
    return sorted(name for name in set(annotators) if name and is_person(name))


def waits_for_adjudicator(finished: Collection[str]) -> bool:
    """Whether a document waits, by who has finished it: two annotators have, and the layer is not."""
    return ADJUDICATED not in finished and len(to_compare(finished)) >= LEAST_ANNOTATORS


class Member(NamedTuple):
    """A tag as it was when it was decided about; offsets in code points, zero-based, half-open."""

    id: str
    label: str
    annotator: str
    start: int
    end: int
    quote: str


class Ruling(NamedTuple):
    """One decision about one disagreement.

    Attributes:
        id: of the record that holds it.
        choice: what was chosen, as the constants here name it.
        members: the tags that were decided about.
        taken: ids of the tags that came of it, in the adjudicated layer.
        rule: the number or name of the rule of the guideline that was the reason; empty for none.
        note: a remark; empty for none.
    """

    id: str
    choice: str
    members: tuple[Member, ...]
    taken: tuple[str, ...] = ()
    rule: str = ""
    note: str = ""


def ruling_data(
    choice: str, members: Iterable[Annotation | Member], taken: Iterable[str], rule: str = "", note: str = ""
) -> dict[str, Any]:
    """A ruling as the data of a decision."""
    seen = [{name: getattr(one, name) for name in Member._fields} for one in members]
    data: dict[str, Any] = {"choice": choice, "members": seen, "taken": list(taken)}
    return data | {name: value for name, value in (("rule", rule), ("note", note)) if value}


def rulings_of(decisions: Iterable[Decision]) -> list[Ruling]:
    """The rulings among the decisions of a document, in their order; what cannot be read is left out."""
    found = (_ruling(one) for one in decisions if one.kind == RULING)
    return [one for one in found if one is not None]


def _ruling(decision: Decision) -> Ruling | None:
    data = decision.data
    try:
        members = tuple(_member(one) for one in data["members"])
        taken = tuple(str(one) for one in data.get("taken", ()))
        rule, note = str(data.get("rule", "")), str(data.get("note", ""))
        return Ruling(decision.id, str(data["choice"]), members, taken, rule, note)
    except (KeyError, TypeError, ValueError):
        return None


def _member(value: Mapping[str, Any]) -> Member:
    who, label = str(value["annotator"]), str(value["label"])
    return Member(str(value["id"]), label, who, int(value["start"]), int(value["end"]), str(value["quote"]))


class RuledPassages:
    """What was decided already, for questions about single tags.

    Args:
        rulings: of one document.
        snap: as for the comparison.
    """

    def __init__(self, rulings: Iterable[Ruling], snap: Snap) -> None:
        self._snap = snap
        self._by_tag: dict[tuple[str, str, str], Ruling] = {}
        self._by_place: dict[tuple[str, Span], tuple[str, Ruling]] = {}
        for ruling in rulings:
            for one in ruling.members:
                self._by_tag[one.id, one.label, one.quote] = ruling
                self._by_place[one.label, snap(Span(one.start, one.end))] = (one.quote, ruling)

    def about(self, tag: Annotation) -> Ruling | None:
        """The last ruling about a tag, or about another one with that label on the same passage; None if there is none.

        A tag that was given another label or other words since is a new one. One that only moved with its text is not.
        """
        if (own := self._by_tag.get((tag.id, tag.label, tag.quote))) is not None:
            return own
        quote, ruling = self._by_place.get((tag.label, self._snap(Span(tag.start, tag.end))), ("", None))
        return ruling if quote in tag.quote or tag.quote in quote else None  # else the text is another one now
