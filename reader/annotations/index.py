"""Which document lies in which store file, by its bytes and by its place; kept so that not every file is read.

Never the truth: an entry counts only while its file is as it was when it was read, and a lost index is built anew.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from reader.annotations.files import StoreFileError, read_tables, refuse_link, write_atomically

_VERSION = 1
#: Files read anew from which on the index is worth writing.
WORTH_WRITING = 32
#: File systems tell times in ticks: a folder changed this short a time ago may change again without a new time.
_TICK_NS = 100_000_000
#: The longest first record of a file that is read without the rest of it, in bytes.
_LONGEST_META = 1 << 16
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
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


class Index:
    """The entries of all store files of a folder; may be used from several threads.

    Args:
        folder: with the store files.
        path: where the index is kept between two runs.
    """

    def __init__(self, folder: Path, path: Path) -> None:
        self._folder = folder
        self._path = path
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] | None = None
        self._settled: int | None = None

    def entries(self) -> Mapping[str, Entry]:
        """Every document's entry by its key, as the files are now; raises ``OSError`` where they cannot be listed."""
        with self._lock:
            if self._entries is None:
                self._entries = _kept(self._path)
            try:
                changed = self._folder.stat().st_mtime_ns
            except FileNotFoundError:
                self._entries, self._settled = {}, None
                return {}
            if changed != self._settled:
                self._refresh(self._entries)
                self._settled = changed if time.time_ns() - changed > _TICK_NS else None
            return self._entries

    def entry(self, key: str) -> Entry | None:
        """One document's entry, its file looked at again; None where it is gone."""
        with self._lock:
            entries = self._entries if self._entries is not None else {}
            try:
                stamp = _stamp((self._folder / f"{key}.json").stat())
            except OSError:
                entries.pop(key, None)
                return None
            known = entries.get(key)
            if known is None or known.stamp != stamp or not known.is_readable:
                entries[key] = known = _read(self._folder / f"{key}.json", stamp)
            return known

    def _refresh(self, entries: dict[str, Entry]) -> None:
        there = {}
        with os.scandir(self._folder) as files:
            for file in files:
                if file.name.endswith(".json") and file.name[0] != "." and file.is_file():
                    with suppress(FileNotFoundError):
                        there[file.name.removesuffix(".json")] = _stamp(file.stat())
        for key in entries.keys() - there.keys():
            del entries[key]
        stale = [key for key, stamp in there.items() if key not in entries or entries[key].stamp != stamp]
        for key in stale:
            entries[key] = _read(self._folder / f"{key}.json", there[key])
        if len(stale) >= WORTH_WRITING:
            _keep(self._path, entries)


def encoded_place(place: str) -> str:
    """A place as it stands in the file: what is no printable text, and ``%``, as bytes in ``%`` notation."""
    return re.sub(
        "[%\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogateescape")),
        place,
    )


def decoded_place(place: str) -> str:
    """The place as the system names it; bytes that are no UTF-8 as surrogates, as everywhere in Python."""
    return unquote(place, errors="surrogateescape")


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read(path: Path, stamp: _Stamp) -> Entry:
    try:
        meta = _first_record(path)
        if meta is None:
            meta = (read_tables(path) or {}).get("_meta", {}).get("1", {})
    except (OSError, StoreFileError):
        return Entry(stamp, is_readable=False)
    sha256, place, hashes = meta.get("sha256"), meta.get("place"), meta.get("hashes")
    return Entry(
        stamp,
        sha256 if isinstance(sha256, str) else "",
        tuple(one for one in hashes if isinstance(one, str)) if isinstance(hashes, list) else (),
        encoded_place(decoded_place(place)) if isinstance(place, str) else "",
    )


def _first_record(path: Path) -> dict[str, Any] | None:
    """What the file says of its document, if it stands where it is written; None if the whole file must be read."""
    with path.open("rb") as file:
        lines = [file.readline(_LONGEST_META).strip() for _ in range(4)]
    if [lines[0], lines[1], lines[3]] != [b"{", b'"_meta": {', b"}"]:
        return None
    try:
        meta = json.loads(b"{" + lines[2] + b"}").get("1")
    except (ValueError, RecursionError):
        return None
    return meta if isinstance(meta, dict) else None


def _kept(path: Path) -> dict[str, Entry]:
    """The index of the last run; nothing where there is none or it is damaged."""
    try:
        found = json.loads(path.read_bytes())
        if found["version"] != _VERSION:
            return {}
        return {key: _entry(*row) for key, row in found["documents"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _entry(stamp: Any, sha256: Any, hashes: Any, place: Any, is_readable: Any) -> Entry:
    texts = (sha256, place, *hashes)
    numbers = (*stamp, is_readable)
    if (
        len(stamp) != 3
        or not all(isinstance(one, str) for one in texts)
        or not all(isinstance(n, int) for n in numbers)
    ):
        raise ValueError("is no entry")
    return Entry((stamp[0], stamp[1], stamp[2]), sha256, tuple(hashes), place, bool(is_readable))


def _keep(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write the index; without it the next run only takes longer."""
    text = json.dumps({"version": _VERSION, "documents": {key: astuple(one) for key, one in entries.items()}})
    with suppress(OSError):
        refuse_link(path.parent)
        write_atomically(path, text + "\n", follows=False)
