"""The list of names beside the articles: it keeps its place when other names come, and what a person opened in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.content import Content
from textual.message import Message

from reader.entities.identity import counterpart, is_same
from reader.model.entity import VALUE_KINDS, Entity
from reader.ui.theme.label_styles import part_style
from reader.ui.widgets.counters import counter, title_with
from reader.ui.widgets.entity_pieces import pieces
from reader.ui.widgets.entity_rows import ORDERS, REJECTED, VALUES, Details, EntityRow, View, rows
from reader.ui.widgets.row_list import Numbers, Pieces, RowList


class EntityList(RowList, inherit_bindings=False):
    """People, organisations, places ... with their counts; dates and figures folded away as values."""

    DEFAULT_CSS = """
    EntityList { height: 3fr; overflow-y: scroll; scrollbar-gutter: stable; }
    EntityList > .entities--heading { text-style: bold; }
    EntityList > .entities--less { color: $quiet; }
    EntityList > .entities--chosen { text-style: bold; color: $chosen; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"entities--heading", "entities--less", "entities--chosen"}

    class Picked(Message):
        """A row was clicked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__("Entities", id=id)
        self.view = View()
        self.marked: Entity | None = None
        self._rows: Sequence[EntityRow] = ()
        self._entities: Sequence[Entity] = ()
        self._document: object = None
        self._chosen: Entity | None = None
        self._length = 0
        self._waiting = ""
        self._about: Callable[[Entity], Details] = lambda _: Details()
        self._looks: dict[str, Style] = {}

    # --- what is shown

    @property
    def rows(self) -> Sequence[EntityRow]:
        """What is listed, on the screen or not."""
        return self._rows

    @property
    def at(self) -> int | None:
        """The index of the highlighted row."""
        return self._here

    @property
    def here(self) -> EntityRow | None:
        """The highlighted row."""
        return self._rows[self._here] if self._here is not None else None

    def show(
        self,
        entities: Sequence[Entity] | None,
        chosen: Entity | None,
        *,
        length: int = 0,
        waiting: str = "no names found",
        about: Callable[[Entity], Details] | None = None,
        rejected: Sequence[Entity] = (),
        document: object = None,
    ) -> None:
        """List them. What is highlighted, expanded and marked in a document stays so, and where it is on the screen.

        Args:
            entities: None while they are not known yet.
            chosen: the one whose mentions are lit.
            length: of the text, in code points.
            waiting: what to say where there is nothing to list.
            about: tells what an expanded name shows.
            rejected: what a person said is no name.
            document: whose names they are; nothing is carried over from one document to another, where the same
                offsets are another name's.
        """
        if document is not self._document:
            self._document = document
            self.begin_anew()
        elif entities is not self._entities:
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
        anchor = self._here if self._here is not None else top
        kept = before or (self._rows[top] if top and top < len(self._rows) else None)
        self._rows = rows(self._entities, self.view, self._about)
        place = _place_of(kept, anchor, self._rows)
        self._here = None
        self.fill(Numbers(len(self._rows)), self._pieces, self._waiting)
        self._here = place if before is not None else None
        if place is not None and top + place != anchor:
            self.scroll_to(y=max(0, top + place - anchor), animate=False, immediate=True)
        self._reveal()
        self._entitle()

    def _pieces(self, index: int) -> Pieces:
        found = pieces(self._rows[index], self.room, self._length, self._chosen, self.marked)
        return [(text, self._look(look) if look else None) for text, look in found]

    def _look(self, name: str) -> Style:
        if name not in self._looks:
            self._looks[name] = part_style(self, f"entities--{name}")
        return self._looks[name]

    def notify_style_update(self) -> None:
        """Another theme: rows look different now."""
        self._looks.clear()
        super().notify_style_update()

    def _entitle(self) -> None:
        total, typed = sum(one.kind not in VALUE_KINDS for one in self._entities), self.view.typed
        left = [row.entity for row in self._rows if row.part == "name" and row.entity and not row.is_rejected]
        found = sum(one.kind not in VALUE_KINDS for one in left) if typed else None
        order = "" if self.view.order == ORDERS[0] else f"by {self.view.order}"
        count = counter(found, total) if total or typed else ""
        self.border_title = Content(title_with("Entities", count, [order, typed]))

    def begin_anew(self) -> None:
        """As in ``RowList``; nothing is marked or expanded."""
        self.marked, self.view.expanded = None, []
        super().begin_anew()

    # --- moving

    def step(self, rows: int) -> None:
        """Move by so many rows, as far as there are any; headings are passed over."""
        free = [at for at, row in enumerate(self._rows) if row.can_be_chosen]
        if not free:
            return
        start = self._here if self._here is not None else free[0] - (rows > 0)
        wanted = max(0, min(start + rows, len(self._rows) - 1))
        on = [at for at in free if (at >= wanted if rows >= 0 else at <= wanted)]
        self.go_to((on[0] if rows >= 0 else on[-1]) if on else (free[-1] if rows >= 0 else free[0]))

    def go_to(self, index: int | None) -> None:
        """Highlight a row, by its index, and bring it onto the screen; None: none is."""
        if index is None:
            self._here = None
            self.refresh()
        else:
            self._go(index)

    def _reveal(self) -> None:
        super()._reveal()
        if self._here and not self._rows[self._here - 1].can_be_chosen and self._here - 1 < self.scroll_offset.y:
            self.scroll_to(y=self._here - 1, animate=False, immediate=True)  # the heading of a section comes along

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; headings cannot be chosen."""
        event.prevent_default()
        row = event.get_content_offset_capture(self).y + int(self.scroll_offset.y)
        if row < len(self._rows) and self._rows[row].can_be_chosen:
            self.go_to(row)
            self.post_message(self.Picked())

    def filter(self, typed: str) -> None:
        """Show the names alone that hold what was typed; the first of them is highlighted, if none was."""
        self.view.typed = typed
        self.lay_out()
        if self._here is None:
            self.step(0)

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


def _here(chosen: Entity, entities: Sequence[Entity]) -> Entity | None:
    """The row of the chosen name, which may have been chosen in another document."""
    return chosen if chosen in entities else next((one for one in entities if is_same(one, chosen)), None)


def _place_of(kept: EntityRow | None, index: int, listed: Sequence[EntityRow]) -> int | None:
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
    if alike and (entity is not None or not kept.entity):
        return min(alike)[1]
    if entity is not None:
        return next((at for at, row in enumerate(listed) if row.part == "name" and row.entity == entity), None)
    nearest = sorted(range(len(listed)), key=lambda at: abs(at - index))
    return next((at for at in nearest if listed[at].can_be_chosen), None)
