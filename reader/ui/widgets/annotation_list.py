"""The list of annotations: a tree of links unless sorted otherwise, filtered by a line of simple words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.style import Style
from textual.content import Content

from reader.annotations.annotation_query import NO_LINKS, AnnotationQuery, Vocabulary, annotation_query, links_of
from reader.annotations.document_records import DocumentRecords
from reader.annotations.link_targets import Linked, across
from reader.annotations.list_order import BY_LINKS, ORDERS, arranged
from reader.annotations.listed_rows import ListedAnnotation, ListedRows, RowIds
from reader.config.settings import annotator_name
from reader.config.settings_in_force import SettingsInForce
from reader.model.annotation import DETACHED, MOVED, Annotation, Link
from reader.model.annotation_values import choices_text
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
        self.asked = AnnotationQuery()  # what the filter asks for
        self._store = short_path(Path(store))
        self._settings = settings
        self._records: DocumentRecords | None = None
        self._rows = ListedRows((), lambda _: None)

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
        kept, place = own, records.place_of if records else None
        self.asked = AnnotationQuery()
        if self.filter and records:
            now = self._settings.now
            vocabulary = Vocabulary([*names, *records.counts()], now.link_kinds, now.value_names)
            self.asked = annotation_query(self.filter, vocabulary)
            kept, place = _kept(self.asked, records, own, foreign, links), None
        rows = self._rows = arranged(kept, foreign, links, self.order, names, place)
        self.fill(RowIds(rows), lambda index: self._pieces(rows[index]), self._nothing(len(own)))
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
        return self._row(self.highlighted or "")

    def annotation(self, row: str) -> Annotation | None:
        """The annotation of the row of that id."""
        found = self._row(row)
        return found.annotation if found else None

    def _row(self, row: str) -> ListedAnnotation | None:
        index = self._rows.row_of(row)
        return self._rows[index] if index is not None else None

    def highlight_annotation(self, annotation: Annotation) -> None:
        """Highlight the first row of an annotation, if it is listed; nothing is said of it."""
        index = self._rows.first_row_of(annotation.id)
        if index is not None:
            with self.prevent(self.Moved):
                self.highlight(self._rows[index].id)

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
        choices = choices_text(one)
        return [
            *pieces,
            (f" {flags}{' ' if flags else ''}", "less" if row.is_again else None),
            *([(f"{safe_text(choices)} ", "less")] if choices else ()),
            (quote, "less" if row.is_again else None),
        ]


def _kept(
    query: AnnotationQuery,
    records: DocumentRecords,
    own: Iterable[Annotation],
    foreign: Iterable[Annotation],
    links: Iterable[Link],
) -> list[Annotation]:
    """Those of a document's annotations that are asked for."""
    labels = {one.id: one.label for one in (*own, *foreign)}
    linked = links_of(((link.source, link.target, link.kind) for link in links), labels)
    names = f"{records.article.page.path}\n{records.article.title or ''}"
    return [one for one in own if query.keeps(one, linked.get(one.id, NO_LINKS), names)]
