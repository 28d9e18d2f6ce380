"""Passages that begin or end inside a word, a quotation or a bracket, and those that only look as if."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.words import words
from tests.analysis.guideline.tagged import found_by, linted, tag


@pytest.mark.parametrize(
    "text",
    [
        "The minis|ter left early|.",
        "The |minister le|ft early.",
        "It cost 1|,200 euros| more",
        "It cost |1,|200 euros",
        "They don|'t know| it",
        "Sie |verließen das Mini|sterium",
        "Le |ministre a répon|du",
    ],
)
def test_a_cut_word_or_number_is_found(text: str) -> None:
    assert len(found_by("cut-word", linted([tag(text)]))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The |minister left|.",
        "|All of it|",
        "in the |U.S.| army",
        "the |U.S|. army",
        "a |NATO|-led force",
        "the |mayor|'s car",
        "(|so he said|)",
        "“|so he said|”",
        "排|出量|。",
        "จับ|กุม|แล้ว",
        "from 10| to |20",
        "end.|\n\nNext one|\n\nand",
        "—|so|—",
    ],
)
def test_whole_words_are_no_cut(text: str) -> None:
    assert found_by("cut-word", linted([tag(text)])) == []


@given(
    st.lists(st.sampled_from(["Geneva", "talks", "5,000", "don't", "U.S.", "“so”", "(2)", "Über", "—"]), min_size=1),
    st.data(),
)
def test_passages_of_whole_words_cut_none(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    if not (spans := list(words(text, 0, len(text)))):
        return
    first = data.draw(st.integers(0, len(spans) - 1))
    start, end = spans[first].start, data.draw(st.sampled_from(spans[first:])).end
    assert found_by("cut-word", linted([tag(f"{text[:start]}|{text[start:end]}|{text[end:]}")])) == []


@given(st.text("abcdé", min_size=2, max_size=9), st.data())
def test_every_edge_inside_a_word_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    assert found_by("cut-word", linted([tag(f"so |the {word[:at]}|{word[at:]} went")]))
    assert found_by("cut-word", linted([tag(f"so the {word[:at]}|{word[at:]} went| on")]))


@pytest.mark.parametrize(
    "text",
    [
        '|"We must act| now," he said.',
        'He called it |"a bad| joke" at once.',
        "|“We must act now,| he added.",
        "He said |«c’est assez|».",
        'It was |joke" of the year|.',
        'He |"|went" home',
        "„|Das geht nicht“, sagte er|.",
        "|‘We must act| now,’ he said.",
        "|'We must act| now,' he said.",
        '"|We must act now," he said|.',
        '|"We must act now.|" He left.',
    ],
)
def test_one_mark_of_a_quotation_without_the_other_is_found(text: str) -> None:
    assert len(found_by("cut-quotation", linted([tag(text)]))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '|"We must act," he said|.',
        '"|We must act|," he said.',
        "|The ministers’ room and the ‘90s|",
        "|“He told me ‘no’ twice,” she said|",
        '|"We must act.| We will not wait," he said.',
        'We must act. |We will not wait," he said|.',
        "|He don't like 'em|",
        '|A 6" pipe burst|',
        "|“One paragraph.\n\n“And another,” he said|.",
        "|„Das geht nicht“, sagte er|.",
        "|« Oui », dit-il|.",
        '|He said: "We must act.| We will not wait."',
        "no marks |at all|",
        "|the teachers' union|",
    ],
)
def test_whole_quotations_and_whole_sentences_of_one_are_no_cut(text: str) -> None:
    assert found_by("cut-quotation", linted([tag(text)])) == []


@pytest.mark.parametrize(
    "text",
    [
        "|The plan (of May| 2020) failed.",
        "The plan (|of May 2020) failed|.",
        "|see [the map (here)|] now",
        "|so （真| 的）",
    ],
)
def test_one_bracket_without_the_other_is_found(text: str) -> None:
    assert len(found_by("cut-bracket", linted([tag(text)]))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "|The plan (of May [2020]) failed|.",
        "|He wants a) peace and b) quiet|",
        "|1) go, 2) stay|",
        "(|of May 2020|)",
        "|So good :)| he wrote",
        "|ii) the price|",
        "|Sad :( but true|",
    ],
)
def test_pairs_lists_and_faces_are_no_cut(text: str) -> None:
    assert found_by("cut-bracket", linted([tag(text)])) == []


def test_a_rule_may_be_about_some_labels_with_what_lies_below_them() -> None:
    tags = linted([tag("The minis|ter left|.", label, id_=label) for label in ("claim", "claim/causal", "opinion")])
    assert [one.tag.label for one in found_by("cut-word", tags, 'labels = ["claim"]')] == ["claim", "claim/causal"]
