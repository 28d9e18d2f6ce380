"""Applies the personal gazetteer and a person's corrections to detected entities.

Pure: data in, data out. The latest correction wins; only rejected entities disappear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.entities.certain_names import full_names
from reader.entities.entity_corrections import Correction
from reader.entities.grouping import with_related
from reader.entities.identity import family
from reader.entities.name_forms import key
from reader.entities.name_patterns import Cover, occurrences
from reader.entities.personal_gazetteer import NONE, KnownName
from reader.model.entity import Entity, Mention


class Corrected(NamedTuple):
    """The entities to show, most frequent first, and the rejected ones, in the same order."""

    entities: tuple[Entity, ...]
    rejected: tuple[Entity, ...] = ()


@dataclass(slots=True, eq=False)
class _Edited:
    """An entity during correction; ``name`` is empty for a new one."""

    mentions: list[Mention]
    name: str
    kind: str

    @property
    def forms(self) -> set[str]:
        return {self.name, *(mention.text for mention in self.mentions)}


def corrected(
    found: Sequence[Entity], text: str, corrections: Sequence[Correction], known: Sequence[KnownName] = ()
) -> Corrected:
    """The entities of ``text`` with the gazetteer and all corrections applied.

    Args:
        found: the entities from a detector.
        text: the text in which they were found.
        corrections: in the order in which they were made.
        known: the names of the personal gazetteer.
    """
    if not corrections and not known:
        return Corrected(tuple(found))
    corrector = _Corrector(found, text)
    corrector.know(known)
    for correction in corrections:
        corrector.correct(correction)
    return Corrected(tuple(with_related(corrector.done(corrector.edited))), tuple(corrector.done(corrector.rejected)))


def stated_people(authors: Iterable[str]) -> tuple[KnownName, ...]:
    """Entries for the authors that a person stated: full names of people, in capitals too, as bylines write them."""
    return tuple(KnownName(name, "person", (name.upper(),)) for name in full_names(authors))


class _Corrector:
    """The entities of one text during correction."""

    def __init__(self, found: Iterable[Entity], text: str) -> None:
        self._text = text
        self.edited = [_Edited(list(entity.mentions), entity.name, entity.kind) for entity in found]
        self.rejected: list[_Edited] = []

    def done(self, edited: list[_Edited]) -> list[Entity]:
        listed = [_entity(entity) for entity in edited if entity.mentions]
        return sorted(listed, key=lambda entity: (-len(entity.mentions), entity.mentions[0].start, entity.name))

    # --- the personal gazetteer

    def know(self, known: Sequence[KnownName]) -> None:
        """Apply the gazetteer: its names are found in the text, each as one entity of its kind."""
        owners = {form: entry for entry in known for form in entry.forms}
        mentions: dict[str, list[Mention]] = {}
        for place in occurrences(self._text, owners) if owners else ():
            entry = owners[place.text]
            mentions.setdefault(entry.name, []).append(Mention(place.start, place.end, place.text, entry.kind))
        for entry in {entry.name: entry for entry in known if entry.name in mentions}.values():
            if entry.kind == NONE:
                self._reject(entry.forms, "")
                continue
            entity = self._gathered(entry.forms, entry.kind) or self._new(entry.name, entry.kind)
            self._take_over(entity, mentions[entry.name])
            entity.name = entry.name
            self._set_kind(entity, entry.kind)

    # --- corrections

    def correct(self, correction: Correction) -> None:
        """Apply one correction; it has no effect if it does not concern this text."""
        if correction.operation == "add":
            self._add(correction)
            return
        if correction.operation == "reject":
            self._reject(correction.forms, correction.kind)
            return
        if correction.operation == "split":
            self._split(correction)
            return
        if correction.operation == "merge":
            self._merge(correction)
            return
        entity = self._gathered(correction.forms, correction.kind)
        if entity is None:
            return
        if correction.operation == "rename":
            entity.name = correction.to
        elif correction.operation == "kind":
            self._set_kind(entity, correction.to)
        elif correction.operation == "everywhere":
            forms = [form for form in correction.forms if form.strip()]
            places = occurrences(self._text, forms)
            self._take_over(entity, [Mention(one.start, one.end, one.text, entity.kind) for one in places])

    def _merge(self, correction: Correction) -> None:
        entity = self._taken(correction.forms, correction.kind)
        target = self._gathered(correction.into, correction.to, apart_from=entity) if entity is not None else None
        if entity is not None and target is not None:
            target.mentions = sorted(target.mentions + _of_kind(entity.mentions, target.kind))
            self.edited.remove(entity)

    def _add(self, correction: Correction) -> None:
        start = place_of(self._text, correction)
        if start is None:
            return
        name, kind = correction.forms[0], correction.kind
        mention = Mention(start, start + len(name), name, kind)
        same = [one for one in self.edited if family(one.kind) == family(kind) and key(name) in map(key, one.forms)]
        entity = same[0] if same else self._new(name, kind)
        self._clear(mention.start, mention.end, entity)
        entity.mentions = sorted([one for one in entity.mentions if not _touch(one, mention)] + [mention])

    def _split(self, correction: Correction) -> None:
        entity = self._best(correction.forms, correction.kind)
        if entity is None:
            return
        out = [one for one in entity.mentions if one.text == correction.to]
        rest = [one for one in entity.mentions if one.text != correction.to]
        if out and rest:
            entity.mentions = rest
            if entity.name == correction.to:
                entity.name = max((one.text for one in rest), key=len)
            self.edited.append(_Edited(out, correction.to, entity.kind))

    def _reject(self, forms: Sequence[str], kind: str) -> None:
        """Remove the forms from the entity meant; without a kind, from every entity."""
        while (entity := self._taken(forms, kind)) is not None:
            self.edited.remove(entity)
            self.rejected.append(entity)
            if kind:
                break

    # --- which entity is meant

    def _best(self, forms: Sequence[str], kind: str, apart_from: _Edited | None = None) -> _Edited | None:
        """The entity that shares most with the forms: first the name, then the number of forms, then the kind."""
        wanted = set(forms)

        def match(entity: _Edited) -> tuple[bool, bool, int, bool]:
            shared = wanted & entity.forms
            return entity.name == forms[0], forms[0] in entity.forms, len(shared), family(entity.kind) == family(kind)

        candidates = [one for one in self.edited if one is not apart_from and not wanted.isdisjoint(one.forms)]
        return max(candidates, key=match, default=None)

    def _gathered(self, forms: Sequence[str], kind: str, apart_from: _Edited | None = None) -> _Edited | None:
        """The entity meant, merged with all others of its family without further forms; a person saw them as one."""
        best = self._best(forms, kind, apart_from)
        if best is None:
            return None
        wanted = set(forms)
        for other in list(self.edited):
            if other in (best, apart_from) or family(other.kind) != family(best.kind):
                continue
            if other.forms <= wanted:
                best.mentions = sorted(best.mentions + _of_kind(other.mentions, best.kind))
                self.edited.remove(other)
        return best

    def _taken(self, forms: Sequence[str], kind: str) -> _Edited | None:
        """The entity meant; if it has another name and further forms, only its mentions of the given forms."""
        entity = self._gathered(forms, kind)
        wanted = set(forms)
        if entity is None or entity.name in wanted or entity.forms <= wanted:
            return entity
        out = [one for one in entity.mentions if one.text in wanted]
        entity.mentions = [one for one in entity.mentions if one.text not in wanted]
        self.edited.append(_Edited(out, forms[0], entity.kind))
        return self.edited[-1]

    # --- changing entities

    def _new(self, name: str, kind: str) -> _Edited:
        entity = _Edited([], name, kind)
        self.edited.append(entity)
        return entity

    def _set_kind(self, entity: _Edited, kind: str) -> None:
        entity.kind = kind
        entity.mentions = _of_kind(entity.mentions, kind)

    def _take_over(self, entity: _Edited, places: Iterable[Mention]) -> None:
        """Give mentions to an entity; shorter ones inside them go, and longer names that hold them stay."""
        cover = Cover(one for other in self.edited for one in other.mentions)
        own = [
            place
            for place in places
            if all(
                place.start <= one.start and one.end <= place.end for one in cover.overlapping(place.start, place.end)
            )
        ]
        fresh = Cover(own)
        for other in self.edited:
            if other is not entity:
                other.mentions = [one for one in other.mentions if not fresh.overlapping(one.start, one.end)]
        rest = [one for one in entity.mentions if not fresh.overlapping(one.start, one.end)]
        entity.mentions = sorted(rest + own)
        self.edited = [one for one in self.edited if one.mentions or one is entity]

    def _clear(self, start: int, end: int, keep: _Edited) -> None:
        """Remove all mentions of other entities that touch a span."""
        for entity in self.edited:
            if entity is not keep and any(one.start < end and start < one.end for one in entity.mentions):
                entity.mentions = [one for one in entity.mentions if not (one.start < end and start < one.end)]
        self.edited = [one for one in self.edited if one.mentions or one is keep]


def place_of(text: str, correction: Correction) -> int | None:
    """The present offset of an added name: the old one, or by its context, or its only occurrence; otherwise None."""
    quote, prefix, suffix = correction.forms[0], correction.prefix, correction.suffix
    if text[correction.start : correction.start + len(quote)] == quote:
        return correction.start
    for before, after in ((prefix, suffix), (prefix, ""), ("", suffix), ("", "")):
        wanted = before + quote + after
        first = text.find(wanted)
        if first >= 0 and text.find(wanted, first + 1) < 0:
            return first + len(before)
    return None


def _touch(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _of_kind(mentions: Iterable[Mention], kind: str) -> list[Mention]:
    return [Mention(one.start, one.end, one.text, kind) for one in mentions]


def _entity(entity: _Edited) -> Entity:
    mentions = tuple(sorted(entity.mentions))
    surfaces = dict.fromkeys(mention.text for mention in mentions)
    return Entity(entity.name, entity.kind, mentions, tuple(one for one in surfaces if one != entity.name))
