"""The store: what the reader may ask of whatever keeps annotations, and TinyDB's answer, one file a document.

Everything is by id, a save is durable when it returns, and nothing outside this module knows of files.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from reader.annotations.annotation import Annotation, Change, Decision, Link, new_id
from reader.annotations.files import StoreFile, StoreFileError, read_file, refuse_link, write_atomically
from reader.annotations.incoming import one_line
from reader.annotations.index import Entry, Index, decoded_place, encoded_place
from reader.annotations.locking import LockHeldError, locked
from reader.annotations.rows import RowError, meta_of, records_of, write_changes, write_meta

SCHEMA_VERSION = 1
HIDDEN_FOLDER = ".nrc-reader"
#: Longest wait for another reader that is saving the same document.
LOCK_TIMEOUT_S = 5.0
_ATTRIBUTES = "*.json merge=union text eol=lf\n"
#: The lock that is held while a document is looked for and made; no document's key starts like it.
_NEW = ".new"
_OLD_IGNORE = f"{HIDDEN_FOLDER}/\n".encode()
#: What is left of a file that was being written when the program was killed is nobody's.
_IGNORE = f"{HIDDEN_FOLDER}/\n*.tmp\n"


class StoreError(Exception):
    """The store cannot do what was asked: one line on what, where, and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the store knows of one document.

    Attributes:
        key: names it in the store; None before its first save.
        path: as it was opened when it was last saved; ``document`` in the export.
        sha256: of the file's bytes, in hexadecimal.
        title: None where the page had none.
        location: the absolute path to the file as the system names it, seen from where the store is now; empty where
            it is not known, and ``path`` will do. Not for the screen: it may hold anything.
        apart: asks ``save`` for a document of its own even where another one was last opened at this path.
        merged: on what ``save`` gives back, where what was written is not what was asked for, because somebody else
            had changed the same record: what is still to be applied in memory to have what is on disk.
    """

    key: str | None
    path: str
    sha256: str
    title: str | None = None
    location: str = field(default="", compare=False)
    apart: bool = field(default=False, compare=False)
    merged: tuple[Change, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """One document with its annotations (ordered by start, end, id), its links and decisions (ordered by id)."""

    document: Document
    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]
    decisions: tuple[Decision, ...] = ()


class Store(Protocol):
    """What stands between the reader and whatever keeps the annotations."""

    def keys(self) -> Sequence[str]:
        """The keys of all documents, sorted."""

    def find(self, path: str, sha256: str) -> str | None:
        """The key of the document with these bytes, now or earlier, else of the last one at this path, else None."""

    def load(self, key: str) -> Stored:
        """One document; raises ``StoreError`` where it cannot be read."""

    def save(self, document: Document, changes: Sequence[Change], *, apart: bool = False) -> Document:
        """Make all the changes or none; durable on return. Gives the document with its key.

        A document without a key is looked for first; if it is to be kept ``apart``, by its bytes alone. What
        somebody else wrote since a change's ``before`` is merged, never overwritten.
        """


class TinyStore:
    """A folder with one TinyDB file a document.

    Args:
        folder: made on the first save.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._is_prepared = False
        self._index = Index(folder, self.hidden_folder / "index.json")

    @property
    def hidden_folder(self) -> Path:
        """For what is not the truth: locks, caches, reading positions."""
        return self.folder / HIDDEN_FOLDER

    def keys(self) -> list[str]:
        """See ``Store``."""
        try:
            names = [entry.name for entry in os.scandir(self.folder) if entry.is_file()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be listed: {error.strerror} (check its permissions)") from error
        return sorted(name.removesuffix(".json") for name in names if name.endswith(".json") and name[0] != ".")

    def find(self, path: str, sha256: str) -> str | None:
        """See ``Store``; ``path`` as the system names it.

        Raises:
            StoreError: the file that would be this document's cannot be read: another one must not take its place.
        """
        return self._found(path, sha256, by_place=True)

    def load(self, key: str) -> Stored:
        """See ``Store``."""
        tables = self._file(key).tables
        meta = meta_of(tables)
        try:
            annotations = [one for one in records_of(tables, "annotations") if isinstance(one, Annotation)]
            links = [one for one in records_of(tables, "links") if isinstance(one, Link)]
            decisions = [one for one in records_of(tables, "decisions") if isinstance(one, Decision)]
        except RowError as error:
            raise StoreError(f"{self._path(key)}: {error}") from error
        path, sha256, title = (
            one_line(value) if isinstance(value := meta.get(name), str) else "" for name in ("path", "sha256", "title")
        )
        place = decoded_place(value) if isinstance(value := meta.get("place"), str) else ""
        location = os.path.normpath(self.folder.absolute() / place) if place else ""
        return Stored(
            Document(key, path or one_line(key), sha256, title or None, location),
            tuple(sorted(annotations, key=lambda one: (one.start, one.end, one.id))),
            tuple(sorted(links, key=lambda one: one.id)),
            tuple(sorted(decisions, key=lambda one: one.id)),
        )

    def save(self, document: Document, changes: Sequence[Change], *, apart: bool = False) -> Document:
        """See ``Store``.

        Raises:
            StoreError: the folder cannot be written, the disk is full, another reader holds the document for too
                long, or the file is damaged or of a newer version.
        """
        try:
            self._prepare()
            if document.key:
                return self._write(document.key, document, changes)
            with self._locked(_NEW):  # looked for and made as one: two readers must not make two files of one document
                known = self._found(self._source(document), document.sha256, by_place=not (apart or document.apart))
                return self._write(known or self._new_key(document), document, changes)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(
                f"{error.filename or self.folder}: not saved: {reason} (free space, or permission)"
            ) from error

    def _write(self, key: str, document: Document, changes: Sequence[Change]) -> Document:
        from tinydb import TinyDB

        from reader.annotations.storage import DocumentStorage

        meta = {
            "schema": SCHEMA_VERSION,
            "name": one_line(Path(document.path).name),
            "path": one_line(document.path),
            "place": self._place(self._source(document)),
            "sha256": document.sha256,
            "title": document.title or "",
        }
        with self._locked(key):
            tables, original = self._file(key)
            if original is not None:
                self._keep_aside(key, original)
            storage = DocumentStorage(self._path(key))
            with TinyDB(storage=lambda: storage) as database, storage.transaction(tables):
                try:
                    merged = write_changes(database, tables, changes)
                except RowError as error:
                    raise StoreError(f"{self._path(key)}: not saved: {error}") from error
                write_meta(database, meta)
        return replace(document, key=key, apart=False, merged=merged)

    def _found(self, path: str, sha256: str, *, by_place: bool) -> str | None:
        """The document that has these bytes now, else that had them once, else the last one at this place."""
        try:
            entries = self._index.entries()
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be listed: {error.strerror} (check its permissions)") from error
        place = self._place(path)
        kinds: list[Callable[[Entry], bool]] = [
            lambda entry: entry.sha256 == sha256,
            lambda entry: sha256 in entry.hashes,
            lambda entry: by_place and entry.place == place,
        ]
        for is_meant in kinds:
            keys = [key for key, entry in entries.items() if is_meant(entry)]
            fresh = {key: entry for key in keys if (entry := self._index.entry(key)) is not None and is_meant(entry)}
            if fresh:
                return max(fresh, key=lambda key: (fresh[key].place == place, fresh[key].stamp[0], key))
        for key in [key for key in entries if key.endswith(f".{sha256[:12]}") and key.startswith(_slug(path))]:
            entry = self._index.entry(key)
            if entry is not None and not entry.is_readable:
                self._file(key)  # says what is wrong with it
        return None

    def _path(self, key: str) -> Path:
        if key != Path(key).name or key.startswith("."):
            raise StoreError(f"{key!r}: is not the key of a document")
        return self.folder / f"{key}.json"

    def _place(self, path: str) -> str:
        """Where the file lies, seen from the store folder: the same from every working folder and every clone."""
        return encoded_place(Path(os.path.relpath(Path(path).absolute(), self.folder.absolute())).as_posix())

    @staticmethod
    def _source(document: Document) -> str:
        """The path to the file as the system names it, where that is known."""
        return document.location or document.path

    def _new_key(self, document: Document) -> str:
        key = f"{_slug(document.path)}.{document.sha256[:12]}"
        taken = set(self.keys())
        return key if key not in taken else f"{_slug(document.path)}-{new_id()[-6:]}.{document.sha256[:12]}"

    def _file(self, key: str) -> StoreFile:
        try:
            file = read_file(self._path(key)) or StoreFile({})
        except StoreFileError as error:
            raise StoreError(str(error)) from error
        version = meta_of(file.tables).get("schema", SCHEMA_VERSION)
        if not isinstance(version, int) or version > SCHEMA_VERSION:
            raise StoreError(
                f"{self._path(key)}: was written by a newer nrc-reader (schema {version}); update this one"
            )
        return file

    def _keep_aside(self, key: str, original: bytes) -> None:
        """Keep the bytes of a file that had to be mended, before what was understood of them takes their place."""
        path = self.hidden_folder / "quarantine" / f"{key}.{hashlib.sha256(original).hexdigest()[:12]}.json"
        if not path.exists():
            write_atomically(path, original, follows=False)

    def _prepare(self) -> None:
        """The folder, and the two files that make it safe to keep in git, where they are missing.

        No link inside the folder is followed: it may have come from somebody else.
        """
        for folder in (self.hidden_folder, self.hidden_folder / "locks", self.hidden_folder / "quarantine"):
            refuse_link(folder)
        if self._is_prepared and self.hidden_folder.is_dir():
            return
        self.hidden_folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / ".gitattributes").exists():
            write_atomically(self.folder / ".gitattributes", _ATTRIBUTES, follows=False)
        ignored = self.folder / ".gitignore"
        if not ignored.exists() or ignored.read_bytes() == _OLD_IGNORE:
            write_atomically(ignored, _IGNORE, follows=False)
        self._is_prepared = True

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        path = self.hidden_folder / "locks" / f"{key}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with locked(path, LOCK_TIMEOUT_S):
                yield
        except LockHeldError as error:
            raise StoreError(f"{self.folder / key}: not saved: {error}") from error


def _slug(path: str) -> str:
    """The file's name made safe for every file system: letters, digits, ``.``, ``-``, ``_``; at most 160 bytes."""
    name = re.sub(r"[^\w.-]+", "_", Path(path).name).strip("._")[:80].encode()[:160].decode(errors="ignore")
    return name or hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:12]
