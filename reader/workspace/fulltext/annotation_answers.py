"""The annotations of all documents that a question asks for: from the index, and from documents that are in memory.

What is in memory stands before what the index knows of the same document, and of annotations that are linked with it
by now, or were before. Documents come in the order of their paths, annotations in the order of their text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from reader.annotations.annotation_query import (
    CODED,
    DOCUMENT,
    LINKS,
    NO_LINKS,
    STATE,
    STATES,
    TEXT,
    AnnotationQuery,
    Links,
    Term,
    links_of,
    text_needles,
)
from reader.model.annotation import Annotation, Link
from reader.workspace.fulltext.annotation_index import END, AnnotationIndex, IndexedRow, StoreDocument, as_links

#: Annotations that are read at once: few for the first answer, then more.
_FIRST, _MORE = 200, 2_000
#: Annotations of a document that hold a text, before it is known how many do.
_GUESS = 5


class FoundAnnotation(NamedTuple):
    """An annotation that is asked for, with its document."""

    document: StoreDocument
    annotation: Annotation


class HeldDocument(NamedTuple):
    """A document whose annotations are in memory.

    Attributes:
        document: itself; without a key where the store does not know it yet.
        annotations: of it, in the order of the text.
        links: that start in it.
    """

    document: StoreDocument
    annotations: Sequence[Annotation]
    links: Sequence[Link]


class Answer:
    """What a question finds.

    Args:
        query: the question.
        index: None to do without.
        held: documents in memory; whatever the index knows of them does not count.
        is_within: whether a document is one of those that are asked for; None for all.

    Attributes:
        total: how many annotations are found; None where that is only known in the end, as of texts.

    Raises:
        IndexUnusableError: the index cannot be asked; its iterator raises that too.
    """

    def __init__(
        self,
        query: AnnotationQuery,
        index: AnnotationIndex | None,
        held: Iterable[HeldDocument],
        is_within: Callable[[StoreDocument], bool] | None = None,
    ) -> None:
        self._query = query
        self._index = index
        with index.as_it_is() if index is not None else nullcontext():  # or a document may be gone before it is counted
            self._documents = index.documents() if index is not None else {}
            self._held = _with_links(list(held), index, self._documents)
            self._left_out = _overruled((one.document for one in self._held), self._documents)
            if is_within is not None:
                self._left_out |= {number for number, one in self._documents.items() if not is_within(one)}
                self._held = [one for one in self._held if is_within(one.document)]
            self._where, self._values = self._condition()
            texts = text_needles(query.groups)
            self._needles = [[text.encode("utf-8", "replace") for text in one_of] for one_of in texts]
            self._counts = self._count()
            self._found = {one.document: kept for one in self._held if (kept := one.kept(query))}
            count = sum(self._counts.values()) + sum(map(len, self._found.values()))
            self.total = None if query.asks_for(TEXT) else count

    def _count(self) -> dict[int, int]:
        """How many annotations of each document of the index are found at most; only documents with any."""
        if self._index is None:
            return {}
        if not self._needles:
            return dict(self._index.counts(self._where, self._values))
        may_hold = {number for number, words in self._index.words() if _may_hold(words, self._needles)}
        if not self._values:  # nothing but texts is asked for
            return dict.fromkeys(may_hold, _GUESS)
        counts = self._index.counts(self._where, self._values) if may_hold else ()
        return {number: min(count, _GUESS) for number, count in counts if number in may_hold}

    def __iter__(self) -> Iterator[FoundAnnotation]:
        places: list[tuple[StoreDocument, int]] = [(self._documents[one], one) for one in self._counts]
        places += [(document, 0) for document in self._found]
        wanted: list[tuple[StoreDocument, int]] = []
        room = _FIRST
        for document, number in sorted(places, key=lambda one: (one[0].path, one[0].key, one[1])):
            wanted.append((document, number))
            room -= self._counts[number] if number else 0
            if room <= 0 or not number:
                yield from self._rows(wanted)
                wanted.clear()
                room = _MORE
        yield from self._rows(wanted)

    def _rows(self, wanted: Sequence[tuple[StoreDocument, int]]) -> Iterator[FoundAnnotation]:
        """What is found in some documents, one after the other."""
        found: dict[int, list[FoundAnnotation]] = {}
        if self._index is not None and (numbers := [number for _, number in wanted if number]):
            where, values = self._narrowed(numbers)
            safe = {number: self._documents[number].safe() for number in numbers}
            for row in self._index.rows(where, values):
                document = safe[row.document]
                if self._query.keeps(row.annotation, row.links, document.names):
                    found.setdefault(row.document, []).append(FoundAnnotation(document, row.annotation))
        for document, number in wanted:
            if number:
                yield from found.get(number, ())
            else:
                yield from (FoundAnnotation(document, one) for one in self._found[document])

    def _narrowed(self, numbers: Sequence[int]) -> tuple[str, Sequence[object]]:
        """The condition for some documents; where texts are sought, for those annotations only that may hold them."""
        if not self._needles or self._index is None:
            which, some = "document IN (SELECT value FROM json_each(?))", list(numbers)
        else:
            words = self._index.words(numbers)
            some = [number << 32 | place for number, those in words for place in _places(those, self._needles)]
            which = "(document, number) IN (SELECT value >> 32, value & 4294967295 FROM json_each(?))"
        return f"{which} AND {self._where}", [json.dumps(some), *self._values]

    def _condition(self) -> tuple[str, Sequence[object]]:
        """What SQLite can tell of the question, and never less than what is found."""
        conditions, values = ["1"], list[object]()
        if self._left_out:
            conditions.append("document NOT IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(self._left_out)))
        for terms in self._query.groups:
            if any(term.field == TEXT for term in terms):
                continue
            one_of = []
            for term in terms:
                condition, compared = self._of_term(term)
                one_of.append(f"NOT ({condition})" if term.is_not else condition)
                values += compared
            conditions.append(f"({' OR '.join(one_of)})")
        return " AND ".join(conditions), values

    def _of_term(self, term: Term) -> tuple[str, Sequence[object]]:
        if term.field in CODED and self._index is not None:
            read = as_links if term.field == LINKS else str
            passed = [number for number, value in self._index.values(term.field).items() if term.test(read(value))]
        elif term.field == DOCUMENT:
            passed = [number for number, one in self._documents.items() if term.test(one.names)]
        elif term.field == STATE:
            passed = [state for state in STATES if term.test(state)]
        else:
            return f"{term.field} >= ? AND {term.field} < ?", term.times
        if len(passed) == 1:
            return f"{term.field} = ?", passed
        return " ".join((term.field, "IN (SELECT value FROM json_each(?))")), [json.dumps(passed)]


def _may_hold(words: bytes, needles: Sequence[Sequence[bytes]]) -> bool:
    return all(any(text in words for text in texts) for texts in needles)


def _places(words: bytes, needles: Sequence[Sequence[bytes]]) -> list[int]:
    """The numbers of the annotations of a document that may hold one text of each group; see ``END`` for its words."""
    kept: set[int] | None = None
    for texts in needles:
        found = set()
        for text in texts:
            number, last, at = 0, 0, words.find(text)
            while at >= 0:
                number += words.count(END, last, at)
                found.add(number)
                last = words.find(END, at)
                at = words.find(text, last) if last >= 0 else -1
        kept = found if kept is None else kept & found
    return sorted(kept or ())


def _overruled(held: Iterable[StoreDocument], documents: Mapping[int, StoreDocument]) -> set[int]:
    """The numbers of the documents that are in memory; one that was saved just now may not know its key yet."""
    known = list(held)
    keys, fresh = {one.key for one in known if one.key}, {one.sha256 for one in known if not one.key}
    return {number for number, one in documents.items() if one.key in keys or one.sha256 in fresh}


class _Held(NamedTuple):
    """A document in memory, with what its annotations are linked with."""

    document: StoreDocument
    annotations: Sequence[Annotation]
    links: Mapping[str, Links]

    def kept(self, query: AnnotationQuery) -> list[Annotation]:
        """Those that the query asks for."""
        links, names = self.links, self.document.names
        return [one for one in self.annotations if query.keeps(one, links.get(one.id, NO_LINKS), names)]


def _with_links(
    held: Sequence[HeldDocument], index: AnnotationIndex | None, documents: Mapping[int, StoreDocument]
) -> list[_Held]:
    """The documents in memory, and those of the index that they have other links with than the index knows."""
    links = {(link.source, link.target, link.kind) for document in held for link in document.links}
    labels = {one.id: one.label for document in held for one in document.annotations}
    if index is None:
        known = links_of(links, labels)
        return [_Held(one.document, one.annotations, known) for one in held]
    overruled = _overruled((one.document for one in held), documents)
    before = index.labels_in(overruled)
    affected = {end for source, target, _ in links ^ index.links_in(overruled) for end in (source, target)}
    relabelled = {one for one in labels.keys() | before.keys() if labels.get(one) != before.get(one)}
    affected |= {
        end
        for source, target, _ in links | index.links_with(relabelled)
        for end in (source, target)
        if not relabelled.isdisjoint((source, target))
    }
    links |= index.links_with({*labels, *before, *affected}, overruled)
    far = index.holders({end for source, target, _ in links for end in (source, target)} - labels.keys() | affected)
    far = {one: place for one, place in far.items() if place[0] not in overruled and one not in labels}
    known = links_of(links, {**{one: label for one, (_, label) in far.items()}, **labels})
    found = [_Held(one.document, one.annotations, known) for one in held]
    rows: dict[int, list[IndexedRow]] = {}
    for row in index.rows(*_of_documents({far[one][0] for one in affected if one in far})):
        rows.setdefault(row.document, []).append(row)
    for number, these in rows.items():
        linked = {one.annotation.id: one.links for one in these}
        linked |= {one: known.get(one, NO_LINKS) for one in linked if one in affected}
        found.append(_Held(documents[number], [one.annotation for one in these], linked))
    return found


def _of_documents(numbers: Iterable[int]) -> tuple[str, Sequence[object]]:
    return "document IN (SELECT value FROM json_each(?))", [json.dumps(sorted(numbers))]
