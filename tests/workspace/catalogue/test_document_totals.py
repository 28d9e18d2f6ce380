"""Totals of documents: those that are known count, and what is not known is said to be so."""

from __future__ import annotations

from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.catalogue.document_totals import DocumentTotals
from reader.workspace.catalogue.fact_table import FactTable
from reader.workspace.document_progress import BEGUN, FINISHED, UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry


def test_words_tags_and_states_are_added_up_bit_by_bit() -> None:
    entries = [LibraryEntry(f"/{place}", "gone" if place == 4 else "", place=place) for place in range(6)]
    progress = {
        0: Progress(FINISHED, {"claim": 2, "opinion": 1}),
        1: Progress(BEGUN, {"claim": 1}),
        2: Progress(BEGUN, {}),
        3: Progress(UNREAD, {}),
    }
    facts = FactTable()
    for place, words in ((0, 100), (3, 50), (5, None)):
        facts.take(place, DocumentFacts("", "a", "", words))
    totals = DocumentTotals()
    for part in (entries[:2], entries[2:]):
        totals.add(part, facts, {*progress, 4}, lambda entry: progress[entry.place])
    assert (totals.documents, totals.read, totals.words, totals.left_out) == (6, 2, 150, 1)
    assert totals.counts == {"claim": 3, "opinion": 1}
    assert totals.states == {FINISHED: 1, BEGUN: 2}
    assert totals.unread == 2
