"""A list of rows that costs what is on the screen of it, however long it is: only rows that are seen are drawn.

Textual's own lists look at every row whenever one comes or goes; this one is for what changes with every key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, overload

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from reader.ui.theme.label_styles import legible, part_style
from reader.ui.widgets.focus_view import FocusView

#: One row as it is drawn: pieces of text, each with its style over that of the row, or the name of a look: ``less``,
#: ``agree`` or ``oppose``.
Pieces = Sequence[tuple[str, Style | str | None]]


class Numbers(Sequence[str]):
    """The ids of rows that are numbered from 0; none is made before it is asked for."""

    def __init__(self, count: int) -> None:
        self._numbers = range(count)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        found = self._numbers[index]
        return str(found) if isinstance(found, int) else [str(one) for one in found]

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """The place of an id; raises ``ValueError`` where there is none."""
        del start, stop
        return self._numbers.index(int(value))


class RowList(FocusView, inherit_bindings=False):
    """Rows with ids, one of them highlighted. Whoever has the keys moves it with ``step``.

    Args:
        title: shown in the border above the rows.
    """

    DEFAULT_CSS = """
    RowList {
        height: 1fr; border: none; border-top: solid $line; border-title-color: $quiet;
        background: $surface; color: $ink;
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
    }
    RowList > .rows--here { background: $row; color: $row-ink; text-style: bold; }
    #annotations { height: 2fr; }
    RowList > .rows--empty { color: $quiet; }
    RowList > .rows--less { color: $quiet; }
    RowList > .rows--agree { color: $agree; text-style: bold; }
    RowList > .rows--oppose { color: $oppose; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--here", "rows--empty", "rows--less", "rows--agree", "rows--oppose"}
    #: Whether the highlighted row is bright without the focus too: in a dialog, whose line has it.
    IS_ALWAYS_BRIGHT = False

    class Chosen(Message):
        """A row was clicked."""

        def __init__(self, rows: RowList, row: str) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Moved(Chosen):
        """Another row is highlighted."""

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._ids: Sequence[str] = ()
        self._draw: Callable[[int], Pieces] = lambda _: ()
        self._empty = ""
        self._styles: dict[str, Style] = {}
        self._here: int | None = None
        self.border_title = Content(title)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._ids)

    @property
    def room(self) -> int:
        """Cells for what is written in a row: a blank one stays before the scroll bar."""
        return max(0, self.scrollable_content_region.width - 1)

    @property
    def highlighted(self) -> str | None:
        """The id of the highlighted row."""
        return self._ids[self._here] if self._here is not None else None

    @property
    def chosen_id(self) -> str | None:
        """The id of the highlighted row, while the list has the focus."""
        return self.highlighted if self.has_focus else None

    @property
    def seen(self) -> range:
        """The rows that are on the screen."""
        top = int(self.scroll_offset.y)
        return range(top, min(top + self.size.height, len(self._ids)))

    def fill(self, ids: Sequence[str], draw: Callable[[int], Pieces], empty: str) -> None:
        """Show other rows; the highlighted one stays highlighted, or the one that took its place.

        Args:
            ids: of the rows, each another one.
            draw: what is written in the row of that index; called for rows that are seen.
            empty: what is said where there is no row.
        """
        kept, was = self.highlighted, self._here
        self._ids, self._draw, self._empty = ids, draw, empty
        if kept is not None and not (was is not None and was < len(ids) and ids[was] == kept):
            found = self._index(kept)
            self._here = was if found is None else found
        self._here = min(self._here or 0, len(ids) - 1) if ids else None
        self._be_as_long(len(ids))
        self._reveal()
        self.refresh()

    def lengthen(self, ids: Sequence[str]) -> None:
        """Have more rows below those that are there. What is seen stays, and is not painted again."""
        before, self._ids = len(self._ids), ids
        self._be_as_long(len(ids))
        if before < self.scroll_offset.y + self.size.height:
            self.refresh()

    def _be_as_long(self, rows: int) -> None:
        """Have the scroll bar stand for so many rows. The screen is laid out anew only where the bar comes or goes.

        A list that has no room is laid out when it gets some.
        """
        size, height = Size(self.size.width, rows), self.scrollable_content_region.height
        needs_bar = rows > height or self.styles.overflow_y == "scroll"
        if height and self.show_vertical_scrollbar != needs_bar:
            self.virtual_size = size
            return
        self.set_reactive(RowList.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = rows
        if self.scroll_offset.y > (last := max(0, rows - height)):
            self.scroll_to(y=last, animate=False, immediate=True, force=True)

    def begin_anew(self) -> None:
        """Another document is listed: no row is highlighted, and the first one is at the top."""
        self._here = None
        self.scroll_to(y=0, animate=False, immediate=True)

    def redraw(self, row: str) -> None:
        """Draw the row of that id anew, if it is there."""
        index = self._index(row)
        if index is not None and 0 <= (y := index - self.scroll_offset.y) < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def highlight(self, row: str) -> None:
        """Highlight the row of that id, if there is one."""
        index = self._index(row)
        if index is not None:
            self._go(index)

    def _index(self, row: str) -> int | None:
        try:
            return self._ids.index(row)
        except ValueError:
            return None

    @property
    def page(self) -> int:
        """How many rows a page is: one stays to be seen."""
        return max(1, self.scrollable_content_region.height - 1)

    def step(self, rows: int) -> None:
        """Move by so many rows; from none to the first, or backwards to the last."""
        if self._here is None and self._ids:
            self._go(0 if rows >= 0 else len(self._ids) - 1)
        elif self._here is not None:
            self._go(max(0, min(self._here + rows, len(self._ids) - 1)))

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked."""
        row = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if row < len(self._ids):
            self._go(row)
            self.post_message(self.Chosen(self, self._ids[row]))

    def on_resize(self) -> None:
        """The highlighted row stays on the screen."""
        self.virtual_size = Size(self.size.width, len(self._ids))
        self._reveal()

    def _go(self, index: int) -> None:
        before, self._here = self._here, index
        if before == index:
            return
        self._reveal()
        top = self.scroll_offset.y
        self.refresh(*(Region(0, row - top, self.size.width, 1) for row in (before, index) if row is not None))
        self.post_message(self.Moved(self, self._ids[index]))

    def _reveal(self) -> None:
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        if self._here is None or not height:
            return
        wanted = min(max(top, self._here - height + 1), self._here)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, immediate=True, force=True)  # also before the bar is there

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        row, width, base = y + self.scroll_offset.y, self.size.width, self.rich_style
        if not self._ids and y == 0:
            return _strip([(self._empty, None)], width, self.room, base + self._part("empty"))
        if row >= len(self._ids):
            return Strip.blank(width, base)
        if row == self._here and (self.has_focus or self.IS_ALWAYS_BRIGHT):
            base += self._part("here")
        pieces = [(text, self._part(look) if isinstance(look, str) else look) for text, look in self._draw(row)]
        return _strip(pieces, width, self.room, base)

    def show_focus(self) -> None:
        """The highlighted row tells it too."""
        super().show_focus()
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: rows look different now."""
        self._styles.clear()
        super().notify_style_update()

    def _part(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = part_style(self, f"rows--{name}")
        return self._styles[name]


def _strip(pieces: Sequence[tuple[str, Style | None]], width: int, room: int, base: Style) -> Strip:
    """The pieces in one row of ``width`` cells, cut short with an ellipsis where they do not fit into ``room``."""
    segments = []
    for text, style in pieces:
        cells = cell_len(text)
        if cells > room:
            segments.append(
                Segment(set_cell_size(text, max(0, room - 1)) + "…", base + legible(style, base) if style else base)
            )
            break
        segments.append(Segment(text, base + legible(style, base) if style else base))
        room -= cells
    return Strip(segments).adjust_cell_length(width, base)
