"""The linter over a large store: seconds of CPU of the whole command, and the memory of its process.

    .venv/bin/python tests/benchmarks/bench_lint.py [--annotations 100000] [--documents 1000] [--runs 3]

The store is tidy but for one sentence in twenty, as a team's is: each sentence has one label, evidence supports claims.
With ``--mess`` labels follow no rule, and nearly every annotation has findings. The aim is three seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.benchmarks.speed.inputs import _made_up, _sentence, _ulid, _write_document

ROOT = Path(__file__).parents[2]
_LABELS = ("claim", "evidence", "evidence", "opinion")


def tidy(document: int, count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Annotations of a document with as many sentences, one person's; and their links."""
    chance = random.Random(5_000_000 + document)
    rows, links, at, before = [], [], 0, ""
    sentences = [" ".join(_sentence(chance)) for _ in range(count + 1)]
    for number, (text, following) in enumerate(pairwise(sentences)):
        kind = zlib.crc32(text.encode()) % 4 if chance.random() < 0.95 else chance.randrange(4)
        when = f"2025-{document % 12 + 1:02}-{document % 28 + 1:02}T09:{number % 60:02}:00.000Z"
        rows.append({
            "id": _ulid(document * count + number), "label": _LABELS[kind], "start": at, "end": at + len(text),
            "quote": text, "prefix": before[-32:], "suffix": f" {following}"[:32], "source_start": at,
            "source_end": at + len(text), "note": "", "annotator": "ABC"[document % 3], "created_at": when,
            "updated_at": when, "anchor": "exact",
        })  # fmt: skip
        at, before = at + len(text) + 1, f"{text} "
    claims = [row for row in rows if row["label"] == "claim"]
    facts = [row for row in rows if row["label"] == "evidence"]
    for number, fact in enumerate(facts if claims else []):
        links.append({
            "id": _ulid(1 << 60 | document * count + number), "annotator": "A", "kind": "supports",
            "source": fact["id"],
            "target": claims[number % len(claims)]["id"], "created_at": fact["created_at"],
            "updated_at": fact["updated_at"],
        })  # fmt: skip
    return rows, links


def build(store: Path, documents: int, annotations: int, *, mess: bool) -> None:
    """A store as another reader left it: files alone."""
    store.mkdir()
    for number in range(documents):
        each = annotations // documents
        rows, links = (list(_made_up(number, each)), []) if mess else tidy(number, each)
        _write_document(store, store.parent / f"{number:06}.txt", rows, links)


def measured(store: Path) -> Iterator[str]:
    """What one run took and said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "reader", "lint", "--store", str(store)], cwd=ROOT, capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    yield f"{cpu:.2f} s of CPU, {after.ru_maxrss / 1024:.0f} MB: {done.stdout.decode().splitlines()[-1]}"


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotations", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--mess", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    os.environ.pop("NRC_READER_STORE", None)
    try:
        build(folder / "store", options.documents, options.annotations, mess=options.mess)
        for _ in range(options.runs):
            print(*measured(folder / "store"))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
