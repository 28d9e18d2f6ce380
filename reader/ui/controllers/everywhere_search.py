"""Finding everywhere: one list of what was found in all documents, annotations and notes; enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from textual.message import Message

from reader.ui.controllers.annotation_panel import ListingActions

if TYPE_CHECKING:
    from reader.workspace.global_search import Delivery, GlobalSearch, Hit


@dataclass(slots=True)
class _Walk:
    """What was found everywhere, and which of it one is at; more may come until the search is over."""

    pattern: str
    hits: list[Hit]
    index: int
    is_over: bool


class SeekingActions(ListingActions):
    """The search in everything."""

    class Delivered(Message):
        """The thread found more."""

        def __init__(self, pattern: str, delivery: Delivery) -> None:
            super().__init__()
            self.pattern = pattern
            self.delivery = delivery

    _sought = ""
    _walk: _Walk | None = None

    @cached_property
    def seeker(self) -> GlobalSearch:
        """Looks through the documents."""
        from reader.workspace.global_search import GlobalSearch

        return GlobalSearch(self.library)

    async def action_search_everywhere(self) -> None:
        """Open the list; what was sought last is sought again."""
        from reader.ui.screens.hit_picker import HitScreen

        await self.push_screen(HitScreen(self.settings, self._seek, self.seeker.stop, self._walk_from, self._sought))

    def _seek(self, pattern: str) -> None:
        self._sought = pattern
        self.seeker.start(pattern, lambda delivery: self.post_message(self.Delivered(pattern, delivery)))

    def on_seeking_actions_delivered(self, message: Delivered) -> None:
        """Show what was found, where the list is still open; where its hits are walked, there are more to walk."""
        from reader.ui.screens.hit_picker import HitScreen

        if message.pattern != self._sought:
            return
        if isinstance(self.screen, HitScreen):
            if self.screen.children:  # else the list is on its way out: its rows are gone before it is
                self.screen.deliver(message.delivery)
        elif self._walk is not None:
            self._walk.hits += message.delivery.hits
            self._walk.is_over = message.delivery.is_over

    # --- walking what was found

    def _walk_from(self, hits: Sequence[Hit], index: int, is_over: bool) -> None:
        """Go to one of the hits; ``n`` and ``N`` walk the others until something else is searched."""
        self._walk = _Walk(self._sought, list(hits), index, is_over)
        self.active.forget_search()
        self._go_to_found()

    async def action_search(self) -> None:
        """Search this document: its hits are the ones to walk now."""
        self.stop_walk()
        await super().action_search()

    def stop_walk(self) -> bool:
        """What was found everywhere is walked no more; whether it was."""
        if self._walk is None:
            return False
        self.seeker.stop()
        self._walk = None
        return True

    def go_to_hit(self, step: int) -> None:
        """As ``FindingActions``; behind a search in all documents, through all of them."""
        if self._walk is None:
            super().go_to_hit(step)
            return
        self._walk.index = (self._walk.index + step * self.take_count()) % len(self._walk.hits)
        self._go_to_found()

    def _go_to_found(self) -> None:
        walk = self._walk
        if walk is None:
            return
        hit = walk.hits[walk.index]
        self._show_hit(hit)
        count = f"{walk.index + 1}/{len(walk.hits)}{'' if walk.is_over else '+'} “{walk.pattern}”"
        what = self.status.message if hit.annotation else hit.entry.name
        self.say(f"{count} · {what}" if what else count)

    def _show_hit(self, hit: Hit) -> None:
        self.leave_place()
        self.when_read([hit.entry], lambda: self._go_to_read(hit))

    def _go_to_read(self, hit: Hit) -> None:
        self.go_to_place(hit.entry, hit.span.start)
        opened = hit.entry.opened
        annotation = opened.records.get(hit.annotation) if opened is not None and hit.annotation else None
        if annotation is not None:
            self.jump_to(annotation)
        elif self.active.open is opened and not hit.annotation:
            self.active.choose(hit.span)
            self.refresh_status()
