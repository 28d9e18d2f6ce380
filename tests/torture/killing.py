"""Kills one, two and four writers on one store at random moments: nothing that was acknowledged may be missing.

.venv/bin/python -m tests.torture.killing [--kills 1000] [--seed 0]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.torture.sessions import Expected, Session, Tell, forked, told, unreadable, warm

#: The longest life of a writer in seconds.
_LIFE_S = 0.25
#: Kills after which a new store is begun, so that checking it stays cheap.
_ROUND = 25


class Result(NamedTuple):
    """What was found."""

    kills: int
    acknowledged: int
    missing: list[str]
    unreadable: list[str]


def work(folder: Path, seed: int, tell: Tell) -> None:
    """Work until killed."""
    session = Session(folder, tell, random.Random(seed))
    while True:
        session.step()


def kill(folder: Path, writers: int, kills: int, seed: int) -> Result:
    """Start writers, kill them, look; again, until there were so many kills."""
    warm(folder / "warm")
    dice = random.Random(seed)
    done = acknowledged = 0
    missing: list[str] = []
    damaged: list[str] = []
    while done < kills:
        store, expected = folder / f"{writers}-{done}", Expected()
        for _ in range(max(1, _ROUND // writers)):
            children = [forked(partial(work, store, dice.randrange(1 << 30))) for _ in range(writers)]
            time.sleep(dice.random() * _LIFE_S)
            for child, _ in children:
                os.kill(child, signal.SIGKILL)
                if dice.random() < 0.3:
                    time.sleep(dice.random() * 0.005)
            for child, reading in children:
                os.waitpid(child, 0)
                expected.take(told(reading))
            done += writers
            if store.exists():
                missing += expected.missing(store)
                damaged += [one for one in unreadable(store) if not one.endswith("a damaged line")]
            if done >= kills:
                break
        acknowledged += expected.acknowledged
    return Result(done, acknowledged, missing, damaged)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for writers in (1, 2, 4):
            result = kill(Path(folder), writers, -(-options.kills // 3), options.seed + writers)
            failed = failed or bool(result.missing or result.unreadable)
            print(
                f"{writers} writers: {result.kills} kills, {result.acknowledged} acknowledged saves,"
                f" {len(result.missing)} missing, {len(result.unreadable)} unreadable files"
            )
            for line in (*result.missing[:5], *result.unreadable[:5]):
                print(f"  {line}")
    raise SystemExit(int(failed))


if __name__ == "__main__":
    main()
