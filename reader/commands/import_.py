"""``nrc-reader import``: reads annotations from exported files and from emergency files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, STOPPED, CommandError, complain, settings_of, store_of
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from typing import BinaryIO

    from reader.exchange.import_file import ImportFile
    from reader.exchange.jsonl import ExchangeError, TextOf
    from reader.model.act import Act
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
    from reader.model.act import Act
    from reader.model.annotation import new_id
    from reader.system.interrupts import Interrupts
    from reader.system.os_errors import reason

    settings = settings_of(options)
    store, act = store_of(settings), Act("imported", annotator_name(settings), new_id())
    text_of = unchanged_text(store, settings.max_file_bytes)
    work = _Import(store, act, text_of)
    try:
        for name in options.files:
            if work.is_stopped:
                break
            if name != "-" and is_emergency(Path(name)):
                work.faults += _take_back(store, name, text_of, into_any=bool(options.store))
                continue
            try:
                with open(0 if name == "-" else name, "rb", closefd=name != "-") as file:
                    work.take(file, name)
            except OSError as error:
                work.faults += 1
                complain(f"{name}: cannot be read: {reason(error)}")
    except KeyboardInterrupt:
        if not work.has_read:  # as while it waits for somebody to type
            raise
        work.is_stopped = True
    with Interrupts():
        store.close()
    if work.has_files:
        print(f"{work.done.taken} imported, {work.done.known} there already")
    if work.done.of_others:
        were = "was" if work.done.of_others == 1 else "were"
        others = counted(work.done.of_others, "annotation")
        print(f"{others} of others {were} replaced (nrc-reader log shows what was there)")
    if work.is_stopped:
        done = f"{work.documents} of {counted(work.all_documents, 'document')}" if work.documents else "nothing"
        complain(f"import: stopped; {done} imported (run it again for the rest: nothing is imported twice)")
        return STOPPED
    return PROBLEM if work.faults else DONE


class _Import:
    """Takes files in, and counts what became of them.

    Args:
        store, act, text_of: as of ``jsonl.merge``.

    Attributes:
        has_files: whether a file could be opened.
        has_read: whether a row was read.
        is_stopped: whether ctrl+c has stopped it: between two documents, so that each is there whole or not at all.
        documents, all_documents: how many were taken in, and how many there are in the files so far.
        faults: lines that cannot be used, and files.
    """

    def __init__(self, store: Store, act: Act, text_of: TextOf) -> None:
        from reader.exchange.jsonl import Merged

        self._store, self._act, self._text_of = store, act, text_of
        self.done = Merged(0, 0, 0)
        self.documents = self.all_documents = self.faults = 0
        self.has_files = self.has_read = self.is_stopped = False

    def take(self, file: BinaryIO, name: str) -> None:
        """Take a file in, and say what in it cannot be used; raises ``OSError``, ``CommandError``."""
        from reader.commands.progress_line import ProgressLine
        from reader.exchange.import_file import ImportFile
        from reader.exchange.jsonl import merge_groups
        from reader.store.store_protocol import StoreError
        from reader.system.interrupts import Interrupts

        self.has_files = True
        with ProgressLine(prints=False) as progress, ImportFile(file, name) as rows:
            if not self._can_be_used(rows, name):
                return
            self.all_documents += rows.documents
            with Interrupts() as interrupts:
                try:
                    for done in merge_groups(self._store, rows.groups(), self._act, self._text_of):
                        self.done = self.done.plus(done)
                        self.documents += 1
                        progress(self.done.taken + self.done.known, rows.count)
                        if interrupts.is_asked:
                            self.is_stopped = True
                            return
                except StoreError as error:
                    raise CommandError(error) from error

    def _can_be_used(self, rows: ImportFile, name: str) -> bool:
        """Look through a file, and say what in it cannot be used; whether anything can."""
        from reader.exchange.returned_rows import refusal

        wrong = 0
        first: list[ExchangeError] = []
        for fault in rows.look(self._note_reading):
            wrong += 1
            if len(first) < SHOWN_FAULTS:
                first.append(fault)
        self.faults += wrong
        if wrong and not rows.count:
            complain(refusal(name, first[0], wrong))
            return False
        for fault in first:
            complain(fault)
        if wrong > SHOWN_FAULTS:
            complain(f"{name}: {wrong - SHOWN_FAULTS} more lines cannot be used")
        return True

    def _note_reading(self, rows: int) -> None:
        self.has_read = self.has_read or rows > 0


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
