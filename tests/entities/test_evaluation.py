"""The measure itself, on cases small enough to count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


LABELLED = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 3), st.sampled_from(["PER", "ORG", "LOC"])), max_size=6
)


def apart(drawn):
    """Names without overlap, in order, from gaps and lengths."""
    names, at = [], 0
    for gap, length, label in drawn:
        names.append((at + gap, at + gap + length, label))
        at += gap + length
    return names


@given(st.lists(st.tuples(LABELLED.map(apart), LABELLED.map(apart)), min_size=1, max_size=4))
def test_the_strict_measure_is_that_of_nervaluate(documents):
    nervaluate = pytest.importorskip("nervaluate", reason="needs nervaluate to compare with")

    def listed(names):
        return [{"label": label, "start": start, "end": end - 1} for start, end, label in names]

    ours = total(count(gold, found) for gold, found in documents)
    gold, found = ([listed(names) for names in side] for side in zip(*documents, strict=True))
    theirs = nervaluate.Evaluator(gold, found, tags=["PER", "ORG", "LOC"], loader="dict").evaluate()["overall"]
    strict = theirs["strict"]
    assert (ours.matched, ours.gold, ours.found) == (strict.correct, strict.possible, strict.actual)
    assert f1(ours.matched, ours.gold, ours.found) == pytest.approx(100 * strict.f1)
    partial = theirs["partial"]
    assert ours.partial == partial.correct + partial.partial / 2
