"""Lines that say for themselves whether they are whole: a document's journal, and the history that its lines go to.

One line is one transaction, appended and flushed before anyone is told; a line between them names a snapshot of the
document's file that holds all before it. A line is a CRC-32 in hexadecimal, a space, and a JSON object.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.model.act import Act
from reader.store.files.file_format import ROW_ID, are_tables, take_revision
from reader.store.records.record_rows import REVISION, RowChange, Tables, applied, copied
from reader.store.records.row_texts import RowTexts, journal_text
from reader.store.records.transaction import LARGEST_NUMBER, Transaction
from reader.system.durable_writes import write_all
from reader.system.guarded_path import StorePath
from reader.system.json_text import json_text
from reader.system.plain_files import refuse_size

_LINE = re.compile(rb"([0-9a-f]{8}) (\{.*\})\Z", re.DOTALL)


class Marker(NamedTuple):
    """Names the file that holds all that stands before: its SHA-256, empty where there is no file.

    Attributes:
        revision: the states that the file itself names; empty in what earlier versions wrote.
        blob: what git calls the file, in hexadecimal, where somebody else wrote it; else empty.
    """

    snapshot: str
    revision: str = ""
    blob: str = ""


class Whole(NamedTuple):
    """Opens the history of a document that was there before: every table as it was then."""

    tables: Tables


Item = Transaction | Marker | Whole


class JournalLine(NamedTuple):
    """One line of a file of lines: its bytes without the end, and what it says; None where it is damaged."""

    data: bytes
    item: Item | None


class JournalLines(NamedTuple):
    """A journal or a history as read.

    Attributes:
        lines: in order.
        length: in bytes, up to the end of the last line that has one.
        half: what comes after that: a line that was being written.
    """

    lines: tuple[JournalLine, ...] = ()
    length: int = 0
    half: bytes = b""

    @property
    def items(self) -> list[Item]:
        """What the undamaged lines say."""
        return [line.item for line in self.lines if line.item is not None]

    @property
    def transactions(self) -> list[Transaction]:
        """The transactions among them."""
        return [item for item in self.items if isinstance(item, Transaction)]

    @property
    def damaged(self) -> list[bytes]:
        """The lines whose CRC is wrong, or that say nothing that can be understood."""
        return [line.data for line in self.lines if line.item is None]


def line_of(item: Item, text_of: Callable[[Mapping[str, Any]], str] = journal_text) -> bytes:
    """The line that says it, with its end.

    Args:
        item: what it is to say.
        text_of: gives the JSON of each row.
    """
    if isinstance(item, Marker):
        value: dict[str, Any] = {"snapshot": item.snapshot}
        value |= {name: text for name in ("revision", "blob") if (text := getattr(item, name))}
        text = json_text(value)
    elif isinstance(item, Whole):
        text = json_text({"whole": item.tables})
    else:
        act = item.act
        value = {"seq": item.seq} if item.seq else {}  # these come first: see ``head_of``
        value |= {"at": item.at} | ({"since": item.since} if item.since else {})
        value |= {"by": act.by, "what": act.what, "step": act.step}
        rest: dict[str, Any] = {name: getattr(act, name) for name in ("undoes", "redoes") if getattr(act, name)}
        rest |= {"lost": [row[:3] for row in item.lost]} if item.lost else {}
        rest |= {"shared": item.shared} if item.shared else {}
        rows = ", ".join([_row_text(row, text_of) for row in item.rows])
        text = f'{json_text(value)[:-1]}, "ch": [{rows}]' + (f", {json_text(rest)[1:]}" if rest else "}")
    data = text.encode()
    return b"%08x %s\n" % (zlib.crc32(data), data)


def _row_text(row: RowChange, text_of: Callable[[Mapping[str, Any]], str]) -> str:
    table, row_id, new, old = row
    sides = f"{'null' if new is None else text_of(new)}, {'null' if old is None else text_of(old)}"
    return f"[{_quoted(table)}, {encode_basestring(row_id)}, {sides}]"


@lru_cache(maxsize=64)
def _quoted(name: str) -> str:
    """The name of a table as JSON."""
    return json_text(name)


def as_read(item: Transaction, texts: RowTexts) -> Transaction:
    """What ``item_in`` says of its line, of which only what might be another value is read.

    Raises:
        ValueError, TypeError: it could not be read.
    """
    return replace(item, rows=_rows([row if texts.is_same(row) else _as_read(row, texts) for row in item.rows]))


def _as_read(row: RowChange, texts: RowTexts) -> RowChange:
    new, old = (None if side is None else texts.as_read(side) for side in (row.new, row.old))
    return row._replace(new=new, old=old)


def is_whole(line: bytes) -> bool:
    """Whether a line is one, and its CRC is right."""
    found = _LINE.match(line)
    return found is not None and int(found[1], 16) == zlib.crc32(found[2])


def item_in(line: bytes) -> Item | None:
    """What a line says; None where its CRC is wrong or it says nothing that this version understands."""
    if not is_whole(line):
        return None
    try:
        value = json.loads(line[9:])
        if "ch" in value:
            return _transaction(value)
        if isinstance(value.get("snapshot"), str):
            return Marker(value["snapshot"], *(_text(value.get(name, "")) for name in ("revision", "blob")))
        if not are_tables(value.get("whole")):
            return None
        take_revision(value["whole"])  # an earlier version takes it for a table of somebody else's
        return Whole(value["whole"])
    except (ValueError, RecursionError, TypeError, KeyError):
        return None


def _transaction(value: Mapping[str, Any]) -> Transaction:
    act = Act(*(_text(value.get(name, "")) for name in ("what", "by", "step", "undoes", "redoes")))
    rows = _rows(value["ch"])
    lost = tuple(_row(table, row_id, row, None) for table, row_id, row in value.get("lost", ()))
    number = value.get("seq", 0)
    is_number = type(number) is int and 0 < number < LARGEST_NUMBER
    since, shared = _text(value.get("since", "")), value.get("shared", 0)
    shared = shared if type(shared) is int and 0 < shared < LARGEST_NUMBER else 0
    return Transaction(rows, _text(value["at"]), act, lost, number if is_number else 0, since, shared)


def _rows(rows: Iterable[Sequence[Any]]) -> tuple[RowChange, ...]:
    kept = [row for row in rows if row[0] != REVISION or not _names_state(row)]
    return tuple([row if type(row) is RowChange and ROW_ID.match(row.row_id) else _row(*row) for row in kept])


def _row(table: Any, row_id: Any, new: Any, old: Any) -> RowChange:
    if not (ROW_ID.match(row_id) and _is_side(new) and _is_side(old)):
        raise ValueError("is no row")
    return RowChange(_text(table), row_id, new, old)


def _is_side(row: Any) -> bool:
    return row is None or isinstance(row, dict)


def _names_state(row: Sequence[Any]) -> bool:
    """Whether it is a row that says which state a file is: only an earlier version takes that for a record."""
    sides = [side for side in row[2:] if side is not None]
    return all(isinstance(side, dict) and side.keys() == {REVISION} for side in sides)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("is no text")
    return value


def lines_in(data: bytes, known: Mapping[bytes, Item] = MappingProxyType({})) -> JournalLines:
    """The lines of a journal or a history; one that was being written when the program was killed is the half one.

    What lines say that are ``known`` is not read again.
    """
    length = data.rfind(b"\n") + 1
    whole = data[: length - 1].split(b"\n") if length else []
    items = (JournalLine(line, known[line] if line in known else item_in(line)) for line in whole if line)
    return JournalLines(tuple(items), length, data[length:])


def read_lines(path: StorePath) -> JournalLines:
    """The lines of a file, none where there is none; raises ``OSError``."""
    return lines_in(read_bytes(path) or b"")


def read_bytes(path: StorePath, start: int = 0) -> bytes | None:
    """The bytes of a file from ``start`` on, None where there is none; raises ``OSError``."""
    try:
        return path.content(start)
    except FileNotFoundError:
        return None


def append(path: StorePath, data: bytes, length: int, *, is_flushed: bool = True) -> None:
    """Put whole lines at the end of a file and on disk; if that fails, nothing of them is left there.

    After a failed flush nobody knows what is on disk: the descriptor is dropped, and the file cut back.

    Args:
        path: made where it is missing, its folder flushed then.
        data: the lines.
        length: of the file up to which it is good; what comes after is cut off.
        is_flushed: whether they have to be on disk, or can be had again.

    Raises:
        OSError: nothing was appended; ``TooLargeError`` where the file would be larger than it may be.
    """
    refuse_size(length + len(data), path, path.most)
    handle = path.handle(os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        if os.fstat(handle).st_size != length:
            os.ftruncate(handle, length)
        try:
            write_all(handle, data)
            if is_flushed:
                flush(handle)
            if length == 0:
                path.parent.sync()
        except OSError:
            os.ftruncate(handle, length)
            raise
    finally:
        with suppress(OSError):
            os.close(handle)


def flush(handle: int) -> None:
    """Have the data of an open file on disk, and of what is said about it only its length."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def flush_file(path: StorePath) -> None:
    """Have a file on disk; raises ``OSError``."""
    handle = path.handle(os.O_WRONLY)
    try:
        flush(handle)
    finally:
        os.close(handle)


def replayed(tables: Tables, items: Iterable[Item]) -> Tables:
    """The tables after all transactions; what the tables given hold is changed."""
    for item in items:
        if isinstance(item, Transaction):
            applied(tables, item.rows)
        elif isinstance(item, Whole):
            tables = copied(item.tables)
    return tables


def begin(path: StorePath, data: bytes) -> int:
    """Put these lines in place of a journal whose lines are all kept elsewhere; gives its length.

    Not flushed: a journal that comes back as it was says itself that its lines are in the file already.
    """
    handle = path.handle(os.O_WRONLY | os.O_APPEND)
    try:
        os.ftruncate(handle, 0)
        write_all(handle, data)
        return len(data)
    finally:
        os.close(handle)


def whole_length(path: StorePath) -> int:
    """The length of a file up to the end of its last whole line; 0 where there is none."""
    try:
        handle = path.handle(os.O_RDONLY)
    except FileNotFoundError:
        return 0
    try:
        step = 1 << 16
        end = os.fstat(handle).st_size
        while end > 0:
            start = max(0, end - step)
            found = os.pread(handle, end - start, start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
        return 0
    finally:
        os.close(handle)
