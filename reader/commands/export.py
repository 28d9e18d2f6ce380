"""``nrc-reader export``: writes the annotations in the store as JSON Lines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import names_in, refuse_stranger, selected, work_of
from reader.commands.environment import DONE, PROBLEM, CommandError, all_stored, complain, settings_of, store_of
from reader.system.stdio import tell

if TYPE_CHECKING:
    import argparse

#: Names of this process's own standard error, which is closed to everything but messages.
_STANDARD_ERROR = ("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    parser.add_argument("-f", "--format", choices=["jsonl"], default="jsonl", help="default: %(default)s")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: - (standard output)")


def run(options: argparse.Namespace) -> int:
    """Write the annotations; the exit code."""
    from reader.exchange.export_target import write_export
    from reader.exchange.jsonl import is_within, line, rows
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason

    annotator = selected(options)
    store = store_of(settings_of(options), options.paths)
    failed: list[str] = []
    everything = list(all_stored(store, failed))
    refuse_stranger(store, annotator, names_in(everything))
    chosen = [one for one in everything if not options.paths or is_within(one.document, options.paths)]
    lines = [line(row) for row in rows(work_of(one, annotator) for one in chosen)]
    if (options.paths or annotator) and not lines and not failed:
        whose = f"no annotations by {annotator}" if annotator else "no annotations"
        of = f" of {', '.join(options.paths)}" if options.paths else ""
        complain(f"{whose}{of} in {store.name}")
    if options.output == "-":
        sys.stdout.writelines(lines)
    elif options.output in _STANDARD_ERROR:
        tell("".join(lines).removesuffix("\n"))
    else:
        path = Path(options.output).absolute()
        if not path.parent.is_dir():
            raise CommandError(f"{options.output}: cannot be written: there is no folder {path.parent} (make it first)")
        try:
            write_export(store, path, lines)
        except StoreError as error:
            raise CommandError(error) from error
        except OSError as error:
            raise CommandError(f"{options.output}: cannot be written: {reason(error)}") from error
    return PROBLEM if failed else DONE
