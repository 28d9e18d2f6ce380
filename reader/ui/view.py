"""One text on the screen: a Line API view over one string, with a gutter. Draws; decides nothing about the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.cleaning.article import Block
from reader.settings import Settings
from reader.spans import Span
from reader.ui.layout import Layout
from reader.ui.marks import LANES, Mark, MarkedRows, SpanIndex
from reader.ui.styles import block_styles, label_style

#: The cursor's bar, the lanes, and one blank column.
GUTTER = 1 + LANES + 1
#: The column in which the page as scraped names why a line was dropped.
REASON_WIDTH = 12
CURSOR_BAR = "▌"
#: Rows kept visible above and below the cursor where there is room.
SCROLL_MARGIN = 2


class Reason(NamedTuple):
    """A line that was dropped, and why: shown beside it where the page is shown as scraped."""

    span: Span
    text: str


class TextView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one text: wraps it, scrolls it, paints marks, hits, mentions and the passage under the cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text--passage", "text--selection", "text--bar", "text--title", "text--heading", "text--about",
        "text--dropped", "text--mention", "text--hit", "text--hit-here",
    }  # fmt: skip

    class Pointed(Message):
        """The mouse chose a passage: ``clicks`` 1 a place, 2 a word, 3 a sentence; or dragged over ``[start, end)``."""

        def __init__(self, view: TextView, start: int, end: int, clicks: int) -> None:
            super().__init__()
            self.view = view
            self.start = start
            self.end = end
            self.clicks = clicks

        @property
        def control(self) -> TextView:
            """The view that was clicked."""
            return self.view

    class Scrolled(Message):
        """Other rows are on the screen."""

    def __init__(self, settings: Settings, *, id: str, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._settings = settings
        self._blocks: Sequence[Block] = ()
        self._block_index = SpanIndex()
        self._reasons: Sequence[Reason] = ()
        self._reason_index = SpanIndex()
        self._layout_rows = Layout("", 80)
        self._marks: Sequence[Mark] = ()
        self._marked = MarkedRows(self._layout_rows, ())
        self._mentions = SpanIndex()
        self._hits = SpanIndex()
        self._hit_here: Span | None = None
        self._passage = Span(0, 0)
        self._selecting = False
        self._strips: LRUCache[int, Strip] = LRUCache(512)
        self._styles: dict[str, Style] = {}
        self._dragged_from: int | None = None
        self._expected_width = 80

    # --- what is shown

    @property
    def rows(self) -> Layout:
        """The rows of the text at the present width."""
        return self._layout_rows

    @property
    def top_offset(self) -> int:
        """The code point at the start of the first row on the screen."""
        return self.rows.span_of(min(self.scroll_offset.y, len(self.rows) - 1)).start

    @property
    def percent(self) -> int:
        """How much of the text has been on the screen, of 100."""
        return min(100, round(100 * (self.scroll_offset.y + self.size.height) / max(len(self.rows), 1)))

    def show(self, text: str, blocks: Sequence[Block], reasons: Sequence[Reason] = ()) -> None:
        """Show another text, from its top; ``blocks`` and ``reasons`` ordered by start, without overlap."""
        self._blocks, self._reasons = blocks, reasons
        self._block_index = SpanIndex(Span(block.start, block.end) for block in blocks)
        self._reason_index = SpanIndex(reason.span for reason in reasons)
        self._marks, self._mentions, self._hits, self._hit_here = (), SpanIndex(), SpanIndex(), None
        self._passage, self._selecting = Span(0, 0), False
        self._wrap(text)
        self.scroll_to(y=0, animate=False, immediate=True)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Draw these annotations; only the rows that change are painted again."""
        before = self._marked
        self._marks = marks
        self._marked = MarkedRows(self.rows, marks)
        rows = {row for row in (*before, *self._marked) if before.marks(row) != self._marked.marks(row)}
        rows |= {row for row in (*before, *self._marked) if before.lanes(row) != self._marked.lanes(row)}
        self._repaint_rows(rows)

    def set_mentions(self, spans: Iterable[Span]) -> None:
        """Light up the mentions of the chosen entity; ordered, without overlap."""
        self._mentions = SpanIndex(spans)
        self._repaint()

    def set_hits(self, spans: Iterable[Span], here: Span | None) -> None:
        """Light up what a search found, and the hit that the reader stands on."""
        self._hits, self._hit_here = SpanIndex(spans), here
        self._repaint()

    def set_passage(self, span: Span, *, selecting: bool) -> None:
        """Mark the passage under the cursor."""
        rows = {*self.rows.rows_of(self._passage), *self.rows.rows_of(span)}
        self._passage, self._selecting = span, selecting
        self._repaint_rows(rows)

    def reveal(self, span: Span) -> None:
        """Scroll as little as needed to show a passage, its start first where it is longer than the screen."""
        height = self.size.height
        if not height:
            return
        rows = self.rows.rows_of(span)
        margin = min(SCROLL_MARGIN, max(0, (height - 1) // 4))
        top, bottom = rows.start - margin, rows.stop + margin
        scroll = self.scroll_offset.y
        if bottom - scroll > height:
            scroll = bottom - height
        if top < scroll:
            scroll = top
        self.scroll_rows_to(scroll)

    def scroll_rows_to(self, row: int) -> None:
        """Put a row at the top of the screen, as far as the text reaches; no animation."""
        row = max(0, min(row, len(self.rows) - self.size.height))
        if row != self.scroll_offset.y:
            self.scroll_to(y=row, animate=False, immediate=True)

    # --- layout

    def expect_width(self, columns: int) -> None:
        """Wrap to this width until the true one is known, so that the first paint need not be done again."""
        self._expected_width = columns

    def _text_width(self) -> int:
        room = (self.size.width or self._expected_width) - self._gutter_width() - 1
        return max(10, min(self._settings.text_width, room))

    def _gutter_width(self) -> int:
        return GUTTER + (REASON_WIDTH if self._reasons else 0)

    def _left_margin(self) -> int:
        return max(0, (self.size.width - self._gutter_width() - self._text_width() - 1) // 2)

    def _wrap(self, text: str) -> None:
        self._layout_rows = Layout(text, self._text_width())
        self._marked = MarkedRows(self._layout_rows, self._marks)
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self._layout_rows))
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap to the new width; the first row keeps its text, and the cursor stays on the screen."""
        del event
        top = self.top_offset
        if self._text_width() == self.rows.width:
            self._strips.clear()
            self.virtual_size = Size(self.size.width, len(self.rows))
        else:
            self._wrap(self.rows.text)
            self.scroll_rows_to(self.rows.row_of(top))
        self.reveal(self._passage)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell whoever shows how far one has read."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def notify_style_update(self) -> None:
        """Another theme, or another tint: every row looks different now."""
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def _repaint_rows(self, rows: Iterable[int]) -> None:
        """Paint some rows again; neighbouring ones in one go, since every region costs its own update."""
        top, height = self.scroll_offset.y, self.size.height
        regions: list[Region] = []
        for row in sorted(rows):
            self._strips.discard(row)
            if not top <= row < top + height:
                continue
            if regions and regions[-1].bottom == row - top:
                regions[-1] = regions[-1].grow((0, 0, 1, 0))
            else:
                regions.append(Region(0, row - top, self.size.width, 1))
        if regions:
            self.refresh(*regions)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """One row of the screen, counted from the top of the view."""
        row = y + self.scroll_offset.y
        strip = self._strips.get(row)
        if strip is None or strip.cell_length != self.size.width:
            strip = self._draw(row)
            self._strips[row] = strip
        return strip

    def _style(self, name: str) -> Style:
        """What the style sheet says of a part, its colours laid over this view's background where they are sheer."""
        if name not in self._styles:
            part = self.get_component_styles(f"text--{name}")
            ground = under = self.background_colors[1]
            if part.has_rule("background"):
                ground = under + part.background
            self._styles[name] = part.text_style + Style(
                color=(ground + part.color).rich_color if part.has_rule("color") else None,
                bgcolor=ground.rich_color if part.has_rule("background") else None,
            )
        return self._styles[name]

    def _draw(self, row: int) -> Strip:
        base, width = self.rich_style, self.size.width
        if row >= len(self.rows):
            return Strip.blank(width, base)
        span = self.rows.span_of(row)
        here = row in self.rows.rows_of(self._passage) and self._passage.end > self._passage.start
        segments = [Segment(" " * self._left_margin(), base), *self._gutter(row, span, base, here=here)]
        segments += self._painted(span, row, base)
        strip = Strip(segments)
        return strip.adjust_cell_length(width, base)

    def _gutter(self, row: int, span: Span, base: Style, *, here: bool) -> list[Segment]:
        cells = [Segment(CURSOR_BAR, base + self._style("bar")) if here else Segment(" ", base)]
        for cell in self._marked.lanes(row):
            if cell is None:
                cells.append(Segment(" ", base))
            else:
                cells.append(Segment(cell.character, base + label_style(self._settings.label(cell.label))))
        cells.append(Segment(" ", base))
        if self._reasons:
            reason = self._reason_at(span)
            text = reason.text if reason is not None and self.rows.row_of(reason.span.start) == row else ""
            cells.append(Segment(f"{text[: REASON_WIDTH - 1]:<{REASON_WIDTH}}", base + self._style("about")))
        return cells

    def _reason_at(self, span: Span) -> Reason | None:
        found = self._reason_index.touching(*span)
        return self._reasons[self._reason_index.spans.index(found[0])] if found else None

    def _painted(self, span: Span, row: int, base: Style) -> list[Segment]:
        """The text of a row, cut wherever a style begins or ends; later styles lie over earlier ones."""
        layers = list(self._layers(span, row))
        edges = {span.start, span.end}
        for (start, end), _ in layers:
            edges |= {min(max(start, span.start), span.end), min(max(end, span.start), span.end)}
        cuts = sorted(edges)
        text, segments = self.rows.text, []
        for start, end in pairwise(cuts):
            style = base
            for layer, layered in layers:
                if layer.start <= start and end <= layer.end:
                    style += layered
            segments.append(Segment(text[start:end], style))
        return segments

    def _layers(self, span: Span, row: int) -> Iterable[tuple[Span, Style]]:
        if span.start == span.end:
            return
        for block in self._blocks_of(span):
            if names := block_styles(block.kind):
                yield Span(block.start, block.end), self._style(names)
        if self._reason_at(span):
            yield span, self._style("dropped")
        for mark in self._marked.marks(row):
            yield mark.span, label_style(self._settings.label(mark.label))
        yield self._passage, self._style("selection" if self._selecting else "passage")
        for mention in self._mentions.touching(*span):
            yield mention, self._style("mention")
        for hit in self._hits.touching(*span):
            yield hit, self._style("hit-here" if hit == self._hit_here else "hit")

    def _blocks_of(self, span: Span) -> Sequence[Block]:
        after = self._block_index.first_after(span.end)
        stop = len(self._blocks) if after is None else after
        before = self._block_index.last_before(span.start + 1)
        return self._blocks[before or 0 : stop]

    # --- the mouse

    def _offset_under(self, event: events.MouseEvent) -> int:
        place = event.get_content_offset_capture(self)
        column = place.x - self._left_margin() - self._gutter_width()
        return self.rows.offset_at(max(0, min(place.y + self.scroll_offset.y, len(self.rows) - 1)), column)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag may begin here."""
        if event.button == 1:
            self._dragged_from = self._offset_under(event)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the mouse is dragged over."""
        if self._dragged_from is not None and (offset := self._offset_under(event)) != self._dragged_from:
            start, end = sorted((self._dragged_from, offset))
            self.post_message(self.Pointed(self, start, end, 0))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag, if it was one, is over."""
        del event
        self._dragged_from = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """One click chooses a place, two a word, three a sentence."""
        offset = self._offset_under(event)
        self.post_message(self.Pointed(self, offset, offset, event.chain))
