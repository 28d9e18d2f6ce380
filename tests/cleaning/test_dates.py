"""Which day a line states, in the languages of news; and that no day is guessed."""

from __future__ import annotations

import pytest

from reader.cleaning.dates import DateContext, date_of_line, dates, is_undecided, published_in, updated_in


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
        ("7 марта 2024 г., 10:05", "2024-03-07"),
        ("Опубликовано 7 мар. 2024 в 10:05", "2024-03-07"),
        ("7 березня 2024", "2024-03-07"),
        ("7 май 2024 г.", "2024-05-07"),
        ("7. март 2024.", "2024-03-07"),
        ("7. јануара 2024.", "2024-01-07"),
        ("7 Μαρτίου 2024", "2024-03-07"),
        ("7 ΜΑΡΤΙΟΥ 2024, 10:05", "2024-03-07"),
        ("الخميس 7 مارس 2024", "2024-03-07"),
        ("٧ آذار/مارس ٢٠٢٤", "2024-03-07"),
        ("7 במרץ 2024", "2024-03-07"),
        ("۱۷ اسفند ۱۴۰۲", "2024-03-07"),
        ("۱۴۰۲/۱۲/۱۷ - ۱۰:۰۵", "2024-03-07"),
        ("7 मार्च 2024", "2024-03-07"),
        ("৭ মে ২০২৪", "2024-05-07"),
        ("৭ মার্চ ২০২৪", "2024-03-07"),
        ("7 มีนาคม 2567", "2024-03-07"),
        ("7 maja 2024", "2024-05-07"),
        ("7. března 2024", "2024-03-07"),
        ("7. 3. 2024", "2024-03-07"),
        ("7. marca 2024", "2024-03-07"),
        ("7. ožujka 2024.", "2024-03-07"),
        ("7 martie 2024", "2024-03-07"),
        ("7 Mart 2024 Perşembe", "2024-03-07"),
        ("2024. március 7. 10:05", "2024-03-07"),
        ("7. maaliskuuta 2024 klo 10.05", "2024-03-07"),
        ("7 mars 2024 kl. 10.05", "2024-03-07"),
        ("den 7. marts 2024", "2024-03-07"),
        ("7 maart 2024", "2024-03-07"),
        ("7 d’abril de 2024", "2024-04-07"),
        ("2024 m. kovo 7 d.", "2024-03-07"),
        ("2024. gada 7. marts", "2024-03-07"),
        ("ngày 7 tháng 3 năm 2024", "2024-03-07"),
        ("7 Maret 2024", "2024-03-07"),
        ("2024년 3월 7일", "2024-03-07"),
        ("입력 2024.03.07. 10:05", "2024-03-07"),
        ("令和6年3月7日", "2024-03-07"),
    ],
)
def test_a_day_in_full_is_read(text: str, day: str) -> None:
    assert [stated.day for stated in date_of_line(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2016",
        "May 2016",
        "Friday, 9:40 a.m.",
        "31 February 2016",
        "12 monkeys 2016",
        "yesterday",
        "1.2.3.2016",
        "32 марта 2024",
        "7 прошлого 2024",
        "30 اسفند 1402",
        "14. listopada 2023",
    ],
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


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en-GB", "2023-04-03"), ("en_AU", "2023-04-03"), ("en-US", "2023-03-04"), ("fr", "2023-04-03"), ("en", None),
        ("es", None), ("", None), ("xx-YY", None),
    ],
)  # fmt: skip
def test_the_language_with_its_region_decides_which_number_is_the_month(language: str, day: str | None) -> None:
    assert published_in(date_of_line("Published 03/04/2023", DateContext(language))) == day
    assert is_undecided("Published 03/04/2023")


def test_a_month_with_two_meanings_needs_the_language_of_the_text() -> None:
    line = "14. listopada 2023."
    assert date_of_line(line) == ()
    assert is_undecided(line)
    assert published_in(date_of_line(line, DateContext("hr"))) == "2023-10-14"
    assert published_in(date_of_line(line, DateContext(detected=lambda: "pl"))) == "2023-11-14"


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Received 3 March 2022; accepted 5 May 2022; published 7 March 2024", "2024-03-07", None),
        ("Received 3 March 2022; revised 5 May 2022; published 7 March 2024", "2024-03-07", None),
        ("Поступила в редакцию 3 марта 2022; опубликована 7 марта 2024", "2024-03-07", None),
        ("Eingegangen am 3. März 2022", None, None),
        ("Обновлено 7 марта 2024", None, "2024-03-07"),
        ("Ažurirano 7. ožujka 2024.", None, "2024-03-07"),
        ("2024年3月7日公開 2024年3月8日更新", "2024-03-07", "2024-03-08"),
        ("2024年3月8日 10:05 更新", None, "2024-03-08"),
    ],
)
def test_the_words_before_a_day_tell_what_happened_on_it(line: str, published: str | None, updated: str | None) -> None:
    stated = date_of_line(line)
    assert (published_in(stated), updated_in(stated)) == (published, updated)


@pytest.mark.parametrize(
    "line",
    [
        "Ultimo aggiornamento: 4 maggio 2024", "Zuletzt geändert: 4. Mai 2024", "Bewerkt op 4 mei 2024",
        "Corrected 4 May 2024", "Corrigé le 4 mai 2024",
    ],
)  # fmt: skip
def test_the_day_of_a_change_is_an_update(line: str) -> None:
    assert [(stated.day, stated.updated) for stated in date_of_line(line)] == [("2024-05-04", True)]
