"""Tagging: labels, notes, deleting, undo and redo, and going from one annotation to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.config.settings import annotator_name
from reader.model.annotation import DETACHED, Annotation
from reader.model.spans import Span
from reader.store.store_protocol import StoreError
from reader.ui.controllers.selection import SelectingActions

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.model.annotation import Change
    from reader.store.history.undo import Step
    from reader.workspace.library_entries import OpenDocument


class TaggingActions(SelectingActions):
    """What is done to annotations."""

    _visited = ""  # the annotation last gone to, where several share a passage

    def action_tag(self, label: str) -> None:
        """Tag the passage; the same label on it again takes it off."""
        self.take_count()
        opened, cursor = self.active.open, self.active.cursor
        if opened is None or cursor is None:
            return
        if self.active.as_scraped:
            self.say("this is the page as scraped: R goes back to the article; tag there")
            return
        passage = cursor.passage
        if passage.start >= passage.end:
            self.say("nothing to tag here")
            return
        changes = opened.records.tag(label, *passage, annotator_name(self.settings))
        cursor.settle()
        gone = changes[-1].before
        if isinstance(gone, Annotation):
            self.do_all(f"{label} taken off", self.deletion(opened, gone))
        else:
            self.do(opened, label, changes)
        self.active.follow()

    def action_delete(self) -> None:
        """Delete the annotation under the cursor; where there are several, say which one it was."""
        opened, here = self.active.open, self._annotations_here()
        if opened is not None and here:
            what, left = f"{here[0].label} deleted", ", ".join(one.label for one in here[1:])
            self.do_all(what, self.deletion(opened, here[0]), f"{what}; still here: {left}" if left else "")

    def deletion(self, opened: OpenDocument, annotation: Annotation) -> list[tuple[OpenDocument, tuple[Change, ...]]]:
        """What deleting an annotation changes, in all documents."""
        raise NotImplementedError

    def _annotation_here(self) -> Annotation | None:
        """The annotation that is meant; where there is none, says so."""
        return next(iter(self._annotations_here()), None)

    def _annotations_here(self) -> list[Annotation]:
        """Those under the cursor, the one that is meant first: the one last gone to with ``)``, else the likeliest.

        While a row of the list has the focus, that one alone. Where there is none, says so.
        """
        opened = self.active.open
        if self.is_furnished and self.annotations.chosen_id and self.annotations.row and opened:
            listed = self.annotations.row.annotation
            if self.annotations.is_foreign(listed):
                self.say("this one is in another document: enter goes there")
                return []
            found = opened.records.get(listed.id)
            return [found] if found is not None else []
        here = self.active.annotations_here()
        if not here:
            self.say("no annotation here: ) goes to the next one")
        passage = self.active.article_passage
        return sorted(here, key=lambda one: (one.id, one.start, one.end) != (self._visited, *passage))

    async def action_note(self) -> None:
        """Write the note of the annotation under the cursor."""
        opened, here = self.active.open, self._annotations_here()
        if opened is None or not here:
            return
        whose = self.others(here[:1])
        here = [one for one in here if self.others([one]) == whose]
        if whose:
            self.ask_for_theirs(whose, "a note", lambda: self.in_background(self._write_note, opened, here))
        else:
            await self._write_note(opened, here)

    async def _write_note(self, opened: OpenDocument, here: list[Annotation]) -> None:
        from reader.ui.screens.note_screen import NoteScreen

        def keep(annotation: Annotation, note: str) -> None:
            if note == annotation.note:
                return
            # Somebody else may have written a note, or deleted the annotation, since this one was begun: both count.
            begun = replace(opened.records.get(annotation.id) or annotation, note=annotation.note)
            what, changes = "note written" if note else "note cleared", opened.records.annotate(begun, note)
            self.do(opened, what, changes, asks=False)

        def closed(_: None) -> None:
            self.open_note = None

        self.open_note = NoteScreen(here, keep)
        await self.push_screen(self.open_note, closed)
        self.open_note.start()

    def action_undo(self) -> None:
        """Take steps back."""
        self._replay(self.history.undo, "undone", "nothing to undo")

    def action_redo(self) -> None:
        """Do steps again."""
        self._replay(self.history.redo, "done again", "nothing to redo")

    def _replay(self, take: Callable[[], Step | None], what: str, none: str) -> None:
        for _ in range(self.take_count()):
            try:
                step = take()
            except StoreError as error:
                self.say(f"{none}: {error}")
                return
            if step is None:
                self.say(none)
                return
            if step.is_gone:
                self.say(f"{_short(step.what, 40)}: {none} of it, {self.changed_since(step)}")
                continue
            opened = [self.opened_of(part.document) for part in step.parts]
            is_here = len(opened) > 1 and self.active.open in opened
            last = self.active.open if is_here else next((one for one in reversed(opened) if one is not None), None)
            if last is None:
                where = f" in “{step.parts[-1].document.path}”, which cannot be opened"
            else:
                where = "" if self.active.open is last else f" in “{_short(self.show_opened(last), 30)}”"
            self.carry_out(step, opened, f"{_short(step.what, 40)}: {what}{where}")
            if not is_here:  # what was done in several documents leads away from none of them
                self._show_place(step, last)

    def go_to_pane(self, widget: Widget) -> None:
        """Focus a pane."""
        raise NotImplementedError

    def show_opened(self, opened: OpenDocument) -> str:
        """Bring a document that is open back to the screen: nothing changes out of sight. Gives its name."""
        raise NotImplementedError

    def _show_place(self, step: Step, opened: OpenDocument | None) -> None:
        """Go to where a step was taken back or done again, if its document is on the screen."""
        pane = next((pane for pane in self.panes if pane.open is opened), None)
        record = step.changes[-1].record
        if pane is not None and opened is not None and isinstance(record, Annotation) and not pane.as_scraped:
            pane.choose(Span(record.start, record.end))
        if self.is_furnished and isinstance(record, Annotation):
            self.annotations.highlight_annotation(record)

    def action_next_annotation(self) -> None:
        """Go to the next annotation."""
        self._go_to_annotation(forward=True)

    def action_previous_annotation(self) -> None:
        """Go to the previous annotation."""
        self._go_to_annotation(forward=False)

    def _go_to_annotation(self, *, forward: bool) -> None:
        for _ in range(self.take_count()):
            annotation = self._neighbour(forward=forward)
            if annotation is None:
                self.say(f"no annotation {'after' if forward else 'before'} this: c e o tag the marked passage")
                return
            self.go_to_annotation(annotation)

    def _neighbour(self, *, forward: bool) -> Annotation | None:
        """The next annotation in the order of the text: after the one last gone to, if the cursor is still on it."""
        opened, cursor = self.active.open, self.active.cursor
        if opened is None or cursor is None:
            return None
        ordered, passage = opened.records.annotations, self.active.article_passage
        spans = [Span(one.start, one.end) for one in ordered]
        here = next((i for i, one in enumerate(ordered) if one.id == self._visited and spans[i] == passage), None)
        if here is None and forward:
            index = next((i for i, span in enumerate(spans) if _comes_after(span, passage)), len(ordered))
        elif here is None:
            index = next((i for i in reversed(range(len(spans))) if spans[i].start < passage.start), -1)
        else:
            index = here + (1 if forward else -1)
        return ordered[index] if 0 <= index < len(ordered) else None

    def go_to_annotation(self, annotation: Annotation) -> None:
        """Select an annotation's passage in the active pane, and say what is noted there."""
        self.leave_place()
        self.active.choose(Span(annotation.start, annotation.end))
        self._visited = annotation.id
        self.say_annotation(annotation)
        self.refresh_status()
        self.remember_place()

    def say_annotation(self, annotation: Annotation) -> None:
        """Say who else made it, what was noted, whose words it is, its links; of a detached one, its passage."""
        note = " ".join(annotation.note.split())
        lost = f" (detached: “{' '.join(annotation.quote.split())}”)" if annotation.anchor == DETACHED else ""
        whose = f" · words of {annotation.attributed_to}" if annotation.attributed_to else ""
        links = "".join(f" · {said}" for said in self.said_of_links(annotation))
        by = f" · by {maker}" if (maker := self.others([annotation])) else ""
        self.say(f"{annotation.label}{lost}{by}{whose}{links}{f': {note}' if note else ''}")

    def said_of_links(self, annotation: Annotation) -> list[str]:
        """What an annotation is linked to, in words."""
        raise NotImplementedError


def _comes_after(span: Span, passage: Span) -> bool:
    """Whether an annotation is the next one to go to: it starts later, or here without being just this passage."""
    return span.start > passage.start or (span.start == passage.start and span.end != passage.end)


def _short(text: str, most: int) -> str:
    """A text of so many code points at most: what was undone must be seen, not all that it was done to."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
