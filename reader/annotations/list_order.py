"""The orders of a list of annotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.annotations.listed_rows import ListedRows
from reader.model.annotation import Annotation, Link

#: The orders: as a tree of links, by place in the text, newest first, by label.
BY_LINKS, BY_TEXT, BY_TIME, BY_LABEL = ORDERS = ("links", "text", "time", "label")


def arranged(
    own: Sequence[Annotation],
    others: Sequence[Annotation],
    links: Sequence[Link],
    order: str,
    labels: Sequence[str],
    place: Callable[[str], int | None] | None = None,
) -> ListedRows:
    """The rows of the list.

    Args:
        own: of the document, in text order, detached ones last.
        others: of other documents; the trees list those that are linked with ``own``.
        links: with an end in the document.
        order: one of ``ORDERS``.
        labels: the names of labels in display order.
        place: the index of an annotation in ``own`` by its id, where that need not be looked up.
    """
    if order == BY_TIME:
        own = sorted(own, key=lambda one: (one.created_at, one.id), reverse=True)
    elif order == BY_LABEL:
        ranks = {name: index for index, name in enumerate(labels)}
        own = sorted(own, key=lambda one: (ranks.get(one.label, len(ranks)), one.label))
    if place is None or order in {BY_TIME, BY_LABEL}:
        place = {one.id: index for index, one in enumerate(own)}.get
    return ListedRows(own, place, links, others) if order == BY_LINKS else ListedRows(own, place)
