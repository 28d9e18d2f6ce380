"""The table of documents to choose from: which columns there is room for, their heads, a row, and the totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from reader.config.label import Label
from reader.ui.theme.label_styles import label_mark, label_style
from reader.ui.widgets.counters import label_counts, short_counts
from reader.ui.widgets.document_list import document_mark, note_mark
from reader.ui.widgets.entity_pieces import fitted
from reader.ui.widgets.row_list import Pieces
from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.catalogue.document_order import (
    DATE,
    FOUND,
    LANGUAGE,
    NAME,
    SOURCE,
    STATE,
    TAGS,
    WORDS,
    Order,
)
from reader.workspace.catalogue.document_totals import DocumentTotals
from reader.workspace.document_progress import BEGUN, FINISHED, Progress
from reader.workspace.library_entries import LibraryEntry

#: Cells of the marks before a name; between two columns; of the tags of one label.
_MARKS, _GAP, _LABEL = 3, 2, 4
#: The part of a row that tags may take.
_TAGS = 0.4
#: The least name beside another column: a part of a row, but within these cells. Beside the column that the table is
#: sorted by, these cells alone.
_NAME, _SHORT_NAME, _LONG_NAME, _SORTED_NAME = 0.36, 16, 30, 8
#: Cells and heads of the columns, from left to right. Numbers stand at the right end of theirs.
_CELLS = {DATE: 10, SOURCE: 18, LANGUAGE: 4, WORDS: 9, STATE: 8}
_HEADS = {NAME: "name", DATE: "date", SOURCE: "source", LANGUAGE: "lang", WORDS: "words", STATE: "state", TAGS: "tags"}
#: Which columns are given room first. State is the last: the marks before the name say it too.
_IMPORTANCE = (TAGS, DATE, WORDS, SOURCE, LANGUAGE, STATE)
_DOWN, _UP = " ↓", " ↑"
#: What stands for the number of words of a document that was not read yet.
_UNKNOWN = "·"


class DocumentColumns(NamedTuple):
    """The columns of a table that is ``room`` cells wide.

    Attributes:
        name: cells of the name.
        cells: of the columns that there is room for, by column and from left to right.
    """

    name: int
    cells: Mapping[str, int]


def columns_in(room: int, labels: Sequence[Label], order: Order) -> DocumentColumns:
    """The columns that there is room for; the one that the table is sorted by comes first."""
    tags = max(len(_HEADS[TAGS]) + len(_DOWN), min(_LABEL * len(labels), int(room * _TAGS)))
    wanted = {**_CELLS, TAGS: tags}
    if order.column in wanted:
        wanted[order.column] = max(wanted[order.column], len(_HEADS[order.column]) + len(_DOWN))
    left, taken = room - _MARKS, set[str]()
    for column in sorted(_IMPORTANCE, key=lambda one: one != order.column):
        least = _SORTED_NAME if column == order.column else max(_SHORT_NAME, min(_LONG_NAME, int(room * _NAME)))
        if left - _GAP - wanted[column] < least:
            break
        left -= _GAP + wanted[column]
        taken.add(column)
    return DocumentColumns(max(0, left), {column: cells for column, cells in wanted.items() if column in taken})


def head_of(columns: DocumentColumns, order: Order) -> str:
    """The names of the columns; an arrow stands behind the one that the table is sorted by."""
    arrow = _DOWN if order.is_descending else _UP
    cells = [" " * _MARKS + set_cell_size(_head(NAME, order, arrow), columns.name)]
    for column, width in columns.cells.items():
        said = _head(column, order, arrow)
        cells.append(said.rjust(width) if column == WORDS else said.ljust(width))
    return (" " * _GAP).join(cells)


def _head(column: str, order: Order, arrow: str) -> str:
    is_sorted = order.column == column or (column == NAME and order == Order(FOUND, is_reversed=True))
    return _HEADS[column] + (arrow if is_sorted else "")


def table_row(
    entry: LibraryEntry,
    progress: Progress,
    facts: DocumentFacts | None,
    labels: Sequence[Label],
    columns: DocumentColumns,
    *,
    is_shown: bool = False,
    same: int = 0,
) -> Pieces:
    """One row: the marks and the name as in the list at the side, then what is known of the document.

    Args:
        entry, progress, is_shown, same: as of ``document_pieces``.
        facts: None where the document was not read yet.
        labels: in the order of their tags.
        columns: which there is room for.
    """
    if entry.problem:
        return [(f"✗ {entry.name}: {entry.problem}", "less")]
    duplicate = f"{note_mark(progress)}{f'≈{same} ' if same else ''}"
    room = max(0, columns.name - cell_len(duplicate))
    told = ""
    for column, width in columns.cells.items():
        told += " " * _GAP + ("" if column == TAGS else _cell(column, facts, progress, width))
    return [
        (document_mark(is_shown, progress), None),
        *([(duplicate, "less")] if duplicate else ()),
        (set_cell_size(fitted(entry.name, room), room), Style(bold=True) if is_shown else None),
        (told, "less"),
        *(_tags(progress.counts, labels, columns.cells[TAGS]) if TAGS in columns.cells else ()),
    ]


def _cell(column: str, facts: DocumentFacts | None, progress: Progress, width: int) -> str:
    if column == STATE:
        return progress.state.ljust(width)
    if column == WORDS:
        return (_UNKNOWN if facts is None or facts.words is None else f"{facts.words:,}").rjust(width)
    if facts is None:
        return " " * width
    said = {DATE: facts.published, SOURCE: facts.source, LANGUAGE: facts.language}[column]
    return set_cell_size(said[:width] if column == DATE else fitted(said, width), width)


def _tags(counts: Mapping[str, int], labels: Sequence[Label], room: int) -> list[tuple[str, Style | str | None]]:
    """How often each label was given, each at its place where there is room; nothing where none was."""
    if not any(counts.values()):
        return []
    every = label_counts(counts, labels)
    has_places = len(every) * _LABEL <= room and max(counts.values()) < 10 ** (_LABEL - 2)
    pieces: list[tuple[str, Style | str | None]] = []
    for label, count in every:
        if not count:
            pieces += [(" " * _LABEL, None)] if has_places else []
            continue
        said = f"{count} "
        if not has_places and sum(cell_len(text) for text, _ in pieces) + 1 + len(said) > room:
            break  # more labels than there is room for: the list of annotations names them
        pieces += [
            (label_mark(label), label_style(label)),
            (said.ljust(_LABEL - 1) if has_places else said, None),
        ]
    return pieces


def totals_of(totals: DocumentTotals, total: int, labels: Sequence[Label]) -> tuple[str, str]:
    """Two lines: how many documents and words, and of how many these are known; tags, and how far they are."""
    documents = f"{totals.documents:,} documents" if totals.documents == total else _part(totals.documents, total)
    read = "" if totals.read == totals.documents else f" ({totals.read:,} of {totals.documents:,} read)"
    states = [
        (totals.states[FINISHED], FINISHED),
        (totals.states[BEGUN], BEGUN),
        (totals.unread, "unread"),
        (totals.left_out, "left out"),
    ]
    far = [f"{count:,} {state}" for count, state in states if count]
    tags = [short_counts(totals.counts, labels)] if totals.counts else []
    return f"{documents} · {totals.words:,} words{read}", " · ".join((*tags, *far))


def _part(documents: int, total: int) -> str:
    return f"{documents:,} of {total:,} documents"


class TableLines(Widget):
    """Some lines beside a table, each in one row; what changes in them lays out nothing."""

    DEFAULT_CSS = """
    TableLines { color: $quiet; height: 1; }
    """

    def __init__(self, lines: int, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.styles.height = lines
        self._lines: Sequence[str] = ()

    def say(self, *lines: str) -> None:
        """Show other lines."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> RenderResult:
        """The lines, each cut short where it does not fit."""
        return Content("\n".join(_cut(line, self.size.width) for line in self._lines))


def _cut(line: str, width: int) -> str:
    return line if cell_len(line) <= width else f"{set_cell_size(line, max(0, width - 1)).rstrip()}…"
