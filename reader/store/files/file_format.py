"""How one document's records lie in a file: TinyDB's JSON, one record a line, written whole and atomically.

Leading commas, sorted keys and ids that grow with time make two people's changes merge in git line by line.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reader.store.files.json_repair import DuplicateError, repaired, without_duplicates
from reader.store.records.record_rows import META, REVISION, TRASH, Tables, table_of
from reader.store.records.row_texts import file_text
from reader.system.guarded_path import StorePath, inner
from reader.system.hashes import sha256

#: Those that every file has.
TABLES = (META, TRASH, "annotations", "decisions", "links")
#: Under ``REVISION`` the file says which state it is: a hash of the lines above. Who edits a copy does not touch it, so
#: it tells what the copy was made from. Lines that never change stand first: in a merge in git the one that does must
#: not run into another table's.
_ABOUT_REVISION = {
    "0": {REVISION: "The last line names the state that the lines above were in when nrc-reader wrote them."},
    "1": {REVISION: "Whoever edits this file, merges it or brings an older copy back leaves it as it is:"},
    "2": {REVISION: "nrc-reader then knows what was changed, and what was tagged since that is to stay."},
    "3": {REVISION: "Without it nothing is lost, but a line that was deleted by hand may come back."},
}


class StoreFileError(Exception):
    """A store file that cannot be read: says which, what is wrong, and what to do."""


class StoreFile(NamedTuple):
    """A store file as read.

    Attributes:
        tables: what it holds.
        original: its bytes where they had to be repaired, which are to be kept.
        left_out: lines in it that could not be understood; -1 where its end is missing.
        revision: the states that it was made from, as the file names them; empty where it names none.
    """

    tables: Tables
    original: bytes | None = None
    left_out: int = 0
    revision: str = ""


def read_tables(path: StorePath | Path) -> Tables | None:
    """The tables in a store file, None where there is none; raises ``StoreFileError`` where it is damaged."""
    found = read_file(path)
    return None if found is None else found.tables


def read_file(path: StorePath | Path) -> StoreFile | None:
    """A store file, None where there is none; raises ``StoreFileError`` as ``parsed`` does."""
    try:
        return parsed(inner(path).content(), path)
    except FileNotFoundError:
        return None
    except OSError as error:
        from reader.system.os_errors import reason

        raise StoreFileError(f"{path}: cannot be read: {reason(error)}") from error


def parsed(data: bytes, path: StorePath | Path) -> StoreFile:
    """What a store file says: strictly, else as far as a merge in git may have bent it, else line by line.

    Args:
        data: the file's bytes.
        path: for the message.

    Raises:
        StoreFileError: nothing in it can be understood.
    """
    text = data.decode("utf-8-sig", errors="replace")
    is_text = "\ufffd" not in text or text.encode() == data.removeprefix(codecs.BOM_UTF8)
    try:
        tables = json.loads(text, object_pairs_hook=without_duplicates)
        if is_text and are_tables(tables):
            revision = take_revision(tables)
            return StoreFile(tables, revision=revision)
        reason = "no tables of records" if is_text else "bytes that are no text"
    except (json.JSONDecodeError, DuplicateError) as error:
        reason = str(error)
    except (ValueError, RecursionError):
        reason = "a number of too many digits, or too deep a nest"
    found, left_out = repaired(text)
    revision = take_revision(found)
    if not any(found.values()):
        raise StoreFileError(f"{path}: is not a store file: {reason if data else 'it is empty'}")
    return StoreFile(found, data, left_out, revision)


def are_tables(tables: object) -> bool:
    """Whether this is what a store file holds: tables of rows, each row under its number and the right heading."""
    if not isinstance(tables, dict) or not all(map(_is_table, tables.values())):
        return False
    return all(table_of(row, name) == name for name, rows in tables.items() for row in rows.values())


def _is_table(rows: object) -> bool:
    return isinstance(rows, dict) and all(ROW_ID.match(key) and isinstance(row, dict) for key, row in rows.items())


#: TinyDB's row ids are numbers; a ULID has at most 39 digits.
ROW_ID = re.compile(r"[0-9]{1,39}\Z")


def serialised(tables: Tables) -> str:
    """The file's text: tables and ids in order, one record a line, the same bytes for the same records.

    Every table is there even when it is empty, so that two people who each put the first row in do not both add it.
    """
    return with_revision(tables)[0]


def with_revision(
    tables: Tables, revision: str | None = None, text_of: Callable[[Mapping[str, Any]], str] = file_text
) -> tuple[str, str]:
    """The file's text, and the state that it names in its last line.

    Args:
        tables: what it holds.
        revision: the states that it is to name instead, as ``take_revision`` gives them; empty: none.
        text_of: gives the JSON of each row.
    """
    parts = [_table_text(name, tables.get(name, {}), text_of) for name in sorted({*tables, *TABLES})]
    if revision is None:
        revision = str(int(sha256(",".join(parts).encode())[:15], 16))
    if revision:
        named = {one: {REVISION: "of the lines above"} for one in revision.split()}
        parts.append(_table_text(REVISION, {**_ABOUT_REVISION, **named}, file_text))
    return "{\n" + ",".join(parts) + "}\n", revision


def _table_text(name: str, rows: Mapping[str, Any], text_of: Callable[[Mapping[str, Any]], str]) -> str:
    lines = [f'"{key}": {text_of(rows[key])}' for key in sorted(rows, key=int)]  # a row's id is digits
    return json.dumps(name) + ": {\n" + "\n,".join(lines) + ("\n" if lines else "") + "}\n"


def take_revision(tables: Tables) -> str:
    """Take out of the tables what names the states that they were made from, and give that: in order, with spaces.

    A merge in git leaves the states of both sides. Rows that a program of somebody else's keeps under the same name
    stay.
    """
    rows = tables.get(REVISION)
    if not isinstance(rows, dict):
        return ""
    mine = [key for key, row in rows.items() if row.keys() == {REVISION} and isinstance(row[REVISION], str)]
    for key in mine:
        del rows[key]
    if mine and not rows:
        del tables[REVISION]
    return " ".join(sorted(key for key in mine if key not in _ABOUT_REVISION))
