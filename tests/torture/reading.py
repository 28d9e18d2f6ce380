"""The real reader in a real terminal, ended in every way while keys are sent: what its ticks promised is there.

.venv/bin/python -m tests.torture.reading [--kills 100] [--seed 0]
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.exchange.emergency_file import recover
from reader.store.folder_store import FolderStore
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
SENTENCES = 400
TICK = re.compile(r"✓ (\d+) saved")
#: What a terminal must have been told in the end.
OFF = (b"1049", b"1000", b"1003", b"1006", b"1015", b"2004", b"1004")


#: The reader on a disk that is full as soon as a file says so: where the store is, not where the state folder is.
LAUNCH = """\
import errno, os, sys
from reader.cli import main
real_write, real_open = os.write, os.open
def refuse(path):
    if "/tags" in path and os.path.exists("full"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
def write(handle, data):
    refuse(os.readlink(f"/proc/self/fd/{handle}"))
    return real_write(handle, data)
def opened(path, flags, *more, **named):
    folder = named.get("dir_fd")
    where = os.path.join(os.getcwd() if folder is None else os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(path))
    if flags & os.O_CREAT and not os.path.exists(where):
        refuse(where)
    return real_open(path, flags, *more, **named)
os.write, os.open = write, opened
sys.exit(main())
"""


class Place:
    """A folder with one long article, a store and a state folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        words = "ferry quay council winter harbour vote price island bridge storm".split()
        sentences = [f"Number {n} says that the {words[n % 10]} is {n * 7} metres from here." for n in range(SENTENCES)]
        paragraphs = [" ".join(sentences[start : start + 4]) for start in range(0, SENTENCES, 4)]
        (folder / "a.txt").write_text(
            "Ferry line closes\n\nJo Marsh\n\n4 April 2018\n\n" + "\n\n".join(paragraphs) + "\n"
        )

    def open(self) -> Terminal:
        """Start the reader."""
        (self.folder / "launch.py").write_text(LAUNCH)
        variables = {
            "HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state"), "NRC_READER_DETECTOR": "rules",
            "PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder),
        }  # fmt: skip
        command = ["env", "-C", str(self.folder), sys.executable, "launch.py", "--store", "tags", "a.txt"]
        return Terminal(command, 100, 30, environment=variables)

    def quotes(self) -> list[str]:
        """What another process finds in the store."""
        store = FolderStore(self.folder / "tags")
        found = [one.quote for key in store.keys() for one in store.load(key).annotations]
        store.close()
        return found

    def emergencies(self) -> list[Path]:
        return sorted((self.folder / "state" / "nrc-reader").glob("unsaved-*.jsonl"))

    def take_in(self) -> None:
        """What ``import`` does with each emergency file."""
        store = FolderStore(self.folder / "tags")
        for path in self.emergencies():
            recover(store, path, into_any=True)
        store.close()


def promised(terminal: Terminal) -> int:
    """The count beside the last tick that was on the screen."""
    ticks = TICK.findall(terminal.text)
    return int(ticks[-1]) if ticks else 0


def restored(terminal: Terminal) -> bool:
    """Whether the terminal was left as it was found."""
    last = dict(re.findall(rb"\x1b\[\?([0-9]+)([hl])", bytes(terminal.output)))
    return all(last.get(mode, b"l") == b"l" for mode in OFF) and last.get(b"25", b"h") == b"h"


def start(terminal: Terminal, done: int) -> None:
    """Wait for the screen, and go behind what is tagged already."""
    terminal.wait("Ferry line closes", 60)
    if done:
        terminal.wait(lambda _: promised(terminal) >= done, 60)
    terminal.press("g")
    terminal.send(f"{done}j" if done else "")
    terminal.settle(0.1)


def kills(folder: Path, count: int, dice: random.Random) -> tuple[int, int]:
    """Kill the reader while it is tagging, so many times; how many ticks were seen in all, and how many are missing."""
    place, seen, missing, known = Place(folder), 0, 0, 0
    number = 0
    while number < count:
        if known > SENTENCES - 40:
            shutil.rmtree(folder)
            place, known = Place(folder), 0
        with place.open() as terminal:
            start(terminal, known)
            until = time.monotonic() + dice.uniform(0.05, 0.7)
            while time.monotonic() < until or (number % 2 and promised(terminal) <= known):  # some before any tick
                terminal.send("j" + dice.choice("ceo"))
                terminal.settle(dice.choice((0.001, 0.01, 0.05)))
            terminal.kill(signal.SIGKILL)
            terminal.wait_for_exit()
            terminal.settle(0.02)
            tick = promised(terminal)
        found = len(place.quotes())
        seen += max(0, tick - known)
        missing += max(0, tick - found)
        if tick > found:
            print(f"  kill {number}: the screen said {tick}, {found} are there")
        known = found
        number += 1
    return seen, missing


