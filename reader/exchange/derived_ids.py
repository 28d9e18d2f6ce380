"""Ids for what came without one: derived from what it says, so that importing it twice changes nothing."""

from __future__ import annotations

import hashlib
from uuid import UUID


def derived_id(*parts: object) -> str:
    """A ULID that is the same for the same parts. It says nothing of when something was made, and sorts first."""
    from ulid import ULID

    data = "\0".join(str(part) for part in parts).encode(errors="surrogatepass")
    return str(ULID.from_bytes(bytes(6) + hashlib.sha256(data).digest()[:10]))


def content_sum(*parts: object) -> str:
    """Eight characters that tell whether these parts were changed; no protection against whoever wants to deceive."""
    data = "\0".join(str(part) for part in parts).encode(errors="surrogatepass")
    return hashlib.sha256(data).hexdigest()[:8]


def is_derived(identifier: str) -> bool:
    """Whether nobody gave this id: it was derived."""
    return identifier.startswith("0" * 9)


def uuid_of(identifier: str) -> str:
    """The UUID that a ULID is in another spelling: both are 128 bits."""
    from ulid import ULID

    return str(UUID(bytes=bytes(ULID.from_str(identifier).bytes)))


def id_of_uuid(uuid: str) -> str:
    """The ULID that a UUID is in another spelling; raises ``ValueError`` for anything else."""
    from ulid import ULID

    return str(ULID.from_bytes(UUID(uuid).bytes))
