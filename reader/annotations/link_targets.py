"""Links between annotations: which target somebody is likely to mean, and the tree that links make of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Annotation, Link
from reader.model.spans import Span


class Branch(NamedTuple):
    """One row of the tree.

    Attributes:
        annotation: its id.
        depth: 0 for what stands under nothing.
        link: to the row that it stands under, None at depth 0.
        is_again: it stands elsewhere too, with all that hangs on it: an annotation with two targets, or a cycle.
    """

    annotation: str
    depth: int = 0
    link: Link | None = None
    is_again: bool = False


def targets(source: Annotation, others: Iterable[Annotation], paragraph: Span, claim: str) -> list[Annotation]:
    """What an annotation may be linked to in its document, the likely one first.

    The nearest claim before it in the paragraph; then the other claims, then all others, nearest first. Nearest is
    by the text between the two; of two as near the earlier one comes first.

    Args:
        source: the annotation to link from; it is no target of itself.
        others: of the same document, attached.
        paragraph: that holds the source.
        claim: the label of those that are likeliest.
    """
    claims = [one for one in others if one.label == claim and one.id != source.id]
    before = [one for one in claims if paragraph.start <= one.start < source.start]
    likely = max(before, key=lambda one: (one.start, one.end, one.id), default=None)

    def order(one: Annotation) -> tuple[bool, bool, int, int, str]:
        gap = max(source.start - one.end, one.start - source.end, 0)
        return one is not likely, one.label != claim, gap, one.start, one.id

    return sorted((one for one in others if one.id != source.id), key=order)


def tree(ordered: Sequence[str], links: Iterable[Link]) -> list[Branch]:
    """Annotations as a tree: under each target what is linked to it.

    Every annotation is unfolded once, and every link has one row: what stands elsewhere already is not unfolded again,
    so that neither cycles nor chains that meet make the tree large.

    Args:
        ordered: ids, in the order in which those at one depth are to stand.
        links: those with an end that is not among ``ordered`` are left out.
    """
    place = {identifier: index for index, identifier in enumerate(ordered)}
    under: dict[str, list[Link]] = {}
    sources = set()
    for link in sorted(
        (link for link in links if link.source in place and link.target in place),
        key=lambda link: (place[link.source], link.id),
    ):
        under.setdefault(link.target, []).append(link)
        sources.add(link.source)
    groups: list[list[Branch]] = []
    shown: set[str] = set()
    roots = [one for one in ordered if one not in sources]
    for root in (*roots, *ordered):  # whatever no root leads to is part of a cycle: its first one stands for it
        if root in shown:
            continue
        waiting = [Branch(root)]
        groups.append([])
        while waiting:
            row = waiting.pop()
            is_again = row.annotation in shown
            groups[-1].append(row._replace(is_again=is_again))
            if not is_again:
                shown.add(row.annotation)
                below = under.get(row.annotation, ())
                waiting += [Branch(link.source, row.depth + 1, link) for link in reversed(below)]
    return [row for group in sorted(groups, key=lambda group: place[group[0].annotation]) for row in group]


class Linked(Protocol):
    """A document as far as links go."""

    def links(self) -> list[Link]:
        """The links that start in it; of one that is not at hand those to other documents will do."""

    def get(self, identifier: str) -> Annotation | None:
        """Its annotation of that id."""


def across(here: DocumentRecords, others: Iterable[Linked]) -> tuple[list[Link], list[Annotation]]:
    """The links with an end in one document, and the annotations of others at their other ends.

    Args:
        here: the document's.
        others: the other documents; it may be among them.
    """
    elsewhere = [one for one in others if one is not here]
    links = here.links()
    links += [link for one in elsewhere for link in one.links() if here.get(link.target) is not None]
    ends = {identifier for link in links for identifier in (link.source, link.target) if here.get(identifier) is None}
    found = (one.get(identifier) for identifier in sorted(ends) for one in elsewhere)
    return links, list({one.id: one for one in found if one is not None}.values())
