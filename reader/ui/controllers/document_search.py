"""Finding: the search in a document."""

from __future__ import annotations

import asyncio

from reader.ui.controllers.annotation_ends import MovingActions
from reader.ui.text_view.article_pane import AT_ONCE_S, ArticlePane, Search, found_in


class FindingActions(MovingActions):
    """Search."""

    _searched_from = 0

    async def action_search(self) -> None:
        """Open the search line."""
        self.take_count()
        if self.active.cursor is None:
            return
        from reader.ui.widgets.input_line import InputLine

        self._searched_from = self.active.cursor.head.start
        self.active.forget_search()
        await self.open_line(
            InputLine(
                "search here; \\ first: a regular expression",
                self._search_for,
                self._end_search,
                mode="SEARCH",
            )
        )

    def _search_for(self, pattern: str) -> None:
        """Find while one types: the first hit from where the search began."""
        pane = self.active
        known = pane.search.pattern if pane.search else ""
        if pane.cursor is not None and pattern != known:
            pane.cursor.go_to(self._searched_from)
            search = pane.find(pattern, seconds=AT_ONCE_S if pattern.startswith("\\") else None)
            if search.problem.startswith("stopped"):
                self.in_background(self._search_on, pane, pattern, group="search", exclusive=True)
            self._say_hit(pane.go_to_hit(1, inclusive=True))

    async def _search_on(self, pane: ArticlePane, pattern: str) -> None:
        """Search with patience, in a thread, so that no key waits."""
        text = pane.rows.text
        hits, problem = await asyncio.to_thread(found_in, text, pattern)
        if pane.search is not None and pane.search.pattern == pattern and pane.rows.text is text:
            pane.take_found(pattern, hits, problem)
            self._say_hit(pane.go_to_hit(1, inclusive=True))

    def _end_search(self, keep: bool) -> None:
        """Go back to where the search began unless the hit is kept."""
        pane = self.active
        if pane.cursor is not None and keep:
            found, _ = pane.cursor.head, pane.cursor.go_to(self._searched_from)
            self.leave_place()
            pane.cursor.take(found)
        elif pane.cursor is not None:
            pane.forget_search()
            pane.cursor.go_to(self._searched_from)
            pane.follow()
            self.say("")
        self.refresh_status()
        self.remember_place()

    def _say_hit(self, search: Search | None) -> None:
        if search is None or not search.pattern:
            self.say("")
        elif search.hits:
            total = f"{len(search.hits)}{'+' if search.problem else ''}"
            self.say(f"{(search.here or 0) + 1}/{total} “{search.pattern}”")
        else:
            why = f": {search.problem}" if search.problem else " is not in this document"
            self.say(f"“{search.pattern}”{why}")
        self.refresh_status()

    def action_next_hit(self) -> None:
        """Go to the next hit."""
        self.go_to_hit(1)

    def action_previous_hit(self) -> None:
        """Go to the previous hit."""
        self.go_to_hit(-1)

    def go_to_hit(self, step: int) -> None:
        """Go so many hits on, times the count."""
        count = self.take_count()
        if self.active.search is None:
            self.say("nothing searched yet: / searches")
            return
        self.leave_place()
        self._say_hit(self.active.go_to_hit(step * count))
        self.remember_place()
