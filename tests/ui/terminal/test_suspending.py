"""Back to the shell and to the reader again, in a real tmux: all of the screen is there, and each mode as it was."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.tmux import Tmux

ARTICLE = "Ferry line closes\n\nJo Marsh\n\n4 April 2018\n\n" + "\n\n".join(
    f"Sentence number {number} of the ferry across the sound is here. It will close in May." for number in range(12)
)
#: Of the terminal: the other screen, the mouse, the cursor.
OURS, THE_SHELLS = "1 11 0", "0 00 1"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def open_reader(place: Path) -> Tmux:
    root = str(Path(__file__).parents[3])
    variables = {"HOME": str(place), "NRC_READER_DETECTOR": "rules", "PYTHONPATH": root}
    tmux = Tmux(place, 110, 24, variables)
    tmux.type(f"{sys.executable} -m reader --store tags a.txt\n")
    tmux.wait("Annotations")
    tmux.press("j", "c")
    late = ("✓ 1 saved", "▸~ Ferry", "1 Jo Marsh", "c Sentence number 0")  # the lists come by themselves
    tmux.wait(lambda rows: all(one in "\n".join(rows) for one in late))
    return tmux


def reader_in(tmux: Tmux) -> int:
    """The process of the reader: the shell's child that leads the group in front."""
    fields = Path(f"/proc/{tmux.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[5])


def stop(tmux: Tmux, how: str) -> None:
    """Stop the reader, and wait for the shell."""
    if how == "ctrl+z":
        tmux.press("C-z")
    else:
        os.kill(reader_in(tmux), getattr(signal, f"SIG{how}"))
    tmux.wait(lambda rows: any(row.startswith("$ ") or "Stopped" in row for row in rows))


def use_the_shell(tmux: Tmux) -> None:
    tmux.type("clear; echo it is $((6 * 7)); ls /\n")
    tmux.wait("it is 42")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", ["ctrl+z", "TSTP", "STOP"])
def test_after_a_stop_and_fg_everything_is_there_again_and_again(place: Path, how: str) -> None:
    with open_reader(place) as tmux:
        for count in range(3):
            before = tmux.rest()[:-2]
            stop(tmux, how)
            assert how == "STOP" or tmux.flags == THE_SHELLS
            use_the_shell(tmux)
            tmux.type("fg\n")
            tmux.wait(lambda rows, before=before: rows[:-2] == before)  # type: ignore[misc]
            tmux.wait(lambda _: tmux.flags == OURS)
            tmux.paste("ceo")  # as keys, without the marks of a paste, these would tag
            tmux.press("j", "e")
            tmux.wait(f"✓ {count + 2} saved")
        tmux.press("q")
        tmux.wait(lambda _: tmux.flags == THE_SHELLS)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", ["TSTP", "STOP"])
def test_in_a_dialog_and_with_another_size_everything_is_there_again(place: Path, how: str) -> None:
    with open_reader(place) as tmux:
        tmux.press("a")
        tmux.type("a note")
        before = tmux.wait("a note")
        stop(tmux, how)
        use_the_shell(tmux)
        tmux.type("fg\n")
        tmux.wait(lambda rows: rows == before)
        stop(tmux, how)
        use_the_shell(tmux)
        tmux.resize(90, 20)
        tmux.type("fg\n")
        tmux.wait(lambda rows: "a note" in "\n".join(rows) and "a.txt" in rows[0] and "READ" in rows[19])
        tmux.type(" that goes on")
        tmux.press("Escape")
        tmux.wait(lambda rows: "Sentence number 3" in "\n".join(rows) and "╭" not in "\n".join(rows))
        assert all(len(row) <= 90 for row in tmux.rows)


#: The keys that open something, what is typed into it, and what shows both.
OPENED = {
    "a label's form": ("#", "premise", ["A new label for everybody", "premise"]),
    "the documents": ("D", "fer", ["left out", "fer"]),
    "the help": ("?", "/find", ["/ finds", "find"]),
    "the search line": ("/", "Sentence number 1", ["Sentence number 1", "SEARCH"]),
    "hints": ("f", "", ["HINT", "letters select"]),
    "a bookmark": ("B", "", ["MARK", "a letter names it"]),
    "the palette": ("C-p", "thème", ["thème", "No matches found"]),
}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", OPENED)
def test_what_is_open_is_there_again_with_what_was_typed(place: Path, name: str) -> None:
    key, typed, shown = OPENED[name]
    with open_reader(place) as tmux:
        tmux.press(key)
        if typed:
            tmux.type(typed)
        tmux.wait(lambda rows: all(one in "\n".join(rows) for one in shown))
        assert any(comes_back_as_it_was(tmux) for _ in range(5)), "\n".join(tmux.rows)
        assert tmux.flags.startswith(OURS[:-2])


def comes_back_as_it_was(tmux: Tmux) -> bool:
    """Whether the screen is the same before a stop and after it; it is not where more was on its way to it before."""
    before = tmux.rest()
    stop(tmux, "ctrl+z")
    assert tmux.flags == THE_SHELLS
    use_the_shell(tmux)
    tmux.type("fg\n")
    tmux.wait(lambda _: tmux.flags[0] == OURS[0])
    with suppress(AssertionError):
        return tmux.wait(lambda rows: rows == before, timeout=6) == before
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_in_a_note_the_key_takes_back_what_was_typed(place: Path) -> None:
    with open_reader(place) as tmux:
        tmux.press("a")
        tmux.type("a note")
        tmux.wait("a note")
        tmux.press("C-z")
        tmux.wait(lambda rows: "a note" not in "\n".join(rows))
        assert tmux.flags.startswith(OURS[:-2])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_one_that_is_sent_to_the_background_waits_there_for_fg(place: Path) -> None:
    with open_reader(place) as tmux:
        before = tmux.rest()
        stop(tmux, "ctrl+z")
        tmux.type("bg\n")
        use_the_shell(tmux)
        tmux.type("fg\n")
        tmux.wait(lambda rows: rows[:-2] == before[:-2])
        tmux.press("j", "e")
        tmux.wait("✓ 2 saved")
