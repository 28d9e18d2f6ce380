"""Likely targets of a link, and the tree that links form."""

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
        depth: 0 for a row that is under no other.
        link: to the row above in the tree, None at depth 0.
        is_again: whether it is listed elsewhere with everything under it: an annotation with two targets, or a cycle.
    """

    annotation: str
    depth: int = 0
    link: Link | None = None
    is_again: bool = False


def targets(source: Annotation, others: Iterable[Annotation], paragraph: Span, claim: str) -> list[Annotation]:
    """The possible link targets in the document, the most likely first.

    First the nearest claim before it in the paragraph, then other claims, then all others, nearest first. Distance is
    the text between two annotations; of two equally near, the earlier comes first.

    Args:
        source: the annotation to link from; it is not its own target.
        others: attached annotations of the same document.
        paragraph: that holds the source.
        claim: the label of the most likely targets.
    """
    claims = [one for one in others if one.label == claim and one.id != source.id]
    before = [one for one in claims if paragraph.start <= one.start < source.start]
    likely = max(before, key=lambda one: (one.start, one.end, one.id), default=None)

    def order(one: Annotation) -> tuple[bool, bool, int, int, str]:
        gap = max(source.start - one.end, one.start - source.end, 0)
        return one is not likely, one.label != claim, gap, one.start, one.id

    return sorted((one for one in others if one.id != source.id), key=order)


def tree(ordered: Sequence[str], links: Iterable[Link]) -> list[Branch]:
    """The annotations as a tree: under each target the annotations that are linked to it.

    Every annotation is expanded once and every link has one row, so that neither cycles nor converging chains make the
    tree large.

    Args:
        ordered: the ids, in the order for rows of one depth.
        links: those with an end outside ``ordered`` are left out.
    """
    rank = {identifier: index for index, identifier in enumerate(ordered)}
    under: dict[str, list[Link]] = {}
    sources = set()
    for link in sorted(
        (link for link in links if link.source in rank and link.target in rank),
        key=lambda link: (rank[link.source], link.id),
    ):
        under.setdefault(link.target, []).append(link)
        sources.add(link.source)
    groups: list[list[Branch]] = []
    shown: set[str] = set()
    roots = [one for one in ordered if one not in sources]
    for root in (*roots, *ordered):  # annotations that no root leads to form a cycle; its first one represents it
        if root in shown:
            continue
        waiting = [Branch(root)]
        groups.append([])
        while waiting:
            row = waiting.pop()
            is_again = row.annotation in shown
            groups[-1].append(row._replace(is_again=True) if is_again else row)
            if not is_again:
                shown.add(row.annotation)
                below = under.get(row.annotation, ())
                waiting += [Branch(link.source, row.depth + 1, link) for link in reversed(below)]
    return [row for group in sorted(groups, key=lambda group: rank[group[0].annotation]) for row in group]


class Linked(Protocol):
    """A document as seen by links."""

    def links(self) -> list[Link]:
        """The links that start in it; for a document that is not open, those to other documents suffice."""

    def get(self, identifier: str) -> Annotation | None:
        """Its annotation with that id."""


def across(document: DocumentRecords, others: Iterable[Linked]) -> tuple[list[Link], list[Annotation]]:
    """The links with an end in one document, and the annotations of others at their other ends.

    Args:
        document: the document's records.
        others: the other documents; it may be among them.
    """
    elsewhere = [one for one in others if one is not document]
    links = document.links()
    links += [link for one in elsewhere for link in one.links() if document.get(link.target) is not None]
    ends = {end for link in links for end in (link.source, link.target) if document.get(end) is None}
    annotations = (one.get(identifier) for identifier in sorted(ends) for one in elsewhere)
    return links, list({one.id: one for one in annotations if one is not None}.values())
