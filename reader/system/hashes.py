"""The hash by which bytes are known: documents, kept texts, states of a file."""

from __future__ import annotations


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    import hashlib  # it loads OpenSSL, which the first paint does not need

    return hashlib.sha256(data).hexdigest()
