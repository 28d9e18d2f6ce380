"""The command in a real terminal: read, tag, quit, export; killed, resized, without colour, on hostile files."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal

COMMAND = [sys.executable, "-m", "reader"]
ARTICLE = """\
1. Skip to content

Ferry line closes

Jo Marsh

4 April 2018

The ferry across the sound will close in May, the town said. It has run since 1911 – 🚢 and never sank.

Nobody asked the islanders. They now face a detour of ninety kilometres each way.

Skip next section More stories
"""
OTHER = """\
A bridge instead

Ann Lo

5 April 2018

The county wants a bridge. It would cost $3.4-billion, the U.S. Army engineers found.

That is absurd. A tunnel costs half as much.
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A working folder with two articles, and a home of its own."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "articles" / "b.txt").write_bytes(OTHER.replace("\n", "\r\n").encode("utf-8-sig"))
    return tmp_path


def open_reader(place: Path, *arguments: str, size: tuple[int, int] = (120, 40), **environment: str) -> Terminal:
    variables = {"HOME": str(place), "NRC_READER_DETECTOR": "rules", **environment}
    command = ["env", "-C", str(place), *COMMAND, "--store", "tags", *(arguments or ("articles",))]
    return Terminal(command, *size, environment=variables)


def run(place: Path, *arguments: str) -> str:
    command = [*COMMAND, "--store", "tags", *arguments]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def exported(place: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(place, "export").splitlines()]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_three_sentences_are_tagged_and_found_in_the_export_in_the_clean_text_and_in_the_file(
    place: Path, size: tuple[int, int]
) -> None:
    with open_reader(place, size=size) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c", "j", "e", "j", "o")
        terminal.wait("✓ 3 saved")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
    rows = exported(place)
    assert [(row["label"], row["quote"]) for row in rows] == [
        ("claim", "The ferry across the sound will close in May, the town said."),
        ("evidence", "It has run since 1911 – 🚢 and never sank."),
        ("opinion", "Nobody asked the islanders."),
    ]
    text = json.loads(run(place, "clean", "-f", "json", "articles/a.txt"))["text"]
    source = (place / "articles" / "a.txt").read_text(encoding="utf-8")
    for row in rows:
        assert text[row["start"] : row["end"]] == row["quote"]
        assert source[row["source_start"] : row["source_end"]] == row["quote"]
    assert run(place, "export") == run(place, "export")


def test_offsets_lead_into_a_file_with_other_line_ends_and_a_byte_order_mark(place: Path) -> None:
    with open_reader(place, "articles/b.txt") as terminal:
        terminal.wait("A bridge instead")
        terminal.press("j", "j", "e")
        terminal.wait("✓ 1 saved")
    (row,) = exported(place)
    assert row["quote"] == "It would cost $3.4-billion, the U.S. Army engineers found."
    source = (place / "articles" / "b.txt").read_bytes().decode("utf-8-sig")
    assert source[row["source_start"] : row["source_end"]] == row["quote"]


def test_a_kill_right_after_the_status_line_said_saved_loses_nothing(place: Path) -> None:
    for count in range(1, 4):
        with open_reader(place, "articles/a.txt") as terminal:
            terminal.wait("Ferry line closes")
            terminal.press("g", *["j"] * count)
            terminal.send("c")
            terminal.wait(f"✓ {count} saved")
            terminal.kill(signal.SIGKILL)
        assert len(exported(place)) == count


def test_the_labels_are_told_apart_without_colour(place: Path) -> None:
    with open_reader(place, "articles/a.txt", NO_COLOR="1") as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c", "j", "e", "j", "o")
        terminal.wait("✓ 3 saved")
        for beginning, mark in (("The ferry across", "c"), ("It has run", "e"), ("Nobody asked", "o")):
            row = next(row for row in terminal.screen.display if beginning in row)
            gutter = re.split(r"[A-Z]", row)[0]
            assert mark in gutter.replace("│", "")
        colours = {
            cell.fg for line in terminal.screen.buffer.values() for cell in line.values() if cell.fg != "default"
        }
        assert all(len(colour) < 6 or colour[:2] == colour[2:4] == colour[4:6] for colour in colours), colours