def an_end(
    folder: Path, end: Callable[[Terminal, Place], None], code: int, *, is_full: bool = False, leaves: bool = False
) -> list[str]:
    """Tag, end the reader in some way, look; what is wrong, a line each."""
    place, wrong = Place(folder), []
    terminal = place.open()
    try:
        start(terminal, 0)
        for _ in range(3):
            terminal.press("j", "c")
        terminal.wait("✓ 3 saved", 30)
        if is_full:
            (place.folder / "full").touch()
        for _ in range(3):
            terminal.press("j", "c")
        terminal.wait("! 3 NOT SAVED" if is_full else "✓ 6 saved", 30)
        end(terminal, place)
        deadline = time.monotonic() + 20
        while terminal.exit_code is None and time.monotonic() < deadline:
            terminal._reap()
            if terminal._file >= 0:
                terminal._read(0.02)
            time.sleep(0.01)
        if terminal.exit_code != code:
            wrong.append(f"exit code {terminal.exit_code} and not {code}")
        if terminal._file >= 0:
            terminal.settle(0.05)
            if not restored(terminal):
                wrong.append("terminal not restored")
            if b"Traceback" in terminal.output:
                wrong.append("traceback")
    finally:
        if terminal._file < 0:
            terminal._file = os.open(os.devnull, os.O_RDWR)
        terminal.close()
    if not (is_full or leaves) and place.emergencies():
        wrong.append("an emergency file, though all was saved")
    (place.folder / "full").unlink(missing_ok=True)
    place.take_in()
    found = len(set(place.quotes()))
    if found < 6:
        wrong.append(f"{found} of 6 tags are there")
    return wrong


def by_signal(number: int) -> Callable[[Terminal, Place], None]:
    return lambda terminal, _: terminal.kill(number)


def hang_up(terminal: Terminal, _: Place) -> None:
    os.close(terminal._file)
    terminal._file = -1


def quit_twice(terminal: Terminal, _: Place) -> None:
    terminal.send("q")
    terminal.wait("q again quits", 20)
    terminal.send("q")


def read_only(terminal: Terminal, place: Place) -> None:
    """From here on nothing can be written; as root, to whom no permission applies, a file stands in the way."""
    tags = place.folder / "tags"
    tags.rename(place.folder / "kept")
    tags.write_text("in the way")
    terminal.press("j", "e", "j", "o")
    terminal.wait("NOT SAVED", 30)
    quit_twice(terminal, place)
    terminal.wait_for_exit(20)
    tags.unlink()
    (place.folder / "kept").rename(tags)
    place.take_in()
    assert len(place.quotes()) == 8, place.quotes()


def two_readers(folder: Path) -> list[str]:
    """Two readers tag different sentences of one document at the same time; one is killed, one is told to end."""
    place, wrong = Place(folder), []
    with place.open() as one, place.open() as other:
        start(one, 0)
        start(other, 0)
        other.send("100j")
        for _ in range(15):
            one.send("jc")
            other.send("je")
            one.settle(0.02)
            other.settle(0.02)
        own = [0, 0]
        deadline = time.monotonic() + 30
        while min(own) < 15 and time.monotonic() < deadline:
            one.settle(0.1)
            other.settle(0.1)
            own = [promised(one), promised(other)]
        one.kill(signal.SIGKILL)
        other.kill(signal.SIGTERM)
        other.wait_for_exit()
        if other.exit_code != 128 + signal.SIGTERM or not restored(other):
            wrong.append(f"the second ended with {other.exit_code}")
    found = place.quotes()
    if len(found) < 30 or len(set(found)) != 30:
        wrong.append(f"{len(found)} of 30 tags are there")
    return wrong


def no_room(folder: Path) -> list[str]:
    """As root: the store on a file system of its own, filled up while the reader runs."""
    place = Place(folder)
    tags = folder / "tags"
    tags.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tags)], capture_output=True).returncode:
        return []
    try:
        with place.open() as terminal:
            start(terminal, 0)
            terminal.press("j", "c", "j", "c")
            terminal.wait("✓ 2 saved", 30)
            with suppress(OSError), (tags / "filler").open("wb", buffering=0) as filler:
                while filler.write(bytes(4096)):
                    pass
            for _ in range(40):
                terminal.press("j", "c")
            terminal.settle(3)
            said = terminal.text
            terminal.kill(signal.SIGTERM)
            wrong = [] if terminal.wait_for_exit() == 128 + signal.SIGTERM else [f"exit code {terminal.exit_code}"]
            wrong += [] if restored(terminal) else ["terminal not restored"]
        (tags / "filler").unlink()
        place.take_in()
        found = len(set(place.quotes()))
        return [*wrong, *([] if found == 42 else [f"{found} of 42 tags are there ({said.splitlines()[-1].strip()})"])]
    finally:
        subprocess.run(["umount", str(tags)])


ENDS: dict[str, Callable[[Path], list[str]]] = {
    **{
        signal.Signals(number).name: lambda folder, number=number: an_end(folder, by_signal(number), 128 + number)  # type: ignore[misc]
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
    },
    "closed terminal": lambda folder: an_end(folder, hang_up, 128 + signal.SIGHUP),
    "full disk, SIGTERM": lambda folder: an_end(folder, by_signal(signal.SIGTERM), 128 + signal.SIGTERM, is_full=True),
    "full disk, q q": lambda folder: an_end(folder, quit_twice, 1, is_full=True),
    "store that cannot be written": lambda folder: an_end(folder, read_only, 1, leaves=True),
    "file system without room": no_room,
    "two readers": two_readers,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="reading-"))
    failed = False
    for name, check in ENDS.items():
        wrong = check(folder / re.sub(r"\W", "-", name))
        failed = failed or bool(wrong)
        print(f"{name}: {'; '.join(wrong) or 'nothing missing, terminal as before'}", flush=True)
    seen, missing = kills(folder / "kills", options.kills, random.Random(options.seed))
    print(f"{options.kills} kills: {seen} ticks seen, {missing} missing")
    if not failed and not missing:
        shutil.rmtree(folder)
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
