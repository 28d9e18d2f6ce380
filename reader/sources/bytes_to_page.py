"""Turns the bytes of one file into a page: chooses the format by first bytes and ending, and refuses non-text."""

from __future__ import annotations

from dataclasses import replace

from reader.model.page import Page
from reader.sources.encodings import chosen_or_shown, reading_as
from reader.sources.file_types import (
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
from reader.sources.formats import reader_of
from reader.sources.source_error import SourceError
from reader.sources.source_messages import guarded
from reader.system.hashes import sha256

#: The default limit for the size of a file: 16 MiB. Larger files are not articles, and reading them takes long.
DEFAULT_MAX_BYTES = 16 * 1024 * 1024


def open_bytes(data: bytes, path: str, *, media_type: str | None = None, max_bytes: int = DEFAULT_MAX_BYTES) -> Page:
    """The page of bytes that were already read.

    Args:
        data: the whole file.
        path: its name, whose ending tells the format; the file need not exist.
        media_type: the format, if it is known.
        max_bytes: the largest size after unpacking.

    Raises:
        SourceError: the bytes are empty or binary, hold no text, or the media type is unknown.
    """
    with guarded(path):
        return _page(data, path, media_type, max_bytes)


def _page(data: bytes, path: str, media_type: str | None, max_bytes: int) -> Page:
    fault = fault_of_head(path, data[:HEAD_BYTES])
    if fault:
        raise fault
    kind = media_type or kind_of_bytes(path, data)
    if kind == GZIP:
        return _open_packed(data, path, max_bytes)
    if kind in {JSON_LINES, WARC}:
        raise SourceError(path, "holds many documents", f"open one of them, as in {path}{RECORD_MARK}1")
    reader = reader_of(kind)
    if reader is None:
        raise SourceError(path, f"is {kind}, which cannot be read", "give text, Markdown or HTML")
    if kind in DOCUMENTS.values():  # these say themselves how their text is encoded
        with reading_as(""):
            page = reader(data, path)
    else:
        page = reader(data, path)
    if not page.text.strip():
        empty = "is empty" if kind == TEXT and not page.left_out else "holds no text"
        raise SourceError(path, empty, page.left_out or ("nothing but white space" if data else ""))
    return page


def _open_packed(data: bytes, path: str, max_bytes: int) -> Page:
    """The page in a gzip file; name and hash are those of the packed file."""
    from reader.sources.archives import gunzip

    inner = path[:-3] if ending_of(path) == ".gz" else path
    content = gunzip(data, path, max_bytes)
    if kind_of_binary(content[:HEAD_BYTES]) == "gzip archive":
        raise SourceError(path, "is compressed twice", "unpack it once")
    try:
        page = open_bytes(content, inner)
    except SourceError as fault:
        raise SourceError(path, fault.what, fault.advice) from fault
    return replace(page, path=path, sha256=sha256(data))


def kind_of_bytes(path: str, data: bytes) -> str:
    """The media type as which a file with these bytes is read."""
    kind = kind_of_binary(data[:HEAD_BYTES], path)
    if kind in DOCUMENTS:
        return DOCUMENTS[kind]
    by_ending = media_type_of(path)
    if by_ending != TEXT:
        return by_ending
    encoding, mark = chosen_or_shown(data[:HEAD_BYTES])
    return media_type_of(path, data[mark:HEAD_BYTES].decode(encoding or "latin-1", errors="replace"))


def fault_of_head(path: str, head: bytes) -> SourceError | None:
    """The reason why a file cannot be opened, by its first bytes; None if they show no fault."""
    if not head:
        return SourceError(path, "is empty")
    kind = kind_of_binary(head, path)
    if kind in DOCUMENTS:
        return _fault_of_document(path, DOCUMENTS[kind])
    if kind:
        article = "an" if kind[0] in "AEIO8" else "a"
        return SourceError(path, f"is {article} {kind}, not text", FOREIGN.get(kind, ""))
    encoding, mark = chosen_or_shown(head)
    if encoding and encoding != "utf-8":
        # Binary data read as wide characters contains many unprintable ones.
        text = head[mark:].decode(encoding, errors="replace")
        binary = sum(not (character.isprintable() or character.isspace()) for character in text) * 5 > len(text)
    else:
        binary = has_binary_bytes(head)
    return SourceError(path, "is binary, not text") if binary else None


def _fault_of_document(path: str, media_type: str) -> SourceError | None:
    if media_type != PDF:
        return None
    from reader.sources.formats.pdf import missing

    return missing(path)
