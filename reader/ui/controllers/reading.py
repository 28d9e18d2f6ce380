"""Reading and selecting: every key that moves the cursor or the selection."""

from __future__ import annotations

from collections.abc import Callable

from reader.ui.controllers.jumps import JumpActions
from reader.workspace.cursor import Cursor

#: Said where a key has no article to work on.
NOTHING = "there is no article here: D opens one"


class ReadingActions(JumpActions):
    """Motions by sentence, word, paragraph and page; selections."""

    def action_digit(self, digit: str) -> None:
        """A number before a motion repeats it."""
        if digit != "0" or self._count:
            self._count = (self._count + digit)[-4:]
            self.say(f"{self._count} …")

    def _move(self, motion: Callable[[Cursor], bool], none: str = "") -> None:
        """Repeat a motion as often as was asked, and draw where it led; say ``none`` where it led nowhere."""
        count, cursor = self.take_count(), self.active.cursor
        if cursor is None:
            self.say(NOTHING)
            return
        before = cursor.passage
        for _ in range(count):
            if not motion(cursor):
                break
        self._draw_cursor()
        if none and cursor.passage == before:
            self.say(none)

    def _draw_cursor(self) -> None:
        self.say("")
        self.active.follow()
        self.refresh_status()
        self.remember_place()

    def remember_place(self) -> None:
        """Keep the reading position; written to disk a little later."""
        opened = self.active.open
        if opened is not None:
            self.places.remember(opened.sha256, self.active.article_offset, opened.document.location)
            self.save_places_soon()

    def save_places_soon(self) -> None:
        """Write the reading positions when the keys come to rest."""
        raise NotImplementedError

    def action_next_sentence(self) -> None:
        """See the table of actions, as for every action here."""
        self._move(Cursor.next_sentence, "this is the last sentence")

    def action_previous_sentence(self) -> None:
        """Go to the sentence before."""
        self._move(Cursor.previous_sentence, "this is the first sentence")

    def action_next_word(self) -> None:
        """Select the next word."""
        self._move(Cursor.next_word, "no word after this")

    def action_previous_word(self) -> None:
        """Select the word before."""
        self._move(Cursor.previous_word, "no word before this")

    def action_next_clause(self) -> None:
        """Select the next clause."""
        self._move(Cursor.next_clause, "no clause after this")

    def action_previous_clause(self) -> None:
        """Select the clause before."""
        self._move(Cursor.previous_clause, "no clause before this")

    def action_next_quotation(self) -> None:
        """Select the next quotation."""
        self._move(Cursor.next_quotation, "no quotation after this")

    def action_previous_quotation(self) -> None:
        """Select the quotation before."""
        self._move(Cursor.previous_quotation, "no quotation before this")

    def action_longer(self) -> None:
        """Move the end of the passage one character on."""
        self._move(lambda cursor: cursor.nudge(1), "this end cannot go further on")

    def action_shorter(self) -> None:
        """Move the end of the passage one character back."""
        self._move(lambda cursor: cursor.nudge(-1), "this end cannot go further back")

    def action_next_paragraph(self) -> None:
        """Go to the next paragraph."""
        self._move(Cursor.next_paragraph, "no paragraph after this")

    def action_previous_paragraph(self) -> None:
        """Go to the start of this paragraph, or to the one before."""
        self._move(Cursor.previous_paragraph, "no paragraph before this")

    def action_top(self) -> None:
        """Go to the first sentence."""
        self.leave_place()
        self._move(Cursor.first, "this is the first sentence")

    def action_bottom(self) -> None:
        """Go to the last sentence."""
        self.leave_place()
        self._move(Cursor.last, "this is the last sentence")

    def action_grow(self) -> None:
        """Grow the selection to the next larger unit."""
        self._move(Cursor.grow, "there is no larger unit")

    def action_shrink(self) -> None:
        """Shrink the selection to the next smaller unit."""
        self._move(Cursor.shrink, "there is no smaller unit")

    def action_page_down(self) -> None:
        """Scroll a page down; one row stays, so that the eye finds its place."""
        self._scroll(self.active.size.height - 1)

    def action_page_up(self) -> None:
        """Scroll a page up."""
        self._scroll(1 - self.active.size.height)

    def action_half_page_down(self) -> None:
        """Scroll half a page down."""
        self._scroll(self.active.size.height // 2)

    def action_half_page_up(self) -> None:
        """Scroll half a page up."""
        self._scroll(-(self.active.size.height // 2))

    def _scroll(self, rows: int) -> None:
        """Scroll, and take the cursor along: to the first sentence that begins on the screen."""
        pane, cursor = self.active, self.active.cursor
        if cursor is None:
            self.say(NOTHING)
            return
        before, passage = pane.scroll_offset.y, cursor.passage
        target = before + rows * self.take_count()
        pane.scroll_rows_to(target)
        if pane.scroll_offset.y != target and rows > 0:
            cursor.last()
        elif pane.scroll_offset.y == 0:
            cursor.first()
        else:
            cursor.go_to(pane.top_offset)
            if cursor.head.start < pane.top_offset:
                cursor.next_sentence()
        pane.set_passage(cursor.passage, selecting=cursor.selecting)
        is_stuck = (pane.scroll_offset.y, cursor.passage) == (before, passage)
        self.say(f"this is the {'end' if rows > 0 else 'beginning'}" if is_stuck else "")
        self.refresh_status()
        self.remember_place()

    def _select(self, change: Callable[[Cursor], None]) -> None:
        if self.active.cursor is not None:
            change(self.active.cursor)
            self._draw_cursor()
        else:
            self.say(NOTHING)

    def action_select(self) -> None:
        """Start or drop a selection."""
        self._select(Cursor.select)

    def action_select_paragraph(self) -> None:
        """Select the paragraph."""
        self._select(Cursor.select_paragraph)

    def action_swap_ends(self) -> None:
        """Move the selection's other end."""
        self._select(Cursor.swap_ends)
