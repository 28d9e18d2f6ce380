"""An article as bytes and back: the same article, and nothing else is taken for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.article_bytes import TransferError, packed, unpacked
from reader.cleaning.page_cleaning import clean
from reader.cleaning.uncleaned import plain
from reader.model.article import Article
from reader.sources import SourceError, open_bytes, open_page

SEEDS = sorted(path for path in (Path(__file__).parents[2] / "seeds").iterdir() if path.is_file())


def parts(article: Article) -> tuple[object, ...]:
    """Everything in an article that can be compared."""
    page = article.page
    return (
        page.path, page.media_type, page.sha256, page.encoding, page.source, page.text, page.lines, page.origin.runs,
        page.facts, page.doubt, article.title, article.byline, article.authors, article.published, article.updated,
        article.language, article.text, article.blocks, article.dropped, article.origin.runs, article.note,
    )  # fmt: skip


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_an_article_comes_back_as_it_was(path: Path) -> None:
    page = open_page(path)
    page = replace(page, doubt="encoding not certain: read as KOI8-R")
    for article in (clean(page), plain(page)):
        assert parts(unpacked(packed(article))) == parts(article)


@given(
    st.text(alphabet=st.characters(codec="utf-8"), min_size=1),
    st.sampled_from(["a.txt", "a.html", "a.md", "\udcff.txt"]),
)
def test_any_text_comes_back_as_it_was(text: str, name: str) -> None:
    try:
        page = open_bytes(f"A\n{text}".encode(), name)
    except SourceError:
        return
    assert parts(unpacked(packed(plain(page)))) == parts(plain(page))


ARTICLE = packed(plain(open_bytes(b"A line of words.\n\nAnother line of words.\n", "a.txt")))


@given(st.integers(0, len(ARTICLE) - 1), st.integers(0, 255))
def test_a_changed_byte_gives_an_article_with_every_offset_in_its_text_or_none(place: int, byte: int) -> None:
    try:
        article = unpacked(ARTICLE[:place] + bytes([byte]) + ARTICLE[place + 1 :])
    except TransferError:
        return
    assert all(0 <= one.start <= one.end <= len(article.text) for one in article.blocks)
    assert all(0 <= one.page_start <= one.page_end <= len(article.page.text) for one in article.blocks)
    assert all(0 <= one.start <= one.end <= len(article.page.text) for one in article.page.lines)
    assert not any(character in article.text for character in "\x1b\x07\x9b\r")


@pytest.mark.parametrize("data", [b"", b"\n", b"{}\n", b"[]\n", ARTICLE[:-1], ARTICLE + b"\0", b"\x80\x04." + ARTICLE])
def test_what_is_no_article_is_refused(data: bytes) -> None:
    with pytest.raises(TransferError):
        unpacked(data)


@pytest.mark.parametrize("bad", [b"\x1b]0;a\x07 ", b"\xc2\x9b2J. ", b"a\rb\tc.  "])
def test_what_a_terminal_would_act_on_is_refused(bad: bytes) -> None:
    good = b"A line of words."
    data = ARTICLE.replace(good, (bad + good)[: len(good)])
    assert data != ARTICLE
    with pytest.raises(TransferError):
        unpacked(data)
