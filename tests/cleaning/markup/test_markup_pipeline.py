"""Saved pages and Markdown become articles: the body is kept whole, boilerplate goes with a reason, nothing is lost."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning.markup.extract_alignment import coverage
from reader.cleaning.markup.markup_pipeline import clean_html, clean_markdown
from reader.model.article import Article
from reader.sources import open_bytes

BODY = [
    (
        "The harbour council of Lindholm voted on Tuesday to close the eastern quay for two years, after "
        "divers found that the timber piles under it had been eaten through by shipworm."
    ),
    (
        "“We could have waited for it to fall into the water,” said Marta Olsen, who has run the port since "
        "2009, “but we would rather not fish our own cranes out of the bay.”"
    ),
    (
        "The repair will cost about 14 million crowns, of which the state pays half. Fishing boats move to "
        "the western quay until the work is done, and the ferry will call at a floating pier."
    ),
    (
        "Not everybody is pleased. The owners of three restaurants on the quay say that they were told of the "
        "decision an hour before the vote, and that two summers without guests will be the end of them."
    ),
]

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Lindholm closes its eastern quay | The Bay Herald</title>
<meta property="og:title" content="Lindholm closes its eastern quay">
<meta name="author" content="Ida Berg">
<meta property="article:published_time" content="2021-05-04T08:00:00+02:00">
<script>var tracking = "words nobody reads";</script></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article>
<h1>Lindholm closes its eastern quay</h1>
<div class="byline">By <a rel="author" href="/ida">Ida Berg</a></div>
<time datetime="2021-05-04">4 May 2021</time>
<p>{BODY[0]}</p>
<figure><img src="q.jpg" alt="A quay at low tide">
<figcaption>The eastern quay at low tide. Photo: Jon Dahl</figcaption></figure>
<p>{BODY[1]}</p>
<h2>Half from the state</h2>
<p>{BODY[2]}</p>
<blockquote><p>Two summers are a long time for a kitchen, said one of the owners.</p></blockquote>
<p>{BODY[3]}</p>
</article>
<aside class="related"><h3>Read more</h3><ul><li><a href="/a">Ferry prices to rise again from next spring</a></li>
<li><a href="/b">Shipworm found in a second harbour up the coast</a></li></ul></aside>
<section id="comments"><h3>Comments</h3><p>I never liked that quay, and the ice cream was bad too.</p></section>
</main>
<footer><p>© The Bay Herald. All rights reserved.</p></footer>
</body></html>"""


def cleaned(markup: str) -> Article:
    return clean_html(open_bytes(markup.encode(), "page.html"))


def assert_nothing_is_lost(article: Article) -> None:
    """Every character of the page that is not white space is in one block or one dropped line, once."""
    page = article.page.text
    seen = bytearray(len(page))
    for start, end in [(b.page_start, b.page_end) for b in article.blocks] + [
        (d.page_start, d.page_end) for d in article.dropped
    ]:
        assert not any(seen[start:end])
        seen[start:end] = b"\x01" * (end - start)
    assert not [page[at] for at in range(len(page)) if not seen[at] and not page[at].isspace()]
    for block in article.blocks:
        shown = article.text[block.start : block.end]
        assert shown.split() == repaired(page[block.page_start : block.page_end]).split()
        span = article.page_span(block.start, block.end)
        assert block.page_start <= span.start <= span.end <= block.page_end
    assert "\n\n".join(article.text[b.start : b.end] for b in article.blocks) == article.text


def repaired(text: str) -> str:
    """What cleaning repairs inside a line without it being a change of the text."""
    for gone in ("\u00ad", "\u200b", "\u2060", "\ufeff"):
        text = text.replace(gone, "")
    for ligature, letters in {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}.items():
        text = text.replace(ligature, letters)
    return text


