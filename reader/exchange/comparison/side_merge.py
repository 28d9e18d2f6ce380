"""Two sides as one: each document with the records that are to stand, and what gave way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.exchange.comparison.pairs import Pair, annotation_pairs, document_pairs, link_pairs
from reader.exchange.comparison.record_choice import DELETED, Held, chosen
from reader.exchange.comparison.shared_history import shared_state
from reader.exchange.comparison.side import Side, SideDocument
from reader.exchange.derived_ids import is_derived
from reader.model.annotation import Annotation, Link, Record
from reader.store.records.record_rows import Tables, hashes_of, joined_rows

#: Fields of an annotation that a format may not be able to say.
_FIELDS = ("note", "attributed_to", "annotator")
#: Fields that follow from the place of an annotation and the text of its document, which an export may not have.
_CONTEXT = ("prefix", "suffix", "source_start", "source_end")


@dataclass
class MergedDocument:
    """One document as it is to be.

    Attributes:
        leader: the side's document that says which document it is, and where.
        hashes: of the bytes that it had, without those that it has, the newest last.
        records, graves: by id.
        beside: tables that this version does not know.
        lost: versions of records that gave way.
        texts: that its annotations may be in, the newest first; asked for when they are needed.
    """

    leader: SideDocument
    hashes: list[str]
    records: dict[str, Record] = field(default_factory=dict)
    graves: dict[str, dict[str, Any]] = field(default_factory=dict)
    beside: Tables = field(default_factory=dict)
    lost: list[Record] = field(default_factory=list)
    texts: Callable[[], list[str]] = list


@dataclass
class MergedSides:
    """Two sides as one.

    Attributes:
        documents: ordered by path and hash.
        labels: of both stores, by name; of two with one name the one that comes later in the alphabet.
        label_changes: what became of names in either.
        outcomes: how many records there are of each outcome.
        has_ancestor: whether a common ancestor was known.
    """

    documents: list[MergedDocument]
    labels: list[Label]
    label_changes: list[LabelChange]
    outcomes: Counter[str]
    has_ancestor: bool


def merged_sides(one: Side, other: Side, base: Side | None = None) -> MergedSides:
    """What comes of both; the order of the two makes no difference.

    Args:
        one, other: to be merged.
        base: their common ancestor, where that is known; else their histories may tell.
    """
    pairs = document_pairs(one, other)
    bases = _shared(pairs) if base is None else _bases(one, other, base)
    same = _same_ids(pairs, bases, one.lacks | other.lacks)
    outcomes: Counter[str] = Counter()
    documents = [_Merge(pair, bases.get(_key(pair)), same, (one, other)).document(outcomes) for pair in pairs]
    documents = [one for one in documents if one.records or one.graves or one.leader.meta]  # a text alone is none
    labels: dict[str, Label] = {}
    for label in sorted((*one.labels, *other.labels)):
        labels[label.name] = label
    changes = LabelChanges(sorted((*one.label_changes, *other.label_changes)))
    in_force = list(changes.in_force(list(labels.values())))
    return MergedSides(documents, in_force, changes.all, outcomes, base is not None)


def _named(document: SideDocument) -> SideDocument:
    """The document with a hash, where nothing says which bytes were there: that of its text, else of its name."""
    from reader.system.hashes import sha256

    known = document.document
    if known.sha256:
        return document
    texts = document.texts()
    digest = sha256((texts[0] if texts else known.path).encode(errors="surrogatepass"))
    return replace(document, document=replace(known, path=known.path or f"{digest[:12]}.txt", sha256=digest))


def _key(pair: Pair) -> tuple[int, int]:
    return id(pair.one), id(pair.other)


def _shared(pairs: Iterable[Pair]) -> dict[tuple[int, int], SideDocument]:
    """What each pair of documents had in common, by the histories of both."""
    found: dict[tuple[int, int], SideDocument] = {}
    for pair in pairs:
        one, other = pair
        if (
            one is None
            or other is None
            or (one.records, one.graves, one.meta) == (other.records, other.graves, other.meta)
        ):
            continue  # nobody has to ask
        if (state := shared_state(one, other)) is not None:
            found[_key(pair)] = state
    return found


def _bases(one: Side, other: Side, base: Side) -> dict[tuple[int, int], SideDocument]:
    """The ancestor's document of each pair of documents."""
    found: dict[int, SideDocument] = {}
    for side in (one, other):
        for pair in document_pairs(side, base):
            if pair.one is not None and pair.other is not None:
                found[id(pair.one)] = pair.other
    return {
        _key(pair): there
        for pair in document_pairs(one, other)
        if (there := found.get(id(pair.one)) or found.get(id(pair.other))) is not None
    }


