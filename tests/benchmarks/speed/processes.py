"""What a running process has used, as Linux counts it: CPU to the nanosecond, and memory. Nothing is run in it."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

#: What cannot be measured here, for the report; empty where all can.
MISSING = (
    "" if sys.platform == "linux" else "CPU and memory of a running program: needs Linux (clocks of processes, /proc)"
)
#: Of ``clock_getcpuclockid``: the scheduler's count for a whole process.
_SCHEDULER = 2


class Memory(NamedTuple):
    """MiB of a process: resident, its share of what is shared, and what it alone has."""

    rss: float
    pss: float
    uss: float


def cpu_seconds(pid: int) -> float:
    """CPU that a process has used, with all its threads, also those that ended; without its children.

    Raises:
        ProcessLookupError: there is no such process.
    """
    try:
        return time.clock_gettime((~pid << 3) | _SCHEDULER)
    except OSError as error:
        raise ProcessLookupError(pid) from error


def cpu_of_children(pid: int) -> float:
    """CPU seconds of the processes below one: those that run, and those that ended and were waited for."""
    total = _waited_for(pid)
    for child in children(pid):
        try:
            total += cpu_seconds(child) + cpu_of_children(child)
        except ProcessLookupError:
            continue
    return total


def children(pid: int) -> list[int]:
    """The processes that one has started and that run."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in path.read_text().split()]
        except OSError:
            continue
    return found


def _waited_for(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def peak_memory(pid: int) -> float:
    """The most MiB that a process had resident so far; 0 where it has ended, and its memory is given back.

    What ``wait4`` says is at least what the process had that started this one.
    """
    try:
        found = re.search(r"^VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def memory(pid: int) -> Memory:
    """The memory of a process; raises ``ProcessLookupError`` if there is none."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError as error:
        raise ProcessLookupError(pid) from error
    kib = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines[1:])}
    return Memory(
        *(round(one / 1024, 1) for one in (kib["Rss"], kib["Pss"], kib["Private_Clean"] + kib["Private_Dirty"]))
    )
