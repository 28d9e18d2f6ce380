"""The table of documents: which columns there is room for, and that every row of it is as wide as its head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.config.label import Label
from reader.ui.widgets.document_table import columns_in, head_of, table_row, totals_of
from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.catalogue.document_order import COLUMNS, DATE, LANGUAGE, NAME, SOURCE, STATE, TAGS, WORDS, Order
from reader.workspace.catalogue.document_totals import DocumentTotals
from reader.workspace.document_progress import BEGUN, FINISHED, UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry

LABELS = [Label("claim", "c", "green"), Label("evidence", "e", "blue"), Label("opinion", "o", "red")]
FACTS = DocumentFacts("2016-04-11", "example.org", "en", 12_345)


def row(entry: LibraryEntry, room: int, order: Order = Order(), facts: DocumentFacts | None = FACTS) -> str:  # noqa: B008
    progress = Progress(BEGUN, {"claim": 3, "opinion": 12})
    pieces = table_row(entry, progress, facts, LABELS, columns_in(room, LABELS, order))
    return "".join(text for text, _ in pieces)


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (30, []),
        (34, [TAGS]),
        (50, [DATE, TAGS]),
        (66, [DATE, TAGS, WORDS]),
        (104, [DATE, LANGUAGE, SOURCE, TAGS, WORDS]),
        (130, [DATE, LANGUAGE, SOURCE, STATE, TAGS, WORDS]),
        (8, []),
    ],
)
def test_columns_drop_out_in_the_order_of_importance(room: int, shown: list[str]) -> None:
    columns = columns_in(room, LABELS, Order())
    assert sorted(columns.cells) == shown
    assert columns.name >= 16 or not shown


@pytest.mark.parametrize("column", COLUMNS[2:])
def test_the_column_that_the_table_is_sorted_by_is_seen_however_narrow_it_is(column: str) -> None:
    columns = columns_in(32, LABELS, Order(column))
    assert column in columns.cells
    assert columns.name >= 8


@given(
    st.integers(0, 140),
    st.builds(Order, st.sampled_from(COLUMNS), st.booleans()),
    st.text(st.sampled_from("ab 東京é\u0301🚢"), max_size=60),
)
def test_columns_stand_below_their_heads_whatever_the_name(room: int, order: Order, title: str) -> None:
    columns = columns_in(room, LABELS, order)
    head = head_of(columns, order)
    entry = LibraryEntry("/a/file.txt", title=title)
    pieces = table_row(entry, Progress(UNREAD, {}), FACTS, LABELS, columns, is_shown=True)
    assert cell_len(head) <= max(room, 3)
    assert sum(cell_len(text) for text, _ in pieces) <= max(room, 3)
    for column in columns.cells:
        if column in {DATE, SOURCE, LANGUAGE}:
            at = head.index({DATE: "date", SOURCE: "source", LANGUAGE: "lang"}[column])
            said = {DATE: "2016-04-11", SOURCE: "example.org", LANGUAGE: "en"}[column]
            before = "".join(text for text, _ in pieces).partition(said)[0]
            assert cell_len(before) == at


def test_an_arrow_says_what_the_table_is_sorted_by_and_in_which_direction() -> None:
    def head(order: Order) -> str:
        return " ".join(head_of(columns_in(130, LABELS, order), order).split())

    assert head(Order()) == "name date source lang words state tags"
    assert head(Order(is_reversed=True)) == "name ↓ date source lang words state tags"
    assert head(Order(NAME)) == "name ↑ date source lang words state tags"
    assert head(Order(WORDS)) == "name date source lang words ↓ state tags"
    assert head(Order(LANGUAGE, is_reversed=True)) == "name date source lang ↓ words state tags"


def test_a_row_says_what_is_known_and_a_dot_what_is_not() -> None:
    entry = LibraryEntry("/a/file.txt", title="Envoys meet")
    assert " ".join(row(entry, 130).split()) == "~ Envoys meet 2016-04-11 example.org en 12,345 begun c3 o12"
    assert " ".join(row(entry, 130, facts=None).split()) == "~ Envoys meet · begun c3 o12"
    assert " ".join(row(entry, 130, facts=DocumentFacts("", "a", "", 0)).split()) == "~ Envoys meet a 0 begun c3 o12"
    assert row(LibraryEntry("/a/file.txt", "is empty"), 130) == "✗ file.txt: is empty"


def test_tags_stand_in_columns_and_where_there_is_no_room_for_these_one_behind_the_other() -> None:
    entry, columns = LibraryEntry("/a/file.txt"), columns_in(104, LABELS, Order())

    def tags(labels: list[Label], **counts: int) -> str:
        pieces = table_row(entry, Progress(BEGUN, counts), FACTS, labels, columns)
        return "".join(text for text, _ in pieces[3:])

    assert tags(LABELS, claim=3, opinion=12) == "c3      o12 "
    assert tags(LABELS, claim=3, opinion=345) == "c3 o345 "
    assert tags(LABELS) == ""
    many = [Label(f"label{key}", key, "red") for key in "abcdefghij"]
    assert tags(many, **{label.name: 7 for label in many}) == "a7 b7 c7 d7 "


def test_totals_say_of_how_many_documents_they_know() -> None:
    totals = DocumentTotals()
    totals.documents, totals.read, totals.words, totals.left_out = 12_000, 304, 81_000, 3
    totals.states.update({FINISHED: 2, BEGUN: 5})
    totals.counts.update({"claim": 1_200, "evidence": 1})
    assert totals_of(totals, 100_000, LABELS) == (
        "12,000 of 100,000 documents · 81,000 words (304 of 12,000 read)",
        "c1200 e1 o0 · 2 finished · 5 begun · 11,990 unread · 3 left out",
    )
    whole = DocumentTotals()
    whole.documents, whole.read, whole.words = 2, 2, 1_000
    assert totals_of(whole, 2, LABELS) == ("2 documents · 1,000 words", "2 unread")
