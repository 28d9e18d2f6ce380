"""What is wrong with a store in a folder, in plain words, and what can be repaired without guessing.

A file is repaired from its own lines, its journal, its history or a backup; the bytes that were there are kept first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.model.annotation import TABLES
from reader.store.added_labels import label_fault
from reader.store.files import journal
from reader.store.files.document_reader import BEGUN, DocumentReader
from reader.store.files.document_state import State
from reader.store.files.file_format import StoreFileError
from reader.store.files.write_back import DocumentsInUse
from reader.store.history.backups import Backups
from reader.store.left_alone import left_alone, said
from reader.store.records.document_database import database_of
from reader.store.records.record_rows import RowError, difference, records_of
from reader.store.records.schema_versions import NewerSchemaError, check_schema
from reader.store.store_folder import hidden_path
from reader.store.store_protocol import Fault
from reader.system.os_errors import reason
from reader.system.plain_files import NotPlainError
from reader.system.stdio import counted


def faults_in(
    folder: Path, documents: DocumentsInUse, backups: Backups, keys: Callable[[], Sequence[str]]
) -> Iterator[Fault]:
    """What is left alone in the store; then what is wrong with its documents, in order, its labels and its backups.

    Args:
        folder: the store's.
        documents: those of the store; they repair.
        backups: those of the store.
        keys: gives the keys of the documents that the store has.
    """
    alone = list(left_alone(folder))
    yield from (Fault(said(one)) for one in alone)
    named = {str(one.filename) for one in alone}
    known = set(keys())
    for name in ("history", "journals"):
        with suppress(OSError), hidden_path(documents.hidden, name).entries() as entries:
            known |= {one.name.removesuffix(".jsonl") for one in entries if one.name.endswith(".jsonl")}
    for key in sorted(known | backups.keys()):
        on_disk = DocumentReader(folder, documents.hidden, key, backups.tables_of)
        yield from _document_faults(on_disk, documents, named)
    if what := label_fault(folder):
        yield Fault(what)
    yield from _backup_faults(backups, keys)


def _document_faults(on_disk: DocumentReader, documents: DocumentsInUse, named: Set[str]) -> Iterator[Fault]:
    """What is wrong with one document's file, journal and history; nothing of a path that was ``named`` already."""
    name, faults = f"{on_disk.key}.json", list[RowError]()
    try:
        state = on_disk.read(is_open=True, is_asked=True)
        check_schema(state.tables)
        for table in TABLES:
            list(records_of(database_of(state.tables), table, faults))
    except OSError as error:
        if str(error.filename) not in named:
            yield Fault(f"{name}: cannot be read: {reason(error)}")
        return
    except StoreFileError as error:
        if str(on_disk.file) not in named:
            yield Fault(str(error))
        return
    except NewerSchemaError as error:
        yield Fault(error.about(on_disk.file))
        return

    def rewrite() -> str:
        documents.repair(on_disk.key)
        return f"{name}: written anew"

    def repair() -> str:
        return f"{rewrite()}; what was there is in {documents.hidden.name}/quarantine"

    yield from (Fault(f"{on_disk.file}: {fault}") for fault in faults)
    if state.notices:
        can_be: Callable[[], str] | None = repair
        if state.reason == BEGUN:
            can_be = None  # nothing would be left of it but its bytes
        elif state.original is None and not state.aside:
            can_be = rewrite  # no byte of it has to be kept
        yield from (Fault(notice, can_be) for notice in state.notices)
    elif state.original is not None and (state.is_foreign or not state.reason):
        yield Fault(f"{name}: not as the reader writes it (merge marks, rows twice, commas)", repair)
    if state.is_cut:
        yield Fault(f"{name}: half a line at the end of its journal, of a save that was cut off", repair)
    yield from _history_faults(on_disk, documents, state)


def _backup_faults(backups: Backups, keys: Callable[[], Sequence[str]]) -> Iterator[Fault]:
    """What is wrong with the backups; repaired by taking a new one."""

    def repair() -> str:
        count = backups.drop_damaged()
        backups.make(keys(), datetime.now(UTC), pause_s=0)
        return f"{counted(count, 'damaged file')} of backups moved aside, a new backup taken"

    for what in backups.faults():
        yield Fault(what, repair)


def _history_faults(on_disk: DocumentReader, documents: DocumentsInUse, state: State) -> Iterator[Fault]:
    """What is damaged in a history, and where it does not lead to what the document holds."""
    try:
        damaged = journal.read_lines(on_disk.history).damaged
    except OSError as error:
        if not isinstance(error, NotPlainError):  # else that was said
            yield Fault(f"{on_disk.history.name}: its history cannot be read: {reason(error)}")
        return
    if damaged:
        count = counted(len(damaged), "line")
        yield Fault(f"{on_disk.key}: {count} of its history damaged: those changes cannot be taken back")
        return
    gap, story = on_disk.gap(), on_disk.story()
    is_there = state.stamp is not None and any(state.tables.values())

    def repair() -> str:
        documents.reconcile(on_disk.key)
        return f"{on_disk.key}: its history says now what it holds"

    if gap is not None:
        is_next = is_there and not state.reason and gap.is_at_end
        is_told = is_next and story is not None and not difference(story.tables, state.tables)
        means = "no step is lost" if is_told else "steps that stood there can no longer be taken back"
        yield Fault(f"{on_disk.key}: {gap.what}: {means}", repair if is_next else None)
        return
    if story is None or state.reason or state.is_foreign or not on_disk.is_told(state):
        return  # nothing is known, or somebody wrote the file: the next save tells the history
    if story.loose:
        count = counted(len(story.loose), "change")
        yield Fault(
            f"{on_disk.key}: {count} of its history did not happen as it says, the first at {story.loose[0].at}"
        )
    if differing := difference(story.tables, state.tables):
        count = counted(len({row.row_id for row in differing}), "record")
        what = f"{on_disk.key}: its history leads to something else than it holds, in {count}"
        yield Fault(what, repair if is_there else None)  # else a loss would be told as deletions