def reasons(article: Article) -> dict[str, str]:
    return {article.page.text[line.page_start : line.page_end]: line.reason for line in article.dropped}


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def test_the_article_of_a_saved_page() -> None:
    article = cleaned(PAGE)
    assert kinds(article) == [
        ("title", "Lindholm closes its eastern quay"),
        ("byline", "By Ida Berg"),
        ("date", "4 May 2021"),
        ("paragraph", BODY[0]),
        ("paragraph", BODY[1]),
        ("heading", "Half from the state"),
        ("paragraph", BODY[2]),
        ("quote", "Two summers are a long time for a kitchen, said one of the owners."),
        ("paragraph", BODY[3]),
    ]
    assert article.title == "Lindholm closes its eastern quay"
    assert article.byline == "By Ida Berg"
    assert article.authors == ("Ida Berg",)
    assert article.published == "2021-05-04"
    assert article.language == "en"
    assert next(block.level for block in article.blocks if block.kind == "heading") == 2
    assert_nothing_is_lost(article)


def test_boilerplate_goes_with_its_reason() -> None:
    assert reasons(cleaned(PAGE)) == {
        "Lindholm closes its eastern quay | The Bay Herald": "repeat",
        "Home": "navigation",
        "News": "navigation",
        "Sport": "navigation",
        "A quay at low tide": "caption",
        "The eastern quay at low tide. Photo: Jon Dahl": "caption",
        "Read more": "teaser",
        "Ferry prices to rise again from next spring": "teaser",
        "Shipworm found in a second harbour up the coast": "teaser",
        "Comments": "comments",
        "I never liked that quay, and the ice cream was bad too.": "comments",
        "© The Bay Herald. All rights reserved.": "boilerplate",
    }


def test_a_passage_is_found_again_in_the_file() -> None:
    markup = PAGE.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("\n", "\r\n")
    article = cleaned(markup)
    at = article.text.index("“We could")
    start, end = article.source_span(at, at + len(BODY[1]))
    assert article.page.source[start:end] == BODY[1].replace("“", "&ldquo;").replace("”", "&rdquo;")


def test_the_title_of_the_head_stands_in_where_the_page_shows_none() -> None:
    article = cleaned(PAGE.replace("<h1>Lindholm closes its eastern quay</h1>", ""))
    assert kinds(article)[0] == ("title", "Lindholm closes its eastern quay")
    assert "| The Bay Herald" in reasons(article)
    assert_nothing_is_lost(article)


@pytest.mark.parametrize(
    "dateless",
    [
        PAGE.replace('"article:published_time" content="', '"og:url" content="http://bay.example/').replace(
            '<time datetime="2021-05-04">4 May 2021</time>', ""
        ),
        PAGE.replace("article:published_time", "article:modified_time")
        .replace('<time datetime="2021-05-04">4 May 2021</time>', "")
        .replace("on Tuesday", "on 3 March 2020"),
    ],
    ids=["address", "update"],
)
def test_a_date_is_never_guessed(dateless: str) -> None:
    assert cleaned(dateless).published is None


def test_a_date_is_read_from_a_line_of_its_own() -> None:
    markup = PAGE.replace("article:published_time", "og:image").replace('<time datetime="2021-05-04">', "<div>")
    assert cleaned(markup).published == "2021-05-04"


def test_a_word_above_the_headline_is_no_paragraph() -> None:
    article = cleaned(PAGE.replace("<h1>", "<p>Harbour news</p><h1>"))
    assert "Harbour news" not in article.text
    assert reasons(article)["Harbour news"] == "navigation"


def test_a_disclaimer_and_a_biography_are_no_body() -> None:
    added = (
        "<p class='disclaimer'>The views expressed in this article are the author's own.</p>"
        "<div class='author-bio'><p>Ida Berg is a reporter who covers the coast for the paper.</p></div></article>"
    )
    article = cleaned(PAGE.replace("</article>", added))
    assert "views expressed" not in article.text
    assert "covers the coast" not in article.text
    assert {"disclaimer", "author_bio"} <= set(reasons(article).values())


def test_a_class_that_lies_costs_no_article() -> None:
    for name in ("comments", "caption", "author-bio", "disclaimer"):
        article = cleaned(PAGE.replace("<main>", f"<main><div class='{name}'>"))
        for paragraph in BODY:
            assert paragraph in article.text


