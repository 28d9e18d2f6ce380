"""Where the article is not in the plain tree of a page it is read from elsewhere, or the reader is told."""

import json

import pytest

from reader.cleaning.markup.page_reading import MENTION
from tests.cleaning.markup.saved_pages import PARAGRAPHS, TITLE, assert_whole, body, cleaned, kind_of, page

SENTENCE = "A boy of nine was allowed to blow the very last bubble, which burst at once."


@pytest.mark.parametrize(
    "markup",
    [
        f"<p hidden>{SENTENCE}</p>",
        f'<div style="color: red; display: none"><p>{SENTENCE}</p></div>',
        f'<p style="visibility:hidden">{SENTENCE}</p>',
        f'<p class="visually-hidden">{SENTENCE}</p>',
        f"<p>The hall fell silent. <span hidden>{SENTENCE}</span></p>",
        f"<noscript><p>{SENTENCE}</p></noscript>",
        f"<template><p>{SENTENCE}</p></template>",
        f"<video controls><p>{SENTENCE}</p></video>",
        f"<p>The hall fell silent. <object>{SENTENCE}</object></p>",
        f"<canvas>{SENTENCE}</canvas>",
        f"<noframes><p>{SENTENCE}</p></noframes>",
        f'<iframe srcdoc="&lt;p&gt;{SENTENCE}&lt;/p&gt;"></iframe>',
    ],
)
def test_what_a_browser_hides_is_shown_or_dropped_as_hidden(markup: str) -> None:
    article = cleaned(page(body(markup)))
    assert kind_of(article, SENTENCE) in {"dropped as hidden", "paragraph"}
    assert_whole(article)


@pytest.mark.parametrize(
    "markup",
    [
        '<x-story><template shadowrootmode="open"><style>p { color: red }</style><div>{}</div></template></x-story>',
        "<section><template shadowrootmode=closed>{}</template></section>",
        '<x-a><template shadowrootmode="open"><x-b><template shadowroot="open">{}</template></x-b></template></x-a>',
        "<div id='app'></div><noscript>{}</noscript>",
        "<div style='display:none'>{}</div>",
    ],
)
def test_an_article_that_scripts_would_show_is_read(markup: str) -> None:
    assert_whole(cleaned(page(markup.replace("{}", body()))))


def data(**values: object) -> str:
    facts = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": "Silvio Tamm"}}
    return f'<script type="application/ld+json">{json.dumps({**facts, **values})}</script>'


@pytest.mark.parametrize("shown", ["", f"<p>{PARAGRAPHS[0]}</p>"], ids=["nothing", "the beginning"])
@pytest.mark.parametrize(
    "text",
    ["\n\n".join(PARAGRAPHS), " ".join(PARAGRAPHS), "".join(f"<p>{one}</p>" for one in PARAGRAPHS)],
    ids=["paragraphs", "one line", "markup"],
)
def test_an_article_in_the_data_of_a_page_is_shown_where_the_page_has_less(text: str, shown: str) -> None:
    article = cleaned(page(shown, head=data(articleBody=text)))
    assert_whole(article)
    assert [article.text.count(one) for one in PARAGRAPHS] == [1] * len(PARAGRAPHS)
    assert article.authors == ("Silvio Tamm",)
    at = article.text.index(PARAGRAPHS[1])
    assert article.page.source[slice(*article.source_span(at, at + len(PARAGRAPHS[1])))] == PARAGRAPHS[1]


def test_data_that_repeat_the_page_add_nothing() -> None:
    article = cleaned(page(body(), head=data(articleBody=" ".join(PARAGRAPHS))))
    assert [article.text.count(one) for one in PARAGRAPHS] == [1] * len(PARAGRAPHS)
    assert "repeat" not in {line.reason for line in article.dropped if line.page_start > len(article.page.text) // 2}


def test_the_posts_of_a_live_blog_in_the_data_are_shown_with_time_and_heading() -> None:
    posts = [
        ("Doors shut", "2020-10-11T14:20:00Z", PARAGRAPHS[1]),
        ("Good morning", "2020-10-11T08:00:00Z", PARAGRAPHS[2]),
    ]
    updates = [{"headline": one, "datePublished": time, "articleBody": text} for one, time, text in posts]
    article = cleaned(page("<div class='live'></div>", head=data(liveBlogUpdate=updates)))
    assert article.title == TITLE
    for heading, time, text in posts:
        assert [kind_of(article, one) for one in (time, heading, text)] == ["date", "heading", "paragraph"]


def test_a_teaser_that_stops_in_a_sentence_does_not_hide_the_rest_of_it() -> None:
    article = cleaned(page(f"<p>{PARAGRAPHS[0][:70]}...</p>", head=data(articleBody=" ".join(PARAGRAPHS))))
    assert_whole(article)


def test_headings_of_other_boxes_are_no_part_of_an_article_in_the_data() -> None:
    box = "<div><h2>From our cellar</h2><a href='/1'>Mice ate the minutes of the council</a></div>"
    article = cleaned(page("", head=data(articleBody=" ".join(PARAGRAPHS))).replace("<footer>", f"{box}<footer>"))
    assert_whole(article)
    assert "From our cellar" not in article.text


def test_an_article_in_the_data_may_be_a_list_of_paragraphs() -> None:
    assert_whole(cleaned(page("", head=data(articleBody=PARAGRAPHS))))


def test_a_review_in_the_data_is_an_article() -> None:
    assert_whole(cleaned(page("", head=data(**{"@type": "Review", "reviewBody": " ".join(PARAGRAPHS)}))))


@pytest.mark.parametrize(
    "faulty", ['{"articleBody": "x', "[[[[", '{"articleBody": 3, "a": }', '"articleBody":"\\ud800"']
)
def test_faulty_data_do_no_harm(faulty: str) -> None:
    assert_whole(cleaned(page(body(), head=f'<script type="application/ld+json">{faulty}</script>')))


def test_folded_passages_that_are_most_of_the_article_are_shown() -> None:
    folded = "".join(
        f"<h3>Part {at}</h3><div style='display:none'><p>{text}</p></div>" for at, text in enumerate(PARAGRAPHS)
    )
    more = [text.replace("glassworks", "works") + " It was said twice." for text in PARAGRAPHS]
    seen = f"<p>{more[0]}</p>"
    article = cleaned(page(seen + folded + "<p>That is all that is known, and it is little enough for a town.</p>"))
    assert [text for text in PARAGRAPHS if text not in article.text] == []


def test_an_article_in_a_layout_table_keeps_its_sentences() -> None:
    quote = '<table align="right"><tr><td><font size="5">“{}”</font></td></tr></table>'
    for separator in ("</p><p>", "<br><br>", "</div><div>"):
        text = separator.join(one + quote.format(f"Said at table {at}.") for at, one in enumerate(PARAGRAPHS))
        assert_whole(cleaned(page(f"<p>{text}</p>", "cell")))


def test_a_page_of_which_much_more_reads_like_an_article_says_so() -> None:
    other = "".join(
        f"<div class='c{at}'><p>{text} Nobody had expected it, and the town {at} spoke of little else.</p></div>"
        for at, text in enumerate(PARAGRAPHS * 4)
    )
    article = cleaned(page(body()).replace("<footer>", f"<div id='x'><nav>{other}</nav></div><footer>"))
    assert_whole(article)
    assert article.note in {"", MENTION}
