"""What an extractor leaves out of an article is shown: linked paragraphs, lists, quotations, stand-firsts, posts."""

import pytest

from tests.cleaning.markup.saved_pages import CONTAINERS, PARAGRAPHS, TITLE, assert_whole, body, cleaned, kind_of, page

ANYWHERE = pytest.mark.parametrize("container", CONTAINERS)
SENTENCE = "Visitors, who came by train from three countries, kept their coats on until the doors were shut."


@ANYWHERE
@pytest.mark.parametrize(
    "markup",
    [
        f'<p><a href="/x">{SENTENCE}</a></p>',
        f'<p><em><a href="/x">{SENTENCE}</a></em></p>',
        f'<div><a href="/x">{SENTENCE}</a></div>',
        f'<p><a href="/x">{SENTENCE[:50]}</a>{SENTENCE[50:]}</p>',
        f'<p aria-hidden="true">{SENTENCE}</p>',
    ],
)
def test_a_paragraph_is_text_though_it_is_a_link_or_hidden_from_screen_readers(markup: str, container: str) -> None:
    for where in (1, len(PARAGRAPHS) - 1):
        article = cleaned(page(body(markup, where), container))
        assert kind_of(article, SENTENCE) in {"paragraph", "table"}
        assert_whole(article)


def test_a_short_sentence_between_paragraphs_is_text_though_it_is_a_link() -> None:
    assert kind_of(cleaned(page(body('<p><a href="/x">The foreman disagreed.</a></p>'))), "The foreman") == "paragraph"


def test_a_list_of_linked_sentences_between_paragraphs_is_text() -> None:
    items = ["The kiln was built by two brothers in 1811.", "It burned down in 1870 and was rebuilt in a year."]
    article = cleaned(page(body("<ul>" + "".join(f'<li><a href="/x">{item}</a></li>' for item in items) + "</ul>")))
    assert [kind_of(article, item) for item in items] == ["list_item"] * 2
    assert_whole(article)


@ANYWHERE
def test_the_first_paragraph_is_text_though_it_is_a_link(container: str) -> None:
    article = cleaned(page(f'<p><a href="/x">{SENTENCE}</a></p>{body()}', container))
    assert kind_of(article, SENTENCE) in {"paragraph", "lead"}
    assert_whole(article)


def test_a_stand_first_is_the_lead() -> None:
    lead = "Two hundred years of windows end with a cold Sunday"
    markup = page(body()).replace("</h1>", f"</h1><p class='standfirst'>{lead}</p>")
    assert kind_of(cleaned(markup), lead) in {"lead", "paragraph"}


def test_a_stand_first_is_text_though_its_class_is_teaser() -> None:
    lead = "Two hundred years of windows end with a cold Sunday in October."
    markup = page(body()).replace("</h1>", f"</h1><section class='teaser'><p>{lead}</p></section>")
    assert kind_of(cleaned(markup), lead) == "lead"


@ANYWHERE
@pytest.mark.parametrize(
    "listed", [["The moulds stay.", "The gas is cut.", "Nobody is sent away."], ["two halls", "one furnace"]]
)
@pytest.mark.parametrize(
    ("opening", "item", "closing"),
    [
        ("<figure><ul>", "<li>{}</li>", "</ul></figure>"),
        ("<ul>", "<li>{}</li>", "</ul>"),
        ("<ol>", "<li><p>{}</p></li>", "</ol>"),
        ('<div class="box"><ul>', "<li><strong>{}</strong></li>", "</ul></div>"),
        ("<dl>", "<dt>Point</dt><dd>{}</dd>", "</dl>"),
    ],
)
def test_a_list_between_two_paragraphs_is_text(
    opening: str, item: str, closing: str, listed: list[str], container: str
) -> None:
    markup = opening + "".join(item.format(one) for one in listed) + closing
    article = cleaned(page(body(markup), container))
    assert {kind_of(article, one) for one in listed} <= {"list_item", "table"}
    assert_whole(article)


