"""``nrc-reader ledger``: prints what passages say of one thing: who, where, when, for and against, and what is open."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reader.commands.environment import DONE, PROBLEM, STOPPED, CommandError, complain
from reader.commands.interchange.chosen_documents import chosen_documents
from reader.commands.interchange.selection_options import add_selection_arguments, asked_for
from reader.commands.styled_output import safe, show, terminal_size
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from reader.analysis.claims.claim_clusters import ClaimPassage, Cluster
    from reader.exchange.format_protocol import ExportedDocument
    from reader.model.annotation import Link

_COLUMNS = (
    "wording", "passages", "speakers", "outlets", "dates", "evidence_for", "evidence_against", "contradictions",
    "open_contradictions",
)  # fmt: skip
#: Between several values in a cell.
_BETWEEN = "; "
#: Code points of a quote in a line.
_SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    formats = ["text", "json", "csv", "markdown"]
    parser.add_argument("-f", "--format", choices=formats, default="text", help="default: %(default)s")
    single = "also claims that nobody joined to another passage"
    parser.add_argument("--all", action="store_true", help=single)
    add_selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the clusters; the exit code."""
    from reader.analysis.claims.claim_clusters import clusters
    from reader.commands.progress_line import ProgressLine
    from reader.store.store_protocol import StoreError

    asked = asked_for(options)
    failed: list[str] = []
    passages: list[ClaimPassage] = []
    links: list[Link] = []
    try:
        with ProgressLine(prints=False) as progress:
            documents = chosen_documents(asked, failed, progress)
            for one in documents.documents(needs_text=False):
                passages += _passages(one)
                links += one.links
    except StoreError as error:
        raise CommandError(error) from error
    except KeyboardInterrupt:
        complain("ledger: stopped")
        return STOPPED
    found = clusters(passages, links, single=frozenset({"claim"} if options.all else ()))
    _PRINTERS[options.format](found)
    if not found and not failed and documents.count:
        complain("no two passages were joined yet (link them as same, contradicts or updates; --all lists all claims)")
    return PROBLEM if failed else DONE


def _passages(document: ExportedDocument) -> Iterator[ClaimPassage]:
    from reader.analysis.claims.claim_clusters import ClaimPassage
    from reader.model.annotation import DETACHED

    facts = document.facts
    outlet = urlsplit(facts.address).hostname or document.document.path
    for one in document.annotations:
        if one.anchor != DETACHED:
            yield ClaimPassage(
                one.id, one.label, one.quote, document.document.path, one.start, outlet, facts.published[:10],
                one.attributed_to, one.annotator,
            )  # fmt: skip


# --- printing


def _record(cluster: Cluster) -> dict[str, Any]:
    def passage(one: ClaimPassage) -> dict[str, Any]:
        return {
            "annotation": one.id,
            "document": one.document,
            "start": one.start,
            "outlet": one.outlet,
            "published": one.published or None,
            "date": one.date or None,
            "speaker": one.speaker or None,
            "label": one.label,
            "quote": one.quote,
            "annotator": one.annotator,
        }

    return {
        "wording": cluster.wording,
        "speakers": cluster.speakers,
        "outlets": cluster.outlets,
        "dates": cluster.dates,
        "passages": [passage(one) for one in cluster.passages],
        "evidence_for": [passage(one) for one in cluster.evidence_for],
        "evidence_against": [passage(one) for one in cluster.evidence_against],
        "context": [passage(one) for one in cluster.context],
        "contradictions": [
            {"first": one.first.id, "second": one.second.id, "differs": list(one.differs), "open": one.is_open}
            for one in cluster.contradictions
        ],
        "open_contradictions": cluster.open_contradictions,
    }


def _print_json(found: Iterable[Cluster]) -> None:
    from reader.system.json_text import json_text

    for one in found:
        print(json_text(_record(one)))


def _row(one: Cluster) -> list[str | int]:
    return [
        one.wording,
        len(one.passages),
        _BETWEEN.join(one.speakers),
        _BETWEEN.join(one.outlets),
        _BETWEEN.join(one.dates),
        _BETWEEN.join(passage.quote for passage in one.evidence_for),
        _BETWEEN.join(passage.quote for passage in one.evidence_against),
        len(one.contradictions),
        one.open_contradictions,
    ]


def _print_csv(found: Iterable[Cluster]) -> None:
    from reader.exchange.formats.quotation_table import as_csv

    sys.stdout.flush()
    sys.stdout.buffer.writelines(as_csv(_COLUMNS, map(_row, found)))
    sys.stdout.buffer.flush()


def _lines(cluster: Cluster) -> Iterator[tuple[int, str]]:
    """What is printed of a cluster: the depth of each line, and the line."""
    sources = counted(len(cluster.outlets), "source")
    yield 0, f"{cluster.wording}  ({counted(len(cluster.passages), 'passage')}, {sources})"
    for one in cluster.passages:
        yield 1, _line(one)
    for name, ends in (
        ("for", cluster.evidence_for),
        ("against", cluster.evidence_against),
        ("context", cluster.context),
    ):
        for one in ends:
            yield 1, f"{name}: {_line(one)}"
    for pair in cluster.contradictions:
        state = "open contradiction" if pair.is_open else "contradiction, since brought up to date"
        differs = f"differs in: {', '.join(pair.differs)}" if pair.differs else "differs"
        yield 1, f"{state}: {_where(pair.first)} and {_where(pair.second)}; {differs}"


def _where(one: ClaimPassage) -> str:
    return f"{one.document}#{one.id}"


def _line(one: ClaimPassage) -> str:
    from reader.system.safe_text import short_text

    told = [part for part in (one.published, one.outlet, one.speaker) if part]
    return f"{', '.join(told)}: “{short_text(' '.join(one.quote.split()), _SHOWN)}”"


def _print_text(found: Sequence[Cluster]) -> None:
    from reader.system.safe_text import safe_text

    for number, cluster in enumerate(found):
        lines = ["  " * depth + line for depth, line in _lines(cluster)]
        if terminal_size():
            show(*([safe("")] if number else []), safe(lines[0], "bold"), *map(safe, lines[1:]))
        else:
            print("\n" * bool(number) + "\n".join(map(safe_text, lines)))


def _print_markdown(found: Iterable[Cluster]) -> None:
    from reader.exchange.reports.markdown_text import escaped
    from reader.system.safe_text import safe_text

    print("# Claims")
    for cluster in found:
        print()
        for depth, line in _lines(cluster):
            print(("- " if depth else "## ") + safe_text(escaped(line)) + "\n" * (depth == 0))


_PRINTERS = {"text": _print_text, "json": _print_json, "csv": _print_csv, "markdown": _print_markdown}