def test_a_page_in_one_big_form_or_table_is_still_read() -> None:
    for opening, closing in (("<form>", "</form>"), ("<table><tr><td>", "</td></tr></table>")):
        article = cleaned(PAGE.replace("<article>", opening).replace("</article>", closing))
        for paragraph in BODY:
            assert ("paragraph", paragraph) in kinds(article)
        assert_nothing_is_lost(article)


def test_a_page_without_an_article_is_still_shown() -> None:
    article = cleaned("<html><body><p>Two words.</p></body></html>")
    assert "Two words." in article.text
    assert_nothing_is_lost(article)


PARTS = st.sampled_from(
    [f"<p>{paragraph}</p>" for paragraph in BODY]
    + [
        "<h1>A headline</h1>",
        "<h2>Part</h2>",
        "<nav><a href=x>Menu</a></nav>",
        "<p>Photo: Jon Dahl</p>",
        "<div>By Ida Berg</div>",
    ]
    + [
        "<ul><li>An item of the list, as long as a sentence.</li><li>two</li></ul>",
        "<figcaption>A caption.</figcaption>",
        "<p>",
    ]
    + [
        "<table><tr><td>1</td><td>2</td></tr></table>",
        "<title>A headline - Site</title>",
        "<img alt='A picture'>",
        "***",
        "<b>bold",
        "</div>",
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=14))
@settings(max_examples=40)
def test_nothing_is_lost_whatever_the_page(parts: list[str]) -> None:
    assert_nothing_is_lost(cleaned("<html><body><p>Words.</p>" + "".join(parts)))


def test_nothing_is_lost_on_pages_of_the_world(shared: Path) -> None:
    data = shared / "data" / "cleaning" / "dev.jsonl.gz"
    if not data.is_file():
        pytest.skip("needs the development set of pages")
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line)["html"] for number, line in enumerate(lines) if number % 14 == 0]
    assert pages
    for html in pages:
        assert_nothing_is_lost(cleaned(html))


def test_a_paragraph_is_found_over_several_lines_and_within_one() -> None:
    lines = [
        "Menu",
        "The first half of it,",
        "and the second half.",
        "Share this. The whole of the article is in here, in fact.",
    ]
    found = coverage(
        lines, ["The first half of it, and the second half.", "The whole of the article is in here, in fact."]
    )
    assert found[:3] == [0, 1, 1]
    assert 0.7 < found[3] < 1


def test_of_two_equal_lines_the_one_beside_its_neighbour_is_taken() -> None:
    body = "A paragraph long enough to be found without a doubt on this page."
    other = "Another paragraph that is long enough and stands only once."
    assert coverage(["Part one", "Teaser", body, "Part one", other], [body, "Part one", other]) == [0, 0, 1, 1, 1]


MARKDOWN = f"""---
title: Lindholm closes its eastern quay
author: Ida Berg
date: 2021-05-04
layout: post
---

- [Home](/)
- [News](/news)
- [Sport](/sport)

# Lindholm closes its eastern *quay*

By **Ida Berg**

{BODY[0]}

![The quay](quay.jpg)

## Half from the state

{BODY[1]}

> {BODY[2]}

- first of two points
- second, with a [link](/x)

| Year | Crowns |
|------|--------|
| 2021 | 14     |

<div>tracking</div>
"""


def test_the_article_of_a_markdown_file() -> None:
    article = clean_markdown(open_bytes(MARKDOWN.encode(), "a.md"))
    assert kinds(article) == [
        ("title", "Lindholm closes its eastern quay"),
        ("byline", "By Ida Berg"),
        ("paragraph", BODY[0]),
        ("heading", "Half from the state"),
        ("paragraph", BODY[1]),
        ("quote", BODY[2]),
        ("list_item", "first of two points"),
        ("list_item", "second, with a link"),
        ("table", "Year | Crowns"),
        ("table", "2021 | 14"),
    ]
    assert article.authors == ("Ida Berg",)
    assert article.published == "2021-05-04"
    assert set(reasons(article).values()) == {"repeat", "byline", "date", "markup", "navigation", "caption"}
    assert_nothing_is_lost(article)


