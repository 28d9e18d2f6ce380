"""Expressions of ours whose time grows faster than the text: `python tests/benchmarks/bench_backtracking.py`.

The test of the same name counts steps, which needs no quiet machine; this one measures what Python really takes.
"""

import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # run by its path

from tests.patterns import STARTS, UNITS, all_patterns, hostile_text

#: Lengths that are compared; so much more time may the second take: twice what is linear, half of what is square.
SHORT, LONG, MOST = 1_500, 6_000, 8


def _seconds(pattern: re.Pattern[str], methods: set[str], text: str) -> float:
    started = time.process_time()
    subject = text if isinstance(pattern.pattern, str) else text.encode()  # type: ignore[redundant-expr]
    if methods - {"match", "fullmatch"}:
        for _ in pattern.finditer(subject):
            pass
    if "match" in methods:
        pattern.match(subject)
    if "fullmatch" in methods:
        pattern.fullmatch(subject)
    return time.process_time() - started


def slow_unit(pattern: re.Pattern[str], methods: set[str]) -> str | None:
    """What a text is made of that takes much more time the longer it is; None where nothing is."""
    for unit in UNITS:
        for start in STARTS:
            short, long = (hostile_text(start, unit, size) for size in (SHORT, LONG))
            first = _seconds(pattern, methods, short)
            if first < 0.0005:
                continue
            if first > 1:
                return unit
            again = min(first, *(_seconds(pattern, methods, short) for _ in range(3)))
            if min(_seconds(pattern, methods, long) for _ in range(2)) > MOST * max(again, 0.0005):
                return unit
    return None


def main() -> None:
    """One line for each expression that is slow, and the count."""
    found = {name: unit for name, of in all_patterns().items() if (unit := slow_unit(*of)) is not None}
    for name, unit in found.items():
        print(f"{name}: slow on {unit!r}")
    print(f"{len(found)} of {len(all_patterns())} expressions take more than linear time")


if __name__ == "__main__":
    main()
