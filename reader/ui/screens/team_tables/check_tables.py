"""What ``lint`` and ``feedback`` print, as tables: findings, and what became of one's own tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.system.stdio import counted
from reader.ui.screens.team_tables.team_table import (
    FATES,
    FILE_CELLS,
    FINDINGS,
    LABEL_CELLS,
    QUOTE_CELLS,
    RULE_CELLS,
    SIDE_CELLS,
    TeamRow,
    TeamTable,
    coloured,
    dim,
    documents_of,
)
from reader.ui.widgets.table_columns import Column

if TYPE_CHECKING:
    from reader.analysis.adjudication.fates import Fate
    from reader.analysis.guideline.lint_finding import Finding
    from reader.analysis.quotation_rows import Cell
    from reader.config.settings import Settings
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store


def finding_table(store: Store, settings: Settings, allowed: AllowedFiles) -> Mapping[str, TeamTable]:
    """What the linter finds."""
    from reader.analysis.guideline.rules_file import rules_of
    from reader.analysis.guideline.tag_reading import linted

    del allowed  # the linter opens no text
    columns = (
        Column("severity", most=8),
        Column("rule", most=RULE_CELLS),
        Column("label", rank=3, most=LABEL_CELLS, look=coloured(settings)),
        Column("quote", most=QUOTE_CELLS),
        Column("document", rank=2, most=FILE_CELLS, keeps_end=True, look=dim),
        Column("what to do", rank=1, most=QUOTE_CELLS),
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
    said = f"{said}, {waived:,} waived" if waived else said
    return {FINDINGS: TeamTable(columns, rows, said, "nothing is found")}


def _advice(one: Finding) -> str:
    """What is wrong, and what to do about it."""
    return f"{one.what}; {one.rule.message}" if one.rule.message else one.what


# --- what became of one's own tags


def fate_table(store: Store, settings: Settings, allowed: AllowedFiles) -> Mapping[str, TeamTable]:
    """What became of the tags of whoever looks."""
    from reader.analysis.adjudication.fates import FATES as WHATS
    from reader.analysis.adjudication.fates import KEPT
    from reader.config.settings import annotator_name
    from reader.exchange.comparison.annotator_fates import document_fates

    columns = (
        Column("became", most=8),
        Column("label", most=LABEL_CELLS, look=coloured(settings)),
        Column("quote", most=SIDE_CELLS),
        Column("how", most=20),
        Column("rule", rank=1, most=RULE_CELLS),
        Column("note", rank=2, most=QUOTE_CELLS),
        Column("document", rank=3, most=FILE_CELLS, keeps_end=True, look=dim),
    )
    who = annotator_name(settings)
    found = [*document_fates(store, documents_of(store), who, allowed, settings.max_file_bytes)]
    each = [(document, fate) for document, fates in found for fate in fates]
    each.sort(key=lambda one: one[1].what == KEPT)  # they need no look
    rows = [
        TeamRow(_fate_cells(fate, document.path), (fate.tag.label,), str(document.key), fate.tag.id, fate.what)
        for document, fate in each
    ]
    counts = Counter(fate.what for _, fate in each)
    parts = ", ".join(f"{counts[what]:,} {what}" for what in WHATS if counts[what])
    said = f"{counted(len(rows), 'tag')} of {who}" + (f": {parts}" if parts else "")
    return {FATES: TeamTable(columns, rows, said, "nothing of yours was adjudicated yet")}


def _fate_cells(fate: Fate, path: str) -> tuple[Cell, ...]:
    return fate.what, fate.tag.label, fate.tag.quote, fate.how, fate.rule, fate.note, path
