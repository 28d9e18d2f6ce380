"""What became of labels that are not used under their old name any more: renamed, merged into another, or retired.

A label may stand in somebody's settings file, where the program changes nothing, or in the tags of a person who has not
heard of it yet. So a store keeps what became of each name, for everybody who has it: the label of the settings goes on
under its new name, and tags with the old one can be found and told about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.config.label import Label

#: How a step is called that is about a label in all documents.
LABEL_STEP = "label "


class LabelChange(NamedTuple):
    """What became of one name.

    Attributes:
        name: of the label as it was.
        becomes: the name that it has now, which may be another label's; empty for one that is retired.
        step: the ULID of the step that did it, or that took it back; empty where there was none.
        is_undone: whether it was taken back, and does not count.
        is_new: whether no label had the new name before.
    """

    name: str
    becomes: str = ""
    step: str = ""
    is_undone: bool = False
    is_new: bool = False


def settled(changes: Iterable[LabelChange]) -> list[LabelChange]:
    """One change of each name and kind, whatever the order in which those of several people come.

    Of several that stand the one of the latest step counts. Where the others gave the label a name that was new, what
    has that name goes along with it: both meant the same label. What was taken back takes back just that, and not what
    somebody else made of the name. Where steps do not tell, the last one counts.
    """
    groups: dict[tuple[str, bool], list[LabelChange]] = {}
    for one in changes:
        groups.setdefault((one.name, bool(one.becomes)), []).append(one)
    found: dict[tuple[str, bool], LabelChange] = {}
    also: list[LabelChange] = []
    for place, group in groups.items():
        latest: dict[str, LabelChange] = {}
        for one in group:
            known = latest.get(one.becomes)
            if known is None or not (one.step and one.step < known.step):
                latest.pop(one.becomes, None)
                latest[one.becomes] = one
        standing = [one for one in latest.values() if not one.is_undone] or list(latest.values())
        winner = standing[0]
        for one in standing[1:]:
            winner = winner if one.step and one.step < winner.step else one
        found[place] = winner
        if not winner.is_undone:
            also += [
                LabelChange(one.becomes, winner.becomes, winner.step)
                for one in standing
                if one.is_new and one.becomes != winner.becomes
            ]
    for one in sorted(also, key=lambda one: (one.step, one.becomes), reverse=True):
        found.setdefault((one.name, True), one)
    return list(found.values())


def with_changes(known: Iterable[LabelChange], new: Iterable[LabelChange]) -> list[LabelChange]:
    """What became of names, and more of it: each new one in the place of the one before it of its name and kind."""
    new = list(new)
    fresh = {(one.name, bool(one.becomes)): one for one in new}
    before = {(one.name, bool(one.becomes)): one for one in settled(known)}
    return list((before | fresh).values())


class LabelChanges:
    """What became of all names.

    Args:
        changes: see ``settled``.

    Attributes:
        all: those that count, and those that were taken back.
    """

    def __init__(self, changes: Iterable[LabelChange] = ()) -> None:
        self.all = settled(changes)
        standing = [one for one in self.all if not one.is_undone]
        self._next = {one.name: one.becomes for one in standing if one.becomes}
        self._retired = {one.name for one in standing if not one.becomes}

    def __bool__(self) -> bool:
        return bool(self._next or self._retired)

    def now(self, name: str) -> str:
        """The name that a label has now; its own where nothing became of it, or where the names go in a circle."""
        names = [name]
        while following := self._next.get(names[-1]):
            if following in names:
                return name
            names.append(following)
        return names[-1]

    def is_retired(self, name: str) -> bool:
        """Whether the label of that name is no longer offered."""
        return name in self._retired

    def renamed(self) -> dict[str, str]:
        """The names that are not used any more, each with the one that took its place, by name."""
        return {name: now for name in sorted(self._next) if (now := self.now(name)) != name}

    def former(self) -> dict[str, list[str]]:
        """The names that labels had before, in order, by the name that each has now."""
        found: dict[str, list[str]] = {}
        for name, now in self.renamed().items():
            found.setdefault(now, []).append(name)
        return found

    def in_force(self, labels: Sequence[Label]) -> tuple[Label, ...]:
        """The labels under the names that they have now, each name once.

        A label that was merged into another of them is left out. One that is retired says so, and keeps its key.
        """
        own = {one.name for one in labels if self.now(one.name) == one.name}
        found: dict[str, Label] = {}
        for label in labels:
            name = self.now(label.name)
            if name not in found and (name == label.name or name not in own):
                found[name] = label._replace(name=name, is_retired=self.is_retired(name))
        return tuple(found.values())
