"""Backups by themselves: what every document held at a moment, each content kept once, compressed and read back.

A backup is a list of documents with the hashes of their files; the files lie under their hashes, so that what did not
change costs nothing. They are thinned as Anki thins its own: all of two days, then 12 daily, 10 weekly, 9 monthly. No
history is ever thrown away for them.
"""

from __future__ import annotations

import gzip
import json
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.store.files.document_reader import DocumentReader
from reader.store.files.document_state import stamp_of
from reader.store.files.file_format import StoreFileError, parsed, serialised
from reader.store.history.backup_retention import kept
from reader.store.records.record_rows import Tables
from reader.store.store_folder import hidden_path
from reader.system.guarded_path import StorePath
from reader.system.hashes import sha256

_NAME = re.compile(r"\d{8}T\d{6}Z\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_FORMAT = "%Y%m%dT%H%M%SZ"
#: A pause after each document, in seconds, so that whoever types meanwhile does not feel it.
_PAUSE_S = 0.001
#: The largest file that is taken out of a backup, in bytes: a damaged one must not fill the memory.
_LARGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup.

    Attributes:
        at: when it was taken, UTC.
        documents: the SHA-256 of each document's file by its key, and the stamp that the file had.
    """

    at: datetime
    documents: Mapping[str, tuple[str, tuple[int, ...]]]


class Backups:
    """The backups of a store.

    Args:
        folder: the store's.
        hidden: its hidden folder.
    """

    def __init__(self, folder: Path, hidden: Path) -> None:
        self._folder = folder
        self._hidden = hidden
        self.place = hidden_path(hidden, "backups")

    def moments(self) -> list[datetime]:
        """When backups were taken, the oldest first."""
        names = [name.removesuffix(".json.gz") for name in self.place.plain_names(".json.gz")]
        return sorted(datetime.strptime(one, _FORMAT).replace(tzinfo=UTC) for one in names if _NAME.match(one))

    def read(self, at: datetime) -> Backup | None:
        """One backup, None where its list is damaged."""
        try:
            found = json.loads(_unpacked(self._list_of(at).content()))["documents"]
            documents = {str(key): (str(digest), tuple(map(int, stamp))) for key, (digest, stamp) in found.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, EOFError, zlib.error, RecursionError):
            return None
        if not all(_HASH.match(digest) and key == Path(key).name for key, (digest, _) in documents.items()):
            return None
        return Backup(at, documents)

    def keys(self) -> set[str]:
        """The keys of all documents that a readable backup holds."""
        return {key for at in self.moments() if (one := self.read(at)) is not None for key in one.documents}

    def tables_of(self, key: str) -> tuple[Tables, str] | None:
        """What the newest readable backup holds of a document, and when it was taken; None where none holds it."""
        for at in reversed(self.moments()):
            backup = self.read(at)
            if backup is not None and key in backup.documents:
                with suppress(OSError, StoreFileError, ValueError):
                    data = self._content(backup.documents[key][0])
                    return parsed(data, self._folder / key).tables, at.isoformat().replace("+00:00", "Z")
        return None

    def make(self, keys: Iterable[str], now: datetime, *, pause_s: float = _PAUSE_S) -> Backup | None:
        """Take a backup of these documents, if anything has changed since the last one, read it back, and thin.

        A document that cannot be read now is kept as the last backup has it.

        Raises:
            OSError: it cannot be written; earlier ones are untouched.
        """
        before = self._newest()
        known = dict(before.documents) if before else {}
        documents: dict[str, tuple[str, tuple[int, ...]]] = {}
        for key in keys:
            on_disk = DocumentReader(self._folder, self._hidden, key)
            stamp = stamp_of(on_disk.file)
            is_quiet = stamp_of(on_disk.journal) is None
            if stamp is not None and is_quiet and key in known and known[key][1] == stamp:
                documents[key] = known[key]
                continue
            try:
                state = on_disk.read()
            except (StoreFileError, OSError):
                documents |= {key: known[key]} if key in known else {}
                continue
            if key in known and not state.is_whole:
                documents[key] = known[key]
            elif any(state.tables.values()):
                data = serialised(state.tables).encode()
                is_whole = is_quiet and state.stamp is not None and not state.reason
                documents[key] = (self._keep(data), state.stamp if is_whole and state.stamp else ())
            time.sleep(pause_s)
        if not documents or {key: one[0] for key, one in documents.items()} == {
            key: one[0] for key, one in known.items()
        }:
            return None
        backup = Backup(now.replace(microsecond=0), documents)
        text = json.dumps({"version": 1, "documents": documents}).encode()
        self._list_of(backup.at).write(gzip.compress(text, 6, mtime=0))
        if self.read(backup.at) is None:
            raise OSError(f"{self._list_of(backup.at)}: cannot be read back")
        self._thin(now)
        return backup

    def faults(self) -> Iterator[str]:
        """What is wrong with the backups, one line each; every content is read once."""
        good: dict[str, bool] = {}
        for at in self.moments():
            backup = self.read(at)
            if backup is None:
                yield f"{self._list_of(at)}: cannot be read: this backup is lost"
                continue
            missing = 0
            for digest, _ in backup.documents.values():
                if digest not in good:
                    good[digest] = self._is_good(digest)
                missing += not good[digest]
            if missing:
                yield f"{self._list_of(at)}: {missing} of its {len(backup.documents)} documents are damaged or missing"

    def drop_damaged(self) -> int:
        """Move contents that are damaged aside, so that the next backup makes them anew; gives how many."""
        count = 0
        quarantine = hidden_path(self._hidden, "quarantine")
        quarantine.make_folder()
        for path in self._contents():
            digest = path.name.removesuffix(".gz")
            if not _HASH.match(digest) or not self._is_good(digest):
                path.move_to(quarantine / f"backup.{path.name}")
                count += 1
        for at in self.moments():
            if self.read(at) is None:
                self._list_of(at).move_to(quarantine / f"backup.{self._list_of(at).name}")
                count += 1
        return count

    def _newest(self) -> Backup | None:
        return next((found for at in reversed(self.moments()) if (found := self.read(at)) is not None), None)

    def _list_of(self, at: datetime) -> StorePath:
        return self.place / f"{at:{_FORMAT}}.json.gz"

    def _contents(self) -> Iterator[StorePath]:
        """Every content that is kept; a folder or a file among them that is no plain one is left alone."""
        objects = self.place / "objects"
        for folder in objects.folder_names():
            yield from (objects / folder / name for name in (objects / folder).plain_names(".gz"))

    def _object(self, digest: str) -> StorePath:
        return self.place / "objects" / digest[:2] / f"{digest}.gz"

    def _keep(self, data: bytes) -> str:
        """Keep a content under its hash, and read it back."""
        digest = sha256(data)
        path = self._object(digest)
        if not path.exists():
            path.write(gzip.compress(data, 6, mtime=0))
            if not self._is_good(digest):
                path.remove(missing_ok=True)
                raise OSError(f"{path}: cannot be read back")
        return digest

    def _content(self, digest: str) -> bytes:
        """A content; raises ``OSError`` or ``ValueError`` where it is missing or damaged."""
        try:
            data = _unpacked(self._object(digest).content())
        except (EOFError, zlib.error) as error:
            raise ValueError("is damaged") from error
        if sha256(data) != digest:
            raise ValueError("is damaged")
        return data

    def _is_good(self, digest: str) -> bool:
        try:
            self._content(digest)
        except (OSError, ValueError):
            return False
        return True

    def _thin(self, now: datetime) -> None:
        moments = self.moments()
        keep = kept(moments, now)
        for at in moments:
            if at not in keep:
                self._list_of(at).remove(missing_ok=True)
        lists = [self.read(at) for at in keep]
        if len(keep) == len(moments) or None in lists:
            return  # nothing to throw away, or a list that cannot be read may need it
        needed = {digest for one in lists if one is not None for digest, _ in one.documents.values()}
        for path in self._contents():
            if path.name.removesuffix(".gz") not in needed:
                path.remove(missing_ok=True)


def _unpacked(data: bytes) -> bytes:
    """What was compressed, up to a limit: whoever made the file may have meant to fill the memory."""
    unpacking = zlib.decompressobj(wbits=31)
    found = unpacking.decompress(data, _LARGEST + 1)
    if len(found) > _LARGEST or not unpacking.eof:
        raise ValueError("is too large, or cut off")
    return found
