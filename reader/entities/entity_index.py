"""An index of entities over documents: which documents name an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from reader.entities.identity import surname_key, telling_keys
from reader.model.entity import VALUE_KINDS, Entity

_Document = TypeVar("_Document", bound=Hashable)


class EntityIndex(Generic[_Document]):
    """Which documents name what, and how often. Entities count as the same by the rule of ``identity.is_same``."""

    def __init__(self) -> None:
        self._named: dict[str, dict[_Document, int]] = defaultdict(dict)
        self._surnames: dict[str, dict[_Document, int]] = defaultdict(dict)
        self._keys: dict[_Document, list[tuple[dict[str, dict[_Document, int]], str]]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, document: _Document) -> bool:
        return document in self._keys

    def put(self, document: _Document, entities: Iterable[Entity]) -> None:
        """Enter the entities of a document, replacing earlier ones."""
        for index, key in self._keys.pop(document, ()):
            index[key].pop(document, None)
        entered = self._keys[document] = []
        for entity in entities:
            if entity.kind in VALUE_KINDS:
                continue
            surname = surname_key(entity)
            entries = [(self._named, key) for key in telling_keys(entity)] + (
                [(self._surnames, surname)] if surname else []
            )
            for index, key in entries:
                index[key][document] = max(len(entity.mentions), index[key].get(document, 0))
                entered.append((index, key))

    def where(self, entity: Entity) -> dict[_Document, int]:
        """The documents that name an entity, and the least number of times; in the order of entering."""
        keys, surname = telling_keys(entity), surname_key(entity)
        counts: dict[_Document, int] = {}
        for index, wanted in ((self._named, {*keys, surname}), (self._surnames, keys)):
            for key in wanted:
                for document, count in index.get(key, {}).items():
                    counts[document] = max(count, counts.get(document, 0))
        order = {document: number for number, document in enumerate(self._keys)}
        return dict(sorted(counts.items(), key=lambda pair: order[pair[0]]))
