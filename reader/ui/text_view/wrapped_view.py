"""A text in the rows of a view: wrapped to its width, at once or in a thread where that takes longer, and scrolled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.model.article import Block
from reader.model.spans import Span
from reader.ui.text_view.gutter_marks import LANES
from reader.ui.text_view.render_model import Reason, RenderModel
from reader.ui.text_view.row_layout import BESIDE_BAR, Layout
from reader.ui.widgets.focus_view import FocusView

#: The cursor's bar, the lanes, and a column that is blank but for the sign that there is more.
GUTTER = 1 + LANES + 1
#: The column in which the page as scraped names why a line was dropped.
REASON_WIDTH = 12
#: Rows kept visible above and below the cursor where there is room.
SCROLL_MARGIN = 2
#: Code points that are wrapped while a key waits; to wrap a longer text is for a thread.
AT_ONCE = 500_000


class WrappedView(FocusView, inherit_bindings=False):
    """Holds one text in rows; who draws them is another."""

    expect: Callable[[str], object] = staticmethod(lambda _: None)  # told of each text before it is wrapped

    class Scrolled(Message):
        """Other rows are on the screen."""

    class Wrapped(Message):
        """A long text is wrapped to another width."""

        def __init__(self, rows: Layout) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, *, id: str, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._model = RenderModel("", 80)
        self._strips: LRUCache[int, Strip] = LRUCache(512)
        self._expected_width = 80
        self._columns = 0  # as the event loop saw the view last: threads must not ask it, it would be laid out there
        self._before: tuple[int, int] | None = None  # the width before this one, the first code point shown then
        self._wrapped_at: tuple[int, Span] | None = None  # first row and passage as wrapping left them
        self.widest = 80

    @property
    def rows(self) -> Layout:
        """The rows of the text at the present width."""
        return self._model.rows

    @property
    def top_offset(self) -> int:
        """The code point at the start of the first row on the screen."""
        return self.rows.span_of(min(self.scroll_offset.y, len(self.rows) - 1)).start

    def model_of(self, text: str, blocks: Sequence[Block], reasons: Sequence[Reason] = ()) -> RenderModel:
        """A text as this view would show it; ``blocks`` and ``reasons`` ordered by start, without overlap.

        For any thread: to wrap a book takes longer than a key may wait.
        """
        self.expect(text)
        return RenderModel(text, self._text_width(has_reasons=bool(reasons)), blocks, reasons)

    def show(self, model: RenderModel) -> None:
        """Show another text, from its top."""
        self._model, self._before = model, None
        self._columns = self.size.width
        if model.rows.width == self._text_width(has_reasons=bool(model.reasons)):
            self._relaid()
        else:  # it was wrapped for a pane of another width
            self._wrap_anew()
        self.scroll_to(y=0, animate=False, immediate=True)

    def reveal(self, span: Span) -> None:
        """Scroll as little as needed to show a passage, its start first where it is longer than the screen."""
        height = self.size.height
        if not height:
            return
        rows = self.rows.rows_of(span)
        margin = min(SCROLL_MARGIN, max(0, (height - 1) // 4))
        top, bottom = rows.start - margin, rows.stop + margin
        self.scroll_rows_to(min(top, max(self.scroll_offset.y, bottom - height)))

    def centre(self, span: Span) -> None:
        """Scroll so that a passage is in the middle of the screen, its start on it where it is longer than that."""
        rows = self.rows.rows_of(span)
        self.scroll_rows_to(rows.start - max(0, (self.size.height - len(rows)) // 2))

    def scroll_rows_to(self, row: int) -> None:
        """Put a row at the top of the screen, as far as the text reaches; no animation."""
        row = max(0, min(row, len(self.rows) - self.size.height))
        if row != self.scroll_offset.y:
            self.scroll_to(y=row, animate=False, immediate=True)

    def expect_width(self, columns: int) -> None:
        """Wrap to this width until the true one is known, so that the first paint need not be done again."""
        self._expected_width = columns

    def _text_width(self, *, has_reasons: bool) -> int:
        room = (self._columns or self._expected_width) - gutter_width(has_reasons=has_reasons) - BESIDE_BAR
        return max(10, min(self.widest, room))

    def _relaid(self) -> None:
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self.rows))
        self.refresh()

    def on_resize(self) -> None:
        """Wrap to the new width: the first row keeps its text (back at the one before: as it was)."""
        self._wrap_anew()

    def widen(self, columns: int) -> None:
        """Let the text be as wide as that, where there is room."""
        self.widest = columns
        self._wrap_anew()

    def _wrap_anew(self) -> None:
        self._columns = self.size.width
        width = self._text_width(has_reasons=bool(self._model.reasons))
        if width == self.rows.width:
            self._relaid()
        else:
            self._wrap_to(width)
        self.reveal(self._model.passage)

    def rewrap(self) -> None:
        """Wrap to the same width, now that characters count otherwise; the first row keeps its text."""
        self._wrap_to(self.rows.width)

    def _wrap_to(self, width: int) -> None:
        if len(text := self.rows.text) > AT_ONCE:  # until then the rows are cut, or end early
            self._relaid()
            work = lambda: self.post_message(self.Wrapped(Layout(text, width)))  # noqa: E731
            threading.Thread(target=work, name="wrapping", daemon=True).start()
        else:
            self._take_rows(Layout(text, width))

    def on_wrapped_view_wrapped(self, message: Wrapped) -> None:
        """Take rows that were made in a thread, if they are still those of this text in this width."""
        rows = message.rows
        if rows.text is self.rows.text and rows.width == self._text_width(has_reasons=bool(self._model.reasons)):
            self._take_rows(rows)

    def _take_rows(self, rows: Layout) -> None:
        before, top = self._before, self.top_offset
        self._before = (self.rows.width, top)
        if before and before[0] == rows.width and self._wrapped_at == (self.scroll_offset.y, self._model.passage):
            top = before[1]
        self._model.wrap(rows)
        self._relaid()
        self.scroll_rows_to(self.rows.row_of(top))
        self.reveal(self._model.passage)
        self._wrapped_at = (self.scroll_offset.y, self._model.passage)
        self.post_message(self.Scrolled())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell whoever shows how far one has read."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())


def gutter_width(*, has_reasons: bool) -> int:
    """Columns before the text."""
    return GUTTER + (REASON_WIDTH if has_reasons else 0)
