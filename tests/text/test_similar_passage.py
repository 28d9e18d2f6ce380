"""The passage of another article that speaks of the same thing."""

import re

from reader.model.spans import Span
from reader.text.similar_passage import most_similar

TEXT = (
    "The ferry is late again. The harbour at Skagen was dredged in March. Nobody knows what the dredging cost. "
    "Pilots in Norway went on strike. The government said that it would look into the matter."
)
SENTENCES = [Span(*found.span()) for found in re.finditer(r"[^.]+\.", TEXT)]


def found(passage: str, *names: str, context: str = "") -> str:
    span = most_similar(passage, TEXT, SENTENCES, names, context=context)
    return "" if span is None else TEXT[slice(*span)].strip()


def test_the_sentence_that_shares_rare_words_and_names_is_found() -> None:
    assert found("In Skagen the harbour was closed.", "Skagen").startswith("The harbour at Skagen")
    assert found("Norwegian pilots struck; pilots of Norway are few.", "Norway").startswith("Pilots in Norway")


def test_inflected_words_count_as_the_same() -> None:
    assert found("What did the dredgers cost, nobody said.").startswith("Nobody knows")


def test_the_paragraph_around_helps_where_the_sentence_says_little() -> None:
    assert found(
        "It was over in a month.", context="It was over in a month. The dredged harbour reopened in March."
    ) == ("The harbour at Skagen was dredged in March.")


def test_nothing_is_found_where_nothing_is_shared() -> None:
    assert found("Cats sleep on warm roofs.") == ""
    assert found("") == ""
    assert most_similar("The harbour at Skagen", "", []) is None
