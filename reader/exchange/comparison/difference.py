"""What differs between two sides, record by record: what was added, removed, and changed in which way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reader.exchange.comparison.pairs import Pair, annotation_pairs, document_pairs, link_pairs
from reader.exchange.comparison.side import Side, SideDocument, Writer
from reader.model.annotation import DETACHED, Annotation, Decision, Link, Record
from reader.store.records.record_merging import as_read

ADDED, REMOVED, RELABELLED, MOVED, REANCHORED = "added", "removed", "relabelled", "moved", "re-anchored"
LOST, FOUND = "detached", "found again"
NOTE, SPEAKER, ANNOTATOR, OTHER = "note changed", "speaker changed", "annotator changed", "other fields changed"
LINKED, UNLINKED, LINK = "link added", "link removed", "link changed"
DECIDED, WITHDRAWN, DECISION = "decision added", "decision removed", "decision changed"
#: The bytes of a document are others.
TEXT = "document changed"
#: Every kind of change, in the order in which they are counted.
KINDS = (
    ADDED, REMOVED, RELABELLED, MOVED, REANCHORED, LOST, FOUND, NOTE, SPEAKER, ANNOTATOR, OTHER, LINKED, UNLINKED, LINK,
    DECIDED, WITHDRAWN, DECISION, TEXT,
)  # fmt: skip
_OF_RECORDS: Mapping[type[Record], tuple[str, str]] = {
    Annotation: (ADDED, REMOVED),
    Link: (LINKED, UNLINKED),
    Decision: (DECIDED, WITHDRAWN),
}
_PLACE = ("start", "end", "quote")


class RecordChange(NamedTuple):
    """One record that differs.

    Attributes:
        kinds: in which ways, of ``KINDS``.
        before, after: in the first side, and in the second.
        by, at: of a new record who made it and when; else who changed it last, by the history of the second side, or
            who made it where there is none. Empty where that is not known.
    """

    kinds: tuple[str, ...]
    before: Record | None
    after: Record | None
    by: str
    at: str

    @property
    def record(self) -> Record:
        """The record as it is in the second side, or was in the first."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change needs a record before or after it")
        return found


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """One document with what differs in it.

    Attributes:
        pair: the document in both sides.
        is_new_text: whether its bytes are others.
        changes: ordered by place; links and decisions come last.
    """

    pair: Pair
    is_new_text: bool
    changes: tuple[RecordChange, ...]


def differences(one: Side, other: Side, annotator: str = "") -> Iterator[DocumentDifference]:
    """The documents in which anything differs, ordered by path.

    Fields that one side's format cannot hold are not compared.

    Args:
        one, other: the earlier side, and the later one.
        annotator: whose changes, and changes of whose records; empty for everybody's.
    """
    lacks = one.lacks | other.lacks
    pairs = document_pairs(one, other)
    same: dict[str, str] = {}
    found = [_Comparison(pair, lacks, same) for pair in pairs]  # links may lead to documents that come later
    for each in found:
        writers = other.writers(key) if (key := each.changed_key()) else {}
        changes = tuple(
            one
            for one in each.changes(writers)
            if not annotator or annotator in (one.by, *(side.annotator for side in one[1:3] if side is not None))
        )
        if changes or (each.is_new_text and not annotator):
            yield DocumentDifference(each.pair, each.is_new_text, changes)


def totals(found: Iterable[DocumentDifference]) -> Counter[str]:
    """How many changes there are of each kind."""
    counts: Counter[str] = Counter()
    for one in found:
        counts[TEXT] += one.is_new_text
        for change in one.changes:
            counts.update(change.kinds)
    return counts


