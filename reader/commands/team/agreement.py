"""``nrc-reader agreement``: how far annotators agree, from one store, or from several stores and exports."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import refuse_unknown_name
from reader.commands.environment import DONE, PROBLEM, CommandError
from reader.commands.interchange.named_sides import sides_of
from reader.commands.interchange.selection_options import add_label_and_document, refuse_unknown_label
from reader.commands.team.collector_pause import without_collector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.exchange.comparison.side import Side


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "sides",
        metavar="STORE",
        nargs="*",
        help="a store's folder, an export, or REV:STORE for a revision in git (default: the store in force)",
    )
    parser.add_argument(
        "--annotators", metavar="A,B", type=_names, default=[], help="who is compared (default: all that are there)"
    )
    add_label_and_document(parser)
    parser.add_argument(
        "--all", action="store_true", dest="counts_all", help="count documents too that not all of them have finished"
    )
    parser.add_argument(
        "--without-suggestions",
        action="store_true",
        help="as if nobody had tagged what they took from suggestions",
    )
    parser.add_argument("-f", "--format", choices=["text", "json", "csv"], default="text", help="default: %(default)s")


def _names(words: str) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in words.split(",") if name.strip()))
    if len(names) < 2:
        raise argparse.ArgumentTypeError("two names are needed, as A,B")
    return names


def run(options: argparse.Namespace) -> int:
    """Print the figures; the exit code."""
    with without_collector():
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    if options.annotator is not None:
        raise CommandError("--annotator: agreement is between several (name them with --annotators A,B)")
    from reader.analysis.agreement.agreement_figures import agreement_figures
    from reader.commands.team.agreement_output import print_csv, print_json, print_text
    from reader.exchange.annotation_selection import AnnotationSelection
    from reader.exchange.comparison.annotator_comparison import compare_annotators
    from reader.exchange.comparison.seen_side import open_documents
    from reader.exchange.exchange_error import ExchangeError
    from reader.model.annotation_origin import is_manual

    whole, settings, are_whole = sides_of(options, [*dict.fromkeys(options.sides)] or [None])
    sides = open_documents(whole)
    hidden = sum(len(side.documents) for side in whole) - sum(len(side.documents) for side in sides)
    selection = AnnotationSelection(labels=frozenset(options.label), documents=tuple(options.document))
    used = {getattr(one, "label", "") for side in sides for each in side.documents for one in each.records.values()}
    in_force = (*settings.labels, *(label for side in sides for label in side.labels))
    refuse_unknown_label(selection, (used | {label.name for label in in_force}) - {""})
    annotators = _compared(sides, options.annotators)
    try:
        found = compare_annotators(
            sides,
            annotators,
            selection,
            settings.max_file_bytes,
            counts_all=options.counts_all,
            takes=is_manual if options.without_suggestions else lambda _: True,
        )
    except ExchangeError as error:
        raise CommandError(error) from error
    figures = agreement_figures(found.documents, annotators, options.label)
    {"text": print_text, "json": print_json, "csv": print_csv}[options.format](figures, found, hidden)
    sys.stdout.flush()
    return DONE if are_whole else PROBLEM


def _compared(sides: Sequence[Side], named: Sequence[str]) -> list[str]:
    """Who is compared; raises ``CommandError`` where there are no two, or where a name is not known."""
    from reader.analysis.adjudication.rulings import to_compare
    from reader.exchange.comparison.annotator_comparison import known_annotators

    where = ", ".join(side.name for side in sides)
    teams = [side.team for side in sides if side.view is not None and side.team is not None]
    known = sorted({*known_annotators(sides), *(name for team in teams for name in team.project.annotators)})
    for name in named:
        refuse_unknown_name(name, known, where)
    names = list(named) or to_compare(known)
    if len(names) < 2:
        who = f"only {names[0]} has" if names else "nobody has"
        raise CommandError(
            f"{where}: {who} tagged anything there; two annotators are needed (name their stores or exports)"
        )
    return names
