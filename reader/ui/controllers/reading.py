"""Reading and selecting: every key that moves the cursor or the selection."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.ui.keymap.held_annotation import MOVES
from reader.workspace.cursor import Cursor

if TYPE_CHECKING:
    from reader.ui.display import Display
    from reader.ui.keymap.held_annotation import HeldAnnotation
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.text_view.article_pane import ArticlePane
    from reader.ui.text_view.mouse_selection import Pointed

#: Said where a key has no article to work on.
NOTHING = "there is no article here: D opens one"


class Reading:
    """Motions by sentence, word, paragraph and page; selections."""

    def __init__(self, display: Display, place: ReadingPlace, held: HeldAnnotation) -> None:
        self._display = display
        self._place = place
        self._held = held

    def draw_cursor(self) -> None:
        """Show where the cursor is now. While an annotation is moved, its end is what moves, whatever led there."""
        cursor = self._display.active.cursor
        if self._held.is_active and cursor is not None and not cursor.selecting:
            cursor.hold(cursor.passage)
        self._display.say("")
        self._display.active.follow()
        self._display.refresh_status()
        self._place.remember()

    def _move(self, motion: Callable[[Cursor], bool], none: str = "") -> None:
        """Repeat a motion as often as was asked, and draw where it led; say ``none`` where it led nowhere."""
        count, cursor = self._display.take_count(), self._display.active.cursor
        if cursor is None:
            self._display.say(NOTHING)
            return
        before = cursor.passage
        for _ in range(count):
            if not motion(cursor):
                break
        self.draw_cursor()
        if none and cursor.passage == before:
            self._display.say(none)

    def next_sentence(self) -> None:
        """Go to the next sentence."""
        self._move(Cursor.next_sentence, "this is the last sentence")

    def previous_sentence(self) -> None:
        """Go to the sentence before."""
        self._move(Cursor.previous_sentence, "this is the first sentence")

    def next_word(self) -> None:
        """Select the next word."""
        self._move(Cursor.next_word, "no word after this")

    def previous_word(self) -> None:
        """Select the word before."""
        self._move(Cursor.previous_word, "no word before this")

    def next_clause(self) -> None:
        """Select the next clause."""
        self._move(Cursor.next_clause, "no clause after this")

    def previous_clause(self) -> None:
        """Select the clause before."""
        self._move(Cursor.previous_clause, "no clause before this")

    def next_quotation(self) -> None:
        """Select the next quotation."""
        self._move(Cursor.next_quotation, "no quotation after this")

    def previous_quotation(self) -> None:
        """Select the quotation before."""
        self._move(Cursor.previous_quotation, "no quotation before this")

    def longer(self) -> None:
        """Move the end of the passage one character on."""
        self._move(lambda cursor: cursor.nudge(1), "this end cannot go further on")

    def shorter(self) -> None:
        """Move the end of the passage one character back."""
        self._move(lambda cursor: cursor.nudge(-1), "this end cannot go further back")

    def next_paragraph(self) -> None:
        """Go to the next paragraph."""
        self._move(Cursor.next_paragraph, "no paragraph after this")

    def previous_paragraph(self) -> None:
        """Go to the start of this paragraph, or to the one before."""
        self._move(Cursor.previous_paragraph, "no paragraph before this")

    def top(self) -> None:
        """Go to the first sentence."""
        self._place.leave()
        self._move(Cursor.first, "this is the first sentence")

    def bottom(self) -> None:
        """Go to the last sentence."""
        self._place.leave()
        self._move(Cursor.last, "this is the last sentence")

    def grow(self) -> None:
        """Grow the selection to the next larger unit."""
        self._move(Cursor.grow, "there is no larger unit")

    def shrink(self) -> None:
        """Shrink the selection to the next smaller unit."""
        self._move(Cursor.shrink, "there is no smaller unit")

    def page_down(self) -> None:
        """Scroll a page down; one row stays, so that the eye finds its place."""
        self._scroll(self._display.active.size.height - 1)

    def page_up(self) -> None:
        """Scroll a page up."""
        self._scroll(1 - self._display.active.size.height)

    def half_page_down(self) -> None:
        """Scroll half a page down."""
        self._scroll(self._display.active.size.height // 2)

    def half_page_up(self) -> None:
        """Scroll half a page up."""
        self._scroll(-(self._display.active.size.height // 2))

    def _scroll(self, rows: int) -> None:
        """Scroll, and take the cursor along: to the first sentence that begins on the screen."""
        pane, cursor = self._display.active, self._display.active.cursor
        if cursor is None:
            self._display.say(NOTHING)
            return
        before, passage = pane.scroll_offset.y, cursor.passage
        target = before + rows * self._display.take_count()
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
        self._display.say(f"this is the {'end' if rows > 0 else 'beginning'}" if is_stuck else "")
        self._display.refresh_status()
        self._place.remember()

    def _select(self, change: Callable[[Cursor], None]) -> None:
        if self._display.active.cursor is not None:
            change(self._display.active.cursor)
            self.draw_cursor()
        else:
            self._display.say(NOTHING)

    def select(self) -> None:
        """Start or drop a selection; there is one already while an annotation is moved."""
        if self._held.is_active:
            self._display.say(MOVES)
        else:
            self._select(Cursor.select)

    def select_paragraph(self) -> None:
        """Select the paragraph."""
        self._select(Cursor.select_paragraph)

    def swap_ends(self) -> None:
        """Move the selection's other end."""
        self._select(Cursor.swap_ends)

    # --- the mouse

    def point_at(self, pane: ArticlePane, pointed: Pointed) -> None:
        """The mouse selects what the keys would."""
        cursor = pane.cursor
        if cursor is None:
            return
        if pointed.is_drag:
            self._drag(pane, cursor, pointed)
            return
        if pane is not self._display.active:
            self._display.activate(pane)
        if pointed.clicks == 2:
            cursor.choose_word(pointed.start)
        else:
            cursor.go_to(pointed.start)
        self.draw_cursor()

    def _drag(self, pane: ArticlePane, cursor: Cursor, pointed: Pointed) -> None:
        """Take what the mouse was dragged over; it is under the mouse already, so nothing scrolls."""
        cursor.drag(Span(pointed.start, pointed.end), pointed.clicks)
        if self._held.is_active:
            cursor.hold(cursor.passage)
        pane.set_passage(cursor.passage, selecting=cursor.selecting)
        self._display.say("")
        self._display.refresh_status()
