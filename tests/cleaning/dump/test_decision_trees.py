"""The table of trees: all trees at once give what each gives by itself, and a damaged table is none."""

from __future__ import annotations

from math import exp, isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.dump import decision_trees
from reader.cleaning.dump.decision_trees import LEAVES, Node, load, pack, unpack
from reader.cleaning.dump.model_review import TABLE
from reader.cleaning.dump.row_features import NAMES

FEATURES = 4
_NUMBER = st.integers(-3, 3).map(float)


@st.composite
def trees(draw: st.DrawFn, leaves: int = LEAVES) -> Any:
    """A tree as nested tuples ``(feature, threshold, left, right)``, a number where it is a leaf."""
    if leaves == 1 or draw(st.booleans()):
        return draw(st.floats(-2, 2, width=32))
    left = draw(st.integers(1, leaves - 1))
    branches = draw(trees(left)), draw(trees(leaves - left))
    return (draw(st.integers(0, FEATURES - 1)), draw(_NUMBER), *branches)


def value(tree: Any, row: tuple[float, ...]) -> float:
    while isinstance(tree, tuple):
        tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
    return tree


def flattened(tree: Any, place: int, nodes: list[Node], leaves: list[float]) -> None:
    if not isinstance(tree, tuple):
        leaves.append(tree)
        return
    first = len(leaves)
    flattened(tree[2], place, nodes, leaves)
    nodes.append(Node(tree[1], place, tree[0], sum(1 << leaf for leaf in range(first, len(leaves)))))
    flattened(tree[3], place, nodes, leaves)


@given(st.lists(trees(), min_size=1, max_size=5), st.tuples(*[_NUMBER] * FEATURES))
def test_all_trees_at_once_give_what_each_gives_by_itself(planted: list[Any], row: tuple[float, ...]) -> None:
    nodes: list[Node] = []
    values = []
    for place, tree in enumerate(planted):
        leaves: list[float] = []
        flattened(tree, place, nodes, leaves)
        values.append(tuple(leaves))
    table = unpack("# where it comes from\n" + pack(nodes, values, 0.5, FEATURES))
    assert table.features == FEATURES
    expected = 1 / (1 + exp(-0.5 - sum(value(tree, row) for tree in planted)))
    assert isclose(table.probability(row), expected, abs_tol=1e-6)


@pytest.mark.parametrize("damage", ["", "nothing of the kind", "# only its head\n"])
def test_a_text_that_is_no_table_says_so(damage: str) -> None:
    with pytest.raises(ValueError, match="not a table"):
        unpack(damage)


def test_a_table_that_is_cut_off_says_so() -> None:
    whole = pack([Node(0.5, 0, 1, 1)], [(1.0, 2.0)], 0.0, FEATURES)
    with pytest.raises(ValueError, match="not a table"):
        unpack(whole[: len(whole) // 2])


def test_the_table_that_ships_fits_the_features_and_says_where_it_comes_from() -> None:
    assert load(TABLE, len(NAMES)) is not None
    head = Path(decision_trees.__file__).parent.joinpath("tables", f"{TABLE}.txt").read_text(encoding="ascii")
    assert all(
        fact in head for fact in ("# data: sha256 ", "# date: ", "# learner: ", f"# features: {' '.join(NAMES)}\n")
    )


def test_a_table_learnt_from_other_features_is_not_used() -> None:
    assert load(TABLE, len(NAMES) + 1) is None
    assert load("no such table", len(NAMES)) is None
