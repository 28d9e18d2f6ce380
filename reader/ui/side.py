"""The lists beside the articles: documents, entities by kind, annotations. Flat to thousands of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.annotations.notebook import Notebook
from reader.entities.entity import KINDS, VALUE_KINDS, Entity
from reader.settings import Settings
from reader.ui.library import Entry
from reader.ui.styles import label_mark, label_style

_HEADINGS = {
    "person": "People",
    "organisation": "Organisations",
    "country": "Countries",
    "place": "Places",
    "group": "Groups",
    "event": "Events",
    "law": "Laws and treaties",
    "product": "Products and weapons",
    "work": "Works",
}
VALUES = "values"


class SideList(OptionList):
    """A list that moves with ``j`` and ``k`` too."""

    DEFAULT_CSS = """
    SideList {
        height: 1fr; border: none; border-top: solid $panel; border-title-color: $text-muted; background: $surface;
        padding: 0 1 0 0; text-wrap: nowrap; text-overflow: ellipsis; overflow-x: hidden; scrollbar-size-vertical: 1;
    }
    SideList:focus { border: none; border-top: solid $primary; border-title-color: $text; border-title-style: bold; }
    #entities { height: 3fr; }
    #annotations { height: 2fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
    ]

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False)
        self._title = title
        self.border_title = Content(title)

    def action_page_up(self) -> None:
        """As OptionList, which fails on a list that was never drawn."""
        if self.size.height:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """As above."""
        if self.size.height:
            super().action_page_down()  # type: ignore[no-untyped-call]

    @property
    def chosen_id(self) -> str | None:
        """The id of the highlighted row, while the list has the focus."""
        if not self.has_focus or self.highlighted is None:
            return None
        return self.get_option_at_index(self.highlighted).id

    def fill(self, options: Iterable[Option], empty: str, *, count: int = 0) -> None:
        """Show other rows; the highlighted one stays highlighted if it is still there."""
        rows = list(options) or [Option(Content.styled(empty, "dim"), disabled=True)]
        kept = self.get_option_at_index(self.highlighted).id if self.highlighted is not None else None
        self.clear_options()
        self.add_options(rows)
        self.border_title = Content(f"{self._title} {count}" if count else self._title)
        if kept is not None:
            index = next((index for index, row in enumerate(rows) if row.id == kept), None)
            if index is not None:
                self.highlighted = index


class DocumentList(SideList):
    """The documents; those that were left out say why."""

    _rows: Sequence[Content] = ()

    def show(self, entries: Sequence[Entry], shown: Sequence[Entry]) -> None:
        """List them, the ones on the screen marked; draws only the rows that differ, since there may be thousands."""
        rows = [document_row(entry, entry in shown) for entry in entries]
        if rows and len(rows) == len(self._rows):
            for index, (before, row) in enumerate(zip(self._rows, rows, strict=True)):
                if before != row:
                    self.replace_option_prompt_at_index(index, row)
        else:
            options = (Option(row, id=str(index)) for index, row in enumerate(rows))
            self.fill(options, "no documents", count=len(rows))
        self._rows = rows


def document_row(entry: Entry, is_shown: bool) -> Content:
    """One row of a documents list: what is on the screen, how much is tagged, what was left out and why."""
    if entry.problem:
        return Content.styled(f"✗ {entry.name}: {entry.problem}", "dim")
    tagged = sum(entry.opened.notebook.counts().values()) if entry.opened else 0
    row = Content(f"{'▸' if is_shown else ' '} {entry.name}")
    return row + Content.styled(f"  {tagged}", "dim") if tagged else row


class EntityList(SideList):
    """People, organisations, places ... with their counts; dates and figures folded away as values."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__("Entities", id=id)
        self._unfolded = False
        self._entities: Sequence[Entity] = ()

    def show(self, entities: Sequence[Entity] | None, chosen: Entity | None, waiting: str) -> None:
        """List them by kind, most mentioned first.

        Args:
            entities: None while they are not known yet.
            chosen: the one whose mentions are lit.
            waiting: what to say where there is nothing to list.
        """
        self._entities = entities or ()
        names = [one for one in self._entities if one.kind not in VALUE_KINDS]
        values = [one for one in self._entities if one.kind in VALUE_KINDS]
        rows: list[Option] = []
        for kind in KINDS:
            members = [one for one in names if one.kind == kind]
            if members:
                rows.append(Option(Content.styled(_HEADINGS.get(kind, kind), "bold"), disabled=True))
                rows += [_entity_row(one, one == chosen) for one in members]
        if values:
            fold = "▾" if self._unfolded else "▸"
            rows.append(Option(Content.styled(f"{fold} Values {len(values)}", "bold"), id=VALUES))
            rows += [_entity_row(one, one == chosen) for one in values] if self._unfolded else []
        self.fill(rows, waiting if entities is None else "no names found", count=len(names))

    def entity(self, option_id: str) -> Entity | None:
        """The entity of a row."""
        return next((one for one in self._entities if _entity_id(one) == option_id), None)

    def is_fold(self, option_id: str) -> bool:
        """Whether a row is the one that folds the values."""
        return option_id == VALUES

    def toggle_values(self) -> None:
        """Fold the values away, or show them; ``show`` draws it."""
        self._unfolded = not self._unfolded


def _entity_id(entity: Entity) -> str:
    return f"{entity.kind}:{entity.mentions[0].start}:{entity.name}"


def _entity_row(entity: Entity, is_chosen: bool) -> Option:
    text = f"{len(entity.mentions):>3} {entity.name}"
    return Option(Content.styled(text, "reverse") if is_chosen else Content(text), id=_entity_id(entity))


class AnnotationList(SideList):
    """The annotations of the document, in the order of the text; detached ones last."""

    def __init__(self, settings: Settings, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__("Annotations", id=id)
        self._settings = settings

    def show(self, notebook: Notebook | None) -> None:
        """List them."""
        attached = notebook.annotations if notebook else ()
        detached = notebook.detached if notebook else ()
        rows = []
        for one in (*attached, *detached):
            label = self._settings.label(one.label)
            mark = Content.from_rich_text(Text(label_mark(label), label_style(label)))
            flags = ("?" if one in detached else "") + ("✎" if one.note else "")
            rows.append(
                Option(mark + Content(f" {flags}{' ' if flags else ''}{' '.join(one.quote.split())}"), id=one.id)
            )
        self.fill(rows, "none yet: j goes on, c e o tag", count=len(rows))
