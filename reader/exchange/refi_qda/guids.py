"""GUIDs of REFI-QDA: derived from what they stand for, so that the same store gives the same file.

The GUID of a passage is the id of its annotation in another spelling. That of its coding tells whether another program
changed the passage: it stands for the id, the place and all else that was written of the annotation.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from reader.exchange.derived_ids import id_of_uuid


def derived_guid(*parts: str) -> str:
    """A GUID that is the same for the same parts."""
    return str(UUID(bytes=_digest(*parts)[:16], version=5))


def coding_guid(identifier: str, place: bytes, *said: str) -> str:
    """The GUID of a coding: of the id of an annotation, its ``place_digest``, and all else that is said of it."""
    return str(UUID(bytes=_digest(identifier)[:8] + place + _digest(*said)[:4]))


def place_digest(start: int, end: int, quote: str) -> bytes:
    """What stands for a passage and its place in the GUID of its coding."""
    return _digest(start, end, quote)[:4]


def place_in(guid: str, identifier: str) -> bytes:
    """The place digest in the GUID of a coding that was written for that annotation; empty in that of another one."""
    try:
        data = UUID(guid).bytes
    except ValueError:
        return b""
    return data[8:12] if data[:8] == _digest(identifier)[:8] else b""


def plain_guid(guid: str) -> str:
    """A GUID in one spelling: programs write it with or without braces, in capitals or not."""
    return guid.strip(" \t\r\n{}").lower()


def id_of_guid(guid: str) -> str:
    """The id that a GUID is in another spelling; empty for what is no GUID."""
    try:
        return id_of_uuid(guid)
    except ValueError:
        return ""


def _digest(*parts: object) -> bytes:
    return hashlib.sha256("\0".join(map(str, parts)).encode(errors="surrogatepass")).digest()
