"""What one user-perceived character is: everybody agrees on it, and a look-up looks at no more than a window."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import SupportsIndex

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from reader.text import graphemes
from reader.text.graphemes import characters, is_boundary, next_boundary, previous_boundary, snap

#: Each kind of code point that a rule of Unicode names, in several scripts, and letters beside them.
HOSTILE = [
    *"a B é ’ © Я \u0301 \u0903 \ufe0f \u200d \u200c \U000e0067 \U000e007f \uff9e \u20e3 \u180b \u200b \u00ad".split(),
    *"क ष \u094d \u093c ि \u1cf5 ক \u09cd \u09be ക \u0d4d \u0d4e ක \u0dca ર \u0acd ཀ \u0fb2 ក \u17d2 ᬓ \u1b44".split(),
    *"က \u102c \u1038 \u1039 ก กำ \u0e33 \u0e47 ກ ຳ \u0600 \u06dd \U000110bd ب \u064e ש \u05c1 東 か \u3099".split(),
    *"\u1100 \u1161 \u11a8 가 각 \ua960 🇩 🇪 👩 👍 🏽 ❤ ☎ \U0001fae9 ‼ \U0001d165 \ud800 \ufeff".split(),
    *(" ", "\t", "\n", "\r", "\r\n", "\u0085", "\u2028"),
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(HOSTILE), max_size=40).map("".join))
#: So long that fixed places play a part.
long_texts = st.lists(
    st.tuples(
        st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join), st.sampled_from([1, 2, 3, 255, 400])
    ),
    min_size=1,
    max_size=5,
).map(lambda runs: "".join(piece * count for piece, count in runs))


def boundaries(text: str) -> list[int]:
    return [place for place in range(len(text) + 1) if is_boundary(text, place)]


@given(st.one_of(texts, long_texts))
def test_one_place_alone_is_judged_as_in_the_whole_text(text: str) -> None:
    assert boundaries(text) == [*accumulate(map(len, characters(text, 0, len(text))), initial=0)]


@given(st.one_of(texts, long_texts), st.data())
def test_from_any_boundary_on_the_characters_are_those_of_the_whole_text(text: str, data: st.DataObject) -> None:
    edges = boundaries(text)
    start, end = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2)))
    found = [*accumulate(map(len, characters(text, start, end)), initial=start)]
    assert found == [place for place in edges if start <= place <= end]
    place = data.draw(st.integers(0, len(text)))
    assert previous_boundary(text, place) == max(edge for edge in edges if edge <= place)
    assert next_boundary(text, place) == min(edge for edge in edges if edge >= place)


@given(texts)
def test_no_character_of_unicode_is_cut_and_only_marks_are_joined_to_more(text: str) -> None:
    unicode = {found.start() for found in regex.finditer(r"\X", text)}
    ours = set(boundaries(text)) - {len(text)}
    assert ours <= unicode
    assert all(regex.match(r"[\p{M}\u200c\u200d\p{GCB=Extend}]", text, pos=place) for place in unicode - ours)


@pytest.mark.parametrize("word", ["ကာ", "ကား", "မြန်မာ", "\u1a20\u1a61", "က\u102c\u200d"])
def test_a_mark_never_begins_a_character_behind_a_letter(word: str) -> None:
    letters = [place for place, char in enumerate(word) if not regex.match(r"\p{M}|\u200d", char)]
    assert boundaries(word) == [*letters, len(word)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_mark_begins_a_character_behind_the_end_of_a_line(end: str) -> None:
    text = f"a{end}\u0301b"
    assert boundaries(text) == [0, 1, 1 + len(end), 2 + len(end), 3 + len(end)]


def test_what_is_taken_for_apart_joins_nothing() -> None:
    apart = [chr(code) for code in range(0x10000) if graphemes._APART().fullmatch(chr(code))]
    assert len(apart) > 25_000
    joining = r"[\r\p{M}\p{RI}\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}\p{GCB=Prepend}\p{GCB=L}\p{GCB=V}\p{GCB=T}]"
    assert not regex.search(joining, "".join(apart))
    assert regex.findall(r"\X", "".join(apart)) == apart


class Watched(str):
    """A text that counts how much of it is looked at."""

    looked_at = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        piece = super().__getitem__(key)
        self.looked_at += len(piece)
        return piece


ENDLESS = {
    "marks": "\u0301",
    "flags": "🇩🇪",
    "Hangul": "\u1100",
    "syllables": "각",
    "conjuncts": "\u094d\u0915",
    "joined emoji": "👩\u200d",
    "joiners": "\u200d",
    "signs before a number": "\u0600",
    "tags": "\U000e0067",
    "vowel signs": "\u102c",
}


@pytest.mark.parametrize("piece", ENDLESS.values(), ids=ENDLESS)
def test_in_the_middle_of_a_million_only_a_window_is_looked_at(piece: str) -> None:
    text = Watched("e" + piece * (1_000_000 // len(piece)))
    middle = len(text) // 2
    for place in (*range(middle - 2, middle + 3), middle // 256 * 256, middle // 256 * 256 + 255):
        text.looked_at = 0
        is_boundary(text, place)
        assert text.looked_at < 2_000
        text.looked_at = 0
        start, end = snap(text, place, place + 1)
        assert text.looked_at < 20_000
        assert place - 512 < start <= place < end < place + 512


@pytest.mark.parametrize("piece", ENDLESS.values(), ids=ENDLESS)
def test_a_character_without_end_is_cut_at_multiples_of_256(piece: str) -> None:
    text = "e" + piece * 2_000
    edges = boundaries(text)
    assert max(right - left for left, right in pairwise(edges)) <= 512
    for start in edges[:-1]:
        found = [*accumulate(map(len, characters(text, start, min(start + 90, len(text)))), initial=start)]
        assert set(found[:-1]) <= set(edges), start
    if piece not in ("🇩🇪", "각"):
        assert not [place for place in edges[1:-1] if place % 256 and place > 1]


def test_no_cut_parts_a_flag() -> None:
    text = "\u0600" * 255 + "🇩🇪🇫🇷"
    assert boundaries(text) == [0, 257, 259] == [*accumulate(map(len, characters(text, 0, 259)), initial=0)]


def test_a_flag_in_a_long_row_of_flags_stays_whole() -> None:
    text = "🇩🇪" * 2_000
    assert boundaries(text) == [*range(0, len(text) + 1, 2)]
