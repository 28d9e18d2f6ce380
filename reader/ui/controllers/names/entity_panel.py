"""The list of names: asked for when a document is shown, listed, chosen, and their mentions walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.ui.widgets.counters import counter
from reader.workspace.entity_names import named_with

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.entities.entity_client import EntityAnswer
    from reader.model.entity import Entity
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.main_display import MainDisplay
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.widgets.entity_rows import Details, EntityRow
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

_NONE = "choose a name first: tab to the names, enter on one"


class EntityPanel:
    """The names of the document in the active pane."""

    def __init__(self, session: Session, display: MainDisplay, prompts: Prompts, place: ReadingPlace) -> None:
        self._session = session
        self._names = session.names
        self._display = display
        self._prompts = prompts
        self._place = place
        self._mention_here: tuple[OpenDocument | None, Span] | None = None

    # --- showing

    def ask(self) -> None:
        """Ask about the documents on the screen, the active one first; of what is known something may be to be said."""
        self._say_notice()
        active = self._display.active
        for pane in sorted(self._display.panes, key=lambda pane: pane is not active):
            if pane.open is not None:
                self._names.ask(pane.open, is_urgent=pane is active)

    def take_answer(self, _: EntityAnswer) -> None:
        """Names were found, or could not be."""
        self._say_notice()

    def _say_notice(self) -> None:
        """Say what keeps the names of the document in front from being better."""
        opened = self._display.active.open
        if opened is not None and opened.names_notice:
            self._display.notify_once(opened, f"names: {opened.names_notice}")

    def take_named(self, opened: OpenDocument) -> None:
        """The names of a document are others now: show them where it is shown; nothing moves by it."""
        for pane in self._display.panes:
            if pane.open is opened:
                pane.refresh_names()
            pane.light()
        if self._display.active.open is opened:
            self.refresh()

    def refresh(self) -> None:
        """List the names of the active pane's document."""
        if not self._display.is_furnished:
            return
        opened = self._display.active.open
        found = opened.entities if opened else ()
        self._display.entities.show(
            found,
            self._names.chosen,
            length=len(opened.article.text) if opened else 0,
            waiting="" if opened is None else "looking for names …" if found is None else "no names found",
            about=self._details,
            rejected=opened.rejected if opened else (),
            document=opened,
        )

    def _details(self, entity: Entity) -> Details:
        """What is known about a name, for its opened row."""
        from reader.ui.widgets.entity_rows import Details

        opened = self._display.active.open
        if opened is None:
            return Details()
        others = [entry.name for entry in self._names.elsewhere(entity, opened)]
        near = named_with(opened, entity)
        return Details(near, entity.related, elsewhere=others, looked_at=len(self._names.index))

    # --- choosing and walking

    def choose(self, entity: Entity | None) -> None:
        """Choose an entity: its mentions light up in both panes."""
        self._names.chosen = entity
        for pane in self._display.panes:
            pane.light()
        self.refresh()

    def leave(self) -> bool:
        """No entity is chosen any more; whether one was."""
        was = self._names.chosen is not None
        if was:
            self.choose(None)
        return was

    def next_mention(self) -> None:
        """Go to the next mention of the chosen entity."""
        self._choose_here()
        self._go_to_mention(forward=True)

    def previous_mention(self) -> None:
        """Go to the previous mention of the chosen entity."""
        self._choose_here()
        self._go_to_mention(forward=False)

    def _choose_here(self) -> None:
        """In the list of names, the highlighted one is meant, chosen or not."""
        row = self.row
        if row is not None and row.entity is not None and row.entity != self._names.chosen and not row.is_rejected:
            self.choose(row.entity)

    def _go_to_mention(self, *, forward: bool, inclusive: bool = False, form: str = "") -> None:
        """Go to a mention, around the ends; inclusive: one at the cursor counts; form: only of this form."""
        display, chosen = self._display, self._names.chosen
        count, pane = display.take_count(), display.active
        if chosen is None:
            display.say(_NONE)
            return
        text = pane.open.article.text if pane.open else ""
        mentions = [span for span in pane.mentions() if not form or text[slice(*span)] == form]
        if not mentions or pane.cursor is None:
            display.say(f"{chosen.name} is not named in this document")
            return
        index = self._mention_index(mentions, forward=forward, inclusive=inclusive)
        index = (index + (count - 1) * (1 if forward else -1)) % len(mentions)
        self._place.leave()
        self._mention_here = (pane.open, mentions[index])
        pane.go_to(mentions[index])
        display.say(f"{counter(index + 1, len(mentions))} {form or chosen.name}")
        display.refresh_status()
        self._place.remember()

    def _mention_index(self, mentions: list[Span], *, forward: bool, inclusive: bool) -> int:
        """The mention to go to from the cursor; several in one sentence are walked one by one."""
        pane = self._display.active
        passage = pane.article_passage
        document, here = self._mention_here or (None, None)
        if (
            here is not None
            and document is pane.open
            and here in mentions
            and here.overlaps(passage.start, passage.end + 1)
        ):
            return mentions.index(here) + (1 if forward else -1)
        if forward:
            start = passage.start + (not inclusive)
            return next((index for index, span in enumerate(mentions) if span.start >= start), 0)
        return next((index for index in reversed(range(len(mentions))) if mentions[index].start < passage.start), -1)

    # --- the keys of the list

    @property
    def row(self) -> EntityRow | None:
        """The highlighted row, while the list of names has the focus."""
        return self._display.entities.here if self._has_focus else None

    @property
    def _has_focus(self) -> bool:
        display = self._display
        return display.is_furnished and display.focused is display.entities

    def take_focus(self, widget: Widget) -> None:
        """Something has the focus: if it is the list, some name is highlighted."""
        display = self._display
        if display.is_furnished and widget is display.entities and display.entities.at is None:
            display.entities.step(0)

    def pick_name(self) -> None:
        """Light the mentions up and go to the next one."""
        entities = self._display.entities
        row = entities.here
        if row is None:
            self._display.say(_NONE)
        elif row.part == "fold":
            entities.toggle_fold()
        elif row.part == "related":
            self._go_to_related(row.text.removeprefix("~ "))
        elif row.entity is not None and not row.is_rejected:
            self.choose(row.entity)
            self._go_to_mention(forward=True, inclusive=True, form=row.text if row.part == "form" else "")

    def _go_to_related(self, name: str) -> None:
        opened = self._display.active.open
        entity = next((one for one in (opened.entities or () if opened else ()) if one.name == name), None)
        if entity is not None:
            self._display.entities.go_to(self._display.entities.find(entity))

    def open_name(self) -> None:
        """Show the forms of a name, who is named with it, and where else; again: not."""
        row = self.row
        if row is not None and row.part == "fold":
            self.pick_name()
        elif row is not None and row.entity is not None and not row.is_rejected:
            self._toggle(row.entity, is_open=row.entity not in self._display.entities.view.expanded)

    def close_name(self) -> None:
        """Hide the forms again."""
        row = self.row
        if row is not None and row.entity is not None:
            self._toggle(row.entity, is_open=False)

    def _toggle(self, entity: Entity, *, is_open: bool) -> None:
        entities = self._display.entities
        expanded = [one for one in entities.view.expanded if one != entity]
        entities.view.expanded = [*expanded, entity] if is_open else expanded
        if not is_open:
            entities.go_to(entities.find(entity))
        entities.lay_out()

    def sort_names(self) -> None:
        """By count, by first mention, by name."""
        self._display.entities.change_order()
        order = self._display.entities.view.order
        self._display.say(f"sorted by {'first mention' if order == 'first' else order}")

    async def filter_names(self) -> None:
        """Filter while one types; enter keeps the filter, escape drops it."""
        from reader.ui.widgets.input_line import InputLine

        entities = self._display.entities

        def ended(keep: bool) -> None:
            if not keep:
                entities.filter("")

        await self._prompts.open_line(InputLine("filter names: enter keeps, esc drops", entities.filter, ended))
