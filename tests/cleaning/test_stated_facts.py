"""What a source states of its document wins over what is read from the text; an update is told from a publication."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from reader.cleaning.dump.dump_pipeline import clean_dump
from reader.cleaning.page_cleaning import clean
from reader.exchange.clean_output import as_json
from reader.model.article import Article
from reader.sources import open_bytes, open_page
from tests.cleaning.pages import BODY, BYLINE, DATE, TITLE, dump
from tests.sources.test_multi_document import warc

MODIFIED = """
<meta property="article:published_time" content="2021-03-03">
<meta property="article:modified_time" content="2021-03-05T08:00:00Z">
"""
TEXT = "\n\n".join([TITLE, BYLINE, DATE, *BODY])


def record(folder: Path, **fields: object) -> Article:
    (folder / "a.jsonl").write_text(json.dumps({"text": TEXT, **fields}), encoding="utf-8")
    return clean(open_page(folder / "a.jsonl#1"))


def test_fields_beside_the_text_win_over_guesses(tmp_path: Path) -> None:
    article = record(
        tmp_path, title="The ferry\x1b[31m stays", author=[{"name": "Ada Okonjo"}, "Tom Aske"], lang="en-GB",
        date_published="2021-03-04T10:00:00Z", dateModified="5 March 2021", url="https://example.org/ferry",
    )  # fmt: skip
    assert (article.title, article.authors, article.byline) == (
        "The ferry stays", ("Ada Okonjo", "Tom Aske"), "Ada Okonjo, Tom Aske",
    )  # fmt: skip
    assert (article.published, article.updated, article.language) == ("2021-03-04", "2021-03-05", "en")
    assert article.text == record(tmp_path).text
    found = json.loads(as_json(article))
    assert list(found)[:8] == ["source", "url", "sha256", "title", "byline", "authors", "published", "updated"]
    assert found["url"] == "https://example.org/ferry"


def test_stated_authors_are_read_as_a_byline_is(tmp_path: Path) -> None:
    assert record(tmp_path, author="By Ada Okonjo and Tom Aske, AP").authors == ("Ada Okonjo", "Tom Aske")
    assert record(tmp_path, authors=["Reuters"]).authors == ("Marta Lindqvist",)


def test_without_such_fields_the_text_is_read(tmp_path: Path) -> None:
    article = record(tmp_path, title="", author=None, date="soon", lang="?", url=["x"], authors={"a": 1})
    assert (article.title, article.authors, article.published) == (TITLE, ("Marta Lindqvist",), "2021-03-03")
    assert not {"url", "updated"} & set(json.loads(as_json(article)))


@pytest.mark.skipif(importlib.util.find_spec("warcio") is None, reason="needs warcio")
def test_a_crawled_page_knows_its_address(tmp_path: Path) -> None:
    body = "".join(f"<p>{text}</p>" for text in BODY)
    page = f"<html><body><h1>{TITLE}</h1>{body}</body></html>".encode()
    (tmp_path / "a.warc").write_bytes(warc(("200 OK", "text/html", page), packed=False))
    assert open_page(tmp_path / "a.warc#2").facts.url == "http://example.org/"


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        (DATE, "2021-03-03", None),
        (f"Published {DATE}", "2021-03-03", None),
        (f"Updated {DATE}", None, "2021-03-03"),
        (f"Published {DATE}, updated March 5, 2021", "2021-03-03", "2021-03-05"),
        (f"{DATE}\n\nLast updated: March 5, 2021", "2021-03-03", "2021-03-05"),
        ("Yesterday", None, None),
    ],
)
def test_an_update_in_a_dump_is_told_from_the_day_of_publication(
    line: str, published: str | None, updated: str | None
) -> None:
    article = clean_dump(dump(head=f"{BYLINE}\n\n{line}"))
    assert (article.published, article.updated) == (published, updated)


@pytest.mark.parametrize(
    ("head", "line", "published", "updated"),
    [
        ('<meta property="article:published_time" content="2021-03-03T08:00:00Z">', "", "2021-03-03", None),
        (
            MODIFIED,
            "", "2021-03-03", "2021-03-05",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2021-03-03", "dateModified": "2021-03-03"}</script>',
            "", "2021-03-03", None,
        ),
        ("", f"<p>Published {DATE}</p><p>Updated March 5, 2021</p>", "2021-03-03", "2021-03-05"),
    ],
)  # fmt: skip
def test_an_update_in_markup_is_told_too(head: str, line: str, published: str | None, updated: str | None) -> None:
    body = "".join(f"<p>{text}</p>" for text in BODY)
    page = f"<html><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>{line}{body}</article>"
    article = clean(open_bytes(page.encode(), "a.html"))
    assert (article.published, article.updated) == (published, updated)
    if line:
        assert [article.text[b.start : b.end] for b in article.blocks if b.kind == "date"] == [
            f"Published {DATE}", "Updated March 5, 2021",
        ]  # fmt: skip
