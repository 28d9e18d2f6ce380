"""Tagging: labels, notes, deleting, and going from one annotation to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model.annotation import DETACHED, Annotation, Change
from reader.model.annotation_values import values_of
from reader.model.spans import Span
from reader.ui.widgets.message_wording import said_of_link

if TYPE_CHECKING:
    from reader.ui.controllers.changes import Changes
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.screens.note_screen import WritingScreen
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class Tagging:
    """What is done to annotations.

    Attributes:
        open_note: the dialog in which a note is written; None while there is none.
    """

    def __init__(
        self, session: Session, display: Display, prompts: Prompts, changes: Changes, place: ReadingPlace
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._changes = changes
        self._place = place
        self._visited = ""  # the annotation last gone to, where several share a passage
        self.open_note: WritingScreen | None = None

    def tag(self, label: str) -> None:
        """Tag the passage; the same label on it again takes it off."""
        self._display.take_count()
        pane = self._display.active
        opened, cursor = pane.open, pane.cursor
        if opened is None or cursor is None:
            return
        if pane.as_scraped:
            self._display.say_as_scraped("tag")
            return
        passage = cursor.words
        if passage.start >= passage.end:
            self._display.say("nothing to tag here: nothing but white space is marked")
            return
        changes = opened.records.tag(label, *passage, self._session.annotator)
        cursor.settle()
        if cursor.passage != passage:
            cursor.choose(passage)
        gone = changes[-1].before
        if isinstance(gone, Annotation):
            self._changes.do_all(f"{label} taken off", self._session.links.deletion(opened, gone))
        else:
            self._changes.do(opened, label, changes)
        pane.follow()

    def delete(self) -> None:
        """Delete the annotation under the cursor; where there are several, say which one it was."""
        opened, here = self._display.active.open, self.annotations_here()
        if opened is not None and here:
            what, left = f"{here[0].label} deleted", ", ".join(one.label for one in here[1:])
            parts = self._session.links.deletion(opened, here[0])
            self._changes.do_all(what, parts, f"{what}; still here: {left}" if left else "")

    def annotation_here(self) -> Annotation | None:
        """The annotation that is meant; where there is none, says so."""
        return next(iter(self.annotations_here()), None)

    def annotations_here(self, *, quiet: bool = False) -> list[Annotation]:
        """Those under the cursor, the one that is meant first: the one last gone to with ``)``, else the likeliest.

        While a row of the list has the focus, that one alone. Where there is none, says so unless it is ``quiet``.
        """
        display = self._display
        opened = display.active.open
        if display.is_furnished and display.annotations.chosen_id and display.annotations.row and opened:
            listed = display.annotations.row.annotation
            if display.annotations.is_foreign(listed):
                display.say(display.with_keys("this one is in another document: {go_to_annotation} goes there"))
                return []
            found = opened.records.get(listed.id)
            return [found] if found is not None else []
        here = display.active.annotations_here()
        if not here and not quiet:
            display.say("no annotation here: ) goes to the next one")
        passage = display.active.article_passage
        return sorted(here, key=lambda one: (one.id, one.start, one.end) != (self._visited, *passage))

    # --- notes

    async def note(self) -> None:
        """Write the note of the annotation under the cursor."""
        opened, here = self._display.active.open, self.annotations_here()
        if opened is None or not here:
            return
        others = self._session.edits.others
        whose = others(here[:1])
        here = [one for one in here if others([one]) == whose]
        if whose:
            write = self._write_note
            self._prompts.ask_for_theirs(whose, "a note", lambda: self._display.in_background(write, opened, here))
        elif self._session.edits.takes_back([(opened, (Change(here[0], here[0]),))]):
            write = self._write_note
            self._prompts.ask_for_sealed("a note", lambda: self._display.in_background(write, opened, here))
        else:
            await self._write_note(opened, here)

    async def _write_note(self, opened: OpenDocument, here: list[Annotation]) -> None:
        from reader.ui.screens.note_screen import NoteScreen

        def keep(annotation: Annotation, note: str) -> None:
            self.keep_note(opened, annotation, note)

        def closed(_: None) -> None:
            self.open_note = None

        self.open_note = NoteScreen(here, keep)
        await self._display.push_screen(self.open_note, closed)
        self.open_note.start()

    def keep_note(self, opened: OpenDocument, annotation: Annotation, note: str, what: str = "note written") -> None:
        """Make a text the note of an annotation, as one step, without a question.

        Args:
            opened: the document.
            annotation: as it was when its note was begun: somebody else may have written a note or deleted it since,
                and both count.
            note: safe to show; empty for none.
            what: what undo calls the step.
        """
        if note == annotation.note:
            return
        begun = replace(opened.records.get(annotation.id) or annotation, note=annotation.note)
        changes = opened.records.annotate(begun, note)
        self._changes.do(opened, what if note else "note cleared", changes, asks=False)

    def finish_note(self) -> None:
        """Keep what is written so far, where a note is being written."""
        if self.open_note is not None:
            self.open_note.keep()

    # --- going to annotations

    def next_annotation(self) -> None:
        """Go to the next annotation."""
        self._go_on(forward=True)

    def previous_annotation(self) -> None:
        """Go to the previous annotation."""
        self._go_on(forward=False)

    def _go_on(self, *, forward: bool) -> None:
        for _ in range(self._display.take_count()):
            annotation = self._neighbour(forward=forward)
            if annotation is None:
                where = "after" if forward else "before"
                keys = " ".join(label.key for label in self._session.settings.now.labels)
                self._display.say(f"no annotation {where} this: {keys} tag the marked passage")
                return
            self.go_to_annotation(annotation)

    def _neighbour(self, *, forward: bool) -> Annotation | None:
        """The next annotation in the order of the text: after the one last gone to, if the cursor is still on it."""
        pane = self._display.active
        if pane.open is None or pane.cursor is None:
            return None
        records, passage = pane.open.records, pane.article_passage
        ordered, visited = records.annotations, records.get(self._visited)
        if visited is not None and visited.anchor != DETACHED and Span(visited.start, visited.end) == passage:
            index = ordered.place_of(visited) + (1 if forward else -1)
        elif forward:  # it starts later, or here without being just this passage
            index = ordered.first_from(passage.start)
            while index < len(ordered) and Span(ordered[index].start, ordered[index].end) == passage:
                index += 1
        else:
            index = ordered.first_from(passage.start) - 1
        return ordered[index] if 0 <= index < len(ordered) else None

    def go_to_annotation(self, annotation: Annotation) -> None:
        """Select an annotation's passage in the active pane, and say what is noted there."""
        self._place.leave()
        self._display.active.choose(Span(annotation.start, annotation.end))
        self._visited = annotation.id
        self.say_annotation(annotation)
        self._display.refresh_status()
        self._place.remember()

    def say_annotation(self, annotation: Annotation) -> None:
        """Say who else made it, what was noted, whose words it is, its links; of a detached one, its passage."""
        note = " ".join(annotation.note.split())
        lost = f" (detached: “{' '.join(annotation.quote.split())}”)" if annotation.anchor == DETACHED else ""
        whose = f" · words of {annotation.attributed_to}" if annotation.attributed_to else ""
        links = "".join(f" · {said}" for said in self._said_of_links(annotation))
        values = "".join(f" · {name} {choice}" for name, choice in values_of(annotation).items())
        by = f" · by {maker}" if (maker := self._session.edits.others([annotation])) else ""
        self._display.say(f"{annotation.label}{lost}{by}{values}{whose}{links}{f': {note}' if note else ''}")

    def _said_of_links(self, annotation: Annotation) -> list[str]:
        """What an annotation is linked to, in words."""
        graph = self._session.links
        opened = graph.holder(annotation.id)
        links = opened.records.links_with(annotation.id) if opened is not None else []
        return [said_of_link(link, graph.get(link.target)) for link in links if link.source == annotation.id]
