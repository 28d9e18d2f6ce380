"""The file of the index: an SQLite database that may be deleted at any time, and may come from a stranger.

It is opened only where it is ours to the letter: a plain file, with our mark, our version and our tables. One that is
not is made anew by whoever may write; a newer version's is left alone. It has a rollback journal and no write-ahead
log, which needs memory that processes share and so fails on network disks.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.store.store_folder import make_cache_folder
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    import sqlite3

#: What the file is called in a folder of caches.
FILE = "search.sqlite3"
#: What SQLite keeps beside it while it writes.
_JOURNAL = "-journal"
#: Marks a file as ours ("nrcr"), and the version of its tables: raise it when they change.
_OURS, VERSION = 0x6E726372, 4
#: Seconds to wait while another process writes: it never writes for long.
_PATIENCE_S = 5.0
#: ``document`` and ``stored`` are about the texts of files; ``grams`` holds none of them, only which document has which
#: three characters in a row. ``facts`` has a short row for each text that may be shown: all are read in a moment.
#: The others are about the documents of the store. ``annotation`` has what is compared, in rows as short as can be,
#: since a question reads all of them; ``passage`` has the rest of an annotation, ``words`` all that is said in a
#: document's, and ``term`` the values that stand as numbers in ``annotation``.
_TABLES = {
    "document": """CREATE TABLE document (
        id INTEGER PRIMARY KEY AUTOINCREMENT, place BLOB NOT NULL, encoding TEXT NOT NULL, made TEXT NOT NULL,
        mtime INTEGER NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, key TEXT NOT NULL, body BLOB,
        UNIQUE (place, encoding))""",
    "document_key": "CREATE INDEX document_key ON document (key)",
    "document_sha256": "CREATE INDEX document_sha256 ON document (sha256)",
    "facts": """CREATE TABLE facts (
        document INTEGER PRIMARY KEY, place BLOB NOT NULL, encoding TEXT NOT NULL, made TEXT NOT NULL,
        published TEXT NOT NULL, source TEXT NOT NULL, language TEXT NOT NULL, words INTEGER NOT NULL)""",
    "stored": "CREATE TABLE stored (key TEXT PRIMARY KEY, mark TEXT NOT NULL)",
    "grams": """CREATE VIRTUAL TABLE grams USING fts5(
        text, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1')""",
    "store_document": """CREATE TABLE store_document (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, mark TEXT NOT NULL, sha256 TEXT NOT NULL,
        path BLOB NOT NULL, location BLOB NOT NULL, title TEXT NOT NULL)""",
    "words": "CREATE TABLE words (document INTEGER PRIMARY KEY, words BLOB NOT NULL)",
    "annotation": """CREATE TABLE annotation (
        document INTEGER NOT NULL, number INTEGER NOT NULL, label INTEGER NOT NULL, annotator INTEGER NOT NULL,
        speaker INTEGER NOT NULL, choices INTEGER NOT NULL, links INTEGER NOT NULL, state INTEGER NOT NULL,
        created INTEGER NOT NULL, updated INTEGER NOT NULL, PRIMARY KEY (document, number)) WITHOUT ROWID""",
    "passage": """CREATE TABLE passage (
        document INTEGER NOT NULL, number INTEGER NOT NULL, ulid TEXT NOT NULL, fields TEXT NOT NULL,
        PRIMARY KEY (document, number)) WITHOUT ROWID""",
    "passage_ulid": "CREATE INDEX passage_ulid ON passage (ulid)",
    "link": """CREATE TABLE link (
        document INTEGER NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL)""",
    "link_document": "CREATE INDEX link_document ON link (document)",
    "link_source": "CREATE INDEX link_source ON link (source)",
    "link_target": "CREATE INDEX link_target ON link (target)",
    "term": """CREATE TABLE term (
        id INTEGER PRIMARY KEY, field TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (field, value))""",
}
#: What SQLite itself adds to them.
_ADDED = frozenset({"sqlite_sequence", "grams_data", "grams_idx", "grams_config"})
_VOCABULARY = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, grams, instance)"


