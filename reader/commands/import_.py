"""``nrc-reader import``: reads annotations from exported files and from emergency files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, CommandError, complain, settings_of, store_of
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse

    from reader.exchange.jsonl import TextOf
    from reader.store.store_protocol import Store

#: Faulty lines of one file that are reported; the others are only counted.
SHOWN_FAULTS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="exported files; - for standard input")


def run(options: argparse.Namespace) -> int:
    """Read the annotations; the exit code."""
    from reader.config.settings import annotator_name
    from reader.exchange.document_text import unchanged_text
    from reader.exchange.emergency_file import is_emergency
    from reader.exchange.jsonl import ExchangeError, lines_in, merge, read
    from reader.exchange.returned_rows import refusal
    from reader.model.act import Act
    from reader.model.annotation import new_id
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason

    settings = settings_of(options)
    store, act = store_of(settings), Act("imported", annotator_name(settings), new_id())
    text_of = unchanged_text(store, settings.max_file_bytes)
    faults = taken = known = of_others = 0
    plain = [name for name in options.files if name == "-" or not is_emergency(Path(name))]
    for name in options.files:
        if name not in plain:
            faults += _take_back(store, name, text_of, into_any=bool(options.store))
            continue
        try:
            with open(0 if name == "-" else name, "rb", closefd=name != "-") as lines:
                found = list(read(lines_in(lines), name))
        except OSError as error:
            faults += 1
            complain(f"{name}: cannot be read: {reason(error)}")
            continue
        wrong = [one for one in found if isinstance(one, ExchangeError)]
        faults += len(wrong)
        if wrong and len(wrong) == len(found):
            complain(refusal(name, wrong))
            continue
        for fault in wrong[:SHOWN_FAULTS]:
            complain(fault)
        if len(wrong) > SHOWN_FAULTS:
            complain(f"{name}: {len(wrong) - SHOWN_FAULTS} more lines cannot be used")
        try:
            done = merge(store, [one for one in found if not isinstance(one, ExchangeError)], act, text_of)
        except StoreError as error:
            raise CommandError(error) from error
        taken, known, of_others = taken + done.taken, known + done.known, of_others + done.of_others
    store.close()
    if plain:
        print(f"{taken} imported, {known} there already")
    if of_others:
        were = "was" if of_others == 1 else "were"
        print(f"{counted(of_others, 'annotation')} of others {were} replaced (nrc-reader log shows what was there)")
    return PROBLEM if faults else DONE


def _take_back(store: Store, name: str, text_of: TextOf, *, into_any: bool) -> int:
    """Import the emergency file of a session that could not save; returns how many of its lines cannot be used."""
    from reader.exchange.emergency_file import recover
    from reader.exchange.jsonl import ExchangeError
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
