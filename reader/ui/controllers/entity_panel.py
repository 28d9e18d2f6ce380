"""Names: asked for when a document is shown, listed at once and then better, chosen, and their mentions walked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import events

from reader.annotations.name_decisions import NAME
from reader.config.settings_sources import gazetteer_file
from reader.model.spans import Span
from reader.ui.controllers.document_search import FindingActions
from reader.ui.widgets.counters import counter

if TYPE_CHECKING:
    from reader.entities.entity_client import EntityAnswer
    from reader.entities.entity_process import WorkerProcess
    from reader.entities.entity_search import EntityFinder
    from reader.model.article import Block
    from reader.model.entity import Entity
    from reader.ui.widgets.entity_rows import Details, EntityRow
    from reader.workspace.library_entries import OpenDocument

_NONE = "choose a name first: tab to the names, enter on one"


class NamingActions(FindingActions):
    """The names of the document in the active pane."""

    #: Started before the screen, so that there are names with the first paint; without it, by the first that is asked.
    names_process: WorkerProcess | None = None
    _mention_here: tuple[OpenDocument | None, Span] | None = None

    # --- asking

    @cached_property
    def names(self) -> EntityFinder:
        """The way to the names."""
        from reader.entities.entity_search import EntityFinder

        return EntityFinder(
            self.settings.detector,
            self.store.inside("cache", "entities"),
            self._take_named,
            gazetteer_file(self.settings),
            self.names_process,
        )

    def foresee_names(self) -> None:
        """Have the worker, if it runs already, guess at the first text while that is being painted."""
        opened = self.active.open
        if self.names_process is not None and opened is not None:
            self.names_process.foresee(opened.article.text)

    def _take_named(self, answer: EntityAnswer) -> None:
        """On a thread of the finder's: hand the answer over to the event loop's."""
        self.post_message(self.Named(answer))

    def ask_for_names(self) -> None:
        """Ask about the documents on the screen, the active one first; of what is known something may be to be said."""
        self.say_of_names()
        for pane in sorted(self.panes, key=lambda pane: pane is not self.active):
            opened = pane.open
            if opened is not None and opened.found is None:
                article = opened.article
                self.names.request(opened.sha256, article.text, article.language or "", urgent=pane is self.active)

    def take_answer(self, answer: EntityAnswer) -> None:
        """Names were found: show them where their document is shown; nothing moves by it."""
        opened = self.library.opened(answer.key)
        if opened is None or (answer.is_guess and opened.found is not None):
            return
        if answer.text != opened.article.text:
            return  # to a text that is shown no longer: lines were put back or dropped since
        if not answer.error:
            opened.found = answer.entities
        elif opened.found is None:
            opened.found = ()
        self.name_again(opened)
        opened.names_notice = answer.error or answer.notice
        self.say_of_names()

    def say_of_names(self) -> None:
        """Say what keeps the names of the document in front from being better."""
        opened = self.active.open
        if opened is not None and opened.names_notice:
            self.notify_once(opened, f"names: {opened.names_notice}")

    def name_again(self, opened: OpenDocument) -> None:
        """Show the names of a document as they are now, the chosen one still chosen."""
        from reader.entities.identity import counterpart

        is_here = self.chosen is not None and self.chosen in (opened.entities or ())
        opened.correct_names()
        if is_here and self.chosen is not None:
            self.chosen = counterpart(self.chosen, opened.entities or ()) or self.chosen
        for pane in self.panes:
            if pane.open is opened:
                pane.refresh_names()
            pane.light(self.chosen)
        if self.active.open is opened:
            self.refresh_names()

    def refresh_marks(self, opened: OpenDocument) -> None:
        """Show a document as it is now; its names too, where something was said about them."""
        if opened.said != opened.records.decisions(NAME):
            self.name_again(opened)
        super().refresh_marks(opened)

    # --- showing

    def refresh_names(self) -> None:
        """List the names of the active pane's document."""
        if not self.is_furnished:
            return
        opened = self.active.open
        found = opened.entities if opened else ()
        self.entities.show(
            found,
            self.chosen,
            length=len(opened.article.text) if opened else 0,
            waiting="" if opened is None else "looking for names …" if found is None else "no names found",
            about=self._details,
            rejected=opened.rejected if opened else (),
            document=opened,
        )

    def _details(self, entity: Entity) -> Details:
        """What is known about a name, for its opened row."""
        from reader.entities.co_occurrence import company
        from reader.ui.widgets.entity_rows import Details

        opened = self.active.open
        if opened is None:
            return Details()

        article, everybody = opened.article, opened.entities or ()
        blocks = [
            block for block in article.blocks if any(block.start <= one.start < block.end for one in entity.mentions)
        ]
        near = company(entity, everybody, _sentences(article.text, blocks, article.language))
        near = near or company(entity, everybody, [Span(block.start, block.end) for block in blocks])
        return Details(near, entity.related)

    # --- choosing and walking

    def choose_entity(self, entity: Entity | None) -> None:
        """Choose an entity: its mentions light up in both panes."""
        self.chosen = entity
        for pane in self.panes:
            pane.light(entity)
        self.refresh_names()

    def action_next_mention(self) -> None:
        """Go to the next mention of the chosen entity."""
        self._choose_here()
        self.go_to_mention(forward=True)

    def action_previous_mention(self) -> None:
        """Go to the previous mention of the chosen entity."""
        self._choose_here()
        self.go_to_mention(forward=False)

    def _choose_here(self) -> None:
        """In the list of names, the highlighted one is meant, chosen or not."""
        row = self.name_row
        if row is not None and row.entity is not None and row.entity != self.chosen and not row.is_rejected:
            self.choose_entity(row.entity)

    def go_to_mention(self, *, forward: bool, inclusive: bool = False, form: str = "") -> None:
        """Go to a mention, around the ends; inclusive: one at the cursor counts; form: only of this form."""
        count = self.take_count()
        if self.chosen is None:
            self.say(_NONE)
            return
        text, cursor = self.active.open.article.text if self.active.open else "", self.active.cursor
        mentions = [span for span in self.active.mentions() if not form or text[slice(*span)] == form]
        if not mentions or cursor is None:
            self.say(f"{self.chosen.name} is not named in this document")
            return
        index = self._mention_index(mentions, forward=forward, inclusive=inclusive)
        index = (index + (count - 1) * (1 if forward else -1)) % len(mentions)
        self.leave_place()
        self._mention_here = (self.active.open, mentions[index])
        self.active.go_to(mentions[index])
        self.say(f"{counter(index + 1, len(mentions))} {form or self.chosen.name}")
        self.refresh_status()
        self.remember_place()

    def _mention_index(self, mentions: list[Span], *, forward: bool, inclusive: bool) -> int:
        """The mention to go to from the cursor; several in one sentence are walked one by one."""
        passage = self.active.article_passage
        document, here = self._mention_here or (None, None)
        if (
            here is not None
            and document is self.active.open
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
    def _in_names(self) -> bool:
        return self.is_furnished and self.focused is self.entities

    @property
    def name_row(self) -> EntityRow | None:
        """The highlighted row, while the list of names has the focus."""
        return self.entities.here if self._in_names else None

    @property
    def mode_word(self) -> str:
        """As ``Desk``."""
        if self.question is not None or self.is_typing or not self.is_furnished:
            return super().mode_word
        lists = {self.documents: "DOCS", self.entities: "NAMES", self.annotations: "LIST"}
        return next((word for widget, word in lists.items() if widget is self.focused), super().mode_word)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Some name is highlighted as soon as the list has the focus; the status line says what can be done with it."""
        if self.is_furnished and event.widget is self.entities and self.entities.at is None:
            self.entities.step(0)
        self.refresh_status()

    def takes_key(self, event: events.Key) -> bool:
        """Whether the list of names has the focus, and moves by the key."""
        if not self._in_names or self.is_typing or len(self.screen_stack) > 1 or not self.entities.take(event):
            return False
        self.say("")
        return True

    def action_pick_name(self) -> None:
        """Light the mentions up and go to the next one."""
        row = self.name_row or self.entities.here
        if row is None:
            self.say(_NONE)
        elif row.part == "fold":
            self.entities.toggle_fold()
        elif row.part == "related":
            self._go_to_related(row.text.removeprefix("~ "))
        elif row.entity is not None and not row.is_rejected:
            self.choose_entity(row.entity)
            self.go_to_mention(forward=True, inclusive=True, form=row.text if row.part == "form" else "")

    def _go_to_related(self, name: str) -> None:
        opened = self.active.open
        entity = next((one for one in (opened.entities or () if opened else ()) if one.name == name), None)
        if entity is not None:
            self.entities.go_to(self.entities.find(entity))

    def action_open_name(self) -> None:
        """Show the forms of a name, who is named with it, and where else; again: not."""
        row = self.name_row
        if row is not None and row.part == "fold":
            self.action_pick_name()
        elif row is not None and row.entity is not None and not row.is_rejected:
            self._toggle(row.entity, is_open=row.entity not in self.entities.view.expanded)

    def action_close_name(self) -> None:
        """Hide the forms again."""
        row = self.name_row
        if row is not None and row.entity is not None:
            self._toggle(row.entity, is_open=False)

    def _toggle(self, entity: Entity, *, is_open: bool) -> None:
        expanded = [one for one in self.entities.view.expanded if one != entity]
        self.entities.view.expanded = [*expanded, entity] if is_open else expanded
        if not is_open:
            self.entities.go_to(self.entities.find(entity))
        self.entities.lay_out()

    def action_sort_names(self) -> None:
        """By count, by first mention, by name."""
        self.entities.change_order()
        order = self.entities.view.order
        self.say(f"sorted by {'first mention' if order == 'first' else order}")

    async def action_filter_names(self) -> None:
        """Filter while one types; enter keeps the filter, escape drops it."""
        from reader.ui.widgets.input_line import InputLine

        def ended(keep: bool) -> None:
            if not keep:
                self.entities.filter("")

        await self.open_line(InputLine("filter names: enter keeps, esc drops", self.entities.filter, ended))


def _sentences(text: str, blocks: list[Block], language: str | None) -> list[Span]:
    from reader.text.sentences import sentences

    return [one for block in blocks for one in sentences(text, block.start, block.end, language or "en")]