class IndexUnusableError(Exception):
    """The index cannot be used now, or not by this program; the message says why, in one line."""


class IndexBrokenError(IndexUnusableError):
    """The file is none of ours, of an earlier version, or damaged: it is to be made anew."""


@contextlib.contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """What is written inside is written whole or not at all; errors as of ``usable``."""
    with usable(), connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


@contextlib.contextmanager
def usable() -> Iterator[None]:
    """Whatever SQLite says is wrong, as ``IndexUnusableError`` or ``IndexBrokenError``."""
    import sqlite3

    try:
        yield
    except (sqlite3.Error, OverflowError, MemoryError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        is_broken = code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
        raise (IndexBrokenError if is_broken else IndexUnusableError)(str(error)) from error


def opened_to_read(file: StorePath) -> sqlite3.Connection:
    """The index as it is; raises ``IndexUnusableError``, also where there is none."""
    return _opened(file, "ro", lambda _: None)


def opened_to_write(file: StorePath) -> sqlite3.Connection:
    """The index, made where there is none, and made anew where it is broken; raises ``IndexUnusableError``."""
    try:
        return _opened_to_write(file)
    except IndexBrokenError:
        remove(file)
        return _opened_to_write(file)


def remove(file: StorePath) -> None:
    """Delete the index; raises ``IndexUnusableError``."""
    try:
        file.remove(missing_ok=True)
        _beside(file).remove(missing_ok=True)  # in this order: SQLite drops a journal that has no database
    except OSError as error:
        raise IndexUnusableError(str(error)) from error


def inode_of(file: StorePath) -> int:
    """The inode of the file, another one once somebody has deleted it or put another one there; 0 where it is gone."""
    with contextlib.suppress(OSError):
        return file.lstat().st_ino
    return 0


def _opened_to_write(file: StorePath) -> sqlite3.Connection:
    try:
        make_cache_folder(file.parent)
    except OSError as error:
        raise IndexUnusableError(str(error)) from error
    return _opened(file, "rwc", _make_tables)


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables and our mark in a database that has none."""
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for table in _TABLES.values():
            connection.execute(table)
        connection.execute(f"PRAGMA application_id = {_OURS}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _opened(file: StorePath, mode: str, prepare: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """The index, if it is ours once it is prepared; raises ``IndexUnusableError``."""
    connection = _connected(file, mode)
    try:
        with usable():
            prepare(connection)
            _require_ours(connection)
            connection.execute(_VOCABULARY)
    except IndexUnusableError:
        connection.close()
        raise
    return connection


def _connected(file: StorePath, mode: str) -> sqlite3.Connection:
    try:
        import sqlite3
    except ImportError as error:  # a Python that was built without it
        raise IndexUnusableError(str(error)) from error

    try:
        file.exists()  # raises where the name is taken by a link, or by anything else but a plain file
        _beside(file).exists()
    except OSError as error:
        raise IndexUnusableError(str(error)) from error
    address = f"{Path(os.path.realpath(file.parent.path), file.name).as_uri()}?mode={mode}"
    with usable():
        connection = sqlite3.connect(
            address, timeout=_PATIENCE_S, isolation_level=None, uri=True, check_same_thread=False
        )
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection


def _beside(file: StorePath) -> StorePath:
    return file.parent / (file.name + _JOURNAL)


def _require_ours(connection: sqlite3.Connection) -> None:
    mark, version = (connection.execute(f"PRAGMA {one}").fetchone()[0] for one in ("application_id", "user_version"))
    if mark != _OURS or version < VERSION:
        raise IndexBrokenError("is no index of this program")
    if version > VERSION:
        raise IndexUnusableError("is an index of a newer version")
    there = connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
    theirs = {name: sql for name, _, sql in there if name not in _ADDED and not name.startswith("sqlite_autoindex_")}
    if theirs != _TABLES:
        raise IndexBrokenError("has other tables than ours")
