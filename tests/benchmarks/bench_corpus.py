"""Measures what cleaning a page costs in a corpus, with ``clean --jobs 1`` and on a local Dask cluster of one process.

    python tests/benchmarks/bench_corpus.py

The cost is processor time, of all processes of the command, taken from the system while they run. A run over a few
pages is subtracted, so that starting counts for nothing. Pages are those that the tests generate, and the development
set of the cleaner in ../shared if it is there: dumps of whole pages, and saved HTML.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402

from tests.benchmarks import cleaning_data  # noqa: E402
from tests.commands.corpus.generated_pages import write_pages  # noqa: E402

#: Pages that are generated, and pages of the run that is subtracted.
GENERATED, FEW = 3000, 40
#: Seconds between two looks at the processes.
_EVERY_S = 0.05


def inputs(folder: Path) -> dict[str, Path]:
    """The files to clean, by what they hold."""
    found = {"generated, 45 words": write_pages(folder / "generated.jsonl", GENERATED)}
    if cleaning_data.DATA.exists():
        documents = cleaning_data.documents()
        for name, key, field in (("text dumps", "text_full", "text"), ("saved HTML", "html", "html")):
            rows = [json.dumps({field: page[key]}) + "\n" for page in documents if page[key]]
            size = sum(map(len, rows)) // len(rows) >> 10
            path = folder / f"{key}.jsonl"
            path.write_text("".join(rows), encoding="utf-8")
            found[f"{name}, {size} KB"] = path
    return found


def processor_time(words: list[str]) -> float:
    """Seconds of processor time of a command and of all its processes."""
    command = [sys.executable, "-m", "reader", "clean", *words]
    used: dict[int, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as running:
        while running.poll() is None:
            with suppress(psutil.NoSuchProcess):
                one = psutil.Process(running.pid)
                for process in (one, *one.children(recursive=True)):
                    with suppress(psutil.NoSuchProcess):
                        spent = process.cpu_times()
                        used[process.pid] = spent.user + spent.system
            time.sleep(_EVERY_S)
    return sum(used.values())


def milliseconds(path: Path, folder: Path, way: str) -> float:
    """The cost of a page of a file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    few = path.with_name(f"few-{path.name}")
    few.write_text("".join(lines[:FEW]), encoding="utf-8")
    spent = []
    for file in (path, few):
        with tempfile.TemporaryDirectory(dir=folder) as out:
            dask = ["--dask", "local", "-o", out] if way == "dask" else ["-f", "json"]
            spent.append(processor_time([*dask, "-j", "1", str(file)]))
    return 1000 * (spent[0] - spent[1]) / (len(lines) - FEW)


def main() -> int:
    """Print one table."""
    print("| page | ms, `--jobs 1` | ms, `--dask local -j 1` | pages a second | a million on Dask, hours of a core |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in inputs(Path(folder)).items():
            jobs, dask = (milliseconds(path, Path(folder), way) for way in ("jobs", "dask"))
            print(f"| {name} | {jobs:.1f} | {dask:.1f} | {1000 / jobs:.0f} and {1000 / dask:.0f} | {dask / 3.6:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
