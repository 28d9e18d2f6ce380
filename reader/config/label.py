"""The labels that passages are tagged with, and those that there are without a settings file.

Labels may stand below others: ``claim/causal`` is a kind of ``claim``. The name alone says so, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: Between the name of a label and that of one below it.
BELOW = "/"
#: What a label has whose colour nobody has chosen.
PLAIN = "white"


class Label(NamedTuple):
    """One label that a passage can be tagged with.

    Attributes:
        name: as it is stored and exported: letters, digits, ``-``, ``_``, at most 32 code points; of a label below
            others their names come before it, with ``/`` between.
        key: the key that tags with it.
        colour: ``#rrggbb``, or one of the eight terminal colours, with or without ``bright_`` before it; empty for
            that of the label above.
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


def parent_of(name: str) -> str:
    """The name of the label above; empty for one at the top, and for a name that is no path of names."""
    above, _, own = name.rpartition(BELOW)
    return above if own and all(above.split(BELOW)) else ""


def path_to(name: str) -> list[str]:
    """The name of a label, then those of the labels above it, the nearest first."""
    found = [name]
    while above := parent_of(found[-1]):
        found.append(above)
    return found


def is_within(name: str, label: str) -> bool:
    """Whether a name is that of a label, or of one below it."""
    return name == label or name.startswith(label + BELOW)


def coloured(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels, each without a colour in that of the nearest label above it that has one."""
    colours = {one.name: one.colour for one in labels}
    return tuple(one if one.colour else one._replace(colour=colour_of(one.name, colours.items())) for one in labels)


def colour_of(name: str, colours: Iterable[tuple[str, str]]) -> str:
    """The colour of a label by its name, else of the nearest one above it that has one.

    Args:
        name: of the label.
        colours: of the labels that there are, by name.
    """
    known = dict(colours)
    return next((colour for one in path_to(name) if (colour := known.get(one, ""))), PLAIN)


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
