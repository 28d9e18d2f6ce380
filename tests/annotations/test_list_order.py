"""The orders of the list of annotations."""

from dataclasses import replace

import pytest

from reader.annotations.list_order import ORDERS, arranged
from reader.model.annotation import Annotation, Link

LABELS = ("claim", "evidence", "opinion")
ONES = [
    Annotation("1", "claim", 0, 9, "A bridge too dear", annotator="Ann", created_at="2"),
    Annotation("2", "evidence", 10, 19, "It costs a claim", note="whose?", annotator="bob", created_at="1"),
    Annotation("3", "claim", 20, 29, "A note of hope", annotator="Anna", created_at="4", attributed_to="Maria Lenz"),
    Annotation("4", "opinion", 30, 39, "Never begun", annotator="bob", created_at="3", anchor="detached"),
]


@pytest.mark.parametrize(("order", "ids"), zip(ORDERS, ["1324", "1234", "3412", "1324"], strict=True))
def test_orders(order: str, ids: str) -> None:
    links = [Link("l", "2", "3", "supports")] if order == "links" else []
    assert "".join(row.annotation.id for row in arranged(ONES, [], links, order, LABELS)) == ids


def test_what_is_linked_in_other_documents_stands_in_the_tree_alone() -> None:
    others = [replace(ONES[0], id=name) for name in ("x", "y", "z")]
    links = [Link("k", "2", "x", "supports"), Link("l", "y", "1", "attacks"), Link("m", "3", "gone", "supports")]
    rows = arranged(ONES, others, links, "links", LABELS)
    assert [(row.annotation.id, row.depth) for row in rows] == [
        ("1", 0), ("y", 1), ("x", 0), ("2", 1), ("3", 0), ("4", 0),
    ]  # fmt: skip
    assert [row.annotation.id for row in arranged(ONES, others, links, "text", LABELS)] == ["1", "2", "3", "4"]
