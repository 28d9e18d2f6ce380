"""Offset maps: one way back for every code point, through any number of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.spans import OffsetMap, Span

pieces = st.lists(st.tuples(st.sampled_from(["keep", "cut", "entity", "insert"]), st.integers(1, 5)), max_size=12)


def derive(origin: str, plan: list[tuple[str, int]]) -> tuple[str, OffsetMap, dict[int, Span]]:
    """A derived text, its map, and for each of its code points where it came from."""
    derived, runs, place = "", [], 0
    truth: dict[int, Span] = {}
    for what, wanted in plan:
        count = min(wanted, len(origin) - place)
        if what == "insert":
            derived += "\n"
        elif what == "keep" and count:
            runs.append((len(derived), len(derived) + count, place, place + count))
            truth |= {len(derived) + i: Span(place + i, place + i + 1) for i in range(count)}
            derived += origin[place : place + count]
            place += count
        elif what == "entity" and count > 1:
            runs.append((len(derived), len(derived) + 1, place, place + count))
            truth[len(derived)] = Span(place, place + count)
            derived += "&"
            place += count
        else:
            place += count
    return derived, OffsetMap(runs), truth


@given(pieces)
def test_each_code_point_leads_back_to_where_it_came_from(plan: list[tuple[str, int]]) -> None:
    derived, mapping, truth = derive("abcdefghijklmnopqrstuvwxyz" * 2, plan)
    for offset, place in truth.items():
        assert mapping.span(offset, offset + 1) == place
    if truth:
        assert mapping.span(0, len(derived)) == (
            min(p.start for p in truth.values()),
            max(p.end for p in truth.values()),
        )


@given(pieces, pieces)
def test_two_steps_back_are_the_same_as_one_after_the_other(
    first: list[tuple[str, int]], second: list[tuple[str, int]]
) -> None:
    middle, to_origin, _ = derive("abcdefghijklmnopqrstuvwxyz" * 2, first)
    _, to_middle, truth = derive(middle, second)
    composed = to_middle.after(to_origin)
    for offset, place in truth.items():
        pieces_there = [there for _, there in to_origin.pieces(*place)]
        if pieces_there:
            expected = (min(p.start for p in pieces_there), max(p.end for p in pieces_there))
            assert composed.span(offset, offset + 1) == expected


def test_what_was_put_in_between_maps_to_the_nearest_place() -> None:
    mapping = OffsetMap([(0, 5, 0, 5), (7, 10, 20, 23)])
    assert mapping.span(5, 7) == (5, 5)
    assert mapping.span(4, 8) == (4, 21)


def test_an_empty_map_leads_to_the_beginning() -> None:
    assert OffsetMap([]).span(3, 5) == (0, 0)


def test_runs_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        OffsetMap([(0, 5, 0, 5), (4, 6, 9, 11)])
