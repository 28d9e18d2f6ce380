"""The sentences with the most words on which annotators disagree."""

from __future__ import annotations

from reader.analysis.agreement.agreement_figures import agreement_figures
from reader.analysis.agreement.compared_documents import ComparedDocument, LabelledSpan

FIRST, SECOND, THIRD = "The rents rise again.", "Nobody asked why they do.", "It was late."
TEXT = f"{FIRST} {SECOND}\n\n{THIRD}"


def tagged(sentence: str, label: str) -> LabelledSpan:
    return LabelledSpan(TEXT.index(sentence), TEXT.index(sentence) + len(sentence), label)


def test_they_come_with_their_words_and_with_who_said_what() -> None:
    one = ComparedDocument(
        "a.txt", TEXT, {"A": [tagged(FIRST, "claim"), tagged(SECOND, "claim")], "B": [tagged(FIRST, "claim")]}
    )
    two = ComparedDocument("b.txt", TEXT, {"A": [tagged(THIRD, "claim")], "B": [tagged("late", "opinion")]})
    found = agreement_figures([two, one], "AB").contested
    assert [(one.document, TEXT[slice(*one.sentence)], one.disputed, one.words, one.labels) for one in found] == [
        (0, SECOND, 5, 5, {"A": ["claim"], "B": []}),
        (1, THIRD, 3, 3, {"A": ["claim"], "B": ["opinion"]}),
    ]


def test_where_all_agree_there_are_none() -> None:
    both = [tagged(FIRST, "claim")]
    assert agreement_figures([ComparedDocument("a", TEXT, {"A": both, "B": both})], "AB").contested == []


def test_of_as_many_words_the_larger_part_of_a_sentence_comes_first() -> None:
    text = "One two three four five six. One two three."
    tags = [LabelledSpan(0, 13, "claim"), LabelledSpan(29, 42, "claim")]
    found = agreement_figures([ComparedDocument("a", text, {"A": tags, "B": []})], "AB").contested
    assert [(one.disputed, one.words) for one in found] == [(3, 3), (3, 6)]
