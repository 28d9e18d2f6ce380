"""In the list of annotations: filtering, sorting, and going to what is chosen, in whichever document it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.annotation import DETACHED
from reader.model.document import Document
from reader.system.safe_text import short_text
from reader.ui.controllers.documents import DocumentActions
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from textual import events

    from reader.model.annotation import Annotation
    from reader.store.document_summaries import Surveyed
    from reader.ui.widgets.row_list import RowList
    from reader.workspace.library_entries import OpenDocument


class ListingActions(DocumentActions):
    """What the list of annotations can do beside moving."""

    async def action_filter_annotations(self) -> None:
        """Filter while one types."""
        from reader.ui.widgets.input_line import InputLine

        asked = "claim ann: note linked attributed detached -note"
        self._list_annotations()
        await self.open_line(InputLine(asked, self._filter, self._end_filter, self.annotations.filter))

    def _list_annotations(self) -> None:
        """From the palette: the list comes up."""
        if self.focused is not self.annotations:
            self.go_to_pane(self.annotations)

    def _filter(self, words: str) -> None:
        if words != self.annotations.filter:
            self.annotations.filter = words
            self.refresh_annotations()

    def _end_filter(self, keep: bool) -> None:
        if not keep:
            self.drop_filter()

    def drop_filter(self) -> bool:
        """List all of them again; whether there was a filter."""
        was = bool(self.annotations.filter)
        self._filter("")
        return was

    def action_sort_annotations(self) -> None:
        """Go on to the next order."""
        order = self.annotations.step_order()
        self._list_annotations()
        self.refresh_annotations()
        self.say(f"sorted by {order}")

    def takes_key(self, event: events.Key) -> bool:
        """See ``KeyDispatch``: lists move at once, so that the next key finds them where they are to be."""
        if len(self.screen_stack) > 1:
            take = getattr(self.screen, "take", None)
            return take is not None and bool(take(event))
        rows = self.focused
        if self.is_typing or not self.is_furnished or rows not in (self.documents, self.annotations):
            return super().takes_key(event)
        if event.key == "enter" and rows.highlighted is not None:
            self._choose(rows, rows.highlighted)
            return True
        return rows.take(event)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Say what cannot be seen in a narrow list."""
        annotation = self.annotations.annotation(event.row)
        if annotation is not None and self.focused is event.rows is self.annotations:
            self.say_annotation(annotation)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go to what was clicked."""
        self._choose(event.rows, event.row)

    def _choose(self, rows: RowList, row: str) -> None:
        if rows is self.documents:
            self.show_entry(self.library.entries[int(row)])
            self.go_to_pane(self.active)
        elif annotation := self.annotations.annotation(row):
            self.jump_to(annotation)

    def refresh_annotations(self) -> None:
        """See ``Desk``; what is linked with it is listed too, in memory or not."""
        opened, loaded = self.active.open, self.library.loaded
        at_hand = {one.document.location for one in loaded}
        others = [one for one in self.surveyed.values() if one.location not in at_hand and (one.across or one.ends)]
        self.annotations.show(opened.records if opened else None, [*(one.records for one in loaded), *others])

    def holding(self, annotation: str) -> OpenDocument | None:
        """The document in memory that holds the annotation of that id."""
        return next((one for one in self.library.loaded if one.records.get(annotation) is not None), None)

    def brought(self, annotation: str) -> OpenDocument | None:
        """The document that holds the annotation of that id, read where it was not; None where it cannot be found."""
        opened = self.holding(annotation)
        if opened is None:
            known = next((one for one in self.surveyed.values() if one.get(annotation) is not None), None)
            opened = self.read(known) if known is not None else None
        return opened if opened is not None and opened.records.get(annotation) is not None else None

    def read(self, known: Surveyed) -> OpenDocument | None:
        """A document of which only the survey told."""
        entry = self.library.entry_of(Document(None, known.location, "", location=known.location))
        return self.library.open_soon(entry) if entry is not None else None

    def jump_to(self, annotation: Annotation) -> None:
        """Go to an annotation of any document, once that is read."""
        known = next((one for one in self.surveyed.values() if one.get(annotation.id) is not None), None)
        entry = None
        if known is not None and self.holding(annotation.id) is None:
            entry = self.library.entry_of(Document(None, known.location, "", location=known.location))
            if entry is None and self.library.reach.lies_beyond(known.location):
                self._ask_for(known.location, annotation)
                return
        self.when_read([entry] if entry is not None else [], lambda: self._jump_when_read(annotation))

    def _ask_for(self, place: str, annotation: Annotation) -> None:
        """Say where a document lies that only the store names, and open it if that is wanted."""
        asked, keys = f"open {short_text(place, 200, keeps_end=True)}?", (KeyHint("y", "opens it"), LEAVES)

        def take(key: str) -> bool:
            if key != "y":
                self.say(f"{key} is no answer; {asked}", keys)
                return False
            self.end_question()
            self.library.reach.add(place)
            self.jump_to(annotation)
            return True

        self.ask(Question(asked, keys, take, mode="OPEN"))

    def _jump_when_read(self, annotation: Annotation) -> None:
        opened = self.brought(annotation.id)
        now = opened.records.get(annotation.id) if opened is not None else None
        if opened is None or now is None or now.anchor == DETACHED:
            self.say_annotation(annotation)
            return
        pane = next((pane for pane in self.panes if pane.open is opened), None)
        if pane is None:
            self.show_opened(opened)
        elif pane is not self.active:
            self.activate(pane)
        if self.active.as_scraped:
            self.active.toggle_as_scraped()
        self.go_to_annotation(now)
        self.go_to_pane(self.active)
