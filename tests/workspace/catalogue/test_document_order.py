"""The documents in an order: right, the same with any size of steps, and what is not known is last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.catalogue.document_order import COLUMNS, DATE, SOURCE, STATE, TAGS, WORDS, Order, SortedDocuments
from reader.workspace.catalogue.fact_table import FactTable
from reader.workspace.document_progress import BEGUN, FINISHED, UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry

STATES = (UNREAD, BEGUN, FINISHED)


class Corpus:
    """Documents of which all is known that they are sorted by."""

    def __init__(self, told: Sequence[tuple[DocumentFacts | None, str, int, bool]]) -> None:
        self.entries = [
            LibraryEntry(f"/{place}.txt", "gone" if is_gone else "", place=place)
            for place, (_, _, _, is_gone) in enumerate(told)
        ]
        self._told = told
        self.facts = FactTable()
        for place, (facts, _, _, _) in enumerate(told):
            if facts is not None:
                self.facts.take(place, facts)

    def progress(self, entry: LibraryEntry) -> Progress:
        _, state, tags, _ = self._told[entry.place]
        return Progress(state, {"claim": tags} if tags else {})

    def sorted(self, order: Order, at_once: int = 3) -> SortedDocuments:
        return SortedDocuments(self.entries, order, self.facts, self.progress, at_once)

    def key(self, column: str, entry: LibraryEntry) -> Any:
        """What it is sorted by; None where that is not known."""
        facts, state, tags, is_gone = self._told[entry.place]
        if is_gone:
            return None
        known = facts or DocumentFacts()
        return {
            "": entry.place,
            "name": entry.name,
            DATE: known.published or None,
            SOURCE: known.source or None,
            "language": known.language or None,
            WORDS: known.words,
            TAGS: tags,
            STATE: STATES.index(state),
        }[column]


TEXTS = st.sampled_from(["", "a", "b", "2016-04-11"])
FACTS = st.none() | st.builds(DocumentFacts, TEXTS, TEXTS, TEXTS, st.none() | st.integers(0, 3))
CORPORA = st.lists(st.tuples(FACTS, st.sampled_from(STATES), st.integers(0, 2), st.booleans()), max_size=20).map(Corpus)
ORDERS = st.builds(Order, st.sampled_from(COLUMNS), st.booleans())


def places(found: SortedDocuments) -> list[int]:
    return [entry.place for entry in chain.from_iterable(found.parts())]


@given(CORPORA, ORDERS, st.integers(1, 30))
def test_sorted_in_steps_is_sorted_whole(corpus: Corpus, order: Order, at_once: int) -> None:
    known = [one for one in corpus.entries if corpus.key(order.column, one) is not None]
    unknown = [one for one in corpus.entries if corpus.key(order.column, one) is None]
    # Python's own sort keeps those with the same key as they were: in the order of places.
    wanted = sorted(known, key=lambda one: corpus.key(order.column, one), reverse=order.is_descending)
    assert places(corpus.sorted(order, at_once)) == [one.place for one in (*wanted, *unknown)]


@given(CORPORA, ORDERS, st.lists(st.booleans(), max_size=60))
def test_two_may_go_through_it_in_turns(corpus: Corpus, order: Order, turns: list[bool]) -> None:
    found = corpus.sorted(order)
    both: tuple[Iterator[Sequence[LibraryEntry]], ...] = (found.parts(), found.parts())
    got: tuple[list[LibraryEntry], ...] = ([], [])
    for turn in turns:
        got[turn].extend(next(both[turn], ()))
    for iterator, seen in zip(both, got, strict=True):
        seen.extend(chain.from_iterable(iterator))
        assert [entry.place for entry in seen] == places(corpus.sorted(order))


def test_the_newest_the_longest_and_the_most_tagged_come_first_and_texts_go_from_a_to_z() -> None:
    descending = {column for column in COLUMNS if Order(column).is_descending}
    assert descending == {DATE, WORDS, TAGS}
    assert {column for column in COLUMNS if Order(column, is_reversed=True).is_descending} == set(COLUMNS) - descending


def test_no_step_looks_at_more_than_it_should() -> None:
    corpus = Corpus([(DocumentFacts("", "", "", count), UNREAD, 0, False) for count in range(1_000)])
    parts = list(corpus.sorted(Order(WORDS), 50).parts())
    assert max(map(len, parts)) == 50
    assert parts[:20] == [()] * 20  # sorted runs first
    assert parts[20][0].place == 999
