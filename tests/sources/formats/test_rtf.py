"""RTF opens as the text that its writer saw: code pages, Unicode, structure; noise in it does no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.page_cleaning import clean
from reader.sources import Page, SourceError, open_bytes
from tests.sources.builders import FIRST, SECOND

HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Times;}{\f1\fnil\fcharset204 Times CYR;}}"
STYLES = rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs10 Default;}}"


def opened(body: bytes) -> Page:
    return open_bytes(HEAD + STYLES + body + b"}", "a.rtf")


def lines(body: bytes) -> list[tuple[str, str]]:
    page = opened(body)
    assert page.source == page.text
    return [(line.hint, page.line_text(line)) for line in page.lines if line.start < line.end]


def test_a_letter_opens_with_its_structure() -> None:
    body = (
        rb"{\info{\title Secret}{\author Nobody}}{\header A header}"
        rb"\pard\s1 A quay is closed\par\pard " + FIRST.encode() + rb"\par"
        rb"\pard{\listtext\'b7\tab}\ls1 A point\par\pard\intbl East\cell 14\cell\row\pard Below{\footnote Monday.}\par"
    )
    assert lines(body) == [
        ("h1", "A quay is closed"),
        ("p", FIRST),
        ("li", "A point"),
        ("table", "East | 14"),
        ("p", "Below[1]"),
        ("footnote", "[1] Monday."),
    ]


def test_characters_of_every_kind() -> None:
    assert lines(rb"caf\'e9 \'93so\'94 \u8364? \ldblquote a\rdblquote\emdash b \{c\} d\~e") == [
        ("p", "café “so” € “a”—b {c} d\u00a0e")
    ]
    assert lines(rb"{\f1 \'cc\'e8\'f0} Mir")[0][1] == "Мир Mir"
    assert lines(rb"{\uc2\u1052\'cc\'cc\u1080??}{\uc0\u1088}")[0][1] == "Мир"
    assert lines(rb"a \u-10179?\u-8704? b")[0][1] == "a 😀 b"


def test_two_bytes_may_be_one_character() -> None:
    data = rb"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b}"
    assert open_bytes(data, "a.rtf").text == "日本"


def test_what_nobody_sees_is_left_out() -> None:
    hidden = (
        rb"A{\v hidden} b{\*\unknown new} c{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict 0102}"
        rb" d \bin3 {}{e"
    )
    assert lines(hidden) == [("p", "A b clink d e")]


@pytest.mark.parametrize(
    ("body", "text", "notes"),
    [
        (rb"a{\super\chftn}{\footnote{\super\chftn} One} b{\footnote Two}", "a[1] b[2]", ["[1] One", "[2] Two"]),
        (rb"\aftnnrlc a{\chftn}{\footnote One} b{\chftn}{\footnote\ftnalt End}", "a[1] b[i]", ["[1] One", "[i] End"]),
        (rb"a{\super *}{\footnote{\super *} Star} b{\chftn}{\footnote One}", "a* b[1]", ["* Star", "[1] One"]),
        (rb"\ftnstart3\ftnnauc a{\footnote One}", "a[C]", ["[C] One"]),
        (rb"\ftnrestart a{\footnote One}\sect b{\footnote Two}", "a[1]", ["[1] One", "[1] Two"]),
    ],
)
def test_notes_carry_the_number_that_was_seen(body: bytes, text: str, notes: list[str]) -> None:
    shown = lines(body + rb"\par")
    assert shown[0] == ("p", text)
    assert [line for hint, line in shown if hint == "footnote"] == notes


def test_it_is_cleaned_like_a_text() -> None:
    article = clean(opened(b"A quay is closed\\par\n" + FIRST.encode() + b"\\par\n" + SECOND.encode() + b"\\par"))
    assert article.title == "A quay is closed"
    assert article.text.endswith(FIRST + "\n\n" + SECOND)


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(SourceError, match="nested too deeply"):
        open_bytes(b"{\\rtf1 " + b"{" * 100_000 + b"x", "a.rtf")


def test_a_mark_for_new_groups_means_nothing_inside_one() -> None:
    assert lines(rb"Words. \*\par{ More.} {\*\new hidden}") == [("p", "Words."), ("p", "More.")]


def test_a_file_cut_off_in_a_hidden_group_keeps_what_was_seen() -> None:
    assert lines(rb"Words. {\*\new hidden {\b and") == [("p", "Words.")]


@given(st.lists(st.sampled_from([*"{}ab\\ '*", r"\par", r"\u", "8364", r"\'e9", r"\uc", r"\bin", "9", r"\f", "\n"])))
def test_no_noise_does_harm(pieces: list[str]) -> None:
    page = opened(b"Words. " + "".join(pieces).encode())
    assert page.text.startswith("Words.")
    assert "\n".join(page.line_text(line) for line in page.lines) == page.text
