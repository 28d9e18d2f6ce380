"""A saved page of a small paper, to which tests add what they are about."""

from __future__ import annotations

from reader.cleaning.page_cleaning import clean
from reader.model.article import Article
from reader.sources import open_bytes

TITLE = "Glassworks at Ombra lights its last furnace"
PARAGRAPHS = [
    "The glassworks at Ombra lit its last furnace on Sunday after two centuries in which it made the town's windows.",
    "Eleven people still work there, and most of them learnt the trade from a father or an aunt in the same hall.",
    "Gas has become so dear that a single bottle costs more to blow than the shops will pay for a dozen of them.",
    "The town has offered to buy the building, which would become a school, but the owners want to wait until autumn.",
    "A museum across the border has asked for the moulds, some of which are older than the railway.",
]
#: Ways in which pages hold an article: the markup before it and after it.
CONTAINERS = {
    "article": ("<main><article>", "</article></main>"),
    "div": ('<div id="content">', "</div>"),
    "bare": ("", ""),
    "deep": ('<div class="w"><div class="c"><section>', "</section></div></div>"),
    "cell": ('<table width="700"><tr><td width="90">Start</td><td>', "</td></tr></table>"),
}
_TOP = '<header><a href="/">Ombra Courier</a><nav><a href="/a">Town</a> <a href="/b">Valley</a></nav></header>'
_BOTTOM = (
    '<aside class="related"><h3>Most read</h3><ul><li><a href="/1">Snow closes the pass for a third week</a></li></ul>'
    "</aside><footer><p>© Ombra Courier. All rights reserved.</p></footer>"
)


def body(added: str = "", after: int = 1) -> str:
    """The paragraphs of the story, with markup added behind one of them."""
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    return "".join(parts[: after + 1]) + added + "".join(parts[after + 1 :])


def page(inner: str, container: str = "article", head: str = "", lang: str = "en") -> str:
    """A page with ``inner`` below its headline, byline and date."""
    opening, closing = CONTAINERS[container]
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{TITLE} - Ombra Courier</title>{head}'
        f'</head><body>{_TOP}{opening}<h1>{TITLE}</h1><p class="byline">By Silvio Tamm</p>'
        f'<time datetime="2020-10-11">11 October 2020</time>{inner}{closing}{_BOTTOM}</body></html>'
    )


def cleaned(markup: str) -> Article:
    """The article of a page."""
    return clean(open_bytes(markup.encode(), "page.html"))


def kind_of(article: Article, text: str) -> str:
    """The kind of the block that holds a text, or ``dropped as`` and its reason; empty if it is nowhere."""
    for block in article.blocks:
        if text in article.text[block.start : block.end]:
            return block.kind
    for line in article.dropped:
        if text in article.page.text[line.page_start : line.page_end]:
            return f"dropped as {line.reason}"
    return ""


def assert_whole(article: Article) -> None:
    """The story is shown, and what surrounds it on every page is not."""
    missing = [text for text in PARAGRAPHS if text not in article.text]
    assert not missing
    assert "Snow closes" not in article.text
