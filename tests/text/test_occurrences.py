"""Every occurrence of some words: whole words, whatever white space, capitals only where they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.article import Block
from reader.text.graphemes import is_boundary
from reader.text.occurrences import occurrences
from reader.text.units import Units


def found(text: str, wanted: str) -> list[str]:
    units = Units(text, [Block("paragraph", 0, len(text), 0, len(text))])
    return [text[slice(*span)] for span in occurrences(text, wanted, units)]


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Sanctions hurt. New sanctions? sanctionsX", "sanctions", ["Sanctions", "sanctions"]),
        ("Sanctions hurt. New sanctions.", "Sanctions", ["Sanctions"]),
        ("NATO-Russia, NATO and NATO’s", "NATO", ["NATO"]),
        ("the New\n START and the New  START", "New START", ["New\n START", "New  START"]),
        ("a.b and axb", "a.b", ["a.b"]),
        ("東京と東京都", "東京", ["東京", "東京"]),
        ("cafe cafe\u0301", "cafe", ["cafe"]),
        ("🇩🇪🇩🇪 and 🇩🇪", "🇩🇪", ["🇩🇪", "🇩🇪", "🇩🇪"]),
        ("nothing", "  ", []),
    ],
)
def test_whole_words_only(text: str, wanted: str, expected: list[str]) -> None:
    assert found(text, wanted) == expected


@given(st.text(alphabet="ab A-’.\u0301🇩🇪", max_size=30), st.text(alphabet="abA\u0301🇩🇪", min_size=1, max_size=3))
def test_no_occurrence_splits_a_character_or_a_word(text: str, wanted: str) -> None:
    units = Units(text, [Block("paragraph", 0, len(text), 0, len(text))])
    for span in occurrences(text, wanted, units):
        assert is_boundary(text, span.start)
        assert is_boundary(text, span.end)
        for end in span:
            word = units.word_at(end)
            assert not word.start < end < word.end
