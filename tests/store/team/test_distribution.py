"""Documents among annotators: balanced, the same for the same seed, and what was assigned stays."""

import hashlib
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from reader.store.team.assignments_file import as_bytes, assignments_in
from reader.store.team.distribution import ToAssign, distributed
from reader.store.team.team import Assignment, Assignments

NAMES = ["A", "B", "C"]


def documents(count: int, start: int = 0) -> list[ToAssign]:
    found = range(start, start + count)
    return [ToAssign(f"../{at}.txt", hashlib.sha256(str(at).encode()).hexdigest(), at * 37 % 1000) for at in found]


@given(st.integers(0, 60), st.integers(0, 30), st.integers(1, 3), st.floats(0, 1), st.integers(0, 9), st.randoms())
def test_each_has_as_many_as_the_others_and_what_was_assigned_stays(
    count: int, more: int, people: int, overlap: float, seed: int, random: object
) -> None:
    names = NAMES[:people]
    first = distributed(documents(count), Assignments(), names, overlap, seed)
    mixed = documents(count)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert set(distributed(mixed, Assignments(), names[::-1], overlap, seed).new) == set(first.new)
    assert first.shared == (0 if people == 1 else round(overlap * count))
    before = Assignments(first.new)
    second = distributed(documents(count + more), before, names, overlap, seed)
    assert second.known == count
    assert {one.sha256 for one in second.new} == {one.sha256 for one in documents(more, count)}
    for found in (first, second):
        assert not found.counts or max(found.counts.values()) - min(found.counts.values()) <= 1
    each = Counter(name for one in (*first.new, *second.new) for name in one.annotators)
    assert each == +second.counts


def test_another_seed_chooses_otherwise_and_texts_are_balanced_too() -> None:
    one, other = (distributed(documents(40), Assignments(), ["A", "B"], 0.3, seed) for seed in (7, 8))
    assert set(one.new) != set(other.new)
    lengths = {doc.sha256: doc.length for doc in documents(40)}
    text = Counter[str]()
    for each in one.new:
        text.update(dict.fromkeys(each.annotators, lengths[each.sha256]))
    assert abs(text["A"] - text["B"]) < 100


def test_two_peoples_lines_are_joined_and_a_line_that_is_none_is_left_out() -> None:
    one, other = Assignment("../a.txt", "5f", ("A",)), Assignment("../a.txt", "5f", ("B",))
    data = as_bytes([one, other, one])
    assert data.count(b"\n") == 2
    marked = b"<<<<<<< HEAD\n" + data + b'{"place": 3}\n[1]\n'
    assert Assignments(assignments_in(marked)).of("../b.txt", "5f") == {"A", "B"}
    assert Assignments([one]).of("../a.txt", "60") == {"A"}, "the file has changed since"
    assert Assignments([one]).of("../b.txt", "60") == frozenset()
