"""Brings what is written here to the server, in order and each thing once, and what others wrote there to here.

The journals of the copy are the outbox: a line without a number of the server is one that is to be sent. What comes
from the server is written into them as another program would write it, so that the reader shows it as others' work.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import cast

from reader.model.act import Act
from reader.model.annotation import TABLES
from reader.store.files.journal_storage import JournalStorage
from reader.store.files.whole_document import put_whole
from reader.store.files.write_sequence import WriteSequence
from reader.store.folder_store import FolderStore
from reader.store.history.timeline import last_head
from reader.store.locking import LockHeldError, locked
from reader.store.postgres.bulk_loading import refuse_while_filled
from reader.store.postgres.copy_files import exchange_files
from reader.store.postgres.copy_state import CopyState
from reader.store.postgres.history_rows import Origin, Written, since
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.postgres.receiving import Received, receive
from reader.store.records.document_database import DocumentStorage, Edits
from reader.store.records.record_rows import RowChange
from reader.store.records.transaction import Transaction
from reader.store.refusals import refusals
from reader.store.store_folder import hidden_path, prepare
from reader.store.store_protocol import StoreError
from reader.system.guarded_path import StorePath

#: Things that are taken from the server at a time.
_PAGE = 500
#: The number of a change that comes from the server and is no one thing that was written there.
_SETTLED = 1
#: How long another program on the same copy is waited for, in seconds.
_PATIENCE_S = 20.0
_Place = tuple[str, str]


class CopyExchange:
    """Both ways, between a copy and the server. One program at a time does it for all that use the copy.

    Args:
        remote: the store on the server.
        folder: of the copy; its parent holds what is known of the server.
        state: that.
    """

    def __init__(self, remote: PostgresStore, folder: Path, state: CopyState) -> None:
        self._remote, self._folder, self._state = remote, folder, state
        self._local = FolderStore(folder)  # one of its own: what it writes, others wrote
        self._settled: dict[tuple[str, str, str], int] = {}  # rows that are here as they were there at a number
        self._looked_at: set[str] = set()  # documents of which it is known what was taken
        self._lock = threading.Lock()  # around what follows
        self._dirty: set[str] | None = None
        self._waiting = 0
        self._notices: dict[str, list[str]] = defaultdict(list)

    # --- what the reader asks

    @property
    def waiting(self) -> int:
        """How much was written here and is not on the server."""
        with self._lock:
            return self._waiting

    def wrote(self, key: str) -> None:
        """Something was written here."""
        with self._lock:
            self._waiting += 1
            if self._dirty is not None:
                self._dirty.add(key)

    def look_everywhere(self) -> None:
        """Other programs may have written into the copy: the next exchange looks at all documents."""
        with self._lock:
            self._dirty = None

    def take_notices(self, key: str) -> tuple[str, ...]:
        """What a person is to be told of a document, each once."""
        with self._lock:
            return tuple(self._notices.pop(key, ()))

    # --- the exchange

    def exchange(self, patience_s: float = _PATIENCE_S) -> None:
        """Take what is new, send what waits, and take again.

        Raises:
            UnreachableError: the server is away; what was done stands.
            StoreError: the copy cannot be written, or another program exchanges it for too long.
        """
        with self._alone(patience_s):
            refuse_while_filled(self._remote.server)
            if not self._state.is_whole:
                self._first_copy()
            exchange_files(self._remote, self._folder, self._state)
            self._take()
            if self._send():
                self._take()

    def idle(self) -> None:
        """Do what is due in the copy and need not be done at once."""
        self._local.idle()

    def close(self) -> None:
        """Let go of the copy; it can be used again."""
        self._local.close()

    @contextmanager
    def _alone(self, patience_s: float) -> Iterator[None]:
        path = StorePath(self._folder.parent) / "exchange.lock"
        try:
            with refusals(path, "not shared"), locked(path, patience_s):
                yield
        except LockHeldError as error:
            raise StoreError(f"{path}: not shared: {error}") from error

    def _first_copy(self) -> None:
        """Every document with its history, as it is on the server; goes on where it was stopped."""
        with refusals(self._folder, "not copied"):
            prepare(self._folder)
            last = self._remote.last_number()
            if self._state.taken is None:
                self._state.set_taken(last)
            exchange_files(self._remote, self._folder, self._state)
            there = set(self._local.keys())
            for key in sorted(self._remote.marks().keys() - there):
                storage = self._remote.database(key).storage
                past = [_from_server(one) for one in storage.history()]
                with suppress(StoreError):  # it is there, and holds nothing
                    put_whole(self._folder, self._local.hidden_folder, key, storage.tables(), past)
            if last:
                WriteSequence(self._local.hidden_folder).stamp(last)  # what is written here comes after it
        self._state.set_whole()

    # --- from the server

    def _take(self) -> None:
        number = self._state.taken or 0
        while page := since(self._remote.server, number, _PAGE):
            of: dict[str, list[Written]] = defaultdict(list)
            for one in page:
                of[one.key].append(one)
            for key, ones in of.items():
                self._take_document(key, ones)
            number = page[-1].transaction.number
            self._state.set_taken(number)
            self._settled = {place: last for place, last in self._settled.items() if last > number}

    def _take_document(self, key: str, ones: Sequence[Written]) -> None:
        """Have the rows of a document go through what the server's rows went through, from where they are."""
        storage = self._storage(key)
        with refusals(storage.writer.journal, "not shared"), storage.writer.flushed_at_the_end():
            self._take_rows(key, ones, storage)

    def _take_rows(self, key: str, ones: Sequence[Written], storage: JournalStorage) -> None:
        sent, mine, last = self._state.sent(key), set[_Place](), -1
        for one in ones:
            there = one.transaction
            later = {place for place in _places(there) if self._settled.get((key, *place), 0) >= there.number}
            if one.origin.name == self._state.name and len(later) == len(there.rows):
                continue  # it comes back as it stands here
            with storage.transaction(there.act, is_exact=True) as edits:
                if key not in self._looked_at:
                    if _is_here(storage, there.number):
                        continue
                    self._looked_at.add(key)
                if storage.writer.state is None or storage.writer.state.number != last:
                    mine = _pending(storage, sent)
                lost = list(there.lost)
                for row in there.rows:
                    if (row.table, row.row_id) not in mine | later:
                        _put(edits, row)
                    elif row.new is not None and row.table in TABLES:
                        lost.append(row)  # what is written here meets it when it is sent
                edits.shared, edits.lost = there.number, tuple(lost)
            last = storage.writer.state.number if storage.writer.state is not None else -1
            if there.lost and one.origin.name != self._state.name:
                self._tell(key, there.act)

    def _storage(self, key: str) -> JournalStorage:
        return cast("JournalStorage", self._local.database(key).storage)

    # --- to the server

    def _send(self) -> int:
        """Send what waits, in the order in which it was written; gives how much it was."""
        with self._lock:
            keys, self._dirty = self._dirty, set()
        try:
            due = [(key, one) for key in (list(self._unsent()) if keys is None else keys) for one in self._due(key)]
            with self._lock:
                self._waiting = len(due)
            for key, one in sorted(due, key=lambda each: each[1].number):
                received = receive(self._remote.server, key, one, Origin(self._state.name, one.number))
                self._settle(key, one, received)
                self._state.set_sent(key, one.number)
                with self._lock:
                    self._waiting = max(0, self._waiting - 1)
        except BaseException:
            with self._lock:
                self._dirty = None if keys is None or self._dirty is None else self._dirty | keys
            raise
        return len(due)

    def _unsent(self) -> Iterator[str]:
        """The keys of documents into which something was written that was not sent."""
        sent = self._state.all_sent()
        for key in self._local.marks():
            heads = (last_head(hidden_path(self._local.hidden_folder, kind, f"{key}.jsonl")) for kind in _KINDS)
            if max((head.number for head in heads if head is not None), default=0) > sent.get(key, 0):
                yield key

    def _due(self, key: str) -> list[Transaction]:
        after = self._state.sent(key)
        written = list(takewhile(lambda one: one.number > after, self._local.database(key).storage.backwards()))
        due = [one for one in reversed(written) if not one.shared]
        if written and not due:
            self._state.set_sent(key, written[0].number)
        return due

    def _settle(self, key: str, sent: Transaction, received: Received) -> None:
        """Have the copy hold what stands on the server where that is something else than was sent."""
        for place in _places(sent):
            self._settled[key, *place] = received.number
        if received.differing:
            storage = self._storage(key)
            with storage.transaction(Act(received.met.what, received.met.by), is_exact=True) as edits:
                later = _pending(storage, sent.number)
                for row in received.differing:
                    if (row.table, row.row_id) not in later:
                        _put(edits, row)
                edits.shared = _SETTLED
        if received.is_clash:
            self._tell(key, received.met)

    def _tell(self, key: str, by: Act) -> None:
        line = f"{by.by or 'somebody'} changed the same at the same time: what gave way is in the log"
        with self._lock:
            if line not in self._notices[key]:
                self._notices[key].append(line)


#: Where the lines of a document are.
_KINDS = ("journals", "history")


def _places(written: Transaction) -> set[_Place]:
    return {(row.table, row.row_id) for row in written.rows}


def _pending(storage: DocumentStorage, after: int) -> set[_Place]:
    """Which rows were written here after a number, and not by the server."""
    written = takewhile(lambda one: one.number > after, storage.backwards())
    return {place for one in written if not one.shared for place in _places(one)}


def _is_here(storage: DocumentStorage, number: int) -> bool:
    """Whether what has this number on the server is here: it is never behind what has a larger one."""
    found = (one.shared for one in storage.backwards() if one.shared > _SETTLED)
    return next((one == number for one in found if one <= number), False)


def _from_server(one: Transaction) -> Transaction:
    return Transaction(one.rows, one.at, one.act, one.lost, one.number, one.since, one.number)


def _put(edits: Edits, row: RowChange) -> None:
    table = edits.table(row.table)
    if row.new is None:
        table.pop(int(row.row_id), None)
    else:
        table[int(row.row_id)] = dict(row.new)
