"""One text on the screen: a Line API view over one string, with a gutter. Draws; decides nothing about the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from reader.config.settings_in_force import SettingsInForce
from reader.model.spans import Span
from reader.ui.text_view.gutter_marks import Mark
from reader.ui.text_view.mouse_selection import PointedView
from reader.ui.text_view.row_layout import BESIDE_BAR
from reader.ui.text_view.wrapped_view import REASON_WIDTH, WrappedView, gutter_width
from reader.ui.theme.label_attributes import attributes
from reader.ui.theme.label_styles import is_plain, label_in_text, label_style, legible, painted, part_style, plain_style

CURSOR_BAR = "▌"


class TextView(WrappedView, PointedView, inherit_bindings=False):
    """Shows one text: wraps it, scrolls it, paints marks, hits, mentions and the passage under the cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text--passage", "text--selection", "text--bar", "text--title", "text--heading", "text--about",
        "text--dropped", "text--mention", "text--hit", "text--hit-here", "text--hint",
    }  # fmt: skip

    def __init__(self, settings: SettingsInForce, *, id: str, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._settings = settings
        self._styles: dict[str, Style] = {}
        self._look_of_styles: object = None  # what they were made for
        self.widest = settings.now.text_width

    def show_settings(self) -> None:
        """Draw by the settings that are in force now."""
        self._repaint()

    # --- what is shown

    @property
    def text_on_screen(self) -> Span:
        """The text on the screen."""
        bottom = min(self.scroll_offset.y + max(self.size.height, 1), len(self.rows)) - 1
        return Span(self.top_offset, self.rows.span_of(bottom).end)

    @property
    def percent(self) -> int:
        """How much of the text has been on the screen, of 100."""
        return min(100, round(100 * (self.scroll_offset.y + self.size.height) / max(len(self.rows), 1)))

    def change_marks(self, marks: Mapping[str, Mark | None]) -> None:
        """Draw annotations, by id, as they are now, None for those that are gone; only rows that change are painted."""
        self._repaint_rows(self._model.marked.change(marks))

    def set_mentions(self, spans: Iterable[Span]) -> None:
        """Light up the mentions of the chosen entity; ordered, without overlap."""
        self._model.set_mentions(spans)
        self._repaint()

    def set_hits(self, spans: Iterable[Span], here: Span | None) -> None:
        """Light up what a search found, and the hit that the reader stands on."""
        self._model.set_hits(spans, here)
        self._repaint()

    def set_passage(self, span: Span, *, selecting: bool) -> None:
        """Mark the passage under the cursor."""
        self._repaint_rows(self._model.set_passage(span, selecting=selecting))

    def set_hints(self, hints: Mapping[str, Span]) -> None:
        """Draw jump hints over the first cells of passages; none where ``hints`` is empty."""
        self._model.set_hints(hints)
        self.refresh()

    def apart(self, spans: Iterable[Span], cells: int) -> list[Span]:
        """Those of some passages, ordered, whose hints of so many cells would not lie over each other."""
        return self._model.apart(spans, cells)

    # --- layout

    def _left_margin(self) -> int:
        beside = gutter_width(has_reasons=bool(self._model.reasons)) + BESIDE_BAR
        return max(0, (self.size.width - beside - self.rows.width) // 2)

    def notify_style_update(self) -> None:
        """Another theme: every row looks different now. The focus alone changes nothing in a text."""
        look = (self.app.theme, self.background_colors)
        if look != self._look_of_styles:
            self._look_of_styles = look
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
        # The top one names every label that goes on there.
        strip = self._kept(row) if y else self._draw(row, is_top=True)
        return self._hinted(strip, row) if self._model.has_hints else strip

    def _kept(self, row: int) -> Strip:
        strip = self._strips.get(row)
        if strip is None or strip.cell_length != self.size.width:
            strip = self._strips[row] = self._draw(row, is_top=False)
        return strip

    @property
    def _base(self) -> Style:
        """What the style sheet says of the text itself; Textual composes it anew whenever it is asked."""
        if "" not in self._styles:
            self._styles[""] = self.rich_style
        return self._styles[""]

    def _style(self, name: str) -> Style:
        """What the style sheet says of a part; asked once."""
        if name not in self._styles:
            style = part_style(self, f"text--{name}")
            if self.app.no_color and name != "hint":  # attributes stand for labels there
                style = Style(color=style.color, bgcolor=style.bgcolor)
            self._styles[name] = style
        return self._styles[name]

    def _look(self, name: str, plain: Mapping[str, str]) -> Style:
        """How a layer looks; ``plain`` is the attribute of each label where there is no colour."""
        if not name.startswith("label:"):
            return self._style(name)
        label = self._settings.now.label(name[6:])
        if is_plain(self.app):
            return plain_style(plain.get(label.name, ""))
        return label_in_text(label, self._base, self._style("passage"))

    def _draw(self, row: int, *, is_top: bool) -> Strip:
        base, width = self._base, self.size.width
        if row >= len(self.rows):
            return Strip.blank(width, base)
        segments = [Segment(" " * self._left_margin(), base), *self._gutter(row, base, is_top=is_top)]
        present = {mark.label for mark in self._model.marked.marks(row)} if is_plain(self.app) else ()
        plain = attributes(present, [label.name for label in self._settings.now.labels]) if present else {}
        layers = [(span, self._look(name, plain)) for span, name in self._model.layers(row)]
        segments += painted(self.rows.text, self.rows.written_in(row), layers, base)
        merged = Segment.simplify(segments)  # every segment costs some forty bytes on the line, blank ones too
        return Strip(merged).adjust_cell_length(width, base)

    def _hinted(self, strip: Strip, row: int) -> Strip:
        """The row with its hints laid over it, cell for cell: nothing moves."""
        style, left = self._style("hint"), self._left_margin() + gutter_width(has_reasons=bool(self._model.reasons))
        pieces, at = [], 0
        for column, code in self._model.hints(row):
            pieces += [strip.crop(at, left + column), Strip([Segment(code, self._base + style)])]
            at = left + column + len(code)
        return Strip.join([*pieces, strip.crop(at)]).adjust_cell_length(self.size.width, self._base)

    def _gutter(self, row: int, base: Style, *, is_top: bool) -> list[Segment]:
        cells = [Segment(CURSOR_BAR, base + self._style("bar")) if self._model.is_here(row) else Segment(" ", base)]
        for cell in self._model.marked.lanes(row):
            style = base + legible(label_style(self._settings.now.label(cell.label)), base) if cell else base
            cells.append(Segment(cell.character(is_top=is_top) if cell else " ", style))
        if self._model.reasons:
            reason = self._model.reason_at(row)
            text = reason.text if reason is not None and self.rows.row_of(reason.span.start) == row else ""
            cells.append(Segment(f"{text[: REASON_WIDTH - 1]:<{REASON_WIDTH}}", base + self._style("about")))
        return cells

    # --- the mouse

    def offset_under(self, event: events.MouseEvent) -> int:
        """The code point under the mouse, or the nearest one in its row."""
        place = event.get_content_offset_capture(self)
        column = place.x - self._left_margin() - gutter_width(has_reasons=bool(self._model.reasons))
        return self.rows.offset_at(max(0, min(place.y + self.scroll_offset.y, len(self.rows) - 1)), column)

    def scroll_by(self, rows: int) -> None:
        """Show other rows, as far as the text reaches."""
        self.scroll_rows_to(self.scroll_offset.y + rows)