def test_the_same_sentence_is_marked_after_a_resize(place: Path) -> None:
    with open_reader(place) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "j", "j")
        for size in ((80, 24), (60, 15), (150, 50)):
            terminal.resize(*size)
            terminal.wait(
                lambda screen: any("▌" in row.split("Nobody")[0] for row in screen.split("\n") if "Nobody" in row)
            )
        terminal.press("c")
        terminal.wait("✓ 1 saved")
    assert [row["quote"] for row in exported(place)] == ["Nobody asked the islanders."]


def test_no_escape_sequence_of_a_file_or_its_name_reaches_the_terminal(place: Path) -> None:
    folder = place / "hostile"
    folder.mkdir()
    hostile = (
        "Plain title here\n\nIt said \x1b]52;c;b3duZWQ=\x07 this. "
        "\x1b[5mBlink\x1b[0m and \x9b31mred\x9c \x1bPq#0~\x1b\\end.\n"
    )
    (folder / "a\x1b]0;owned\x07.txt").write_text(hostile, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    (folder / "line.txt").write_bytes(b"word " * 4_000_000)
    with open_reader(place, "hostile", size=(160, 40)) as terminal:
        terminal.wait("Plain title here")
        terminal.wait("3 left out")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.press("R", "R", "D")
        terminal.wait("✗ empty.txt")
        terminal.press("\x1b")
        for piece in (b"\x1b]52", b"owned\x07", b"\x1b[5m", b"\x9b", b"\x1bP"):
            assert piece not in bytes(terminal.output).replace("\u009b".encode(), b""), piece
    (row,) = exported(place)
    assert "\x1b" not in json.dumps(row, ensure_ascii=False)


def test_quitting_leaves_no_process_and_a_usable_terminal(place: Path) -> None:
    with open_reader(place, NRC_READER_DETECTOR="auto") as terminal:
        terminal.wait("Ferry line closes")
        terminal.wait(lambda _: sys.platform != "linux" or bool(descendants(terminal.pid)))
        children = descendants(terminal.pid)
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert b"\x1b[?1049l" in terminal.output
        assert b"\x1b[?25h" in terminal.output
        deadline = time.monotonic() + 100
        while any(is_running(pid) for pid in children) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [pid for pid in children if is_running(pid)]


def descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_the_two_real_articles_side_by_side(place: Path, shared: Path) -> None:
    with open_reader(place, str(shared / "seeds")) as terminal:
        screen = terminal.wait("rapprochement?")
        terminal.wait("A New Edge in US")
        assert "Skip to content" not in screen
        terminal.press("j", "c", "j", "e", "j", "o")
        terminal.wait("✓ 3 saved")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
    rows = exported(place)
    assert [row["label"] for row in rows] == ["claim", "evidence", "opinion"]
    path = shared / "seeds" / Path(rows[0]["document"]).name
    text = json.loads(run(place, "clean", "-f", "json", str(path)))["text"]
    source = path.read_text(encoding="utf-8")
    for row in rows:
        assert text[row["start"] : row["end"]] == row["quote"]
        assert " ".join(source[row["source_start"] : row["source_end"]].split()) == " ".join(row["quote"].split())


def test_what_comes_through_a_pipe_is_read_with_the_keys_from_the_terminal(place: Path) -> None:
    shell = f"cat articles/a.txt | {sys.executable} -m reader --store tags -"
    with Terminal(
        ["env", "-C", str(place), "sh", "-c", shell], environment={"NRC_READER_DETECTOR": "rules"}
    ) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
    assert [row["quote"] for row in exported(place)] == ["The ferry across the sound will close in May, the town said."]


def test_a_name_that_is_neither_file_nor_command_opens_no_screen(place: Path) -> None:
    with open_reader(place, "exprot") as terminal:
        assert terminal.wait_for_exit() == 1
        assert "exprot: no such file, folder or command" in terminal.text
