"""What a terminal sends, byte for byte, to the reader in a real pseudo-terminal: the mouse, a paste, Esc and a key."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.terminal import Terminal

ARTICLE = """\
Ferry line closes 🚢

Jo Marsh

4 April 2018

The ferry across the sound will close in May, the town said. It has run since 1911 and never sank.

Nobody asked the islanders. They now face a detour of ninety kilometres each way.
"""
COMMAND = [sys.executable, "-m", "reader", "--store", "tags"]


def open_reader(place: Path) -> Terminal:
    (place / "a.txt").write_text(ARTICLE, encoding="utf-8")
    variables = {"HOME": str(place), "NRC_READER_DETECTOR": "rules"}
    terminal = Terminal(["env", "-C", str(place), *COMMAND, "a.txt"], 110, 24, environment=variables)
    terminal.wait("Annotations")
    return terminal


def exported(place: Path) -> list[dict[str, Any]]:
    done = subprocess.run([*COMMAND, "export"], cwd=place, capture_output=True, check=True, timeout=60)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def drag(terminal: Terminal, first: str, last: str) -> None:
    """Press on the beginning of a text, move cell by cell and row by row to the end of another one, let go there."""
    (x, y), (to_x, to_y) = place_of(terminal, first), place_of(terminal, last)
    to_x += len(last) - 1
    terminal.send(f"\x1b[<0;{x};{y}M")
    while y != to_y:
        y += 1 if to_y > y else -1
        terminal.send(f"\x1b[<32;{x};{y}M")
    while x != to_x:
        x += 1 if to_x > x else -1
        terminal.send(f"\x1b[<32;{x};{y}M")
    terminal.send(f"\x1b[<0;{x};{y}m")


def place_of(terminal: Terminal, text: str) -> tuple[int, int]:
    return next((row.index(text) + 1, y) for y, row in enumerate(terminal.screen.display, 1) if text in row)


def test_a_drag_is_what_a_tag_takes_and_stays_marked(tmp_path: Path) -> None:
    with open_reader(tmp_path) as terminal:
        drag(terminal, "across", "sound")
        terminal.send("c")
        terminal.wait("✓ 1 saved")
        drag(terminal, "Nobody", "islanders")
        terminal.send("e")
        terminal.wait("✓ 2 saved")
        drag(terminal, "since 1911", "asked the")
        terminal.send("o")
        terminal.wait("✓ 3 saved")
        x, y = place_of(terminal, "detour")
        terminal.send(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m" * 2 + "c")
        terminal.wait("✓ 4 saved")
    assert [row["quote"] for row in exported(tmp_path)] == [
        "across the sound",
        "since 1911 and never sank.\n\nNobody asked the",
        "Nobody asked the islanders",
        "detour",
    ]


def test_a_paste_is_the_lines_of_a_note_and_esc_and_the_keys_behind_it_are_keys(tmp_path: Path) -> None:
    with open_reader(tmp_path) as terminal:
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.press("a")
        terminal.send("\x1b[200~line one\rline two\r\n\x1b[31mline\tthree\x1b[0m\u2028four\x1b[201~\x1bje")
        terminal.wait("✓ 2 saved")
        terminal.send("\x1b[200~cxd\rq\x1b[201~")
        terminal.send("/islanders\x1bjo")
        terminal.wait("✓ 3 saved")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
    assert [(row["label"], row["quote"], row["note"]) for row in exported(tmp_path)] == [
        (
            "claim",
            "The ferry across the sound will close in May, the town said.",
            "line one\nline two\nline\tthree\nfour",
        ),
        ("evidence", "It has run since 1911 and never sank.", ""),
        ("opinion", "Nobody asked the islanders.", ""),
    ]
