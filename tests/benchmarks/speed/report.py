"""What was measured as one JSON object, and that object as Markdown: figures, peers, growth."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.speed.figures import PROMISES
from tests.benchmarks.speed.measured_terminal import AFTER_S, QUIET_S
from tests.benchmarks.speed.peers import FIGURES, Costs
from tests.benchmarks.speed.runner import Sessions
from tests.benchmarks.speed.summary import result

#: Libraries whose versions count.
_LIBRARIES = ("textual", "rich", "tinydb", "spacy", "watchfiles", "filelock", "trafilatura", "regex")
#: Sizes that are compared in a table of growth: its title, and the cases from the least to the greatest.
GROWTH = (
    ("text", "words of a document", ("10k words", "100k words", "1M words")),
    ("text", "annotations in a document", ("1M words", "1M words, 1k annotations", "1M words, 10k annotations")),
    ("folder", "files in a folder", ("10 files", "1k files", "10k files", "100k files")),
    *(
        (name, f"documents in a store: {name}", tuple(f"{count} documents of 100 annotations" for count in counts))
        for name, counts in (("export", ("10", "1k", "10k")), ("stats", ("10", "1k", "10k")), ("import", ("10", "1k")))
    ),
)
_MIB = 1 << 20

Report = dict[str, Any]


def machine() -> dict[str, str]:
    """What it was measured on."""
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / (1 << 30):.0f} GiB"
    except (OSError, ValueError):
        found, memory = None, "unknown"
    return {
        "processor": found[1] if found else platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": memory,
        "system": f"{platform.system()} {platform.release()}",
        "load": " ".join(f"{one:.1f}" for one in os.getloadavg()),
    }


def versions() -> dict[str, str]:
    """Of Python and the libraries that count."""
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def figure_rows(sessions: Sessions, program: str) -> Iterator[dict[str, Any]]:
    """One row a figure of a group."""
    for figure in sessions.group.figures:
        found = result(figure, sessions.values(program, figure.name))
        if found is None:
            continue
        promise = PROMISES.get((sessions.group.name, sessions.group.case, figure.name))
        yield {
            "group": sessions.group.name,
            "case": sessions.group.case,
            "name": figure.name,
            "what": figure.what,
            "unit": figure.unit,
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "runs": found.runs,
            "samples": found.samples,
            "promise": promise,
            "holds": figure.holds(found.value, promise),
            "is_rate": figure.is_rate,
            "is_growth": sessions.group.is_growth,
        }


def peer_row(name: str, version: str, words: int, costs: Costs) -> dict[str, Any]:
    """One row a peer and size."""
    return {"program": name, "version": version, "words": words, "costs": costs}


def number(value: float | None, unit: str = "") -> str:
    """A figure with three digits that count; empty for None."""
    if value is None:
        return ""
    if unit == "bytes":
        return f"{value:,.0f}"
    digits = next((digits for least, digits in ((100, 0), (10, 1), (1, 2)) if value >= least), 3)
    return f"{value:,.{digits}f}"


def value_of(report: Report, group: str, case: str, name: str) -> float | None:
    """One figure; None where it was not measured."""
    found = [
        row["value"] for row in report["figures"] if (row["group"], row["case"], row["name"]) == (group, case, name)
    ]
    return found[0] if found else None


def peer_value(report: Report, program: str, words: int, name: str) -> float | None:
    """One figure of a peer; None where it was not measured."""
    found = [row["costs"].get(name) for row in report["peers"] if (row["program"], row["words"]) == (program, words)]
    return found[0] if found else None


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> list[str]:
    """A Markdown table; its first columns are texts, the others are numbers."""
    return [
        f"| {' | '.join(head)} |",
        f"| {' | '.join(['---'] * texts + ['---:'] * (len(head) - texts))} |",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def markdown(report: Report) -> str:
    """The whole report."""
    lines = ["# What the reader costs", "", *_about(report), ""]
    if any(not row["is_growth"] for row in report["figures"]):
        lines += ["## Figures", "", *_table(_HEAD, map(_figure_cells, _of_figures(report)), 2), ""]
    if report["peers"]:
        lines += ["## Beside others, on the same text", "", *_peers(report), ""]
    lines += list(_growth(report))
    if report["notes"]:
        lines += ["## Not measured", "", *(f"- {note}" for note in report["notes"]), ""]
    return "\n".join(lines)


def _about(report: Report) -> list[str]:
    machine_, versions_ = report["machine"], report["versions"]
    return [
        f"Commit {report['commit']}, {report['date']}, in {report['seconds']:.0f} s.",
        f"{machine_['processor']}, {machine_['cores']} cores, {machine_['memory']}, {machine_['system']};",
        f"load at the start {machine_['load']}.",
        ", ".join(f"{name} {version}" for name, version in versions_.items()) + ".",
        "",
        "A terminal of 120x40. CPU is the scheduler's count for the main process with all its threads; that of a key",
        f"is without what is used at rest, and that of a letter or a tag counts until {AFTER_S} s after the paint.",
        f"Painted is the last byte before {QUIET_S} s of silence. Values are medians of the sessions' medians, low and",
        "high those of single sessions.",
    ]


_HEAD = ("what", "size", "measured", "low", "high", "unit", "promise", "runs x values")


def _of_figures(report: Report) -> Iterator[Mapping[str, Any]]:
    return (row for row in report["figures"] if not row["is_growth"])


def _figure_cells(row: Mapping[str, Any]) -> list[str]:
    unit, sign = row["unit"], "≥ " if row["is_rate"] else "≤ "
    promise = (
        "" if row["promise"] is None else f"{sign}{number(row['promise'], unit)}{'' if row['holds'] else ' **missed**'}"
    )
    values = [number(row[name], unit) for name in ("value", "low", "high")]
    return [row["what"], row["case"], *values, unit, promise, f"{row['runs']} x {row['samples'] // row['runs']}"]


#: The reader's figures that stand beside those of peers.
_BESIDE = {
    "open_seconds": "open_seconds",
    "open_cpu": "open_cpu",
    "rss": "rss",
    "scroll_cpu": "scroll_cpu",
    "scroll_bytes": "scroll_bytes",
    "hit": "letter_hit",
}


def _peers(report: Report) -> list[str]:
    programs = list(dict.fromkeys(row["program"] for row in report["peers"]))
    rows = []
    for words, size in ((10_000, "10k words"), (100_000, "100k words"), (1_000_000, "1M words")):
        for name, (what, unit) in FIGURES.items():
            ours = value_of(report, "text", size, _BESIDE[name])
            theirs = [peer_value(report, one, 0 if one.startswith("empty") else words, name) for one in programs]
            if ours is not None or any(one is not None for one in theirs):
                rows.append([what, size, unit, *(number(one, unit) or "–" for one in (ours, *theirs))])
    named = [f"{row['program']}: {row['version']}" for row in report["peers"] if row["version"]]
    return [
        *_table(["what", "size", "unit", "nrc-reader", *programs], rows, 3),
        "",
        "; ".join(dict.fromkeys(named)) + ". The empty Textual app shows one line, whatever the size.",
    ]


def _growth(report: Report) -> Iterator[str]:
    for group, title, cases in GROWTH:
        rows = []
        for name, what, unit in dict.fromkeys(
            (row["name"], row["what"], row["unit"]) for row in report["figures"] if row["group"] == group
        ):
            values = [value_of(report, group, case, name) for case in cases]
            given = [one for one in values if one is not None]
            if given:
                times = f"{given[-1] / given[0]:.1f}" if values[0] and values[-1] else ""
                rows.append([what, unit, *(number(one, unit) or "–" for one in values), times])
        if rows:
            yield from (f"## Growth: {title}", "", *_table(["what", "unit", *cases, "times"], rows, 2), "")