def _same_ids(
    pairs: Iterable[Pair], bases: Mapping[tuple[int, int], SideDocument], lacks: frozenset[str]
) -> dict[str, str]:
    """For annotations that a side has without an id of its own: the id that stands, by the other one.

    Two that somebody made twice stay two, as in a merge by git.
    """
    same: dict[str, str] = {}
    for pair in pairs:
        if pair.one is None or pair.other is None:
            continue
        base = bases.get(_key(pair))
        known = {*pair.one.graves, *pair.other.graves, *(() if base is None else base.records)}
        ours, theirs = (
            [
                one
                for one in side.records.values()
                if isinstance(one, Annotation) and (one.id not in known or one.id in (side.records.keys() & other))
            ]
            for side, other in ((pair.one, pair.other.records.keys()), (pair.other, pair.one.records.keys()))
        )
        for mine, their in annotation_pairs(ours, theirs, lacks, is_exact=True).pairs:
            if mine.id != their.id and (is_derived(mine.id) or is_derived(their.id)):
                stands, gone = _ranked(mine.id, their.id)
                same[gone] = stands
    return same


class _Merge:
    """One document of both sides, or of one."""

    def __init__(
        self,
        pair: Pair,
        base: SideDocument | None,
        same: Mapping[str, str],
        sides: tuple[Side, Side],
    ) -> None:
        self._pair = pair
        self._base = base
        self._lacks = [side.lacks for side in sides]
        self._moments = [side.moment for side in sides]
        self._known = [side for side in pair if side is not None]
        self._records = [{} if side is None else _renamed(side.records, same) for side in pair]
        self._name_links()

    def document(self, outcomes: Counter[str]) -> MergedDocument:
        """The document; the outcomes of its records are counted."""
        leader = _named(self._leader())
        found = MergedDocument(leader, self._hashes(leader), texts=self._texts)
        graves = [{} if side is None else side.graves for side in self._pair]
        can_be_gone = tuple(side is not None and side.is_whole for side in self._pair)
        base = {} if self._base is None else self._base.records
        for name in sorted({*self._records[0], *self._records[1], *graves[0], *graves[1]}):
            one, other = (Held(self._records[at].get(name), graves[at].get(name)) for at in (0, 1))
            one, other = self._told(one, other, 0), self._told(other, one, 1)
            choice = chosen(base.get(name), one, other, can_be_gone=(can_be_gone[0], can_be_gone[1]))
            if choice.record is not None:
                found.records[name] = self._dated(choice.record)
            elif choice.grave is not None:
                found.graves[name] = choice.grave
            found.lost += choice.lost
            if choice.outcome != DELETED or one.record is not None or other.record is not None:
                outcomes[choice.outcome] += 1
        found.lost.sort(key=lambda one: one.id)
        found.beside = self._beside()
        return found

    def _told(self, held: Held, other: Held, at: int) -> Held:
        """What a side says of a record; what its format cannot say is as the other side has it."""
        record, known, lacks = held.record, other.record, self._lacks[at]
        if not lacks or self._lacks[1 - at] or known is None:
            return held
        if isinstance(record, Link) and isinstance(known, Link):
            ends = [(one.source, one.target, one.kind) for one in (record, known)]
            return other if ends[0] == ends[1] else held
        if not isinstance(record, Annotation) or not isinstance(known, Annotation):
            return held
        is_there = (record.start, record.end, record.quote) == (known.start, known.end, known.quote)
        names: tuple[str, ...] = (*(name for name in _FIELDS if name in lacks), *(_CONTEXT if is_there else ()))
        told = replace(record, extra=known.extra, **{name: getattr(known, name) for name in names})
        if told.updated_at:
            return Held(told)
        names = ("label", "note", "attributed_to", "annotator")
        if not is_there:
            names = (*names, "start", "end", "quote", *_CONTEXT)
        told = replace(known, **{name: getattr(told, name) for name in names})
        return other if told == known else Held(replace(told, updated_at=""))

    def _dated(self, record: Record) -> Record:
        """The record with the date of the export's file, where only exports have it and none says a date."""
        moments = [moment for moment, side in zip(self._moments, self._records, strict=True) if record.id in side]
        if record.updated_at or not all(moments):
            return record
        return replace(record, created_at=record.created_at or min(moments), updated_at=min(moments))

    def _name_links(self) -> None:
        """Give links that link the same, and that one side has without an id of its own, one id."""
        ours, theirs = ([one for one in side.values() if isinstance(one, Link)] for side in self._records)
        known = {*(() if self._base is None else self._base.records)}
        for mine, their in link_pairs(ours, theirs, {})[0]:
            if mine.id == their.id or {mine.id, their.id} & known or mine.kind != their.kind:
                continue
            if not (is_derived(mine.id) or is_derived(their.id)):
                continue
            stands, gone = _ranked(mine.id, their.id)
            for records in self._records:
                if gone in records:
                    records[stands] = replace(records.pop(gone), id=stands)

    def _leader(self) -> SideDocument:
        """The document that says where it is: a store's first, then that with new bytes, then the one changed last."""
        base = "" if self._base is None else self._base.document.sha256

        def rank(one: SideDocument) -> Any:
            document = one.document
            is_new = bool(base) and document.sha256 != base
            return (document.key is not None, is_new, one.changed, document.sha256, document.path,
                    document.title or "", document.location, document.key or "")  # fmt: skip

        return max(self._known, key=rank)

    def _hashes(self, leader: SideDocument) -> list[str]:
        listed = [hashes_of(side.meta) or [side.document.sha256] for side in self._known]
        known = dict.fromkeys(one for hashes in sorted(listed, key=lambda each: (len(each), each)) for one in hashes)
        return [one for one in known if one and one != leader.document.sha256]

    def _texts(self) -> list[str]:
        leader = self._leader()
        others = [side for side in self._known if side is not leader]
        return list(dict.fromkeys(text for side in (leader, *others) for text in side.texts()))

    def _beside(self) -> Tables:
        """Tables that this version does not know: the rows of both."""
        found: Tables = {}
        for side in self._known:
            for name, rows in side.beside.items():
                table = found.setdefault(name, {})
                for row_id, row in rows.items():
                    table[row_id] = joined_rows(*sorted((row, table.get(row_id, row)), key=repr))
        return found


def _ranked(*ids: str) -> list[str]:
    """Two ids of one thing: that which stands, and the other."""
    return sorted(ids, key=lambda one: (is_derived(one), one))


def _renamed(records: Mapping[str, Record], same: Mapping[str, str]) -> dict[str, Record]:
    """The records under the ids that stand, and links to those ids."""
    found: dict[str, Record] = {}
    for one in records.values():
        record = one
        if record.id in same:
            record = replace(record, id=same[record.id])
        if isinstance(record, Link) and same.keys() & {record.source, record.target}:
            source, target = (same.get(each, each) for each in (record.source, record.target))
            record = replace(record, source=source, target=target)
        found[record.id] = record
    return found
