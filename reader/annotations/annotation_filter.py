"""Filters annotations in a list by simple words, and orders them."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

from reader.annotations.link_targets import tree
from reader.model.annotation import DETACHED, MOVED, Annotation, Link

#: The orders: as a tree of links, by place in the text, newest first, by label.
BY_LINKS, BY_TEXT, BY_TIME, BY_LABEL = ORDERS = ("links", "text", "time", "label")
_WORD = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
Keep = Callable[[Annotation], bool]


class ListedAnnotation(NamedTuple):
    """One row of the list; the other fields as in ``link_targets.Branch``."""

    annotation: Annotation
    depth: int = 0
    link: Link | None = None
    is_again: bool = False


def keeper(typed: str, labels: Sequence[str], linked: Container[str]) -> Keep:
    """A function that tells whether the list keeps an annotation.

    A label's name keeps that label. ``ann:`` keeps annotators whose name starts with it, ``@lenz`` passages attributed
    to such a name. ``note``, ``linked``, ``attributed``, ``moved`` and ``detached`` keep annotations in that state. Any
    other word, and text in double quotes, must occur in the passage or its note. A ``-`` before a word excludes.
    Several labels or annotators are alternatives; all other words must apply. Case is ignored.

    Args:
        typed: the line of words.
        labels: the names of all labels.
        linked: the ids of linked annotations.
    """
    states: dict[str, Keep] = {
        "note": lambda one: bool(one.note),
        "linked": lambda one: one.id in linked,
        "attributed": lambda one: bool(one.attributed_to),
        "moved": lambda one: one.anchor == MOVED,
        "detached": lambda one: one.anchor == DETACHED,
    }
    names = {name.casefold() for name in labels}
    asked: dict[str, list[Keep]] = {}
    for match in _WORD.finditer(typed.casefold()):
        minus, quoted, word = match.groups()
        if not quoted and word in {None, "-"}:
            continue  # the user is still typing
        if quoted:
            kind, test = "", _holds(quoted)
        elif word in names:
            kind, test = "label", _is_label(word)
        elif (begun := _begun(word, names)) and not minus:  # still being typed, or meant as text
            kind, test = "", _either(_is_label(begun), _holds(word))
        elif word.endswith(":"):
            kind, test = "annotator", _is_by(word[:-1])
        elif word.startswith("@"):
            kind, test = "", _is_attributed(word[1:])
        else:
            kind, test = "", states.get(word) or _holds(word)
        if minus:
            asked[f"not {len(asked)}"] = [_not(test)]
        else:
            asked.setdefault(kind or str(len(asked)), []).append(test)
    return lambda one: all(any(test(one) for test in tests) for tests in asked.values())


def _begun(word: str, names: Iterable[str]) -> str:
    """The label name that starts with a word of at least three letters; empty if there is none."""
    return next((name for name in sorted(names) if len(word) > 2 and name.startswith(word)), "")


def _either(*tests: Keep) -> Keep:
    return lambda one: any(test(one) for test in tests)


def _holds(text: str) -> Keep:
    return lambda one: text in one.quote.casefold() or text in one.note.casefold()


def _is_label(name: str) -> Keep:
    return lambda one: one.label.casefold() == name


def _is_by(start: str) -> Keep:
    return lambda one: one.annotator.casefold().startswith(start)


def _is_attributed(part: str) -> Keep:
    return lambda one: bool(one.attributed_to) and part in one.attributed_to.casefold()


def _not(test: Keep) -> Keep:
    return lambda one: not test(one)


def arranged(
    own: Sequence[Annotation], others: Iterable[Annotation], links: Sequence[Link], order: str, labels: Sequence[str]
) -> list[ListedAnnotation]:
    """The rows of the list.

    Args:
        own: of the document, in text order, detached ones last.
        others: of other documents; the tree lists those that are linked with ``own``.
        links: with an end in the document.
        order: one of ``ORDERS``.
        labels: the names of labels in display order.
    """
    if order == BY_LINKS and links:
        known = {one.id: one for one in (*own, *others)}
        branches = tree(_with_others([one.id for one in own], known, links), links)
        return [ListedAnnotation(known[one.annotation], *one[1:]) for one in branches]
    if order == BY_TIME:
        return [ListedAnnotation(one) for one in sorted(own, key=lambda one: (one.created_at, one.id), reverse=True)]
    if order == BY_LABEL:
        ranks = {name: index for index, name in enumerate(labels)}
        return [
            ListedAnnotation(one) for one in sorted(own, key=lambda one: (ranks.get(one.label, len(ranks)), one.label))
        ]
    return [ListedAnnotation(one) for one in own]


def _with_others(own: Sequence[str], known: Container[str], links: Iterable[Link]) -> list[str]:
    """The ids with those of other documents inserted: a target before its first source, a source at the end."""
    listed = set(own)
    before: dict[str, list[str]] = {}
    last: list[str] = []
    rank = {identifier: index for index, identifier in enumerate(own)}
    for link in sorted(links, key=lambda link: (rank.get(link.source, len(own)), link.id)):
        if link.source in listed and link.target in known and link.target not in listed:
            listed.add(link.target)
            before.setdefault(link.source, []).append(link.target)
        elif link.target in listed and link.source in known and link.source not in listed:
            listed.add(link.source)
            last.append(link.source)
    return [one for identifier in own for one in (*before.get(identifier, ()), identifier)] + last
