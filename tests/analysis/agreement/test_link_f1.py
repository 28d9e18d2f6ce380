"""Links are the same edge where both ends share half of what they cover."""

from __future__ import annotations

from reader.analysis.agreement import edge_f1
from reader.analysis.agreement.compared_documents import LinkedPassages
from reader.analysis.agreement.link_f1 import matched_links
from reader.model.spans import Span


def link(source: tuple[int, int], target: tuple[int, int], kind: str = "supports", to: int = 0) -> LinkedPassages:
    return LinkedPassages(kind, (0, Span(*source)), (to, Span(*target)))


def both(ours: list[LinkedPassages], theirs: list[LinkedPassages]) -> tuple[float | None, float | None]:
    return matched_links([ours, theirs], labelled=False).f1, matched_links([ours, theirs], labelled=True).f1


def test_half_is_enough_and_less_is_not() -> None:
    assert both([link((0, 10), (20, 30))], [link((0, 5), (20, 40))]) == (1, 1)
    assert both([link((0, 10), (20, 30))], [link((0, 4), (20, 30))]) == (0, 0)
    assert both([link((0, 10), (20, 30))], [link((0, 10), (20, 41))]) == (0, 0)
    assert both([link((5, 10), (20, 30))], [link((0, 10), (20, 30))]) == (1, 1)


def test_another_kind_is_the_same_edge_but_not_labelled() -> None:
    assert both([link((0, 9), (20, 29))], [link((0, 9), (20, 29), "attacks")]) == (1, 0)


def test_the_other_way_round_and_into_another_document_is_another_edge() -> None:
    assert both([link((0, 9), (20, 29))], [link((20, 29), (0, 9))]) == (0, 0)
    assert both([link((0, 9), (20, 29))], [link((0, 9), (20, 29), to=1)]) == (0, 0)


def test_by_hand() -> None:
    ours = [link((0, 9), (20, 29)), link((40, 49), (20, 29)), link((60, 69), (80, 89))]
    theirs = [link((0, 9), (20, 29)), link((40, 49), (20, 29), "attacks")]
    assert both(ours, theirs) == (2 * 2 / 5, 2 * 1 / 5)


def test_nobody_linked_anything_and_one_alone() -> None:
    assert both([], []) == (None, None)
    assert both([link((0, 9), (20, 29))], []) == (0, 0)


def test_what_somebody_linked_twice_counts_once() -> None:
    assert matched_links([[link((0, 9), (20, 29))] * 3, [link((0, 9), (20, 29))]], labelled=True) == (1, 2)


def test_each_is_paired_once_and_as_many_as_can_be() -> None:
    wide, left, right = link((0, 10), (20, 30)), link((0, 7), (20, 30)), link((4, 10), (20, 30))
    assert matched_links([[wide], [left, right]], labelled=True).matched == 1
    # ``wide`` meets both, ``left`` of ours meets the left one alone: ``wide`` has to take the right one.
    assert matched_links([[wide, link((0, 6), (20, 30))], [left, right]], labelled=True).matched == 2


def test_links_of_ones_own() -> None:
    ours, theirs = [((0, 9), (20, 29), "supports")], [((0, 8), (20, 29), "attacks")]
    assert edge_f1(ours, theirs) == 1
    assert edge_f1(ours, theirs, labelled=True) == 0
    assert edge_f1([], []) is None
