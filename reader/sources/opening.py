"""Opening one file: what is refused and why, before and after its bytes are read. Never hangs, never a traceback."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from dataclasses import replace
from functools import cache

from reader.sources.encodings import unicode_form
from reader.sources.faults import guarded
from reader.sources.formats import READERS, sha256
from reader.sources.page import Page, SourceError
from reader.sources.signatures import (
    DOCUMENTS,
    FOREIGN,
    GZIP,
    HEAD_BYTES,
    JSON_LINES,
    PDF,
    RECORD_MARK,
    TEXT,
    WARC,
    ending_of,
    has_binary_bytes,
    kind_of_binary,
    media_type_of,
)

#: Files larger than this are not articles, and would make the reader wait: 16 MiB.
DEFAULT_MAX_BYTES = 16 * 1024 * 1024
#: What stands for standard input in the place of a path; a file of this name is ``./-``.
STANDARD_INPUT = "-"
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


def open_page(path: str | os.PathLike[str], *, max_bytes: int = DEFAULT_MAX_BYTES) -> Page:
    """One document as a page.

    Args:
        path: a file, a document in one (``file.jsonl#3``), an address of the web, or ``-`` for standard input; kept
            in ``Page.path`` as it is given, but for an address: there it is the one that the page came from in the end.
        max_bytes: the largest file that is read.

    Raises:
        SourceError: the file is not there, a folder, no regular file, unreadable, too large, empty or binary; and
            whatever else goes wrong with it.
    """
    name = os.fspath(path)
    with guarded(name):
        return _opened(name, max_bytes)


def _opened(name: str, max_bytes: int) -> Page:
    if name == STANDARD_INPUT:
        return open_stdin(max_bytes=max_bytes)
    if is_url(name):
        from reader.sources.web import open_url

        return open_url(name, max_bytes)
    if RECORD_MARK in name:
        from reader.sources.records import open_record, split

        if (record := split(name)) is not None:
            return open_record(*record, max_bytes)
    return open_bytes(_read(name, max_bytes + 1, max_bytes), name, max_bytes=max_bytes)


def open_stdin(*, max_bytes: int = DEFAULT_MAX_BYTES) -> Page:
    """What comes through a pipe, as one page; read once, and kept, so that it can be opened again.

    Raises:
        SourceError: as :func:`open_bytes`, or there is more than ``max_bytes``.
    """
    return open_bytes(piped(max_bytes), STANDARD_INPUT, max_bytes=max_bytes)


def piped(max_bytes: int) -> bytes:
    """The bytes that come through a pipe; read once, and kept.

    Raises:
        SourceError: they cannot be read, or there are more than ``max_bytes``.
    """
    data = _piped(max_bytes)
    if len(data) > max_bytes:
        raise SourceError(STANDARD_INPUT, "is too large", f"the limit is {_shown_size(max_bytes)}")
    return data


def probe_pipe(max_bytes: int) -> SourceError | None:
    """What keeps that which comes through a pipe from being opened, judged by its first 8 KiB."""
    try:
        return _fault_of_head(STANDARD_INPUT, piped(max_bytes)[:HEAD_BYTES])
    except SourceError as fault:
        return fault


def take_pipe(data: bytes) -> None:
    """What came through the pipe of another process is what :func:`piped` gives in this one."""
    _taken[:] = [data]


_taken: list[bytes] = []


@cache
def _piped(max_bytes: int) -> bytes:
    if _taken:
        return _taken[0]
    try:
        return sys.stdin.buffer.read(max_bytes + 1)
    except OSError as error:
        raise source_error(STANDARD_INPUT, error) from error


def is_url(path: str) -> bool:
    """Whether a path is meant as an address: it names a scheme, and no such file is there."""
    return "://" in path and _SCHEME.match(path) is not None and not os.path.lexists(path)


def open_bytes(data: bytes, path: str, *, media_type: str | None = None, max_bytes: int = DEFAULT_MAX_BYTES) -> Page:
    """Bytes already read, as a page.

    Args:
        data: the whole file.
        path: its name, by whose ending the format is told; need not exist.
        media_type: the format where it is known.
        max_bytes: that packed bytes may come to when they are unpacked.

    Raises:
        SourceError: the bytes are empty or binary, hold no text, or no reader knows the media type.
    """
    with guarded(path):
        return _page(data, path, media_type, max_bytes)


def _page(data: bytes, path: str, media_type: str | None, max_bytes: int) -> Page:
    fault = _fault_of_head(path, data[:HEAD_BYTES])
    if fault:
        raise fault
    kind = media_type or _media_type(path, data)
    if kind == GZIP:
        return _open_packed(data, path, max_bytes)
    if kind in {JSON_LINES, WARC}:
        raise SourceError(path, "holds many documents", f"open one of them, as in {path}{RECORD_MARK}1")
    if kind not in READERS:
        raise SourceError(path, f"is {kind}, which cannot be read", "give text, Markdown or HTML")
    page = READERS[kind](data, path)
    if not page.text.strip():
        empty = "is empty" if kind == TEXT and not page.left_out else "holds no text"
        raise SourceError(path, empty, page.left_out or ("nothing but white space" if data else ""))
    return page


def _open_packed(data: bytes, path: str, max_bytes: int) -> Page:
    """What is in a gzip file; its name and its hash are those of the file as it is."""
    from reader.sources.archives import gunzip

    inner = path[:-3] if ending_of(path) == ".gz" else path
    content = gunzip(data, path, max_bytes)
    if kind_of_binary(content[:HEAD_BYTES]) == "gzip archive":
        raise SourceError(path, "is packed twice", "unpack it once")
    try:
        page = open_bytes(content, inner)
    except SourceError as fault:
        raise SourceError(path, fault.what, fault.advice) from fault
    return replace(page, path=path, sha256=sha256(data))


def probe(path: str | os.PathLike[str], *, max_bytes: int = DEFAULT_MAX_BYTES) -> SourceError | None:
    """What would keep a file from being opened, judged by its first 8 KiB; None where nothing is seen.

    Cheap enough to look through thousands of files. A file may still fail later, in its hidden part; of a pipe and
    of the web nothing is known before.
    """
    name = os.fspath(path)
    if name == STANDARD_INPUT or is_url(name):
        return None
    if RECORD_MARK in name:
        from reader.sources.records import split

        if (record := split(name)) is not None:
            return None if os.path.isfile(record[0]) else SourceError(name, "is not there", "check the name")  # noqa: PTH113
    try:
        with guarded(name):
            return _fault_of_head(name, _read(name, HEAD_BYTES, max_bytes))
    except SourceError as fault:
        return fault


def raw_bytes(path: str, max_bytes: int) -> bytes:
    """The bytes of a regular file; :class:`SourceError` where it has more, or cannot be read."""
    return _read(path, max_bytes + 1, max_bytes)


def kind_of_bytes(path: str, data: bytes) -> str:
    """The media type as which a file with these bytes is read."""
    return _media_type(path, data)


def _media_type(path: str, data: bytes) -> str:
    kind = kind_of_binary(data[:HEAD_BYTES], path)
    if kind in DOCUMENTS:
        return DOCUMENTS[kind]
    by_ending = media_type_of(path)
    if by_ending != TEXT:
        return by_ending
    encoding, mark = unicode_form(data)
    return media_type_of(path, data[mark:HEAD_BYTES].decode(encoding or "latin-1", errors="replace"))


def _read(path: str, count: int, max_bytes: int) -> bytes:
    """At most ``count`` bytes from the start of a regular file of at most ``max_bytes``."""
    descriptor = -1
    try:
        _require_regular(path, os.stat(path), max_bytes)  # noqa: PTH116
        # Non-blocking, and looked at again once open: the path may have become a pipe in between.
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
        raise SourceError(path, "is no possible file name") from error
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    if len(data) > max_bytes:  # it grew, or is a file of the system that states no size
        raise _too_large(path, len(data), max_bytes)
    return data


def _require_regular(path: str, found: os.stat_result, max_bytes: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise SourceError(path, "is a folder", "open the files in it")
    if not stat.S_ISREG(found.st_mode):
        raise not_regular(path)
    if found.st_size > max_bytes:
        raise _too_large(path, found.st_size, max_bytes)


def _too_large(path: str, size: int, max_bytes: int) -> SourceError:
    return SourceError(path, f"is too large: {_shown_size(size)}", f"the limit is {_shown_size(max_bytes)}")


def _shown_size(size: int) -> str:
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def not_regular(path: str) -> SourceError:
    """That something has no bytes of its own to be read."""
    return SourceError(path, "is no regular file", "a pipe, socket or device cannot be opened")


def source_error(path: str, error: OSError) -> SourceError:
    """A fault of the system in words that a person understands."""
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return SourceError(path, "is not there", "check the name")
        case errno.EACCES | errno.EPERM:
            return SourceError(path, "may not be read", "you have no permission")
        case errno.ELOOP:
            return SourceError(path, "is a link that leads back to itself")
        case errno.ENAMETOOLONG:
            return SourceError(path, "is no possible file name", "it is too long")
        case errno.ENXIO | errno.ENODEV:
            return not_regular(path)
    return SourceError(path, "cannot be read", (error.strerror or type(error).__name__).lower())


def _fault_of_head(path: str, head: bytes) -> SourceError | None:
    if not head:
        return SourceError(path, "is empty")
    kind = kind_of_binary(head, path)
    if kind in DOCUMENTS:
        return _fault_of_document(path, DOCUMENTS[kind])
    if kind:
        article = "an" if kind[0] in "AEIO8" else "a"
        return SourceError(path, f"is {article} {kind}, not text", FOREIGN.get(kind, ""))
    encoding, mark = unicode_form(head)
    if encoding and encoding != "utf-8":
        # Noise read as wide characters shows as many that no text holds.
        text = head[mark:].decode(encoding, errors="replace")
        binary = sum(not (character.isprintable() or character.isspace()) for character in text) * 5 > len(text)
    else:
        binary = has_binary_bytes(head)
    return SourceError(path, "is binary, not text") if binary else None


def _fault_of_document(path: str, media_type: str) -> SourceError | None:
    if media_type != PDF:
        return None
    from reader.sources.pdf import missing

    return missing(path)
