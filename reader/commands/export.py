"""``nrc-reader export``: writes the annotations in the store as JSON Lines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import names_in, refuse_stranger, selected, texts_of
from reader.commands.environment import (
    DONE,
    PROBLEM,
    STOPPED,
    CommandError,
    complain,
    each_document,
    say_repeated,
    settings_of,
    store_of,
)
from reader.system.stdio import tell

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from reader.exchange.export_lines import ExportLines
    from reader.store.store_protocol import Store, StoredTexts

#: Names of this process's own standard error, which is closed to everything but messages.
_STANDARD_ERROR = ("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    parser.add_argument("-f", "--format", choices=["jsonl"], default="jsonl", help="default: %(default)s")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: - (standard output)")


def run(options: argparse.Namespace) -> int:
    """Write the annotations; the exit code."""
    from reader.exchange.export_lines import ExportLines

    annotator = selected(options)
    store = store_of(settings_of(options), options.paths)
    failed: list[str] = []
    with ExportLines() as lines:
        try:
            _collect(store, options.paths, annotator, lines, failed)
            if (options.paths or annotator) and not lines.count and not failed:
                whose = f"no annotations by {annotator}" if annotator else "no annotations"
                of = f" of {', '.join(options.paths)}" if options.paths else ""
                complain(f"{whose}{of} in {store.name}")
            if options.output in _STANDARD_ERROR:
                tell(b"".join(lines.chunks()).decode().removesuffix("\n"))
            elif options.output != "-":
                _write(store, options.output, lines.chunks())
            else:
                _print(lines.chunks())
        except KeyboardInterrupt:
            complain(f"export: stopped; {_left(options.output)}")
            return STOPPED
    return PROBLEM if failed else DONE


def _print(chunks: Iterator[bytes]) -> None:
    """Write to standard output what is safe for a terminal: ``json_text`` has escaped all that is not."""
    sys.stdout.flush()
    for data in chunks:
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _left(output: str) -> str:
    """What a person has of an export that was stopped."""
    return "what was printed is not all" if output == "-" else f"{output} is as it was, or whole"


def _collect(store: Store, paths: Sequence[str], annotator: str, lines: ExportLines, failed: list[str]) -> None:
    """Take in all documents; raises ``CommandError`` where nobody has the annotator's name."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.jsonl import is_within
    from reader.model.document import Stored
    from reader.store.record_checks import RepeatedIds

    names: set[str] = set()
    ids = RepeatedIds()
    with ProgressLine(prints=False) as progress, store.scanning() as scan:

        def read(key: str) -> Stored | StoredTexts:
            return scan.texts(key) or store.load(key, with_copies=True)

        for found in each_document(store, failed, read, tick=progress):
            ids.add(found)
            if annotator:
                names |= names_in([found])
            document = found.document if isinstance(found, Stored) else found.stored.document
            if not paths or is_within(document, paths):
                lines.add(texts_of(found, annotator))
    say_repeated(ids.count())
    refuse_stranger(store, annotator, names)


def _write(store: Store, output: str, chunks: Iterator[bytes]) -> None:
    """Write the file whole or not at all; raises ``CommandError``."""
    from reader.exchange.export_target import write_export
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason

    path = Path(output).absolute()
    if not path.parent.is_dir():
        raise CommandError(f"{output}: cannot be written: there is no folder {path.parent} (make it first)")
    try:
        write_export(store, path, chunks)
    except StoreError as error:
        raise CommandError(error) from error
    except OSError as error:
        raise CommandError(f"{output}: cannot be written: {reason(error)}") from error
