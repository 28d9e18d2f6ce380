"""Which documents were assigned to the annotator of a session, and to whom else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.store.store_protocol import StoreError

if TYPE_CHECKING:
    from reader.model.document import Document
    from reader.store.store_protocol import Store
    from reader.store.team.team import Team
    from reader.workspace.entry_index import EntryIndex
    from reader.workspace.library_entries import LibraryEntry


class AssignedDocuments:
    """What the store says of it, as it is when it is asked.

    Args:
        store: with the assignments; most have none.
        annotator: of the session.
    """

    def __init__(self, store: Store, annotator: str) -> None:
        self._store = store
        self._annotator = annotator

    def _team(self) -> Team | None:
        """The team; None where nothing was assigned."""
        with suppress(StoreError):
            if self._store.viewer and (team := self._store.team()).assignments.ones:
                return team
        return None

    def notice(self, document: Document) -> str:
        """To whom else a document was assigned, in a few words; empty where it is nobody's or the annotator's."""
        team = self._team()
        names = team.assigned(document) if team is not None else frozenset()
        if team is None or not names or self._annotator in names or self._annotator in team.project.adjudicators:
            return ""
        return f"assigned to {' and '.join(sorted(names))}, not to you"

    def hidden_until(self, document: Document, finished: Collection[str]) -> str:
        """Who has yet to finish a document of a blind project before all is shown; empty where nothing is hidden.

        Args:
            document: that the annotator finishes now.
            finished: who has, as ``handing_in.finished_by`` gives them.
        """
        with suppress(StoreError):
            if self._store.viewer and (team := self._store.team()).hides_from(self._annotator):
                return " and ".join(sorted(team.annotators_of(document) - {self._annotator, *finished}))
        return ""

    def other_adjudicators(self) -> str:
        """Who adjudicates where the annotator may not, as words of a message; empty where they may."""
        with suppress(StoreError):
            return " and ".join(self._store.team().adjudicators_but(self._annotator))
        return ""

    def mine(self, index: EntryIndex) -> Iterator[LibraryEntry]:
        """The entries that were assigned to the annotator, as far as they lie where they lay then."""
        if (team := self._team()) is None:
            return
        from reader.store.team.assignments_file import path_of

        for one in team.assignments.ones:
            if self._annotator in one.annotators and (entry := index.at(path_of(one, team.folder))) is not None:
                yield entry