class _Comparison:
    """Two versions of one document; ids that differ are noted for links."""

    def __init__(self, pair: Pair, lacks: frozenset[str], same: dict[str, str]) -> None:
        self.pair = pair
        self._lacks = lacks
        self._same = same
        one, other = pair
        hashes = [side.document.sha256 for side in pair if side is not None and side.document.sha256]
        self.is_new_text = len(set(hashes)) > 1
        self._found = annotation_pairs(_annotations(one, lacks), _annotations(other, lacks), lacks)
        for before, after in self._found.pairs:
            if before.id != after.id:
                same[before.id] = after.id
        self._raw: list[tuple[tuple[str, ...], Record | None, Record | None]] = []
        for before, after in self._found.pairs:
            if before != after and (kinds := _kinds(before, after, lacks, is_new_text=self.is_new_text)):
                self._raw.append((kinds, before, after))
        self._raw += _alone(self._found.ours, self._found.theirs)
        self._raw.sort(key=_place)
        self._is_complete = False

    def changed_key(self) -> str:
        """The key of the document in the second side, if anything differs and a history may say who did it."""
        if not self._is_complete:
            self._is_complete = True
            self._raw += [*self._links(), *self._decisions()]
        return str(self.pair.other.document.key or "") if self._raw and self.pair.other is not None else ""

    def changes(self, writers: Mapping[str, Writer]) -> Iterator[RecordChange]:
        """What differs, with who did it."""
        other = self.pair.other
        for kinds, before, after in self._raw:
            record = after or before
            if record is None:
                continue
            who = writers.get(record.id, Writer())
            if after is None:
                grave = other.graves.get(record.id, {}) if other is not None else {}
                yield RecordChange(kinds, before, None, who.by, str(grave.get("deleted_at") or who.at))
            elif before is None:
                yield RecordChange(kinds, None, after, after.annotator or who.by, after.created_at or who.at)
            else:
                by = who.by if who.at else after.annotator  # a history knows that nobody did it in a reader, too
                yield RecordChange(kinds, before, after, by, after.updated_at or who.at)

    def _links(self) -> Iterator[tuple[tuple[str, ...], Record | None, Record | None]]:
        if "links" in self._lacks:
            return
        ours, theirs = (self._held(side) for side in self.pair)
        pairs, gone, new = link_pairs(ours, theirs, self._same)
        for before, after in sorted(pairs, key=lambda pair: pair[1].id):
            ends = self._same.get(before.source, before.source), self._same.get(before.target, before.target)
            if (*ends, before.kind) != (after.source, after.target, after.kind):
                yield (LINK,), before, after
        yield from _alone(gone, new)

    def _held(self, side: SideDocument | None) -> list[Link]:
        """The links of a document, without such as a format of the other side cannot hold."""
        if side is None:
            return []
        links = [one for one in side.records.values() if isinstance(one, Link)]
        if "far links" not in self._lacks:
            return links
        return [one for one in links if one.source in side.records and one.target in side.records]

    def _decisions(self) -> Iterator[tuple[tuple[str, ...], Record | None, Record | None]]:
        if "decisions" in self._lacks:
            return
        ours, theirs = (_decisions(side) for side in self.pair)
        for name in sorted(ours.keys() & theirs.keys()):
            before, after = ours[name], theirs[name]
            if (before.kind, as_read(before)["data"]) != (after.kind, as_read(after)["data"]):
                yield (DECISION,), before, after
        yield from _alone(
            [ours[name] for name in ours.keys() - theirs.keys()], [theirs[name] for name in theirs.keys() - ours.keys()]
        )


def _annotations(side: SideDocument | None, lacks: frozenset[str]) -> list[Annotation]:
    if side is None:
        return []
    found = [one for one in side.records.values() if isinstance(one, Annotation)]
    return [one for one in found if one.anchor != DETACHED] if "detached" in lacks else found


def _decisions(side: SideDocument | None) -> dict[str, Decision]:
    return {} if side is None else {one.id: one for one in side.records.values() if isinstance(one, Decision)}


def _alone(gone: Iterable[Record], new: Iterable[Record]) -> list[tuple[tuple[str, ...], Record | None, Record | None]]:
    """What only one side has, ordered by place and id."""
    found: list[tuple[tuple[str, ...], Record | None, Record | None]] = []
    found += [((_OF_RECORDS[type(one)][1],), one, None) for one in gone]
    found += [((_OF_RECORDS[type(one)][0],), None, one) for one in new]
    return sorted(found, key=_place)


def _place(change: tuple[tuple[str, ...], Record | None, Record | None]) -> tuple[int, int, str]:
    record = change[2] or change[1]
    if isinstance(record, Annotation):
        return record.start, record.end, record.id
    return 0, 0, "" if record is None else record.id


def _kinds(before: Annotation, after: Annotation, lacks: frozenset[str], *, is_new_text: bool) -> tuple[str, ...]:
    """In which ways two versions of one annotation differ; dates and what follows from the text are none."""
    found = [RELABELLED] if before.label != after.label else []
    if (before.anchor == DETACHED) != (after.anchor == DETACHED):
        found.append(LOST if after.anchor == DETACHED else FOUND)
    elif any(getattr(before, name) != getattr(after, name) for name in _PLACE):
        found.append(REANCHORED if _is_found_again(before, after, is_new_text=is_new_text) else MOVED)
    for kind, name in ((NOTE, "note"), (SPEAKER, "attributed_to"), (ANNOTATOR, "annotator")):
        if name not in lacks and getattr(before, name) != getattr(after, name):
            found.append(kind)
    if before.extra != after.extra and not lacks:
        found.append(OTHER)
    return tuple(found)


def _is_found_again(before: Annotation, after: Annotation, *, is_new_text: bool) -> bool:
    """Whether nobody moved it: its passage was found again in another text."""
    if before.updated_at and before.updated_at == after.updated_at:
        return True
    has_dates = bool(before.updated_at and after.updated_at)
    return before.quote == after.quote and (is_new_text or not has_dates)
