"""Nothing that a terminal would obey gets past the sources, and what stays keeps its exact place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.spans import OffsetMap
from reader.sources.safe_lines import safe_lines
from reader.system.safe_text import safe_text

FORBIDDEN = {chr(code) for code in [*range(9), *range(11, 32), 127, *range(128, 160), 0x2028, 0x2029]} | {
    chr(code) for code in [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)]
}

PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            "\r\n",
            "\r",
            "\n",
            "\t",
            "\ufeff",
            "\x1b[31m",
            "\x1b]52;c;aGk=\x07",
            "\x1b]0;t\x1b\\",
            "\x1bP1$r\x1b\\",
            "\x1bc",
            "\x9b1m",
            "\x9d52;c;aGk=\x9c",
            "\x1b",
            "\x9d",
            "\x90",
            "\u202e",
            "\u2028",
            "\x85",
            "\x0c",
            "\x00",
            "é",
            "👩\u200d🚀",
        ]
    ),
)
MESSY = st.lists(PIECES, max_size=25).map("".join)


def assert_one_to_one_runs_are_equal(text: str, source: str, origin: OffsetMap) -> None:
    for run in origin.runs:
        if run.end - run.start == run.origin_end - run.origin_start:
            assert text[run.start : run.end] == source[run.origin_start : run.origin_end]


@given(MESSY)
def test_no_forbidden_character_is_left_in_a_text(source: str) -> None:
    text, _ = safe_lines(source)
    assert not FORBIDDEN & set(text)


@given(MESSY)
def test_every_run_of_a_safe_text_is_found_in_its_source(source: str) -> None:
    text, origin = safe_lines(source)
    assert_one_to_one_runs_are_equal(text, source, origin)
    mapped = sum(run.end - run.start for run in origin.runs)
    unmapped = sum(character in " \n" for character in text)
    assert len(text) - mapped <= unmapped


@given(MESSY)
def test_a_safe_text_is_not_changed_again(source: str) -> None:
    text, _ = safe_lines(source)
    again, origin = safe_lines(text)
    assert again == text
    assert origin.runs == OffsetMap.identity(len(text)).runs


@given(MESSY)
def test_a_safe_message_is_one_safe_line(source: str) -> None:
    shown = safe_text(source)
    assert not (FORBIDDEN | {"\n", "\t"}) & set(shown)
    assert shown == shown.strip()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\x1b[1;31mred\x1b[0m b", "ared b"),
        ("copy\x1b]52;c;c2VjcmV0\x07ed", "copyed"),
        ("copy\x1b]52;c;c2VjcmV0\x1b\\ed", "copyed"),
        ("copy\x9d52;c;c2VjcmV0\x9ced", "copyed"),
        ("ti\x1b]0;owned\nnext line", "ti\nnext line"),
        ("\x1bP+q544e\x1b\\x", "x"),
        ("\x9b2Jx", "x"),
        ("\x1b(Bx\x1b7y\x1bcz", "xyz"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("a\u2066b\u2069c", "abc"),
        ("nul\x00byte \ud83d!", "nulbyte !"),
    ],
)
def test_whole_sequences_go_with_their_payload(source: str, text: str) -> None:
    assert safe_lines(source)[0] == text


def test_every_kind_of_line_end_becomes_one() -> None:
    assert safe_lines("a\r\nb\rc\nd\x85e\x0cf\x0bg\u2028h\u2029i")[0] == "a\nb\nc\nd\ne\nf\ng\nh\ni"


def test_characters_that_scripts_need_stay() -> None:
    for needed in ("\u200e", "\u200f", "\u200d", "\u200c", "\u00ad", "\u00a0", "e\u0301"):
        assert safe_lines(f"a{needed}b")[0] == f"a{needed}b"


def test_an_escape_that_never_ends_takes_no_second_line() -> None:
    assert safe_lines("\x1b]52;c;AAAA\nThe article.")[0] == "\nThe article."


def test_a_long_text_with_many_openers_is_still_read() -> None:
    # Quadratic scanning would not end within the time limit of a test.
    for opener in ("\x1b]", "\x9d0;", "\x1b[", "\x90", "\x1b"):
        assert safe_lines(opener * 200_000)[0].count("\x1b") == 0
