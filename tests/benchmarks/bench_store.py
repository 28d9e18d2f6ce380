"""What the store costs: a save beside one append and fdatasync, in documents of all sizes and a store of a million.

    .venv/bin/python tests/benchmarks/bench_store.py [--documents 10000] [--annotations 1000000] [--saves 200]

Saves and the floor under them are taken in turns, so that both see the same machine. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tinydb import TinyDB
from ulid import ULID

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id, now, to_fields
from reader.model.document import Document
from reader.store import open_database
from reader.store.files.file_format import serialised
from reader.store.folder_store import FolderStore
from reader.ui.app import COLLECTIONS
from reader.ui.launch import SWITCH_S
from tests.written_files import write_files

SIZES = (10, 100, 1_000, 10_000)


def annotation(start: int) -> Annotation:
    moment = now()
    quote = "The ministry said on Tuesday that exports had fallen by a fifth since the spring."
    return Annotation(
        str(ULID()), "claim", start, start + len(quote), quote, "a" * 32, "b" * 32, start, start + len(quote),
        annotator="ann", created_at=moment, updated_at=moment,
    )  # fmt: skip


def build(folder: Path, documents: int, annotations: int) -> list[Document]:
    """A store as another reader left it: files alone, written here directly."""
    folder.mkdir(parents=True)
    rows = [to_fields(annotation(start * 100)) for start in range(200)]
    ids = iter(range(1 << 100, (1 << 100) + annotations + documents * 100))
    sizes = dict(enumerate(SIZES))
    each = max(1, (annotations - sum(SIZES)) // max(1, documents - len(SIZES)))
    made = []
    for number in range(documents):
        sha256 = f"{number:064x}"[::-1]
        count = sizes.get(number, each)
        meta = {
            "schema": 1, "name": f"{number}.txt", "path": f"articles/{number}.txt", "sha256": sha256, "title": "",
            "place": f"../articles/{number}.txt", "hashes": [],
        }  # fmt: skip
        tables = {"_meta": {"1": meta}, "annotations": {str(next(ids)): rows[i % 200] for i in range(count)}}
        key = f"{number}.txt.{sha256[:12]}"
        (folder / f"{key}.json").write_text(serialised(tables))
        made.append(Document(key, str(folder.parent / "articles" / f"{number}.txt"), sha256))
    return made


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3


def figures(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:8.2f} {ordered[int(len(ordered) * 0.95)]:8.2f}"


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--annotations", type=int, default=1_000_000)
    parser.add_argument("--saves", type=int, default=200)
    parser.add_argument("--folder", help="where to work; kept if it is named")
    options = parser.parse_args()
    work = Path(options.folder or tempfile.mkdtemp(prefix="bench-store-"))
    try:
        documents = build(work / "annotations", options.documents, options.annotations)
        print(
            f"{options.documents} documents, {options.annotations} annotations; milliseconds: median, 95th percentile"
        )
        measure_saves(work, documents, options.saves)
        measure_others(work, documents)
        measure_waits(work, documents)
        measure_reading(work, documents)
    finally:
        if not options.folder:
            shutil.rmtree(work)


def measure_saves(work: Path, documents: list[Document], saves: int) -> None:
    line = b"x" * len(json.dumps(to_fields(annotation(0)))) + b"\n"
    floor = os.open(work / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append() -> None:
        os.write(floor, line)
        os.fdatasync(floor)

    print(f"{'save into a document of':<36}{'median':>8} {'p95':>8}   floor {'p95':>8}   p95 / floor p95")
    for size, document in zip(SIZES, documents, strict=False):
        store = FolderStore(work / "annotations")
        store.load(document.key or "")
        taken: list[float] = []
        under: list[float] = []
        for number in range(saves):
            under.append(timed(append))
            taken.append(timed(saving(store, document, number * 50)))
        rewriting = timed(partial(write_files, store))
        print(
            f"{size:>7} annotations{'':<18}{figures(taken)} {figures(under)}   {p95(taken) / p95(under):.1f}"
            f"   (its file rewritten: {rewriting:.0f} ms)"
        )
        store.close()
    os.close(floor)


def measure_others(work: Path, documents: list[Document]) -> None:
    """One insert by other means: through TinyDB on our journal, in SQLite, and by TinyDB as it comes."""
    print(f"{'one insert into a document of':<36}{'TinyDB, our storage':>22}{'SQLite':>18}{'TinyDB alone':>18}")
    for size, document in zip(SIZES, documents, strict=False):
        copy = work / "copy.json"
        shutil.copy(work / "annotations" / f"{document.key}.json", copy)
        rows = [to_fields(annotation(number)) for number in range(60)]
        sqlite = sqlite3.connect(work / f"{size}.sqlite")
        sqlite.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE a (id INTEGER, row TEXT);")
        sqlite.executemany("INSERT INTO a VALUES (?, ?)", [(number, json.dumps(rows[0])) for number in range(size)])
        sqlite.commit()

        def insert_sqlite(row: dict[str, object], database: sqlite3.Connection = sqlite) -> None:
            database.execute("INSERT INTO a VALUES (1, ?)", (json.dumps(row),))
            database.commit()

        with open_database(work / "annotations" / f"{document.key}.json") as ours, TinyDB(copy) as stock:
            ours.insert(rows[0])
            times = [[timed(partial(insert, row)) for row in rows] for insert in (ours.insert, insert_sqlite)]
            times.append([timed(partial(stock.table("annotations").insert, row)) for row in rows[:15]])
        sqlite.close()
        print(f"{size:>7} annotations{'':<18}{''.join(f' {figures(one):>17}' for one in times)}")


def measure_waits(work: Path, documents: list[Document]) -> None:
    """How long a thread that wakes every millisecond, as the screen's may, waits for its turn while a file is written.

    With the interpreter set as the reader sets it.
    """
    sys.setswitchinterval(SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTIONS)
    print(f"{'another thread waits, at most of five':<38}{'':>8}   (milliseconds; at rest {most_waits()})")
    for size, document in zip(SIZES, documents, strict=False):
        store = FolderStore(work / "annotations")
        store.load(document.key or "")
        waits = []
        for number in range(5):
            saving(store, document, number * 50)()
            waits.append(most_waits(partial(write_files, store)))
        print(f"{size:>7} annotations, file rewritten {max(waits):>8.1f}   median {statistics.median(waits):.1f}")
        store.close()


def most_waits(act: Callable[[], object] = lambda: time.sleep(0.2)) -> float:
    """Milliseconds more than one that a thread waits at most while another one does something."""
    waits: list[float] = []
    has_ended = threading.Event()

    def wake() -> None:
        while not has_ended.is_set():
            waits.append(timed(lambda: time.sleep(0.001)) - 1)

    thread = threading.Thread(target=wake)
    thread.start()
    act()
    has_ended.set()
    thread.join()
    return round(max(waits), 1)


def saving(store: FolderStore, document: Document, start: int) -> Callable[[], object]:
    change = Change(None, annotation(start))
    return lambda: store.save(document, [change], act=Act("claim", "ann", new_id()))


def measure_reading(work: Path, documents: list[Document]) -> None:
    folder = work / "annotations"

    def row(name: str, *times: float) -> None:
        print(f"{name:<36}{figures(list(times))}")

    def find(store: FolderStore, document: Document) -> object:
        return store.find(document.path, document.sha256)

    for name in ("no index yet", "index kept"):
        first = FolderStore(folder)
        row(f"first find, new document, {name}", timed(partial(first.find, "new.txt", "f" * 64)))
        first.close()
    row("first find, known document", *(timed(lambda d=d: find(FolderStore(folder), d)) for d in documents[10:60]))
    store = FolderStore(folder)
    time.sleep(0.2)
    store.find("new.txt", "f" * 64)
    row("find, known", *(timed(lambda d=d: find(store, d)) for d in documents[10:210]))
    row("find, moved", *(timed(lambda d=d: store.find("elsewhere.txt", d.sha256)) for d in documents[10:210]))
    row("find, new", *(timed(lambda n=n: store.find("new.txt", f"{n:064d}")) for n in range(200)))
    after = []
    for document in documents[10:60]:
        store.save(document, [Change(None, annotation(7))])
        write_files(store)
        after.append(timed(lambda: store.find("new.txt", "e" * 64)))
    row("find, new, after a save", *after)
    for size, document in zip(SIZES, documents, strict=False):
        row(
            f"load {size} annotations",
            *(timed(lambda d=document: FolderStore(folder).load(d.key or "")) for _ in range(7)),
        )
    row("load 100, first save", *(timed(lambda d=d: first_save(folder, d)) for d in documents[100:150]))
    row("list", *(timed(FolderStore(folder).keys) for _ in range(5)))


def first_save(folder: Path, document: Document) -> None:
    store = FolderStore(folder)
    store.load(document.key or "")
    store.save(document, [Change(None, annotation(7))])


if __name__ == "__main__":
    main()
