"""Whether somebody tags otherwise than at first, and when that is not said."""

import random

import pytest

from reader.analysis.guideline.linted_tags import Tag
from tests.analysis.guideline.tagged import found_by, linted


def work(
    documents: int, each: int, opinions: tuple[float, float], lengths: tuple[int, int] = (60, 60), *, seed: int = 1,
    made: str = "", who: str = "ann",
) -> list[Tag]:  # fmt: skip
    """Somebody's tags: the share of opinions and the length of passages before and after half of the documents."""
    chance = random.Random(seed)
    tags = []
    for document in range(documents):
        is_late = document >= documents // 2
        for at in range(each):
            label = "opinion" if chance.random() < opinions[is_late] else chance.choice(["claim", "evidence"])
            length = round(lengths[is_late] * chance.uniform(0.6, 1.6))
            when = made or f"2026-{document // 28 + 1:02}-{document % 28 + 1:02}T{at // 60:02}:{at % 60:02}:00.000Z"
            quote = f"{document} {at} {who} " + "x" * length
            tags.append(
                Tag(
                    document,
                    at * 500,
                    at * 500 + length,
                    f"{who}{document:03}{at:03}",
                    label,
                    quote,
                    "",
                    "",
                    who,
                    "",
                    when,
                )
            )
    return tags


def test_a_label_that_becomes_much_more_frequent_is_said_with_both_shares() -> None:
    (one,) = found_by("drift", linted(work(20, 10, (0.15, 0.6))))
    assert "opinion was 1" in one.what
    assert "ann" in one.what
    assert one.tag.document == 10


def test_passages_that_become_much_longer_are_said() -> None:
    (one,) = found_by("drift", linted(work(20, 10, (0.3, 0.3), (40, 130))))
    assert "characters" in one.what


@pytest.mark.parametrize("seed", range(12))
def test_chance_alone_is_no_drift(seed: int) -> None:
    assert found_by("drift", linted(work(24, 8, (0.3, 0.3), seed=seed))) == []


@pytest.mark.parametrize("seed", range(12))
def test_documents_that_differ_among_themselves_are_no_drift(seed: int) -> None:
    """Every other document is an editorial, and editorials are nearly all opinion."""
    chance = random.Random(seed)
    tags = [
        one._replace(label="opinion" if (one.document * 7 + seed) % 3 == 0 and chance.random() < 0.9 else "claim")
        for one in work(24, 8, (0, 0), seed=seed)
    ]
    assert found_by("drift", linted(tags)) == []


def test_too_few_tags_or_documents_or_unknown_order_say_nothing() -> None:
    assert found_by("drift", linted(work(20, 2, (0, 1)))) == []
    assert found_by("drift", linted(work(8, 20, (0, 1)))) == []
    assert found_by("drift", linted(work(20, 10, (0, 1), made="2026-01-01T00:00:00.000Z"))) == []
    assert found_by("drift", linted([one._replace(created_at="") for one in work(20, 10, (0, 1))])) == []


def test_each_person_is_looked_at_alone_and_a_rule_may_ask_for_more() -> None:
    tags = [*work(20, 10, (0.1, 0.7)), *work(20, 10, (0.3, 0.3), who="bo")]
    assert [one.tag.annotator for one in found_by("drift", linted(tags))] == ["ann"]
    assert found_by("drift", linted(tags), "share = 0.9") == []
    assert found_by("drift", linted(tags), "least_tags = 500") == []
