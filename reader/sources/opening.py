"""Opens one source as a page: a file, a document in a file, a web address or standard input."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace

from reader.model.page import Page
from reader.sources.bytes_to_page import DEFAULT_MAX_BYTES, fault_of_head, open_bytes
from reader.sources.encodings import noting_doubts
from reader.sources.file_types import HEAD_BYTES, RECORD_MARK
from reader.sources.source_error import SourceError
from reader.sources.source_messages import guarded, not_regular, source_error, too_large
from reader.sources.standard_input import STANDARD_INPUT, piped

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


def open_page(path: str | os.PathLike[str], *, max_bytes: int = DEFAULT_MAX_BYTES) -> Page:
    """One document as a page.

    Args:
        path: a file, a document in one (``file.jsonl#3``), a web address, or ``-`` for standard input. It becomes
            ``Page.path``; for a web address that is the final address after redirects.
        max_bytes: the largest file that is read.

    Raises:
        SourceError: the file is missing, a folder, not a regular file, unreadable, too large, empty or binary, or has
            any other fault.
    """
    name = os.fspath(path)
    with guarded(name), noting_doubts() as doubts:
        page = _opened(name, max_bytes)
    return replace(page, doubt="; ".join(doubts)) if doubts else page


def _opened(name: str, max_bytes: int) -> Page:
    if name == STANDARD_INPUT:
        return open_stdin(max_bytes=max_bytes)
    if is_url(name):
        from reader.sources.web import open_url

        return open_url(name, max_bytes)
    if RECORD_MARK in name:
        from reader.sources.multi_document import open_record, split

        if (record := split(name)) is not None:
            return open_record(*record, max_bytes)
    return open_bytes(_read(name, max_bytes + 1, max_bytes), name, max_bytes=max_bytes)


def open_stdin(*, max_bytes: int = DEFAULT_MAX_BYTES) -> Page:
    """Standard input as one page. It is read once and kept, so it can be opened again.

    Raises:
        SourceError: as :func:`open_bytes`, or there are more than ``max_bytes``.
    """
    return open_bytes(piped(max_bytes), STANDARD_INPUT, max_bytes=max_bytes)


def probe_pipe(max_bytes: int) -> SourceError | None:
    """The reason why standard input cannot be opened, by its first 8 KiB; None if they show no fault."""
    try:
        return fault_of_head(STANDARD_INPUT, piped(max_bytes)[:HEAD_BYTES])
    except SourceError as fault:
        return fault


def is_url(path: str) -> bool:
    """Whether a path is meant as an address: it names a scheme, and there is no such file."""
    return "://" in path and _SCHEME.match(path) is not None and not os.path.lexists(path)


def probe(path: str | os.PathLike[str], *, max_bytes: int = DEFAULT_MAX_BYTES) -> SourceError | None:
    """The reason why a file cannot be opened, by its first 8 KiB; None if they show no fault.

    Cheap enough for thousands of files. A fault further on is found only when the file is opened. A pipe or a web
    address is not checked.
    """
    name = os.fspath(path)
    if name == STANDARD_INPUT or is_url(name):
        return None
    if RECORD_MARK in name:
        from reader.sources.multi_document import split

        if (record := split(name)) is not None:
            return None if os.path.isfile(record[0]) else SourceError(name, "is not there", "check the name")  # noqa: PTH113
    try:
        with guarded(name):
            return fault_of_head(name, _read(name, HEAD_BYTES, max_bytes))
    except SourceError as fault:
        return fault


def raw_bytes(path: str, max_bytes: int) -> bytes:
    """The bytes of a regular file; raises :class:`SourceError` if it is too large or cannot be read."""
    return _read(path, max_bytes + 1, max_bytes)


def _read(path: str, count: int, max_bytes: int) -> bytes:
    """At most ``count`` bytes from the start of a regular file of at most ``max_bytes``."""
    descriptor = -1
    try:
        _require_regular(path, os.stat(path), max_bytes)  # noqa: PTH116
        # Non-blocking, and checked again once open: a pipe may have replaced the file in between.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        _require_regular(path, os.fstat(descriptor), max_bytes)
        pieces = []
        while count > 0 and (piece := os.read(descriptor, min(count, 1 << 20))):
            pieces.append(piece)
            count -= len(piece)
        data = b"".join(pieces)
    except OSError as error:
        raise source_error(path, error) from error
    except ValueError as error:  # a NUL in the path
        raise SourceError(path, "is not a valid file name") from error
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    if len(data) > max_bytes:  # it grew, or is a system file without a size
        raise too_large(path, len(data), max_bytes)
    return data


def _require_regular(path: str, status: os.stat_result, max_bytes: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise SourceError(path, "is a folder", "open the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise not_regular(path)
    if status.st_size > max_bytes:
        raise too_large(path, status.st_size, max_bytes)
