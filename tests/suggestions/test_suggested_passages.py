"""Which sentences of an article are suggested, and which label tags give a sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.dismissed_suggestions import words_hash
from reader.model.annotation import DETACHED, Annotation
from reader.model.annotation_origin import ACCEPTED, Origin, with_origin
from reader.model.article import Block
from reader.model.spans import Span
from reader.suggestions.learning_suggester import LearningSuggester
from reader.suggestions.suggested_passages import answers_in, body_sentences, suggestions, tag_over
from reader.suggestions.suggester import NONE, Answer

LABELS = ("claim", "evidence", "opinion")
PLACES = st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda one: Span(one[0], one[0] + one[1]))


def tag(start: int, end: int, label: str = "claim", anchor: str = "exact") -> Annotation:
    return Annotation("01K" + "0" * 23, label, start, end, "x" * (end - start), anchor=anchor)


def label_of(sentence: Span, annotations: list[Annotation]) -> str:
    found = tag_over(sentence, annotations)
    return NONE if found is None else found.label


def test_a_tag_labels_the_sentence_that_it_covers_by_half() -> None:
    sentence = Span(10, 30)
    assert label_of(sentence, [tag(10, 20)]) == "claim"
    assert label_of(sentence, [tag(10, 19)]) == NONE
    assert label_of(sentence, [tag(0, 100)]) == "claim"
    assert label_of(sentence, [tag(10, 30, anchor=DETACHED)]) == NONE


def test_of_two_tags_the_one_that_covers_more_counts() -> None:
    sentence = Span(10, 30)
    assert label_of(sentence, [tag(10, 20), tag(12, 30, "opinion")]) == "opinion"
    assert label_of(sentence, [tag(10, 20), tag(20, 30, "opinion")]) == "claim"


@given(PLACES, st.lists(st.tuples(PLACES, st.sampled_from(LABELS)), max_size=6))
def test_a_label_is_that_of_a_tag_over_half_of_the_sentence(sentence: Span, places: list[tuple[Span, str]]) -> None:
    shared = {
        (len(range(max(place.start, sentence.start), min(place.end, sentence.end))), label) for place, label in places
    }
    enough = {one for one in shared if 2 * one[0] >= sentence.end - sentence.start}
    label = label_of(sentence, [tag(*place, label) for place, label in places])
    if enough:
        assert label in {one[1] for one in enough if one[0] == max(enough)[0]}
    else:
        assert label == NONE


def article(*parts: tuple[str, str]) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for kind, part in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(part), 0, 0))
        text += part
    return text, blocks


FACT = "The port handled 41,000 containers in March 2021, according to its annual report."
WISH = "The council must never let this happen again."


def test_sentences_of_the_body_are_suggested_and_no_title_heading_or_byline() -> None:
    text, blocks = article(
        ("title", FACT), ("byline", FACT), ("heading", FACT), ("paragraph", f"{FACT} {WISH}"), ("table", FACT)
    )
    sentences = body_sentences(text, blocks, "en")
    assert [text[one.start : one.end] for one in sentences] == [FACT, WISH]
    found = suggestions(text, sentences, LearningSuggester(LABELS, "en"))
    assert [(text[one.start : one.end], one.label) for one in found] == [(FACT, "evidence"), (WISH, "opinion")]
    assert found[0].why.startswith("number")
    assert all(0.7 <= one.score <= 1 for one in found)


def test_the_likeliest_are_shown_in_the_order_of_the_text() -> None:
    text, blocks = article(("paragraph", f"{WISH} {FACT} The mayor opened the bridge. {FACT}"))
    sentences = body_sentences(text, blocks, "en")
    every = suggestions(text, sentences, LearningSuggester(LABELS, "en"), least=0)
    assert len(every) == 4
    two = suggestions(text, sentences, LearningSuggester(LABELS, "en"), least=0, most=2)
    assert [one.start for one in two] == [sentences[1].start, sentences[3].start]
    assert suggestions(text, sentences, LearningSuggester(LABELS, "en"), [tag(0, len(text))]) == []


def test_what_was_dismissed_is_not_suggested_with_that_label_wherever_it_stands() -> None:
    text, blocks = article(("paragraph", f"{FACT} {WISH}"), ("paragraph", FACT.replace(" ", "  ")))
    sentences, suggester = body_sentences(text, blocks, "en"), LearningSuggester(LABELS, "en")
    gone = {("evidence", words_hash(FACT))}
    assert [one.label for one in suggestions(text, sentences, suggester, (), gone)] == ["opinion"]
    assert len(suggestions(text, sentences, suggester, (), {("claim", words_hash(FACT))})) == 3


def test_answers_are_tags_dismissals_and_what_a_finished_document_leaves_untagged() -> None:
    text, blocks = article(("paragraph", f"{FACT} {WISH} The mayor opened the bridge."))
    sentences = body_sentences(text, blocks, "en")
    taken = with_origin(tag(0, len(FACT)), Origin(ACCEPTED, 0.8, "rules-1"))
    mine = tag(0, len(FACT))
    assert answers_in(text, sentences, [mine]) == [Answer(FACT, "claim", is_whole=False)]
    dismissed = {("opinion", words_hash(WISH))}
    assert answers_in(text, sentences, [taken], dismissed) == [Answer(FACT, "claim"), Answer(WISH, NONE)]
    finished = answers_in(text, sentences, [mine], is_finished=True)
    assert [(one.label, one.is_whole) for one in finished] == [("claim", True), (NONE, True), (NONE, True)]
