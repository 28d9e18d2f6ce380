"""Stops a session before, half-way through and after each of its system calls, and fails each with ENOSPC and EIO.

    .venv/bin/python -m tests.torture.faults [--every 1]

The calls are wrapped in a child process: what a kill leaves on the disk is what the calls before it left there. A full
disk stays full from that call on, until the session tries again.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from reader.store.store_protocol import StoreError
from tests.torture.sessions import Expected, Session, Tell, forked, told, unreadable, warm

CALLS = ("open", "write", "pwrite", "fdatasync", "fsync", "ftruncate", "replace", "rename", "unlink", "mkdir", "close")
MODES = ("before", "half", "after", "ENOSPC", "EIO")
#: Calls that a full disk refuses.
_NEED_ROOM = {"open", "write", "pwrite", "fdatasync", "fsync", "mkdir", "replace", "rename"}
_STEPS = 14


class Result(NamedTuple):
    """What was found."""

    scenarios: int
    acknowledged: int
    wrong: list[str]


class Faults:
    """Wraps the system calls of this process.

    Args:
        number: the call that goes wrong, counted from 1; 0: none, they are only counted.
        mode: one of ``MODES``.
    """

    def __init__(self, number: int, mode: str) -> None:
        self.number, self.mode, self.count = number, mode, 0
        self.is_full = False
        self.originals = {name: getattr(os, name) for name in CALLS}

    def begin(self) -> None:
        for name, original in self.originals.items():
            setattr(os, name, self._wrapped(name, original))

    def _wrapped(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **rest: Any) -> Any:
            self.count += 1
            if self.is_full and name in _NEED_ROOM:
                self._half(name, words)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if self.count != self.number:
                return original(*words, **rest)
            if self.mode in {"before", "half"}:
                if self.mode == "half":
                    self._half(name, words)
                os.kill(os.getpid(), signal.SIGKILL)
            if self.mode == "after":
                original(*words, **rest)
                os.kill(os.getpid(), signal.SIGKILL)
            if self.mode == "ENOSPC":
                self.is_full = name in _NEED_ROOM
            self._half(name, words)
            raise OSError(getattr(errno, self.mode), os.strerror(getattr(errno, self.mode)))

        return call

    def _half(self, name: str, words: tuple[Any, ...]) -> None:
        if name == "write" and len(words[1]) > 1:
            self.originals["write"](words[0], bytes(words[1])[: len(words[1]) // 2])
        elif name == "close":
            self.originals["close"](*words)  # as Linux does, whatever it answers


def script(folder: Path, faults: Faults, tell: Tell) -> None:
    """The same steps each time; a save that fails is tried again, once there is room."""
    session = Session(folder, tell, random.Random(3))
    faults.begin()
    for _ in range(_STEPS):
        for _ in range(3):
            state = session.dice.getstate()
            try:
                session.step()
                break
            except (StoreError, OSError):
                faults.is_full = False
                session.dice.setstate(state)
    session.store.close()
    tell(f"calls {faults.count}")


def run(folder: Path, every: int, offset: int = 0) -> Result:
    """Each scenario in a store of its own; every so many of them."""
    warm(folder / "warm")
    child, reading = forked(lambda tell: script(folder / "count", Faults(0, ""), tell))
    os.waitpid(child, 0)
    calls = next(int(line.split()[1]) for line in told(reading) if line.startswith("calls"))
    scenarios = acknowledged = 0
    wrong: list[str] = []
    for number in range(1, calls + 1):
        for at, mode in enumerate(MODES):
            if (number * len(MODES) + at + offset) % every:
                continue
            store = folder / f"{number}-{mode}"
            child, reading = forked(lambda tell, n=number, m=mode, s=store: script(s, Faults(n, m), tell))
            os.waitpid(child, 0)
            expected = Expected()
            expected.take(told(reading))
            scenarios += 1
            acknowledged += expected.acknowledged
            if store.exists():
                found = expected.missing(store)
                session = Session(store, lambda _: None, random.Random(number))
                for _ in range(3):
                    session.step()
                session.store.close()
                found += [*expected.missing(store), *unreadable(store)]
                wrong += [f"call {number} {mode}: {one}" for one in found]
    return Result(scenarios, acknowledged, wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder), options.every)
    print(
        f"{result.scenarios} scenarios, {result.acknowledged} acknowledged saves,"
        f" {len(result.wrong)} missing, half or unreadable"
    )
    for line in result.wrong[:10]:
        print(f"  {line}")
    raise SystemExit(int(bool(result.wrong)))


if __name__ == "__main__":
    main()
