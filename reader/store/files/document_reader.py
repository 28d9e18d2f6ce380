"""What is known of one document: its file, the journal of what the file does not hold yet, the history, backups.

Which of the journal's lines the file holds already is told by the file's hash, which the journal names: so a crash
between two steps is told from a file that somebody edited or git merged, and that one is merged record by record. A
file that is gone or damaged comes back from what else is known. Nothing here writes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.model.act import OUTSIDE, Act
from reader.model.annotation import TABLES, new_id
from reader.store.files import journal
from reader.store.files.document_state import State, stamp_of
from reader.store.files.file_format import StoreFile, StoreFileError, parsed
from reader.store.files.journal import Item, JournalLine, JournalLines, Marker
from reader.store.history.history_gaps import Gap, begins, completed, gap_in
from reader.store.history.history_replay import HistoryReplay, story_of
from reader.store.records.record_rows import META, TRASH, RowChange, Tables, later, rebased, united
from reader.store.records.schema_versions import migrated
from reader.store.records.transaction import Transaction
from reader.store.store_folder import hidden_path, is_in_git
from reader.system.guarded_path import StorePath
from reader.system.hashes import sha256
from reader.system.plain_files import TooLargeError
from reader.system.stdio import counted

#: What else it may be called in the history that a file is written anew.
BACK = "brought back"
BEGUN = "begun anew"
MIGRATED = "brought to the schema of this version"
#: A file without an end that was changed so short a time ago, in nanoseconds, is being written; looked at this often.
_WRITING_NS, _STEP_S, _LOOKS = 500_000_000, 0.01, 60
#: What the newest backup holds of a document, by its key, and when it was taken; None where none holds it.
FromBackup = Callable[[str], tuple[Tables, str] | None]


class DocumentReader:
    """One document's files, to be read.

    Args:
        folder: the store's.
        hidden: the store's hidden folder.
        key: names the document.
        from_backup: what the newest backup holds of a document, and when it was taken; asked only in need.
    """

    def __init__(
        self,
        folder: Path,
        hidden: Path,
        key: str,
        from_backup: FromBackup | None = None,
    ) -> None:
        self.key = key
        self.file = StorePath(folder, f"{key}.json")
        self.journal = hidden_path(hidden, "journals", f"{key}.jsonl")
        self.history = hidden_path(hidden, "history", f"{key}.jsonl")
        self.quarantine = hidden_path(hidden, "quarantine")
        self._from_backup = from_backup

    def read(self, *, is_open: bool = False, is_asked: bool = False) -> State:
        """The document as it is on disk now, journal included; writes nothing and needs no lock.

        Args:
            is_open: whether somebody has it on the screen: a file that is gone then comes back also where git may
                have taken it away.
            is_asked: whether somebody asked for all that can be brought back: a document of which nothing but a
                backup is left then comes back from it.

        Raises:
            StoreFileError: the file cannot be read at all, or is none.
            OSError: the same of its journal.
        """
        for _ in range(_LOOKS):  # until no other program rewrites it between the two
            before = stamp_of(self.journal)
            raw = journal.read_bytes(self.journal) or b""
            stamp, data = stamp_of(self.file), read_whole(self.file)
            if stamp_of(self.journal) != before or stamp_of(self.file) != stamp:
                continue
            if (
                data is None
                or stamp is None
                or data.rstrip().endswith(b"}")
                or not 0 <= time.time_ns() - stamp[0] < _WRITING_NS
            ):
                break
            time.sleep(_STEP_S)  # somebody is writing it at this moment
        lines = journal.lines_in(raw)
        digest = sha256(data) if data is not None else ""
        state = State({}, stamp, digest, before[2] if before else 0, lines.length)
        state.number = max((one.number for one in lines.transactions), default=0)
        if lines.damaged:
            state.aside += lines.damaged
            damaged = counted(len(lines.damaged), "damaged line")
            state.notices.append(f"{self.file.name}: {damaged} of its journal kept aside")
        if lines.half:
            state.aside.append(lines.half)
            state.is_cut = True
        self._understand(state, data, lines, is_open)
        if is_asked and not state.reason and not any(state.tables.values()):
            self._take_backup(state, data)
        tables = migrated(state.tables)
        if tables is not state.tables:
            state.tables, state.reason = tables, state.reason or MIGRATED
            state.original = data if state.original is None else state.original
        return state

    def _understand(self, state: State, data: bytes | None, lines: JournalLines, is_open: bool) -> None:
        items = lines.items
        last = max((at for at, one in enumerate(items) if _names(one, state.digest)), default=None)
        rest = [one for one in items[0 if last is None else last + 1 :] if isinstance(one, Transaction)]
        if data is None and items and not rest and items[-1] != Marker(""):
            last = None  # a file was to be written since there was none, from what is in no line here
        state.pending = len(rest)
        try:
            file = None if data is None else parsed(data, self.file)
        except StoreFileError as error:
            state.original = data
            self._restore(state, None, "is damaged", error)
            return
        if file is None and last is None and self._is_missed(items, is_open=is_open):
            self._restore(state, None, "is gone", None)
        elif file is not None and file.left_out:
            state.original = file.original
            self._restore(state, file, "is damaged", None)
        elif file is not None and last is None and self._is_emptied(file.tables, state.digest):
            state.original = data
            self._restore(state, None, "was emptied outside the reader", None)
        elif last is None and (items or self._is_foreign(state.digest)):
            self._take_in(state, file, data, rest)
        else:
            state.revision = file.revision if file else ""
            state.original = file.original if file else None
            state.tables = journal.replayed(file.tables if file else {}, rest)

    def _is_foreign(self, digest: str) -> bool:
        """Whether the reader has written another file than this one, where the journal says nothing of it."""
        return self.last_snapshot() not in ("", digest)

    def _take_in(self, state: State, file: StoreFile | None, data: bytes | None, rest: list[Transaction]) -> None:
        """A file that somebody else wrote, or took away, with what is known beside it."""
        from reader.store.files import outside_edits  # nobody else writes it, as a rule: not before the first paint

        state.reason, state.is_foreign = OUTSIDE, True
        state.original = file.original if file else None
        if file is None or data is None:
            state.act = Act(OUTSIDE, step=new_id())
            state.tables = rebased({}, [row for one in rest for row in one.rows])
            return
        found = outside_edits.taken_in(
            self.file.path, outside_edits.OutsideFile(data, state.digest, file), self.known(), rest
        )
        state.tables, state.lost = found.tables, found.lost
        state.act = Act(found.act, step=new_id() if found.is_step else "")
        if found.said:
            state.notices.append(f"{self.file.name}: {found.said}")
        if found.blob:
            state.reason, state.revision, state.blob = "", file.revision, found.blob

    def _is_missed(self, items: list[Item], *, is_open: bool) -> bool:
        """Whether a file that is gone ought to be there: unless the last thing that is known is that there is none.

        A history whose end is cut off does not say that.
        """
        if any(isinstance(one, Transaction) for one in items):
            return True
        end = self.history_tail(4096)[-1]
        known = any(one != Marker("") for one in items) or (end != b"" and journal.item_in(end) != Marker(""))
        return known and (is_open or not is_in_git(self.file.root))

    def _is_emptied(self, tables: Tables, digest: str) -> bool:
        """Whether a file that says nothing of what it ought to hold was not written so by the reader.

        Who deletes with the reader leaves tombstones. In a repository a file that still names its document may be
        that of another branch, from before anything was tagged.
        """
        if any(tables.get(name) for name in (*TABLES, TRASH)) or any(_names(one, digest) for one in self.known()):
            return False
        if tables.get(META) and is_in_git(self.file.root):
            return False
        known, _, is_whole = self.remembered()
        return is_whole and any(known.get(name) for name in (*TABLES, TRASH))

    def _restore(self, state: State, file: StoreFile | None, what: str, error: StoreFileError | None) -> None:
        """What is known from history, journal and backup, and what can be read of the file."""
        tables, source, is_whole = self._recovered()
        state.is_whole = is_whole
        if source is None:
            state.tables = file.tables if file else {}
            if file is not None:
                left = counted(file.left_out, "line") if file.left_out > 0 else "its end"
                state.reason = BACK
                state.notices.append(f"{self.file.name}: {left} cannot be understood; the rest was read")
            elif error is not None:
                state.reason = BEGUN
                name = self.aside(state.original, "json").name if state.original else ""
                kept = f"keeps it as quarantine/{name} and " if name else ""
                state.notices.append(f"{error}; nothing else is known of it: the next save {kept}begins anew")
            return
        state.reason = BACK
        state.tables = united(tables, file.tables) if file else tables
        count = len(state.tables.get("annotations", {}))
        state.notices.append(f"{self.file.name} {what}: {counted(count, 'annotation')} brought back from its {source}")

    def _take_backup(self, state: State, data: bytes | None) -> None:
        """What a backup holds of a document whose file is gone or holds nothing, and of which no step is known."""
        if any(isinstance(line.item, Transaction) for line in self.past()) or self._from_backup is None:
            return
        backup = self._from_backup(self.key)
        if backup is not None and any(backup[0].get(name) for name in TABLES):
            state.tables, state.reason, state.original = backup[0], BACK, data
            what = "is gone" if data is None else "is empty"
            held = f"of {backup[1][:10]} holds {counted(len(backup[0].get('annotations', {})), 'annotation')}"
            state.notices.append(f"{self.file.name} {what}, and no step of its history is left; a backup {held}")

    def _recovered(self) -> tuple[Tables, str | None, bool]:
        """As ``remembered``, with what a backup adds to a history that is cut off."""
        tables, source, is_whole = self.remembered()
        if source == "history" and self._from_backup and (backup := self._from_backup(self.key)):
            more = completed(self.known(), backup[0])
            if more is not None and more != tables:
                return more, "history and backup", True
        return tables, source, is_whole

    def remembered(self) -> tuple[Tables, str | None, bool]:
        """The tables as history, journal and backup have them; from where, None if they know nothing; whether all."""
        if known := self.known():
            return journal.replayed({}, known), "history", True
        items: list[Item] = [line.item for line in self.past() if line.item is not None]
        if not items:
            backup = self._from_backup(self.key) if self._from_backup else None
            return (backup[0], "backup", True) if backup else ({}, None, False)
        backup = self._from_backup(self.key) if self._from_backup else None
        if backup is None:
            return journal.replayed({}, items), "journal", False
        written = [row for one in items if isinstance(one, Transaction) for row in one.rows]
        return later(backup[0], written), "backup and journal", True

    def known(self) -> list[Item]:
        """Everything that was written into the document, in order; nothing where that is not known from the start."""
        items = [line.item for line in self.past() if line.item is not None]
        return items if begins(items) else []

    def story(self) -> HistoryReplay | None:
        """What the history with the journal says, told from its beginning; None where that is not known."""
        known = self.known()
        return story_of(known) if known else None

    def gap(self) -> Gap | None:
        """What is known to be missing of the history; raises ``OSError``."""
        there = self.history.exists()
        return gap_in(journal.read_lines(self.history), journal.read_lines(self.journal), is_there=there)

    def is_told(self, state: State) -> bool:
        """Whether the history knows of the file that there is, or the journal goes on from it."""
        return state.length > 0 or self.last_snapshot() == state.digest

    def past(self) -> list[JournalLine]:
        """Every line of the history and then of the journal, each once, in order; none where they cannot be read."""
        with suppress(OSError):
            return self.read_past()
        return []

    def read_past(self) -> list[JournalLine]:
        """As ``past``; raises ``OSError``."""
        old = journal.read_lines(self.history).lines
        new = journal.read_lines(self.journal).lines
        known = {line.data for line in old[-len(new) - 1 :] if isinstance(line.item, Transaction)} if new else set()
        first = max((at for at, line in enumerate(new) if line.data in known), default=-1) + 1
        return [*old, *new[first:]]

    def aside(self, data: bytes, ending: str) -> StorePath:
        """Where bytes that were damaged are kept."""
        return self.quarantine / f"{self.key}.{sha256(data)[:12]}.{ending}"

    def set_aside(self) -> str:
        """Move the file, its journal and its history to quarantine; where the file is now. Raises ``OSError``."""
        self.quarantine.make_folder()
        target = self.aside(self.file.content(), "json")
        self.file.move_to(target)
        for path in (self.journal, self.history):
            with suppress(FileNotFoundError):
                path.move_to(self.quarantine / f"{path.parent.name}.{path.name}")
        return f"{self.quarantine.parent.name}/{self.quarantine.name}/{target.name}"

    def rows_of(self, step: str) -> list[RowChange]:
        """The rows that a step wrote into this document, in order; only lines that name it are looked at."""
        found: dict[bytes, Item | None] = {}
        name = step.encode()
        for path in (self.history, self.journal):
            data = journal.read_bytes(path) or b""
            if name in data:
                found |= {line: journal.item_in(line) for line in data.split(b"\n") if name in line}
        return [
            row for one in found.values() if isinstance(one, Transaction) and one.act.step == step for row in one.rows
        ]

    def last_snapshot(self) -> str:
        """The hash of the file that the history ends with; empty where there was none, or there is no history."""
        item = journal.item_in(self.history_tail(4096)[-1])
        return item.snapshot if isinstance(item, Marker) else ""

    def history_tail(self, length: int) -> list[bytes]:
        """The last whole lines of the history, at least one, which is empty where there is none."""
        try:
            size = self.history.lstat().st_size
        except OSError:
            return [b""]
        try:
            data = journal.read_bytes(self.history, max(0, size - length)) or b""
        except TooLargeError:
            return [b""]  # the document is read without it; what would be added to it is refused
        return data[: data.rfind(b"\n") + 1].rstrip(b"\n").split(b"\n")


def _names(item: Item, digest: str) -> bool:
    return isinstance(item, Marker) and item.snapshot == digest


def read_whole(path: StorePath) -> bytes | None:
    """A file's bytes, None where there is none; raises ``StoreFileError``."""
    try:
        return path.content()
    except FileNotFoundError:
        return None
    except OSError as error:
        from reader.system.os_errors import reason

        raise StoreFileError(f"{error.filename or path}: cannot be read: {reason(error)}") from error
