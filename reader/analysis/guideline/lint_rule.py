"""A rule of the linter, and how the values of its parameters are checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

#: The severities, the gravest first. A rule that is ``off`` is not checked.
ERROR, WARNING, NOTE, OFF = "error", "warning", "note", "off"
SEVERITIES = (ERROR, WARNING, NOTE, OFF)
#: Between the names of a label and of those below it, as in ``claim/causal``.
BELOW = "/"

#: The parameter that names labels, beside those that a rule is about.
ALLOWED_LINKS = "allowed"

#: Gives the value of a parameter as a check takes it; raises ``ValueError``, whose message says what it must be.
Reading = Callable[[object], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: its name.
        check: which check it is, as in ``check_table.py``.
        severity: one of ``SEVERITIES``.
        message: what to do about a finding.
        labels: those that it is about, each with all below it; empty for all.
        guideline: the part of the guideline that it follows from; may be empty.
        parameters: of the check, all of them.
    """

    id: str
    check: str
    severity: str
    message: str
    labels: tuple[str, ...] = ()
    guideline: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def under_new_names(self, now: Callable[[str], str]) -> Rule:
        """The rule, with the names that ``now`` gives for those of labels in it."""
        parameters = self.parameters
        if allowed := parameters.get(ALLOWED_LINKS):
            allowed = frozenset((now(source), kind, now(target)) for source, kind, target in allowed)
            parameters = {**parameters, ALLOWED_LINKS: allowed}
        return replace(self, labels=tuple(dict.fromkeys(map(now, self.labels))), parameters=parameters)

    def root_of(self, label: str) -> str:
        """The one of the rule's labels that a label is or lies below; empty if the rule is not about it."""
        return label_above(label, self.labels) if self.labels else label


def label_above(label: str, labels: tuple[str, ...]) -> str:
    """The one of some labels that a label is or lies below, the lowest of them; empty if there is none."""
    while label not in labels:
        above, mark, _ = label.rpartition(BELOW)
        if not mark:
            return ""
        label = above
    return label


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValueError('must be a list of texts, as ["claim", "evidence"]')
    return tuple(value)


def a_text(value: object) -> str:
    """One line of text."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("must be a line of text in quotes")
    return value.strip()


def flag(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def one_of(*choices: str) -> Reading:
    """One of some words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value

    return read


def whole(least: int, most: int) -> Reading:
    """A whole number within bounds."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return read


def number(least: float, most: float) -> Reading:
    """A number within bounds."""

    def read(value: object) -> float:
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"must be a number from {least:g} to {most:g}")
        return float(value)

    return read


def triples(value: object) -> frozenset[tuple[str, str, str]]:
    """Links that are allowed: the label that they start from, their kind, the label that they lead to."""
    if not isinstance(value, list) or not all(
        isinstance(one, list) and len(one) == 3 and all(isinstance(part, str) and part.strip() for part in one)
        for one in value
    ):
        raise ValueError('must be a list of triples, as [["evidence", "supports", "claim"]]')
    return frozenset((source, kind, target) for source, kind, target in value)
