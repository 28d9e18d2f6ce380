"""The reader of one commit as a program that can be started, in a home of its own, on a copy of what it may change."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.speed.inputs import Inputs
from tests.benchmarks.speed.measured_terminal import MeasuredTerminal
from tests.benchmarks.speed.processes import cpu_seconds, peak_memory

ROOT = Path(__file__).parents[3]
#: Seconds between two looks at a command's memory.
_LOOK_S = 0.005


@dataclass(frozen=True, slots=True)
class Program:
    """The reader of one commit.

    Attributes:
        name: of the commit, for the report.
        tree: the checkout whose ``reader`` is run.
        python: the interpreter, with the libraries that it needs.
    """

    name: str
    tree: Path = ROOT
    python: str = sys.executable

    def command(self, *arguments: object) -> list[str]:
        """The command line."""
        return [self.python, "-m", "reader", *map(str, arguments)]


class CommandCost(NamedTuple):
    """What a command cost: CPU seconds with its children's, and the most memory that it had itself, in MiB."""

    cpu: float
    peak: float


class TookTooLongError(Exception):
    """A command was stopped, because its figure is bad enough already."""


@dataclass(frozen=True, slots=True)
class Run:
    """One session or command that is measured.

    Attributes:
        program: whose costs they are.
        inputs: what it works on.
        home: a folder of its own, empty; nothing that a person has configured counts.
    """

    program: Program
    inputs: Inputs
    home: Path

    def variables(self) -> dict[str, str]:
        """The environment: no settings of anybody, and this program's tree before what is installed."""
        ours = {name: "" for name in os.environ if name.startswith("NRC_READER_")}
        places = {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        tree = {"PYTHONPATH": str(self.program.tree)}
        return {**ours, **places, **tree, "HOME": str(self.home)}

    def open(self, path: Path, store: Path | None = None) -> MeasuredTerminal:
        """The reader on a path."""
        command = self.program.command("--store", store or self.home / "store", path)
        return MeasuredTerminal(command, self.home, self.variables())

    def command(self, *arguments: object, most: float = 60) -> CommandCost:
        """Run a command of the reader to its end.

        Raises:
            TookTooLongError: it needs more than ``most`` seconds of CPU.
            RuntimeError: it failed; the message is its first line.
        """
        environment = {**os.environ, **self.variables()}
        with (
            tempfile.TemporaryFile() as told,
            subprocess.Popen(
                self.program.command(*arguments),
                cwd=self.home,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=told,
                start_new_session=True,
            ) as process,
        ):
            peak = 0.0
            while (done := os.wait4(process.pid, os.WNOHANG))[0] == 0:
                if cpu_seconds(process.pid) > most:
                    process.kill()
                    process.wait()
                    raise TookTooLongError(f"{arguments[0]} takes more than {most:.0f} s of CPU")
                peak = max(peak, peak_memory(process.pid))
                time.sleep(_LOOK_S)
            _, status, used = done
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                told.seek(0)
                raise RuntimeError(f"{arguments[0]} failed: {told.readline().decode(errors='replace').strip()}")
        return CommandCost(used.ru_utime + used.ru_stime, peak)


@contextmanager
def run_of(program: Program, inputs: Inputs) -> Iterator[Run]:
    """One run in a home that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as home:
        yield Run(program, inputs, Path(home))


def compile_modules(program: Program) -> None:
    """Byte code of all modules, as an installation has it: a first start would measure the compiler."""
    subprocess.run([program.python, "-m", "compileall", "-q", str(program.tree / "reader")], check=True)
