"""Which document of the store a new one may be, moved or renamed and changed as well: asked, never taken for granted.

It has the same name or title, its own file is gone, and at least half of what was tagged in it is, or may be, in the
new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reader.anchoring.anchors import TELLING, reanchored
from reader.model.annotation import DETACHED
from reader.model.article import Article
from reader.model.document import Stored
from reader.store.store_protocol import Store, StoreError

#: The kind of decision that says which document a new one was.
ORIGIN = "origin"
#: Documents of a store whose titles are compared; in a larger one only those of the same name are.
_MOST_TITLES = 300


class EarlierDocument(NamedTuple):
    """A document of the store, and how much of it is in the new one.

    Attributes:
        key: names it in the store.
        path: where it was.
        found, tagged: how many of its annotations were found, of how many.
    """

    key: str
    path: str
    found: int
    tagged: int


def likely_origin(store: Store, path: str, article: Article) -> EarlierDocument | None:
    """The document that an article of an unknown file most likely was; may take a while, changes nothing.

    Args:
        store: read only.
        path: of the unknown file.
        article: as it is shown.
    """
    found = [
        origin for stored in _candidates(store, path, article.title) if (origin := _origin(store, stored, article))
    ]
    return max(found, key=lambda origin: (origin.found, origin.key), default=None)


def _candidates(store: Store, path: str, title: str | None) -> Iterator[Stored]:
    """The documents of the same name or title whose files are gone."""
    name = Path(path).name
    try:
        keys = store.keys()
    except StoreError:
        return
    start = name[:20]  # a key begins with the name, but for what no file system likes
    for key in (
        keys if len(keys) <= _MOST_TITLES else [key for key in keys if start.isascii() and key.startswith(start)]
    ):
        try:
            stored = store.load(key)
        except StoreError:
            continue
        document = stored.document
        is_alike = Path(document.path).name == name or (title is not None and document.title == title)
        if is_alike and document.location and not _is_there(document.location):
            yield stored


def _is_there(location: str) -> bool:
    try:
        return Path(location).exists()
    except (OSError, ValueError):
        return False


def _origin(store: Store, stored: Stored, article: Article) -> EarlierDocument | None:
    tagged = [one for one in stored.annotations if one.anchor != DETACHED]
    key = stored.document.key
    if key is None or not tagged:
        return None
    results = reanchored(tagged, article, lambda: store.earlier_texts(key))
    found = [one.annotation for one in results if one.annotation.anchor != DETACHED]
    offered = sum(one.offer is not None for one in results)
    is_telling = len(found) > 2 or any(len(one.quote) >= TELLING for one in found)
    if not is_telling or 2 * (len(found) + offered) < len(tagged):
        return None
    return EarlierDocument(key, stored.document.path, len(found), len(tagged))
