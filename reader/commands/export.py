"""``nrc-reader export``: writes the annotations in the store in one of the formats."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import (
    DONE,
    PROBLEM,
    STOPPED,
    USAGE,
    CommandError,
    complain,
)
from reader.commands.interchange.chosen_documents import chosen_documents, say_without_text
from reader.commands.interchange.delivery import deliver, target_of
from reader.commands.interchange.selection_options import (
    add_selection_arguments,
    asked_for,
    nothing_found,
    selected_documents,
)

if TYPE_CHECKING:
    from reader.exchange.format_protocol import Format
    from reader.store.store_protocol import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    from reader.exchange.formats import USUAL, names

    about = "one of nrc-reader formats (default: %(default)s)"
    parser.add_argument(
        "-f", "--format", choices=names(), metavar="FORMAT", type=format_name, default=USUAL, help=about
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: - (standard output)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if the format cannot hold everything")
    add_selection_arguments(parser)
    parser.add_argument("--no-names", action="store_true", help="leave out people, organisations and places")


def format_name(word: str) -> str:
    """The name of a format that there is; raises ``ArgumentTypeError``."""
    from reader.exchange.formats import names

    if word not in names():
        raise argparse.ArgumentTypeError(f"there is no format {word!r}, only {', '.join(names())}")
    return word


def run(options: argparse.Namespace) -> int:
    """Write the annotations; the exit code."""
    from reader.exchange.formats import USUAL

    try:
        return (_export_lines if options.format == USUAL else _export_documents)(options)
    except KeyboardInterrupt:
        complain(f"export: stopped; {_left(options.output)}")
        return STOPPED


def _export_lines(options: argparse.Namespace) -> int:
    """Write the usual format, which makes no object of an annotation."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.export_lines import ExportLines

    asked = asked_for(options)
    failed: list[str] = []
    with ExportLines() as lines:
        with ProgressLine(prints=False) as progress:
            for found in selected_documents(asked, failed, progress):
                try:
                    lines.add(found)
                except OSError as error:
                    raise _no_room(error) from error
        if not lines.count and not failed and (line := nothing_found(asked)):
            complain(line)
        deliver(asked.store, options.output, lines.chunks())
    return PROBLEM if failed else DONE


def _export_documents(options: argparse.Namespace) -> int:
    """Write any other format, document by document, and read it back before it is delivered."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.exchange_error import ExchangeError
    from reader.exchange.formats import format_of, refuse_missing
    from reader.exchange.outgoing.format_writing import WrittenFile
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason

    name, output = options.format, options.output
    asked = asked_for(options)
    failed: list[str] = []
    try:
        format_ = format_of(name)
        refuse_missing(name, format_)
        if advice := _unfittarget_of(name, format_, output):
            complain(advice)
            return USAGE
        beside = _new_folder(asked.store, output) if format_.ABOUT.is_folder else None
        with WrittenFile(name, format_, beside) as written:
            try:
                with ProgressLine(prints=False) as progress:
                    documents = chosen_documents(asked, failed, progress, with_names=not options.no_names)
                    job = documents.job(asked.labels)
                    written.write(partial(documents.documents, needs_text=format_.ABOUT.needs_text), job)
                if beside is not None:
                    written.take_to(beside)
            except OSError as error:
                if beside is None:
                    raise _no_room(error) from error
                raise CommandError(f"{output}: cannot be written: {reason(error)}") from error
            if beside is None:
                deliver(asked.store, output, written.pieces())
            loss = str(written.loss)
    except (ExchangeError, StoreError) as error:
        raise CommandError(error) from error
    if loss:
        complain(f"{name}: {loss}")
    say_without_text(documents, name)
    return PROBLEM if failed or documents.without_text or (loss and options.strict) else DONE


def _no_room(error: OSError) -> CommandError:
    """What is said where an export cannot wait in the folder for temporary files until it is whole."""
    from tempfile import gettempdir

    from reader.system.os_errors import reason

    return CommandError(f"{gettempdir()}: cannot be written: {reason(error)}; or name another folder with TMPDIR")


def _new_folder(store: Store, output: str) -> Path:
    """The folder that a person named; raises ``CommandError`` where it can be none."""
    path = target_of(output)
    if store.name_beside(path) is not None:
        raise CommandError(f"{output}: lies in the store (name a folder outside of it)")
    return path


def _unfittarget_of(name: str, format_: Format, output: str) -> str:
    """Why a format cannot be written there, in one line; empty where it can."""
    if format_.ABOUT.is_folder and output == "-":
        return f"{name}: is a folder of files: name a new one with -o FOLDER"
    if not format_.ABOUT.is_text and output == "-" and sys.stdout.isatty():
        return f"{name}: is not for a terminal: name a file with -o FILE"
    return ""


def _left(output: str) -> str:
    """What a person has of an export that was stopped."""
    return "what was printed is not all" if output == "-" else f"{output} is as it was, or whole"
