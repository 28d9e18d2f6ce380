"""The four tables of annotations as the table screen shows them: columns, cells, totals, and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.analysis.count_tables import (
    DOCUMENT,
    NOBODY,
    OVERLAP_COLUMNS,
    SPEAKER,
    count_cells,
    count_columns,
    overlap_cells,
    total_cells,
)
from reader.analysis.label_counts import LabelCount
from reader.config.settings import Settings
from reader.model.annotation_values import values_of, values_text
from reader.ui.theme.label_styles import label_style
from reader.ui.widgets.shown_table import ShownTable, TablePlace
from reader.ui.widgets.table_columns import Column
from reader.workspace.fulltext.annotation_tables import DocumentCount, GatheredTables, Narrowing

if TYPE_CHECKING:
    from rich.style import Style

    from reader.analysis.label_overlaps import LabelOverlap
    from reader.analysis.quotation_rows import Cell
    from reader.workspace.fulltext.annotation_answers import FoundAnnotation

#: The tables, in the order of their tabs; a file of one is called so too.
TABS = QUOTATIONS, LABELS, OVERLAPS, SPEAKERS = "quotations", "labels", "overlaps", "speakers"
#: Cells of a file's name, and of a note, before others have all they need.
_FILE, _NOTE = 26, 22


@dataclass
class AnnotationView:
    """The tables of what words and a cell ask for, and where one is in each. See ``TableView``.

    Attributes:
        narrowing: the cell, of the view that this one was reached from.
        inherited: the words of that view.
        gathered: the tables so far.
        is_stale: something was changed since they were begun.
    """

    narrowing: Narrowing = field(default_factory=Narrowing)
    inherited: str = ""
    tab: int = 0
    words: str = field(init=False)
    gathered: GatheredTables = field(default_factory=GatheredTables)
    is_stale: bool = False
    _places: dict[int, TablePlace] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.inherited

    @property
    def title(self) -> str:
        """What it is narrowed to."""
        return f"TABLES: {self.narrowing.said}" if self.narrowing else "TABLES of the annotations of all documents"

    @property
    def placeholder(self) -> str:
        """What can be typed to filter them: all four are tables of annotations."""
        return "claim by:NAME since:7d without:evidence"

    @property
    def place(self) -> TablePlace:
        """Where one is in the table that is shown."""
        return self._places.setdefault(self.tab, TablePlace())

    def begin(self) -> GatheredTables | None:
        """The tables are asked for: what is kept of an earlier answer, if that was whole."""
        self.is_stale = False
        if self.gathered.is_whole:
            return self.gathered
        self.gathered = GatheredTables()
        return None

    def filter(self, words: str) -> None:
        """Other words: orders and columns stay, and the rows begin at the top."""
        self.words, self.gathered = words, GatheredTables()
        self._places = {
            tab: TablePlace(one.column, one.sorted_by, one.is_descending) for tab, one in self._places.items()
        }


def labels_of(view: AnnotationView, settings: Settings) -> list[str]:
    """The columns of labels: those in force, then others that are used."""
    in_force = [label.name for label in settings.labels]
    return [*in_force, *sorted(view.gathered.whole.keys() - set(in_force))]


def shown_table(view: AnnotationView, settings: Settings) -> ShownTable:
    """The table of the view's tab."""
    table = _TABLES[TABS[view.tab]](view, settings)
    return replace(table, is_stale=view.is_stale and view.gathered.is_whole)


def narrowed(view: AnnotationView, row: object, column: int, settings: Settings) -> Narrowing | None:
    """The annotations behind the cell of a row of counts; None where there are none.

    Args:
        view: which table it is a row of.
        row: a row of it.
        column: counted from 0.
        settings: with the labels.
    """
    labels, behind = labels_of(view, settings), view.narrowing
    label = labels[column - 2] if 2 <= column < len(labels) + 2 else ""
    if isinstance(row, DocumentCount):
        behind, counts = behind.within(row.document), row.counted.counts
    elif isinstance(row, LabelCount):
        behind, counts = behind.of_speaker(row.name, row.name or NOBODY), row.counts
    else:
        overlap: LabelOverlap = row  # type: ignore[assignment]
        return behind.of_pair(overlap.label, overlap.other)
    if not label:
        return behind
    return behind.of_label(label) if counts[label] else None


def columns_and_rows(view: AnnotationView, settings: Settings) -> tuple[Sequence[str], list[Sequence[Cell]]]:
    """A table of counts as ``nrc-reader table`` prints it, totals included."""
    table = shown_table(view, settings)
    rows = [table.cells(row) for row in table.rows]
    return [one.name for one in table.columns], [*rows, *([table.totals] if table.totals else [])]


def _said(view: AnnotationView, what: str) -> str:
    """How much there is, and what is missing."""
    gathered = view.gathered
    of = f" of {gathered.total:,}" if gathered.total is not None else ""
    parts = [what if gathered.is_whole else f"{gathered.read:,}{of} annotations read so far: {what}"]
    if gathered.behind:
        parts.append(f"{_count(gathered.behind, 'document')} of the store not read yet")
    elif gathered.is_whole and not gathered.is_over:
        parts.append("comparing with the store")
    if gathered.problem:
        parts.append(gathered.problem)
    return "; ".join(parts)


