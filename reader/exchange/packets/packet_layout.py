"""What lies where in a sealed packet, and what its names may be.

A packet is a zip file that holds its files as they are, without compression, so that the same content gives the same
bytes, and nothing in it can unpack to more than it is. Its comment is the SHA-256 of all bytes before it.
"""

from __future__ import annotations

import re

CRATE = "ro-crate-metadata.json"
MANIFEST, LEFT_OUT, SIGNATURE = "manifest-sha256.txt", "left-out-sha256.txt", "manifest-sha256.txt.sig"
DOCUMENTS, TAGS, HISTORY = "documents.jsonl", "tags.jsonl", "history.jsonl"
SETTINGS, GUIDELINE, README = "settings.json", "guideline.md", "README.txt"
SOURCES, TEXTS = "sources", "texts"
#: What the signature is for, so that one made for something else says nothing here.
NAMESPACE = "nrc-reader-packet"
#: Files of a packet, and bytes of what is read whole: everything but sources and texts.
MOST_FILES, MOST_READ = 200_000, 1 << 29
#: What the comment begins with, and its length.
COMMENT = b"sha256:"
COMMENT_LENGTH = len(COMMENT) + 64
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}", re.ASCII)
_ROW = re.compile(r"([0-9a-f]{64})  (\S{1,310})", re.ASCII)
_OTHER = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)
#: Code points of a file's own name in that of a packet.
_OWN = 80


class PacketError(Exception):
    """A packet cannot be written or read; one line."""


def is_name(name: str) -> bool:
    """Whether a packet may have a file of this name: in a folder at most, plain letters, nothing that leads out."""
    return _NAME.fullmatch(name) is not None


def numbered(folder: str, number: int, own: str) -> str:
    """A name for the file of a document: ``sources/0001-meeting.txt``."""
    plain = _OTHER.sub("_", own).lstrip(".-_")[-_OWN:].lstrip(".-_")
    return f"{folder}/{number:04}-{plain or 'document'}"


def manifest_text(hashes: dict[str, str]) -> str:
    """The lines of a manifest, as ``sha256sum -c`` reads them, by name."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def manifest_hashes(text: str, name: str) -> dict[str, str]:
    """The hash of each file that a manifest names; raises ``PacketError`` where it is none.

    Args:
        text: of the manifest.
        name: of it, for the message.
    """
    hashes: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _ROW.fullmatch(line)
        if match is None or not is_name(match[2]) or match[2] in hashes:
            raise PacketError(f"{name}: line {number} is none of a manifest")
        hashes[match[2]] = match[1]
    return hashes
