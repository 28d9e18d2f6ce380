"""``make bench``: what the reader costs at every size, beside other programs; or two commits, interleaved.

    python -m tests.benchmarks [--only NAME ...] [--runs N] [--json FILE] [--markdown FILE] [--no-peers]
    python -m tests.benchmarks --compare REV [--only NAME ...] [--runs N]
    python -m tests.benchmarks --manual [FILE]
    python -m tests.benchmarks --scripts

Nothing is asserted. Inputs, the peers' environments and the last report are kept in a cache folder (``--cache``).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from tests.benchmarks.speed import comparison, peers, report
from tests.benchmarks.speed.figures import GROUPS, Group
from tests.benchmarks.speed.inputs import Inputs
from tests.benchmarks.speed.manual_block import manual_block
from tests.benchmarks.speed.processes import MISSING
from tests.benchmarks.speed.programs import compile_modules
from tests.benchmarks.speed.runner import run_sessions
from tests.benchmarks.speed.summary import Ratio

NAMES = [*dict.fromkeys(group.name for group in GROUPS), "peers"]
#: Rounds of a comparison of sessions that last some seconds each.
PAIRS = 5
LAST = "last.json"
_BEGAN = time.perf_counter()


def tell(line: str) -> None:
    """Say on standard error what is being done: standard output has the report."""
    print(line, file=sys.stderr, flush=True)


def progress(line: str) -> None:
    """Say what is measured next, and how long it has been so far."""
    tell(f"{time.perf_counter() - _BEGAN:5.0f} s  {line}")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--only", nargs="+", metavar="NAME", choices=NAMES, help=f"some of: {', '.join(NAMES)}")
    found.add_argument("--size", metavar="TEXT", default="", help="only sizes that begin so, such as '10k words'")
    found.add_argument("--runs", type=int, metavar="N", help="sessions of each kind, instead of its own number")
    found.add_argument("--json", type=Path, metavar="FILE", help="write the report there as JSON too")
    found.add_argument("--markdown", type=Path, metavar="FILE", help="write the report there too")
    found.add_argument("--no-peers", action="store_true", help="measure no other programs")
    found.add_argument("--compare", metavar="REV", help="measure this commit and that one in turns")
    found.add_argument(
        "--manual", nargs="?", const="", metavar="FILE", help="print the manual's table, from a report or the last one"
    )
    found.add_argument("--scripts", action="store_true", help="run the scripts bench_*.py instead, one after the other")
    found.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("nrc-reader") / "benchmarks")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; the exit code."""
    options = parser().parse_args(arguments)
    if options.scripts:
        return _scripts()
    if options.manual is not None:
        return _manual(Path(options.manual or options.cache / LAST))
    if MISSING:
        tell(f"not measured: {MISSING}")
        return 1
    chosen = [
        group
        for group in GROUPS
        if (not options.only or group.name in options.only) and group.case.startswith(options.size)
    ]
    inputs = Inputs(options.cache)
    if options.compare:
        return _compare(options.compare, chosen, inputs, options.runs)
    return _measure(options, chosen, inputs)


def _measure(options: argparse.Namespace, chosen: Sequence[Group], inputs: Inputs) -> int:
    program = comparison.present()
    found: report.Report = {
        "commit": program.name,
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "seconds": 0.0,
        "machine": report.machine(),
        "versions": report.versions(),
        "figures": [],
        "peers": [],
        "notes": [],
    }
    compile_modules(program)
    for group in chosen:
        sessions = run_sessions(group, [program], inputs, options.runs or group.runs, progress)
        found["figures"] += report.figure_rows(sessions, program.name)
        found["notes"] += sessions.notes
    if not options.no_peers and (not options.only or "peers" in options.only):
        progress("other programs")
        for row in peers.all_measured(inputs, options.cache, options.runs or peers.RUNS):
            if isinstance(row, str):
                found["notes"].append(row)
            else:
                found["peers"].append(report.peer_row(*row))
    found["seconds"] = time.perf_counter() - _BEGAN
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    is_whole = not options.only and not options.size
    for path in (options.json, inputs.folder.parent / LAST if is_whole else None):
        if path is not None:
            path.write_text(text, encoding="utf-8")
    if options.markdown is not None:
        options.markdown.write_text(report.markdown(found), encoding="utf-8")
    print(report.markdown(found))
    progress("done")
    return 0


def _compare(revision: str, chosen: Sequence[Group], inputs: Inputs, runs: int | None) -> int:
    try:
        with comparison.checked_out(revision, tell) as before:
            after = comparison.beside(before)
            rows: list[tuple[str, str, Ratio]] = []
            for program in (before, after):
                compile_modules(program)
            for group in chosen:
                rounds = runs or (PAIRS if group.runs > 1 else 1)
                sessions = run_sessions(group, [before, after], inputs, rounds, progress)
                rows += comparison.ratios(sessions, before, after)
                for note in sessions.notes:
                    tell(note)
            print(comparison.table(rows, before, after))
    except comparison.RevisionError as error:
        tell(f"{revision}: {error}")
        return 1
    progress("done")
    return 0


def _manual(path: Path) -> int:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        tell(f"{path}: no report there: run make bench first")
        return 1
    print(manual_block(found))
    return 0


def _scripts() -> int:
    for script in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"== {script.name}", flush=True)
        if code := subprocess.run([sys.executable, script], check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
