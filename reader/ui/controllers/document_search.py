"""The search in a document."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.ui.text_view.article_pane import AT_ONCE_S, ArticlePane, Search, found_in

if TYPE_CHECKING:
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.reading_place import ReadingPlace


class DocumentSearch:
    """Finds while one types, and goes from hit to hit."""

    def __init__(self, display: Display, prompts: Prompts, place: ReadingPlace) -> None:
        self._display = display
        self._prompts = prompts
        self._place = place
        self._searched_from = 0

    async def search(self) -> None:
        """Open the search line."""
        self._display.take_count()
        pane = self._display.active
        if pane.cursor is None:
            return
        from reader.ui.widgets.input_line import InputLine

        self._searched_from = pane.cursor.head.start
        pane.forget_search()
        asked = "search here; \\ first: a regular expression"
        await self._prompts.open_line(InputLine(asked, self._search_for, self._end, mode="SEARCH"))

    def _search_for(self, pattern: str) -> None:
        """Find while one types: the first hit from where the search began."""
        pane = self._display.active
        known = pane.search.pattern if pane.search else ""
        if pane.cursor is not None and pattern != known:
            pane.cursor.go_to(self._searched_from)
            search = pane.find(pattern, seconds=AT_ONCE_S if pattern.startswith("\\") else None)
            if search.problem.startswith("stopped"):
                self._display.in_background(self._search_on, pane, pattern, group="search", exclusive=True)
            self._say_hit(pane.go_to_hit(1, inclusive=True))

    async def _search_on(self, pane: ArticlePane, pattern: str) -> None:
        """Search with patience, in a thread, so that no key waits."""
        text = pane.rows.text
        hits, problem = await asyncio.to_thread(found_in, text, pattern)
        if pane.search is not None and pane.search.pattern == pattern and pane.rows.text is text:
            pane.take_found(pattern, hits, problem)
            self._say_hit(pane.go_to_hit(1, inclusive=True))

    def _end(self, keep: bool) -> None:
        """Go back to where the search began unless the hit is kept."""
        pane = self._display.active
        if pane.cursor is not None and keep:
            found, _ = pane.cursor.head, pane.cursor.go_to(self._searched_from)
            self._place.leave()
            pane.cursor.take(found)
        elif pane.cursor is not None:
            pane.forget_search()
            pane.cursor.go_to(self._searched_from)
            pane.follow()
            self._display.say("")
        self._display.refresh_status()
        self._place.remember()

    def _say_hit(self, search: Search | None) -> None:
        if search is None or not search.pattern:
            self._display.say("")
        elif search.hits:
            total = f"{len(search.hits)}{'+' if search.problem else ''}"
            self._display.say(f"{(search.here or 0) + 1}/{total} “{search.pattern}”")
        else:
            why = f": {search.problem}" if search.problem else " is not in this document"
            self._display.say(f"“{search.pattern}”{why}")
        self._display.refresh_status()

    def go_to_hit(self, step: int) -> None:
        """Go so many hits on, times the count."""
        count, pane = self._display.take_count(), self._display.active
        if pane.search is None:
            self._display.say("nothing searched yet: / searches")
            return
        self._place.leave()
        self._say_hit(pane.go_to_hit(step * count))
        self._place.remember()
