"""``clean`` over many files: pages a second with one process and with all, and the memory of the first process.

Prints one row a number of files; the last column is to stay as it is, whatever the first says.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
COUNTS = (200, 800, 3200)


def measured(folder: Path, jobs: int) -> tuple[float, int]:
    """Seconds, and the most memory in KiB that the first process had."""
    command = [sys.executable, "-m", "reader", "clean", "-f", "json", "--jobs", str(jobs), str(folder)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - start, used.ru_maxrss


def main() -> None:
    """One table."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    print(f"{'files':>6} {'jobs':>5} {'seconds':>8} {'a second':>9} {'MiB':>6}")
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number in range(count):
                (folder / f"{number}.txt").write_bytes(SEEDS[number % len(SEEDS)].read_bytes())
            for jobs in sorted({1, cores}):
                seconds, memory = measured(folder, jobs)
                print(f"{count:>6} {jobs:>5} {seconds:>8.2f} {count / seconds:>9.0f} {memory / 1024:>6.0f}")


if __name__ == "__main__":
    main()
