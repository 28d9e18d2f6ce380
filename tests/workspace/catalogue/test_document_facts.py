"""Date, source, language and number of words of a document, as the list of documents shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model.page import StatedFacts
from reader.workspace.catalogue.document_facts import DocumentFacts, counted_facts, facts_of, stated_facts
from tests.conftest import make_article

ADDRESS = "https://www.Example.org/news/1.html"


@pytest.mark.parametrize(
    ("address", "path", "source"),
    [
        (ADDRESS, "/scraped/daily/1.txt", "example.org"),  # what the page states comes before where it lies
        ("", "/scraped/daily/1.txt", "daily"),
        ("no address", "/scraped/daily/1.txt", "daily"),
        ("http://[broken", "/scraped/daily/1.txt", "daily"),
        ("", "/scraped/daily/all.jsonl#17", "all.jsonl"),
        ("", "/scraped/daily/c#.txt", "daily"),
        ("", ADDRESS, "example.org"),
        ("", "-", "standard input"),
    ],
)
def test_the_source_is_the_host_else_the_file_or_folder_that_it_is_in(address: str, path: str, source: str) -> None:
    article = make_article()
    article = replace(article, page=replace(article.page, facts=StatedFacts(url=address)))
    assert facts_of(article, path).source == source


def test_date_and_language_are_those_of_the_article_and_words_are_counted_where_that_is_asked_for() -> None:
    article = replace(make_article(), published="2016-04-11", language="en", text="The U.S. isn’t 东京.")
    assert facts_of(article, "/a/1.txt") == DocumentFacts("2016-04-11", "a", "en", None)
    assert counted_facts(article, "/a/1.txt").words == 5
    assert facts_of(replace(article, published=None, language=None), "/a/1.txt") == DocumentFacts("", "a", "", None)


def test_what_a_terminal_would_act_on_and_what_is_far_too_long_is_no_fact() -> None:
    told = stated_facts("2016\x1b[31m", "a\x07b" + "c" * 1_000, "e\u202en")
    assert told.published == "2016"
    assert told.language == "en"
    assert told.source.startswith("abc")
    assert len(told.source) < 100
