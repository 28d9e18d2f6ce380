"""The documents that are in use: who may write one, and when its file is written anew from its journal.

A save must not wait for a large file: it is written once the document has rested, the longer the larger it is; at
once where there is none yet, or where the journal has become long.
"""

from __future__ import annotations

import errno
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.store.document_keys import checked_key
from reader.store.files import disk_reserve
from reader.store.files.document_reader import BEGUN, DocumentReader, FromBackup
from reader.store.files.document_state import State, stamp_of
from reader.store.files.document_writer import DocumentWriter
from reader.store.files.file_format import StoreFileError
from reader.store.files.write_sequence import WriteSequence
from reader.store.locking import LOCK_TIMEOUT_S, LockHeldError, locked
from reader.store.records.record_rows import meta_of
from reader.store.records.schema_versions import NewerSchemaError, check_schema
from reader.store.records.transaction import Transaction
from reader.store.refusals import refused
from reader.store.store_folder import hidden_path, is_in_git, prepare
from reader.store.store_protocol import NewerStoreError, StoreError

#: How long a document must rest before its file is written anew, how much longer for each byte of it, and the longest
#: rest: writing a megabyte takes 30 ms of the processor, which is to be no part of who tags every few seconds.
REST_S, REST_S_PER_BYTE, LONGEST_REST_S = 0.1, 1 / (1 << 19), 60.0
#: The longest journal that is left until then, in bytes.
LONGEST_JOURNAL = 1 << 20
#: How long to wait before a file that could not be written is tried again; its journal holds all of it.
_AGAIN_S = 30.0
#: Documents whose tables are kept in memory, so that a save need not read them.
_KEPT = 64
#: The same of such as somebody has on the screen, or had: of others it is not known what was written since.
_KEPT_ON_SCREEN = 1024
#: Why nothing can be written where all can be read.
_READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class DocumentsInUse:
    """The writers of a folder's documents.

    Args:
        folder: the store's.
        hidden: its hidden folder.
        writing: called before a file is written, gives what is called after it with the key and what the file says of
            its document.
    """

    def __init__(
        self,
        folder: Path,
        hidden: Path,
        writing: Callable[[], Callable[[str, Mapping[str, Any]], None]],
        from_backup: FromBackup | None = None,
    ) -> None:
        self._folder = folder
        self.hidden = hidden
        self._writing = writing
        self._from_backup = from_backup
        self.sequence = WriteSequence(hidden)
        self._writers: OrderedDict[str, DocumentWriter] = OrderedDict()
        self._due: dict[str, float] = {}
        self._mutex = threading.Lock()  # around the two above; never held while the disk works
        self.is_prepared = False

    def prepare(self) -> None:
        """Make the folder and what belongs into it, where that was not done yet; raises ``OSError``."""
        if not self.is_prepared or not hidden_path(self.hidden).is_folder():
            prepare(self._folder)
            self.is_prepared = True

    def writer(self, key: str) -> DocumentWriter:
        """A document's; raises ``StoreError`` where that is no document's key."""
        with self._mutex:
            writer = self._writers.get(checked_key(key))
            if writer is None:
                writer = self._writers[key] = DocumentWriter(
                    self._folder, self.hidden, key, self._from_backup, self.sequence
                )
                for at, old in enumerate(list(self._writers)[:-_KEPT]):
                    is_old = len(self._writers) - at > _KEPT_ON_SCREEN or not self._writers[old].is_kept
                    if old not in self._due and is_old and not self._writers[old].guard.is_held:
                        del self._writers[old]
            self._writers.move_to_end(key)
            return writer

    @contextmanager
    def holding(self, key: str, *, is_new_here: bool = False, is_upkeep: bool = False) -> Iterator[DocumentWriter]:
        """A document's writer, locked; raises ``StoreError``, and ``OSError`` for what the disk refuses.

        Where it ``is_new_here``, what is there already, of which nobody here has seen anything, others wrote. Upkeep,
        as writing its file, shows nobody anything.
        """
        writer = self.writer(key)
        with self._guarded(writer), self.locked(key):
            is_met, writer.is_used = is_new_here and not writer.is_used, writer.is_used or not is_upkeep
            try:
                if is_met:
                    writer.meet()
                yield writer
            except StoreFileError as error:
                raise StoreError(str(error)) from error
            except NewerSchemaError as error:
                raise NewerStoreError(error.about(writer.file)) from error

    @contextmanager
    def _guarded(self, writer: DocumentWriter) -> Iterator[None]:
        """Keep the other threads of this program away; raises ``StoreError`` where one of them keeps this away."""
        if not writer.guard.acquire(LOCK_TIMEOUT_S):
            who = "it is in a transaction of its own" if writer.guard.is_mine else "another thread is writing it"
            raise StoreError(f"{self._folder / writer.key}: not saved: {who} (let that end first)")
        try:
            yield
        finally:
            writer.guard.release()

    @contextmanager
    def locked(self, key: str) -> Iterator[None]:
        """Hold a lock; raises ``StoreError`` where somebody else does for too long."""
        try:
            path = hidden_path(self.hidden, "locks", f"{key}.lock")
            path.parent.make_folder()
            with locked(path, LOCK_TIMEOUT_S):
                yield
        except LockHeldError as error:
            raise StoreError(f"{self._folder / key}: not saved: {error}") from error

    def read(self, writer: DocumentWriter) -> State:
        """The document as it is on disk, without the lock; raises ``StoreError``."""
        try:
            state = writer.read()
            check_schema(state.tables)
        except StoreFileError as error:
            raise StoreError(str(error)) from error
        except NewerSchemaError as error:
            raise NewerStoreError(error.about(writer.file)) from error
        except OSError as error:
            raise refused(error, writer.file, "cannot be read") from error
        return state

    def held_without_file(self, found: Set[str]) -> set[str]:
        """The keys of documents of which journal or history say that they hold something, beside those ``found``."""
        return {key for key in self._written_into() - found if self.holds(key)}

    def away(self) -> dict[str, int]:
        """How many annotations documents have whose files git may have taken away, by their keys, sorted."""
        found: dict[str, int] = {}
        if not is_in_git(self._folder):
            return found
        for key in sorted(self._written_into()):
            on_disk = DocumentReader(self._folder, self.hidden, key, self._from_backup)
            if stamp_of(on_disk.file) is None and not self.holds(key):
                with suppress(StoreFileError, OSError):
                    found[key] = len(on_disk.read(is_open=True).tables.get("annotations", {}))
        return {key: count for key, count in found.items() if count}

    def _written_into(self) -> set[str]:
        """The keys of documents that have a journal or a history."""
        names: set[str] = set()
        for kind in ("journals", "history"):
            with suppress(OSError), hidden_path(self.hidden, kind).entries() as entries:
                names.update(entry.name for entry in entries)
        return {name.removesuffix(".jsonl") for name in names if name.endswith(".jsonl") and name[0] != "."}

    def holds(self, key: str) -> bool:
        """Whether a document without a file is one all the same; what cannot be read is for ``read`` to name."""
        try:
            return bool(self.read(self.writer(key)).tables)
        except StoreError:
            return True

    def hand_over(self, writer: DocumentWriter, state: State) -> None:
        """Keep what was read, so that the first save need not read it again; what must be repaired is due soon."""
        self._note_repair(writer, state)
        if writer.guard.acquire(0):
            try:
                self._take_over(writer, state)
            finally:
                writer.guard.release()

    def _note_repair(self, writer: DocumentWriter, state: State) -> None:
        """What must be repaired is due soon."""
        is_begun = state.reason == BEGUN  # nothing is written in its place before there is something
        if not is_begun and (
            state.pending or state.reason or state.original is not None or state.aside or state.is_foreign
        ):
            self._due.setdefault(writer.key, time.monotonic() + REST_S)

    def _take_over(self, writer: DocumentWriter, state: State) -> None:
        """Have the writer know what was read, unless it knows more, or has to repair it first; the guard is held."""
        if not state.reason and not state.aside:
            if writer.is_used:  # what others write from now on can be told from what they wrote before
                state.number = state.number or writer.last_number()
            writer.state = writer.state or state

    def read_to_keep(self, writer: DocumentWriter) -> State:
        """As ``read``, for whoever keeps it on the screen: only what others write from now on is news."""
        writer.is_used = writer.is_kept = True
        if not writer.guard.acquire(LOCK_TIMEOUT_S):
            return self.read(writer)
        try:  # as one: what is written from now on is written after this state
            state = self.read(writer)
            writer.state, writer.unseen = None, ()
            self._take_over(writer, state)
        finally:
            writer.guard.release()
        self._note_repair(writer, state)
        return state

    def news(self, key: str) -> tuple[Transaction, ...] | None:
        """What others wrote into a document since that was last told; None where it is not known."""
        writer = self.writer(key)
        writer.is_kept, was_known = True, writer.state is not None
        if writer.is_fresh(writer.state) and not writer.unseen:
            return ()
        if not was_known and not hidden_path(self.hidden).is_folder():
            return None
        try:
            with self.holding(key):
                writer.current()
                self.note(writer)
                news, writer.unseen = writer.unseen, ()
        except OSError as error:
            if error.errno not in _READ_ONLY:
                raise
            with self._guarded(writer):
                writer.reread()
                news, writer.unseen = writer.unseen, ()
        return news if was_known else None

    def note(self, writer: DocumentWriter) -> None:
        """Say, after a save, when the document's file is to be written anew."""
        state = writer.state
        if state is None or not state.pending:
            return
        size = state.stamp[1] if state.stamp else 0
        self._due[writer.key] = time.monotonic() + min(REST_S + size * REST_S_PER_BYTE, LONGEST_REST_S)
        if state.stamp is None or state.length > LONGEST_JOURNAL:
            with suppress(OSError):  # the journal holds it: that is enough
                self._write(writer, state)

    def idle(self) -> float | None:
        """Write the files that are due; how many seconds until the next one is, None where none is."""
        moment = time.monotonic()
        for key in [key for key, due in list(self._due.items()) if due <= moment]:
            try:
                self.rewrite(key)
            except (StoreError, OSError):
                self._due[key] = moment + _AGAIN_S
        if not self._due:
            disk_reserve.keep(self.hidden)
            return None
        return max(0.0, min(list(self._due.values()), default=moment) - time.monotonic())

    def rewrite(self, key: str) -> None:
        """Write a document's file, if it is behind its journal; raises ``StoreError``, ``OSError``."""
        with self.holding(key, is_upkeep=True) as writer:
            state = writer.current()
            if state.pending or state.original is not None:
                self._write(writer, state)
            else:
                self._due.pop(key, None)

    def repair(self, key: str) -> None:
        """Bring a document's file back from what is known of it, also where git may have taken it away."""
        with self.holding(key, is_upkeep=True) as writer:
            writer.state = None
            state = writer.reopened()
            if state.pending or state.original is not None:
                self._write(writer, state)

    def reconcile(self, key: str) -> None:
        """Have a document's history say what it holds; raises ``StoreError``, ``OSError``."""
        with self.holding(key, is_upkeep=True) as writer:
            writer.reconcile()
            self.note(writer)

    def rewrite_if_due(self, key: str) -> None:
        """Write a document's file, if it is behind its journal, which holds it all the same where that fails."""
        if key in self._due:
            with suppress(StoreError, OSError):
                self.rewrite(key)

    def close(self) -> None:
        """Write the files, and drop journals that hold nothing more; nothing is lost without it."""
        with self._mutex:
            writers = list(self._writers.items())
        used = any(writer.state is not None and writer.state.length for _, writer in writers)
        for key in list(self._due):
            self.rewrite_if_due(key)
        if used:
            self.sequence.flush()  # it can no longer be found in the journals then
        for key, writer in writers:
            if writer.state is not None and writer.state.length:
                with suppress(StoreError, OSError), self.holding(key, is_upkeep=True):
                    writer.drop_journal()

    def _write(self, writer: DocumentWriter, state: State) -> None:
        written = self._writing()
        writer.rewrite(state)
        written(writer.key, meta_of(state.tables))
        self._due.pop(writer.key, None)
        if state.pending:  # somebody else has written the file at the same moment: it is read again first
            self._due[writer.key] = time.monotonic() + REST_S
