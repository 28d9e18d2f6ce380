"""The list of documents answers as one that is walked would, whatever was added and left out."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.workspace.entry_index import EntryIndex
from reader.workspace.library_entries import LibraryEntry
from tests.steps import steps

#: Batches of documents, each with whether it can be read; then which of them turn out to be unreadable.
batches = st.lists(st.lists(st.booleans(), max_size=8), max_size=5)


def filled(found: list[list[bool]], left_out: list[int]) -> EntryIndex:
    index = EntryIndex()
    count = 0
    for batch in found:
        names = range(count, count + len(batch))
        index.add([LibraryEntry(f"{at}.txt", "" if ok else "bad") for at, ok in zip(names, batch, strict=True)])
        count += len(batch)
    for at in left_out:
        if at < count:
            index.leave_out(index.entries[at], "gone")
    return index


@given(batches, st.lists(st.integers(0, 40)))
def test_numbers_and_neighbours_are_those_of_the_documents_that_can_be_read(
    found: list[list[bool]], left_out: list[int]
) -> None:
    index = filled(found, left_out)
    readable = [one for one in index.entries if not one.problem]
    assert list(index.readable) == readable == index.readable[:]
    assert [index.readable[at] for at in range(-len(readable), len(readable))] == readable * 2
    assert index.left_out[:] == [one for one in index.entries if one.problem]
    assert [index.number(one) for one in readable] == list(range(1, len(readable) + 1))
    for entry in index.entries:
        before = [one for one in readable if one.place < entry.place]
        behind = [one for one in readable if one.place > entry.place]
        for step in (1, 2, 5):
            assert index.near(entry, step) is (behind[step - 1] if step <= len(behind) else None)
            assert index.near(entry, -step) is (before[-step] if step <= len(before) else None)
        if entry.problem:
            assert index.number(entry) == 0
        assert index.at(str(Path(entry.path).absolute())) is entry
        assert index.at_path(entry.path) is (None if entry.problem else entry)


def test_what_is_not_in_the_list_has_no_number_and_no_neighbours() -> None:
    index = filled([[True, True]], [])
    stranger = LibraryEntry("0.txt")
    assert (index.number(stranger), index.near(stranger, 1), index.number(None), index.near(None, 1)) == (
        0,
        None,
        0,
        None,
    )
    assert index.at_path("7.txt") is None


@given(
    batches,
    st.lists(st.integers(0, 40)),
    st.sets(st.integers(0, 40)),
    st.dictionaries(st.integers(0, 40), st.booleans()),
)
def test_unfinished_documents_are_counted_without_looking_at_them(
    found: list[list[bool]], left_out: list[int], finished: set[int], known: dict[int, bool]
) -> None:
    index = filled(found, [])
    for at in sorted(finished):
        if at < len(index.entries):
            index.mark_finished(index.entries[at], is_finished=True)
    for at in left_out:
        if at < len(index.entries):
            index.leave_out(index.entries[at], "gone")
    better = {at: said for at, said in known.items() if at < len(index.entries)}
    states = {one: better.get(one.place, one.place in finished) for one in index.readable}
    counted = index.count_unfinished((index.entries[at], said) for at, said in better.items())
    assert counted == sum(not done for done in states.values())


def test_a_question_costs_the_same_for_ten_and_for_a_hundred_thousand() -> None:
    costs = []
    for count in (10, 100_000):
        index = EntryIndex()
        index.add(LibraryEntry(f"{at}.txt", "" if at % 3 else "bad", _location=f"/{at}.txt") for at in range(count))
        entry = index.entries[count // 2]

        def ask(index: EntryIndex = index, entry: LibraryEntry = entry) -> None:
            index.number(entry), index.near(entry, 1), index.near(entry, -1), len(index.readable), index.left_out[:3]
            index.at("/1.txt"), index.readable[2:5], index.count_unfinished([(entry, True)])
            index.leave_out(entry, "gone")

        costs.append(steps(ask))
    assert costs[1] < costs[0] + 8 * 20  # bisecting takes a few steps more
