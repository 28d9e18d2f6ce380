"""A web page gives its visible text, line by line, each line with what it is, each character with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources import Page, open_bytes
from reader.sources.formats.html import visible_text
from tests.system.test_safe_text import assert_one_to_one_runs_are_equal


def opened(markup: str) -> Page:
    return open_bytes(markup.encode(), "a.html")


def shown(markup: str) -> list[tuple[str, str]]:
    page = opened(markup)
    return [(line.hint, page.line_text(line)) for line in page.lines if line.start < line.end]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (
            "<title>A &amp; B</title><h1>Big <b>news</b></h1><p>It is.</p>",
            [("title", "A & B"), ("h1", "Big news"), ("p", "It is.")],
        ),
        ("<p>One.<p>Two.", [("p", "One."), ("p", "Two.")]),
        ("<p>A   line\n\tgoes <i>on</i>\n.</p>", [("p", "A line goes on .")]),
        ("<p>wo<b>r</b>d</p>", [("p", "word")]),
        ("<p>first<br>second</p>", [("p", "first"), ("p", "second")]),
        ("<ul><li>one<li><p>two</p></ul>", [("li", "one"), ("li", "two")]),
        ("<blockquote><p>Said.</p></blockquote>", [("quote", "Said.")]),
        ("<nav><ul><li><a href=x>Home</a></ul></nav>", [("nav li", "Home")]),
        ("<div role=navigation>Menu</div>", [("nav", "Menu")]),
        ("<footer>The end</footer>", [("footer", "The end")]),
        ("<p><a href=x>Only a link</a></p>", [("link", "Only a link")]),
        ("<p>See <a href=x>this</a> too.</p>", [("p", "See this too.")]),
        ("<div class=byline>By <a rel=author href=x>Ann</a></div>", [("byline", "By Ann")]),
        (
            "<figure><img alt='A &quot;cat&quot;'><figcaption>Sleeping.</figcaption></figure>",
            [("alt", 'A "cat"'), ("caption", "Sleeping.")],
        ),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", [("table", "a | b"), ("table", "c | d")]),
        ("<pre>one\n  two</pre>", [("code", "one"), ("code", "  two")]),
        ("<div class='article-comments'>Nice.</div>", [("comments", "Nice.")]),
        (
            "<p>Link<span class='sr-only'>opens new tab</span> here.</p>",
            [("p", "Link here."), ("hidden", "opens new tab")],
        ),
        (
            "<p>5 &lt; 6 and x&nbsp;&eacute; &#8212; &#x2014; &bogus; AT&T</p>",
            [("p", "5 < 6 and x\u00a0é — — &bogus; AT&T")],
        ),
        ("<ol><li id='fn1'>One.<li id='fn:2'>Two.</ol>", [("notes li", "One."), ("notes li", "Two.")]),
        ("<aside role='doc-footnote'>One.</aside><p id='fnref1'>Two.</p>", [("footnote", "One."), ("p", "Two.")]),
        ("<p>5 < 6 and <3.</p>", [("p", "5 < 6 and <3.")]),
        ("<custom-tag>in <other>line</other></custom-tag>", [("", "in line")]),
    ],
)
def test_lines_and_hints(markup: str, lines: list[tuple[str, str]]) -> None:
    assert shown(markup) == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = '<p>words</p>';</script>",
        "<style>p { color: red }</style>",
        "<!-- words <p>words -->",
        "<svg><title>words</title></svg>",
        "<textarea>words</textarea>",
    ],
)
def test_what_is_not_seen_is_left_out(hidden: str) -> None:
    assert shown(f"<p>Before.</p>{hidden}<p>After.</p>") == [("p", "Before."), ("p", "After.")]


def test_words_for_a_picture_do_not_break_the_sentence() -> None:
    assert shown("<p>One <img alt='a smile'> two.</p>") == [("p", "One two."), ("alt", "a smile")]


def test_no_entity_brings_a_control_character_back() -> None:
    page = opened("<p>a&#27;[31mb&#x202e;c&#155;d&#0;e</p>")
    assert page.text == "a[31mbc›d\ufffde\n"  # 155 is a quotation mark on the web


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<a href='x'>",
        "</a>",
        "<li>",
        "<ul>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<br>",
        "<pre>",
        "</pre>",
        "<h2>",
        "</h2>",
        "<!-- c -->",
        "<img alt='A b &amp; c'>",
        "<nav>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "&amp;",
        "&lt",
        "&#65;",
        "&nbsp;",
        "<",
        ">",
        "&",
        '<x y="',
        "\r\n",
        "\x1b[1m",
        "\t",
        "  ",
        "</",
        "<!",
        "<figure>",
        "<blockquote>",
        "</span>",
        '<span class="byline">',
    ]
)
SOUP = st.lists(st.one_of(TAGS, st.text(max_size=6)), max_size=40).map("".join)


@given(SOUP)
def test_tag_soup_gives_safe_lines_with_exact_places(soup: str) -> None:
    page = opened("<p>Words of the article.</p>" * 200 + soup.encode("utf-8", "ignore").decode())
    assert_one_to_one_runs_are_equal(page.text, page.source, page.origin)
    assert "\n".join(page.line_text(line) for line in page.lines) + "\n" == page.text
    assert not any(ord(character) < 32 and character != "\n" for character in page.text)


@given(st.lists(st.text("abc é👩", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=8))
def test_every_word_of_a_well_formed_page_is_shown_once(paragraphs: list[str]) -> None:
    page = opened("<html><body>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</body></html>")
    assert page.text.split() == " ".join(paragraphs).split()


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<a ",
        '<a href="',
        "</a ",
        "<!",
        "&#",
        "<",
        "<title>",
        "<svg>",
        "<div>",
        "<div></p>",
        "<i><div><span>",
        "<td><p>",
        "<td></div>",
        "</div>",
        '<a b=">" ',
        "<section><td></section>",
        "<ul><li>",
        "<a" + " " * 50,
    ],
)
def test_broken_markup_by_the_megabyte_still_ends(unit: str) -> None:
    # Quadratic reading would take hours: the time limit of the test is the judge.
    visible_text(unit * (1_000_000 // len(unit)))
