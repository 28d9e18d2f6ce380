"""Which day a line states, in six languages; and that no day is guessed."""

from __future__ import annotations

import pytest

from reader.cleaning.dates import date_of_line, dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("April 11, 2016", "2016-04-11"),
        ("Published Aug. 17, 2015, 9:40 a.m.", "2015-08-17"),
        ("20 Nov, 2019 05:47", "2019-11-20"),
        ("Wednesday 20 November 2019 9:22 am", "2019-11-20"),
        ("2016-04-11", "2016-04-11"),
        ("11/19/2019", "2019-11-19"),
        ("19/11/2019", "2019-11-19"),
        ("Stand: 30.04.2024, 18:02 Uhr", "2024-04-30"),
        ("Dienstag, 5. März 2024", "2024-03-05"),
        ("Publié le 14 juillet 2021 à 09h30", "2021-07-14"),
        ("3 de febrero de 2020", "2020-02-03"),
        ("22 maggio 2018", "2018-05-22"),
        ("7 de dezembro de 2022", "2022-12-07"),
        ("March 7, 20247:55 AM UTC", "2024-03-07"),
        ("Coast PressApril 28, 2023 GMT", "2023-04-28"),
        ("2024年3月7日", "2024-03-07"),
    ],
)
def test_a_day_in_full_is_read(text: str, day: str) -> None:
    assert [stated.day for stated in date_of_line(text)] == [day]


@pytest.mark.parametrize(
    "text",
    ["03/04/2016", "May 2016", "Friday, 9:40 a.m.", "31 February 2016", "12 monkeys 2016", "yesterday", "1.2.3.2016"],
)
def test_what_is_no_full_day_is_none(text: str) -> None:
    assert date_of_line(text) == ()


def test_a_sentence_that_mentions_a_day_is_no_date_line() -> None:
    text = "The bridge over the river was closed on April 11, 2016, because engineers had found cracks in its pillars."
    assert date_of_line(text) == ()
    assert [stated.day for stated in dates(text)] == ["2016-04-11"]


def test_an_update_is_told_from_the_day_of_publication() -> None:
    published, updated = date_of_line("08:39, 6 Jan 2026 Updated 08:41, 7 Jan 2026")
    assert (published.day, published.updated) == ("2026-01-06", False)
    assert (updated.day, updated.updated) == ("2026-01-07", True)
