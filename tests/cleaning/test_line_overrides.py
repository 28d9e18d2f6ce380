"""Lines put back and dropped by hand: the article has them or not, everything else keeps its text and its way back."""

from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.line_overrides import (
    BY_HAND,
    LineOverride,
    carried,
    override_data,
    overrides_in,
    overrides_on,
    with_overrides,
)
from reader.cleaning.page_cleaning import clean
from reader.model.article import Article
from reader.model.spans import Span
from reader.sources import open_bytes

PAGE = """\
Skip to content

A harbour is dredged

By Ada Quill

The harbour was closed for two weeks, and the pilots went home. Nobody complained.

Share this on every network you have

When it opened again, the first ship was a ferry with forty cars. It was late.

Read more: Ten harbours you should see

The dredger will come back in spring, the harbour master said on Tuesday.
"""


def cleaned(text: str = PAGE) -> Article:
    return clean(open_bytes(text.encode(), "harbour.txt"))


def at(article: Article, words: str) -> int:
    return article.page.text.index(words)


def line_at(article: Article, offset: int) -> LineOverride | None:
    return next(iter(overrides_in(article, Span(offset, offset + 1))), None)


def check_whole(article: Article) -> None:
    """Every character that is not white space stands in one block or one dropped line, and can be traced back."""
    covered = sorted(
        [(b.page_start, b.page_end) for b in article.blocks] + [(d.page_start, d.page_end) for d in article.dropped]
    )
    assert "".join("".join(article.page.text[a:b].split()) for a, b in covered) == "".join(article.page.text.split())
    for block in article.blocks:
        here = article.text[block.start : block.end]
        there = article.page.text[slice(*article.page_span(block.start, block.end))]
        assert "".join(here.split()) == "".join(there.split())


def test_a_dropped_line_is_put_back_where_it_stands_on_the_page() -> None:
    article = cleaned()
    line = line_at(article, at(article, "Share this"))
    assert line is not None
    assert line.is_shown
    after = with_overrides(article, [line])
    assert (
        "two weeks, and the pilots went home. Nobody complained.\n\nShare this on every network you have\n\nWhen it"
        in after.text
    )
    assert "Share this" not in article.text
    check_whole(after)


def test_a_kept_line_is_dropped_with_its_reason() -> None:
    article = cleaned()
    line = line_at(article, at(article, "When it opened"))
    assert line is not None
    assert not line.is_shown
    after = with_overrides(article, [line])
    assert "When it opened" not in after.text
    assert [d.reason for d in after.dropped if after.page.text[d.page_start :].startswith("When it")] == [BY_HAND]
    check_whole(after)


def test_the_last_choice_for_a_line_wins_and_none_gives_the_article_back() -> None:
    article = cleaned()
    line = line_at(article, at(article, "When it opened"))
    assert line is not None
    assert with_overrides(article, [line, line._replace(is_shown=True)]) is article
    assert with_overrides(article, []) is article


def test_a_choice_is_found_again_on_a_page_that_has_changed_around_it() -> None:
    article = cleaned()
    line = line_at(article, at(article, "Share this"))
    assert line is not None
    other = cleaned("A new line of menu\n\n" + PAGE)
    found = overrides_on(
        other.page, [override_data(article.page, line), {"start": "?"}, {"start": 0, "text": "gone", "shown": True}]
    )
    assert [other.page.text[one.start : one.end] for one in found] == ["Share this on every network you have"]


def test_between_two_lines_there_is_nothing_to_choose() -> None:
    article = cleaned()
    assert line_at(article, at(article, "Share this") - 1) is None


def test_of_many_lines_the_dropped_ones_are_put_back_and_where_none_is_all_are_dropped() -> None:
    article = cleaned()
    text = article.page.text
    some = overrides_in(article, Span(at(article, "pilots"), at(article, "the first ship")))
    assert [(text[one.start : one.end][:10], one.is_shown) for one in some] == [("Share this", True)]
    start = article.text.index("pilots")
    some = overrides_in(article, Span(start, article.text.index("the first ship")), on_page=False)
    assert [(text[one.start : one.end][:8], one.is_shown) for one in some] == [("The harb", False), ("When it ", False)]
    assert overrides_in(article, Span(0, len(text))) == [
        LineOverride(one.page_start, one.page_end, is_shown=True) for one in article.dropped
    ]


@given(st.data())
def test_whatever_is_chosen_the_page_stays_whole_and_passages_keep_their_words(data: st.DataObject) -> None:
    article = cleaned()
    lines = [(one.page_start, one.page_end) for one in (*article.blocks, *article.dropped)]
    overrides = data.draw(
        st.lists(
            st.builds(lambda span, shown: LineOverride(*span, is_shown=shown), st.sampled_from(lines), st.booleans()),
            max_size=6,
        )
    )
    after = with_overrides(article, overrides)
    check_whole(after)
    block = data.draw(st.sampled_from(article.blocks))
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    there = carried(Span(start, end), article, after)
    if there is None:
        assert not any(one.page_start == block.page_start for one in after.blocks)
    else:
        assert after.text[slice(*there)] == article.text[start:end]
        assert carried(there, after, article) == Span(start, end)
