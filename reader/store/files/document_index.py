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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.store.files.file_format import StoreFileError, read_tables
from reader.store.files.index_entries import FileStamp as _Stamp
from reader.store.files.index_entries import IndexEntry, ParsedIndex
from reader.store.records.place_encoding import decoded_place, encoded_place
from reader.store.records.record_rows import META
from reader.store.store_folder import hidden_path
from reader.system.guarded_path import StorePath

_VERSION = 2
#: Files read anew from which on the index is worth writing.
WORTH_WRITING = 32
#: Entries beside the text from which on the text is made anew.
_MANY = 512
#: How long what others may have written is not looked at while many documents are saved, in seconds.
_BULK_S = 1.0
#: File systems tell times in ticks: a folder changed this short a time ago may change again without a new time.
_TICK_NS = 100_000_000
#: The longest first record of a file that is read without the rest of it, in bytes.
_LONGEST_META = 1 << 16


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
        self._parsed: ParsedIndex | None = None  # in place of the two above, once many questions were asked
        self._journalled: dict[str, _Stamp] = {}
        self._in_journals = ParsedIndex({})  # what those say of their documents
        self._is_kept = False
        self._others: Callable[[], object] | None = None
        self._looked: tuple[object, int | None, float] | None = None
        self.writes = 0

    @contextmanager
    def in_bulk(self, others: Callable[[], object]) -> Iterator[None]:
        """Do not look at everything for each of many documents that this program saves one after another.

        Args:
            others: gives something else each time that another reader was seen to have written. What an editor or git
                writes meanwhile is seen within a second.
        """
        with self._lock:
            before, self._others = self._others, others
        try:
            yield
        finally:
            with self._lock:
                self._others, self._looked = before, None

    def doubt(self) -> None:
        """Look at everything before the next question."""
        self._looked = None

    def candidates(self, sha256: str, place: str) -> dict[str, IndexEntry]:
        """The entries that name these bytes, now or earlier, or this place, as their files are now.

        Raises:
            OSError: the folder cannot be listed.
        """
        with self._lock:
            if not self._is_as_left():
                others = self._others() if self._others is not None else None
                if not self._prepare():
                    return {}
                self._read_journals()
                self._looked = others, self.changed(), time.monotonic()
            keys = dict(self._named(sha256, place))
            return {key: found for key in keys if (found := self.entry(key)) is not None}

    def starting(self, start: str, end: str) -> list[str]:
        """The keys that start and end so, as the folder was when ``candidates`` was last asked."""
        with self._lock:
            if self._parsed is not None:
                keys = set(self._parsed.ending(end))
            else:
                lines = self._lines_with(b"[" + json.dumps(start).encode()[:-1])
                keys = {key for key, _ in lines} | self._fresh.keys()
            return sorted(key for key in keys if key.startswith(start) and key.endswith(end))

    def entry(self, key: str) -> IndexEntry | None:
        """One document's entry, its file looked at again; None where it is gone."""
        path = self._folder / f"{key}.json"
        with self._lock:
            journalled = self._in_journals.entries.get(key)
            try:
                stamp = _stamp(path.lstat())
            except OSError:
                self._set(key, None)
                return journalled
            known = self._known(key)
            if known is None or known.stamp != stamp or not known.is_readable:
                known = _read(path, stamp)
                self._set(key, known)
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
            self.writes += 1
            try:
                self._set(key, _entry_of(meta, _stamp((self._folder / f"{key}.json").lstat())))
            except OSError:
                self._set(key, None)
            changed = self.changed()
            if before is not None and before == self._settled:
                self._settled = changed
            if self._looked is not None and before == self._looked[1]:
                self._looked = self._looked[0], changed, self._looked[2]
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

    def _is_as_left(self) -> bool:
        """Whether only this program has written since everything was looked at, as far as that can be told quickly."""
        if self._others is None or self._looked is None:
            return False
        others, changed, moment = self._looked
        return time.monotonic() - moment < _BULK_S and changed == self.changed() and others == self._others()

    def _prepare(self) -> bool:
        """Have a text that says what the folder holds now; False where there is no folder."""
        if self._text is None:
            self._settled, self._text = _kept(self._path)
            self._is_kept = True
        try:
            changed = self._folder.lstat().st_mtime_ns
        except FileNotFoundError:
            self._text, self._settled, self._fresh, self._parsed = b"", None, {}, None
            return False
        if changed != self._settled:
            self._refresh(changed)
            self._settled = changed if time.time_ns() - changed > _TICK_NS else None
        elif len(self._fresh) > _MANY:
            self._parse()
        return True

    def _parse(self) -> None:
        """Have the entries as such from now on: many questions are answered faster than in the text."""
        if self._parsed is None:
            self._parsed = ParsedIndex(self._all())
            self._text, self._fresh = b"", {}

    def _set(self, key: str, entry: IndexEntry | None) -> None:
        if self._parsed is not None:
            self._parsed.put(key, entry)
        else:
            self._fresh[key] = entry

    def _refresh(self, changed: int) -> None:
        if self._others is not None:
            self._parse()
        entries, there = self._all(), {}
        with suppress(FileNotFoundError), self._folder.entries() as files:
            for file in files:
                if file.name.endswith(".json") and file.name[0] != "." and not file.is_dir(follow_symlinks=False):
                    with suppress(FileNotFoundError):
                        there[file.name.removesuffix(".json")] = _stamp(file.stat(follow_symlinks=False))
        gone = entries.keys() - there.keys()
        stale = [key for key, stamp in there.items() if key not in entries or entries[key].stamp != stamp]
        read = {key: _read(self._folder / f"{key}.json", there[key]) for key in stale}
        if self._parsed is not None:
            for key, entry in {**dict.fromkeys(gone), **read}.items():
                self._parsed.put(key, entry)
        else:
            kept = {key: entry for key, entry in entries.items() if key not in gone}
            self._text = _text_of({**kept, **read})
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
        if self._parsed is not None:
            return self._parsed.entries
        entries = dict(found for line in (self._text or b"").splitlines() if (found := _entry_in(line)))
        return {key: one for key, one in {**entries, **self._fresh}.items() if one is not None}

    def _known(self, key: str) -> IndexEntry | None:
        if self._parsed is not None:
            return self._parsed.entries.get(key)
        if key in self._fresh:
            return self._fresh[key]
        return next(
            (one for name, one in self._lines_with(b"[" + json.dumps(key).encode() + b", ") if name == key), None
        )

    def _named(self, sha256: str, place: str) -> Iterator[tuple[str, IndexEntry]]:
        if self._parsed is not None:
            yield from self._parsed.named(sha256, place)
        patterns = [json.dumps(one).encode() for one in (sha256, place) if one and self._parsed is None]
        for pattern in patterns:
            yield from (found for found in self._lines_with(pattern) if found[0] not in self._fresh)
        for key, one in self._fresh.items():
            if one is not None and (sha256 in (one.sha256, *one.hashes) or one.place == place or not one.is_readable):
                yield key, one
        yield from self._in_journals.named(sha256, place)

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
            self._in_journals.put(key, None)
        for key, stamp in there.items():
            with suppress(OSError):
                if self._journalled.get(key) != stamp:
                    metas = [
                        row.new
                        for one in read_lines(self._journals / f"{key}.jsonl").items
                        if isinstance(one, Transaction)
                        for row in one.rows
                        if row.table == META
                    ]
                    meta = metas[-1] if metas else None
                    self._in_journals.put(key, None if meta is None else _entry_of(meta, stamp))
                    self._journalled[key] = stamp


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
