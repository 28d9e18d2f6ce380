"""Which passages of other documents are found for a claim, and in what they differ from it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.claims.claim_corpus import Candidate, Claim, ClaimCorpus, ClaimDocument, TaggedPassage
from reader.analysis.claims.claim_place import document_of_text, place_in
from reader.analysis.claims.comparison import DIFFERENCES, same_speaker
from reader.analysis.claims.relation_model import RELATIONS
from reader.analysis.claims.stance import Modality, denials, modality
from reader.analysis.claims.word_senses import base_form
from reader.model.article import Block
from tests.benchmarks.bench_claims import measured
from tests.benchmarks.claims_data import FOLDER, ClaimsData


def _document(name: str, text: str, day: str) -> ClaimDocument:
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block("paragraph", at, at + len(paragraph), at, at + len(paragraph)))
        at += len(paragraph) + 2
    return ClaimDocument(name, text, blocks, date.fromisoformat(day))


def _best(claim: str, other: str, *, day: str = "2021-05-03", later: str = "2021-05-20") -> Candidate:
    """The candidate for a claim in another document, among sentences about other things."""
    mine = _document("mine", claim, day)
    rest = "Goats were sold on the market of Wexholm.\n\nThe library lends bicycles now."
    corpus = ClaimCorpus([mine, _document("other", f"{other}\n\n{rest}", later)])
    return corpus.candidates(Claim(mine, 0, len(claim)), 5)[0]


@pytest.mark.parametrize(
    ("claim", "other", "difference"),
    [
        ("The tunnel to Brock cost 70 million euros.", "The tunnel to Brock cost 95 million euros.", "number"),
        ("The tunnel will open on 4 June.", "The tunnel will open on 9 August.", "date"),
        ("The tunnel was flooded in the storm.", "The tunnel was not flooded in the storm.", "negation"),
        ("The tunnel will be closed.", "The tunnel should be closed.", "modality"),
        ("The tunnel is safe, Ann Holt said.", "The tunnel is not safe, Ben Moor said.", "speaker"),
    ],
)
def test_what_differs_is_named(claim: str, other: str, difference: str) -> None:
    found = _best(claim, other)
    assert "tunnel" in found.quote
    assert difference in found.differs


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ("The tunnel is 5 miles long.", "The tunnel is 8 km long."),
        ("The tunnel cost £6m.", "The tunnel cost six million pounds."),
        ("Half of the drivers use the tunnel.", "One driver in two uses the tunnel."),
        ("The tunnel opened on Friday.", "The tunnel opened on 30 April."),
    ],
)
def test_another_form_of_the_same_differs_in_no_number_and_no_date(claim: str, other: str) -> None:
    assert not {"number", "date"}.intersection(_best(claim, other).differs)


def test_a_word_of_the_same_sense_is_enough() -> None:
    assert _best("The mayor resigned.", "Its mayor stepped down.").quote == "Its mayor stepped down."


def test_a_sentence_is_compared_by_the_part_that_speaks_of_the_same() -> None:
    other = "The harbour of Brock lost nine ferries, and the tunnel to Brock cost 70 million euros."
    found = _best("The tunnel to Brock cost 70 million euros.", other)
    assert found.quote == other
    assert "number" not in found.differs


def test_a_tagged_passage_is_a_candidate_as_it_was_tagged() -> None:
    mine = _document("mine", "The tunnel was flooded.", "2021-05-03")
    other = _document("other", "Many people saw that the tunnel was flooded in May.", "2021-05-04")
    start = other.text.index("the tunnel")
    other.tags = [TaggedPassage(start, start + 22, "ID", "claim", "Ann Holt")]
    found = ClaimCorpus([mine, other]).candidates(Claim(mine, 0, 23), 5)
    assert [(one.quote, one.speaker) for one in found] == [("the tunnel was flooded", "Ann Holt")]
    assert found[0].tag is not None
    assert found[0].tag.annotation == "ID"


def test_the_same_documents_give_the_same_candidates() -> None:
    first, second = (_best("The tunnel cost £6m.", "The tunnel cost six million pounds.") for _ in range(2))
    assert first[1:] == second[1:]


def test_who_speaks_for_a_body_is_the_body() -> None:
    assert same_speaker("a spokeswoman for Alder Steel", "Alder Steel")
    assert same_speaker("Ann Holt", "Holt")
    assert not same_speaker("Ann Holt", "Ben Moor")
    assert not same_speaker("Ann Holt", "")


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("The tunnel is closed.", Modality.FACT),
        ("The tunnel will close in May.", Modality.PLAN),
        ("The tunnel may close in May.", Modality.GUESS),
        ("If it rains, the tunnel closes.", Modality.CONDITION),
        ("The tunnel ought to close.", Modality.WISH),
        ("Why is the tunnel closed?", Modality.QUESTION),
    ],
)
def test_how_sure_a_statement_is(text: str, how: Modality) -> None:
    assert modality(text) == how


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nobody came.", 1),
        ("Not only goats came.", 0),
        ("He did not deny it.", 2),
        ("Nobody has looked since 2014.", 0),
        ("The light was off.", 1),
    ],
)
def test_what_turns_the_sense_around_is_counted(text: str, count: int) -> None:
    assert denials(text) == count


@pytest.mark.parametrize(
    ("word", "base"),
    [("sold", "sell"), ("cities", "city"), ("closing", "close"), ("news", "news"), ("ferries", "ferry"), ("was", "be")],
)
def test_forms_lead_to_their_base(word: str, base: str) -> None:
    assert base_form(word) == base


def test_a_claim_is_found_in_its_article_whatever_its_marks() -> None:
    text = "He said: “It  is\nlate.”"
    assert place_in(text, '"It is late."') == (9, len(text))
    assert place_in(text, "It is early.") is None


@given(st.lists(st.text(alphabet='The tunel 39£m.,"?not\n', min_size=1, max_size=60), min_size=1, max_size=4))
def test_candidates_stand_in_their_documents(texts: list[str]) -> None:
    documents = [_document(str(number), text, "2021-05-03") for number, text in enumerate(texts)]
    claim = document_of_text("The tunnel cost 39 pounds")
    for one in ClaimCorpus(documents).candidates(Claim(claim, 0, len(claim.text)), 5):
        assert one.quote == one.document.text[one.start : one.end]
        assert one.relation in RELATIONS
        assert [name for name in DIFFERENCES if name in one.differs] == list(one.differs)


@pytest.mark.skipif(not (FOLDER / "claims.jsonl").is_file(), reason="the articles with claims are not there")
def test_the_floors_hold_on_the_given_articles() -> None:
    found = measured(ClaimsData(), is_own=False)
    floors = {
        "partner among the first 5": 0.85,
        "relation": 0.65,
        "contradicts is right": 0.6,
        "speaker": 0.85,
        "date": 0.85,
    }
    assert {row: share for row, least in floors.items() if (share := found.share(row)) < least} == {}
    assert found.share("differs F1") >= 0.7
