"""How much room each part of the screen gets, by the width of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Protocol

    from textual.containers import Vertical
    from textual.widget import Widget
    from textual.widgets import Static

    from reader.ui.text_view.article_pane import ArticlePane
    from reader.ui.widgets.input_line import InputLine
    from reader.ui.widgets.status_line import StatusLine

    class Parts(Protocol):
        """The parts that are given room (see ``MainDisplay``)."""

        left: ArticlePane
        right: ArticlePane
        active: ArticlePane
        is_split: bool
        tabs: Static
        documents_column: Vertical
        side_column: Vertical
        status: StatusLine
        line: InputLine | None

        @property
        def panes(self) -> Sequence[ArticlePane]:
            """The article panes on the screen."""

        def has_room(self, holder: Widget) -> bool:
            """Whether a column has room beside the articles."""

        def call_after_refresh(self, callback: Callable[..., Any]) -> Any:
            """Call something once what is on its way to the screen is there."""


#: Columns from which: the side panes have room; two panes are shown at first; the documents have a column of their own
#: beside two panes. Below the first, side panes come with a key: names and annotations, from the last on, beside the
#: article that has the focus, so that the passage one works on is seen; else over the text.
SIDE_FROM, SPLIT_FROM, COLUMN_FROM, BESIDE_FROM = 100, 120, 150, 64
#: Columns of the documents; of the side pane at least and at most; that are enough for an article beside another one,
#: and for one alone.
DOCUMENTS_WIDTH, SIDE_LEAST, SIDE_MOST, PANE_ENOUGH, PANE_MOST = 26, 28, 36, 46, 88
#: Columns from which the documents have more room for their titles, and how many they have then.
WIDE_DOCUMENTS_FROM, WIDE_DOCUMENTS = 170, 36
#: Below this two panes side by side are too narrow to read: only the active one is shown.
SPLIT_LEAST = 60


class ScreenLayout:
    """What is beside what, and what lies over the text.

    Attributes:
        columns, lines: of the terminal.
        guest: the column that is there only while it has the focus; None where there is none.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.columns, self.lines = 80, 24
        self.guest: Widget | None = None

    def seat(self, holder: Widget | None) -> bool:
        """A column, or none, has the focus: it is a guest where it has no room. Whether the guest is another one."""
        before = self.guest
        self.guest = holder if holder is not None and not self._parts.has_room(holder) else None
        return self.guest is not before

    def free_lines(self) -> None:
        """What lies over the text leaves the lines at the bottom free, of which there are more or fewer now."""
        if self.guest is not None:
            self.arrange()

    def arrange(self) -> None:
        """Give each part its room, by the width of the terminal.

        By ``display`` rather than by classes on the screen: those would have Textual match every rule anew.
        """
        parts, width = self._parts, self.columns
        holders = (parts.documents_column, parts.side_column)
        has_sides, has_tabs = width >= SIDE_FROM, SIDE_FROM <= width < COLUMN_FROM and parts.is_split
        parts.tabs.display = has_tabs
        parts.documents_column.display = (has_sides and not has_tabs) or self.guest is parts.documents_column
        parts.side_column.display = has_sides or self.guest is parts.side_column
        is_about_one = not has_sides and self.guest is parts.side_column  # names and annotations of the active pane
        is_beside = is_about_one and width >= BESIDE_FROM
        alone = parts.active if width < SPLIT_LEAST or is_about_one else None
        parts.left.display = alone in (None, parts.left)
        parts.right.display = parts.is_split and alone in (None, parts.right)
        for holder in holders:  # over the text, but never over the lines below
            is_over = holder is self.guest and not parts.has_room(holder) and not is_beside
            holder.set_class(is_over, "-peek")
            free = self.lines - parts.status.rows - (parts.line is not None)
            holder.styles.max_height = max(1, free) if is_over else None
        column, side = holders
        column.styles.width = None if column.has_class("-peek") else _documents_width(width)
        side.styles.width = None if side.has_class("-peek") else self._side_width(width)
        self._expect_widths(width)
        if any(holder.has_focus_within and not holder.display for holder in holders):
            parts.call_after_refresh(parts.active.focus)

    def _side_width(self, width: int) -> int:
        """Room for the strips beside the names, where the articles have enough without it."""
        if width < SIDE_FROM:
            return max(SIDE_LEAST, min(SIDE_MOST, width - PANE_ENOUGH))
        enough = PANE_ENOUGH * 2 if self._parts.is_split else PANE_MOST
        left = width - (_documents_width(width) if self._parts.documents_column.display else 0) - enough
        return max(SIDE_LEAST, min(SIDE_MOST, left))

    def _expect_widths(self, width: int) -> None:
        """Tell the panes how wide they will be, before the first layout has told them."""
        holders = (self._parts.documents_column, self._parts.side_column)
        sides = [holder.styles.width for holder in holders if holder.display]
        taken = sum(side.value for side in sides if side is not None)
        for pane in self._parts.panes:
            pane.expect_width(int((width - taken) / len(self._parts.panes)))


def _documents_width(columns: int) -> int:
    """Columns of the documents in a terminal of so many."""
    return WIDE_DOCUMENTS if columns >= WIDE_DOCUMENTS_FROM else DOCUMENTS_WIDTH