def test_front_matter_gives_title_and_author_where_the_text_has_none() -> None:
    markup = "---\ntitle: The quay\nauthors:\n  - Ida Berg\n---\n\n" + BODY[0]
    article = clean_markdown(open_bytes(markup.encode(), "a.md"))
    assert kinds(article)[:2] == [("title", "The quay"), ("byline", "Ida Berg")]
    assert article.authors == ("Ida Berg",)
    start, end = article.source_span(0, len("The quay"))
    assert article.page.source[start:end] == "The quay"
    assert_nothing_is_lost(article)


def test_plain_words_are_markdown_too() -> None:
    article = clean_markdown(open_bytes(b"Just words.\n\nAnd more.", "a.md"))
    assert kinds(article) == [("paragraph", "Just words."), ("paragraph", "And more.")]
    assert article.title is None


NOTE = "Minutes of the harbour council of Lindholm, page four, as they were read on Tuesday."


@pytest.mark.parametrize(
    "notes",
    [
        f'<ol class="footnotes"><li>{NOTE}</li></ol>',
        f'<ol><li id="fn1"><p>{NOTE}</p></li></ol>',
        f'<aside role="doc-footnote">{NOTE}</aside>',
        f'<section role="doc-endnotes"><hr><ol><li id="n1">{NOTE}</li></ol></section>',
        f'<section class="footnotes" role="doc-endnotes"><p id="fn:1" role="doc-endnote">{NOTE}</p></section>',
    ],
)
def test_footnotes_of_a_page_are_footnotes(notes: str) -> None:
    article = cleaned(PAGE.replace("</article>", notes + "</article>"))
    found = {article.text[block.start : block.end]: block.kind for block in article.blocks}
    assert found.get(NOTE) == "footnote"
    assert [found.get(text) for text in BODY] == ["paragraph"] * 4
    assert_nothing_is_lost(article)


def test_footnotes_of_markdown_are_footnotes() -> None:
    notes = f"[^1]: {NOTE}\n[^2]: https://example.org/report\n\n    {BODY[2]}\n"
    markup = f"# Lindholm\n\n{BODY[0]}[^1]\n\n{BODY[1]}\n\n{notes}"
    article = clean_markdown(open_bytes(markup.encode(), "a.md"))
    found = [(block.kind, article.text[block.start : block.end]) for block in article.blocks]
    assert found[-3:] == [
        ("footnote", f"[^1]: {NOTE}"),
        ("footnote", "[^2]: https://example.org/report"),
        ("footnote", BODY[2]),
    ]
    assert_nothing_is_lost(article)


def test_a_note_of_short_lines_below_a_quotation_is_text() -> None:
    """As our own reports in Markdown have them; the same lines anywhere else may be a menu."""
    markup = (
        "# Quotations\n\n## Four hours in Brussels, and no date for the next round\n\n"
        "**evidence** · Oosterwold · tagged by Zoë\n\n> The telephone is cheap; a misread radar screen is not.\n\n"
        "Note: first line  \nsecond line\n"
    )
    article = clean_markdown(open_bytes(markup.encode(), "a.md"))
    assert article.text.endswith("is not.\n\nNote: first line\n\nsecond line")
    assert not article.dropped


def test_where_an_article_is_from_stands_below_its_heading_and_is_text() -> None:
    """As in our own reports, of an article without an author and a date."""
    said = "The ferry was late again on Friday, and the passengers were told to wait for a day."
    markup = "# Quotations\n" + "".join(
        f"\n## A headline of article {number}\n\n./n{number}.txt\n\n**claim** · tagged by ann\n\n> {said}\n"
        for number in (1, 2, 3)
    )
    article = clean_markdown(open_bytes(markup.encode(), "a.md"))
    assert "./n1.txt" in article.text
    assert not article.dropped
