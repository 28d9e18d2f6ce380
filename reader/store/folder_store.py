"""The store as a folder: one file a document, as TinyDB writes it.

This module decides which document is meant, who may write when, and which files are due to be written anew.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change
from reader.model.document import Document, Stored
from reader.store.conflict_copies import copies_in, in_one_line
from reader.store.document_keys import Identity, ends_of_key, meant, other_key, usual_key
from reader.store.files.document_index import DocumentIndex
from reader.store.folder_project import FolderProject
from reader.store.records.place_encoding import encoded_place
from reader.store.records.record_rows import hashes_of, meta_of, records_of
from reader.store.refusals import refusals
from reader.store.store_protocol import (
    COPIES,
    MISSING,
    DocumentScan,
    Fault,
    SaveResult,
    StoreError,
    StoreNews,
    StoreWarning,
    Watch,
)
from reader.store.table_store import TableStore
from reader.store.text_versions import TextVersions
from reader.system.guarded_path import StorePath, folders_kept_open
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.store.files.document_reader import DocumentReader
    from reader.store.files.document_state import State
    from reader.store.files.write_back import DocumentsInUse
    from reader.store.files.write_sequence import Stamp
    from reader.store.history.backup_schedule import BackupSchedule
    from reader.store.history.timeline import LastWritten
    from reader.store.records.document_database import DocumentDatabase
    from reader.store.records.record_rows import Tables
    from reader.store.records.transaction import TimelineEntry, Transaction

#: The lock that is held while a document is looked for and made; no document's key starts like it.
_NEW = ".new"


class FolderStore(TableStore, FolderProject):
    """A folder with one TinyDB file a document.

    Args:
        folder: made on the first save.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._index = DocumentIndex(self.folder, self.hidden_folder)
        self._in_use: DocumentsInUse | None = None
        self._making = threading.Lock()  # around making it: two of them would not know of each other
        self._ends: dict[str, LastWritten] = {}
        self._texts = TextVersions(self.hidden_folder, self._annotations_of)
        self._has_warned_of_locks = False
        self._copies: dict[str, list[str]] | None = None

    @property
    def _documents(self) -> DocumentsInUse:
        """Those that are read or written; not needed before the first paint, unless that shows annotations."""
        with self._making:
            if self._in_use is None:
                from reader.store.files.write_back import DocumentsInUse

                self._in_use = DocumentsInUse(self.folder, self.hidden_folder, self._writing, self._from_backup)
            return self._in_use

    @cached_property
    def _backup_schedule(self) -> BackupSchedule:
        from reader.store.history.backup_schedule import BackupSchedule

        return BackupSchedule(self.backups, self.hidden_folder, self.keys)

    def _from_backup(self, key: str) -> tuple[Tables, str] | None:
        return self.backups.tables_of(key)

    # --- documents

    def database(self, key: str) -> DocumentDatabase:
        """A document of the store as a TinyDB database: what is written through it is a transaction of the journal.

        ``database.table("annotations").search(where("label") == "claim")``; inserts, updates, upserts and removals
        are locked, on disk when they return, merged, in the history, and shown by readers that are open. New rows get
        ULIDs as ids and dates; what is removed leaves a tombstone; a row that is no record is refused.

        Raises:
            StoreError: that is no document's key.
        """
        return self._opened(key)

    def _opened(
        self, key: str, *, is_new_here: bool = False, completed: Callable[[State], State] | None = None
    ) -> DocumentDatabase:
        """A document as ``JournalStorage`` gives it."""
        from reader.store.files.journal_storage import JournalStorage
        from reader.store.records.document_database import DocumentDatabase

        return DocumentDatabase(JournalStorage(self._documents, key, is_new_here=is_new_here, completed=completed))

    def keys(self) -> list[str]:
        """See ``Store``; among them are documents that are held without a file, and names of what is no plain file."""
        with refusals(self.folder, "cannot be listed"):
            try:
                with StorePath(self.folder).entries() as entries:
                    names = [entry.name for entry in entries]
            except FileNotFoundError:
                return []
        found = {name.removesuffix(".json") for name in names if name.endswith(".json") and name[0] != "."}
        found |= self._documents.held_without_file(found)
        self._copies = copies_in(found, self._identity)
        return sorted(found.difference(*self._copies.values()))

    def marks(self) -> Mapping[str, str]:
        """See ``Store``."""
        from reader.store.files.document_marks import marks

        with refusals(self.folder, "cannot be listed"):
            return marks(self.folder, self.hidden_folder)

    def load(self, key: str, *, keep: bool = False, with_copies: bool = False) -> Stored:
        """See ``Store``."""
        copies = self._copies_of_all().get(key) if with_copies else None
        if not copies:
            return super().load(key, keep=keep)
        from reader.store.files.copy_merge import completed

        ours, *theirs = self._readers(key, copies)
        whole = self._opened(key, completed=lambda state: completed(state, ours, theirs))
        return self._loaded(key, whole, keep=keep)

    def scanning(self) -> AbstractContextManager[DocumentScan]:
        """See ``Store``."""
        from reader.store.files.text_scan import scanning

        return scanning(self.folder, self.hidden_folder, self._copies_of_all(), self._described)

    def _copies_of_all(self) -> dict[str, list[str]]:
        """The conflict copies of all documents, as they were when the keys were asked for last."""
        if self._copies is None:
            self.keys()
        return self._copies or {}

    def _identity(self, key: str) -> Identity | None:
        entry = self._index.entry(key)
        return Identity(entry.sha256, entry.hashes, entry.place) if entry is not None and entry.is_readable else None

    def _readers(self, key: str, copies: Sequence[str]) -> list[DocumentReader]:
        """Those of a document and of its copies, of which no backup speaks."""
        from reader.store.files.document_reader import DocumentReader

        ours = DocumentReader(self.folder, self.hidden_folder, key, self._from_backup)
        return [ours, *(DocumentReader(self.folder, self.hidden_folder, name) for name in copies)]

    @folders_kept_open()
    def find(self, path: str, sha256: str) -> str | None:
        """See ``Store``; ``path`` as the system names it.

        Raises:
            StoreError: the file that would be this document's cannot be read: another one must not take its place.
        """
        return self._found(path, sha256, by_place=True)

    def save(
        self,
        document: Document,
        changes: Sequence[Change],
        *,
        apart: bool = False,
        act: Act = NOBODY,
        text: str | None = None,
    ) -> SaveResult:
        """See ``Store``.

        Raises:
            StoreError: the folder cannot be written, the disk is full, another reader holds the document for too
                long, or the file is damaged or of a newer version.
        """
        try:
            result = self._save(document, changes, apart, act)
        except StoreError as error:
            from reader.store.files import disk_reserve

            is_full = isinstance(error.__cause__, OSError) and error.__cause__.errno in disk_reserve.FULL
            if not is_full or not disk_reserve.release(self.hidden_folder):
                raise
            result = self._save(document, changes, apart, act)
        if text is not None:
            self._texts.ask(result.document.key or "", text)
        return result

    @folders_kept_open()
    def _save(self, document: Document, changes: Sequence[Change], apart: bool, act: Act) -> SaveResult:
        if document.key:
            return self._write(document.key, document, changes, act)
        with refusals(self.folder, "not saved"):
            self._documents.prepare()
            with self._documents.locked(_NEW):  # looked for and made as one: two readers must not make two files of it
                known = self._found(document.source, document.sha256, by_place=not (apart or document.apart))
                return self._write(known or self._new_key(document), document, changes, act)

    def _write(self, key: str, document: Document, changes: Sequence[Change], act: Act) -> SaveResult:
        database, written = self._opened(key, is_new_here=document.key is None), self._index.writes
        try:
            return self._save_rows(database, replace(document, key=key), changes, act)
        finally:
            if self._index.writes == written:  # its journal alone says what it is now
                self._index.doubt()

    def in_bulk(self) -> AbstractContextManager[None]:
        """See ``Store``."""
        return self._index.in_bulk(self._documents.sequence.others)

    def _annotations_of(self, key: str) -> list[Annotation]:
        return [one for one in records_of(self.database(key), "annotations", []) if isinstance(one, Annotation)]

    def earlier_texts(self, key: str | None) -> list[str]:
        """See ``Store``."""
        return self._texts.of(key)

    def take_notices(self, key: str) -> tuple[str, ...]:
        """See ``Store``."""
        from reader.store.cloud_sync_folders import warning
        from reader.store.locking import has_kernel_locks

        writer = self._documents.writer(key)
        notices, writer.notices = writer.notices, ()
        if not self._has_warned_of_locks and not has_kernel_locks(self.hidden_folder / "locks"):
            self._has_warned_of_locks = True
            notices = (*notices, warning(self.folder, has_locks=False))
        return notices

    # --- history

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """See ``Store``."""
        from reader.store.history.timeline import newest_first

        return newest_first(self.hidden_folder, self._ends)

    def last_number(self) -> int:
        """See ``Store``."""
        return self._documents.sequence.last()

    def _stamp(self, floor: int) -> Stamp:
        return self._documents.sequence.stamp(floor)

    def timeline(self) -> list[TimelineEntry]:
        """See ``Store``."""
        from reader.store.history.timeline import readings
        from reader.store.labels.label_rows import label_entries

        found = [*readings(self.hidden_folder), *label_entries(self.label_history())]
        return sorted(found, key=lambda one: one.number)

    def restore(
        self, key: str, number: int, act: Act, *, dry_run: bool = False, now_called: Callable[[str], str] = str
    ) -> tuple[Change, ...]:
        """See ``Store``."""
        with refusals(self.folder, "not restored"):
            return self._restore_rows(key, number, act, dry_run=dry_run, now_called=now_called)

    # --- what others write

    def look(self, key: str, text: str | None = None) -> tuple[Transaction, ...] | None:
        """See ``Store``."""
        with refusals(self.folder, "cannot be read"):
            news = self._documents.news(key)
        if news and text is not None:
            self._texts.ask(key, text)
        return news

    def watch(self, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]] = tuple) -> Watch:
        """See ``Store``."""
        from reader.store.store_watcher import LABELS, Watcher

        def told(keys: set[str]) -> None:
            about = tuple(one for one in documents() if any(_may_be(one, key) for key in keys))
            tell(StoreNews(frozenset(keys - {LABELS}), about, LABELS in keys))

        def likely_keys() -> list[str]:
            return [one.key or usual_key(one.path, one.sha256) for one in documents()]

        return Watcher(self.folder, self.hidden_folder / "journals", told, likely_keys)

    # --- upkeep

    def warnings(self) -> Iterator[StoreWarning]:
        """See ``Store``."""
        yield from self._place_warnings()
        if line := in_one_line(self._copies_of_all()):
            yield StoreWarning(COPIES, line)
        if away := list(self._documents.away().items()):
            key, count = away[0]
            more = f", and {counted(len(away) - 1, 'more document')}" if away[1:] else ""
            line = f"{key}.json is gone, with {counted(count, 'annotation')}{more}: it may be on another branch of git "
            yield StoreWarning(MISSING, line + "(check --repair brings it back)")

    def faults(self) -> Iterator[Fault]:
        """See ``Store``."""
        from reader.store.files.copy_merge import copy_faults
        from reader.store.files.verification import faults_in

        yield from faults_in(self.folder, self._documents, self.backups, self.keys)
        for key, copies in sorted(self._copies_of_all().items()):
            ours, *theirs = self._readers(key, copies)
            yield from copy_faults(self._documents, ours, theirs)
        self._copies = None

    def idle(self) -> float | None:
        """See ``Store``: writes texts, and the files of documents that have rested, and takes backups."""
        self._texts.write()
        due, backup = self._documents.idle(), self._backup_schedule.run_due()
        return backup if due is None else min(due, backup)

    def close(self) -> None:
        """See ``Store``."""
        self._texts.write()
        if self._in_use is not None:
            self._in_use.close()
            if self._in_use.is_prepared:
                self._index.keep()

    # --- which document is meant

    def _named(self, key: str) -> str:
        return str(self._documents.writer(key).file)

    def _location(self, place: str) -> str:
        return os.path.normpath(self.folder / place)

    def _writing(self) -> Callable[[str, Mapping[str, Any]], None]:
        before = self._index.changed()
        return lambda key, meta: self._index.wrote(key, meta, before)

    def _found(self, path: str, sha256: str, *, by_place: bool) -> str | None:
        """See ``meant``; what cannot be read any more may be meant too."""
        place, usual = self._place(path), usual_key(path, sha256)
        entry = self._index.entry(usual)
        if entry is not None and (entry.sha256, entry.place) == (sha256, place):
            return usual  # as most are: without a look at the others
        with refusals(self.folder, "cannot be listed"):
            entries = self._index.candidates(sha256, place)
        known = {key: Identity(one.sha256, one.hashes, one.place) for key, one in entries.items()}
        for name in chain(*copies_in(known, known.get).values()):
            del known[name]
        found = meant(known, sha256, place, lambda key: entries[key].stamp[0], by_place=by_place)
        return found or self._lost(path, sha256)

    def _lost(self, path: str, sha256: str) -> str | None:
        """The document whose file would be found, were it not damaged or gone, if it can be brought back."""
        start, end = ends_of_key(path, sha256)
        for key in {start + end, *self._index.starting(start, end)}:
            entry = self._index.entry(key)
            is_damaged = entry is not None and not (entry.is_readable and entry.sha256)
            if is_damaged or self._index.is_written_into(key):
                known = hashes_of(meta_of(self._documents.read(self._documents.writer(key)).tables))  # or what is wrong
                if sha256 in known or (not known and entry is not None and key == start + end):
                    return key  # a file that has lost what it said of its document is known by its name
        return None

    def _place(self, path: str) -> str:
        """Where the file lies, seen from the store folder: the same from every working folder and every clone."""
        return encoded_place(os.path.relpath(path or ".", self.folder))

    def _new_key(self, document: Document) -> str:
        from reader.store.files.document_state import stamp_of

        writer = self._documents.writer(usual_key(document.path, document.sha256))
        if stamp_of(writer.file) is None and not (state := self._documents.read(writer)).tables:
            self._documents.hand_over(writer, state)  # read once: its save looks whether it is still so
            return writer.key
        return other_key(document.path, document.sha256)


def _may_be(document: Document, key: str) -> bool:
    """Whether a document, which may not have a key yet, may be the one of that key."""
    return document.key == key if document.key else key.endswith(f".{document.sha256[:12]}")
