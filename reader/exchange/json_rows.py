"""The JSON objects of a file that another program wrote: one a line, over several lines, or in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from reader.exchange.format_protocol import Fault, ImportedDocument
from reader.exchange.jsonl import LONGEST_LINE, lines_in, parsed
from reader.exchange.returned_rows import whole_rows


def json_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]] | Fault]:
    """Each object with where it stands in the file, in order; what is none gives a fault in its place.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        if file.readline(3) == b"[\n":  # a list of ours, with an object a line: it need not be in memory as a whole
            second = file.readline(LONGEST_LINE).strip()
            if second == b"]" or _is_object(second.removesuffix(b",")):
                file.seek(2)
                items = ((number, data.strip().removesuffix(b",")) for number, data in enumerate(lines_in(file), 2))
                yield from _each(one for one in items if one[1] != b"]")
                return
        file.seek(0)
        together, lines = whole_rows(lines_in(file), LONGEST_LINE)
        if together is None:
            yield from _each(enumerate(lines, 1))
            return
        for number, row in enumerate(together, 1):
            yield f"object {number}", row


def documents_in(
    path: Path, documents_of: Callable[[str, dict[str, Any]], Iterable[ImportedDocument | Fault]]
) -> Iterator[ImportedDocument | Fault]:
    """The documents of a file, with what in it cannot be used.

    Args:
        path: of the file.
        documents_of: those of one object, given where it stands; a ``ValueError`` says what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    for one in json_rows(path):
        if isinstance(one, Fault):
            yield one
            continue
        place, row = one
        try:
            yield from documents_of(place, row)
        except ValueError as error:
            yield Fault(place, str(error))


def _each(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[str, dict[str, Any]] | Fault]:
    """The objects of lines with their numbers; empty ones are passed over."""
    for number, data in lines:
        if not data.strip():
            continue
        place = f"line {number}"
        try:
            if len(data) > LONGEST_LINE:
                raise ValueError(f"is longer than {LONGEST_LINE >> 20} MiB")
            row = parsed(data)
            if not isinstance(row, dict):
                raise ValueError("is not a JSON object")
        except ValueError as error:
            yield Fault(place, str(error))
        else:
            yield place, row


def _is_object(data: bytes) -> bool:
    try:
        return isinstance(parsed(data), dict)
    except ValueError:
        return False


def first_row(path: Path, head: bytes) -> dict[str, Any]:
    """The first object of a file; an empty one where it begins with none. For ``recognises``."""
    if not path.is_file() or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        return {}
    status = path.stat()
    return _first(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)  # each format asks, and a file that is one list is read whole for it
def _first(path: Path, *_: int) -> dict[str, Any]:
    found = next(iter(json_rows(path)), None)
    return {} if found is None or isinstance(found, Fault) else found[1]


def text_in(row: Mapping[str, Any], name: str) -> str:
    """The text of a field, empty where it is absent or null; raises ``ValueError`` where it is something else."""
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return value


def number_in(row: Mapping[str, Any], name: str) -> int:
    """The whole number of a field; raises ``ValueError`` where it is absent, or something else."""
    value = row.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name} is not a whole number")
    return value


def objects_in(row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list, empty where it is absent or null; raises ``ValueError`` where it is something else."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"{name} is not a list of objects")
    return value
