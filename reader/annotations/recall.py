"""What is known of one document: its file, the journal of what the file does not hold yet, the history, backups.

Which of the journal's lines the file holds already is told by the file's hash, which the journal names: so a crash
between two steps is told from a file that somebody edited or git merged, and that one is merged record by record. A
file that is gone or damaged comes back from what else is known. Nothing here writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reader.annotations import journal
from reader.annotations.annotation import TABLES
from reader.annotations.files import StoreFile, StoreFileError, Tables, parsed, whole
from reader.annotations.folder import is_in_git
from reader.annotations.journal import Item, Line, Lines, Marker, Transaction, Whole
from reader.annotations.rows import RowChange, later, rebased, united
from reader.annotations.schema import migrated
from reader.streams import counted

#: What a change that the reader did not make is called in the history.
OUTSIDE = "changed outside the reader"
BACK = "brought back"
BEGUN = "begun anew"
MIGRATED = "brought to the schema of this version"
#: (time of change in nanoseconds, size, inode) of a file; None where there is none.
Stamp = tuple[int, int, int] | None


@dataclass(slots=True)
class State:
    """What is known of a document.

    Attributes:
        tables: the file with the journal's transactions.
        stamp, digest: of the file that they rest on.
        inode, length: of the journal, as far as it is in the tables.
        pending: transactions in the journal that the file does not hold.
        number: nothing in the journal has a larger one.
        reason: why the file is to be written anew before anything else is; empty where it is not.
        original: bytes of the file that are to be kept before it is written.
        aside: bytes of the journal that are to be kept: damaged lines, or half a one.
        notices: what a person should be told, one line each.
        is_cut: the journal ends with half a line: a save was stopped before anyone was told.
        is_whole: nothing is missing that the file may have held: all of it was understood, or is known from elsewhere.
        is_settled: what had to be kept aside or told to the history, before anything is written over it, was.
    """

    tables: Tables
    stamp: Stamp
    digest: str
    inode: int = 0
    length: int = 0
    pending: int = 0
    number: int = 0
    reason: str = ""
    original: bytes | None = None
    aside: list[bytes] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    is_cut: bool = False
    is_whole: bool = True
    is_settled: bool = False


class Story(NamedTuple):
    """What a history says: the tables that it leads to, and the transactions that did not find what they say."""

    tables: Tables
    loose: list[Transaction]


#: What the newest backup holds of a document, by its key, and when it was taken; None where none holds it.
FromBackup = Callable[[str], tuple[Tables, str] | None]


class Recall:
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
        self.file = folder / f"{key}.json"
        self.journal = hidden / "journals" / f"{key}.jsonl"
        self.history = hidden / "history" / f"{key}.jsonl"
        self.quarantine = hidden / "quarantine"
        self._from_backup = from_backup

    def read(self, *, is_open: bool = False) -> State:
        """The document as it is on disk now, journal included; writes nothing and needs no lock.

        Args:
            is_open: whether somebody has it on the screen: a file that is gone then comes back also where git may
                have taken it away.

        Raises:
            StoreFileError: the file cannot be read at all, or is none.
            OSError: the same of its journal.
        """
        for _ in range(20):  # until no other program rewrites it between the two
            before = stamp_of(self.journal)
            raw = journal.read_bytes(self.journal) or b""
            stamp, data = stamp_of(self.file), read_whole(self.file)
            if stamp_of(self.journal) == before and stamp_of(self.file) == stamp:
                break
        lines = journal.lines_in(raw)
        digest = hashlib.sha256(data).hexdigest() if data is not None else ""
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
        tables = migrated(state.tables)
        if tables is not state.tables:
            state.tables, state.reason = tables, state.reason or MIGRATED
            state.original = data if state.original is None else state.original
        return state

    def _understand(self, state: State, data: bytes | None, lines: Lines, is_open: bool) -> None:
        items = lines.items
        last = max((at for at, one in enumerate(items) if one == Marker(state.digest)), default=None)
        rest = [one for one in items[0 if last is None else last + 1 :] if isinstance(one, Transaction)]
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
        elif last is None and items:  # somebody else wrote the file
            state.reason = OUTSIDE
            state.original = file.original if file else None
            state.tables = rebased(file.tables if file else {}, [row for one in rest for row in one.rows])
        else:
            state.original = file.original if file else None
            state.tables = journal.replayed(file.tables if file else {}, rest)

    def _is_missed(self, items: list[Item], *, is_open: bool) -> bool:
        """Whether a file that is gone ought to be there."""
        if any(isinstance(one, Transaction) for one in items):
            return True
        known = any(one != Marker("") for one in items) or bool(self.last_snapshot())
        return known and (is_open or not is_in_git(self.file.parent))

    def _is_emptied(self, tables: Tables, digest: str) -> bool:
        """Whether a file that says nothing of what it ought to hold was not written so by the reader.

        Who deletes with the reader leaves tombstones. In a repository a file that still names its document may be
        that of another branch, from before anything was tagged.
        """
        if any(tables.get(name) for name in (*TABLES, "_trash")) or digest == self.last_snapshot():
            return False
        if tables.get("_meta") and is_in_git(self.file.parent):
            return False
        known, _, is_whole = self.remembered()
        return is_whole and any(known.get(name) for name in (*TABLES, "_trash"))

    def _restore(self, state: State, file: StoreFile | None, what: str, error: StoreFileError | None) -> None:
        """What is known from history, journal and backup, and what can be read of the file."""
        tables, source, is_whole = self.remembered()
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

    def remembered(self) -> tuple[Tables, str | None, bool]:
        """The tables as history, journal and backup have them; from where, None if they know nothing; whether all."""
        items: list[Item] = [line.item for line in self.past() if line.item is not None]
        if not items:
            backup = self._from_backup(self.key) if self._from_backup else None
            return (backup[0], "backup", True) if backup else ({}, None, False)
        if isinstance(items[0], Whole) or items[0] == Marker(""):
            return journal.replayed({}, items), "history", True
        backup = self._from_backup(self.key) if self._from_backup else None
        if backup is None:
            return journal.replayed({}, items), "journal", False
        written = [row for one in items if isinstance(one, Transaction) for row in one.rows]
        return later(backup[0], written), "backup and journal", True

    def story(self) -> Story | None:
        """What the history with the journal says, told from its beginning; None where that is not known."""
        items = [line.item for line in self.past() if line.item is not None]
        if not items or not (isinstance(items[0], Whole) or items[0] == Marker("")):
            return None
        story = Story({}, [])
        for one in items:
            if isinstance(one, Transaction):
                before = [story.tables.get(row.table, {}).get(row.row_id) for row in one.rows]
                if before != [row.old for row in one.rows]:
                    story.loose.append(one)
            story = story._replace(tables=journal.replayed(story.tables, [one]))
        return story

    def is_told(self, state: State) -> bool:
        """Whether the history knows of the file that there is, or the journal goes on from it."""
        return state.length > 0 or self.last_snapshot() == state.digest

    def past(self) -> list[Line]:
        """Every line of the history and then of the journal, each once, in order."""
        with suppress(OSError):
            old = journal.read_lines(self.history).lines
            new = journal.read_lines(self.journal).lines
            known = {line.data for line in old[-len(new) - 1 :]} if new else set()
            return [*old, *(line for line in new if line.data not in known or isinstance(line.item, Marker))]
        return []

    def aside(self, data: bytes, ending: str) -> Path:
        """Where bytes that were damaged are kept."""
        return self.quarantine / f"{self.key}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"

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
            size = self.history.stat().st_size
        except OSError:
            return [b""]
        data = journal.read_bytes(self.history, max(0, size - length)) or b""
        return data[: data.rfind(b"\n") + 1].rstrip(b"\n").split(b"\n")


def stamp_of(path: Path) -> Stamp:
    """When a file was changed, its size and inode."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_whole(path: Path) -> bytes | None:
    """A file's bytes, None where there is none; raises ``StoreFileError``."""
    try:
        return whole(path)
    except FileNotFoundError:
        if path.is_symlink():
            raise StoreFileError(f"{path}: is a link that leads nowhere (put the file back)") from None
        return None
    except OSError as error:
        from reader.refusals import reason

        raise StoreFileError(f"{path}: cannot be read: {reason(error)}") from error
