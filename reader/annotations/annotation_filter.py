"""Filters annotations in a list by simple words, and orders them."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence

from reader.annotations.listed_rows import ListedRows
from reader.model.annotation import DETACHED, MOVED, Annotation, Link

#: The orders: as a tree of links, by place in the text, newest first, by label.
BY_LINKS, BY_TEXT, BY_TIME, BY_LABEL = ORDERS = ("links", "text", "time", "label")
_WORD = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
Keep = Callable[[Annotation], bool]


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