def _count(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def _coloured(settings: Settings) -> Callable[[Cell], Style]:
    return lambda cell: label_style(settings.label(str(cell)))


def _empty(view: AnnotationView, none: str) -> str:
    return none if view.gathered.is_whole else "nothing yet"


def _quotations(view: AnnotationView, settings: Settings) -> ShownTable:
    gathered = view.gathered
    columns = (
        Column("label", most=12, look=_coloured(settings)),
        Column("quote"),
        Column("document", rank=1, most=_FILE, keeps_end=True, look=lambda _: "less"),
        Column("note", rank=4, most=_NOTE),
        Column("speaker", rank=2, most=16),
        Column("annotator", rank=3, most=12),
        Column("values", rank=5, most=24),
        Column("start", is_number=True, rank=7),
        Column("end", is_number=True, rank=9),
        Column("anchor", rank=8, most=10),
        Column("created_at", rank=6, most=20),
    )

    def cells(found: FoundAnnotation) -> Sequence[Cell]:
        one = found.annotation
        return (
            one.label, one.quote, found.document.path, one.note, one.attributed_to, one.annotator,
            values_text(values_of(one)), one.start, one.end, one.anchor, one.created_at,
        )  # fmt: skip

    listed = len(gathered.found)
    said = f"{_count(gathered.read, 'quotation')} in {_count(len(gathered.documents), 'document')}"
    if gathered.is_whole and listed < gathered.read:
        said += f", the first {listed:,} are listed"
    counts = ", ".join(f"{name} {gathered.whole[name]:,}" for name in labels_of(view, settings) if gathered.whole[name])
    return ShownTable(
        columns,
        gathered.found,
        cells,
        lambda found: found.annotation.id,
        _said(view, f"{said} ({counts})" if counts else said),
        empty=_empty(view, "no annotation is tagged so"),
        is_whole=gathered.is_whole,
    )


def _counted_columns(what: str, labels: Sequence[str], settings: Settings) -> list[Column]:
    """The first labels stay longest."""
    in_force = {label.name for label in settings.labels}
    columns = []
    for place, name in enumerate(count_columns(what, labels)):
        is_label = 2 <= place < 2 + len(labels)
        rank = 0 if place < 2 else 2 + (name not in in_force) if is_label else 1
        columns.append(Column(name, is_number=place > 0, rank=rank, keeps_end=what == DOCUMENT))
    return columns


def _labels(view: AnnotationView, settings: Settings) -> ShownTable:
    labels, gathered = labels_of(view, settings), view.gathered

    def cells(row: DocumentCount) -> Sequence[Cell]:
        return count_cells(DOCUMENT, row.counted, labels)

    whole = LabelCount("", gathered.whole)
    return ShownTable(
        _counted_columns(DOCUMENT, labels, settings),
        gathered.documents,
        cells,
        lambda row: row.document.path,
        _said(view, _count(len(gathered.documents), "document")),
        total_cells(DOCUMENT, [whole], labels) if gathered.documents else (),
        _empty(view, "no annotation is tagged so"),
        gathered.is_whole,
        has_cells=True,
    )


def _speakers(view: AnnotationView, settings: Settings) -> ShownTable:
    labels, gathered = labels_of(view, settings), view.gathered

    def cells(row: LabelCount) -> Sequence[Cell]:
        return count_cells(SPEAKER, row, labels)

    whole = LabelCount("", gathered.whole)
    named = len(gathered.speakers) - bool(gathered.speakers and not gathered.speakers[-1].name)
    return ShownTable(
        _counted_columns(SPEAKER, labels, settings),
        gathered.speakers,
        cells,
        lambda row: row.name,
        _said(view, _count(named, "speaker")),
        total_cells(SPEAKER, [whole], labels) if gathered.speakers else (),
        _empty(view, "no annotation is tagged so"),
        gathered.is_whole,
        has_cells=True,
    )


def _overlaps(view: AnnotationView, settings: Settings) -> ShownTable:
    gathered, look = view.gathered, _coloured(settings)
    ranks = (0, 0, 0, 2, 3, 4, 1)
    columns = [
        Column(name, is_number=place > 1, rank=rank, look=look if place < 2 else None)
        for place, (name, rank) in enumerate(zip(OVERLAP_COLUMNS, ranks, strict=True))
    ]
    pairs = sum(row.pairs for row in gathered.overlaps)
    return ShownTable(
        columns,
        gathered.overlaps,
        overlap_cells,
        lambda row: (row.label, row.other),
        _said(view, f"{_count(pairs, 'pair')} of overlapping annotations"),
        empty=_empty(view, "no annotations overlap"),
        is_whole=gathered.is_whole,
    )


_TABLES: dict[str, Callable[[AnnotationView, Settings], ShownTable]] = {
    QUOTATIONS: _quotations,
    LABELS: _labels,
    OVERLAPS: _overlaps,
    SPEAKERS: _speakers,
}
