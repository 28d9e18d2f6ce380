"""Files that take for ever among good ones: the reader in a terminal answers each key while they are read.

Run ``python -m tests.torture.answering``. For every hostile shape: a folder with it between two good documents is
opened, keys are typed in the good ones, over the hostile one and back. A key counts as answered when the screen shows
what it does. At the end each hostile file is open or left out in one line, and once the reader is killed no process of
it runs.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.terminal import Terminal

#: Bytes of a hostile file: the most that the reader opens.
SIZE = 1 << 24
#: Seconds that a key may take on the busiest machine; on an idle one it takes some hundredths.
PATIENCE = 4.0
SENTENCES = ("The ferry leaves at noon.", "Nobody knows the price.", "The minister said nothing at all.")

HOSTILE: dict[str, Callable[[int], bytes]] = {
    "empty lines.txt": lambda size: b"\n" * size,
    "short lines.txt": lambda size: b"a\n" * (size // 2),
    "one line.txt": lambda size: b"a" * size,
    "one line of words.txt": lambda size: b"Words and more words. " * (size // 22),
    "wide letters.txt": lambda size: "漢字".encode() * (size // 6),
    "combining marks.txt": lambda size: "a\u0301".encode() * (size // 3),
    "faces.txt": lambda size: "\U0001f600 ".encode() * (size // 5),
    "elements.html": lambda size: b"<div>x" * (size // 6),
    "attributes.html": lambda size: b"<p " + b"a=b " * (size // 4) + b">x</p>",
    "entities.html": lambda size: b"<p>" + b"&amp;" * (size // 5),
    "images.md": lambda size: b"![" * (size // 2),
    "fences.md": lambda size: b"```\n" * (size // 4),
    "quotes.md": lambda size: b"> " * (size // 2) + b"x",
    "emphasis.md": lambda size: b"*a_" * (size // 3),
    "table.md": lambda size: b"|a" * 1000 + b"|\n" + b"|-" * 1000 + b"|\n" + b"|x" * (size // 2),
    "groups.rtf": lambda size: b"{\\rtf1 " + b"{" * size,
    "members.txt.gz": lambda size: gzip.compress(b"") * (size // 20),
    "headers.eml": lambda size: b"From: a@b.example\n" + b"X: y\n" * (size // 5),
}  # fmt: skip


def folder_with(name: str, data: bytes, folder: Path) -> None:
    """The hostile file between good ones."""
    for place, title in ((1, "A first good one"), (3, "Another good one")):
        text = "\n\n".join((title, *SENTENCES)) + "\n"
        (folder / f"{place} good.txt").write_text(text, encoding="utf-8")
    (folder / f"2 {name}").write_bytes(data)


def seconds_for(terminal: Terminal, key: str, there: Callable[[str], bool]) -> float:
    """How long the answer to a key takes; raises ``AssertionError`` where it does not come."""
    start = time.monotonic()
    terminal.send(key)
    terminal.wait(there, PATIENCE)
    return time.monotonic() - start


def marked(terminal: Terminal) -> set[int]:
    """The rows at which the cursor's bar stands."""
    return {row for row, line in enumerate(terminal.screen.display) if "▌" in line}


def run(name: str, size: int) -> str:
    """One shape; what is to be said of it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made) / "articles"
        folder.mkdir()
        folder_with(name, HOSTILE[name](size), folder)
        environment = {"NRC_READER_STORE": str(Path(made) / "store"), "NRC_READER_DETECTOR": "rules"}
        command = [sys.executable, "-m", "reader", str(folder)]
        with Terminal(command, 80, 30, environment) as terminal:
            terminal.wait("ferry", 60)
            terminal.wait("READ", 60)
            times = keys(terminal)
            processes = of_session(terminal.pid)
            verdict = wait_for_verdict(terminal)
        left = [process for process in processes if runs_after(process)]
        assert not left, f"{name}: these processes run on: {left}"
        return f"{name:24} slowest key {1000 * max(times):5.0f} ms   {verdict}"


def keys(terminal: Terminal) -> list[float]:
    """Type in a good document, over the hostile one, in the next good one, and back, while it is read."""
    times = []
    for _ in range(2):
        for key in "jjkk":
            terminal.settle()  # two keys that are painted together may leave the bar where it was
            before = marked(terminal)
            times.append(seconds_for(terminal, key, lambda _, before=before: marked(terminal) != before))
        times.append(seconds_for(terminal, "J", lambda text: "Another good one" not in text))
        times.append(seconds_for(terminal, "J", lambda text: "Another good one" in text))
        times.append(seconds_for(terminal, "g", lambda text: "Another good one" in text))
        times.append(seconds_for(terminal, "K", lambda text: "Another good one" not in text))
        times.append(seconds_for(terminal, "K", lambda text: "A first good one" in text))
    return times


def wait_for_verdict(terminal: Terminal) -> str:
    """Go to the hostile document and stay until it is there, or left out."""
    terminal.send("J")
    terminal.wait(lambda text: "A first good one" not in text, PATIENCE)
    text = terminal.wait(lambda text: "reading …" not in text, 180)
    said = [line for line in text.splitlines() if ": takes too" in line or ": needs too" in line or ": cannot" in line]
    return (said or ["opened"])[0].strip()[:60]


def of_session(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                parent = int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(place.name), *of_session(int(place.name))]
    return found


def runs_after(process: int, seconds: float = 30) -> bool:
    """Whether a process still runs after a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return False
        except OSError:
            return False
        time.sleep(0.1)
    return True


def main() -> int:
    """Every shape; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of each hostile file")
    parser.add_argument("--only", default="", help="shapes whose name holds this")
    options = parser.parse_args()
    os.environ.pop("NRC_READER_THEME", None)
    wrong = 0
    for name in HOSTILE:
        if options.only in name:
            try:
                print(run(name, options.size), flush=True)
            except AssertionError as error:
                wrong += 1
                print(f"{name}: {error}", file=sys.stderr, flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
