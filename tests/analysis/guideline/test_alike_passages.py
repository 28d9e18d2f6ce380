"""The same or nearly the same passage under different labels."""

import random

import pytest

from reader.analysis.guideline import alike_passages
from reader.analysis.guideline.linted_tags import Tag
from tests.analysis.guideline.tagged import found_by, ids, linted, tag

SAID = "Sanctions have pushed the harbour towns closer to the capital."


def pair(one: str, other: str, *, who: str = "ann", document: int = 1, label: str = "evidence") -> list[Tag]:
    return [
        tag(one, "claim", id_="A"),
        tag(other, label, id_="B", document=document, who=who, made="2026-02-01T00:00:00.000Z"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        SAID,
        SAID.upper(),
        SAID.removesuffix("."),
        f"“{SAID}”",
        SAID.replace("closer", "nearer"),
        f"Today {SAID}",
        SAID.replace("the harbour", "harbour"),
        SAID.replace(" to the capital", ""),
        SAID.replace(" ", "  "),
    ],
)
def test_the_later_of_two_alike_is_named_with_the_place_of_the_other(other: str) -> None:
    (one,) = found_by("tagged-differently", linted(pair(SAID, other)))
    assert one.tag.id == "B"
    assert "0.txt#A" in one.what
    assert ids([one]) == ["B"]
    assert [tag.id for tag in one.others] == ["A"]


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("have pushed", "will push"),
        SAID.replace("have", "have not"),
        f"{SAID} Nobody should accept that, ever, anywhere.",
        "Sanctions have pushed prices of bread and oil to a record.",
        "Yes.",
    ],
)
def test_what_a_word_makes_another_statement_or_shares_too_little_is_not_the_same(other: str) -> None:
    assert found_by("tagged-differently", linted(pair(SAID, other))) == []


def test_people_who_differ_are_another_rule_and_one_label_is_no_fault() -> None:
    assert found_by("tagged-differently", linted(pair(SAID, SAID, who="bo"))) == []
    assert ids(found_by("annotators-differ", linted(pair(SAID, SAID, who="bo")))) == ["B"]
    for rule in ("tagged-differently", "annotators-differ"):
        assert found_by(rule, linted(pair(SAID, SAID, who="bo", label="claim"))) == []
        assert found_by(rule, linted(pair(SAID, SAID, who="adjudicated"))) == []
    assert found_by("annotators-differ", linted(pair(SAID, SAID))) == []


def test_the_fewer_are_named_not_the_more() -> None:
    tags = [tag(SAID, "claim", id_=f"C{number}", document=number, made=f"2026-02-0{number + 1}") for number in range(3)]
    tags.append(tag(SAID, "opinion", id_="X", document=1, made="2026-01-01"))
    assert ids(found_by("tagged-differently", linted(tags))) == ["X"]


def test_a_label_and_one_below_it_are_the_same() -> None:
    assert found_by("tagged-differently", linted(pair(SAID, SAID, label="claim/causal"))) == []
    assert ids(found_by("tagged-differently", linted(pair(SAID, SAID, label="opinion/harsh")))) == ["B"]


def test_passages_of_one_document_that_share_most_of_their_text_are_the_same() -> None:
    tags = [
        tag("|The dam, which is old, leaks a lot at night|.", "claim", id_="A"),
        tag("The dam, |which is old, leaks a lot at night|.", "opinion", id_="B", who="bo", made="2026-02-01"),
        tag("The dam, which is old, leaks |a lot at night|.", "evidence", id_="C", who="bo", made="2026-02-01"),
    ]
    assert ids(found_by("annotators-differ", linted(tags))) == ["B"]


def test_exactly_the_same_alone_counts_where_the_rule_says_so() -> None:
    near = linted(pair(SAID, SAID.replace("closer", "nearer")))
    assert found_by("tagged-differently", near, "similarity = 1") == []
    assert found_by("tagged-differently", linted(pair("So it is.", "so it is")), "similarity = 1")


def test_the_order_in_which_tags_come_makes_no_difference() -> None:
    chance = random.Random(3)
    sentences = [
        f"The {chance.choice('abcdef')} line in {chance.choice('uvw')} stopped for {n} days" for n in range(40)
    ]
    tags = [
        tag(
            one,
            chance.choice(["claim", "evidence"]),
            id_=f"T{at:03}",
            document=at % 7,
            made=f"2026-01-{at % 28 + 1:02}",
        )
        for at, one in enumerate(sentences * 2)
    ]
    first = [(one.id, one.what) for one in found_by("tagged-differently", linted(tags))]
    assert first
    chance.shuffle(tags)
    assert [(one.id, one.what) for one in found_by("tagged-differently", linted(tags))] == first


def test_each_of_many_tags_of_one_passage_is_judged_once() -> None:
    labels = ("claim", "evidence")
    tags = linted(tag(SAID, labels[at % 2], id_=str(at), document=at % 9) for at in range(4_000))
    assert len(found_by("tagged-differently", tags)) == 2_000


@pytest.mark.parametrize(
    "other", [SAID.replace("closer", "nearer"), f"Today {SAID}", SAID.replace(" to the capital", "")]
)
def test_in_a_large_store_passages_with_the_same_first_or_last_words_still_meet(
    other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike_passages, "_MOST_SEARCHED", 1)
    assert ids(found_by("tagged-differently", linted(pair(SAID, other)))) == ["B"]


def test_texts_of_few_words_do_not_compare_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small buckets are looked at first: two that share a rare word meet, whatever else there is."""
    monkeypatch.setattr(alike_passages, "_MOST_COMPARED", 50)
    crowd = [
        tag(f"The line in the town stopped on day {n} of it", "claim", id_=f"C{n}", document=n) for n in range(300)
    ]
    assert ids(found_by("tagged-differently", linted([*crowd, *pair(SAID, f"Today {SAID}", document=400)]))) == ["B"]
