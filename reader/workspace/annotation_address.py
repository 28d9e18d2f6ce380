"""``FILE#ID`` on the command line: a document, and the annotation in it at which reading begins."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.store.store_protocol import Store
    from reader.workspace.library import Library

#: The id of an annotation, or its beginning; small letters are meant as large ones.
_IDENTIFIER = re.compile(r"[0-9A-Za-z]{1,26}\Z")
_MARK = "#"
#: Files that are looked at before the first paint to find the one that is named, and how many in one go.
_MOST_FILES, _AT_A_TIME = 20_000, 100


class AnnotationAddress(NamedTuple):
    """An annotation that a person named.

    Attributes:
        path: of its document, as it was written.
        identifier: of the annotation, or its beginning.
    """

    path: str
    identifier: str


def without_addresses(words: Sequence[str], store: Store) -> tuple[list[str], AnnotationAddress | None]:
    """The paths of a command line without the annotations in them, and the first of those annotations.

    Args:
        words: of the command line.
        store: says in which document of a file of many the annotation is.
    """
    addresses = [_address_in(word) for word in words]
    paths = [word if address is None else address.path for word, address in zip(words, addresses, strict=True)]
    first = next((one for one in addresses if one is not None), None)
    return paths, first and _in_document(first, store)


def find_document(library: Library, path: str) -> None:
    """Look at files until that one is among the library's; in a very large folder, only at the first ones."""
    library.find_first()
    while library.index.at_path(path) is None and len(library.entries) < _MOST_FILES:
        if not (more := list(library.files.here(_AT_A_TIME))):
            return
        library.add(more)


def _address_in(word: str) -> AnnotationAddress | None:
    """The annotation that a word names; None for a path.

    A file of just that name is meant as it stands, and ``x.jsonl#3`` is the third document of a file.
    """
    path, _, identifier = word.rpartition(_MARK)
    if not path or not _IDENTIFIER.match(identifier) or os.path.lexists(word):
        return None
    from reader.sources.multi_document import split

    if split(word) is not None or not _is_document(path):
        return None
    return AnnotationAddress(path, identifier.upper())


def _is_document(path: str) -> bool:
    from reader.sources.multi_document import split

    record = split(path)
    return os.path.isfile(record[0] if record else path)  # noqa: PTH113 - pathlib raises where a folder may not be searched


def _in_document(address: AnnotationAddress, store: Store) -> AnnotationAddress:
    """The address with the document that holds the annotation, where the file holds many documents."""
    from reader.sources.record_files import kind_of
    from reader.store.document_keys import slug
    from reader.store.store_protocol import StoreError

    if not kind_of(address.path):
        return address
    place = os.path.abspath(address.path) + _MARK  # noqa: PTH100 - names may be no text
    start = slug(address.path)
    try:
        for key in store.keys():
            stored = store.load(key) if key.startswith(start) else None
            if stored is None or not stored.document.location.startswith(place):
                continue
            if any(one.id.startswith(address.identifier) for one in stored.annotations):
                return address._replace(path=address.path + _MARK + stored.document.location.removeprefix(place))
    except StoreError:  # the reader tells what is wrong with the store
        pass
    return address
