"""Direct quotations and who is named beside them, in five languages and on generated text."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.spans import Span
from reader.text import quotations as quotations_module
from reader.text.quotations import Quotation, quotations, unpaired_marks
from reader.text.sentences import sentences


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    """What is quoted, and by whom."""
    return [(text[one.start : one.end], one.speaker) for one in all_of(text, language)]


def all_of(text: str, language: str = "en") -> tuple[Quotation, ...]:
    spans: list[Span] = []
    here = 0
    for paragraph in text.split("\n\n"):
        spans += sentences(text, here, here + len(paragraph), language)
        here += len(paragraph) + 2
    return quotations(text, spans, language)


@pytest.mark.parametrize(
    "text",
    [
        "It was “cold”, it was.", 'It was "cold", it was.', "It was ‘cold’, it was.", "It was «cold», it was.",
        "It was « cold », it was.", "It was „cold“, it was.", "It was »cold«, it was.", "It was 「cold」, it was.",
        "It was ”cold”, it was.",
    ],
)  # fmt: skip
def test_every_pair_of_marks_is_known(text: str) -> None:
    ((passage, speaker),) = found(text)
    assert passage[0] + passage[-1] in {"“”", '""', "‘’", "«»", "„“", "»«", "「」", "””"}
    assert passage[1:-1].strip() == "cold"
    assert speaker == ""


@pytest.mark.parametrize(
    "text", ["He was 5'10\" tall.", "It’s the ministers’ room.", "The '90s weren't kind.", "One “ mark.", "“”", '"..."']
)
def test_apostrophes_and_lone_marks_quote_nothing(text: str) -> None:
    assert found(text) == []


def test_an_apostrophe_does_not_close_a_single_mark() -> None:
    assert found("‘It’s the ministers’ job,’ said Ann Lee.") == [("‘It’s the ministers’ job,’", "Ann Lee")]


def test_a_quotation_in_a_quotation_is_one_of_its_own() -> None:
    outer, inner = all_of("“He told me ‘go away’ twice,” said Ann Lee.")
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.start < inner.start < inner.end < outer.end
    assert (outer.speaker, inner.speaker) == ("Ann Lee", "")


def test_a_quotation_goes_on_in_the_next_paragraph_that_opens_with_its_mark() -> None:
    text = "“The first part.\n\n“The second part,” said Ann Lee.\n\nNothing."
    assert found(text) == [("“The first part.\n\n“The second part,”", "Ann Lee")]


def test_a_mark_that_nothing_closes_spoils_no_other_paragraph() -> None:
    assert found("He said “no.\n\nAnn Lee said: “Yes.”") == [("“Yes.”", "Ann Lee")]


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        ("en", "“We will go,” said Ann Lee, a baker. “We must.”", ["Ann Lee", "Ann Lee"]),
        ("en", "Ann Lee told reporters on Monday that “it is done”.", ["Ann Lee"]),
        ("en", "Bob Stone, who runs the mill, said “he will go”.", ["Bob Stone"]),
        ("en", "“No,” said its director, Dr. Ann Lee. She left.", ["Dr. Ann Lee"]),
        ("en", "“No,” a former official, Ann Lee, told me.", ["Ann Lee"]),
        ("en", "“No,” said Bob Stone, 45. “Never.”", ["Bob Stone", "Bob Stone"]),
        ("en", "“No,” Bob Stone, director of the mill, said.", ["Bob Stone"]),
        ("en", "The plan is “dead”, according to the Ministry of Defence.", ["the Ministry of Defence"]),
        ("en", "“It is over,” the minister for trade said.", ["the minister"]),
        ("en", 'Police said "nothing was found".', ["Police"]),
        ("en", "Stone welcomed the plan and said it was “good for all”.", ["Stone"]),
        ("en", '"Why?" asked Maria von der Leyen. Nobody answered.', ["Maria von der Leyen"]),
        ("en", "Ann Lee said “alpha” and Bob Stone said “beta”.", ["Ann Lee", "Bob Stone"]),
        ("en", "“Alpha,” said Ann Lee, and “beta,” said Bob Stone.", ["Ann Lee", "Bob Stone"]),
        ("en", 'Stone: "The telephone is cheap."', ["Stone"]),
        ("en", "The attack was claimed by the “Red Hand” in May.", [""]),
        ("de", "„Wir gehen“, sagte Anna Berg am Montag. „Sofort.“", ["Anna Berg", "Anna Berg"]),
        ("de", "Am Montag sagte Berg: „Wir gehen.“", ["Berg"]),
        ("de", "Laut Ministerin Anna Berg ist das „ein Fehler“.", ["Ministerin Anna Berg"]),
        ("de", "„Das ist gut“, so Berg.", ["Berg"]),
        ("fr", "« Nous irons », a déclaré Anne Petit, lundi.", ["Anne Petit"]),
        ("fr", "Anne Petit est lasse. « C'est fini », dit-elle.", ["Anne Petit"]),
        ("fr", "Selon le ministre de l'Intérieur, « tout va bien ».", ["le ministre de l'Intérieur"]),
        ("es", "«Vamos a ir», dijo el presidente Juan Ruiz este lunes.", ["Juan Ruiz"]),
        ("es", "Según Ana Ruiz, “no hay nada”.", ["Ana Ruiz"]),
        ("it", "«Andremo», ha detto Anna Conti. «Domani».", ["Anna Conti", "Anna Conti"]),
        ("it", "Il ministro ha detto: «Non è vero».", ["Il ministro"]),
    ],
)
def test_the_speaker_is_whoever_the_text_names(language: str, text: str, speakers: list[str]) -> None:
    assert [speaker for _, speaker in found(text, language)] == speakers


def test_a_pronoun_stands_for_whoever_was_the_subject_before_it() -> None:
    text = "Ann Lee, who bakes, disagrees. In her view it is late.\n\n“Go home,” she said."
    (quotation,) = all_of(text)
    assert text[quotation.speaker_start : quotation.speaker_end] == quotation.speaker == "Ann Lee"


def test_a_pronoun_that_stands_for_nobody_names_nobody() -> None:
    (quotation,) = all_of("“Go home,” she said.")
    assert (quotation.speaker_start, quotation.speaker_end, quotation.speaker) == (None, None, "")


def test_without_sentences_and_language_the_paragraphs_and_all_tables_do() -> None:
    (quotation,) = quotations("„Nein“, sagte Anna Berg.")
    assert quotation.speaker == "Anna Berg"


words = st.sampled_from(
    [*"\"“”„‘’'«»「」.,?:\n ", "\n\n", "said", "Ann", "Lee", "she", "who", "he", "sagte", "a-t-il", "the", "x"]
)


@given(st.lists(words, max_size=60).map(" ".join), st.sampled_from([None, "en", "de", "fr", "ja"]))
def test_quotations_are_in_order_nested_and_name_a_passage_of_the_text(text: str, language: str | None) -> None:
    open_ends: list[int] = []
    last = -1
    for one in all_of(text, language or "en") if len(text) % 2 else quotations(text, (), language):
        assert last < one.start < one.end <= len(text)
        last = one.start
        while open_ends and open_ends[-1] <= one.start:
            open_ends.pop()
        assert not open_ends or one.end <= open_ends[-1]
        assert one.depth == len(open_ends)
        open_ends.append(one.end)
        if one.speaker_start is None:
            assert one.speaker_end is None
            assert one.speaker == ""
        else:
            assert one.speaker == text[one.speaker_start : one.speaker_end] != ""


@given(st.text("\"“”„‘’'«ab ,.\n(", max_size=14))
def test_marks_that_pair_at_first_sight_are_those_that_pair_when_looked_at_one_by_one(text: str) -> None:
    found = unpaired_marks(text)
    with patch.object(quotations_module, "_PAIRED", re.compile("(?!)")):
        assert unpaired_marks(text) == found
