"""What a copy of a store on a server knows of that server: what was sent, what was taken, and by which name it sends.

It may be behind what was done, never before it: what is sent or taken twice is known by its number. Where it is lost,
all is sent again, and merged with itself.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reader.model.annotation import new_id

_TABLES = """
    create table if not exists fact (name text primary key, value text not null);
    create table if not exists sent (key text primary key, number integer not null);
    create table if not exists file (name text primary key, content blob not null);
"""
#: Of ``fact``: the copy's own name; the number of what was taken last; that of files; whether the first copy is whole.
_NAME, _TAKEN, _FILES, _WHOLE = "name", "taken", "files", "whole"


class CopyState:
    """Kept in one small file. Any thread may call any method.

    Args:
        path: of the file, whose folder is there.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(_TABLES)
        self._run("insert or ignore into fact values (?, ?)", _NAME, new_id())
        self.name = self._fact(_NAME)

    @property
    def is_whole(self) -> bool:
        """Whether all that was on the server has been here once."""
        return bool(self._fact(_WHOLE))

    def set_whole(self) -> None:
        """The first copy is made."""
        self._set(_WHOLE, "yes")

    @property
    def taken(self) -> int | None:
        """The number of the last thing that was taken from the server; None where nothing was."""
        found = self._fact(_TAKEN)
        return int(found) if found else None

    def set_taken(self, number: int) -> None:
        """All up to this number is here."""
        self._set(_TAKEN, str(number))

    @property
    def files_taken(self) -> int:
        """The same for the files beside the documents."""
        return int(self._fact(_FILES) or -1)

    def set_files_taken(self, number: int) -> None:
        """See ``files_taken``."""
        self._set(_FILES, str(number))

    def sent(self, key: str) -> int:
        """The number, as the copy counts, up to which a document was sent; 0 where nothing was."""
        found = self._rows("select number from sent where key = ?", key)
        return int(found[0][0]) if found else 0

    def set_sent(self, key: str, number: int) -> None:
        """See ``sent``."""
        self._run("insert or replace into sent values (?, ?)", key, number)

    def file(self, name: str) -> bytes:
        """A file as it was here and on the server when both were last the same; nothing where there was none."""
        found = self._rows("select content from file where name = ?", name)
        return bytes(found[0][0]) if found else b""

    def set_file(self, name: str, content: bytes) -> None:
        """See ``file``."""
        self._run("insert or replace into file values (?, ?)", name, content)

    def all_sent(self) -> Mapping[str, int]:
        """The numbers of all documents, by key."""
        return dict(self._rows("select key, number from sent"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _fact(self, name: str) -> str:
        found = self._rows("select value from fact where name = ?", name)
        return str(found[0][0]) if found else ""

    def _set(self, name: str, value: str) -> None:
        self._run("insert or replace into fact values (?, ?)", name, value)

    def _run(self, query: str, *values: object) -> None:
        with self._lock:
            self._connection.execute(query, values)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()
