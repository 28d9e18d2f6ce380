"""``nrc-reader import``: annotations read back from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.session import DONE, PROBLEM, CommandError, complain, settings_of, store_of

if TYPE_CHECKING:
    import argparse

#: Lines of one file that are named before the rest is only counted.
SHOWN_FAULTS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSONL files; - for standard input")


def run(options: argparse.Namespace) -> int:
    """Read the annotations; the exit code."""
    from reader.annotations.store import StoreError
    from reader.exchange.jsonl import ExchangeError, merge, read

    store = store_of(settings_of(options))
    faults = taken = known = 0
    for name in options.files:
        try:
            with open(0 if name == "-" else name, "rb", closefd=name != "-") as lines:
                found = list(read(lines, name))
        except OSError as error:
            faults += 1
            complain(f"{name}: cannot be read: {error.strerror}")
            continue
        wrong = [one for one in found if isinstance(one, ExchangeError)]
        faults += len(wrong)
        for fault in wrong[:SHOWN_FAULTS]:
            complain(fault)
        if len(wrong) > SHOWN_FAULTS:
            complain(f"{name}: {len(wrong) - SHOWN_FAULTS} more lines left out")
        try:
            new, old = merge(store, [one for one in found if not isinstance(one, ExchangeError)])
        except StoreError as error:
            raise CommandError(error) from error
        taken, known = taken + new, known + old
    print(f"{taken} imported, {known} there already")
    return PROBLEM if faults else DONE