@ANYWHERE
def test_linked_documents_that_a_sentence_announces_are_text_and_other_stories_are_not(container: str) -> None:
    papers = ["Map of the two halls", "The letter to the gas board", "Report on the furnace"]
    links = "<ul>" + "".join(f'<li><a href="/{at}">{paper}</a></li>' for at, paper in enumerate(papers)) + "</ul>"
    article = cleaned(page(body(f"<p>The town put these papers on the table:</p>{links}"), container))
    assert [kind_of(article, paper) for paper in papers] == ["list_item"] * 3
    article = cleaned(page(body(f"<p>Read also:</p>{links}"), container))
    assert [paper for paper in papers if paper in article.text] == []
    assert_whole(article)


QUOTED, SPEAKER = "Glass remembers the hand that made it.", "Ines Calder, glassblower"


@ANYWHERE
@pytest.mark.parametrize(
    "markup",
    [
        f"<figure><blockquote><p>{QUOTED}</p></blockquote><figcaption>{SPEAKER}</figcaption></figure>",
        f"<figure><blockquote>{QUOTED}<cite>{SPEAKER}</cite></blockquote></figure>",
        f"<aside><blockquote><p>{QUOTED}</p><footer>{SPEAKER}</footer></blockquote></aside>",
        f"<aside class='pullquote'><p>“{QUOTED}”</p><p>{SPEAKER}</p></aside>",
        f"<blockquote><p>{QUOTED}</p><cite>{SPEAKER}</cite></blockquote>",
        f"<blockquote><p>{QUOTED}</p><footer>{SPEAKER}</footer></blockquote>",
    ],
)
def test_a_quotation_that_stands_nowhere_else_is_shown_with_who_said_it(markup: str, container: str) -> None:
    article = cleaned(page(body(markup), container))
    assert kind_of(article, QUOTED) == "quote"
    assert SPEAKER in article.text
    assert_whole(article)


def test_a_sentence_of_the_article_set_large_is_not_shown_twice() -> None:
    part = PARAGRAPHS[2][:70]
    article = cleaned(page(body(f"<aside><blockquote>{part}</blockquote></aside>", 3)))
    assert article.text.count(part) == 1


POSTS = [
    (
        "14:20",
        "The doors are shut",
        "The last visitors have left the hall, and the foreman has locked the small door by hand.",
    ),
    (
        "13:05",
        "A bottle for the mayor",
        "The mayor got the last green bottle, which he held like a child that is not his own.",
    ),
    ("11:30", "Good morning", "We are in the hall of the glassworks today, where the furnace was lit before sunrise."),
]


@ANYWHERE
@pytest.mark.parametrize(
    "post",
    [
        "<article><header><time>{0}</time><h2>{1}</h2></header><p>{2}</p></article>",
        "<div class='entry'><div class='entry-time'>{0}</div><h3>{1}</h3><p>{2}</p></div>",
        "<section><p class='timestamp'>{0}</p><h4>{1}</h4><div><p>{2}</p></div></section>",
        "<li><span>{0}</span><h3>{1}</h3><p>{2}</p></li>",
    ],
)
def test_all_posts_of_a_live_blog_are_shown_with_times_and_headings(post: str, container: str) -> None:
    article = cleaned(page("<div>" + "".join(post.format(*one) for one in POSTS) + "</div>", container))
    assert article.title == TITLE
    for time, heading, text in POSTS:
        assert time in article.text
        assert kind_of(article, heading) == "heading"
        assert text in article.text


@pytest.mark.parametrize("where", ["<p>{}</p>", "<div class='note'><em>{}</em></div>", "<footer><p>{}</p></footer>"])
def test_a_correction_is_shown_and_dates_the_article(where: str) -> None:
    notice = "This article was amended on 14 October 2020. It said that twelve people work there."
    for markup in (page(body() + where.format(notice)), page(where.format(notice) + body())):
        article = cleaned(markup)
        assert notice in article.text
        assert article.updated == "2020-10-14"
        assert_whole(article)
