"""How much room each part of the screen gets, by the width of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from reader.ui.controllers.entity_panel import NamingActions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.ui.widgets.input_line import InputLine
    from reader.ui.widgets.message_wording import KeyHint

#: Columns from which: the side panes have room; two panes are shown at first; the documents have a column of their own
#: beside two panes. Below the first, side panes come with a key: names and annotations, from the last on, beside the
#: article that has the focus, so that the passage one works on is seen; else over the text.
SIDE_FROM, SPLIT_FROM, COLUMN_FROM, BESIDE_FROM = 100, 120, 150, 64
#: Columns of the documents; of the side pane at least and at most; that are enough for an article beside another one,
#: and for one alone.
SHELF, SIDE_LEAST, SIDE_MOST, PANE_ENOUGH, PANE_MOST = 26, 28, 36, 46, 88
#: Columns from which the documents have more room for their titles, and how many they have then.
SHELF_FROM, SHELF_MOST = 170, 36
#: Below this two panes side by side are too narrow to read: only the active one is shown.
SPLIT_LEAST = 60


class RoomActions(NamingActions):
    """What is beside what, and what lies over the text."""

    _guest: Widget | None = None  # a side pane that is there only while it has the focus

    def _has_room(self, holder: Widget) -> bool:
        """Whether a side pane has room beside the articles, rather than over them."""
        return self.columns >= (COLUMN_FROM if holder is self.shelf and self.is_split else SIDE_FROM)

    def arrange(self) -> None:
        """Give each part its room, by the width of the terminal.

        By ``display`` rather than by classes on the screen: those would have Textual match every rule anew.
        """
        width = self.columns
        has_sides, has_tabs = width >= SIDE_FROM, SIDE_FROM <= width < COLUMN_FROM and self.is_split
        self.tabs.display = has_tabs
        self.shelf.display = (has_sides and not has_tabs) or self._guest is self.shelf
        self.side.display = has_sides or self._guest is self.side
        is_about_one = not has_sides and self._guest is self.side  # the names and annotations of the active pane
        is_beside = is_about_one and width >= BESIDE_FROM
        alone = self.active if width < SPLIT_LEAST or is_about_one else None
        self.left.display = alone in (None, self.left)
        self.right.display = self.is_split and alone in (None, self.right)
        for holder in (self.shelf, self.side):  # over the text, but never over the lines below
            is_over = holder is self._guest and not self._has_room(holder) and not is_beside
            holder.set_class(is_over, "-peek")
            holder.styles.max_height = max(1, self.lines - self.status.rows - self.is_typing) if is_over else None
        self.shelf.styles.width = None if self.shelf.has_class("-peek") else _shelf_width(width)
        self.side.styles.width = None if self.side.has_class("-peek") else self._side_width(width)
        self._expect_widths(width)
        if any(holder.has_focus_within and not holder.display for holder in (self.shelf, self.side)):
            self.call_after_refresh(self.active.focus)

    def say(self, message: str, keys: Sequence[KeyHint] = ()) -> None:
        """As ``Desk``; what lies over the text leaves free what has several rows."""
        rows = self.status.rows
        super().say(message, keys)
        if self._guest is not None and self.status.rows != rows:
            self.arrange()

    async def open_line(self, line: InputLine) -> None:
        """As ``LineActions``; what lies over the text leaves the line free."""
        await super().open_line(line)
        if self._guest is not None:
            self.arrange()

    def close_line(self, *, keep: bool) -> None:
        """As ``LineActions``."""
        super().close_line(keep=keep)
        if self._guest is not None:
            self.arrange()

    def _side_width(self, width: int) -> int:
        """Room for the strips beside the names, where the articles have enough without it."""
        if width < SIDE_FROM:
            return max(SIDE_LEAST, min(SIDE_MOST, width - PANE_ENOUGH))
        enough = PANE_ENOUGH * 2 if self.is_split else PANE_MOST
        left = width - (_shelf_width(width) if self.shelf.display else 0) - enough
        return max(SIDE_LEAST, min(SIDE_MOST, left))

    def _expect_widths(self, width: int) -> None:
        """Tell the panes how wide they will be, before the first layout has told them."""
        sides = [holder.styles.width for holder in (self.shelf, self.side) if holder.display]
        taken = sum(side.value for side in sides if side is not None)
        for pane in self.panes:
            pane.expect_width(int((width - taken) / len(self.panes)))


def _shelf_width(columns: int) -> int:
    """Columns of the documents in a terminal of so many."""
    return SHELF_MOST if columns >= SHELF_FROM else SHELF
