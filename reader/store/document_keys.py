"""What documents are called in a store, and which of them is meant by a file: the same rule in every store."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.model.annotation import new_id
from reader.store.store_folder import ASSIGNMENTS_FILE, CLIPPINGS_FILE, GUIDELINE_FILE, LABELS_FILE, PROJECT_FILE
from reader.store.store_protocol import StoreError
from reader.system.hashes import sha256
from reader.system.safe_text import is_safe


class Identity(NamedTuple):
    """What a document is known by.

    Attributes:
        sha256: of its bytes.
        hashes: of the bytes that it had; may include those that it has.
        place: where its file lies.
    """

    sha256: str
    hashes: Sequence[str]
    place: str


def meant(
    known: Mapping[str, Identity], sha256: str, place: str, last: Callable[[str], object], *, by_place: bool
) -> str | None:
    """The key of the document that has these bytes now, else that had them once, else the last one at this place.

    Args:
        known: by key.
        sha256: of the file's bytes.
        place: where it lies; of several documents with these bytes the one there is meant.
        last: orders keys by when they were written.
        by_place: whether the place alone says enough.
    """
    kinds: tuple[Callable[[Identity], bool], ...] = (
        lambda one: one.sha256 == sha256,
        lambda one: sha256 in one.hashes,
        lambda one: by_place and one.place == place,
    )
    for is_meant in kinds:
        if keys := [key for key, one in known.items() if is_meant(one)]:
            return max(keys, key=lambda key: (known[key].place == place, last(key), key))
    return None


def usual_key(path: str, sha256: str) -> str:
    """What a new document is called in the store, unless another one is called so."""
    start, end = ends_of_key(path, sha256)
    return start + end


#: What lies beside the documents and is no document's.
_KEPT = (LABELS_FILE, CLIPPINGS_FILE, GUIDELINE_FILE, PROJECT_FILE, ASSIGNMENTS_FILE)


def other_key(path: str, sha256: str) -> str:
    """What it is called where another one has its usual key."""
    start, end = ends_of_key(path, sha256)
    return f"{start}-{new_id()[-6:]}{end}"


def ends_of_key(path: str, sha256: str) -> tuple[str, str]:
    """How every key of a document begins and ends."""
    return slug(path), f".{sha256[:12]}"


def slug(path: str) -> str:
    """The file's name made safe for every file system: letters, digits, ``.``, ``-``, ``_``; at most 160 bytes."""
    name = re.sub(r"[^\w.-]+", "_", Path(path).name).strip("._")[:80].encode()[:160].decode(errors="ignore")
    return name or sha256(path.encode(errors="surrogateescape"))[:12]


def checked_key(key: str) -> str:
    """The key; raises ``StoreError`` where that is no document's."""
    if not key or key != Path(key).name or key.startswith("."):
        raise StoreError(f"{key!r}: is not the key of a document")
    return key


def checked_name(name: str) -> str:
    """The name of a file to be written beside the documents, ``/`` between folders.

    Raises:
        StoreError: it is one of a document's file, of the labels, the guideline, the clippings or what is hidden, it
            leads out of the store, or it is no text.
    """
    for one in name.casefold().split("/"):
        is_kept = one.endswith(".json") or one in _KEPT
        if not one or one.startswith(".") or is_kept or not is_safe(one):
            raise StoreError(f"{name!r}: not written: a name as the store's own files have (choose another one)")
    return name
