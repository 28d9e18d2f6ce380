"""What is repaired inside a block, and that every repaired character still knows where it came from."""

from __future__ import annotations

import pytest

from reader.cleaning.text_repair import repair
from reader.model.spans import OffsetMap


def repaired(text: str, *words: str) -> str:
    return repair(text, 0, len(text), words.__contains__).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one  two \t three", "one two three"),
        ("one\u00a0two", "one two"),
        ("one\ntwo", "one two"),
        ("hy\u00adphen", "hyphen"),
        ("a \ufb01ne o\ufb03ce", "a fine office"),
        ("one\u200btwo", "onetwo"),
        ("👩\u200d👧 stays", "👩\u200d👧 stays"),
        ("Ann\u200e Lee and Ann\u200e\u200fa and a\u2063b", "Ann Lee and Anna and ab"),
        ("\u05d0\u200e \u05d1", "\u05d0\u200e \u05d1"),
        ("har\u200dbour and \u0441\u043b\u200c\u043e\u0432\u043e", "harbour and \u0441\u043b\u043e\u0432\u043e"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645"),
        ("nothing to repair", "nothing to repair"),
    ],
)
def test_faults_are_mended(text: str, shown: str) -> None:
    assert repaired(text) == shown


def test_a_word_broken_at_a_line_end_is_joined_only_where_it_is_known() -> None:
    assert repaired("the pil-\nlars", "pillars") == "the pillars"
    assert repaired("the pil-\n   lars", "pillars") == "the pillars"
    assert repaired("a well-\nknown", "pillars") == "a well-known"
    assert repaired("the North-\nSouth line", "northsouth") == "the North-South line"
    assert repaired("a dash -\nand more") == "a dash - and more"


def test_every_character_knows_its_place() -> None:
    text = "xx one\u00a0 two hy\u00adphen \ufb01ne pil-\nlars"
    found = repair(text, 3, len(text), {"pillars"}.__contains__)
    origin = OffsetMap(found.runs)
    assert found.text == "one two hyphen fine pillars"
    for word, source in (("two", "two"), ("hyphen", "hy\u00adphen"), ("fine", "\ufb01ne"), ("pillars", "pil-\nlars")):
        start = found.text.index(word)
        assert text[slice(*origin.span(start, start + len(word)))] == source
    assert text[slice(*origin.span(0, len(found.text)))] == text[3:]
