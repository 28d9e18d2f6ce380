"""Keys as a terminal sends them: what is one sequence, what is Esc and a key behind it, and what was pasted."""

import os
import subprocess
import sys

import pytest
import textual._parser
from hypothesis import given
from hypothesis import strategies as st
from textual import constants, events

from reader.ui.keymap.alt_keys import esc_and_key
from reader.ui.terminal import key_parser
from reader.ui.terminal.key_parser import ESC_S, KeyParser


def parsed(*reads: str, is_quiet: bool = True) -> list[str]:
    """The names of the keys in some reads, Esc and a key behind it as two; pastes and mouse events as they are."""
    parser = KeyParser()
    found = [event for read in reads for event in parser.feed(read)]
    if is_quiet:
        parser._timeout_time = 0.0 if parser._timeout_time is not None else None
        found += parser.tick()
    names = []
    for event in found:
        if isinstance(event, events.Key):
            keys = esc_and_key(event) if event.key.startswith("alt+") else (event,)
            names += [one.character if one.is_printable and one.character else one.key for one in keys]
        elif isinstance(event, events.Paste):
            names.append(f"paste {event.text}")
        else:
            names.append(type(event).__name__)
    return names


TYPED = {
    "j": "j", "J": "J", "7": "7", "f": "f", "b": "b", "[": "[", "]": "]", "O": "O", "P": "P", "/": "/", "?": "?",
    "-": "-", "=": "=", "+": "+", ".": ".", "é": "é", " ": " ", "\r": "enter", "\t": "tab", "\x7f": "backspace",
    "\x04": "ctrl+d", "\x12": "ctrl+r", "\x1a": "ctrl+z", "\x1b": "escape",
    "\x1b[A": "up", "\x1bOP": "f1", "\x1b[5~": "pageup", "\x1b[1;2C": "shift+right", "\x1b[Z": "shift+tab",
}  # fmt: skip


@pytest.mark.parametrize(("sent", "key"), TYPED.items(), ids=TYPED.values())
def test_esc_and_a_key_right_behind_it_are_both_there(sent: str, key: str) -> None:
    assert parsed("\x1b" + sent) == ["escape", key]
    assert parsed("\x1b", sent) == ["escape", key]
    assert parsed("\x1b", *sent) == ["escape", key]


@pytest.mark.parametrize(("sent", "key"), TYPED.items(), ids=TYPED.values())
def test_the_key_alone_is_that_key(sent: str, key: str) -> None:
    assert parsed(sent) == [key]


@pytest.mark.parametrize(
    ("reads", "keys"),
    [
        (["\x1bjkl"], ["escape", "j", "k", "l"]),
        (["\x1bj\x1bk"], ["escape", "j", "escape", "k"]),
        (["\x1b\x1b\x1bc"], ["escape", "escape", "escape", "c"]),
        (["\x1b[", "j"], ["escape", "[", "j"]),
        (["\x1b[j"], ["escape", "[", "j"]),
        (["\x1b[\x1b]"], ["escape", "[", "escape", "]"]),
        (["\x1b", "[", "c"], ["escape", "[", "c"]),
        (["\x1bOj"], ["escape", "O", "j"]),
        (["\x1b", "O", "c"], ["escape", "O", "c"]),
        (["\x1b[1;3A"], ["escape", "up"]),
        (["\x1b[1;4D"], ["escape", "shift+left"]),
    ],
)
def test_more_that_is_typed_right_behind_esc_is_all_there(reads: list[str], keys: list[str]) -> None:
    assert parsed(*reads) == keys


def test_a_key_behind_esc_is_told_at_once_and_esc_alone_once_nothing_follows() -> None:
    assert parsed("\x1bj", is_quiet=False) == ["escape", "j"]
    assert parsed("\x1b", is_quiet=False) == []
    assert parsed("\x1b[", is_quiet=False) == []
    assert parsed("\x1b") == ["escape"]


@pytest.mark.parametrize("sequence", ["\x1b[3;3z", "\x1b[1;2;3;4X", "\x1b[?62;1;6c", "\x1b[>41;354;0c"])
def test_a_sequence_that_nobody_knows_is_not_keys(sequence: str) -> None:
    assert parsed(sequence + "j") == ["j"]


@pytest.mark.parametrize("sequence", ["\x1b[A", "\x1b[<0;3;4M", "\x1b[5;7R", "\x1b[I", "\x1b[15~", "\x1b[?2026;2$y"])
def test_a_sequence_may_come_in_pieces(sequence: str) -> None:
    whole = parsed(sequence)
    assert len(whole) == 1
    assert parsed(*sequence) == whole


@given(st.text(st.sampled_from("ab\x1b[]201~;m<Oq\r\n\t\x00é\u2028")), st.lists(st.integers(1, 9), max_size=30))
def test_what_is_pasted_is_one_paste_and_never_a_key(pasted: str, sizes: list[int]) -> None:
    pasted = pasted.replace("\x1b[201~", "")
    while "\x1b[201~" in pasted + "\x1b[201~"[:-1]:
        pasted = pasted.replace("\x1b[201~", "")
    sent, reads = f"\x1b[200~{pasted}\x1b[201~j", []
    for size in sizes:
        reads, sent = [*reads, sent[:size]], sent[size:]
    found = parsed(*filter(None, [*reads, sent]))
    if (pasted + "\x1b[201~").index("\x1b[201~") == len(pasted):
        assert found == [f"paste {pasted}", "j"]


def test_a_long_paste_in_many_reads_is_one() -> None:
    text = "word \r" * 100_000
    sent = f"\x1b[200~{text}\x1b[201~"
    assert parsed(*(sent[start : start + 4096] for start in range(0, len(sent), 4096))) == [f"paste {text}"]


def test_the_end_of_a_paste_that_did_not_begin_is_nothing() -> None:
    assert parsed("\x1b[201~j") == ["j"]


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> KeyParser:
    """A parser for which the time stands still."""
    monkeypatch.setattr(key_parser, "get_time", lambda: 100.0)
    monkeypatch.setattr(textual._parser, "get_time", lambda: 100.0)
    return KeyParser()


def test_an_esc_that_nothing_came_with_is_told_long_before_a_person_notices(parser: KeyParser) -> None:
    assert parser.due_in(9.0) == 9.0
    assert [*parser.feed("\x1b")] == []
    assert parser.due_in(9.0) == pytest.approx(ESC_S)
    assert ESC_S < 0.03


def test_a_sequence_that_has_begun_is_waited_for_as_textual_does(parser: KeyParser) -> None:
    assert [*parser.feed("\x1b"), *parser.feed("[")] == []
    assert parser.due_in(9.0) == pytest.approx(constants.ESCAPE_DELAY)
    assert parser.due_in(0.05) == 0.05


@pytest.mark.parametrize("milliseconds", [100, 250])  # Textual's own time too
def test_whoever_says_how_long_an_esc_waits_has_that(milliseconds: int) -> None:
    said = "from reader.ui.terminal.key_parser import ESC_S; print(ESC_S)"
    environment = {**os.environ, "ESCDELAY": str(milliseconds)}
    done = subprocess.run(
        [sys.executable, "-c", said], env=environment, capture_output=True, text=True, timeout=100, check=True
    )
    assert float(done.stdout) == milliseconds / 1000
