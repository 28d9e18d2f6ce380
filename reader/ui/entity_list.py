"""The list of names beside the articles: draws only the rows on the screen, and keeps its place when others come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.entities.entity import VALUE_KINDS, Entity
from reader.entities.identity import counterpart, is_same
from reader.ui.entity_pieces import pieces
from reader.ui.entity_rows import ORDERS, REJECTED, VALUES, Details, Row, View, rows
from reader.ui.styles import part_style


class EntityList(ScrollView, can_focus=True, inherit_bindings=False):
    """People, organisations, places ... with their counts; dates and figures folded away as values."""

    DEFAULT_CSS = """
    EntityList {
        height: 3fr; border: none; border-top: solid $panel; border-title-color: $text-muted; background: $surface;
        padding: 0 1 0 0; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    EntityList:focus { border: none; border-top: solid $primary; border-title-color: $text; border-title-style: bold; }
    EntityList > .entities--heading { text-style: bold; }
    EntityList > .entities--less { color: $foreground 60%; }
    EntityList > .entities--chosen { text-style: bold; color: $secondary; }
    EntityList > .entities--here { background: $foreground 12%; }
    EntityList:focus > .entities--here { background: $primary 55%; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "entities--heading", "entities--less", "entities--chosen", "entities--here",
    }  # fmt: skip

    class Picked(Message):
        """A row was clicked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.view = View()
        self.marked: Entity | None = None
        self.highlighted: int | None = None
        self._rows: Sequence[Row] = ()
        self._entities: Sequence[Entity] = ()
        self._chosen: Entity | None = None
        self._length = 0
        self._waiting = ""
        self._about: Callable[[Entity], Details] = lambda _: Details()
        self._styles: dict[str, Style] = {}
        self.border_title = Content("Entities")

    # --- what is shown

    @property
    def rows(self) -> Sequence[Row]:
        """What is listed, on the screen or not."""
        return self._rows

    @property
    def here(self) -> Row | None:
        """The highlighted row."""
        return self._rows[self.highlighted] if self.highlighted is not None else None

    def show(
        self,
        entities: Sequence[Entity] | None,
        chosen: Entity | None,
        *,
        length: int = 0,
        waiting: str = "no names found",
        about: Callable[[Entity], Details] | None = None,
        rejected: Sequence[Entity] = (),
    ) -> None:
        """List them. What is highlighted, expanded and marked stays so, and stays where it is on the screen.

        Args:
            entities: None while they are not known yet.
            chosen: the one whose mentions are lit.
            length: of the text, in code points.
            waiting: what to say where there is nothing to list.
            about: tells what an expanded name shows.
            rejected: what a person said is no name.
        """
        if entities is not self._entities:
            found = entities or ()
            self.view.expanded = [new for one in self.view.expanded if (new := counterpart(one, found))]
            self.marked = counterpart(self.marked, found) if self.marked else None
        self._entities, self._length = entities or (), length
        self._chosen = _here(chosen, self._entities) if chosen else None
        self._waiting, self._about, self.view.rejected = waiting, about or self._about, rejected
        self.lay_out()

    def lay_out(self) -> None:
        """Make the rows anew, after the view has changed; the highlighted one keeps its place on the screen."""
        before, top = self.here, int(self.scroll_offset.y)
        anchor = self.highlighted if self.highlighted is not None else top
        kept = before or (self._rows[top] if top and top < len(self._rows) else None)
        self._rows = rows(self._entities, self.view, self._about)
        place = _place_of(kept, anchor, self._rows)
        self.highlighted = place if before is not None else None
        self.virtual_size = Size(self.size.width, max(len(self._rows), 1))
        if place is not None:
            self._scroll(top + place - anchor)
        self._reveal()
        self._entitle()
        self.refresh()

    def _entitle(self) -> None:
        names = sum(one.kind not in VALUE_KINDS for one in self._entities)
        order = "" if self.view.order == ORDERS[0] else f" by {self.view.order}"
        typed = f" /{self.view.typed}" if self.view.typed else ""
        if typed:
            names = sum(row.part == "name" and row.entity.kind not in VALUE_KINDS for row in self._rows if row.entity)
        self.border_title = Content(f"Entities{f' {names}' if names or typed else ''}{order}{typed}")

    # --- moving

    def take(self, event: events.Key) -> bool:
        """Move; whether the key was one for it."""
        page = max(1, self.size.height - 1)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": page, "space": page, "pageup": -page}
        key = event.character if event.character in {"j", "k", "g", "G"} else event.key
        if key in steps:
            self.move(steps[key])
        elif key in {"g", "home"}:
            self.move(-len(self._rows))
        elif key in {"G", "end"}:
            self.move(len(self._rows))
        else:
            return False
        return True

    def move(self, step: int) -> None:
        """Move the highlight by so many rows, as far as there are any; headings are passed over."""
        if not any(row.can_be_chosen for row in self._rows):
            return
        start = self.highlighted if self.highlighted is not None else (-1 if step > 0 else 0)
        index = max(0, min(start + step, len(self._rows) - 1))
        forward = [at for at in range(index, len(self._rows)) if self._rows[at].can_be_chosen][:1]
        back = next((at for at in range(index, -1, -1) if self._rows[at].can_be_chosen), None)
        self.highlight(forward[0] if forward and (step >= 0 or back is None) else back)

    def highlight(self, index: int | None) -> None:
        """Highlight a row and bring it onto the screen."""
        self.highlighted = index
        self._reveal()
        self.refresh()

    def filter(self, typed: str) -> None:
        """Show the names alone that hold what was typed; the first of them is highlighted, if none was."""
        self.view.typed = typed
        self.lay_out()
        if self.highlighted is None or not self._rows:
            self.move(0)

    def change_order(self) -> None:
        """Sort in the next of the orders."""
        self.view.order = ORDERS[(ORDERS.index(self.view.order) + 1) % len(ORDERS)]
        self.lay_out()

    def toggle_fold(self) -> None:
        """Unfold what the highlighted row folds away, or fold it."""
        if self.here is not None and self.here.part == "fold":
            self.view.unfolded ^= {VALUES} if VALUES in self.here.text else {REJECTED}
            self.lay_out()

    def find(self, entity: Entity) -> int | None:
        """The row of a name."""
        return next((at for at, row in enumerate(self._rows) if row.part == "name" and row.entity == entity), None)

    def _reveal(self) -> None:
        if self.highlighted is None or not self.size.height:
            return
        first = self.highlighted
        while first and not self._rows[first - 1].can_be_chosen and self.highlighted - first < 1:
            first -= 1  # the heading of a section comes along
        top = int(self.scroll_offset.y)
        if first < top:
            self._scroll(first)
        elif self.highlighted >= top + self.size.height:
            self._scroll(self.highlighted - self.size.height + 1)

    def _scroll(self, row: int) -> None:
        row = max(0, min(row, len(self._rows) - self.size.height))
        if row != self.scroll_offset.y:
            self.scroll_to(y=row, animate=False, immediate=True)

    # --- drawing

    def on_resize(self) -> None:
        """Other rows fit."""
        self.virtual_size = Size(self.size.width, max(len(self._rows), 1))
        self._reveal()
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme, or the focus went: rows look different now."""
        self._styles.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        index = y + int(self.scroll_offset.y)
        base, width = self.rich_style, self.scrollable_content_region.width
        if not self._rows and not index:
            return Strip([Segment(set_cell_size(self._waiting, width), base + self._look("less"))], width)
        if index >= len(self._rows):
            return Strip.blank(width, base)
        if index == self.highlighted:
            base += self._look("here")
        found = pieces(self._rows[index], width, self._length, self._chosen, self.marked)
        drawn = [Segment(text, base + self._look(look) if look else base) for text, look in found]
        return Strip(Segment.simplify(Segment.adjust_line_length(drawn, width, base)), width).apply_meta({"row": index})

    def _look(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = part_style(self, f"entities--{name}")
        return self._styles[name]

    # --- the mouse

    def on_click(self, event: events.Click) -> None:
        """Choose the row that is clicked."""
        index = event.style.meta.get("row")
        if isinstance(index, int) and index < len(self._rows) and self._rows[index].can_be_chosen:
            self.highlight(index)
            self.post_message(self.Picked())


def _here(chosen: Entity, entities: Sequence[Entity]) -> Entity | None:
    """The row of the chosen name, which may have been chosen in another document."""
    return chosen if chosen in entities else next((one for one in entities if is_same(one, chosen)), None)


def _place_of(kept: Row | None, index: int, listed: Sequence[Row]) -> int | None:
    """Where a row stands now: the same one, else the same name's, else the nearest to where it stood."""
    if kept is None or not listed:
        return None
    entity = kept.entity
    if entity is not None:
        present = [row.entity for row in listed if row.part == "name" and row.entity]
        entity = counterpart(entity, present)
    alike = [
        (row.text != kept.text, at)
        for at, row in enumerate(listed)
        if (row.part, row.entity) == (kept.part, entity) and (entity is not None or row.text[:4] == kept.text[:4])
    ]
    if alike:
        return min(alike)[1]
    if entity is not None:
        return next((at for at, row in enumerate(listed) if row.part == "name" and row.entity == entity), None)
    nearest = sorted(range(len(listed)), key=lambda at: abs(at - index))
    return next((at for at in nearest if listed[at].can_be_chosen), None)
