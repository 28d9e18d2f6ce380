"""Finding everywhere: one list of what was found in all documents, annotations and notes; enter goes there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual.message import Message

from reader.ui.listing import ListingActions

if TYPE_CHECKING:
    from reader.ui.everywhere import Delivery, Hit, Seeker


class SeekingActions(ListingActions):
    """The search in everything."""

    class Delivered(Message):
        """The thread found more."""

        def __init__(self, pattern: str, delivery: Delivery) -> None:
            super().__init__()
            self.pattern = pattern
            self.delivery = delivery

    _sought = ""

    @cached_property
    def seeker(self) -> Seeker:
        """Looks through the documents."""
        from reader.ui.everywhere import Seeker

        return Seeker(self.library)

    async def action_search_everywhere(self) -> None:
        """Open the list; what was sought last is sought again."""
        from reader.ui.hit_choice import HitScreen

        await self.push_screen(HitScreen(self.settings, self._seek, self.seeker.stop, self._go_to_found, self._sought))

    def _seek(self, pattern: str) -> None:
        self._sought = pattern
        self.seeker.start(pattern, lambda delivery: self.post_message(self.Delivered(pattern, delivery)))

    def on_seeking_actions_delivered(self, message: Delivered) -> None:
        """Show what was found, where the list is still open."""
        from reader.ui.hit_choice import HitScreen

        # The list may be on its way out: then its rows are gone before it is.
        if isinstance(self.screen, HitScreen) and self.screen.children and message.pattern == self._sought:
            self.screen.deliver(message.delivery)

    def _go_to_found(self, hit: Hit) -> None:
        self.leave_place()
        self.when_read([hit.entry], lambda: self._go_to_read(hit))

    def _go_to_read(self, hit: Hit) -> None:
        self.go_to_place(hit.entry, hit.span.start)
        opened = hit.entry.opened
        annotation = opened.notebook.get(hit.annotation) if opened is not None and hit.annotation else None
        if annotation is not None:
            self.jump_to(annotation)
        elif self.active.open is opened and not hit.annotation:
            self.active.choose(hit.span)
            self.refresh_status()
