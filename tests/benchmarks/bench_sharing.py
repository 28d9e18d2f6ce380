"""What sharing costs: a save here beside one in a folder, from saved to shared, and until somebody else has it.

.venv/bin/python -m tests.benchmarks.bench_sharing [--annotations 100000] [--saves 200]

A server of its own, filled with documents of 100 annotations each, by ``migrate``'s own way; two copies, each with the
thread that shares. Times in milliseconds: median and 95th percentile.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from reader.config.server_address import server_address
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.postgres.bulk_loading import filling, load_document
from reader.store.postgres.copied_store import CopiedStore
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.records.record_rows import RowChange
from reader.store.records.transaction import Transaction
from reader.store.store_protocol import Store
from tests.postgres_server import PostgresServer

EACH = 100


def annotation(start: int) -> Annotation:
    return Annotation(new_id(), "claim", start, start + 4, "text", annotator="ann", created_at=now(), updated_at=now())


def fill(store: PostgresStore, count: int) -> None:
    """Fill an empty store with documents."""
    with filling(store.server) as keeps:
        for number in range(count // EACH):
            key, meta = (
                f"{number}.txt.{number:012x}",
                {"schema": 1, "sha256": f"{number:064x}", "path": f"{number}.txt"},
            )
            rows = [RowChange("_meta", "1", {**meta, "hashes": []}, None)]
            for start in range(EACH):
                one = annotation(start * 10)
                fields = {"label": "claim", "start": one.start, "end": one.end, "quote": "text", "annotator": "ann"}
                dates = {"created_at": one.created_at, "updated_at": one.updated_at}
                row = {**fields, **dates, "note": "", "prefix": "", "suffix": ""}
                rows.append(RowChange("annotations", str(number * EACH + start + 1), row, None))
            tables: dict[str, dict[str, object]] = {}
            for one_row in rows:
                tables.setdefault(one_row.table, {})[one_row.row_id] = one_row.new
            past = [Transaction(tuple(rows), now(), Act("made", "ann", new_id()), seq=number + 1)]
            load_document(store.server, key, tables, past, keeps_numbers=keeps)


def told(name: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    print(f"{name:<44} {1000 * ordered[len(ordered) // 2]:8.2f} {1000 * ordered[int(len(ordered) * 0.95)]:8.2f}")


def saves(store: Store, document: Document, count: int) -> list[float]:
    """How long saves take."""
    found = []
    for start in range(count):
        begin = time.perf_counter()
        document = store.save(document, [Change(None, annotation(start))], act=Act("claim", "ann", new_id())).document
        found.append(time.perf_counter() - begin)
        time.sleep(0.01)
    return found


def until_seen(writer: CopiedStore, reader: CopiedStore, key: str, count: int) -> tuple[list[float], list[float]]:
    """How long until what is saved is shared, and until the other copy has told of it."""
    shared, seen = [], []
    news = threading.Event()
    reader.load(key, keep=True)
    watches = [reader.watch(lambda _: news.set()), writer.watch(lambda _: None)]
    for watch in watches:
        watch.start()
    time.sleep(1)
    document = writer.load(key).document
    for start in range(count):
        begin = time.perf_counter()
        writer.save(document, [Change(None, annotation(start))], act=Act("claim", "ann", new_id()))
        is_shared = False
        while True:
            news.clear()
            if not is_shared and writer.sharing() == (0, ""):
                is_shared = True
                shared.append(time.perf_counter() - begin)
            if reader.look(key):
                seen.append(time.perf_counter() - begin)
                break
            news.wait(0.001)
        if not is_shared:
            shared.append(time.perf_counter() - begin)
        time.sleep(0.05)
    for watch in watches:
        watch.close()
    return shared, seen


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotations", type=int, default=100_000)
    parser.add_argument("--saves", type=int, default=200)
    options = parser.parse_args()
    server = PostgresServer()
    try:
        server.start(is_durable=True)
        address = server_address(server.address("bench"))
        with tempfile.TemporaryDirectory(prefix="nrc-bench-") as folder:
            remote = PostgresStore(address)
            begin = time.perf_counter()
            fill(remote, options.annotations)
            print(f"filled with {options.annotations:,} in {time.perf_counter() - begin:.1f} s")
            copies = [CopiedStore(address, Path(folder, name, "annotations")) for name in ("ann", "bob")]
            for copy in copies:
                begin = time.perf_counter()
                copy.make_ready()
                print(f"first copy in {time.perf_counter() - begin:.1f} s")
            print(f"{'':<44} {'median':>8} {'p95':>8}")
            new = [Document(None, f"new{number}.txt", f"{number:x}" * 64) for number in range(3)]
            told("save in a folder", saves(FolderStore(Path(folder, "plain")), new[0], options.saves))
            told("save here, in a copy", saves(copies[0], new[1], options.saves))
            told("save on the server itself", saves(remote, new[2], options.saves))
            keys = remote.keys()[: options.saves]
            for name, store in (("copy", copies[0]), ("server", remote)):
                times = []
                for key in keys:
                    begin = time.perf_counter()
                    store.load(key)
                    times.append(time.perf_counter() - begin)
                told(f"open a document of {EACH}, {name}", times)
            copies[0].catch_up()
            shared, seen = until_seen(copies[0], copies[1], keys[-1], options.saves)
            told("from saved to shared", shared)
            told("until somebody else has it", seen)
            for one in (*copies, remote):
                one.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
