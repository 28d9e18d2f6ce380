"""What a line of words asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.annotations.annotation_query import (
    NO_LINKS,
    Links,
    Vocabulary,
    annotation_query,
    links_of,
    milliseconds,
    state_of,
)
from reader.model.annotation import Annotation

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
KNOWN = Vocabulary(("claim", "evidence", "opinion", "open question"), ("supports", "attacks"))
ONES = [
    Annotation("1", "claim", 0, 9, "A bridge too dear", annotator="Ann", created_at="2026-11-29T12:00:00.000Z"),
    Annotation("2", "evidence", 10, 19, "It costs a claim", note="whose?", annotator="bob", created_at="2026-11-20"),
    Annotation("3", "claim", 20, 29, "A note of hope", annotator="Anna", attributed_to="Maria Lenz"),
    Annotation("4", "opinion", 30, 39, "Never begun", annotator="bob", anchor="detached", updated_at="2026-11-30T11Z"),
]
LINKS: dict[str, Links] = {
    "1": frozenset({("attacks", "evidence")}),
    "2": frozenset({("attacks", "claim")}),
    "3": frozenset({("supports", "")}),
}


def kept(typed: str, known: Vocabulary = KNOWN) -> str:
    query = annotation_query(typed, known, NOW)
    assert not query.problem
    return "".join(one.id for one in ONES if query.keeps(one, LINKS.get(one.id, NO_LINKS), "council-returns.txt"))


@pytest.mark.parametrize(
    ("typed", "ids"),
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
        ("linked", "123"),
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
def test_words_keep_what_they_name(typed: str, ids: str) -> None:
    assert kept(typed) == ids


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("label:claim", "13"),
        ("label:claim label:opinion", "134"),
        ('label:"open question"', ""),
        ("by:ann", "1"),  # not Anna
        ("by:Ann by:BOB", "124"),
        ('by:"ann"', "1"),
        ("-by:bob", "13"),
        ("speaker:lenz", "3"),
        ("quote:claim", "2"),
        ("note:claim", ""),
        ("note:whose -quote:whose", "2"),
        ("in:COUNCIL", "1234"),
        ("in:other", ""),
        ("in:other in:returns", "1234"),
        ("-in:council", ""),
    ],
)
def test_a_name_before_a_colon_says_what_is_compared(typed: str, ids: str) -> None:
    assert kept(typed) == ids


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("with:evidence", "1"),
        ("claim without:evidence", "3"),
        ("without:evidence", "234"),
        ("-with:evidence", "234"),
        ("-without:evidence", "1"),
        ("with:attacks", "12"),
        ("with:supports:evidence", ""),
        ("claim without:supports:evidence", "13"),
        ("with:evidence:attacks", "1"),
        ("claim with:supports", "3"),
        ("with:claim with:attacks", "2"),
    ],
)
def test_links_count_in_either_direction(typed: str, ids: str) -> None:
    assert kept(typed) == ids


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("since:7d", "1"),
        ("since:2w", "12"),
        ("since:23h", ""),
        ("since:1y", "12"),
        ("until:7d", "2"),
        ("since:2026-11-20", "12"),
        ("since:2026-11-21", "1"),
        ("until:2026-11-20", "2"),  # that day is within
        ("until:2026-11-19", ""),
        ("since:2026-11-20 until:2026-11-20", "2"),
        ("since:2026-11-29T11:59Z", "1"),
        ("since:2026-11-29T12:01Z", ""),
        ("until:2026-11-29T12:00Z", "2"),
        ("-since:7d", "234"),  # no time is not within either
        ("changed:2h", "4"),
        ("changed:today", "4"),
    ],
)
def test_times(typed: str, ids: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    __import__("time").tzset()
    try:
        assert kept(typed) == ids
    finally:
        monkeypatch.undo()
        __import__("time").tzset()


def test_a_day_is_one_where_the_reader_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5")
    __import__("time").tzset()
    try:
        late = replace(ONES[0], created_at="2026-11-29T03:00:00.000Z")  # still the 28th there
        assert annotation_query("since:2026-11-28 until:2026-11-28", KNOWN, NOW).keeps(late)
        assert not annotation_query("since:2026-11-29", KNOWN, NOW).keeps(late)
        assert annotation_query("since:yesterday", KNOWN, NOW + timedelta(hours=10)).keeps(ONES[0])
    finally:
        monkeypatch.undo()
        __import__("time").tzset()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("colour:red", "colour: is none of label:, by:"),
        ("since:lately", "since:lately: no time is called so (known are 7d"),
        ("since:2026-13-01", "since:2026-13-01: no time"),
        ("until:99999d -", ""),
        ("without:evidnce", "without:evidnce: no label or kind of link of that name (there are claim, evidence"),
        ("with:supports:foo", "with:foo: no label or kind"),
        ("label:clam", "label:clam: no such label (there are claim, evidence"),
        ("by: bob", "by: needs something behind it"),
    ],
)
def test_a_word_that_cannot_be_used_is_named_in_one_line_and_left_out(typed: str, problem: str) -> None:
    query = annotation_query(f"claim {typed}", KNOWN, NOW)
    assert query.problem.startswith(problem)
    assert "\n" not in query.problem
    if problem and "bob" not in typed:
        assert [one.id for one in ONES if query.keeps(one)] == ["1", "3"]


def test_a_word_that_is_the_last_one_may_still_be_typed() -> None:
    assert annotation_query("claim since:2026-1", KNOWN, NOW).is_unfinished
    assert not annotation_query("claim since:2026-1 ", KNOWN, NOW).is_unfinished
    assert not annotation_query("since:2026-1 claim", KNOWN, NOW).is_unfinished


@pytest.mark.parametrize("typed", ["https://example.org/a", "10:30", '"by:nobody"', "автор:иван"])
def test_a_colon_within_a_text_is_text(typed: str) -> None:
    query = annotation_query(typed, KNOWN, NOW)
    assert not query.problem
    assert query.keeps(replace(ONES[0], quote=f"At {typed.strip(chr(34))} it began"))
    assert not query.keeps(ONES[0])


def test_what_links_say_is_known_at_both_ends() -> None:
    links = [("1", "2", "supports"), ("3", "1", "attacks"), ("1", "gone", "supports")]
    assert links_of(links, {"1": "claim", "2": "evidence", "3": "opinion"}) == {
        "1": {("supports", "evidence"), ("attacks", "opinion"), ("supports", "")},
        "2": {("supports", "claim")},
        "3": {("attacks", "claim")},
        "gone": {("supports", "claim")},
    }


def test_times_and_states_of_records_from_anywhere() -> None:
    assert milliseconds("2026-11-30T12:00:00.000Z") == milliseconds("2026-11-30T13:00:00+01:00")
    assert milliseconds("2026-11-30T12:00:00") == milliseconds("2026-11-30T12:00:00Z")
    assert milliseconds("") == milliseconds("lately") == -1
    assert [state_of(one) for one in ONES] == [0, 1, 0, 4]
