"""The head of a text dump, in the languages of news: authors and dates are read, shown, and no furniture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cleaning.dump.dump_pipeline import clean_dump
from reader.cleaning.page_cleaning import clean
from reader.model.article import Article
from reader.sources import open_page
from tests.cleaning.pages import BODY, BYLINE, TITLE, dump, page

RUSSIAN = (
    "Городской совет решил в понедельник закрыть два из пяти бассейнов, потому что крыша одного из них уже не прочна.",
    "Мэр заявила, что после восьми лет без ремонта у неё не было выбора и что детей будут возить в соседний город.",
)
ARABIC = (
    "قرر مجلس البلدية يوم الاثنين إغلاق اثنين من المسابح الخمسة لأن سقف أحدها لم يعد آمنا، بينما يفقد الآخر الماء.",
    "وقالت رئيسة البلدية إنها لم يكن لديها خيار بعد ثماني سنوات بلا إصلاحات، وإن الأطفال سينقلون إلى مدينة مجاورة.",
)
CZECH = (
    "Městská rada v pondělí rozhodla, že zavře dva z pěti bazénů, protože střecha jednoho z nich už není bezpečná.",
    "Starostka řekla, že po osmi letech bez oprav neměla na vybranou a že děti budou jezdit autobusem jinam.",
)
FURNITURE = "Facebook\n\nShare\n\nA tall ship\n"


def kinds(article: Article) -> dict[str, str]:
    return {article.text[block.start : block.end]: block.kind for block in article.blocks}


@pytest.mark.parametrize("after", ["", FURNITURE])
@pytest.mark.parametrize(
    ("title", "byline", "date", "body", "name"),
    [
        ("Совет закрывает два бассейна", "Нина Орлова, Екатеринбург", "3 марта 2021 г., 10:05", RUSSIAN, "Нина Орлова"),
        ("Совет закрывает два бассейна", "Автор: Нина Орлова", "Опубликовано 03.03.2021", RUSSIAN, "Нина Орлова"),
        ("المجلس يغلق مسبحين", "بقلم: ليلى حسن", "الأربعاء 3 مارس 2021", ARABIC, "ليلى حسن"),
        ("المجلس يغلق مسبحين", "ليلى حسن", "٣ آذار ٢٠٢١", ARABIC, "ليلى حسن"),
        ("Rada zavírá dva bazény", "Jan Novák, redaktor", "3. března 2021", CZECH, "Jan Novák"),
        ("Rada zavírá dva bazény", "Autor: Jan Novák", "3. 3. 2021", CZECH, "Jan Novák"),
    ],
)
def test_authors_and_dates_of_a_language_are_read_and_shown(
    title: str, byline: str, date: str, body: tuple[str, ...], name: str, after: str
) -> None:
    article = clean_dump(page("\n\n".join([title, f"{byline}\n{date}", *body, after])))
    assert (article.title, article.authors, article.published) == (title, (name,), "2021-03-03")
    shown = kinds(article)
    assert (shown[byline], shown[date]) == ("byline", "date")
    assert all(text in shown for text in body)


@pytest.mark.parametrize(
    "byline",
    ["Par Élodie Durand", "Door Anna de Wit", "Di Chiara Bellini", "Skribent: Sofia Berg", "Από τη Λίνα Σταύρου"],
)
def test_a_byline_in_another_language_than_the_text_counts(byline: str) -> None:
    article = clean_dump(dump(head=f"{byline}\nMarch 3, 2021"))
    assert (article.title, len(article.authors)) == (TITLE, 1)


def test_a_headline_that_begins_with_a_foreign_by_is_the_title() -> None:
    text = "\n\n".join(["Door Factory Reopens", f"{BYLINE}\nMarch 3, 2021", *BODY])
    article = clean_dump(page(text))
    assert (article.title, article.authors) == ("Door Factory Reopens", ("Marta Lindqvist",))


def test_a_trade_below_the_name_belongs_to_the_byline() -> None:
    article = clean_dump(dump(head="Marta Lindqvist\nDefence and diplomacy editor\nMarch 3, 2021"))
    assert article.authors == ("Marta Lindqvist",)
    assert kinds(article)["Defence and diplomacy editor"] == "byline"


@pytest.mark.parametrize("after", ["", FURNITURE])
def test_a_byline_below_the_last_paragraph_counts(after: str) -> None:
    article = clean_dump(page("\n\n".join(["Совет закрывает два бассейна", *RUSSIAN, "Автор: Нина Орлова", after])))
    assert article.authors == ("Нина Орлова",)
    assert kinds(article)["Автор: Нина Орлова"] == "byline"


def test_an_agency_is_shown_as_the_byline_and_is_no_author() -> None:
    article = clean_dump(dump(head="By Reuters\nMarch 3, 2021"))
    assert (article.authors, article.byline) == ((), "By Reuters")


def test_of_the_steps_of_a_paper_the_publication_counts() -> None:
    article = clean_dump(dump(head=f"{BYLINE}\nReceived 5 May 2019\nPublished 3 March 2021"))
    assert article.published == "2021-03-03"


@pytest.mark.parametrize(
    ("lang", "published"), [("en-GB", "2021-04-03"), ("en-US", "2021-03-04"), ("en", None), ("", None)]
)
def test_the_stated_language_decides_the_order_of_day_and_month(
    tmp_path: Path, lang: str, published: str | None
) -> None:
    text = "\n\n".join([TITLE, f"{BYLINE}\n03/04/2021", *BODY])
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "lang": lang}), encoding="utf-8")
    article = clean(open_page(tmp_path / "a.jsonl#1"))
    assert (article.published, kinds(article)["03/04/2021"]) == (published, "date")
    assert article.language == "en"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "x", "lang": lang, "date": "03/04/2021"}), encoding="utf-8")
    assert clean(open_page(tmp_path / "a.jsonl#1")).published == published


@pytest.mark.parametrize("last", ["(Reporting by Ida Berg; Editing by Tom Aske)", "Ida Berg", "— Ida Berg"])
def test_the_author_may_stand_below_the_text(last: str) -> None:
    assert clean_dump(page("\n\n".join([TITLE, "4 May 2021", *BODY, last]))).authors == ("Ida Berg",)


def test_a_name_below_the_text_is_no_author_beside_a_byline() -> None:
    article = clean_dump(page("\n\n".join([TITLE, BYLINE, *BODY, "Ida Berg"])))
    assert "Ida Berg" not in article.authors


def test_the_language_of_the_text_decides_which_number_is_the_month_where_all_its_places_agree() -> None:
    russian = clean_dump(page("\n\n".join(["Совет закрывает два бассейна", "03/04/2021", *RUSSIAN])))
    assert russian.published == "2021-04-03"
    assert clean_dump(page("\n\n".join([TITLE, "03/04/2021", *BODY]))).published is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ida Berg/Bay Herald", ("Ida Berg",)),
        ("By Ida Berg, Press Association", ("Ida Berg",)),
        ("Ida Berg 4 May 2022", ("Ida Berg",)),
        ("Interview: Ida Berg", ("Ida Berg",)),
        ("Ida Berg (Lund)", ("Ida Berg",)),
        ("✍ Ida Berg", ("Ida Berg",)),
        ("Van onze verslaggever Ida Berg", ("Ida Berg",)),
        ("By Omar al-Haddad", ("Omar al-Haddad",)),
        ("Agencies", ()),
        ("From our staff", ()),
    ],
)
def test_a_headline_stands_above_whatever_says_who_wrote_the_text(line: str, names: tuple[str, ...]) -> None:
    for below in ("", "\n4 May 2022"):
        article = clean_dump(page("\n\n".join([f"{TITLE}\n{line}{below}", *BODY])))
        assert (article.title, article.authors) == (TITLE, names)


def test_a_name_and_a_place_between_headline_and_date_are_a_byline() -> None:
    assert clean_dump(page("\n\n".join([TITLE, "Ida Berg / Lund\n4 May 2022", *BODY]))).authors == ("Ida Berg",)


@pytest.mark.parametrize("label", ["Title: ", "HEADLINE: ", "Заголовок: "])
def test_a_label_is_no_part_of_the_headline(label: str) -> None:
    article = clean_dump(page("\n\n".join([f"{label}{TITLE}\nAuthor: Ida Berg\nDate: 4 May 2022", *BODY])))
    assert (article.title, article.authors, article.published) == (TITLE, ("Ida Berg",), "2022-05-04")


def test_the_first_line_directly_above_a_text_is_its_title() -> None:
    assert clean_dump(page(f"{TITLE}\n" + "\n".join(BODY))).title == TITLE
    assert clean_dump(page(f"The quay was closed on\n{BODY[0].lower()}")).title is None
