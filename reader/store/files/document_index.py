"""Which document lies in which store file, by its bytes and by its place; kept so that not every file is read.

Never the truth: an entry counts only while its file is as it was when it was read, and a lost index is built anew.
The index is one text, a line a document, and is searched as text: the first question of a run must not wait for ten
thousand lines to be parsed. It holds as long as the folder is as it was, this program's own writes apart.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from reader.store.files.file_format import StoreFileError, read_tables
from reader.store.records.place_encoding import decoded_place, encoded_place
from reader.store.records.record_rows import META
from reader.store.store_folder import hidden_path
from reader.system.guarded_path import StorePath

_VERSION = 2
#: Files read anew from which on the index is worth writing.
WORTH_WRITING = 32
#: Entries beside the text from which on the text is made anew.
_MANY = 512
#: File systems tell times in ticks: a folder changed this short a time ago may change again without a new time.
_TICK_NS = 100_000_000
#: The longest first record of a file that is read without the rest of it, in bytes.
_LONGEST_META = 1 << 16
_Stamp = tuple[int, int, int]


class IndexEntry(NamedTuple):
    """What one store file says of its document.

    Attributes:
        stamp: when the file was changed (nanoseconds), its size in bytes, its inode.
        sha256: of the document's bytes.
        hashes: of the bytes it had earlier.
        place: as ``encoded_place`` gives it.
        is_readable: whether the file could be understood.
    """

    stamp: _Stamp
    sha256: str = ""
    hashes: tuple[str, ...] = ()
    place: str = ""
    is_readable: bool = True


class DocumentIndex:
    """The entries of all store files of a folder; may be used from several threads.

    Args:
        folder: with the store files.
        hidden: the store's hidden folder, with the journals, and the index as it was kept between two runs.
    """

    def __init__(self, folder: Path, hidden: Path) -> None:
        self._folder = StorePath(folder)
        self._path = hidden_path(hidden, "index.jsonl")
        self._journals, self._history = hidden_path(hidden, "journals"), hidden_path(hidden, "history")
        self._lock = threading.RLock()
        self._text: bytes | None = None
        self._settled: int | None = None
        self._fresh: dict[str, IndexEntry | None] = {}
        self._journalled: dict[str, tuple[_Stamp, IndexEntry | None]] = {}
        self._is_kept = False

    def candidates(self, sha256: str, place: str) -> dict[str, IndexEntry]:
        """The entries that name these bytes, now or earlier, or this place, as their files are now.

        Raises:
            OSError: the folder cannot be listed.
        """
        with self._lock:
            if not self._prepare():
                return {}
            self._read_journals()
            keys = dict(self._named(sha256, place))
            return {key: found for key in keys if (found := self.entry(key)) is not None}

    def starting(self, start: str, end: str) -> list[str]:
        """The keys that start and end so, as the folder was when ``candidates`` was last asked."""
        with self._lock:
            keys = {key for key, _ in self._lines_with(b"[" + json.dumps(start).encode()[:-1])} | self._fresh.keys()
            return sorted(key for key in keys if key.startswith(start) and key.endswith(end))

    def entry(self, key: str) -> IndexEntry | None:
        """One document's entry, its file looked at again; None where it is gone."""
        path = self._folder / f"{key}.json"
        with self._lock:
            _, journalled = self._journalled.get(key, (None, None))
            try:
                stamp = _stamp(path.lstat())
            except OSError:
                self._fresh[key] = None
                return journalled
            known = self._known(key)
            if known is None or known.stamp != stamp or not known.is_readable:
                self._fresh[key] = known = _read(path, stamp)
            return journalled or known

    def is_written_into(self, key: str) -> bool:
        """Whether a document has a journal or a history, with its file or without."""
        for folder in (self._journals, self._history):
            with suppress(OSError):
                (folder / f"{key}.jsonl").lstat()
                return True
        return False

    def wrote(self, key: str, meta: Mapping[str, Any], before: int | None) -> None:
        """A file was written by this program.

        What another program wrote into the folder in the same instant is seen with the next change.

        Args:
            key: the document.
            meta: what its file says of it.
            before: what ``changed`` gave just before.
        """
        with self._lock:
            try:
                self._fresh[key] = _entry_of(meta, _stamp((self._folder / f"{key}.json").lstat()))
            except OSError:
                self._fresh[key] = None
            if before is not None and before == self._settled:
                self._settled = self.changed()
            self._is_kept = False

    def changed(self) -> int | None:
        """When the folder was last changed."""
        try:
            return self._folder.lstat().st_mtime_ns
        except OSError:
            return None

    def keep(self) -> None:
        """Write the index, if it has changed and is right; without it the next run only takes longer."""
        with self._lock:
            changed = self.changed()
            if self._is_kept or self._text is None or changed is None:
                return
            with suppress(OSError):
                if changed != self._settled:
                    self._refresh(changed)
                self._write(changed)

    def _prepare(self) -> bool:
        """Have a text that says what the folder holds now; False where there is no folder."""
        if self._text is None:
            self._settled, self._text = _kept(self._path)
            self._is_kept = True
        try:
            changed = self._folder.lstat().st_mtime_ns
        except FileNotFoundError:
            self._text, self._settled, self._fresh = b"", None, {}
            return False
        if changed != self._settled:
            self._refresh(changed)
            self._settled = changed if time.time_ns() - changed > _TICK_NS else None
        elif len(self._fresh) > _MANY:
            self._text = _text_of(self._all())
            self._fresh.clear()
        return True

    def _refresh(self, changed: int) -> None:
        entries, there = self._all(), {}
        with suppress(FileNotFoundError), self._folder.entries() as files:
            for file in files:
                if file.name.endswith(".json") and file.name[0] != "." and not file.is_dir(follow_symlinks=False):
                    with suppress(FileNotFoundError):
                        there[file.name.removesuffix(".json")] = _stamp(file.stat(follow_symlinks=False))
        for key in entries.keys() - there.keys():
            del entries[key]
        stale = [key for key, stamp in there.items() if key not in entries or entries[key].stamp != stamp]
        for key in stale:
            entries[key] = _read(self._folder / f"{key}.json", there[key])
        self._text = _text_of(entries)
        self._fresh.clear()
        self._is_kept = False
        if len(stale) >= WORTH_WRITING:
            self._write(changed)

    def _write(self, changed: int) -> None:
        head = json.dumps({"version": _VERSION, "folder": changed}).encode() + b"\n"
        with suppress(OSError):
            self._path.write(head + _text_of(self._all()))
            self._is_kept = True

    def _all(self) -> dict[str, IndexEntry]:
        entries = dict(found for line in (self._text or b"").splitlines() if (found := _entry_in(line)))
        return {key: one for key, one in {**entries, **self._fresh}.items() if one is not None}

    def _known(self, key: str) -> IndexEntry | None:
        if key in self._fresh:
            return self._fresh[key]
        return next(
            (one for name, one in self._lines_with(b"[" + json.dumps(key).encode() + b", ") if name == key), None
        )

    def _named(self, sha256: str, place: str) -> Iterator[tuple[str, IndexEntry]]:
        patterns = [json.dumps(one).encode() for one in (sha256, place) if one]
        for pattern in patterns:
            yield from (found for found in self._lines_with(pattern) if found[0] not in self._fresh)
        extra = [*self._fresh.items(), *((key, one) for key, (_, one) in self._journalled.items())]
        for key, one in extra:
            if one is not None and (sha256 in (one.sha256, *one.hashes) or one.place == place):
                yield key, one
        yield from ((key, one) for key, one in extra if one is not None and not one.is_readable)

    def _lines_with(self, pattern: bytes) -> Iterator[tuple[str, IndexEntry]]:
        text, at = self._text or b"", -1
        while (at := text.find(pattern, at + 1)) >= 0:
            start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
            if found := _entry_in(text[start:end]):
                yield found
            at = end

    def _read_journals(self) -> None:
        """What journals say that the files do not yet: another program's last saves, or a crash's."""
        from reader.store.files.journal import read_lines
        from reader.store.records.transaction import Transaction

        there = {}
        with suppress(OSError), self._journals.entries() as files:
            for file in files:
                if file.name.endswith(".jsonl"):
                    with suppress(OSError):
                        there[file.name.removesuffix(".jsonl")] = _stamp(file.stat(follow_symlinks=False))
        for key in self._journalled.keys() - there.keys():
            del self._journalled[key]
        for key, stamp in there.items():
            with suppress(OSError):
                if self._journalled.get(key, (None,))[0] != stamp:
                    metas = [
                        row.new
                        for one in read_lines(self._journals / f"{key}.jsonl").items
                        if isinstance(one, Transaction)
                        for row in one.rows
                        if row.table == META
                    ]
                    meta = metas[-1] if metas else None
                    self._journalled[key] = (stamp, None if meta is None else _entry_of(meta, stamp))


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read(path: StorePath, stamp: _Stamp) -> IndexEntry:
    try:
        meta = _first_record(path)
        if meta is None:
            meta = (read_tables(path) or {}).get(META, {}).get("1", {})
    except (OSError, StoreFileError):
        return IndexEntry(stamp, is_readable=False)
    return _entry_of(meta, stamp)


