"""Links of annotators that agree or not, once their ends are tags of the adjudicated layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.analysis.adjudication.rulings import ADJUDICATED, LINK_RULING
from reader.model.annotation import Change, Decision, Link, new_id, now

if TYPE_CHECKING:
    from reader.annotations.document_records import DocumentRecords


class LinkCase(NamedTuple):
    """A link that not all annotators made in the same way.

    Attributes:
        source, target: ids of adjudicated tags.
        sides: the kinds that each annotator gave it, in order, by name; only of those who made it.
    """

    source: str
    target: str
    sides: Mapping[str, tuple[str, ...]]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it was given, in order."""
        return tuple(sorted({kind for kinds in self.sides.values() for kind in kinds}))


class LinkComparison(NamedTuple):
    """What annotators linked.

    Attributes:
        agreed: what all linked in the same way, as source, target and kind; in order.
        cases: what is to be decided, in order.
    """

    agreed: tuple[tuple[str, str, str], ...]
    cases: tuple[LinkCase, ...]


def compared_links(
    links: Iterable[Link],
    annotators: Sequence[str],
    became: Callable[[str], str],
    decisions: Iterable[Decision],
) -> LinkComparison:
    """Compare the links that start in one document; what is decided, or in the adjudicated layer, is left out.

    Args:
        links: everybody's.
        annotators: whose links are compared.
        became: the id of the adjudicated tag that an annotator's tag became, of any document; empty where there is
            none, or not yet: such a link is not asked about.
        decisions: of the document.
    """
    all_links = list(links)
    known = {(one.source, one.target, one.kind) for one in all_links if one.annotator == ADJUDICATED}
    known |= {key for one in decisions if one.kind == LINK_RULING for key in _decided(one)}
    sides = linked_sides(all_links, annotators, became, known)
    agreed, cases = list[tuple[str, str, str]](), list[LinkCase]()
    for (source, target), by in sorted(sides.items()):
        kinds = {kind for found in by.values() for kind in found}
        if set(by) == set(annotators) and len(kinds) == 1:
            agreed.append((source, target, kinds.pop()))
        else:
            cases.append(LinkCase(source, target, {name: tuple(sorted(by[name])) for name in annotators if name in by}))
    return LinkComparison(tuple(agreed), tuple(cases))


def linked_sides(
    links: Iterable[Link],
    annotators: Sequence[str],
    became: Callable[[str], str],
    known: Collection[tuple[str, str, str]] = (),
) -> dict[tuple[str, str], dict[str, set[str]]]:
    """The kinds that each annotator gave a link, by the two ends that count for it.

    Args:
        links, annotators, became: as of ``compared_links``.
        known: source, target and kind of what is left out.
    """
    sides: defaultdict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    for link in links:
        if link.annotator not in annotators:
            continue
        source, target = became(link.source), became(link.target)
        if source and target and source != target and (source, target, link.kind) not in known:
            sides[source, target].setdefault(link.annotator, set()).add(link.kind)
    return sides


def _decided(decision: Decision) -> Iterable[tuple[str, str, str]]:
    data = decision.data
    kinds = data.get("kinds", ())
    return (
        [(str(data.get("source")), str(data.get("target")), str(kind)) for kind in kinds]
        if isinstance(kinds, list)
        else []
    )


def link_changes(
    records: DocumentRecords, case: LinkCase, kind: str, annotator: str, rule: str = "", before: str = ""
) -> tuple[Change, ...]:
    """The changes that keep what was decided about a link.

    Args:
        records: of the document that it starts in.
        case: what was asked.
        kind: of the link; empty for no link.
        annotator: who decided.
        rule: of the guideline that was the reason; empty for none.
        before: the id of an earlier decision about the same, which this one takes the place of; empty for none.
    """
    if kind:
        fresh = linked(records, case.source, case.target, kind)
    else:
        fresh = tuple(Change(one, None) for one in _between(records, case.source, case.target) if before)
    data: dict[str, Any] = {"kind": kind, "kinds": list(case.kinds), "source": case.source, "target": case.target}
    data |= {"rule": rule} if rule else {}
    earlier = next((one for one in records.decisions(LINK_RULING) if one.id == before), None)
    ruled = (
        records.decide(LINK_RULING, data, annotator) if earlier is None else records.redecide(earlier, data, annotator)
    )
    return (*fresh, *ruled)


def linked(records: DocumentRecords, source: str, target: str, kind: str) -> tuple[Change, ...]:
    """The changes that put a link into the adjudicated layer; another kind takes the place of the one that is there."""
    moment = now()
    same = _between(records, source, target)
    if any(one.kind == kind for one in same):
        return ()
    fresh = Link(new_id(), source, target, kind, ADJUDICATED, moment, moment)
    return (*(Change(one, None) for one in same), Change(None, fresh))


def _between(records: DocumentRecords, source: str, target: str) -> list[Link]:
    return [one for one in records.links() if (one.annotator, one.source, one.target) == (ADJUDICATED, source, target)]
