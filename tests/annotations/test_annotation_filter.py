"""The list of annotations: what a line of simple words keeps, and the orders."""

from dataclasses import replace

import pytest

from reader.annotations.annotation_filter import ORDERS, arranged, keeper
from reader.model.annotation import Annotation, Link

LABELS = ("claim", "evidence", "opinion")
ONES = [
    Annotation("1", "claim", 0, 9, "A bridge too dear", annotator="Ann", created_at="2"),
    Annotation("2", "evidence", 10, 19, "It costs a claim", note="whose?", annotator="bob", created_at="1"),
    Annotation("3", "claim", 20, 29, "A note of hope", annotator="Anna", created_at="4", attributed_to="Maria Lenz"),
    Annotation("4", "opinion", 30, 39, "Never begun", annotator="bob", created_at="3", anchor="detached"),
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", "1234"),
        ("claim", "13"),
        ("Claim opinion", "134"),
        ('"claim"', "2"),
        ("ann:", "13"),
        ("ann: bob:", "1234"),
        ("claim ann: note", ""),
        ("note", "2"),
        ('"note"', "3"),
        ("-note", "134"),
        ("-claim -note", "4"),
        ("linked", "12"),
        ("-linked detached", "4"),
        ("attributed", "3"),
        ("@lenz", "3"),
        ("BRIDGE dear", "1"),
        ("whose", "2"),
        ("moved", ""),
        ("evid", "2"),
        ("opin beg", "4"),
        ('"too de', "1"),
        ('- "', "1234"),
    ],
)
def test_words_keep_what_they_name(typed: str, kept: str) -> None:
    keep = keeper(typed, LABELS, {"1", "2"})
    assert "".join(one.id for one in ONES if keep(one)) == kept


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
