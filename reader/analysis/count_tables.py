"""What the tables of counts show: their columns and cells, for the command line and for the reader's screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.analysis.label_counts import LabelCount, total_of
from reader.analysis.label_overlaps import LabelOverlap
from reader.analysis.quotation_rows import Cell

#: What the rows of a table of counts are of, as its first column is called.
DOCUMENT, SPEAKER = "document", "speaker"
#: What the last row of counts is called, and the article's own voice among speakers.
TOTAL, NOBODY = "total", "(nobody named)"
OVERLAP_COLUMNS = ("label", "other label", "pairs", "same passage", "inside", "crossing", "documents")


def count_columns(what: str, labels: Iterable[str]) -> tuple[str, ...]:
    """The columns: what the rows are of, all annotations, those of each label, and for speakers the documents."""
    return what, TOTAL, *labels, *_more(what)


def count_cells(what: str, row: LabelCount, labels: Iterable[str]) -> list[Cell]:
    """The cells of one document or speaker."""
    name = row.name or (NOBODY if what == SPEAKER else "")
    return [name, row.counts.total(), *(row.counts[label] for label in labels), *(row.documents for _ in _more(what))]


def total_cells(what: str, rows: Iterable[LabelCount], labels: Iterable[str]) -> list[Cell]:
    """The cells of all rows together; documents are not summed up, since speakers share them."""
    whole = total_of(rows)
    return [TOTAL, whole.total(), *(whole[label] for label in labels), *("" for _ in _more(what))]


def overlap_cells(row: LabelOverlap) -> list[Cell]:
    """The cells of two labels."""
    return [row.label, row.other, row.pairs, row.same, row.inside, row.crossing, row.documents]


def _more(what: str) -> Sequence[str]:
    return ("documents",) if what == SPEAKER else ()
