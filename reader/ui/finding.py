"""Finding: the search in a document, and the mentions of the chosen entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.spans import Span
from reader.ui.moving import MovingActions
from reader.ui.pane import MOST_HITS, Search

if TYPE_CHECKING:
    from reader.entities.entity import Entity


class FindingActions(MovingActions):
    """Search and mentions."""

    _searched_from = 0

    async def action_search(self) -> None:
        """Open the search line."""
        self.take_count()
        if self.active.cursor is None:
            return
        from reader.ui.prompt import Prompt

        self._searched_from = self.active.cursor.head.start
        self.active.forget_search()
        await self.open_line(Prompt("search this document", self._search_for, self._end_search))

    def _search_for(self, pattern: str) -> None:
        """Find while one types: the first hit from where the search began."""
        known = self.active.search.pattern if self.active.search else ""
        if self.active.cursor is not None and pattern != known:
            self.active.cursor.go_to(self._searched_from)
            self.active.find(pattern)
            self._say_hit(self.active.go_to_hit(1, inclusive=True))

    def _end_search(self, keep: bool) -> None:
        """Go back to where the search began unless the hit is kept."""
        if not keep:
            self.active.forget_search()
            if self.active.cursor is not None:
                self.active.cursor.go_to(self._searched_from)
                self.active.follow()
            self.say("")
        self.refresh_status()
        self.remember_place()

    def _say_hit(self, search: Search | None) -> None:
        if search is None or not search.pattern:
            self.say("")
        elif not search.hits:
            self.say(f"“{search.pattern}” is not in this document")
        else:
            total = f"{len(search.hits)}{'+' if len(search.hits) == MOST_HITS else ''}"
            self.say(f"{(search.here or 0) + 1}/{total} “{search.pattern}”")
        self.refresh_status()

    def action_next_hit(self) -> None:
        """Go to the next hit."""
        self._go_to_hit(1)

    def action_previous_hit(self) -> None:
        """Go to the previous hit."""
        self._go_to_hit(-1)

    def _go_to_hit(self, step: int) -> None:
        count = self.take_count()
        if self.active.search is None:
            self.say("nothing searched yet: / searches")
            return
        self._say_hit(self.active.go_to_hit(step * count))
        self.remember_place()

    # --- entities

    def choose_entity(self, entity: Entity | None) -> None:
        """Choose an entity: its mentions light up in both panes."""
        self.chosen = entity
        for pane in self.panes:
            pane.light(entity)
        self.refresh_side()

    def action_next_mention(self) -> None:
        """Go to the next mention of the chosen entity."""
        self.go_to_mention(forward=True)

    def action_previous_mention(self) -> None:
        """Go to the previous mention of the chosen entity."""
        self.go_to_mention(forward=False)

    def go_to_mention(self, *, forward: bool, inclusive: bool = False) -> None:
        """Go to a mention, around the ends; inclusive: one at the cursor counts as the next."""
        count = self.take_count()
        if self.chosen is None:
            self.say("choose an entity first: tab to the entities, enter on a name")
            return
        mentions, cursor = self.active.mentions(), self.active.cursor
        if not mentions or cursor is None:
            self.say(f"{self.chosen.name} is not named in this document")
            return
        index = self._mention_index(mentions, forward=forward, inclusive=inclusive)
        index = (index + (count - 1) * (1 if forward else -1)) % len(mentions)
        self._mention_here = mentions[index]
        self.active.go_to(self._mention_here)
        self.say(f"{index + 1}/{len(mentions)} {self.chosen.name}")
        self.refresh_status()
        self.remember_place()

    _mention_here: Span | None = None

    def _mention_index(self, mentions: list[Span], *, forward: bool, inclusive: bool) -> int:
        """The mention to go to from the cursor; several in one sentence are walked one by one."""
        passage = self.active.article_passage
        here = self._mention_here
        if here is not None and here in mentions and here.overlaps(passage.start, passage.end + 1):
            return mentions.index(here) + (1 if forward else -1)
        if forward:
            start = passage.start + (not inclusive)
            return next((index for index, span in enumerate(mentions) if span.start >= start), 0)
        return next((index for index in reversed(range(len(mentions))) if mentions[index].start < passage.start), -1)
