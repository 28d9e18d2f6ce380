"""``nrc-reader import``: reads annotations from files of all formats that come back, and from emergency files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, STOPPED, CommandError, complain, settings_of, store_of
from reader.commands.interchange.import_work import SHOWN_FAULTS, ImportWork
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.exchange.jsonl import TextOf
    from reader.store.store_protocol import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    from reader.exchange.formats import names

    parser.add_argument("files", nargs="+", metavar="FILE", help="exported files and folders; - for standard input")
    about = "one of nrc-reader formats (default: recognised)"
    parser.add_argument("-f", "--format", choices=names(), metavar="FORMAT", type=format_name, help=about)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_renamed,
        metavar="THEIRS=OURS",
        help="what a label of the file is called here; may be repeated",
    )
    parser.add_argument("--as", dest="owner", metavar="NAME", help="whose annotations they become")
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="PATH",
        help="a file or folder with documents that may be meant; may be repeated",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")


def format_name(word: str) -> str:
    """The name of a format that comes back; raises ``ArgumentTypeError``."""
    from reader.exchange.exchange_error import ExchangeError
    from reader.exchange.formats import format_of, names

    try:
        if word in names() and format_of(word).ABOUT.comes_back:
            return word
    except ExchangeError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    raise argparse.ArgumentTypeError(
        f"there is no format {word!r} that can be imported (nrc-reader formats lists them)"
    )


def _renamed(word: str) -> tuple[str, str]:
    theirs, equals, ours = word.rpartition("=")
    if not (theirs.strip() and equals and ours.strip()):
        raise argparse.ArgumentTypeError(f"{word!r} is not THEIRS=OURS, as premise=evidence")
    return theirs.strip(), ours.strip()


def run(options: argparse.Namespace) -> int:
    """Read the annotations; the exit code."""
    from reader.exchange.emergency_file import is_emergency
    from reader.exchange.exchange_error import ExchangeError
    from reader.system.interrupts import Interrupts
    from reader.system.os_errors import reason

    if options.owner is not None and not options.owner.strip():
        raise CommandError("--as: a name is needed (leave the option out for those that the file names)")
    settings = settings_of(options)
    store = store_of(settings, options.document)
    work = ImportWork(store, settings, options)
    try:
        for name in options.files:
            if work.is_stopped:
                break
            if name != "-" and is_emergency(Path(name)):
                work.faults += _take_back(store, name, work.text_of, into_any=bool(options.store))
                continue
            try:
                work.take(name)
            except OSError as error:
                work.faults += 1
                complain(f"{name}: cannot be read: {reason(error)}")
            except ExchangeError as error:
                work.faults += 1
                complain(f"{name}: {error}")
    except KeyboardInterrupt:
        if not work.has_read:  # as while it waits for somebody to type
            raise
        work.is_stopped = True
    with Interrupts():
        work.add_labels()
        store.close()
    work.report()
    if work.is_stopped:
        done = f"{work.documents} of {counted(work.all_documents, 'document')}" if work.documents else "nothing"
        complain(f"import: stopped; {done} imported (run it again for the rest: nothing is imported twice)")
        return STOPPED
    return PROBLEM if work.faults else DONE


def _take_back(store: Store, name: str, text_of: TextOf, *, into_any: bool) -> int:
    """Import the emergency file of a session that could not save; returns how many of its lines cannot be used."""
    from reader.exchange.emergency_file import recover
    from reader.exchange.exchange_error import ExchangeError
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason
    from reader.system.safe_text import safe_text

    try:
        done = recover(store, Path(name), into_any=into_any, text_of=text_of)
    except (StoreError, ExchangeError) as error:
        raise CommandError(error) from error
    except OSError as error:
        complain(f"{name}: cannot be read: {reason(error)}")
        return 1
    for fault in done.faults[:SHOWN_FAULTS]:
        complain(fault)
    print(f"{counted(done.changes, 'unsaved change')} taken in from {safe_text(name)}")
    return len(done.faults)
