"""Puts tagged passages together that people said speak of one thing, and what there is for and against each.

What a person said of two passages is a link between their tags, of a kind in ``DECISIONS``. Passages that are joined by
*same*, *contradicts* or *updates* are one cluster; a link of *updates* leads from the newer passage to the older.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reader.analysis.claims.comparison import differences, signs
from reader.analysis.claims.dates_spoken_of import article_day, main_date
from reader.analysis.claims.statement import Statement, statement_of
from reader.model.annotation import Link

SAME, CONTRADICTS, UPDATES, CONTEXT, UNRELATED = DECISIONS = ("same", "contradicts", "updates", "context", "unrelated")
_JOINING = frozenset({SAME, CONTRADICTS, UPDATES})
_FOR, _AGAINST = "supports", "attacks"


class ClaimPassage(NamedTuple):
    """A tag as a cluster has it; ``outlet`` is the site of its article, else its path; ``published`` its ISO date."""

    id: str
    label: str
    quote: str
    document: str
    start: int
    outlet: str = ""
    published: str = ""
    speaker: str = ""
    annotator: str = ""

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Where it stands among others: by day, document and place."""
        return self.published or "9999", self.document, self.start, self.id

    @property
    def date(self) -> str:
        """The ISO date that its words speak about; empty for none."""
        spoken = main_date(self.quote, article_day(self.published))
        return spoken.iso if spoken else ""


class Contradiction(NamedTuple):
    """Two passages of a cluster that contradict each other, the older first; ``differs`` says in what.

    It is open as long as no third passage brings one of them up to date.
    """

    first: ClaimPassage
    second: ClaimPassage
    differs: tuple[str, ...]
    is_open: bool


class Cluster(NamedTuple):
    """Passages on one thing, in the order of their days.

    Attributes:
        wording: of its first claim, else of its first passage.
        passages: all of it.
        evidence_for, evidence_against: what is linked to one of them as supporting or attacking it.
        context: what was called its context.
        contradictions: in order.
    """

    wording: str
    passages: tuple[ClaimPassage, ...]
    evidence_for: tuple[ClaimPassage, ...]
    evidence_against: tuple[ClaimPassage, ...]
    context: tuple[ClaimPassage, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def speakers(self) -> list[str]:
        """Who vouches for a passage, each once, in order."""
        return list(dict.fromkeys(one.speaker for one in self.passages if one.speaker))

    @property
    def outlets(self) -> list[str]:
        """The outlets, each once, in order."""
        return list(dict.fromkeys(one.outlet for one in self.passages if one.outlet))

    @property
    def dates(self) -> list[str]:
        """The days of the articles, each once, in order."""
        return list(dict.fromkeys(one.published for one in self.passages if one.published))

    @property
    def open_contradictions(self) -> int:
        """How many contradictions are open."""
        return sum(one.is_open for one in self.contradictions)


def clusters(
    passages: Iterable[ClaimPassage], links: Sequence[Link], *, single: frozenset[str] = frozenset()
) -> list[Cluster]:
    """The clusters of some passages, ordered by their first passage.

    Args:
        passages: all that may be in one, or be linked to one.
        links: all of them; those that lead to an unknown passage do not count.
        single: labels of which a passage that nobody joined to another is a cluster of its own.
    """
    known = {one.id: one for one in passages}
    there = [one for one in links if one.source in known and one.target in known]
    above: dict[str, str] = {}

    def top(identity: str) -> str:
        while (next_ := above.get(identity, identity)) != identity:
            identity = next_
        return identity

    joined: set[str] = set()
    for link in sorted(there, key=lambda one: one.id):
        if link.kind in _JOINING:
            joined |= {link.source, link.target}
            first, second = sorted((top(link.source), top(link.target)))
            above[second] = first
    members: defaultdict[str, list[ClaimPassage]] = defaultdict(list)
    for identity, passage in known.items():
        if identity in joined or passage.label in single:
            members[top(identity)].append(passage)
    linked: defaultdict[str, list[Link]] = defaultdict(list)
    for link in there:
        linked[link.source].append(link)
        linked[link.target].append(link)
    found = [_cluster(sorted(one, key=lambda passage: passage.order), linked, known) for one in members.values()]
    return sorted(found, key=lambda one: one.passages[0].order)


def _cluster(
    members: Sequence[ClaimPassage], linked: Mapping[str, Sequence[Link]], known: Mapping[str, ClaimPassage]
) -> Cluster:
    own = {one.id for one in members}
    links = {link.id: link for one in members for link in linked.get(one.id, ())}.values()

    def beside(kind: str, *, both_ways: bool = False) -> tuple[ClaimPassage, ...]:
        ends = {link.source for link in links if link.kind == kind and link.target in own and link.source not in own}
        if both_ways:
            ends |= {
                link.target for link in links if link.kind == kind and link.source in own and link.target not in own
            }
        return tuple(sorted((known[one] for one in ends), key=lambda passage: passage.order))

    newer = [(link.source, link.target) for link in links if link.kind == UPDATES]
    pairs = {frozenset((link.source, link.target)) for link in links if link.kind == CONTRADICTS}
    contradictions = []
    for pair in pairs:
        first, second = sorted((known[one] for one in pair), key=lambda passage: passage.order)
        contradictions.append(_contradiction(first, second, newer))
    claims = [one for one in members if one.label == "claim"]
    return Cluster(
        " ".join((claims or members)[0].quote.split()),
        tuple(members),
        beside(_FOR),
        beside(_AGAINST),
        beside(CONTEXT, both_ways=True),
        tuple(sorted(contradictions, key=lambda one: (one.first.order, one.second.order))),
    )


def _contradiction(first: ClaimPassage, second: ClaimPassage, newer: Iterable[tuple[str, str]]) -> Contradiction:
    both = {first.id, second.id}
    is_open = not any(target in both and source not in both for source, target in newer)
    one, other = _statement(first), _statement(second)
    differs = differences(signs(one, other, lambda _: 1.0), CONTRADICTS)
    return Contradiction(
        first, second, tuple(_with_values(name, one, other, first, second) for name in differs), is_open
    )


def _statement(passage: ClaimPassage) -> Statement:
    day = article_day(passage.published)
    return statement_of(passage.quote, 0, len(passage.quote), day=day, speaker=passage.speaker)


def _with_values(name: str, one: Statement, other: Statement, first: ClaimPassage, second: ClaimPassage) -> str:
    """What differs with both values, as "number (5,000 / 4,500)"."""
    values = ("", "")
    if name == "number":
        values = _amounts(one, first.quote), _amounts(other, second.quote)
    elif name == "date":
        values = one.date, other.date
    elif name == "speaker":
        values = one.speaker, other.speaker
    return f"{name} ({values[0]} / {values[1]})" if all(values) else name


def _amounts(statement: Statement, quote: str) -> str:
    return ", ".join(dict.fromkeys(quote[one.start : one.end] for one in statement.quantities))
