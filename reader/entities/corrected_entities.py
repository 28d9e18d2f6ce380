"""Detected entities, what a person knows, and what a person said about this text: together, what is shown.

Pure: data in, data out. What the person said last holds; nothing that was found is lost but what was rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.entities.entity_corrections import Correction
from reader.entities.grouping import with_related
from reader.entities.identity import family
from reader.entities.name_forms import key
from reader.entities.name_patterns import Cover, occurrences
from reader.entities.personal_gazetteer import NONE, KnownName
from reader.model.entity import Entity, Mention


class Corrected(NamedTuple):
    """The entities as they are shown, most often named first, and those that are none, in the same order."""

    entities: tuple[Entity, ...]
    rejected: tuple[Entity, ...] = ()


@dataclass(slots=True, eq=False)
class _Draft:
    """An entity while it is being corrected; ``name`` is empty for a new one."""

    mentions: list[Mention]
    name: str
    kind: str

    @property
    def forms(self) -> set[str]:
        return {self.name, *(mention.text for mention in self.mentions)}


def corrected(
    found: Sequence[Entity], text: str, corrections: Sequence[Correction], known: Sequence[KnownName] = ()
) -> Corrected:
    """The entities of ``text`` with all that a person knows and said laid over them.

    Args:
        found: by a detector.
        text: where they were found.
        corrections: in the order in which they were made.
        known: the personal gazetteer.
    """
    if not corrections and not known:
        return Corrected(tuple(found))
    desk = _Desk(found, text)
    desk.know(known)
    for correction in corrections:
        desk.correct(correction)
    return Corrected(tuple(with_related(desk.done(desk.drafts))), tuple(desk.done(desk.rejected)))


class _Desk:
    """The drafts of one text."""

    def __init__(self, found: Iterable[Entity], text: str) -> None:
        self._text = text
        self.drafts = [_Draft(list(one.mentions), one.name, one.kind) for one in found]
        self.rejected: list[_Draft] = []

    def done(self, drafts: list[_Draft]) -> list[Entity]:
        listed = [_entity(draft) for draft in drafts if draft.mentions]
        return sorted(listed, key=lambda one: (-len(one.mentions), one.mentions[0].start, one.name))

    # --- the personal gazetteer

    def know(self, known: Sequence[KnownName]) -> None:
        """What the person knows by heart: names that stand in the text are found, of one kind, and one."""
        owners = {form: one for one in known for form in one.forms}
        places: dict[str, list[Mention]] = {}
        for place in occurrences(self._text, owners) if owners else ():
            one = owners[place.text]
            places.setdefault(one.name, []).append(Mention(place.start, place.end, place.text, one.kind))
        for one in {one.name: one for one in known if one.name in places}.values():
            if one.kind == NONE:
                self._reject(one.forms, "")
                continue
            draft = self._gathered(one.forms, one.kind) or self._new(one.name, one.kind)
            self._take_over(draft, places[one.name])
            draft.name = one.name
            self._set_kind(draft, one.kind)

    # --- corrections

    def correct(self, said: Correction) -> None:
        """Lay one correction over what is there; one that is about nothing here does nothing."""
        if said.operation == "add":
            self._add(said)
            return
        if said.operation == "reject":
            self._reject(said.forms, said.kind)
            return
        if said.operation == "split":
            self._split(said)
            return
        if said.operation == "merge":
            self._merge(said)
            return
        draft = self._gathered(said.forms, said.kind)
        if draft is None:
            return
        if said.operation == "rename":
            draft.name = said.to
        elif said.operation == "kind":
            self._set_kind(draft, said.to)
        elif said.operation == "everywhere":
            forms = [form for form in said.forms if form.strip()]
            places = occurrences(self._text, forms)
            self._take_over(draft, [Mention(one.start, one.end, one.text, draft.kind) for one in places])

    def _merge(self, said: Correction) -> None:
        draft = self._taken(said.forms, said.kind)
        target = self._gathered(said.into, said.to, apart_from=draft) if draft is not None else None
        if draft is not None and target is not None:
            target.mentions = sorted(target.mentions + _of_kind(draft.mentions, target.kind))
            self.drafts.remove(draft)

    def _add(self, said: Correction) -> None:
        start = place_of(self._text, said)
        if start is None:
            return
        name = said.forms[0]
        mention = Mention(start, start + len(name), name, said.kind)
        same = [
            one for one in self.drafts if family(one.kind) == family(said.kind) and key(name) in map(key, one.forms)
        ]
        draft = same[0] if same else self._new(name, said.kind)
        self._clear(mention.start, mention.end, draft)
        draft.mentions = sorted([one for one in draft.mentions if not _touch(one, mention)] + [mention])

    def _split(self, said: Correction) -> None:
        draft = self._best(said.forms, said.kind)
        if draft is None:
            return
        out = [one for one in draft.mentions if one.text == said.to]
        rest = [one for one in draft.mentions if one.text != said.to]
        if out and rest:
            draft.mentions = rest
            if draft.name == said.to:
                draft.name = max((one.text for one in rest), key=len)
            self.drafts.append(_Draft(out, said.to, draft.kind))

    def _reject(self, forms: Sequence[str], kind: str) -> None:
        """Take the forms away from the draft meant; without a kind, from every draft."""
        while (draft := self._taken(forms, kind)) is not None:
            self.drafts.remove(draft)
            self.rejected.append(draft)
            if kind:
                break

    # --- which draft is meant

    def _best(self, forms: Sequence[str], kind: str, apart_from: _Draft | None = None) -> _Draft | None:
        """The draft that shares most with the forms: their name first, then the most of them, then the kind."""
        wanted = set(forms)

        def likeness(draft: _Draft) -> tuple[bool, bool, int, bool]:
            shared = wanted & draft.forms
            return draft.name == forms[0], forms[0] in draft.forms, len(shared), family(draft.kind) == family(kind)

        candidates = [one for one in self.drafts if one is not apart_from and not wanted.isdisjoint(one.forms)]
        return max(candidates, key=likeness, default=None)

    def _gathered(self, forms: Sequence[str], kind: str, apart_from: _Draft | None = None) -> _Draft | None:
        """The draft meant, with all others of its family that have no other forms: a person saw them as one."""
        best = self._best(forms, kind, apart_from)
        if best is None:
            return None
        wanted = set(forms)
        for other in list(self.drafts):
            if other in (best, apart_from) or family(other.kind) != family(best.kind):
                continue
            if other.forms <= wanted:
                best.mentions = sorted(best.mentions + _of_kind(other.mentions, best.kind))
                self.drafts.remove(other)
        return best

    def _taken(self, forms: Sequence[str], kind: str) -> _Draft | None:
        """The draft meant; where it has another name and more forms than those, only its mentions of those forms."""
        draft = self._gathered(forms, kind)
        wanted = set(forms)
        if draft is None or draft.name in wanted or draft.forms <= wanted:
            return draft
        out = [one for one in draft.mentions if one.text in wanted]
        draft.mentions = [one for one in draft.mentions if one.text not in wanted]
        self.drafts.append(_Draft(out, forms[0], draft.kind))
        return self.drafts[-1]

    # --- changing drafts

    def _new(self, name: str, kind: str) -> _Draft:
        draft = _Draft([], name, kind)
        self.drafts.append(draft)
        return draft

    def _set_kind(self, draft: _Draft, kind: str) -> None:
        draft.kind = kind
        draft.mentions = _of_kind(draft.mentions, kind)

    def _take_over(self, draft: _Draft, places: Iterable[Mention]) -> None:
        """Give places to a draft; what lies in them goes, and a longer name that holds one of them keeps it."""
        cover = Cover(one for other in self.drafts for one in other.mentions)
        own = [
            place
            for place in places
            if all(
                place.start <= one.start and one.end <= place.end for one in cover.overlapping(place.start, place.end)
            )
        ]
        fresh = Cover(own)
        for other in self.drafts:
            if other is not draft:
                other.mentions = [one for one in other.mentions if not fresh.overlapping(one.start, one.end)]
        rest = [one for one in draft.mentions if not fresh.overlapping(one.start, one.end)]
        draft.mentions = sorted(rest + own)
        self.drafts = [one for one in self.drafts if one.mentions or one is draft]

    def _clear(self, start: int, end: int, keep: _Draft) -> None:
        """Take away every mention of others that touches a place."""
        for draft in self.drafts:
            if draft is not keep and any(one.start < end and start < one.end for one in draft.mentions):
                draft.mentions = [one for one in draft.mentions if not (one.start < end and start < one.end)]
        self.drafts = [one for one in self.drafts if one.mentions or one is keep]


def place_of(text: str, said: Correction) -> int | None:
    """Where an added name stands now: where it stood, else where its context is, else where it alone is; or nowhere."""
    quote = said.forms[0]
    if text[said.start : said.start + len(quote)] == quote:
        return said.start
    for before, after in ((said.prefix, said.suffix), (said.prefix, ""), ("", said.suffix), ("", "")):
        wanted = before + quote + after
        first = text.find(wanted)
        if first >= 0 and text.find(wanted, first + 1) < 0:
            return first + len(before)
    return None


def _touch(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _of_kind(mentions: Iterable[Mention], kind: str) -> list[Mention]:
    return [Mention(one.start, one.end, one.text, kind) for one in mentions]


def _entity(draft: _Draft) -> Entity:
    mentions = tuple(sorted(draft.mentions))
    surfaces = dict.fromkeys(mention.text for mention in mentions)
    return Entity(draft.name, draft.kind, mentions, tuple(one for one in surfaces if one != draft.name))
