"""Adjudication, document by document: the one in front first, then the others that two annotators have finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.analysis.adjudication.rulings import ADJUDICATED, LEAST_ANNOTATORS, to_compare, waits_for_adjudicator
from reader.annotations.handing_in import (
    FINISHED,
    SEALED,
    adjudicated_data,
    finished_by,
    finished_decisions,
    seal_state,
)
from reader.model.annotation import Change
from reader.model.document import Document
from reader.model.spans import Span
from reader.store.store_protocol import StoreError
from reader.system.stdio import counted
from reader.ui.controllers.team.sealed_work import beside_keys
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.annotations.document_records import DocumentRecords
    from reader.annotations.guideline_text import Rule
    from reader.model.annotation import Annotation, Decision, Link
    from reader.ui.controllers.documents import Documents
    from reader.ui.main_display import MainDisplay
    from reader.ui.screens.adjudication.adjudication_screen import AdjudicationScreen
    from reader.ui.screens.adjudication.case_walk import Shown
    from reader.workspace.adjudication import Docket
    from reader.workspace.library_entries import LibraryEntry, OpenDocument
    from reader.workspace.session import Session


class Adjudicating:
    """Walks through the documents that wait for an adjudicator."""

    def __init__(self, session: Session, display: MainDisplay, documents: Documents) -> None:
        self._session = session
        self._display = display
        self._documents = documents
        self._passed: set[LibraryEntry] = set()  # that wait as far as the lists know, and cannot be adjudicated here
        self._screen: AdjudicationScreen | None = None
        self._done = ""  # what was handed in last, for the next document to say

    async def adjudicate(self) -> None:
        """Begin with the document in front, where it waits or was adjudicated; else with the next one that waits.

        There it begins with what is to be decided at the cursor, else with the first that is.
        """
        if self._refuse():
            return
        pane = self._display.active
        if pane.open is None and pane.entry is not None and not pane.entry.problem:
            self._documents.when_read([pane.entry], lambda: self._display.in_background(self._begin))
        else:
            await self._begin()

    async def _begin(self) -> None:
        opened = self._display.active.open
        if opened is None or len(self._annotators(opened)) < LEAST_ANNOTATORS:
            self._go_on("nothing to adjudicate: two must finish a document first ({finish})")
            return
        cursor = self._display.active.cursor
        here = cursor.passage if cursor is not None and not self._display.active.as_scraped else Span(0, 0)
        await self._show(opened, lambda docket: docket.undecided_at(here))

    def adjudicate_at(self, location: str, annotation: str, target: str = "") -> None:
        """Begin with the disagreement that an annotation is part of, decided or not.

        Args:
            location: of its document.
            annotation: its id.
            target: that of another one, for the link between the two; empty for none.
        """
        if self._refuse():
            return
        entry = self._session.library.entry_of(Document(None, location, "", location=location))
        if entry is None or entry.problem:
            self._display.say("its file is gone or cannot be read: nothing to adjudicate there")
            return

        def go() -> None:
            opened = entry.opened
            if opened is None or len(self._annotators(opened)) < LEAST_ANNOTATORS:
                self._display.say(f"{entry.name}: nothing to adjudicate, two annotators must have finished it")
                return
            self._documents.show_entry(entry)
            self._display.in_background(self._show, opened, lambda docket: docket.about(annotation, target))

        self._documents.when_read([entry], go)

    def _refuse(self) -> bool:
        """Whether others adjudicate this project, which is said then."""
        others = self._session.summaries.assigned.other_adjudicators()
        if others:
            self._display.say(f"you do not adjudicate here: {others} does, says project.toml")
        return bool(others)

    def take_changed(self, opened: OpenDocument) -> None:
        """A document was changed: where it is being adjudicated, other disagreements may be left."""
        if self._screen is not None:
            self._screen.take_changed(opened)

    def _go_on(self, otherwise: str) -> None:
        """Open the next document that waits; where none does, say so."""
        waiting = self._waiting()
        if not waiting:
            self._display.say(self._display.with_keys(otherwise))
            return
        entry = waiting[0]

        def go() -> None:
            opened = entry.opened
            if opened is None or len(self._annotators(opened)) < LEAST_ANNOTATORS:
                self._passed.add(entry)  # it cannot be read, or is hidden from whoever looks
                self._go_on(otherwise)
                return
            self._documents.show_entry(entry)
            self._display.in_background(self._show, opened)

        self._documents.when_read([entry], go)

    def _waiting(self) -> list[LibraryEntry]:
        """The documents that wait, in the order of the list."""
        index, session = self._session.library.index, self._session
        in_memory = {
            one.document.location: bool(self._annotators(one))
            and waits_for_adjudicator(finished_by(one.records.decisions(FINISHED)))
            for one in session.library.loaded
        }
        told = {place: waits_for_adjudicator(known.finished) for place, known in session.summaries.by_location.items()}
        places = [place for place, waits in {**told, **in_memory}.items() if waits and place]
        found = [entry for place in places if (entry := index.at(place)) is not None and not entry.problem]
        return sorted((one for one in found if one not in self._passed), key=lambda entry: entry.place)

    def _annotators(self, opened: OpenDocument) -> list[str]:
        """Whose tags of a document are compared; nobody's where some of them are hidden from whoever looks."""
        from reader.store.team.blind_view import blind_view_of

        finished = opened.records.decisions(FINISHED)
        try:
            view = blind_view_of(self._session.store.team(), self._session.store.viewer)
        except StoreError as error:
            self._display.say(str(error))
            return []
        is_open = view is None or view.is_open(opened.document, finished)
        return to_compare(finished_by(finished)) if is_open else []

    async def _show(self, opened: OpenDocument, begin: Callable[[Docket], Shown | None] = lambda _: None) -> None:
        from reader.ui.screens.adjudication.adjudication_screen import AdjudicationScreen
        from reader.workspace.adjudication import Docket

        docket = Docket(self._session, opened, self._annotators(opened), self._held)
        name = opened.article.title or opened.document.path

        told: dict[int, str] = {}  # by how many documents the store told of, for it tells of them bit by bit

        def where() -> str:
            known = len(self._session.summaries.by_location)
            if known not in told:
                left = sum(entry.opened is not opened for entry in self._waiting())
                told[known] = f"{counted(left, 'more document')} to do" if left else "the last document"
            return told[known]

        screen = AdjudicationScreen(
            docket,
            name,
            where,
            [label for label in self._session.settings.now.labels if not label.is_retired],
            self._session.settings.now.link_kinds,
            self._rules(),
            undo=self._undo,
            write_note=self._write_note,
            finish=lambda: self._display.in_background(self._finish, screen, docket),
            left=self._leave,
        )
        screen.begin_at(begin(docket), self._done)
        self._done = ""
        self._screen = screen
        await self._display.push_screen(screen)

    def _leave(self, left: str) -> None:
        self._screen = None
        self._display.say(self._display.with_keys(f"{{adjudicate}} goes on: {left}; what was decided is kept"))

    async def _finish(self, screen: AdjudicationScreen, docket: Docket) -> None:
        """The document is decided: seal the layer, and go on."""
        opened, records = docket.opened, docket.opened.records

        def layer() -> tuple[Sequence[Decision], Sequence[Annotation], Sequence[Link]]:
            return records.decisions(FINISHED), tuple(records.annotations), records.links()

        def seal(
            now: tuple[Sequence[Decision], Sequence[Annotation], Sequence[Link]],
        ) -> tuple[Sequence[Decision], Mapping[str, Any]]:
            is_sealed = ADJUDICATED in finished_by(now[0]) and seal_state(*now, ADJUDICATED, opened.sha256) == SEALED
            return now[0], {} if is_sealed else adjudicated_data(*now, ADJUDICATED, opened.sha256)

        decisions, data = await beside_keys(layer, seal)
        if not screen.is_attached:  # it was left meanwhile
            return
        if data:
            before = [Change(one, None) for one in finished_decisions(decisions, ADJUDICATED)]
            changes = (*before, *records.decide(FINISHED, data, ADJUDICATED))
            try:
                self._session.edits.do("adjudicated", [(opened, changes)])
            except EditError as error:
                screen.say(str(error))
                return
        self._screen = None
        screen.dismiss(None)
        self._done = f"handed in: {opened.article.title or opened.document.path}"
        self._go_on("adjudicated and handed in; no other document waits")

    def _undo(self) -> str:
        try:
            what = self._session.undo()
        except (EditError, StoreError) as error:
            return f"nothing to undo: {error}"
        return f"{what}: undone" if what else "nothing to undo"

    def _write_note(self, about: Annotation, take: Callable[[str], object]) -> None:
        from reader.ui.screens.note_screen import NoteScreen

        async def ask() -> None:
            def keep(_: Annotation, note: str) -> None:
                take(note)

            screen = NoteScreen([replace(about, label="note on the decision")], keep)
            await self._display.push_screen(screen)
            screen.start()

        self._display.in_background(ask)

    def _held(self, identifier: str) -> DocumentRecords | None:
        holder = self._session.links.load_holder(identifier)
        return holder.records if holder is not None else None

    def _rules(self) -> Sequence[Rule]:
        """The rules of the project's guideline; where there is none, what the labels say of themselves."""
        from reader.annotations.guideline_text import Rule, rules
        from reader.store.labels.project_guideline import project_guideline

        labels, found = self._session.settings.now.labels, tuple[Rule, ...]()
        try:
            found = rules(project_guideline(self._session.store, self._session.settings.now))
        except StoreError as error:
            self._display.say(str(error))
        return found or [Rule(one.name, one.name, one.guideline, 0) for one in labels if one.guideline]
