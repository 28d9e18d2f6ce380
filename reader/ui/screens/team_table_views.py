"""What ``agreement``, ``feedback`` and ``lint`` print, as rows and columns of the table screen.

The rows are made from the store, on a thread: agreement by label, disagreements, findings, and what became of tags.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader.store.store_protocol import StoreError
from reader.system.stdio import counted
from reader.ui.theme.label_styles import label_style
from reader.ui.widgets.shown_table import ShownTable, TablePlace
from reader.ui.widgets.table_columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

    from reader.analysis.adjudication.cases import Case
    from reader.analysis.adjudication.fates import Fate
    from reader.analysis.agreement.agreement_figures import AgreementFigures
    from reader.analysis.guideline.lint_finding import Finding
    from reader.analysis.quotation_rows import Cell
    from reader.config.settings import Settings
    from reader.exchange.comparison.store_agreement import StoreAgreement
    from reader.model.annotation import Annotation
    from reader.model.document import Stored
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store

#: The tables, in the order of their tabs.
TABS = AGREEMENT, DISAGREEMENTS, FINDINGS, FATES = "agreement", "disagreements", "findings", "my tags"
#: What the rows of agreement are called that are of no label, and what stands for a figure that means nothing.
ALL_LABELS, ALL_LINKS, _NONE = "all labels", "links", "n/a"
#: Cells of columns before others have all they need.
_LABEL, _SIDE, _QUOTE, _FILE, _RULE = 14, 24, 20, 14, 18


class TeamRow(NamedTuple):
    """A row of one of the tables.

    Attributes:
        cells: of all columns.
        labels: those that it is about.
        key, annotation: the annotation it leads to, and the document that holds it; empty for none.
        kind: what else tells it from other rows that lead there.
    """

    cells: tuple[Cell, ...]
    labels: tuple[str, ...] = ()
    key: str = ""
    annotation: str = ""
    kind: str = ""


class TeamTable(NamedTuple):
    """A table as it was read.

    Attributes:
        columns, rows: all of them.
        said: what is said below the rows.
        empty: what is said where there is no row.
    """

    columns: Sequence[Column]
    rows: Sequence[TeamRow]
    said: str
    empty: str


#: Reads a table: from a store, with the settings and the files that may be opened.
ReadTable = Callable[["Store", "Settings", "AllowedFiles"], TeamTable]


@dataclass
class TeamView:
    """One of the tables, and where one is in it. See ``TableView``.

    Attributes:
        label: the only one that rows are about; empty for all.
        read: the table; None until it is there.
        rows: those of its rows that the words and the label ask for.
        is_stale: something was changed since it was begun.
        problem: why it cannot be read; empty where it can.
    """

    tab: int
    words: str = ""
    label: str = ""
    place: TablePlace = field(default_factory=TablePlace)
    read: TeamTable | None = None
    rows: Sequence[TeamRow] = ()
    is_stale: bool = False
    problem: str = ""

    @property
    def title(self) -> str:
        """What it is, and what it is narrowed to."""
        return f"AGREEMENT AND CHECKS: {self.label or TABS[self.tab]}"

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
        empty = read.empty if not read.rows else "no row has these words"
        return ShownTable(read.columns, self.rows, _cells, _identity, said, empty=empty, is_stale=self.is_stale)


def _cells(row: TeamRow) -> Sequence[Cell]:
    return row.cells


def _identity(row: TeamRow) -> object:
    return row.key, row.annotation, row.kind


def matching(rows: Sequence[TeamRow], words: str, label: str) -> Sequence[TeamRow]:
    """The rows that hold each of the words, whatever their case, and are about the label; all for no word and label."""
    wanted = words.casefold().split()
    if not wanted and not label:
        return rows
    found = [row for row in rows if not label or label in row.labels]
    for word in wanted:
        found = [row for row in found if any(word in str(cell).casefold() for cell in row.cells)]
    return found


def _coloured(settings: Settings) -> Callable[[Cell], Style]:
    return lambda cell: label_style(settings.label(str(cell)))


def _dim(_: Cell) -> str:
    return "less"


def _documents(store: Store) -> list[Stored]:
    """The documents that can be read, in the order of their paths."""

    def each() -> Iterator[Stored]:
        for key in store.keys():
            with suppress(StoreError):  # what cannot be read is said when the store is opened
                yield store.load(key, with_copies=True)

    return sorted(each(), key=lambda one: (one.document.path, one.document.sha256))


# --- agreement


def _agreement(store: Store, settings: Settings, allowed: AllowedFiles) -> TeamTable:
    from reader.exchange.comparison.store_agreement import store_agreement

    del allowed  # the figures need files of the project alone
    columns = (
        Column("label", most=_LABEL, look=_coloured(settings)),
        *(Column(name, is_number=True) for name in ("n", "overlap F1", "exact F1", "alpha_U", "kappa", "alpha")),
    )
    found = store_agreement(store, _documents(store), settings.max_file_bytes)
    if found is None:
        return TeamTable(columns, (), "nothing to compare", "two annotators are needed")
    return TeamTable(columns, _figure_rows(found.figures), _agreement_said(found), "")


def _figure_rows(figures: AgreementFigures) -> list[TeamRow]:
    from reader.analysis.agreement.agreement_figures import ALL, FIGURES, LINK_FIGURES, LINKS

    rows = []
    for of in (*figures.labels, ALL, LINKS):
        name = ALL_LINKS if of is LINKS else of or ALL_LABELS
        values = [figures.figures[of, figure].value for figure in (LINK_FIGURES if of is LINKS else FIGURES)]
        cells = [_NONE if value is None else f"{value:.3f}" for value in values]
        cells += [""] * (len(FIGURES) - len(cells))
        rows.append(TeamRow((name, figures.counts[of].total, *cells), (of,) if of else (), kind=f"{of}"))
    return rows


def _agreement_said(found: StoreAgreement) -> str:
    """Over what the figures are, and why some mean nothing."""
    from reader.analysis.agreement.agreement_figures import LINKS

    figures, compared = found
    said = [f"{', '.join(figures.annotators)}: {counted(len(figures.documents), 'document')} that all have finished"]
    if compared.unfinished:
        said.append(f"{compared.unfinished:,} not finished by all")
    reasons: dict[str, dict[str, None]] = {}
    for (of, figure), one in figures.figures.items():
        if one.value is None:
            reasons.setdefault(one.reason, {})[ALL_LINKS if of is LINKS else figure.replace("_", " ")] = None
    said += [f"n/a: {reason} ({', '.join(names)})" for reason, names in reasons.items()]
    return "; ".join(said)


# --- disagreements


def _disagreements(store: Store, settings: Settings, allowed: AllowedFiles) -> TeamTable:
    from reader.exchange.comparison.document_disagreements import document_disagreements

    found = [*document_disagreements(store, _documents(store), allowed, settings.max_file_bytes)]
    names = sorted({name for one in found for name in one.annotators})
    columns = (
        Column("kind", most=10),
        *(Column(name, most=_SIDE, rank=max(0, place - 1)) for place, name in enumerate(names)),
        Column("document", most=_FILE, keeps_end=True, look=_dim),
    )
    rows = []
    for document, annotators, cases in found:
        for case in cases:
            sides = (_side(case, name) if name in annotators else "" for name in names)
            first = case.members[0]
            cells = (case.kind, *sides, document.path)
            rows.append(TeamRow(cells, case.labels, str(document.key), first.id, case.kind))
    said = f"{counted(len(rows), 'disagreement')} in {counted(len(found), 'document')} that two have finished"
    none = "no document is finished by two annotators" if not found else "nothing is left to decide"
    return TeamTable(columns, rows, said, none)


def _side(case: Case, name: str) -> str:
    """What an annotator has of a case: label and quote of each tag."""
    return " + ".join(_tagged(one) for one in case.sides.get(name, ())) or "–"


def _tagged(one: Annotation) -> str:
    return f"{one.label} “{one.quote}”"


# --- findings


def _findings(store: Store, settings: Settings, allowed: AllowedFiles) -> TeamTable:
    from reader.analysis.guideline.rules_file import rules_of
    from reader.analysis.guideline.tag_reading import linted

    del allowed  # the linter opens no text
    columns = (
        Column("severity", most=8),
        Column("rule", most=_RULE),
        Column("label", rank=3, most=_LABEL, look=_coloured(settings)),
        Column("quote", most=_QUOTE),
        Column("document", rank=2, most=_FILE, keeps_end=True, look=_dim),
        Column("what to do", rank=1, most=_QUOTE),
    )
    tags, found = linted(store, rules_of(store), settings.link_kinds)
    counting = [one for one in found if one.waiver is None]
    rows = []
    for one in counting:
        document = tags.documents[one.tag.document]
        cells = (one.rule.severity, one.rule.id, one.tag.label, one.tag.quote, document.path, _advice(one))
        rows.append(TeamRow(cells, (one.tag.label,), document.key, one.tag.id, one.id))
    severities = Counter(one.rule.severity for one in counting)
    parts = ", ".join(counted(count, name) for name, count in severities.items())
    said = f"{counted(len(rows), 'finding')}{f' ({parts})' if parts else ''}"
    waived = len(found) - len(counting)
    return TeamTable(columns, rows, f"{said}, {waived:,} waived" if waived else said, "nothing is found")


def _advice(one: Finding) -> str:
    """What is wrong, and what to do about it."""
    return f"{one.what}; {one.rule.message}" if one.rule.message else one.what


# --- what became of one's own tags


def _fates(store: Store, settings: Settings, allowed: AllowedFiles) -> TeamTable:
    from reader.analysis.adjudication.fates import FATES as WHATS
    from reader.analysis.adjudication.fates import KEPT
    from reader.config.settings import annotator_name
    from reader.exchange.comparison.annotator_fates import document_fates

    columns = (
        Column("became", most=8),
        Column("label", most=_LABEL, look=_coloured(settings)),
        Column("quote", most=_SIDE),
        Column("how", most=20),
        Column("rule", rank=1, most=_RULE),
        Column("note", rank=2, most=_QUOTE),
        Column("document", rank=3, most=_FILE, keeps_end=True, look=_dim),
    )
    who = annotator_name(settings)
    found = [*document_fates(store, _documents(store), who, allowed, settings.max_file_bytes)]
    each = [(document, fate) for document, fates in found for fate in fates]
    each.sort(key=lambda one: one[1].what == KEPT)  # they need no look
    rows = [
        TeamRow(_fate_cells(fate, document.path), (fate.tag.label,), str(document.key), fate.tag.id, fate.what)
        for document, fate in each
    ]
    counts = Counter(fate.what for _, fate in each)
    parts = ", ".join(f"{counts[what]:,} {what}" for what in WHATS if counts[what])
    said = f"{counted(len(rows), 'tag')} of {who}" + (f": {parts}" if parts else "")
    return TeamTable(columns, rows, said, "nothing of yours was adjudicated yet")


def _fate_cells(fate: Fate, path: str) -> tuple[Cell, ...]:
    return fate.what, fate.tag.label, fate.tag.quote, fate.how, fate.rule, fate.note, path


READERS: dict[str, ReadTable] = {
    AGREEMENT: _agreement,
    DISAGREEMENTS: _disagreements,
    FINDINGS: _findings,
    FATES: _fates,
}
