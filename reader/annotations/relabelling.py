"""Gives annotations of one document other labels, as when a label is renamed, split, or put together with another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from reader.model.annotation import Annotation, Change


def relabelled(
    annotations: Iterable[Annotation], becomes: Callable[[Annotation], str], linked: Collection[str]
) -> Iterator[Change]:
    """The changes that give annotations other labels.

    Where that would leave one person's label twice on one passage, the one whose label was another goes, if it says
    nothing more: it has no note, no speaker and no link.

    Args:
        annotations: all of a document.
        becomes: gives the label that an annotation is to have, which may be the one that it has.
        linked: ids of annotations that a link of any document starts from or leads to.
    """
    annotations = list(annotations)
    labels = {one.id: becomes(one) for one in annotations}
    kept = {_place(one, one.label) for one in annotations if labels[one.id] == one.label}
    for one in annotations:
        label = labels[one.id]
        if label == one.label:
            continue
        place = _place(one, label)
        if place in kept and not (one.note or one.attributed_to or one.extra or one.id in linked):
            yield Change(one, None)
        else:
            kept.add(place)
            yield Change(one, one.touched(label=label))


def _place(one: Annotation, label: str) -> tuple[int, int, str, str, str]:
    return one.start, one.end, one.quote, one.annotator, label
