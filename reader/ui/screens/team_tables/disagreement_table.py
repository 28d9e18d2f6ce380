"""The disagreements of all documents, passages and links: first what is to be decided, then what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reader.analysis.adjudication.decided_cases import DecidedCase
from reader.analysis.adjudication.link_cases import LinkCase
from reader.system.stdio import counted
from reader.ui.screens.team_tables.team_table import (
    DISAGREEMENTS,
    FILE_CELLS,
    SIDE_CELLS,
    Dispute,
    TeamRow,
    TeamTable,
    dim,
    documents_of,
)
from reader.ui.widgets.table_columns import Column

if TYPE_CHECKING:
    from reader.analysis.adjudication.cases import Case
    from reader.analysis.adjudication.decided_cases import DecidedLink
    from reader.config.settings import Settings
    from reader.exchange.comparison.document_disagreements import DocumentDisagreements
    from reader.model.annotation import Annotation
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store

_LINK, _NONE = "link", "–"


def disagreement_table(store: Store, settings: Settings, allowed: AllowedFiles) -> Mapping[str, TeamTable]:
    """The table."""
    from reader.exchange.comparison.document_disagreements import document_disagreements

    found = [*document_disagreements(store, documents_of(store), allowed, settings.max_file_bytes)]
    names = sorted({name for one in found for name in one.annotators})
    undecided = [row for one in found for row in _undecided(one, names)]
    decided = [row for one in found for row in _decided(one, names)]
    columns = [
        Column("kind", most=10),
        *(Column(name, most=SIDE_CELLS, rank=max(0, place - 1)) for place, name in enumerate(names)),
        *([Column("decision", most=SIDE_CELLS)] if decided else ()),
        Column("document", most=FILE_CELLS, keeps_end=True, look=dim),
    ]
    said = f"{counted(len(undecided), 'disagreement')} in {counted(len(found), 'document')} that two have finished"
    said += f", {len(decided):,} decided" if decided else ""
    none = "no document is finished by two annotators" if not found else "nobody disagrees"
    if not decided:
        undecided = [row._replace(cells=(*row.cells[:-2], row.cells[-1])) for row in undecided]
    return {DISAGREEMENTS: TeamTable(columns, [*undecided, *decided], said, none)}


def _undecided(one: DocumentDisagreements, names: list[str]) -> Iterator[TeamRow]:
    yield from (_of_passages(one, case, names) for case in one.cases)
    yield from (_of_link(one, link, names) for link in one.links)


def _decided(one: DocumentDisagreements, names: list[str]) -> Iterator[TeamRow]:
    for each in one.decided:
        yield _of_passages(one, each.case, names, _decision(each), each.ruling.rule)
    for link in one.decided_links:
        yield _of_link(one, link.case, names, _decision(link), link.rule)


def _of_passages(
    one: DocumentDisagreements, case: Case, names: list[str], decision: str = "", rule: str = ""
) -> TeamRow:
    sides = (_side(case, name) if name in one.annotators else "" for name in names)
    labels = {name: [tag.label for tag in tags] for name, tags in case.sides.items()}
    dispute = Dispute(one.document.path, case.span, labels, rule=rule.strip())
    cells = (case.kind, *sides, decision, one.document.path)
    return TeamRow(cells, case.labels, str(one.document.key), case.members[0].id, f"{case.kind} {decision}", dispute)


def _of_link(
    one: DocumentDisagreements, link: LinkCase, names: list[str], decision: str = "", rule: str = ""
) -> TeamRow:
    source, target = one.ends[link.source].quote, one.ends[link.target].quote
    kinds = {name: f"{', '.join(link.sides[name])}: “{source}” → “{target}”" for name in link.sides}
    sides = (kinds.get(name, _NONE) if name in one.annotators else "" for name in names)
    dispute = Dispute(one.document.path, None, {}, link.target, rule.strip())
    cells = (_LINK, *sides, decision, one.document.path)
    return TeamRow(cells, (), str(one.document.key), link.source, f"{_LINK} {link.target}", dispute)


def _side(case: Case, name: str) -> str:
    """What an annotator has of a case: label and quote of each tag."""
    return " + ".join(_tagged(one) for one in case.sides.get(name, ())) or _NONE


def _tagged(one: Annotation) -> str:
    return f"{one.label} “{one.quote}”"


def _decision(decided: DecidedCase | DecidedLink) -> str:
    if isinstance(decided, DecidedCase):
        return " + ".join(map(_tagged, decided.taken)) or "nothing"
    return decided.kind or "no link"
