"""Files of many documents: finds each lazily, names it ``file.jsonl#3``, and opens it by its offset.

The number counts all lines (JSON Lines) or records (WARC) from 1, even those without an article. So it stays the same
if the choice of articles changes. A real file with such a name is opened as that file.
"""

from __future__ import annotations

import os
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from typing import IO

from reader.model.page import Page
from reader.sources.file_types import JSON, RECORD_MARK, WARC
from reader.sources.parsing_limits import MOST_DOCUMENTS
from reader.sources.record_files import RecordFormat, is_seekable, kind_of, opened
from reader.sources.source_error import SourceError
from reader.sources.source_messages import guarded

#: The most bytes of a compressed file of documents that are unpacked: 8 GiB.
MAX_UNPACKED = 8 << 30
#: Offsets noted beyond twice the wanted number, so that opening one document after the other does not scan the file
#: anew each time.
_AHEAD = 100
#: The number of files whose offsets are kept; each document takes eight bytes.
_KEPT = 4


class _Places:
    """The known offsets of a file's documents, its format, and an open stream for reading on."""

    def __init__(self, path: str) -> None:
        self.form = _format(path)
        self.is_seekable = is_seekable(path)
        self.offsets = array("Q")
        self.stream: IO[bytes] | None = None


_known: OrderedDict[tuple[str, int, int], _Places] = OrderedDict()
_lock = threading.RLock()


def split(path: str) -> tuple[str, int] | None:
    """The file and the number in a name like ``file.jsonl#3``; None for any other name."""
    file, mark, number = path.rpartition(RECORD_MARK)
    if not mark or not (number.isascii() and number.isdecimal()) or len(number) > 12 or not kind_of(file):
        return None
    return None if os.path.lexists(path) else (file, int(number))


def walk_records(path: str) -> Iterator[str]:
    """The names of the documents in a file, in order, each found when it is needed.

    Raises:
        SourceError: the file, or the rest of it, cannot be read; or an optional library is missing.
    """
    places = _places(path)
    offsets = array("Q")
    with guarded(path), opened(path) as stream:
        for number, record in enumerate(places.form.places(stream, path), 1):
            offsets.append(record.offset)
            if number == len(places.offsets) + 1:
                with _lock:
                    places.offsets = offsets
            if record.offset > MAX_UNPACKED:
                raise SourceError(path, "is too large when unpacked", f"the first {number} documents were read")
            if number > MOST_DOCUMENTS:
                raise SourceError(
                    path, "holds too many documents", f"the first {MOST_DOCUMENTS:,} are listed: split it"
                )
            if record.wanted:
                yield f"{path}{RECORD_MARK}{number}"


def open_record(path: str, number: int, max_bytes: int) -> Page:
    """One document of a file as a page. ``Page.source`` is its decoded text or markup; the hash is of its own bytes.

    Raises:
        SourceError: there is no such document, it is too large, or it holds no text.
    """
    name = f"{path}{RECORD_MARK}{number}"
    with guarded(path), _lock:
        places = _places(path)
        if not 0 < number <= len(places.offsets):
            _find(places, path, number)
        if not 0 < number <= len(places.offsets):
            raise SourceError(name, "is not there", f"the file holds {len(places.offsets)}")
        page = _page_at(places, number, path, max_bytes)
    if not page.text.strip():
        raise SourceError(name, "holds no text", "nothing but white space")
    return page


def _page_at(places: _Places, number: int, path: str, max_bytes: int) -> Page:
    name = f"{path}{RECORD_MARK}{number}"
    offset = places.offsets[number - 1]
    if places.is_seekable:
        with opened(path) as stream:
            stream.seek(offset)
            return places.form.page(stream, name, max_bytes)
    # A compressed file can only be read forwards, a wide one is converted; the open stream makes the next one cheap.
    if places.stream is None:
        places.stream = opened(path)
    places.stream.seek(offset)
    return places.form.page(places.stream, name, max_bytes)


def _find(places: _Places, path: str, number: int) -> None:
    offsets = array("Q")
    try:
        with opened(path) as stream:
            for record in places.form.places(stream, path):
                offsets.append(record.offset)
                if len(offsets) >= 2 * number + _AHEAD or record.offset > MAX_UNPACKED:
                    break
    except Exception:
        if len(offsets) < number:  # damage further on must not keep the documents before it from being opened
            raise
    places.offsets = offsets


def _places(path: str) -> _Places:
    """The offsets known for a file; a changed file starts anew."""
    state = os.stat(path)  # noqa: PTH116
    key = os.path.realpath(path), state.st_size, state.st_mtime_ns
    with _lock:
        if (places := _known.get(key)) is None:
            places = _known[key] = _Places(path)
        _known.move_to_end(key)
        while len(_known) > _KEPT:
            _, old = _known.popitem(last=False)
            if old.stream is not None:
                old.stream.close()
        return places


def _format(path: str) -> RecordFormat:
    if kind_of(path) == WARC:
        from reader.sources.formats.warc import Warc

        return Warc(path)
    from reader.sources.formats.jsonlines import JsonDocuments, JsonLines, is_list

    return JsonDocuments() if kind_of(path) == JSON or is_list(path) else JsonLines()
