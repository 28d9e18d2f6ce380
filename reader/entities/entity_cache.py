"""Caches detected entities: one JSON file for each text and detector, so that no text is searched twice.

The folder may be deleted at any time. A file that cannot be read is ignored.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reader.model.entity import Entity, Mention
from reader.system.guarded_path import StorePath, inner
from reader.system.hashes import sha256

#: Raise it when the format of the files changes.
_FORMAT = 1
_CHECKED_EVERY = 100


def text_digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal; lone surrogates count as they are."""
    return sha256(text.encode("utf-8", "surrogatepass"))


def entities_to_json(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    """Entities as plain values, without the mentions' texts, because the text has them."""
    return [
        {
            "name": entity.name,
            "kind": entity.kind,
            "aliases": list(entity.aliases),
            "related": list(entity.related),
            "mentions": [[mention.start, mention.end, mention.kind] for mention in entity.mentions],
        }
        for entity in entities
    ]


def entities_from_json(values: Iterable[Mapping[str, Any]], text: str) -> tuple[Entity, ...]:
    """The entities from plain values.

    Raises:
        ValueError, KeyError, TypeError: the values have the wrong form, or do not fit the text.
    """
    return tuple(_entity(value, text) for value in values)


def _entity(value: Mapping[str, Any], text: str) -> Entity:
    mentions = []
    for start, end, kind in value["mentions"]:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"mention outside the text: {start}, {end}")
        mentions.append(Mention(start, end, text[start:end], str(kind)))
    if not mentions:
        raise ValueError("an entity without mentions")
    return Entity(
        str(value["name"]),
        str(value["kind"]),
        tuple(mentions),
        tuple(map(str, value["aliases"])),
        tuple(map(str, value["related"])),
    )


class EntityCache:
    """The files in ``folder``, at most about ``limit`` of them; without a folder nothing is cached.

    Entries that are not plain files are left alone. If a folder on the way is not plain, nothing is cached.
    """

    def __init__(self, folder: StorePath | Path | None, limit: int = 5000) -> None:
        self._folder = None if folder is None else inner(folder)
        self._limit = limit
        self._writes = 0

    def read(self, text: str, detector: str) -> tuple[Entity, ...] | None:
        """The cached entities of ``text`` by the detector of that name and version; None if there are none."""
        if self._folder is None:
            return None
        path = self._path(text, detector)
        try:
            value = json.loads(path.content())
            if value["format"] != _FORMAT or value["detector"] != detector or value["sha256"] != text_digest(text):
                return None
            entities = entities_from_json(value["entities"], text)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        with contextlib.suppress(OSError):
            path.mark_used()  # the oldest are deleted first
        return entities

    def write(self, text: str, detector: str, entities: Iterable[Entity]) -> bool:
        """Cache the entities; returns False if the folder cannot be written, which does no harm."""
        if self._folder is None:
            return False
        value = {
            "format": _FORMAT,
            "detector": detector,
            "sha256": text_digest(text),
            "entities": entities_to_json(entities),
        }
        content = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        try:
            self._path(text, detector).write(content, lasting=False)
        except OSError:
            return False
        self._writes += 1
        if self._writes % _CHECKED_EVERY == 1:
            self.prune()
        return True

    def prune(self) -> int:
        """Delete the least recently used files, down to the limit; returns how many."""
        if self._folder is None:
            return 0
        dropped = 0
        with contextlib.suppress(OSError):
            files = sorted((self._folder / name for name in self._folder.plain_names(".json")), key=_last_use)
            for path in files[: max(0, len(files) - self._limit)]:
                path.remove(missing_ok=True)
                dropped += 1
        return dropped

    def _path(self, text: str, detector: str) -> StorePath:
        assert self._folder is not None  # noqa: S101 - the callers check it
        mark = sha256(detector.encode("utf-8", "surrogatepass"))[:12]
        return self._folder / f"{text_digest(text)}-{mark}.json"


def _last_use(path: StorePath) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0
