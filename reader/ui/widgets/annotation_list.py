"""The list of annotations: a tree of links unless sorted otherwise, filtered by a line of simple words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.style import Style
from textual.content import Content

from reader.annotations.annotation_filter import BY_LINKS, ORDERS, ListedAnnotation, arranged, keeper
from reader.annotations.document_records import DocumentRecords
from reader.annotations.link_targets import Linked, across
from reader.config.settings import annotator_name
from reader.config.settings_in_force import SettingsInForce
from reader.model.annotation import DETACHED, MOVED, Annotation
from reader.system.safe_text import safe_text
from reader.ui.theme.label_styles import label_mark, label_style, link_look, link_mark
from reader.ui.widgets.counters import counter, short_path, title_with
from reader.ui.widgets.row_list import Pieces, RowList

#: Levels of the tree that are moved in; what is deeper stands under them.
_DEEPEST = 6
#: Code points of a passage that a row is made of; no list is wider.
_SHOWN = 200
#: Code points of the name of whoever made it.
_NAME = 12


class AnnotationList(RowList):
    """The annotations of one document, and those of others that are linked with them.

    Args:
        settings: the labels.
        store: what it is called; that stands in the title.
    """

    def __init__(self, settings: SettingsInForce, store: str, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__("Annotations", id=id)
        self.order = BY_LINKS
        self.filter = ""
        self._store = short_path(Path(store))
        self._settings = settings
        self._records: DocumentRecords | None = None
        self._rows: dict[str, ListedAnnotation] = {}

    def show(self, records: DocumentRecords | None, others: Iterable[Linked] = ()) -> None:
        """List them.

        Args:
            records: of the document; None where there is none.
            others: the other documents, for the links across.
        """
        if records is not self._records:
            self.begin_anew()
        self._records = records
        own = [*records.annotations, *records.detached] if records else []
        links, foreign = across(records, others) if records else ([], [])
        names = [label.name for label in self._settings.now.labels]
        linked = {identifier for link in links for identifier in (link.source, link.target)}
        keep = keeper(self.filter, names, linked)
        kept = [one for one in own if keep(one)] if self.filter else own
        rows = arranged(kept, foreign, links, self.order, names)
        self._rows = {f"{row.annotation.id}/{row.link.id}" if row.link else row.annotation.id: row for row in rows}
        self.fill(list(self._rows), lambda index: self._pieces(rows[index]), self._nothing(len(own)))
        count = counter(len(kept) if self.filter else None, len(own)) if own else ""
        chosen = [f"by {self.order}" if self.order != BY_LINKS else "", self.filter]
        self.border_title = Content(title_with("Annotations", count, chosen if any(chosen) else [self._store]))

    def step_order(self) -> str:
        """Go on to the next order; ``show`` draws it."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        return self.order

    @property
    def row(self) -> ListedAnnotation | None:
        """The highlighted row."""
        return self._rows.get(self.highlighted or "")

    def annotation(self, row: str) -> Annotation | None:
        """The annotation of the row of that id."""
        found = self._rows.get(row)
        return found.annotation if found else None

    def highlight_annotation(self, annotation: Annotation) -> None:
        """Highlight the first row of an annotation, if it is listed; nothing is said of it."""
        row = next((key for key, row in self._rows.items() if row.annotation.id == annotation.id), None)
        if row is not None:
            with self.prevent(self.Moved):
                self.highlight(row)

    def is_foreign(self, annotation: Annotation) -> bool:
        """Whether an annotation is one of another document."""
        return self._records is None or self._records.get(annotation.id) is None

    def _nothing(self, count: int) -> str:
        if count:
            return "none of these: esc shows all"
        tag, down = (self._settings.now.labels[0].key, "j")
        return f"none yet: {down} goes on, {tag} tags"

    def _pieces(self, row: ListedAnnotation) -> Pieces:
        one = row.annotation
        label = self._settings.now.label(one.label)
        pieces: list[tuple[str, Style | str | None]] = []
        if row.link is not None:
            pieces.append(("  " * (min(row.depth, _DEEPEST) - 1) + "└", "less"))
            pieces.append((link_mark(row.link.kind), link_look(row.link.kind) or None))
        pieces.append((label_mark(label), label_style(label)))
        flags = "".join(
            mark
            for mark, is_on in (
                ("↗", self.is_foreign(one)),
                ("↻", row.is_again),
                ("→", one.anchor == MOVED),
                ("?", one.anchor == DETACHED),
                ("@", bool(one.attributed_to)),
                ("✎", bool(one.note)),
            )
            if is_on
        )
        quote = " ".join(one.quote[:_SHOWN].split())
        if one.annotator not in {"", annotator_name(self._settings.now)}:
            quote = f"{safe_text(one.annotator[:_NAME])}: {quote}"
        return [*pieces, (f" {flags}{' ' if flags else ''}{quote}", "less" if row.is_again else None)]
