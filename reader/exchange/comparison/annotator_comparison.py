"""Puts together what several annotators did, in one store or in several stores and exports, for figures of agreement.

A document counts if all who are compared have finished it. An export does not say who finished what. So each of its
documents counts in which two of them tagged something. Somebody who did not do a document is missing in it, which is
something else than finding nothing to tag.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from reader.analysis.adjudication.contested_rules import ContestedRules, contested_rules
from reader.analysis.agreement.compared_documents import (
    ComparedDocument,
    LabelledSpan,
    LinkedPassages,
)
from reader.annotations.handing_in import BROKEN, counts_for, finished_by, seal_state, taken_back
from reader.config.label_changes import LabelChanges
from reader.exchange.annotation_selection import AnnotationSelection
from reader.exchange.comparison.pairs import document_pairs
from reader.exchange.comparison.side import Side, SideDocument
from reader.exchange.exchange_error import ExchangeError
from reader.model.annotation import DETACHED, Annotation, Decision, Link
from reader.model.document import Stored
from reader.model.spans import Span
from reader.store.allowed_files import AllowedFiles
from reader.store.records.record_merging import changed_at
from reader.text.language import language_at_once


@dataclass
class AnnotatorComparison:
    """What is compared, and what had to be left out.

    Attributes:
        annotators: in their order.
        documents: those that count.
        unfinished: documents that not all of them have finished.
        single: documents that count, but for this: only one of them, or nobody, did anything in them.
        unsaid: documents that count although not all say they have finished them: of exports, or if that is asked.
        taken_back: how often each took back that they had finished one of the documents that count.
        broken_seals: in how many of these somebody's tags are no more what they handed in.
        detached: annotations without a place in the text, left out of documents that count, by annotator.
        links_left_out: links with an end that is not compared, or of somebody who is missing in the document.
        contested: the rules of the guideline that decisions about disagreements in these documents name.
    """

    annotators: tuple[str, ...]
    documents: list[ComparedDocument] = field(default_factory=list)
    unfinished: int = 0
    single: int = 0
    unsaid: int = 0
    taken_back: Counter[str] = field(default_factory=Counter)
    broken_seals: Counter[str] = field(default_factory=Counter)
    detached: Counter[str] = field(default_factory=Counter)
    links_left_out: int = 0
    contested: ContestedRules = field(default_factory=ContestedRules)


class _Entry(NamedTuple):
    """One annotation with who made it, and the number of its side."""

    annotator: str
    side: int
    annotation: Annotation


@dataclass
class _Group:
    """One document, as each side that has it has it."""

    members: list[tuple[int, SideDocument]]

    @property
    def leader(self) -> SideDocument:
        """The one that knows best where its file lies."""
        return next((one for _, one in self.members if one.document.location), self.members[0][1])


def _decisions(group: _Group) -> Iterable[Decision]:
    """The decisions about a document, each once, whichever sides have it."""
    return {
        each.id: each for _, one in group.members for each in one.records.values() if isinstance(each, Decision)
    }.values()


def known_annotators(sides: Sequence[Side]) -> list[str]:
    """Everybody who tagged or finished something, ordered by name."""
    return sorted(_Names(sides).known)


def compare_annotators(
    sides: Sequence[Side],
    annotators: Sequence[str],
    selection: AnnotationSelection,
    max_bytes: int,
    *,
    counts_all: bool = False,
    takes: Callable[[Annotation], bool] = lambda _: True,
) -> AnnotatorComparison:
    """What these annotators did in the same documents.

    Args:
        sides: one or more.
        annotators: two or more.
        selection: the labels and documents that are asked for.
        max_bytes: larger files are not read for their texts.
        counts_all: whether documents count, too, that not all have finished.
        takes: whether an annotation counts; one that does not is as if it were not there.

    Raises:
        ExchangeError: a document is asked for that no side has.
    """
    return _Comparing(sides, annotators, selection, max_bytes, takes).comparison(counts_all=counts_all)


class _Names:
    """What annotators are called: a side's own name stands for one without a name.

    If all sides are by one person of the same name, as of a login that two machines share, the sides tell them apart.
    """

    def __init__(self, sides: Sequence[Side]) -> None:
        self._sides = sides
        self._is_shared = False
        stored = [{one.annotator for one in _working(side)} for side in sides]
        called = [{self.of(at, name) for name in names} for at, names in enumerate(stored)]
        self._is_shared = len(sides) > 1 and all(len(one) == 1 for one in called) and len(set().union(*called)) == 1
        self._by_side = [{self.of(at, name) for name in names} for at, names in enumerate(stored)]
        self.known = set().union(*self._by_side)

    def alone_in(self, side: int) -> set[str]:
        """The annotator of a side, if it is by one alone."""
        names = self._by_side[side]
        return names if len(names) == 1 else set()

    def of(self, side: int, annotator: str) -> str:
        """The name of an annotator of that side."""
        name = self._sides[side].name
        if not annotator:
            return Path(name).stem or name
        return f"{annotator} ({name})" if self._is_shared else annotator


def _working(side: Side) -> Iterable[Annotation | Decision]:
    """The records that tell who works there."""
    for document in side.documents:
        finished = finished_by(one for one in document.records.values() if isinstance(one, Decision)) - {""}
        for one in document.records.values():
            if isinstance(one, Annotation) or (isinstance(one, Decision) and one.annotator in finished):
                yield one


class _Comparing:
    def __init__(
        self,
        sides: Sequence[Side],
        annotators: Sequence[str],
        selection: AnnotationSelection,
        max_bytes: int,
        takes: Callable[[Annotation], bool],
    ) -> None:
        self._sides = sides
        self._takes = takes
        self._selection = selection
        self._max_bytes = max_bytes
        self._names = _Names(sides)
        self._allowed = AllowedFiles(None, [one.project for one in sides if one.project])
        self._found = AnnotatorComparison(tuple(dict.fromkeys(annotators)))
        self._ends: dict[tuple[int, str], tuple[int, Span]] = {}  # by side and id of an annotation
        self._whose: dict[tuple[int, str], str] = {}

    def comparison(self, *, counts_all: bool) -> AnnotatorComparison:
        groups = _groups(self._sides)
        self._refuse_unknown_documents(groups)
        counting: list[_Group] = []
        for group in groups:
            if any(self._selection.has(one.document) for _, one in group.members):
                self._add(group, counting, counts_all=counts_all)
        links = self._links(counting)
        self._found.contested = contested_rules(map(_decisions, counting), self._selection.labels)
        self._found.documents = [
            replace(one, links=links[at]) if at in links else one for at, one in enumerate(self._found.documents)
        ]
        return self._found

    def _refuse_unknown_documents(self, groups: Sequence[_Group]) -> None:
        for path in self._selection.documents:
            only = AnnotationSelection(documents=(path,))
            if not any(only.has(one.document) for group in groups for _, one in group.members):
                raise ExchangeError(f"{path}: no such document in {', '.join(side.name for side in self._sides)}")

    def _add(self, group: _Group, counting: list[_Group], *, counts_all: bool) -> None:
        """Compare one document, if it counts."""
        entries = self._entries(group)
        finished = {
            name and self._names.of(side, name)  # the empty name is everybody's
            for side, one in group.members
            for name in finished_by(each for each in one.records.values() if isinstance(each, Decision))
        }
        unsaid = self._unsaid(group)
        worked = {one.annotator for one in entries}
        done = {one for one in self._found.annotators if counts_for(finished, one)}
        present = [one for one in self._found.annotators if one in done | worked | unsaid]
        has_decisions = any("decisions" not in self._sides[side].lacks for side, _ in group.members)
        is_done = all(one in done | unsaid for one in self._found.annotators)
        if has_decisions and not is_done and not counts_all:
            self._found.unfinished += bool(present)
        elif len(present) < 2:
            self._found.single += bool(present)
        else:
            self._found.unsaid += len(done) < len(self._found.annotators)
            counting.append(group)
            self._note_handing_in(group)
            self._compare(group, entries, present)

    def _note_handing_in(self, group: _Group) -> None:
        """Count who took back that they had finished, and whose tags have changed since."""
        broken: set[str] = set()
        reopened: dict[str, tuple[str, Decision]] = {}
        for side, one in group.members:
            records = one.records.values()
            decisions = [each for each in records if isinstance(each, Decision)]
            annotations = [each for each in records if isinstance(each, Annotation)]
            links = [each for each in records if isinstance(each, Link)]
            former = LabelChanges(self._sides[side].label_changes).former()
            for name in finished_by(decisions) - {""}:
                if seal_state(decisions, annotations, links, name, one.document.sha256, former) == BROKEN:
                    broken.add(self._names.of(side, name))
            reopened |= {each.id: (self._names.of(side, each.annotator), each) for each in decisions if each.annotator}
        self._found.broken_seals.update(name for name in broken if name in self._found.annotators)
        for name, each in reopened.values():
            if name in self._found.annotators:
                self._found.taken_back.update([name] * len(taken_back([each])))

    def _unsaid(self, group: _Group) -> set[str]:
        """Whose work of a document is known from exports alone, which do not say that they finished it."""
        from_exports: set[str] = set()
        from_stores: set[str] = set()
        for side, one in group.members:
            names = {
                self._names.of(side, each.annotator) for each in one.records.values() if isinstance(each, Annotation)
            }
            if "decisions" in self._sides[side].lacks:
                from_exports |= names | self._names.alone_in(side)
            else:
                from_stores |= names
        return from_exports - from_stores

    def _entries(self, group: _Group) -> list[_Entry]:
        """The annotations of those who are compared, each once; of two versions the newer."""
        found: dict[tuple[str, str], _Entry] = {}
        for side, document in group.members:
            for one in document.records.values():
                if not isinstance(one, Annotation) or not self._takes(one):
                    continue
                name = self._names.of(side, one.annotator)
                self._whose[side, one.id] = name
                if name in self._found.annotators:
                    known = found.get((name, one.id))
                    if known is None or changed_at(known.annotation.updated_at) < changed_at(one.updated_at):
                        found[name, one.id] = _Entry(name, side, one)
        return list(found.values())

    def _compare(self, group: _Group, entries: Sequence[_Entry], present: Sequence[str]) -> None:
        at = len(self._found.documents)
        text, placed = self._placed(group, entries)
        spans: dict[str, list[LabelledSpan]] = {name: [] for name in present}
        known: dict[tuple[str, str], Span] = {}
        for entry, one in zip(entries, placed, strict=True):
            if one.anchor == DETACHED:
                self._found.detached[entry.annotator] += 1
                continue
            known[entry.annotator, one.id] = Span(one.start, one.end)
            if not self._selection.labels or one.label in self._selection.labels:
                spans[entry.annotator].append(LabelledSpan(one.start, one.end, one.label))
        for side, document in group.members:
            for record in document.records.values():
                place = known.get((self._whose.get((side, record.id), ""), record.id))
                if place is not None:
                    self._ends[side, record.id] = at, place
        document_of = group.leader.document
        self._found.documents.append(
            ComparedDocument(
                document_of.path or document_of.sha256,
                text,
                {name: sorted(theirs) for name, theirs in spans.items()},
                language="en" if text is None else language_at_once(text),
            )
        )

    def _placed(self, group: _Group, entries: Sequence[_Entry]) -> tuple[str | None, list[Annotation]]:
        """The text of a document, and each annotation in it or detached, in the order of the entries.

        A text that was kept or exported will do if all fit it; else the file is read, and they are anchored in it.
        """
        from reader.exchange.document_text import article_of
        from reader.exchange.outgoing.exported_documents import fitting

        decisions = [one for _, each in group.members for one in each.records.values() if isinstance(one, Decision)]
        own = _with_own_ids([one.annotation for one in entries])
        stored = Stored(group.leader.document, tuple(own), (), tuple(decisions))
        kept = [*dict.fromkeys(text for _, each in group.members for text in each.texts())]
        text, found = fitting(stored, None, kept)
        lost = sum(one.anchor == DETACHED for one in own)
        if text is None or sum(one.anchor == DETACHED for one in found) > lost:
            article = article_of(stored, self._max_bytes) if self._allowed.holds(stored.document.source) else None
            text, found = fitting(stored, article, kept)
        by_id = {one.id: one for one in found}
        placed = [by_id.get(one.id, one) for one in own]
        return text, [replace(one, id=entry.annotation.id) for one, entry in zip(placed, entries, strict=True)]

    def _links(self, groups: Sequence[_Group]) -> dict[int, dict[str, list[LinkedPassages]]]:
        """The links of those who are compared, by the document that they start in."""
        found: defaultdict[int, dict[str, list[LinkedPassages]]] = defaultdict(dict)
        seen: set[tuple[str, str]] = set()
        for group in groups:
            for side, document in group.members:
                for one in document.records.values():
                    if not isinstance(one, Link):
                        continue
                    whose = self._whose.get((side, one.source), "")
                    name = self._names.of(side, one.annotator) if one.annotator else whose
                    if name not in self._found.annotators or (name, one.id) in seen:
                        continue
                    seen.add((name, one.id))
                    source, target = self._ends.get((side, one.source)), self._ends.get((side, one.target))
                    if source is None or target is None or name not in self._found.documents[source[0]].spans:
                        self._found.links_left_out += 1
                    else:
                        found[source[0]].setdefault(name, []).append(LinkedPassages(one.kind, source, target))
        return found


def _with_own_ids(annotations: Sequence[Annotation]) -> list[Annotation]:
    """The annotations, each with an id that no other has: formats without ids give two people's the same one."""
    seen: set[str] = set()
    found = []
    for number, one in enumerate(annotations):
        own = one if one.id not in seen else replace(one, id=f"{one.id} {number}")
        seen.add(own.id)
        found.append(own)
    return found


def _groups(sides: Sequence[Side]) -> list[_Group]:
    """The documents of all sides, those that are the same together."""
    groups = [_Group([(0, one)]) for one in sides[0].documents]
    for number, side in enumerate(sides[1:], 1):
        first = Side("", [one.members[0][1] for one in groups])
        by_leader = {id(one.members[0][1]): one for one in groups}
        for one, other in document_pairs(first, side):
            if other is None:
                continue
            if one is None:
                groups.append(_Group([(number, other)]))
            else:
                by_leader[id(one)].members.append((number, other))
    return groups
