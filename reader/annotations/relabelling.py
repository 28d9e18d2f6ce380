"""Gives annotations of one document other labels, as when a label is renamed, split, or put together with another.

Decisions name annotations with their labels, as those of an adjudicator do: what was decided stays so, and they get the
new names too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reader.model.annotation import Annotation, Change, Decision, now


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


def renamed_members(
    decisions: Iterable[Decision], becomes: Mapping[str, tuple[str, str]], now_called: Callable[[str], str]
) -> Iterator[Change]:
    """The changes that name annotations in decisions by their new labels.

    Args:
        decisions: of the document.
        becomes: the label that an annotation of the document had, and the one that it gets, by its id.
        now_called: gives the name that a label has now, for annotations that are gone.
    """
    for one in decisions:
        members = one.data.get("members")
        if isinstance(members, list | tuple):
            fresh = [_renamed(member, becomes, now_called) for member in members]
            if fresh != list(members):
                yield Change(one, replace(one, data={**one.data, "members": fresh}, updated_at=now()))


def _renamed(member: Any, becomes: Mapping[str, tuple[str, str]], now_called: Callable[[str], str]) -> Any:
    if not isinstance(member, Mapping) or not isinstance(label := member.get("label"), str):
        return member
    before, after = becomes.get(str(member.get("id")), ("", ""))
    fresh = after if before == label else now_called(label)
    return member if fresh == label else {**member, "label": fresh}


def _place(one: Annotation, label: str) -> tuple[int, int, str, str, str]:
    return one.start, one.end, one.quote, one.annotator, label
