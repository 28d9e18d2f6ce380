"""The table of facts: what is put in comes back, and nothing is made up of what is not known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.catalogue.fact_table import FactTable

WORDS = st.none() | st.integers(0, 2**31 - 1)
FACTS = st.builds(DocumentFacts, *[st.sampled_from(["", "a", "b", "2016-04-11"])] * 3, WORDS)


@given(st.dictionaries(st.integers(0, 50), FACTS))
def test_what_is_taken_in_is_given_back_and_of_the_others_nothing_is_known(facts: dict[int, DocumentFacts]) -> None:
    table = FactTable()
    for place, one in facts.items():
        table.take(place, one)
    assert {place: found for place in range(60) if (found := table.at(place)) is not None} == facts
    assert table.words(range(60)) == [facts[place].words if place in facts else None for place in range(60)]


@given(st.dictionaries(st.integers(0, 50), FACTS))
def test_places_are_found_by_their_texts(facts: dict[int, DocumentFacts]) -> None:
    table = FactTable()
    for place, one in facts.items():
        table.take(place, one)
    wanted = {place for place, one in facts.items() if one.source in {"a", "b"}}
    matching = table.sources.matching(lambda text: text in {"a", "b"})
    found = (matching.of(range(60)) if matching is not None else None) or []
    assert {place for place, is_found in enumerate(found) if is_found} == wanted
    for some in (range(25), range(25, 60)):  # runs of places with nothing of it are passed over
        assert matching is None or (matching.of(some) is None) == wanted.isdisjoint(some)
    assert table.sources.matching(lambda text: text == "nowhere") is None


def test_a_number_of_words_stays_until_somebody_has_counted_again() -> None:
    table = FactTable()
    table.take(3, DocumentFacts("", "a", "en", 12))
    version = table.version
    table.take(3, DocumentFacts("2016", "a", "en"))
    assert table.at(3) == DocumentFacts("2016", "a", "en", 12)
    assert table.version != version
    table.take(3, DocumentFacts("2016", "a", "en", 13))
    assert table.words([3]) == [13]
