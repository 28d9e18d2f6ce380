"""How one document's records lie in a file: TinyDB's JSON, one record a line, written whole and atomically.

Leading commas, sorted keys and ids that grow with time make two people's changes merge in git line by line.
"""

from __future__ import annotations

import codecs
import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from reader.annotations.salvage import DuplicateError, salvaged, table_of, without_duplicates

#: TinyDB's own shape: table name to document id to fields.
Tables = dict[str, dict[str, Any]]
#: Those that every file has.
TABLES = ("_meta", "_trash", "annotations", "decisions", "links")
#: Under this name the file says which state it is: a hash of the lines above. Who edits a copy does not touch it, so it
#: tells what the copy was made from. Lines that never change stand first: in a merge in git the one that does must not
#: run into another table's.
REVISION = "revision"
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
        original: its bytes where they had to be mended, which are to be kept.
        left_out: lines in it that could not be understood; -1 where its end is missing.
        revision: the states that it was made from, as the file names them; empty where it names none.
    """

    tables: Tables
    original: bytes | None = None
    left_out: int = 0
    revision: str = ""


def read_tables(path: Path) -> Tables | None:
    """The tables in a store file, None where there is none; raises ``StoreFileError`` where it is damaged."""
    found = read_file(path)
    return None if found is None else found.tables


def read_file(path: Path) -> StoreFile | None:
    """A store file, None where there is none; raises ``StoreFileError`` as ``parsed`` does."""
    try:
        return parsed(whole(path), path)
    except FileNotFoundError:
        return None
    except OSError as error:
        from reader.refusals import reason

        raise StoreFileError(f"{path}: cannot be read: {reason(error)}") from error


def parsed(data: bytes, path: Path) -> StoreFile:
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
    found, left_out = salvaged(text)
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
    return isinstance(rows, dict) and all(_ROW_ID.match(key) and isinstance(row, dict) for key, row in rows.items())


#: TinyDB's row ids are numbers; a ULID has at most 39 digits.
_ROW_ID = re.compile(r"[0-9]{1,39}\Z")
#: What JSON may hold as it is, and a terminal, an editor or an encoder had better not meet.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def json_text(value: object, *, sort_keys: bool = False) -> str:
    """One line of JSON: Unicode as it is, but control characters, direction overrides and lone surrogates escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=sort_keys)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def serialised(tables: Tables) -> str:
    """The file's text: tables and ids in order, one record a line, the same bytes for the same records.

    Every table is there even when it is empty, so that two people who each put the first row in do not both add it.
    """
    return with_revision(tables)[0]


def with_revision(tables: Tables, revision: str | None = None) -> tuple[str, str]:
    """The file's text, and the state that it names in its last line.

    Args:
        tables: what it holds.
        revision: the states that it is to name instead, as ``take_revision`` gives them; empty: none.
    """
    parts = [_table_text(name, tables.get(name, {})) for name in sorted({*tables, *TABLES})]
    if revision is None:
        revision = str(int(hashlib.sha256(",".join(parts).encode()).hexdigest()[:15], 16))
    if revision:
        named = {one: {REVISION: "of the lines above"} for one in revision.split()}
        parts.append(_table_text(REVISION, {**_ABOUT_REVISION, **named}))
    return "{\n" + ",".join(parts) + "}\n", revision


def _table_text(name: str, rows: Mapping[str, Any]) -> str:
    ordered = sorted(rows.items(), key=lambda row: int(row[0]))
    lines = [f"{json.dumps(key)}: {json_text(row, sort_keys=True)}" for key, row in ordered]
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


def write_atomically(
    path: Path, text: str | bytes, *, follows: bool = True, put: Callable[[int, str, str], object] | None = None
) -> None:
    """Put text or bytes into ``path`` whole or not at all, and on disk when this returns: file, rename and folder.

    A pipe or a device is written to as it is: a rename would replace it.

    Args:
        path: where to.
        text: what.
        follows: whether a link is followed and stays; otherwise it is refused: in a folder that came from somebody
            else, it may lead to any file of the user's.
        put: in an open folder, gives a new file (the first name) the name of the old one; what it raises leaves
            everything as it is.

    Raises:
        OSError: nothing was changed.
    """
    data = text.encode() if isinstance(text, str) else text  # before anything is touched: it must not cost the old file
    if not follows:
        refuse_link(path)
    elif _is_special(path):
        path.write_bytes(data)
        return
    path = Path(os.path.realpath(path)) if follows else path
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name[:100]}.{os.urandom(4).hex()}.tmp"
    # The system applies the umask: asking for it would change it for a moment, in every thread.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        try:
            with suppress(FileNotFoundError):
                os.fchmod(handle, path.stat().st_mode & 0o777)
            write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        if put is None:
            temporary.replace(path)
        else:
            with _open_folder(path.parent) as folder:
                put(folder, temporary.name, path.name)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


@contextmanager
def _open_folder(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write all of it: a system may take less at once, as before a disk is full."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def opened(path: Path, *, follows: bool = True) -> BinaryIO:
    """A file to be read; a pipe or a device, which a store from a stranger may hold, would never end.

    Raises:
        OSError: it cannot be opened, is no plain file, or is a link that is not to be followed.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follows else os.O_NOFOLLOW))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "is no plain file", str(path))
    return os.fdopen(handle, "rb")


def whole(path: Path) -> bytes:
    """A file's bytes; raises ``OSError`` as ``opened`` does."""
    with opened(path) as file:
        return file.read()


def refuse_link(path: Path) -> None:
    """Raise ``OSError`` where ``path`` is a link, or anything else that is neither a file nor a folder."""
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise OSError(errno.ELOOP, "is a link or a device, and not followed", str(path))


def _is_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; without it the file may come back as it was before."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
