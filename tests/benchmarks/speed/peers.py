"""Other programs on the same text: less and vim of this system, and three from the package registry, each in a venv.

None of them does what the reader does; each is measured for what it can do.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.speed.first_text import EMPTY
from tests.benchmarks.speed.inputs import RARE, Inputs
from tests.benchmarks.speed.measured_terminal import KeyCost, MeasuredTerminal, is_readable

#: Seconds that a peer has to show its text, to come to rest, and to install.
_LONGEST_S, _REST_S, _INSTALL_S = 30, 8, 300
#: Seconds after which one session of a peer on a text is enough.
_SLOW_S = 15.0
#: Keys of each kind.
_KEYS = 12
#: Sizes of the text in words, and sessions of each peer on each.
SIZES, RUNS = (10_000, 100_000, 1_000_000), 3


@dataclass(frozen=True, slots=True)
class Peer:
    """One other program.

    Attributes:
        name: of the program.
        command: how it is called.
        package: what is installed; empty for one of the system.
        arguments: before the text's path.
        scroll: the key that goes on by a line; back in toolong, which begins at the end.
        search: keys that lead to ``RARE``; empty where it cannot search.
        suffix: how the text's name has to end.
    """

    name: str
    command: str
    package: str
    arguments: tuple[str, ...]
    scroll: str
    search: tuple[str, ...] = ()
    suffix: str = ".txt"


PEERS = (
    Peer("less", "less", "", (), "j", ("/", f"{RARE}\r")),
    Peer("vim", "vim", "", ("-u", "NONE", "-i", "NONE", "-n", "-N", "-R"), "\x05", ("/", f"{RARE}\r")),
    Peer("slate", "slate", "slate-nlp", (), "i"),
    Peer("toolong", "tl", "toolong", (), "\x1b[A"),
    Peer("frogmouth", "frogmouth", "frogmouth", (), "\x1b[B", suffix=".md"),
)
#: What a peer is measured for, and its unit.
FIGURES = {
    "open_seconds": ("first readable text", "s"),
    "open_cpu": ("the same: CPU", "s"),
    "rss": ("memory at rest (RSS, main process)", "MiB"),
    "scroll_cpu": ("a key that scrolls: CPU", "ms"),
    "scroll_bytes": ("the same: sent", "bytes"),
    "hit": ("search for a rare word: until it is shown", "ms"),
}
#: A peer's figures by name.
Costs = dict[str, float]


class CannotRunError(Exception):
    """A peer cannot be measured; the message says why, in one line."""


def installed(peer: Peer, folder: Path) -> tuple[str, str]:
    """The command and the version of a peer, which is installed if need be.

    Raises:
        CannotRunError: it is not here, and cannot be installed.
    """
    if not peer.package:
        if (found := shutil.which(peer.command)) is None:
            raise CannotRunError(f"{peer.name}: left out, because it is not on this system")
        said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=20).stdout
        return found, said.partition("\n")[0]
    place = folder / f"peer-{peer.name}"
    program, python = place / "bin" / peer.command, place / "bin" / "python"
    if not program.exists():
        venv.create(place, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", peer.package]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_S)
        except (OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(place, ignore_errors=True)
            raise CannotRunError(f"{peer.name}: left out, because {peer.package} cannot be installed here") from error
    code = f"import importlib.metadata as m; print(m.version({peer.package!r}))"
    version = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=60).stdout.strip()
    return str(program), f"{peer.package} {version}"


def measured(peer: Peer, command: str, text: Path) -> Costs:
    """What a peer costs on a text; a figure that it has not is left out.

    Raises:
        CannotRunError: it does not show the text in time.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        copy = Path(home) / f"article{peer.suffix}"
        shutil.copyfile(text, copy)
        environment = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "LESS": "", "LESSHISTFILE": "-"}
        with MeasuredTerminal([command, *peer.arguments, str(copy)], Path(home), environment) as terminal:
            try:
                costs = {"open_seconds": terminal.shown(is_readable, _LONGEST_S), "open_cpu": terminal.cpu}
            except AssertionError as error:
                raise CannotRunError(f"{peer.name}: {text.stem}: no text after {_LONGEST_S} s") from error
            terminal.rest(limit=_REST_S)
            costs["rss"] = terminal.memory.rss
            keys: list[KeyCost] = []
            while len(keys) < _KEYS and (not keys or keys[-1].bytes):
                keys.append(terminal.key(peer.scroll, after=0))
            if keys[-1].bytes:
                costs["scroll_cpu"] = median([key.cpu_ms for key in keys])
                costs["scroll_bytes"] = median([key.bytes for key in keys])
            if peer.search:
                *before, last = peer.search
                for keys_before in before:
                    terminal.key(keys_before)
                costs["hit"] = terminal.key(last, _is_found).shown_ms
            return costs


def _is_found(screen: str) -> bool:
    """Whether the word is in the text: above the line in which it was typed."""
    return RARE in screen.rpartition("\n")[0]


def empty_app(home: Path) -> Costs:
    """What an empty Textual app costs that shows one line."""
    with MeasuredTerminal([sys.executable, "-c", EMPTY], home) as terminal:
        costs = {"open_seconds": terminal.shown("one line"), "open_cpu": terminal.cpu}
        terminal.rest()
        return {**costs, "rss": terminal.memory.rss}


def all_measured(inputs: Inputs, folder: Path, runs: int) -> Iterator[tuple[str, str, int, Costs] | str]:
    """Each peer's name, version, size and costs (medians of so many runs); or a line on what is left out."""
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        rounds = [empty_app(Path(home)) for _ in range(runs)]
    yield "empty Textual app", "", 0, _medians(rounds)
    for peer in PEERS:
        try:
            command, version = installed(peer, folder)
            for size in SIZES:
                yield peer.name, version, size, _medians(list(_rounds(peer, command, inputs.text(size), runs)))
        except CannotRunError as error:
            yield str(error)
        except (AssertionError, OSError, subprocess.SubprocessError) as error:  # it ended, or hung
            yield f"{peer.name}: {str(error).partition(chr(10))[0] or type(error).__name__}"


def _rounds(peer: Peer, command: str, text: Path, runs: int) -> Iterator[Costs]:
    began = time.perf_counter()
    for number in range(runs):
        if number == 0 or time.perf_counter() - began < _SLOW_S:
            yield measured(peer, command, text)


def _medians(rounds: Sequence[Costs]) -> Costs:
    return {name: median([costs[name] for costs in rounds if name in costs]) for name in FIGURES if name in rounds[0]}
