"""``nrc-reader export``: writes the annotations in the store as JSON Lines."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import names_in, refuse_stranger, selected, work_of
from reader.commands.environment import DONE, PROBLEM, CommandError, all_stored, complain, settings_of, store_of
from reader.system.stdio import tell

if TYPE_CHECKING:
    import argparse

    from reader.system.guarded_path import StorePath

#: Names of this process's own standard error, which is closed to everything but messages.
_STANDARD_ERROR = ("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    parser.add_argument("-f", "--format", choices=["jsonl"], default="jsonl", help="default: %(default)s")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: - (standard output)")


def run(options: argparse.Namespace) -> int:
    """Write the annotations; the exit code."""
    from reader.exchange.jsonl import is_within, line, rows
    from reader.store.files.file_format import write_atomically
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
        complain(f"{whose}{of} in {store.folder}")
    if options.output == "-":
        sys.stdout.writelines(lines)
    elif options.output in _STANDARD_ERROR:
        tell("".join(lines).removesuffix("\n"))
    else:
        path = Path(options.output).absolute()
        if not path.parent.is_dir():
            raise CommandError(f"{options.output}: cannot be written: there is no folder {path.parent} (make it first)")
        try:
            write_atomically(_inside(store.folder, path) or path, "".join(lines))
        except OSError as error:
            raise CommandError(f"{options.output}: cannot be written: {reason(error)}") from error
    return PROBLEM if failed else DONE


def _inside(store_folder: Path, path: Path) -> StorePath | None:
    """The path as one inside the store, which follows no links; None if it is elsewhere."""
    from reader.system.guarded_path import StorePath

    for folder in path.parents:
        with suppress(OSError):
            if folder.samefile(store_folder):
                return StorePath(store_folder, *path.relative_to(folder).parts)
    return None
