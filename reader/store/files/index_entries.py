"""What store files say of their documents, found by its bytes, its place or the end of its key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

#: When a file was changed (nanoseconds), its size in bytes, its inode.
FileStamp = tuple[int, int, int]
#: Code points of the end of a key that most questions name: a dot, and twelve digits of a hash.
_END = 13


class IndexEntry(NamedTuple):
    """What one store file says of its document.

    Attributes:
        stamp: of the file.
        sha256: of the document's bytes.
        hashes: of the bytes it had earlier.
        place: as ``encoded_place`` gives it.
        is_readable: whether the file could be understood.
    """

    stamp: FileStamp
    sha256: str = ""
    hashes: tuple[str, ...] = ()
    place: str = ""
    is_readable: bool = True


class ParsedIndex:
    """The entries of a folder, each question answered without a look at all of them.

    Args:
        entries: by key.
    """

    def __init__(self, entries: Mapping[str, IndexEntry]) -> None:
        self.entries: dict[str, IndexEntry] = {}
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        for key, entry in entries.items():
            self.put(key, entry)

    def put(self, key: str, entry: IndexEntry | None) -> None:
        """Have this entry in place of the one that was there; None takes it out."""
        if (before := self.entries.pop(key, None)) is not None:
            for name in _names(key, before):
                self._keys[name].discard(key)
                if not self._keys[name]:
                    del self._keys[name]
        if entry is not None:
            self.entries[key] = entry
            for name in _names(key, entry):
                self._keys[name].add(key)

    def named(self, sha256: str, place: str) -> Iterator[tuple[str, IndexEntry]]:
        """The entries that name these bytes, now or earlier, or this place; and those that could not be read."""
        kinds = (f"sha256 {sha256}" if sha256 else "", f"place {place}" if place else "", "unreadable")
        for key in sorted(set().union(*(self._keys.get(kind, set()) for kind in kinds))):
            yield key, self.entries[key]

    def ending(self, end: str) -> Collection[str]:
        """The keys that may end so; all that do are among them."""
        return self._keys.get(f"end {end}", set()) if len(end) == _END else self.entries.keys()


def _names(key: str, entry: IndexEntry) -> Iterator[str]:
    """What an entry is found by."""
    yield from (f"sha256 {one}" for one in {entry.sha256, *entry.hashes} if one)
    if entry.place:
        yield f"place {entry.place}"
    if not entry.is_readable:
        yield "unreadable"
    yield f"end {key[-_END:]}"