def _entry_of(meta: Mapping[str, Any], stamp: _Stamp) -> IndexEntry:
    sha256, place, hashes = meta.get("sha256"), meta.get("place"), meta.get("hashes")
    return IndexEntry(
        stamp,
        sha256 if isinstance(sha256, str) else "",
        tuple(one for one in hashes if isinstance(one, str)) if isinstance(hashes, list) else (),
        encoded_place(decoded_place(place)) if isinstance(place, str) else "",
    )


def _first_record(path: StorePath) -> dict[str, Any] | None:
    """What the file says of its document, if it stands where it is written; None if the whole file must be read."""
    with path.opened() as file:
        lines = [file.readline(_LONGEST_META).strip() for _ in range(4)]
    if [lines[0], lines[1], lines[3]] != [b"{", b'"_meta": {', b"}"]:
        return None
    try:
        meta = json.loads(b"{" + lines[2] + b"}").get("1")
    except (ValueError, RecursionError):
        return None
    return meta if isinstance(meta, dict) else None


def _kept(path: StorePath) -> tuple[int | None, bytes]:
    """When the folder was last changed before the index of the last run was written, and its text; else nothing."""
    try:
        head, _, text = path.content().partition(b"\n")
        found = json.loads(head)
        settled = found["folder"]
        if found["version"] == _VERSION and (settled is None or isinstance(settled, int)):
            return settled, text
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return None, b""


def _text_of(entries: Mapping[str, IndexEntry]) -> bytes:
    return b"".join(json.dumps([key, *one]).encode() + b"\n" for key, one in entries.items())


def _entry_in(line: bytes) -> tuple[str, IndexEntry] | None:
    """The entry of a line, None where it is damaged."""
    try:
        key, (changed, size, inode), sha256, hashes, place, is_readable = json.loads(line)
        is_typed = all(isinstance(one, int) for one in (changed, size, inode, is_readable)) and all(
            isinstance(one, str) for one in (key, sha256, place, *hashes)
        )
        if is_typed and "/" not in key:
            return key, IndexEntry((changed, size, inode), sha256, tuple(hashes), place, bool(is_readable))
    except (ValueError, TypeError, RecursionError):
        pass
    return None
