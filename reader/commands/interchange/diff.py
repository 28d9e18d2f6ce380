"""``nrc-reader diff``: what differs between two stores, revisions of a store in git, or exports."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import selected
from reader.commands.environment import DONE, PROBLEM
from reader.commands.interchange.named_sides import sides_of
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("first", metavar="A", help="a store's folder, an export, or REV:STORE for a revision in git")
    parser.add_argument("second", metavar="B", nargs="?", help="the same (default: the store in force)")
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if there are differences")


def run(options: argparse.Namespace) -> int:
    """Print what differs; the exit code."""
    from reader.exchange.comparison.difference import differences, totals
    from reader.exchange.comparison.difference_report import as_json, as_lines, in_total
    from reader.exchange.comparison.seen_side import seen

    annotator = selected(options)
    sides, _, are_whole = sides_of(options, (options.first, options.second))
    one, other = seen(sides)
    found = list(differences(one, other, annotator))
    if options.format == "json":
        sys.stdout.write(as_json(one, other, found))
    else:
        for line in as_lines(found):
            print(line)
        documents = f" in {counted(len(found), 'document')}" if found else ""
        print(f"{in_total(totals(found))}{documents}")
    return DONE if are_whole and not (found and options.exit_code) else PROBLEM
