"""Export, import and statistics of a large store: rows a second of CPU, and the memory of the process.

    .venv/bin/python tests/benchmarks/bench_exchange.py [--annotations 100000] [--documents 100] [--runs 5]

Each command is measured whole, in a process of its own, and in turns with two peers on the same rows: ``sqlite3`` that
writes them from a table, ordered, as JSON; and a loop that reads and writes them with ``json``. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
from reader.model.annotation import Annotation, to_fields
from reader.store.files.file_format import serialised

ROOT = Path(__file__).parents[2]
MADE = "2026-04-11T09:30:00.000Z"
QUOTES = (
    "The ministry said on Tuesday that exports had fallen by a fifth since the spring.",
    "“We were told nothing,” the mayor of Überlingen said, and asked for a “full account”.",
    'Nobody on the board "wants this to end in court"; the bank, however, has named a date.',
)
#: Writes the rows of a table as JSON in order.
SQLITE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as base, open(sys.argv[2], "w") as out:
    row = "json_object('id', id, 'document', document, 'start', start, 'end', stop, 'quote', quote, 'rest', rest)"
    found = base.execute(f"select {row} from rows order by document, start, stop, id")
    out.writelines(f"{text}\\n" for (text,) in found)
"""
#: Reads an export and writes it again.
LOOP = """
import json, sys
with open(sys.argv[1]) as lines, open(sys.argv[2], "w") as out:
    out.writelines(f"{json.dumps(json.loads(line), ensure_ascii=False)}\\n" for line in lines)
"""


class Cost(NamedTuple):
    """What a process and its children took: seconds of CPU, and the largest memory of one of them in megabytes."""

    seconds: float
    megabytes: float


def build(folder: Path, documents: int, annotations: int) -> None:
    """A store as another reader left it: files alone, written here directly."""
    (folder / ".nrc-reader").mkdir(parents=True)
    each = annotations // documents
    for number in range(documents):
        sha256 = f"{number:064x}"[::-1]
        rows = {}
        for place in range(each):
            quote = QUOTES[place % len(QUOTES)]
            one = Annotation(
                "", ("claim", "evidence", "opinion")[place % 3], place * 100, place * 100 + len(quote), quote,
                "a" * 32, "b" * 32, place * 100, place * 100 + len(quote), "" if place % 9 else "look at this",
                ("ann", "bo")[place % 2], MADE, MADE,
            )  # fmt: skip
            rows[str((1 << 120) + number * each + place)] = to_fields(one)
        meta = {
            "schema": 1,
            "name": f"{number}.txt",
            "path": f"texts/{number}.txt",
            "sha256": sha256,
            "title": "A title",
        }
        meta |= {"place": f"../texts/{number}.txt", "hashes": []}
        (folder / f"{number}.txt.{sha256[:12]}.json").write_text(
            serialised({"_meta": {"1": meta}, "annotations": rows})
        )


def cost(*words: str | Path) -> Cost:
    """What a command costs."""
    process = subprocess.Popen([sys.executable, *map(str, words)], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}: exit code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measured(folder: Path, documents: int, annotations: int, runs: int) -> dict[str, list[Cost]]:
    """The costs of each kind of work, in turns."""
    store, out, base = folder / "annotations", folder / "out.jsonl", folder / "rows.db"
    build(store, documents, annotations)
    cost("-m", "reader", "--store", store, "export", "-o", out)
    with sqlite3.connect(base) as rows:
        rows.execute("create table rows (id text primary key, document, start, stop, quote, rest)")
        with out.open() as lines:
            found = map(json.loads, lines)
            values = (
                (
                    one.pop("id"),
                    one.pop("document"),
                    one.pop("start"),
                    one.pop("end"),
                    one.pop("quote"),
                    json.dumps(one),
                )
                for one in found
            )
            rows.executemany("insert into rows values (?, ?, ?, ?, ?, ?)", values)

    def imported() -> Cost:
        shutil.rmtree(folder / "new", ignore_errors=True)
        return cost("-m", "reader", "--store", folder / "new", "import", out)

    def counted_anew() -> Cost:
        shutil.rmtree(store / ".nrc-reader" / "cache", ignore_errors=True)
        return cost("-m", "reader", "--store", store, "stats")

    work: dict[str, Callable[[], Cost]] = {
        "`export -o FILE`": lambda: cost("-m", "reader", "--store", store, "export", "-o", folder / "again.jsonl"),
        "`import FILE` into a new store": imported,
        "`stats`, the first time": counted_anew,
        "`stats`, nothing changed": lambda: cost("-m", "reader", "--store", store, "stats"),
        "sqlite3: rows in order as JSON": lambda: cost("-c", SQLITE, base, folder / "peer.jsonl"),
        "json: read and write each line": lambda: cost("-c", LOOP, out, folder / "peer.jsonl"),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in work}
    for _ in range(runs):
        for name, one in work.items():
            costs[name].append(one())
    return costs


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--annotations", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        costs = measured(Path(folder), options.documents, options.annotations, options.runs)
    count = options.annotations // options.documents * options.documents
    peer = statistics.median(one.seconds for one in costs["json: read and write each line"])
    print(f"{count:,} annotations in {options.documents:,} documents, medians of {options.runs} runs\n")
    print("| work | CPU, s | rows a second of CPU | against the `json` loop | memory, MB |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, found in costs.items():
        seconds = statistics.median(one.seconds for one in found)
        memory = max(one.megabytes for one in found)
        print(f"| {name} | {seconds:.2f} | {count / seconds:,.0f} | {seconds / peer:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
