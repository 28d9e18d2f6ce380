"""A store whose documents are TinyDB databases, wherever those lie: what is read, saved, and brought back.

What a save is to write is worked out by the pure modules in ``records/``; here it goes through the tables.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change, Decision, Link, table_name
from reader.model.document import Document, Stored
from reader.model.untrusted_data import one_line
from reader.store.records.place_encoding import decoded_place
from reader.store.records.record_rows import (
    META,
    RowChange,
    RowError,
    changes_in,
    deleted_in,
    left_out,
    records_of,
    row_id_of,
    rows_for,
)
from reader.store.records.schema_versions import SCHEMA_VERSION
from reader.store.store_protocol import DocumentScan, SaveResult, StoredTexts, StoreError
from reader.store.team.sharing import Sharing

if TYPE_CHECKING:
    from reader.store.records.document_database import DocumentDatabase
    from reader.store.records.transaction import Transaction

_Kind = TypeVar("_Kind", Annotation, Link, Decision)


class NoScan:
    """See ``DocumentScan``."""

    def texts(self, key: str) -> StoredTexts | None:
        """See ``DocumentScan``."""
        del key
        return None

    def stamps(self, key: str) -> object:
        """See ``DocumentScan``."""
        del key
        return None


class TableStore(ABC):
    """The part of a store that is the same wherever its tables are."""

    @abstractmethod
    def database(self, key: str) -> DocumentDatabase:
        """A document, opened as a TinyDB database; raises ``StoreError`` where that is no document's key."""

    @abstractmethod
    def _place(self, path: str) -> str:
        """Where a document's file lies, as ``_meta`` says it."""

    @abstractmethod
    def _location(self, place: str) -> str:
        """The absolute path that such a place is now."""

    @abstractmethod
    def _named(self, key: str) -> str:
        """What messages call a document."""

    def load(self, key: str, *, keep: bool = False, with_copies: bool = False) -> Stored:
        """See ``Store``; tables have no copies."""
        del with_copies
        return self._loaded(key, self.database(key), keep=keep)

    def scanning(self) -> AbstractContextManager[DocumentScan]:
        """See ``Store``; here none is read faster."""
        return nullcontext(NoScan())

    def in_bulk(self) -> AbstractContextManager[None]:
        """See ``Store``; here it makes no difference."""
        return nullcontext()

    def _loaded(self, key: str, database: DocumentDatabase, *, keep: bool) -> Stored:
        """What a database says of a document."""
        faults: list[RowError] = []

        def all_of(kind: type[_Kind], table: str) -> list[_Kind]:
            return [one for one in records_of(database, table, faults) if isinstance(one, kind)]

        with database.storage.snapshot(keep=keep) as state:
            annotations, links = all_of(Annotation, "annotations"), all_of(Link, "links")
            decisions = all_of(Decision, "decisions")
            return Stored(
                self._described(key, database.row(META, 1)),
                tuple(sorted(annotations, key=lambda one: (one.start, one.end, one.id))),
                tuple(sorted(links, key=lambda one: one.id)),
                tuple(sorted(decisions, key=lambda one: one.id)),
                deleted_in(database, [*annotations, *links, *decisions]),
                (*state.notices, *left_out(self._named(key), faults)),
                state.is_whole and not faults,
            )

    def sharing(self) -> Sharing | None:
        """See ``Store``: what is saved is there for all."""
        return None

    def catch_up(self) -> str:
        """See ``Store``: nothing is elsewhere."""
        return ""

    def history(self, key: str) -> Iterator[Transaction]:
        """See ``Store``."""
        return self.database(key).storage.history()

    def last(self, key: str, identifier: str = "") -> Transaction | None:
        """See ``Store``."""
        try:
            ids = {row_id_of(identifier)} if identifier else None
        except RowError:
            return None
        return next((one for one in self._backwards(key) if ids is None or one.is_about(ids)), None)

    def document(self, key: str, written: Transaction | None) -> Document:
        """See ``Store``."""
        return self._described(key, self.database(key).row(META, 1) or self._last_meta(key, written))

    def _save_rows(
        self, database: DocumentDatabase, document: Document, changes: Sequence[Change], act: Act
    ) -> SaveResult:
        """Make the changes in a document, merged with what others wrote.

        Args:
            database: of the document.
            document: with its key.
            changes, act: as of ``Store.save``.

        Raises:
            StoreError: nothing was written.
        """
        from reader.store.records.document_database import carry_out
        from reader.store.records.save_outcome import outcome_of  # not before the first paint: nothing is saved

        key, target = document.key or "", act.undoes or act.redoes
        meta = {
            "schema": SCHEMA_VERSION,
            "name": one_line(Path(document.path).name),
            "path": one_line(document.path),
            "place": self._place(document.source),
            "sha256": document.sha256,
            "title": document.title or "",
        }
        try:
            with database.storage.transaction(act, is_exact=True, is_told=True) as edits:
                done = database.storage.rows_of(target) if target else ()
                outcome = outcome_of(database.storage.tables(), act, changes, done, meta)
                edits.lost = outcome.lost
                carry_out(database, outcome.rows)
                is_void = bool(act.step) and not outcome.rows and not database.storage.rows_of(act.step)
        except ValueError as error:
            raise StoreError(f"{self._named(key)}: not saved: {error}") from error
        is_other = outcome.merged or outcome.is_clash or is_void
        return SaveResult(
            replace(document, apart=False),
            merged=outcome.merged,
            is_clash=outcome.is_clash,
            met=self._met(key, outcome.merged or changes, act) if is_other else NOBODY,
            others=edits.others,
            is_void=is_void,
        )

    def _described(self, key: str, meta: Mapping[str, Any]) -> Document:
        """The document that a row of ``_meta`` describes."""
        path, sha256, title = (
            one_line(value) if isinstance(value := meta.get(name), str) else "" for name in ("path", "sha256", "title")
        )
        place = decoded_place(value) if isinstance(value := meta.get("place"), str) else ""
        location = self._location(place) if place else ""
        return Document(key, path or one_line(key), sha256, title or None, location)

    def _restore_rows(
        self, key: str, number: int, act: Act, *, dry_run: bool, now_called: Callable[[str], str]
    ) -> tuple[Change, ...]:
        """See ``Store.restore``; raises ``StoreError``."""
        from reader.annotations.handing_in import TAKEN_BACK, reopening
        from reader.store.history.point_in_time import rows_at
        from reader.store.records.document_database import carry_out

        database = self.database(key)
        past = list(database.storage.history())  # before what somebody wrote past the history is seen: that stays
        if dry_run:
            with database.storage.snapshot():
                changes = changes_in(rows_at(database.storage.tables(), past, number, now_called))
                return (*changes, *reopening(changes))
        with database.storage.transaction(act, is_exact=True):
            rows = rows_at(database.storage.tables(), past, number, now_called)
            if changes := changes_in(rows):
                if not database.row(META, 1) and (meta := self._last_meta(key, None)):
                    rows = (RowChange(META, "1", dict(meta), None), *rows)
                carry_out(database, rows)
        if taken := reopening(changes):  # not as part of it, so that no undo removes that
            with database.storage.transaction(Act(TAKEN_BACK, act.by), is_exact=True):
                made = {(table_name(one.record), row_id_of(one.record.id)): one.after for one in taken}
                carry_out(database, rows_for(database.storage.tables(), dict.fromkeys(made), made, ()))
        return (*changes, *taken)

    def _met(self, key: str, changes: Iterable[Change], act: Act) -> Act:
        """Why records were last written before they were changed in an act; nobody's where that is not known."""
        ids = {row_id_of(one.record.id) for one in changes}
        return next((one.act for one in self._backwards(key) if one.act != act and one.is_about(ids)), NOBODY)

    def _last_meta(self, key: str, written: Transaction | None) -> Mapping[str, Any]:
        """What was last said of a document that nothing is said of now."""
        for one in chain([written] if written else [], self._backwards(key)):
            for side in (side for row in one.rows if row.table == META for side in (row.new, row.old)):
                if side:
                    return side
        return {}

    def _backwards(self, key: str) -> Iterator[Transaction]:
        return self.database(key).storage.backwards()
