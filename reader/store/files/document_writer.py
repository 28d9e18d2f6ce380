"""One document on disk, written: a save appends one line to the journal, and the file is rewritten from it later.

Each step may be the last one that is done: a line names the new file before that takes the old one's place, and lines
move to the history before they leave the journal.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.model.act import NOBODY, OUTSIDE, Act
from reader.model.annotation import TABLES
from reader.store.files import journal
from reader.store.files.document_reader import BACK, FromBackup
from reader.store.files.document_state import Stamp, State, stamp_in, stamp_of
from reader.store.files.file_format import with_revision
from reader.store.files.file_swap import WrittenMeanwhileError, put
from reader.store.files.journal import Item, JournalLines, Marker
from reader.store.files.last_known_state import LastKnownState
from reader.store.files.write_sequence import WriteSequence
from reader.store.history.history_lines import fresh_lines
from reader.store.history.timeline import last_head
from reader.store.records.record_rows import RowChange, Tables, applied, copied, difference
from reader.store.records.row_texts import RowTexts, file_text
from reader.store.records.schema_versions import check_schema
from reader.store.records.transaction import Transaction
from reader.system.hashes import sha256
from reader.system.owned_lock import OwnedLock


class FileText:
    """What a document's file is to hold, and the line that names it.

    Attributes:
        data: its bytes; None where there is to be no file.
        marker: of the journal.
    """

    def __init__(self, tables: Tables, texts: RowTexts | None = None) -> None:
        self.data: bytes | None = None
        self.marker = Marker("")
        if any(tables.values()):
            text, revision = with_revision(tables, text_of=texts.in_file if texts else file_text)
            self.data = text.encode()
            self.marker = Marker(sha256(self.data), revision)


class DocumentWriter(LastKnownState):
    """One document's files. All that writes must be called with the guard and the document's lock held.

    Args:
        folder, hidden, key, from_backup: as of ``DocumentReader``.
        sequence: numbers what is written; that of the store.
    """

    def __init__(
        self,
        folder: Path,
        hidden: Path,
        key: str,
        from_backup: FromBackup | None = None,
        sequence: WriteSequence | None = None,
    ) -> None:
        super().__init__(folder, hidden, key, from_backup)
        self._sequence = sequence or WriteSequence(hidden)
        self.state: State | None = None
        self.guard = OwnedLock()  # whoever uses the state or writes holds it, and then the document's lock
        self._lending = threading.Lock()  # around lending the tables, and changing them
        self.unseen: tuple[Transaction, ...] = ()
        self.notices: tuple[str, ...] = ()
        self.is_used = False  # written or looked at: what is in memory is what somebody has on the screen
        self.is_kept = False  # somebody asks what others wrote
        self._last: dict[bytes, Item] = {}  # what the last line says that was appended here
        self._begun = b""  # the journal as it was begun here
        self._named: FileText | None = None  # what the last line names, before it is there
        self._is_flushed = True  # what is written is on disk at once
        self._doubtful = False  # a flush failed: what can be read of the journal may not be on disk

    def meet(self) -> None:
        """Take all that is there for something that others wrote and nobody here has seen; raises as ``current``."""
        rows = tuple(row for row in difference({}, self.current().tables) if row.table in TABLES)
        self.unseen = (Transaction(rows, ""),) if rows else self.unseen

    def current(self) -> State:
        """The state as it is now; what others wrote since it was last known goes to ``unseen``.

        Where they only appended to the journal, only their lines are read.

        Raises:
            StoreFileError, OSError: as ``read``.
            NewerSchemaError: it must not be written.
        """
        state = self.state
        news: tuple[Transaction, ...] = ()
        if state is None or not self.is_fresh(state):
            tail = self._tail(state) if state is not None and not self._doubtful else None
            if state is not None and tail is not None:
                news = tuple(tail.transactions)
                self._apply(state, [row for one in news for row in one.rows])
                state.length += tail.length
                state.pending += len(tail.transactions)
                state.number = max((state.number, *(one.number for one in news)))
            else:
                before, self.state = state, None
                self._held = before
                try:
                    state = self.read(is_open=before is not None)
                    state.number = state.number or self.last_number()
                    self.notices += tuple(state.notices)
                    self._settle(state)
                except BaseException:
                    self.state = before  # else nobody is told what others wrote since
                    raise
                finally:
                    self._held = None
                news = self._news(before, state) if before is not None else ()
        self.unseen += news
        if not state.is_settled:  # handed over by whoever read it without the lock
            self._settle(state)
        self.state = state
        return state

    def _news(self, before: State, state: State) -> tuple[Transaction, ...]:
        """What others wrote between two states: by whom, where the history says just that."""
        rows = difference(before.tables, state.tables)
        if not rows:
            return ()
        written = (line.item for line in self.past())
        later = tuple(one for one in written if isinstance(one, Transaction) and one.number > before.number > 0)
        told = journal.replayed(copied(before.tables), later)
        return (Transaction(rows, ""),) if difference(told, state.tables) else later

    def reread(self) -> None:
        """As ``current``, without the lock: nothing is written, since the store can only be read."""
        before, state = self.state, self.read(is_open=self.state is not None)
        state.number = state.number or self.last_number()
        self.unseen += self._news(before, state) if before is not None else ()
        self.state = state

    def reopened(self) -> State:
        """The state read anew, with all that can be brought back; raises as ``current``."""
        state = self.read(is_open=True, is_asked=True)
        self._settle(state)
        self.state = state
        return state

    def is_fresh(self, state: State | None) -> bool:
        """Whether a state that was read before is what is on disk."""
        if state is None:
            return False
        now = stamp_of(self.journal)
        size, inode = (now[1], now[2]) if now else (0, 0)
        return (
            not self._doubtful and stamp_of(self.file) == state.stamp and (size, inode) == (state.length, state.inode)
        )

    def _tail(self, state: State) -> JournalLines | None:
        """What others appended, if that is all that happened."""
        now = stamp_of(self.journal)
        if now is None or now[2] != state.inode or now[1] <= state.length or stamp_of(self.file) != state.stamp:
            return None
        tail = journal.lines_in(journal.read_bytes(self.journal, state.length) or b"")
        return None if tail.half or tail.damaged or len(tail.transactions) < len(tail.lines) else tail

    def _settle(self, state: State) -> None:
        """Keep aside what is damaged; tell the history what somebody did outside; write the file anew if need be."""
        check_schema(state.tables)
        if state.original is not None:
            self.keep_aside(state.original, "json")
        for data in state.aside:
            self.keep_aside(data, "line")
        if self._doubtful or state.aside:
            lines = [line.data + b"\n" for line in journal.read_lines(self.journal).lines if line.item is not None]
            self.journal.write(b"".join(lines))
            now = stamp_of(self.journal)
            state.length, state.inode = (now[1], now[2]) if now else (0, 0)
            self._doubtful = False
        changed = self._unknown_changes(state) if state.reason or state.is_foreign else ()
        if changed or state.lost:
            act = state.act if state.is_foreign else Act(state.reason)
            act = act if changed else act._replace(step="")
            self._append(state, journal.line_of(self._transaction(state, changed, act, state.lost)))
        if state.reason:
            self.rewrite(state)
        elif state.is_foreign:
            self._append(state, journal.line_of(Marker(state.digest, state.revision, state.blob)))
            self._begin_anew(state)
        state.is_settled = True

    def _unknown_changes(self, state: State) -> tuple[RowChange, ...]:
        """What the history does not know of, because somebody else wrote the file."""
        snapshot = self.last_snapshot()
        if state.reason != BACK and (not snapshot or (snapshot == state.digest and not state.reason)):
            return ()
        tables, _, is_whole = self.remembered()
        return difference(tables, state.tables) if is_whole else ()

    def writable(self) -> State:
        """The state as it is now, to be written to; raises as ``current``, and ``NotPlainError``."""
        self.refuse_left_alone()
        state = self.current()
        check_schema(state.tables)
        return state

    def append(
        self, state: State, act: Act, rows: tuple[RowChange, ...], lost: tuple[RowChange, ...] = (), shared: int = 0
    ) -> Transaction:
        """One transaction: on disk when this returns.

        A document without a file gets one at once, so that the same flush has the line that names it. Each row is
        encoded once for both.

        Args:
            state: as ``writable`` has just given it.
            act: why.
            rows: what is to be written.
            lost, shared: see ``Transaction``.

        Raises:
            OSError, ValueError: nothing was written.
        """
        texts = RowTexts()
        try:
            asked = self._transaction(state, rows, act, lost, shared)
            line = journal.line_of(asked, texts.in_journal)
            written = journal.as_read(asked, texts)
        except (TypeError, RecursionError) as error:
            raise ValueError("cannot be written: is no plain data") from error
        first = None
        if state.stamp is None:
            first = FileText(applied(copied(state.tables), written.rows), texts)
        self._append(state, line + (journal.line_of(first.marker) if first else b""))
        self._named = first
        self._last = {line.rstrip(b"\n"): written}
        self._apply(state, written.rows)
        state.pending += 1
        return written

    @contextmanager
    def flushed_at_the_end(self) -> Iterator[None]:
        """What is written inside can be had again: it is on disk when all of it is written."""
        self._is_flushed = False
        try:
            yield
        finally:
            self._is_flushed = True
            with suppress(FileNotFoundError):
                journal.flush_file(self.journal)

    def lend(self, state: State) -> Tables:
        """The tables of a state, for whoever reads them while others write: nothing in them changes any more."""
        with self._lending:
            state.is_lent = True
            return state.tables

    def _apply(self, state: State, rows: Sequence[RowChange]) -> None:
        """Make row changes in the tables, at once for whoever reads them. A table is copied only where it is lent."""
        with self._lending:
            tables = copied(state.tables, {row.table for row in rows}) if state.is_lent else state.tables
            state.tables, state.is_lent = applied(tables, rows), False

    def reconcile(self) -> None:
        """Tell the history what the document holds, where it says something else or is cut off; raises as ``current``.

        Of a document without a file it tells nothing: that would make deletions of a loss.
        """
        state = self.current()
        if state.stamp is None or not any(state.tables.values()):
            return
        story, gap = self.story(), self.gap()
        if story is not None and (rows := difference(story.tables, state.tables)):
            self._append(state, journal.line_of(self._transaction(state, rows, Act(OUTSIDE))))
            state.pending += 1
        elif gap is not None and gap.is_at_end:
            self.keep_aside(journal.read_lines(self.history).half, "history")
            state.pending = max(1, state.pending)  # the next file is named at the end of the history

    def last_number(self) -> int:
        """The number of the last thing that the history has, 0 where it has nothing."""
        head = last_head(self.history)
        return head.number if head is not None else 0

    def _transaction(
        self,
        state: State,
        rows: tuple[RowChange, ...],
        act: Act = NOBODY,
        lost: tuple[RowChange, ...] = (),
        shared: int = 0,
    ) -> Transaction:
        """What is written next into this document, with its place in the order."""
        state.number = state.number or self.last_number()
        stamp = self._sequence.stamp(state.number)
        state.number = stamp.number
        return Transaction(rows, stamp.at, act, lost, stamp.number, stamp.since, shared)

    def _append(self, state: State, data: bytes) -> None:
        self._named = None
        if state.length == 0:
            self.journal.parent.make_folder()
            is_back = state.reason == BACK and state.stamp is None  # that there is no file is then no ground
            data = data if is_back else journal.line_of(self._ground(state)) + data
            self._begun = data
        try:
            journal.append(self.journal, data, state.length, is_flushed=self._is_flushed)
        except OSError:
            self._doubtful = True
            raise
        if state.length == 0:
            state.inode = self.journal.lstat().st_ino
        state.length += len(data)

    def rewrite(self, state: State) -> None:
        """Write the file from the tables, and move the journal's lines to the history.

        Each step may be the last one: a line names the new file before it takes the old one's place, lines that are
        in the history already are told by their bytes, and a journal that was emptied too early is one without lines.
        A file that somebody has written since it was read is left alone: it is read again first.
        """
        self.refuse_left_alone()
        named, self._named = self._named, None
        file = named or FileText(state.tables)
        if named is None and (state.length or state.pending or state.reason):
            self._append(state, journal.line_of(file.marker))
        try:
            stamp = self._replace(state, file.data)
        except WrittenMeanwhileError:
            state.pending = max(1, state.pending)  # the journal has it all; it is due again, with what is there now
            return
        state.stamp, state.digest, state.reason, state.original = stamp, file.marker.snapshot, "", None
        state.revision, state.blob = file.marker.revision, ""
        self._begin_anew(state)

    def _replace(self, state: State, data: bytes | None) -> Stamp:
        """Write the file, or take it away; gives its stamp, which nobody else's file can have.

        Raises:
            WrittenMeanwhileError: it is not the file that the state rests on.
        """
        stamps: list[Stamp] = [None]

        def placed(folder: int, new: str, old: str) -> None:
            stamps[0] = stamp_in(os.stat(new, dir_fd=folder, follow_symlinks=False))
            put(folder, new, old, lambda status: (None if status is None else stamp_in(status)) == state.stamp)

        if data is not None:
            self.file.write(data, put=placed)
        elif state.digest:
            if stamp_of(self.file) != state.stamp:
                raise WrittenMeanwhileError
            self.file.remove(missing_ok=True)
            self.file.parent.sync()
        return stamps[0]

    def _begin_anew(self, state: State) -> None:
        """Move the journal's lines to the history, now that the file holds them; it names the file from now on."""
        state.is_foreign = False
        if state.length:
            self._retire(state)
            self._last, self._begun = {}, b""
            state.length = journal.begin(
                self.journal, journal.line_of(Marker(state.digest, state.revision, state.blob))
            )
        state.pending = 0

    def _ground(self, state: State) -> Marker:
        """The file that a new journal rests on: if somebody else wrote it meanwhile, the one that the reader wrote."""
        snapshot = self.last_snapshot() if state.is_foreign else ""
        return Marker(snapshot) if snapshot else Marker(state.digest, state.revision, state.blob)

    def _retire(self, state: State) -> None:
        """Move the journal's lines to the end of the history, those that are not there yet."""
        is_known = len(self._begun) == state.length
        raw = self._begun if is_known else journal.read_bytes(self.journal) or b""
        lines = [line for line in journal.lines_in(raw, self._last).lines if line.item is not None]
        fresh = fresh_lines(lines, self.history_tail(len(raw) + 4096), state.tables)
        self.history.parent.make_folder()
        length = journal.whole_length(self.history)
        journal.append(self.history, b"".join(line + b"\n" for line in fresh), length)

    def drop_journal(self) -> None:
        """Remove a journal that holds nothing that the file does not; its lines go to the history first."""
        state = self.state
        if state is not None and not state.pending and state.length and self.is_fresh(state):
            if len(journal.read_lines(self.journal).lines) > 1:  # a kill came before they went there
                self._begin_anew(state)
            self.journal.remove(missing_ok=True)
            state.length = state.inode = 0

    def keep_aside(self, data: bytes, ending: str) -> None:
        """Keep bytes that were damaged, once."""
        path = self.aside(data, ending)
        if data and not path.exists():
            path.write(data)
