"""The measure itself, on cases small enough to count by hand."""

import pytest

from tests.benchmarks.entity_evaluation import count, f1, grouping, interval, total

GOLD = [(0, 4, "PER"), (10, 14, "ORG"), (20, 30, "LOC"), (40, 44, "MISC")]


def test_what_is_right_in_span_and_kind_counts_once():
    counts = count(GOLD, GOLD)
    assert (counts.matched, counts.gold, counts.found) == (3, 3, 3)
    assert f1(counts.matched, counts.gold, counts.found) == 100


def test_a_wrong_kind_counts_for_the_boundary_only():
    counts = count(GOLD, [(0, 4, "ORG")])
    assert (counts.matched, counts.boundary, counts.partial) == (0, 1, 1)


def test_an_overlap_counts_half_and_only_once():
    counts = count(GOLD, [(20, 24, "LOC"), (26, 30, "LOC")])
    assert (counts.matched, counts.boundary, counts.partial) == (0, 0, 0.5)


def test_other_kinds_are_not_scored():
    assert count(GOLD, [(40, 44, "MISC"), (50, 54, "MISC")]).found == 0


def test_nothing_scores_nothing():
    assert f1(0, 0, 0) == 0


def test_the_interval_holds_the_score_and_is_the_same_each_time():
    counts = [count(GOLD, GOLD), count(GOLD, GOLD[:1]), count(GOLD, [])] * 5
    whole = total(counts)
    low, high = interval(counts)
    assert low <= f1(whole.matched, whole.gold, whole.found) <= high
    assert interval(counts) == (low, high)


@pytest.mark.parametrize("half", [None, "even"])
def test_grouping_is_measured_on_the_shared_set(shared, half):
    def apart(mentions):
        from reader.entities import Entity

        return [Entity(one.text, one.kind, (one,)) for one in mentions]

    row = grouping(shared / "data" / "entities", half, apart)
    assert "P 100.0" in row
