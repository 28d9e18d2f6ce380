"""The store as a folder: one file a document, as TinyDB writes it.

This module decides which document is meant, who may write when, and which files are due to be written anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.config.settings import HIDDEN_FOLDER
from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change, Decision, Link, new_id
from reader.model.document import Document, Stored
from reader.model.untrusted_data import one_line
from reader.store import disk_reserve, store_folder
from reader.store.files.document_index import DocumentIndex, IndexEntry, encoded_place
from reader.store.files.document_state import stamp_of
from reader.store.files.open_documents import OpenDocuments
from reader.store.files.schema_versions import SCHEMA_VERSION
from reader.store.history.history_queries import HistoryQueries, described
from reader.store.records.record_rows import RowError, Tables, hashes_of, left_out, meta_of, records_of, tombstones
from reader.store.records.save_outcome import outcome_of
from reader.store.records.transaction import Transaction
from reader.store.refusals import refused
from reader.store.store_protocol import SaveResult, StoreError
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    from reader.store.history.backup_schedule import BackupSchedule
    from reader.store.history.backups import Backups

#: The lock that is held while a document is looked for and made; no document's key starts like it.
_NEW = ".new"


class FolderStore(HistoryQueries):
    """A folder with one TinyDB file a document.

    Args:
        folder: made on the first save.
    """

    def __init__(self, folder: Path) -> None:
        hidden = folder / HIDDEN_FOLDER
        super().__init__(folder, OpenDocuments(folder, hidden, self._writing, self._from_backup))
        self._is_prepared = False
        self._index = DocumentIndex(folder, hidden)

    @cached_property
    def backups(self) -> Backups:
        """Of this store."""
        from reader.store.history.backups import Backups

        return Backups(self.folder, self.hidden_folder)

    @cached_property
    def _tending(self) -> BackupSchedule:
        from reader.store.history.backup_schedule import BackupSchedule

        return BackupSchedule(self.backups, self.hidden_folder, self.keys)

    def _from_backup(self, key: str) -> tuple[Tables, str] | None:
        return self.backups.tables_of(key)

    def keys(self) -> list[str]:
        """See ``Store``; among them are documents that are held without a file, and names of what is no plain file."""
        try:
            with StorePath(self.folder).entries() as entries:
                names = [entry.name for entry in entries]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise refused(error, self.folder, "cannot be listed") from error
        found = {name.removesuffix(".json") for name in names if name.endswith(".json") and name[0] != "."}
        return sorted(found | self._open_documents.held_without_file(found))

    def find(self, path: str, sha256: str) -> str | None:
        """See ``Store``; ``path`` as the system names it.

        Raises:
            StoreError: the file that would be this document's cannot be read: another one must not take its place.
        """
        return self._found(path, sha256, by_place=True)

    def load(self, key: str, *, keep: bool = False) -> Stored:
        """See ``Store``."""
        writer = self._open_documents.writer(key)
        writer.is_used = writer.is_used or keep
        state = self._open_documents.read(writer)
        tables, meta = state.tables, meta_of(state.tables)
        faults: list[RowError] = []
        annotations = [one for one in records_of(tables, "annotations", faults) if isinstance(one, Annotation)]
        links = [one for one in records_of(tables, "links", faults) if isinstance(one, Link)]
        decisions = [one for one in records_of(tables, "decisions", faults) if isinstance(one, Decision)]
        stored = Stored(
            described(self.folder, key, meta),
            tuple(sorted(annotations, key=lambda one: (one.start, one.end, one.id))),
            tuple(sorted(links, key=lambda one: one.id)),
            tuple(sorted(decisions, key=lambda one: one.id)),
            tombstones(tables),
            (*state.notices, *left_out(str(writer.file), faults)),
            state.is_whole and not faults,
        )
        self._open_documents.hand_over(writer, state)
        return stored

    def save(
        self, document: Document, changes: Sequence[Change], *, apart: bool = False, act: Act = NOBODY
    ) -> SaveResult:
        """See ``Store``.

        Raises:
            StoreError: the folder cannot be written, the disk is full, another reader holds the document for too
                long, or the file is damaged or of a newer version.
        """
        try:
            try:
                return self._save(document, changes, apart, act)
            except OSError as error:
                if error.errno not in disk_reserve.FULL or not disk_reserve.release(self.hidden_folder):
                    raise
                return self._save(document, changes, apart, act)
        except OSError as error:
            raise refused(error, self.folder, "not saved") from error

    def look(self, key: str) -> tuple[Transaction, ...] | None:
        """See ``Store``; raises ``StoreError`` where it cannot be read."""
        try:
            writer = self._open_documents.writer(key)
            if writer.is_fresh() and not writer.unseen:
                return ()
            with self._open_documents.holding(key):
                was_known = writer.state is not None
                _, news = writer.current()
                self._open_documents.note(writer)
                return writer.take_unseen(news) if was_known else None
        except OSError as error:
            raise refused(error, self.folder, "cannot be read") from error

    def mend(self, key: str) -> None:
        """Write a document's files anew from what is known of it, their bytes kept first; raises ``StoreError``."""
        try:
            self._open_documents.mend(key)
        except OSError as error:
            raise refused(error, self.folder, "not mended") from error

    def take_notices(self, key: str) -> tuple[str, ...]:
        """See ``Store``."""
        writer = self._open_documents.writer(key)
        notices, writer.notices = writer.notices, ()
        return notices

    def idle(self) -> float | None:
        """See ``Store``: writes the files of documents that have rested, and takes backups."""
        due, backup = self._open_documents.idle(), self._tending.tend()
        return backup if due is None else min(due, backup)

    def flush(self) -> None:
        """Write every file that is behind its journal; raises ``StoreError``."""
        try:
            self._open_documents.flush()
        except OSError as error:
            raise refused(error, self.folder, "not written") from error

    def close(self) -> None:
        """See ``Store``."""
        self._open_documents.close()
        if self._is_prepared:
            self._index.keep()

    def _save(self, document: Document, changes: Sequence[Change], apart: bool, act: Act) -> SaveResult:
        if not self._is_prepared or not self.inside().is_folder():
            store_folder.prepare(self.folder)
            self._is_prepared = True
        if document.key:
            return self._write(document.key, document, changes, act)
        with self._open_documents.locked(_NEW):  # looked for and made as one: two readers must not make two files of it
            known = self._found(self._source(document), document.sha256, by_place=not (apart or document.apart))
            return self._write(known or self._new_key(document), document, changes, act)

    def _write(self, key: str, document: Document, changes: Sequence[Change], act: Act) -> SaveResult:
        meta = {
            "schema": SCHEMA_VERSION,
            "name": one_line(Path(document.path).name),
            "path": one_line(document.path),
            "place": self._place(self._source(document)),
            "sha256": document.sha256,
            "title": document.title or "",
        }
        with self._open_documents.holding(key, is_new_here=document.key is None) as writer:
            target = act.undoes or act.redoes
            done = writer.rows_of(target) if target else []
            try:
                outcome, news = writer.commit(act, lambda tables: outcome_of(tables, act, changes, done, meta))
            except RowError as error:
                raise StoreError(f"{writer.file}: not saved: {error}") from error
            self._open_documents.note(writer)
            is_void = bool(act.step) and not outcome.rows and not writer.rows_of(act.step)
            is_other = outcome.merged or outcome.is_clash or is_void
            return SaveResult(
                replace(document, key=key, apart=False),
                merged=outcome.merged,
                is_clash=outcome.is_clash,
                met=self.met(key, outcome.merged or changes, act) if is_other else NOBODY,
                others=writer.take_unseen(news),
                is_void=is_void,
            )

    def _writing(self) -> Callable[[str, Mapping[str, Any]], None]:
        before = self._index.changed()
        return lambda key, meta: self._index.wrote(key, meta, before)

    def _found(self, path: str, sha256: str, *, by_place: bool) -> str | None:
        """The document that has these bytes now, else that had them once, else the last one at this place."""
        place = self._place(path)
        usual = store_folder.usual_key(path, sha256)
        entry = self._index.entry(usual)
        if entry is not None and (entry.sha256, entry.place) == (sha256, place):
            return usual  # as most are: without a look at the others
        try:
            entries = self._index.candidates(sha256, place)
        except OSError as error:
            raise refused(error, self.folder, "cannot be listed") from error
        kinds: list[Callable[[IndexEntry], bool]] = [
            lambda entry: entry.sha256 == sha256,
            lambda entry: sha256 in entry.hashes,
            lambda entry: by_place and entry.place == place,
        ]
        for is_meant in kinds:
            if fresh := {key: entry for key, entry in entries.items() if is_meant(entry)}:
                return max(fresh, key=lambda key: (fresh[key].place == place, fresh[key].stamp[0], key))
        return self._lost(path, sha256)

    def _lost(self, path: str, sha256: str) -> str | None:
        """The document whose file would be found, were it not damaged or gone, if it can be brought back."""
        start, end = store_folder.slug(path), f".{sha256[:12]}"
        for key in {start + end, *self._index.starting(start, end)}:
            entry, writer = self._index.entry(key), self._open_documents.writer(key)
            is_known = any(stamp_of(one) for one in (writer.history, writer.journal))
            if is_known or (entry is not None and not (entry.is_readable and entry.sha256)):
                known = hashes_of(meta_of(self._open_documents.read(writer).tables))  # says what is wrong with it
                if sha256 in known or (not known and entry is not None and key == start + end):
                    return key  # a file that has lost what it said of its document is known by its name
        return None

    def _place(self, path: str) -> str:
        """Where the file lies, seen from the store folder: the same from every working folder and every clone."""
        return encoded_place(Path(os.path.relpath(Path(path).absolute(), self.folder.absolute())).as_posix())

    @staticmethod
    def _source(document: Document) -> str:
        """The path to the file as the system names it, where that is known."""
        return document.location or document.path

    def _new_key(self, document: Document) -> str:
        start, end = store_folder.slug(document.path), f".{document.sha256[:12]}"
        writer = self._open_documents.writer(start + end)
        if stamp_of(writer.file) is None and not self._open_documents.read(writer).tables:
            return writer.key
        return f"{start}-{new_id()[-6:]}{end}"
