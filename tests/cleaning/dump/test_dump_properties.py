"""What holds for every page: nothing lost, nothing twice, every character traced back to where it stood."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning.dump.dump_pipeline import classify, clean_dump
from reader.model.article import Article
from tests.benchmarks.cleaning_systems import text_page
from tests.cleaning.pages import BODY, BYLINE, DATE, TITLE

_LINES = [
    "", "", " ", "\u00a0", "\t", TITLE, BYLINE, DATE, "By", "Otto Brandvold", "Comments", "Reply", "Related stories",
    "Share", "Read more: Something else", "  1. Skip to content", "  • Home", "  • a longer contract",
    "The conditions were these:", "Photo: Hedda Moe/Coast Pictures", "Two men load a cart", "A row of letters (",
    "Image:", "Agency)", "___", "12", "What it costs", f"{TITLE} | The Outer Coast",
    "Sign up for our newsletter in your inbox", "The views expressed here are the author's own.",
    "Otto Brandvold is a writer and editor who lives by the sea.",
    "word\u00a0 with\u00a0spaces \u00ad and soft\u00adhyphens",
    "A \ufb01ne \ufb02at o\ufb03ce", "🚢🌊 emoji 👩‍👩‍👧 line",
    "漢字かな交じり文。", "half-", "and the rest of it, in small letters, long enough to wrap",
    *BODY,
]  # fmt: skip
_LINE = st.one_of(st.sampled_from(_LINES), st.text(max_size=120))
_TEXT = st.builds(
    lambda lines, end: end.join(lines), st.lists(_LINE, max_size=40), st.sampled_from(["\n", "\r\n", "\n\n", "\r"])
)
#: What is repaired without a trace in the shown text.
_MENDED = re.compile("[\\s\u00ad\u200b\u2060\ufeff-]+")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)


def bare(text: str) -> str:
    return _MENDED.sub("", text.translate(_LIGATURES))


def covered(article: Article) -> list[int]:
    """How often each code point of the page is shown or listed as dropped."""
    count = [0] * len(article.page.text)
    spans = [(block.page_start, block.page_end) for block in article.blocks]
    spans += [(lost.page_start, lost.page_end) for lost in article.dropped]
    for start, end in spans:
        for place in range(start, end):
            count[place] += 1
    return count


@settings(max_examples=200)
@given(_TEXT)
def test_every_character_is_shown_or_dropped_once(text: str) -> None:
    article = clean_dump(text_page(text))
    for place, times in enumerate(covered(article)):
        if not article.page.text[place].isspace():
            assert times == 1, (place, article.page.text[place])


@settings(max_examples=200)
@given(_TEXT)
def test_blocks_are_the_text_and_come_from_the_page(text: str) -> None:
    article = clean_dump(text_page(text))
    last = -2
    for block in article.blocks:
        assert block.start == last + 2
        assert article.text[last : block.start] == "\n\n" or last == -2
        assert block.start < block.end
        assert "\n" not in article.text[block.start : block.end]
        shown = article.text[block.start : block.end]
        assert bare(shown) == bare(article.page.text[block.page_start : block.page_end])
        start, end = article.page_span(block.start, block.end)
        assert block.page_start <= start < end <= block.page_end
        assert bare(article.page.text[block.page_start : start] + article.page.text[end : block.page_end]) == ""
        last = block.end
    assert last == len(article.text) or not article.blocks
    assert [lost.page_start for lost in article.dropped] == sorted(lost.page_start for lost in article.dropped)


@settings(max_examples=100)
@given(_TEXT)
def test_every_character_finds_its_way_back(text: str) -> None:
    article = clean_dump(text_page(text))
    for block in article.blocks:
        for place in range(block.start, block.end):
            letter = article.text[place]
            origin = article.page.text[slice(*article.page_span(place, place + 1))]
            assert letter == origin or (letter == " " and origin.isspace()) or letter in origin.translate(_LIGATURES)


@settings(max_examples=100)
@given(_TEXT)
def test_the_decisions_say_what_the_article_shows(text: str) -> None:
    article = clean_dump(text_page(text))
    count = covered(article)
    decisions = classify(article.page)
    assert [decision.line for decision in decisions] == [
        line for line in article.page.lines if article.page.line_text(line).strip()
    ]
    for lost in article.dropped:
        decision = next(
            decision for decision in decisions if decision.line.start <= lost.page_start <= decision.line.end
        )
        assert not decision.kept or decision.role == "title" or lost.reason == "markup"
    assert len(count) == len(article.page.text)


@settings(max_examples=100)
@given(st.binary(min_size=1, max_size=300))
def test_no_text_is_too_strange(data: bytes) -> None:
    found = text_page(data.decode("utf-16", "replace"))
    assert clean_dump(found).page is found
