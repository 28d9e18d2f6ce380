"""Which day, month, week or year a passage speaks about, seen from the day of its article."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.claims.calendar_dates import covered, overlap
from reader.analysis.claims.dates_spoken_of import article_day, main_date, spoken_dates

#: A Wednesday.
_DAY = date(2021, 5, 19)


def _iso(text: str, day: date | None = _DAY) -> str | None:
    found = main_date(text, day)
    return found.iso if found else None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("The bridge fell on 3 June 1998.", "1998-06-03"),
        ("The bridge fell on June 3, 1998.", "1998-06-03"),
        ("The bridge fell on 1998-06-03.", "1998-06-03"),
        ("The bridge fell in June 1998.", "1998-06"),
        ("The bridge fell in 1998.", "1998"),
        ("The bridge fell in the spring of 1998.", "1998"),
        ("The bridge fell on Monday.", "2021-05-17"),
        ("The bridge fell on Thursday evening.", "2021-05-13"),
        ("The bridge fell on Wednesday.", "2021-05-19"),
        ("The bridge will open on Monday.", "2021-05-24"),
        ("The bridge will open next Monday.", "2021-05-24"),
        ("The bridge fell last Wednesday.", "2021-05-12"),
        ("The bridge fell yesterday.", "2021-05-18"),
        ("The bridge fell last night.", "2021-05-18"),
        ("The bridge opens tomorrow.", "2021-05-20"),
        ("Engineers looked at it this morning.", "2021-05-19"),
        ("The bridge fell in August.", "2020-08"),
        ("The bridge will open in August.", "2021-08"),
        ("The bridge will open in February.", "2022-02"),
        ("The bridge fell last March.", "2021-03"),
        ("The bridge fell on 30 December.", "2020-12-30"),
        ("The bridge is to open on 30 December.", "2021-12-30"),
        ("It has to be mended by the end of March.", "2022-03-31"),
        ("It has to be mended by the end of the month.", "2021-05-31"),
        ("It has to be mended by the end of next year.", "2022-12-31"),
        ("It may be mended by the weekend.", "2021-05-22"),
        ("It was damaged at the weekend.", "2021-05-15"),
        ("By Christmas it had been mended.", "2020-12-25"),
        ("It will be mended by Easter.", "2022-04-17"),
        ("The bridge fell ten days ago.", "2021-05-09"),
        ("The bridge fell three years ago.", "2018"),
        ("The bridge fell two months ago.", "2021-03"),
        ("The bridge will open in five days' time.", "2021-05-24"),
        ("She visits it next week.", "2021-W21"),
        ("She visited it last week.", "2021-W19"),
        ("She visited it last month.", "2021-04"),
        ("It was inspected last year.", "2020"),
        ("It opens on the first Sunday in June.", "2021-06-06"),
        ("It opens on the second of June.", "2021-06-02"),
        ("It has been shut since January.", "2021-01"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_the_article(text: str, iso: str) -> None:
    assert _iso(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "It may open again in the autumn.",
        "It lasted three days.",
        "The bridge is shut now.",
        "It may fall.",
        "They march across it.",
        "He crossed it that night.",
        "It was common until the middle of the last century.",
        "It cost 2000 pounds.",
    ],
)
def test_seasons_durations_and_now_are_no_dates(text: str) -> None:
    assert _iso(text) is None


def test_without_the_day_of_the_article_only_whole_dates_are_known() -> None:
    assert _iso("It fell on Monday.", None) is None
    assert _iso("It fell on 3 June 1998.", None) == "1998-06-03"


def test_the_date_of_the_main_statement_is_taken() -> None:
    assert _iso("The opening planned for last month has been moved to 4 July.") == "2021-07-04"


def test_the_same_year_is_the_one_named_before() -> None:
    text = "The bridge was built in 1931. A tunnel was dug in the same year."
    found = main_date(text, _DAY, 29)
    assert found is not None
    assert (found.iso, text[found.start : found.end]) == ("1931", "in the same year")


def test_dates_that_share_a_day_overlap() -> None:
    assert overlap("2021-05", "2021-05-19")
    assert overlap("2021-W20", "2021-05-19")
    assert not overlap("2021", "2020-12-31")


def test_the_day_of_an_article_may_have_a_time() -> None:
    assert article_day("2021-05-19T08:30") == _DAY
    assert article_day("May") is article_day(None) is None


@given(st.text(alphabet="inby the lastofMayJune 0123456789Monday.", max_size=50))
def test_dates_stand_in_the_text_and_cover_days(text: str) -> None:
    for one in spoken_dates(text, _DAY):
        assert 0 <= one.start < one.end <= len(text)
        if one.iso:
            first, last = covered(one.iso)
            assert first <= last <= first + timedelta(days=366)
