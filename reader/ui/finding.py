"""Finding: the search in a document."""

from __future__ import annotations

from reader.ui.moving import MovingActions
from reader.ui.pane import MOST_HITS, Search


class FindingActions(MovingActions):
    """Search."""

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
