"""The shape of the tables of what several annotators did: rows, what they are narrowed to, and where one is in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader.store.store_protocol import StoreError
from reader.ui.theme.label_styles import label_style
from reader.ui.widgets.shown_table import ShownTable, TablePlace
from reader.ui.widgets.table_columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

    from reader.analysis.quotation_rows import Cell
    from reader.config.settings import Settings
    from reader.model.document import Stored
    from reader.model.spans import Span
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store

#: The tables, in the order of their tabs.
TABS = AGREEMENT, DISAGREEMENTS, FINDINGS, FATES, CONFUSION, CONTESTED, RULES = (
    "agreement", "disagreements", "findings", "my tags", "confusion", "contested", "rules",
)  # fmt: skip
#: What can be typed to filter each.
_PLACEHOLDERS = {
    AGREEMENT: "a label",
    DISAGREEMENTS: "words of a row: boundary claim, a document, a quote",
    FINDINGS: "words of a row: a rule, a label, a document, a quote",
    FATES: "words of a row: dropped, a label, a document, a quote",
    CONFUSION: "a label",
    CONTESTED: "words of a row: a document, a sentence, who tagged what",
    RULES: "words of a rule",
}
#: Cells of columns before others have all they need.
LABEL_CELLS, SIDE_CELLS, QUOTE_CELLS, FILE_CELLS, RULE_CELLS = 14, 24, 20, 14, 18


class Dispute(NamedTuple):
    """What a row of disagreements is about.

    Attributes:
        path: of the document.
        span: code points of its text, zero-based, half-open; None for a link.
        sides: the labels of each annotator who tagged something, by name.
        target: the id of the annotation that the link of the row leads to; empty for passages.
        rule: of the guideline that was the reason of the decision; empty for none.
    """

    path: str
    span: Span | None
    sides: Mapping[str, Sequence[str]]
    target: str = ""
    rule: str = ""


class Narrowing(NamedTuple):
    """What the disagreements are narrowed to.

    Attributes:
        said: what that is.
        holds: whether it is so of a row.
        empty: what is said where it is so of none.
    """

    said: str
    holds: Callable[[TeamRow], bool]
    empty: str = "no disagreement is about that"


class TeamRow(NamedTuple):
    """A row of one of the tables.

    Attributes:
        cells: of all columns.
        labels: those that it is about.
        key, annotation: the annotation it leads to, and the document that holds it; empty for none.
        kind: what else tells it from other rows that lead there.
        dispute: of a row of disagreements; None for others.
        narrowings: the disagreements that it leads to instead, for each column, or one for all of them; None where
            there are none.
    """

    cells: tuple[Cell, ...]
    labels: tuple[str, ...] = ()
    key: str = ""
    annotation: str = ""
    kind: str = ""
    dispute: Dispute | None = None
    narrowings: tuple[Narrowing | None, ...] = ()


class TeamTable(NamedTuple):
    """A table as it was read.

    Attributes:
        columns, rows: all of them.
        said: what is said below the rows.
        empty: what is said where there is no row.
        has_cells: whether enter asks for the cell, not for the row.
    """

    columns: Sequence[Column]
    rows: Sequence[TeamRow]
    said: str
    empty: str
    has_cells: bool = False


#: Reads tables, by their tabs: from a store, with the settings and the files that may be opened.
ReadTables = Callable[["Store", "Settings", "AllowedFiles"], Mapping[str, TeamTable]]


@dataclass
class TeamView:
    """One of the tables, and where one is in it. See ``TableView``.

    Attributes:
        narrowing: what its rows are narrowed to; None for nothing.
        came_from: the table that one came from by enter; None for none.
        read: the table; None until it is there.
        rows: those of its rows that the words and the narrowing ask for.
        is_being_read: whether a thread reads it.
        is_stale: something was changed since it was begun.
        problem: why it cannot be read; empty where it can.
    """

    tab: int
    words: str = ""
    narrowing: Narrowing | None = None
    came_from: int | None = None
    place: TablePlace = field(default_factory=TablePlace)
    read: TeamTable | None = None
    rows: Sequence[TeamRow] = ()
    is_being_read: bool = False
    is_stale: bool = False
    problem: str = ""

    @property
    def title(self) -> str:
        """What it is, and what it is narrowed to."""
        return f"AGREEMENT AND CHECKS: {self.narrowing.said if self.narrowing is not None else TABS[self.tab]}"

    @property
    def placeholder(self) -> str:
        """What can be typed to filter it."""
        return _PLACEHOLDERS[TABS[self.tab]]

    def shown(self, hint: str) -> ShownTable:
        """As the table screen takes it; ``hint`` says how disagreements are decided."""
        read = self.read
        if read is None:
            said = self.problem or "reading the store"
            return ShownTable((Column(TABS[self.tab]),), (), _cells, _identity, said, empty=said, is_whole=False)
        is_all = len(self.rows) == len(read.rows)
        said = read.said if is_all else f"{len(self.rows):,} of {read.said}"
        said += f"; {self.problem}" if self.problem else ""
        said += f"; {hint}" if TABS[self.tab] == DISAGREEMENTS and read.rows else ""
        none = self.narrowing.empty if self.narrowing is not None and not self.words else "no row has these words"
        empty = read.empty if not read.rows else none
        return ShownTable(
            read.columns, self.rows, _cells, _identity, said, empty=empty, is_stale=self.is_stale,
            has_cells=read.has_cells,
        )  # fmt: skip


def _cells(row: TeamRow) -> Sequence[Cell]:
    return row.cells


def _identity(row: TeamRow) -> object:
    return row.key, row.annotation, row.kind


def matching(rows: Sequence[TeamRow], words: str, narrowing: Narrowing | None) -> Sequence[TeamRow]:
    """The rows that hold each of the words, whatever their case, and are narrowed so; all for neither."""
    wanted = words.casefold().split()
    if not wanted and narrowing is None:
        return rows
    found = [row for row in rows if narrowing is None or narrowing.holds(row)]
    for word in wanted:
        found = [row for row in found if any(word in str(cell).casefold() for cell in row.cells)]
    return found


def coloured(settings: Settings) -> Callable[[Cell], Style]:
    """How a label looks."""
    return lambda cell: label_style(settings.label(str(cell)))


def dim(_: Cell) -> str:
    """How what is less important looks."""
    return "less"


def documents_of(store: Store) -> list[Stored]:
    """The documents that can be read, in the order of their paths."""

    def each() -> Iterator[Stored]:
        for key in store.keys():
            with suppress(StoreError):  # what cannot be read is said when the store is opened
                yield store.load(key, with_copies=True)

    return sorted(each(), key=lambda one: (one.document.path, one.document.sha256))
