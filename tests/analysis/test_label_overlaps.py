"""Overlapping labels are counted as one would count all pairs by hand, however they lie."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.label_overlaps import OverlapCounts, overlapping
from reader.model.annotation import DETACHED, Annotation

SPANS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(1, 6)), max_size=12)


def passages(spans: list[tuple[str, int, int]]) -> list[Annotation]:
    return [Annotation(str(at), label, start, start + size, "") for at, (label, start, size) in enumerate(spans)]


@given(SPANS, SPANS)
def test_counts_are_those_of_all_pairs(one: list[tuple[str, int, int]], two: list[tuple[str, int, int]]) -> None:
    counts = OverlapCounts()
    wanted: Counter[tuple[str, str, str]] = Counter()
    for spans in (one, two):
        counts.add(passages(spans))
        for first, second in combinations(passages(spans), 2):
            if min(first.end, second.end) > max(first.start, second.start):
                label, other = sorted((first.label, second.label))
                if (first.start, first.end) == (second.start, second.end):
                    how = "same"
                elif (first.start - second.start) * (first.end - second.end) <= 0:
                    how = "inside"
                else:
                    how = "crossing"
                wanted[label, other, how] += 1
    found = Counter(
        {
            (row.label, row.other, how): getattr(row, how)
            for row in counts.rows()
            for how in ("same", "inside", "crossing")
        }
    )
    assert +found == +wanted


def test_what_overlaps_most_comes_first_and_says_in_how_many_documents() -> None:
    counts = OverlapCounts()
    counts.add(passages([("x", 0, 5), ("y", 0, 5)]))
    counts.add(passages([("x", 0, 5), ("y", 1, 2), ("z", 4, 3)]))
    assert [(row.label, row.other, row.pairs, row.documents) for row in counts.rows()] == [
        ("x", "y", 2, 2), ("x", "z", 1, 1),
    ]  # fmt: skip


def test_what_has_no_place_in_the_text_overlaps_nothing() -> None:
    counts = OverlapCounts()
    lost = Annotation("1", "y", 0, 5, "", anchor=DETACHED)
    counts.add([*passages([("x", 0, 5)]), lost])
    assert list(counts.rows()) == []


def test_many_annotations_of_one_passage_are_counted_without_looking_at_each_pair() -> None:
    counts = OverlapCounts()
    counts.add(passages([("x", 0, 9)] * 20_000))
    (row,) = counts.rows()
    assert row.same == row.pairs == 20_000 * 19_999 // 2


@given(SPANS, st.sampled_from("abc"), st.sampled_from("abc"))
def test_those_that_overlap_are_the_members_of_all_pairs(spans: list[tuple[str, int, int]], one: str, two: str) -> None:
    wanted = set()
    for first, second in combinations(passages(spans), 2):
        is_pair = sorted((first.label, second.label)) == sorted((one, two))
        if is_pair and min(first.end, second.end) > max(first.start, second.start):
            wanted |= {first.id, second.id}
    found = [annotation.id for annotation in overlapping(passages(spans), one, two)]
    assert set(found) == wanted
    assert found == sorted(wanted, key=int)
