"""The mouse in a text: clicks choose, a press that moves is a drag, and a drag is never a click, wherever it ends."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.timer import Timer

from reader.ui.widgets.focus_view import FocusView

#: Seconds from row to row while the mouse rests beyond an edge of the text.
SCROLL_S = 0.05


class _Press(NamedTuple):
    """Where the button went down.

    Attributes:
        offset: the code point there.
        clicks: 1, or 2 and 3 where it is the second and third time at this place: words and sentences are meant.
    """

    offset: int
    clicks: int


class Pointed(NamedTuple):
    """The mouse chose a passage: ``clicks`` 1 a place, 2 a word, 3 a sentence; or was dragged over one.

    Attributes:
        start: the code point under the mouse; of a drag the first one.
        end: of a drag the last code point under the mouse.
        clicks: see above.
        is_drag: whether the mouse was dragged.
    """

    start: int
    end: int
    clicks: int
    is_drag: bool = False


class PointedView(FocusView, inherit_bindings=False):
    """A text that tells what the mouse points at; which code point is under it, a subclass knows.

    It is told at once rather than by a message: a key right behind it is for what was chosen.
    """

    tell: Callable[[PointedView, Pointed], object] = staticmethod(lambda *_: None)
    _press: _Press | None = None
    _has_dragged = False
    _dragged_chain = 0  # how many of the clicks that are counted at this place were drags
    _last_click: tuple[float, Offset, int] | None = None  # when, where on the screen, the how manyth
    _edge_timer: Timer | None = None
    _mouse_at: events.MouseEvent | None = None

    @abstractmethod
    def offset_under(self, event: events.MouseEvent) -> int:
        """The code point under the mouse, or the nearest one."""

    @abstractmethod
    def scroll_by(self, rows: int) -> None:
        """Show other rows, as far as the text reaches."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag may begin here."""
        if event.button == 1:
            self._press = _Press(self.offset_under(event), self._clicks_at(event))
            self._has_dragged = False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the mouse is dragged over; beyond an edge the text comes to it."""
        if self._press is not None:
            self._mouse_at = event
            self._scroll_at_edge()
            self._drag_to(self.offset_under(event))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag, if it was one, ends where the button is let go: only then was every place on the way told."""
        if self._press is not None and event.button == 1:
            press = self._press
            self._drag_to(self.offset_under(event))
            self._end_drag()
            if not self._has_dragged and not self._is_over(event):  # no click will tell
                self.tell(self, Pointed(press.offset, press.offset, press.clicks))

    def _is_over(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is over this view: neither over another one, nor over the scroll bar."""
        try:
            return self.screen.get_widget_at(*event.screen_offset)[0] is self
        except NoWidget:
            return False

    def on_mouse_release(self) -> None:
        """Something else has taken the mouse."""
        self._end_drag()

    def on_click(self, event: events.Click) -> None:
        """One click chooses a place, two a word, three a sentence; the end of a drag chooses nothing."""
        if self._has_dragged:
            self._has_dragged, self._dragged_chain, self._last_click = False, event.chain, None
            return
        clicks = event.chain - self._dragged_chain if event.chain > self._dragged_chain else event.chain
        self._dragged_chain = self._dragged_chain if event.chain > self._dragged_chain else 0
        self._last_click = (event.time, event.screen_offset, clicks)
        offset = self.offset_under(event)
        self.tell(self, Pointed(offset, offset, clicks))

    def _clicks_at(self, event: events.MouseDown) -> int:
        """The how manyth click at this place begins here."""
        if self._last_click is None:
            return 1
        time, place, clicks = self._last_click
        is_next = place == event.screen_offset and event.time - time <= self.app.CLICK_CHAIN_TIME_THRESHOLD
        return min(clicks + 1, 3) if is_next else 1

    def _drag_to(self, offset: int) -> None:
        if self._press is not None and (self._has_dragged or offset != self._press.offset):
            self._has_dragged = True
            start, end = sorted((self._press.offset, offset))
            self.tell(self, Pointed(start, end, self._press.clicks, is_drag=True))

    def _end_drag(self) -> None:
        self._press = None
        self._rest_at_edge()
        self.release_mouse()

    # --- beyond an edge

    def _rows_beyond(self) -> int:
        """The rows that the mouse is above the text, negative, or below it."""
        if self._mouse_at is None:
            return 0
        row = self._mouse_at.get_content_offset_capture(self).y
        return min(row, 0) or max(0, row - self.size.height + 1)

    def _scroll_at_edge(self) -> None:
        """Scroll once, and go on while the mouse rests there."""
        if not self._rows_beyond():
            self._rest_at_edge()
        else:
            self.scroll_by(1 if self._rows_beyond() > 0 else -1)
            if self._edge_timer is None:
                self._edge_timer = self.set_interval(SCROLL_S, self._on_edge)

    def _on_edge(self) -> None:
        if self._press is None or self._mouse_at is None:
            self._rest_at_edge()
            return
        self._scroll_at_edge()
        self._drag_to(self.offset_under(self._mouse_at))

    def _rest_at_edge(self) -> None:
        if self._edge_timer is not None:
            self._edge_timer.stop()
            self._edge_timer = None
