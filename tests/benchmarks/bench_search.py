"""Search over many documents: what the index costs, and when the first hits are there, beside ``grep`` and a scan.

    .venv/bin/python tests/benchmarks/bench_search.py [FOLDER]

Prints two Markdown tables. Without a folder the pages are those of the cleaning set in ../shared, or generated texts
where that is absent. Seconds are medians of five rounds, in each of which every way has its turn; those of the index
are by the processor.
"""

from __future__ import annotations

import gzip
import json
import queue
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.workspace.fulltext.index_file import FILE
from reader.workspace.fulltext.search_index import SearchIndex, index_of
from reader.workspace.global_search import Delivery, GlobalSearch
from reader.workspace.library import Library
from tests.benchmarks.cleaning_data import DATA

ROUNDS = 5
#: Documents that are generated, and of any that a scan without an index reads.
GENERATED, SCANNED = 2_000, 20
QUERIES = {
    "a common word": "the",
    "a word": "minister",
    "a phrase": '"prime minister"',
    "a beginning": "clima*",
    "an expression": r"\\d+ (million|billion)",
    "nothing": "zzqx",
}


def pages(folder: Path) -> str:
    """Write the pages; what they are."""
    if DATA.exists():
        with gzip.open(DATA, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                (folder / f"{number:04}.html").write_text(json.loads(line)["html"], encoding="utf-8")
        return "pages of the cleaning set"
    draw = random.Random(1)
    words = ["the", "minister", "prime", "climate", "council", "said", "that", "5", "million", "ferry", "bridge", "was"]
    for number in range(GENERATED):
        sentences = (" ".join(draw.choices(words, k=12)).capitalize() + "." for _ in range(40))
        (folder / f"{number:04}.txt").write_text(f"Title {number}\n\n" + "\n\n".join(sentences), encoding="utf-8")
    return "generated texts"


def index_cost(index: SearchIndex) -> float:
    """Processor seconds of the process that makes the index."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    index.look()
    index.wait(lambda state: state.is_over, 3_600)
    index.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def searched(search: GlobalSearch, query: str) -> Mapping[str, float]:
    """Seconds until the first hits and until all, processor seconds of this process, and hits."""
    told: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
    start, used = time.perf_counter(), time.process_time()
    search.start(query, told.put)
    first, hits = 0.0, 0
    while True:
        delivery = told.get()
        hits += len(delivery.hits)
        if hits and not first:
            first = time.perf_counter() - start
        if delivery.is_over:
            whole = time.perf_counter() - start
            return {"first": first or whole, "all": whole, "cpu": time.process_time() - used, "hits": hits}


def grepped(folder: Path, query: str) -> float:
    """Seconds of ``grep`` over the files as they are."""
    start = time.perf_counter()
    subprocess.run(["grep", "-riF", query, str(folder)], stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def scanned(library: Library, query: str) -> float:
    """Seconds a document, where all are read in this process because there is no index."""
    none = SearchIndex(None, "", "", lambda: library.files.wanted)
    return searched(GlobalSearch(library, none), query)["all"] / max(1, len(library.readable))


def next_session(library: Library, store: FolderStore, query: str) -> float:
    """Seconds until the first hits of a session that has just begun, of which the index is all that is known."""
    index = index_of(library, store)
    first = searched(GlobalSearch(library, index), query)["first"]
    index.close()
    return first


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a Markdown table."""
    heads = list(heads)
    print("| " + " | ".join(heads) + " |\n|" + " --- |" * len(heads))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print()


def main() -> None:
    """Two tables."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        folder = Path(sys.argv[1]) if sys.argv[1:] else base / "pages"
        folder.mkdir(exist_ok=True)
        what = "files" if sys.argv[1:] else pages(folder)
        store = FolderStore(base / "store")
        library = Library([str(folder)], Settings(), store)
        library.find_all()
        count = len(library.readable)
        made, again = (index_cost(index_of(library, store)) for _ in range(2))
        size = (store.hidden_folder / "cache" / FILE).stat().st_size
        few = Library([entry.path for entry in library.readable[:SCANNED]], Settings(), store)
        few.find_all()
        print(f"{count} {what}\n")
        table(
            ("index", ""),
            [
                ("made", f"{made:.1f} s of processor time, {1000 * made / count:.1f} ms a document"),
                ("compared with the files again", f"{again:.2f} s, with the start of the process"),
                ("size", f"{size / 1e6:.1f} MB, {size / count / 1e3:.1f} kB a document"),
                ("without it", f"{1000 * scanned(few, 'minister'):.0f} ms a document, each time"),
            ],
        )
        index = index_of(library, store)
        index.look()
        index.wait(lambda state: state.is_over, 600)
        search = GlobalSearch(library, index)
        figures: dict[str, dict[str, list[float]]] = {kind: {} for kind in QUERIES}
        for _ in range(ROUNDS):
            for kind, query in QUERIES.items():
                found = {**searched(search, query), "next session": next_session(library, store, query)}
                if shutil.which("grep") and kind in {"a common word", "a word", "nothing"}:
                    found["grep"] = grepped(folder, query)
                for one, figure in found.items():
                    figures[kind].setdefault(one, []).append(figure)
        index.close()
        ways = ("first", "all", "cpu", "next session", "grep")
        table(
            ("sought", "hits", "first hits, s", "all hits, s", "processor, s", "first of a new session, s", "grep, s"),
            (
                (
                    f"{kind}: `{query}`".replace("|", "\\|"),
                    int(figures[kind]["hits"][0]),
                    *(f"{statistics.median(figures[kind][way]):.3f}" if way in figures[kind] else "" for way in ways),
                )
                for kind, query in QUERIES.items()
            ),
        )


if __name__ == "__main__":
    main()
