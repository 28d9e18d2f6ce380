"""Who wrote a page and when: what it states for machines and what it shows are read alike, in any language."""

from __future__ import annotations

import json

import pytest

from reader.cleaning.page_cleaning import clean
from reader.model.article import Article
from reader.sources import open_bytes
from tests.cleaning.pages import BODY, TITLE

SITE = {"@type": "Organization", "name": "Coast Compass"}
GRAPH = [
    {"@type": "Article", "author": {"@id": "#m"}},
    {"@type": "Person", "@id": "#m", "name": "Marta Lindqvist"},
]


def article(byline: str = "", head: str = "", date: str = "<time>3 March 2021</time>", lang: str = "en") -> Article:
    body = "".join(f"<p>{text}</p>" for text in BODY)
    page = (
        f"<!DOCTYPE html><html lang='{lang}'><head><title>{TITLE} | Coast Compass</title>{head}</head><body>"
        f"<main><article><h1>{TITLE}</h1>{byline}{date}{body}</article></main></body></html>"
    )
    return clean(open_bytes(page.encode(), "a.html"))


def stated(author: object, **others: object) -> str:
    fields = {"@type": "NewsArticle", "author": author, **others}
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p>By Marta Lindqvist and Otto Brandvold in Rome</p>", ("Marta Lindqvist", "Otto Brandvold")),
        ("<p>Marta Lindqvist</p>", ("Marta Lindqvist",)),
        ("<p class='byline'>Marta Lindqvist<br>Chief Maritime Writer</p>", ("Marta Lindqvist",)),
        ("<div>By <a rel='author' href='/m'>Marta Lindqvist</a>, Health editor</div>", ("Marta Lindqvist",)),
        (
            "<ul><li><a rel='author'>Marta Lindqvist</a></li><li><a rel='author'>Otto Brandvold</a></li></ul>",
            ("Marta Lindqvist", "Otto Brandvold"),
        ),
        ("<p class='byline'>Words by Marta Lindqvist. Pictures by Otto Brandvold</p>", ("Marta Lindqvist",)),
        ("<p class='byline'>By Marta Lindqvist | Coast Compass</p>", ("Marta Lindqvist",)),
        ("<p class='byline'>Coast Compass</p>", ()),
        ("<div><a rel='author'>Marta Lindqvist</a><span>Health Editor</span></div>", ("Marta Lindqvist",)),
        ("<p class='byline'>By Marta Lindqvist</p><aside><p class='author'>Pat Rill</p></aside>", ("Marta Lindqvist",)),
        ("<p class='byline'>By staff and agencies</p>", ()),
        (
            (
                "<div class='author'><p>Marta Lindqvist</p><p>Health editor</p><p>@marta</p></div>"
                "<div class='author'><p>Otto Brandvold</p><p>Reporter</p></div>"
            ),
            ("Marta Lindqvist", "Otto Brandvold"),
        ),
        ("<p class='byline'>Текст: Нина Орлова, фото: Лев Зимин</p>", ("Нина Орлова",)),
        ("<p class='author'>ليلى حسن</p>", ("ليلى حسن",)),
        ("<p class='byline'>文：田中花子</p>", ("田中花子",)),
        (
            "<p class='byline'>By Marta Lindqvist</p><div><p class='author'>5 minutes ago Pat Rill</p></div>",
            ("Marta Lindqvist",),
        ),
    ],
)
def test_the_people_of_a_visible_byline(byline: str, names: tuple[str, ...]) -> None:
    assert article(byline).authors == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<meta name="author" content="By Marta Lindqvist and Otto Brandvold">', ("Marta Lindqvist", "Otto Brandvold")),
        ('<meta name="author" content="Opinion by Marta Lindqvist, Coast Compass">', ("Marta Lindqvist",)),
        ('<meta name="author" content="Associated Press">', ()),
        ('<meta name="citation_author" content="Lindqvist, Marta">', ("Marta Lindqvist",)),
        ('<meta property="article:author" content="https://example.org/m">', ()),
        (stated(person("By Marta Lindqvist")), ("Marta Lindqvist",)),
        (stated([person("Marta Lindqvist"), "Otto Brandvold"]), ("Marta Lindqvist", "Otto Brandvold")),
        (stated({"@type": "Person", "givenName": "Marta", "familyName": "Lindqvist"}), ("Marta Lindqvist",)),
        (stated(SITE), ()),
        (stated(person("Coast Compass"), publisher=SITE), ()),
        (stated(None, **{"@graph": GRAPH}), ("Marta Lindqvist",)),
        ('<script type="application/ld+json">{"author": [</script>', ()),
    ],
)
def test_the_people_that_a_page_states_for_machines(head: str, names: tuple[str, ...]) -> None:
    assert article(head=head).authors == names


def test_a_byline_that_names_more_people_than_the_markup_wins_and_one_that_names_fewer_does_not() -> None:
    head = stated(person("Marta Lindqvist"))
    both = ("Marta Lindqvist", "Otto Brandvold")
    assert article("<p>By Marta Lindqvist and Otto Brandvold</p>", head).authors == both
    assert article("<p>By Marta Lindqvist</p>", stated([person(name) for name in both])).authors == both
    assert article("<p>By Otto Brandvold</p>", stated(SITE, publisher=SITE)).authors == ("Otto Brandvold",)


@pytest.mark.parametrize(
    ("lang", "date", "published"),
    [
        ("ru", "<p class='date'>3 марта 2021 г., 10:05</p>", "2021-03-03"),
        ("ar", "<div class='date'>٣ مارس ٢٠٢١</div>", "2021-03-03"),
        ("el", "<span>3 Μαρτίου 2021</span>", "2021-03-03"),
        ("hr", "<p>3. listopada 2021.</p>", "2021-10-03"),
        ("en-GB", "<p>03/04/2021</p>", "2021-04-03"),
        ("en-US", "<p>03/04/2021</p>", "2021-03-04"),
        ("en", "<p>03/04/2021</p>", None),
    ],
)
def test_a_date_line_is_a_date_in_the_language_of_the_page(lang: str, date: str, published: str | None) -> None:
    found = article(date=date, lang=lang)
    assert found.published == published
    assert [block.kind for block in found.blocks].count("date") == 1


@pytest.mark.parametrize(("lang", "published"), [("en-GB", "2021-04-03"), ("en", None), ("en_US", "2021-03-04")])
def test_a_stated_day_with_two_readings_is_not_guessed(lang: str, published: str | None) -> None:
    assert article(head='<meta name="date" content="03/04/2021">', date="", lang=lang).published == published


def test_the_region_may_be_stated_beside_the_language() -> None:
    head = '<meta property="og:locale" content="en_GB">'
    assert article(head=head, date="<p>03/04/2021</p>").published == "2021-04-03"
