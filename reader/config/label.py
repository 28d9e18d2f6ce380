"""The labels that passages are tagged with, and those that there are without a settings file."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """One label that a passage can be tagged with.

    Attributes:
        name: as it is stored and exported: letters, digits, ``-``, ``_``; at most 32 code points.
        key: the key that tags with it.
        colour: ``#rrggbb``, or one of the eight terminal colours, with or without ``bright_`` before it.
        guideline: when to use it, in one or two sentences; shown in the help.
        is_retired: whether it is no longer offered; passages that have it keep it. A store says so.
    """

    name: str
    key: str
    colour: str
    guideline: str = ""
    is_retired: bool = False

    @property
    def mark(self) -> str:
        """The character that stands for the label in the gutter: its key, which no other label has."""
        return self.key or self.name[0]


DEFAULT_LABELS = (
    Label(
        "claim",
        "c",
        "#5fafff",
        "Facts could settle it, but it is general, causal, predictive or about motives, so a reader could dispute it.",
    ),
    Label(
        "evidence",
        "e",
        "#87d75f",
        "Specific and already on record: a number, a date, a named event, a document, an example, an announced "
        "decision. It need not be true: you tag its role.",
    ),
    Label(
        "opinion",
        "o",
        "#ffaf5f",
        "No fact would settle it: it says what is good, bad, right or needed; a judgement, irony, a question that "
        "takes a stance.",
    ),
)
