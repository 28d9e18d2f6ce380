"""Pages made by chance, each with its number in it, and what became of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

_WORDS = """
the council met on monday to discuss a new bridge over the river and heard that costs had risen by half since spring
while engineers warned of floods near the old mill and asked for a longer survey before any work begins
""".split()


def write_pages(path: Path, count: int, first: int = 0) -> Path:
    """A file of JSON Lines with short pages, numbered from ``first``."""
    choose = random.Random(first)
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            rows = [" ".join(choose.choices(_WORDS, k=12)).capitalize() + "." for _ in range(3)]
            text = f"Case {number} was heard in public today.\n\n" + "\n\n".join(rows)
            file.write(json.dumps({"title": f"Report {number}", "text": text}) + "\n")
    return path


def rows_in(folder: Path) -> Iterator[dict[str, object]]:
    """The rows of all shards, in their order."""
    for part in sorted(folder.glob("part-*.jsonl")):
        yield from map(json.loads, part.read_text(encoding="utf-8").splitlines())


def errors_in(folder: Path) -> Iterator[dict[str, str]]:
    """The failed pages of all shards, in their order."""
    for part in sorted(folder.glob("errors-*.jsonl")):
        yield from map(json.loads, part.read_text(encoding="utf-8").splitlines())
