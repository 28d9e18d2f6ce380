"""``nrc-reader export``: every annotation in the store, as JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import names_in, refuse_stranger, selected, work_of
from reader.commands.environment import (
    DONE,
    PROBLEM,
    CommandError,
    all_stored,
    complain,
    refuse_unknown,
    settings_of,
    store_of,
)
from reader.system.stdio import tell

if TYPE_CHECKING:
    import argparse

    from reader.store.store_protocol import Store

#: Names of what this process itself writes to, and nobody else can.
_STANDARD_ERROR = ("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    parser.add_argument("-f", "--format", choices=["jsonl"], default="jsonl", help="default: %(default)s")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: - (standard output)")


def run(options: argparse.Namespace) -> int:
    """Write the annotations; the exit code."""
    from reader.exchange.jsonl import is_within, line, rows

    annotator = selected(options)
    store = store_of(settings_of(options))
    refuse_unknown(store, options.paths)
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
        _write(store, path, lines, options.output)
    return PROBLEM if failed else DONE


def _write(store: Store, path: Path, lines: Sequence[str], shown: str) -> None:
    """Write the file; raises ``CommandError``. What lies in the store is the store's to write: it follows no link."""
    from reader.store.store_protocol import StoreError
    from reader.system.durable_writes import write_atomically
    from reader.system.os_errors import reason

    try:
        if (name := store.name_beside(path)) is not None:
            store.write_beside(name, lines)
        else:
            write_atomically(path, "".join(lines))
    except StoreError as error:
        raise CommandError(error) from error
    except OSError as error:
        raise CommandError(f"{shown}: cannot be written: {reason(error)}") from error
