"""Merges conflict copies into the documents that they are versions of, as any file that somebody else wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from reader.model.act import OUTSIDE, Act
from reader.model.annotation import new_id
from reader.store.conflict_copies import WHAT
from reader.store.files.document_reader import BEGUN, DocumentReader
from reader.store.files.document_state import State
from reader.store.files.file_format import StoreFileError
from reader.store.files.journal_storage import JournalStorage
from reader.store.files.outside_file_merge import Threeway, base_of, threeway
from reader.store.files.write_back import DocumentsInUse
from reader.store.records.document_database import DocumentDatabase, carry_out
from reader.store.records.record_rows import Tables, difference
from reader.store.records.schema_versions import NewerSchemaError, check_schema
from reader.store.refusals import refusals
from reader.store.store_protocol import Fault, StoreError
from reader.system.os_errors import reason
from reader.system.stdio import counted


def merged_with(ours: DocumentReader, tables: Tables, copy: DocumentReader) -> Threeway:
    """A document's tables with what a copy of its file has beside them, or changed in another way.

    What is missing in a copy that is damaged was not deleted there.

    Raises:
        StoreFileError, OSError, NewerSchemaError: the copy cannot be read.
    """
    state = copy.read()
    if state.reason == BEGUN:
        raise StoreFileError("nothing in it can be understood")
    check_schema(state.tables)
    base = base_of(ours.known(), state.tables, state.digest, state.revision)
    return threeway(base._replace(is_sure=base.is_sure and not state.reason), tables, state.tables)


def completed(state: State, ours: DocumentReader, copies: Sequence[DocumentReader]) -> State:
    """What is known of a document, with what its copies say; one that cannot be read is named, and the rest goes on."""
    tables, notices, is_whole = state.tables, list(state.notices), state.is_whole
    for copy in copies:
        try:
            tables = merged_with(ours, tables, copy).tables
        except (StoreFileError, OSError, NewerSchemaError) as error:
            notices.append(_unreadable(ours, copy, error))
            is_whole = False
    return replace(state, tables=tables, notices=notices, is_whole=is_whole)


def copy_faults(documents: DocumentsInUse, ours: DocumentReader, copies: Sequence[DocumentReader]) -> Iterator[Fault]:
    """The copies of a document, each of which can be merged into it and set aside."""
    for copy in copies:
        try:
            there = documents.read(documents.writer(ours.key)).tables
            count = merged_with(ours, there, copy).taken
        except (StoreFileError, OSError, NewerSchemaError, StoreError) as error:
            yield Fault(_unreadable(ours, copy, error))
            continue
        what = f"{copy.file.name}: {WHAT} of {ours.file.name}, by a program that synchronises folders: "
        what += f"{counted(count, 'record')} only in it, or newer" if count else "nothing is only in it"
        yield Fault(what, partial(merge, documents, ours, copy))


def merge(documents: DocumentsInUse, ours: DocumentReader, copy: DocumentReader) -> str:
    """Take what a copy says into its document, as one step, and move it to quarantine; what was done.

    Raises:
        StoreError: nothing was written.
    """
    with refusals(ours.file, "not merged"):
        database = DocumentDatabase(JournalStorage(documents, ours.key))
        with database.storage.transaction(Act(f"{OUTSIDE}: {WHAT}", step=new_id()), is_exact=True) as edits:
            there = database.storage.tables()
            found = merged_with(ours, there, copy)
            edits.lost = found.lost
            carry_out(database, difference(there, found.tables))
        kept = copy.set_aside()
    return f"{counted(found.taken, 'record')} taken into {ours.file.name}; {copy.file.name} is {kept} now"


def _unreadable(ours: DocumentReader, copy: DocumentReader, error: Exception) -> str:
    why = error.about(copy.file) if isinstance(error, NewerSchemaError) else str(error)
    why = reason(error) if isinstance(error, OSError) else why
    return f"{copy.file.name}: {WHAT} of {ours.file.name} that cannot be read: {why} (look at it, and move it out)"
