"""The team of a store as plain data: who annotates, who adjudicates, and which documents go to whom."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.model.document import Document
from reader.store.records.place_encoding import encoded_place


class Project(NamedTuple):
    """What a project's file says.

    Attributes:
        annotators: their names; none where there is no project.
        adjudicators: those who see everybody's work.
        is_blind: whether each annotator sees only their own work, until all have finished a document.
        allows_suggestions: whether suggestions may be shown.
    """

    annotators: tuple[str, ...] = ()
    adjudicators: tuple[str, ...] = ()
    is_blind: bool = False
    allows_suggestions: bool = True


class Assignment(NamedTuple):
    """One document.

    Attributes:
        place: where its file lies, seen from the store, as ``_meta`` says it.
        sha256: of its bytes, in hexadecimal.
        annotators: to whom it goes.
    """

    place: str
    sha256: str
    annotators: tuple[str, ...]


class Assignments:
    """All assignments of a store.

    A document is known by its bytes, or else by its place. Where two lines are of one document, as two people assigned
    it, it goes to all whom they name.

    Args:
        ones: in any order.
    """

    def __init__(self, ones: Iterable[Assignment] = ()) -> None:
        self.ones = tuple(ones)
        self._by_hash = _gathered((one.sha256, one.annotators) for one in self.ones)
        self._by_place = _gathered((one.place, one.annotators) for one in self.ones)

    def of(self, place: str, sha256: str) -> frozenset[str]:
        """To whom a document goes; nobody where nobody said."""
        return self._by_hash.get(sha256) or self._by_place.get(place) or frozenset()


def _gathered(named: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, annotators in named:
        if name:
            found[name] = found.get(name, frozenset()) | frozenset(annotators)
    return found


class Team(NamedTuple):
    """Who works on a store, and on what.

    Attributes:
        folder: the store's; places are seen from there.
        project: who they are.
        assignments: what goes to whom.
        version: another one once one of the files was changed.
    """

    folder: Path = Path()
    project: Project = Project()
    assignments: Assignments = Assignments()
    version: str = ""

    def hides_from(self, viewer: str) -> bool:
        """Whether anything may be hidden from somebody: the project is blind, and they do not adjudicate."""
        return self.project.is_blind and viewer not in self.project.adjudicators

    def adjudicators_but(self, name: str) -> tuple[str, ...]:
        """Who adjudicates in place of somebody who may not; nobody where they may, as where nobody is named for it."""
        return () if name in self.project.adjudicators else self.project.adjudicators

    def annotators_of(self, document: Document) -> frozenset[str]:
        """To whom a document goes: as assigned, else all annotators of the project."""
        return self.assigned(document) or frozenset(self.project.annotators)

    def assigned(self, document: Document) -> frozenset[str]:
        """To whom a document was assigned; nobody where it was not."""
        if not self.assignments.ones:
            return frozenset()
        place = place_of(document.source, self.folder)
        return self.assignments.of(place, document.sha256) & frozenset(self.project.annotators or self.everybody)

    @property
    def everybody(self) -> frozenset[str]:
        """All to whom something was assigned."""
        return frozenset(name for one in self.assignments.ones for name in one.annotators)


def place_of(path: str, folder: Path) -> str:
    """Where a file lies, seen from a store's folder."""
    return encoded_place(os.path.relpath(path, folder))
