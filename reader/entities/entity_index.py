"""In which documents an entity is named: an index over the documents whose names are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from reader.entities.identity import surname_key, telling_keys
from reader.model.entity import VALUE_KINDS, Entity

_Document = TypeVar("_Document", bound=Hashable)


class EntityIndex(Generic[_Document]):
    """Which documents name what, and how often. Entities of two documents are one as ``identity.is_same`` has it."""

    def __init__(self) -> None:
        self._named: dict[str, dict[_Document, int]] = defaultdict(dict)
        self._surnames: dict[str, dict[_Document, int]] = defaultdict(dict)
        self._keys: dict[_Document, list[tuple[dict[str, dict[_Document, int]], str]]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, document: _Document) -> bool:
        return document in self._keys

    def put(self, document: _Document, entities: Iterable[Entity]) -> None:
        """Enter what a document names, in place of what was known of it."""
        for index, key in self._keys.pop(document, ()):
            index[key].pop(document, None)
        entered = self._keys[document] = []
        for entity in entities:
            if entity.kind in VALUE_KINDS:
                continue
            surname = surname_key(entity)
            places = [(self._named, key) for key in telling_keys(entity)] + (
                [(self._surnames, surname)] if surname else []
            )
            for index, key in places:
                index[key][document] = max(len(entity.mentions), index[key].get(document, 0))
                entered.append((index, key))

    def where(self, entity: Entity) -> dict[_Document, int]:
        """The documents that name an entity, and how often each does at least; in the order of entering."""
        keys, surname = telling_keys(entity), surname_key(entity)
        found: dict[_Document, int] = {}
        for index, wanted in ((self._named, {*keys, surname}), (self._surnames, keys)):
            for key in wanted:
                for document, count in index.get(key, {}).items():
                    found[document] = max(count, found.get(document, 0))
        order = {document: number for number, document in enumerate(self._keys)}
        return dict(sorted(found.items(), key=lambda pair: order[pair[0]]))
