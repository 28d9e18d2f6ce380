"""What is typed to search many documents: texts as they stand, whole words, beginnings of words, expressions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.folded import folded
from reader.text.search import PatternError, find_all
from reader.text.search_query import search_query

TEXT = """\
The carbon tax was raised. A Carbon
tax is no hydrocarbon tax; carbonates are not taxed.
Die Grüße aus KÖLN, GRÜSSE. Совет собрался. Ο ΣΟΦΟΣ, ο σοφός. 東京都の天気は晴れ。 ประเทศไทย وقال المجلس.
"""


def found(typed: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in search_query(typed).spans(text, 100, 10.0)]


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("carbon tax", ["carbon tax", "carbon tax"]),  # as the search in a document: not across a line
        ('"carbon tax"', ["carbon tax", "Carbon\ntax"]),
        ('"Carbon tax"', ["Carbon\ntax"]),
        ("tax", ["tax", "tax", "tax", "tax"]),
        ('"tax"', ["tax", "tax", "tax"]),
        ("carbon*", ["carbon", "Carbon", "carbon"]),
        ('"taxed" carbonat*', ["carbonat", "taxed"]),
        ('"taxed" nowhere', []),
        ("köln", ["KÖLN"]),
        ("Köln", []),
        ("grüße", ["Grüße"]),
        ("совет", ["Совет"]),
        ('"совет"', ["Совет"]),
        ("σοφοσ", ["ΣΟΦΟΣ"]),
        ("σοφός", ["σοφός"]),
        ("天気", ["天気"]),
        ('"天気"', ["天気"]),
        ("京*", ["京"]),
        ('"ไทย"', ["ไทย"]),
        ("المجلس", ["المجلس"]),
        (r"\tax(ed)?\b", ["tax", "tax", "tax", "taxed"]),
        ("*", []),
        ('"', []),
        ('"" ', []),
        ("", []),
    ],
)
def test_what_is_found(typed: str, hits: list[str]) -> None:
    assert found(typed) == hits


def test_a_quotation_mark_alone_is_a_text_as_it_stands() -> None:
    assert found('"I', 'He said "I never did".') == ['"I']
    assert found('d"', 'He said "I never did".') == ['d"']


def test_an_expression_that_is_none_is_refused_when_it_is_used() -> None:
    with pytest.raises(PatternError, match="missing"):
        search_query(r"\(").spans(TEXT, 10, 1.0)


LETTERS = st.text(st.sampled_from('aB ßẞςσΣiIİı東京"*\\\nſé'), max_size=8)


@given(LETTERS, LETTERS, LETTERS)
def test_a_line_without_signs_finds_what_the_search_in_a_document_finds(typed: str, before: str, behind: str) -> None:
    text = before + typed.swapcase() + behind
    if not typed.startswith("\\") and '"' not in typed and "*" not in typed:
        assert tuple(search_query(typed).spans(text, 100, 10.0)) == find_all(typed, text).spans


@given(LETTERS, LETTERS)
def test_a_document_that_matches_holds_the_needles_and_hits_are_in_order(typed: str, text: str) -> None:
    query = search_query(typed)
    try:
        spans = query.spans(text, 100, 10.0)
    except PatternError:
        return
    if spans:
        assert all(folded(needle) in folded(text) for needle in query.needles)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        end = span.end
