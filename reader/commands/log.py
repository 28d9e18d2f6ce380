"""``nrc-reader log``: prints who changed what and when."""

from __future__ import annotations

import sys
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import refuse_stranger, selected
from reader.commands.article_results import number_or_all
from reader.commands.environment import DONE, PROBLEM, CommandError, complain, settings_of, store_of
from reader.commands.styled_output import safe, show, table, terminal_size

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from reader.exchange.history_report import Entry

#: Transactions that are shown if no number is given.
_USUAL = 100
#: Transactions of one table on a terminal: a long log appears piece by piece.
_TABLE = 200
#: Columns of a terminal from which a date and a time stand side by side.
_WIDE = 80
#: How the columns of the table share what the date leaves, and the colours of its changes.
_RATIOS = {"who": 1, "document": 2, "what": 4}
_COLOURS = {"+": "green", "-": "red", "~": "yellow"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    parser.add_argument(
        "-n",
        "--number",
        type=number_or_all,
        default=_USUAL,
        metavar="N",
        help="the last N entries, 0 for all (default: 100)",
    )
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")


def run(options: argparse.Namespace) -> int:
    """Print the history, newest last; the exit code."""
    from reader.exchange.history_report import as_json, as_text, entry
    from reader.exchange.jsonl import is_within
    from reader.store.store_protocol import StoreError

    annotator = selected(options)
    store = store_of(settings_of(options), options.paths)
    try:
        known = ((store.document(key, one), one) for key, one in store.recent())
        meant = (
            (document, one)
            for document, one in known
            if (not options.paths or is_within(document, options.paths))
            and (one.act.by if annotator else "") == annotator
        )
        found = list(islice(meant, options.number if options.number > 0 else None))
        if not found:
            refuse_stranger(store, annotator, (one.act.by for _, one in store.recent()))
    except StoreError as error:
        raise CommandError(error) from error
    if options.format == "text" and (size := terminal_size()):
        _show((entry(document, one) for document, one in reversed(found)), size[0])
    else:
        written = as_json if options.format == "json" else as_text
        for document, one in reversed(found):
            sys.stdout.write(written(document, one))
    for key in dict.fromkeys(document.key for document, _ in found if document.key):
        with suppress(StoreError):  # a change to its file comes into the log only with the next save
            for notice in store.load(key).notices:
                complain(notice)
    if not found:
        complain(f"{store.name}: there is no history yet")
    return DONE if found else PROBLEM


def _show(entries: Iterable[Entry], width: int) -> None:
    """Print tables whose columns stand below each other, on a terminal of so many columns."""
    from rich.text import Text

    rest = iter(entries)
    is_first = True
    while part := list(islice(rest, _TABLE)):
        made = table(("when", *_RATIOS))
        made.show_header, made.expand, is_first = is_first, True, False
        for column in made.columns:
            column.ratio = _RATIOS.get(str(column.header))
        made.columns[0].width = 19 if width >= _WIDE else 10
        for one in part:
            lines = [safe(one.what, "bold")] if one.what else []
            lines += [safe(line, _COLOURS.get(line[0], "")) for line in one.changes]
            made.add_row(safe(one.at), safe(one.who), safe(one.where), Text("\n").join(lines))
        show(made)
