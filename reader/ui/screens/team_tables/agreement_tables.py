"""What ``agreement`` prints, as tables: figures with intervals, labels against labels, contested sentences and rules.

All rows lead to the disagreements behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reader.analysis.agreement.label_confusion import NOTHING
from reader.system.stdio import counted
from reader.ui.screens.team_tables.team_table import (
    AGREEMENT,
    CONFUSION,
    CONTESTED,
    FILE_CELLS,
    LABEL_CELLS,
    RULE_CELLS,
    RULES,
    Narrowing,
    TeamRow,
    TeamTable,
    coloured,
    dim,
    documents_of,
)
from reader.ui.widgets.table_columns import Column

if TYPE_CHECKING:
    from reader.analysis.adjudication.contested_rules import ContestedRules
    from reader.analysis.agreement.agreement_figures import AgreementFigures
    from reader.analysis.agreement.document_bootstrap import Interval
    from reader.config.settings import Settings
    from reader.exchange.comparison.store_agreement import StoreAgreement
    from reader.model.spans import Span
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store

#: What the rows of agreement are called that are of no label, and what stands for a figure that means nothing.
_ALL_LABELS, _ALL_LINKS, _NONE = "all labels", "links", "n/a"
_NO_LABEL = "(nothing)"
#: The figures with the headings of their intervals, and how long these stay where there is little room.
_FIGURES = (
    ("overlap F1", "overlap 95 %", 1), ("exact F1", "exact 95 %", 3), ("alpha_U", "alpha_U 95 %", 2),
    ("kappa", "kappa 95 %", 4), ("alpha", "alpha 95 %", 5),
)  # fmt: skip
_ONE = "no disagreement is to be decided here: what differs is the same once passages are snapped to clauses"


def agreement_tables(store: Store, settings: Settings, allowed: AllowedFiles) -> Mapping[str, TeamTable]:
    """The tables."""
    from reader.exchange.comparison.store_agreement import store_agreement

    del allowed  # the figures need files of the project alone
    columns = [
        Column("label", most=LABEL_CELLS, look=coloured(settings)),
        Column("n", is_number=True),
        *(
            Column(name, is_number=True, rank=rank)
            for figure, interval, place in _FIGURES
            for name, rank in ((figure, 0), (interval, place))
        ),
    ]
    found = store_agreement(store, documents_of(store), settings.max_file_bytes)
    if found is None:
        none = TeamTable(columns, (), "nothing to compare", "two annotators are needed")
        return dict.fromkeys((AGREEMENT, CONFUSION, CONTESTED, RULES), none)
    return {
        AGREEMENT: TeamTable(columns, _figure_rows(found.figures), _said(found), ""),
        CONFUSION: _confusion(found.figures, settings),
        CONTESTED: _contested(found.figures),
        RULES: _rules(store, found.compared.contested),
    }


def _figure_rows(figures: AgreementFigures) -> list[TeamRow]:
    from reader.analysis.agreement.agreement_figures import ALL, FIGURES, LINK_FIGURES, LINKS

    rows = []
    for of in (*figures.labels, ALL, LINKS):
        name = _ALL_LINKS if of is LINKS else of or _ALL_LABELS
        found = [figures.figures[of, figure] for figure in (LINK_FIGURES if of is LINKS else FIGURES)]
        cells = [
            cell
            for one in found
            for cell in (_NONE if one.value is None else f"{one.value:.3f}", _interval(one.interval))
        ]
        cells += [""] * (2 * len(FIGURES) - len(cells))
        rows.append(TeamRow((name, figures.counts[of].total, *cells), kind=f"{of}", narrowings=(_of_label(of),)))
    return rows


def _interval(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval.low:.2f}–{interval.high:.2f}"


def _of_label(of: str | None) -> Narrowing:
    """The disagreements of a label, of passages with any, or of links."""
    if of is None:
        return Narrowing(_ALL_LINKS, lambda row: row.dispute is not None and bool(row.dispute.target))
    if not of:
        return Narrowing(_ALL_LABELS, lambda row: row.dispute is not None and not row.dispute.target)
    return Narrowing(of, lambda row: of in row.labels)


def _said(found: StoreAgreement) -> str:
    """Over what the figures are, and why some mean nothing."""
    from reader.analysis.agreement.agreement_figures import LINKS

    figures, compared = found
    said = [f"{', '.join(figures.annotators)}: {counted(len(figures.documents), 'document')} that all have finished"]
    if compared.unfinished:
        said.append(f"{compared.unfinished:,} not finished by all")
    if figures.samples:
        said.append(f"95 % of {figures.samples:,} samples of the documents")
    elif figures.documents:
        said.append("intervals need two documents")
    reasons: dict[str, dict[str, None]] = {}
    for (of, figure), one in figures.figures.items():
        if one.value is None:
            reasons.setdefault(one.reason, {})[_ALL_LINKS if of is LINKS else figure.replace("_", " ")] = None
    said += [f"n/a: {reason} ({', '.join(names)})" for reason, names in reasons.items()]
    return "; ".join(said)


# --- which label against which


def _confusion(figures: AgreementFigures, settings: Settings) -> TeamTable:
    """A row for each label of whoever stands first, a column for each label of the other."""
    pairs = figures.confusion
    firsts = sorted({first for first, _ in pairs}, key=_last)
    seconds = sorted({second for _, second in pairs}, key=_last)
    names = figures.annotators
    head = f"{names[0]} \\ {names[1]}" if len(names) == 2 else "first \\ second"
    columns = [
        Column(head, look=coloured(settings)),
        *(Column(one or _NO_LABEL, is_number=True, rank=min(place, 8)) for place, one in enumerate(seconds)),
    ]
    rows = [
        TeamRow(
            (first or _NO_LABEL, *(pairs.get((first, second), 0) for second in seconds)),
            kind=first or NOTHING,
            narrowings=(
                _of_pair(names, first, None),
                *(_of_pair(names, first, second) if pairs.get((first, second)) else None for second in seconds),
            ),
        )
        for first in firsts
    ]
    said = f"{counted(sum(pairs.values()), 'pair')} of passages by their labels"
    said += "; enter lists the disagreements of the cell"
    return TeamTable(columns, rows, said, "nobody tagged anything", has_cells=True)


def _last(label: str) -> tuple[bool, str]:
    """Orders labels by name, with none of them at the end."""
    return label == NOTHING, label


def _of_pair(names: Sequence[str], first: str, second: str | None) -> Narrowing:
    """The disagreements in which one annotator has a label and a later one another; any other one for None."""

    def has(sides: Mapping[str, Sequence[str]], name: str, other: str, label: str) -> bool:
        if label == NOTHING:
            return len(sides.get(name, ())) < len(sides.get(other, ()))
        return label in sides.get(name, ())

    def holds(row: TeamRow) -> bool:
        if row.dispute is None or row.dispute.target:
            return False
        sides = row.dispute.sides
        return any(
            has(sides, one, other, first) and (second is None or has(sides, other, one, second))
            for at, one in enumerate(names)
            for other in names[at + 1 :]
        )

    said = f"{first or _NO_LABEL} against {'anything' if second is None else second or _NO_LABEL}"
    return Narrowing(said, holds, _ONE)


# --- the most contested sentences


def _contested(figures: AgreementFigures) -> TeamTable:
    columns = (
        Column("words", is_number=True),
        Column("sentence"),
        Column("tagged", most=30, rank=1),
        Column("document", most=FILE_CELLS, keeps_end=True, look=dim, rank=2),
    )
    rows = []
    for one in figures.contested:
        document = figures.documents[one.document]
        sentence = (document.text or "")[one.sentence.start : one.sentence.end]
        who = ", ".join(f"{name} {' + '.join(labels) or 'nothing'}" for name, labels in one.labels.items())
        cells = (f"{one.disputed} of {one.words}", " ".join(sentence.split()), who, document.name)
        narrowing = _of_passage(document.name, one.sentence)
        rows.append(TeamRow(cells, kind=f"{document.name} {one.sentence.start}", narrowings=(narrowing,)))
    said = f"the {counted(len(rows), 'sentence')} with the most words on which annotators disagree"
    return TeamTable(columns, rows, said, "nobody disagrees about a word")


def _of_passage(path: str, place: Span) -> Narrowing:
    """The disagreements that share text with a passage."""

    def holds(row: TeamRow) -> bool:
        dispute = row.dispute
        return dispute is not None and dispute.path == path and bool(dispute.span and dispute.span.overlaps(*place))

    return Narrowing("a contested sentence", holds, _ONE)


# --- the most contested rules of the guideline


def _rules(store: Store, contested: ContestedRules) -> TeamTable:
    from reader.annotations.guideline_text import rules

    titles = {one.id: one.title for one in rules(store.guideline())}
    columns = (
        Column("rule", most=RULE_CELLS),
        Column("title", rank=1),
        Column("decisions", is_number=True),
        Column("documents", is_number=True),
    )
    rows = [
        TeamRow(
            (one.rule, titles.get(one.rule, ""), one.decisions, one.documents),
            kind=one.rule,
            narrowings=(_of_rule(one.rule),),
        )
        for one in contested.rules
    ]
    said = f"{counted(len(rows), 'rule')} of the guideline that decisions name as their reason"
    return TeamTable(columns, rows, said, contested.reason)


def _of_rule(rule: str) -> Narrowing:
    """The disagreements that were decided for a reason."""
    return Narrowing(f"decided by {rule}", lambda row: row.dispute is not None and row.dispute.rule == rule)
