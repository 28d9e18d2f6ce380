"""Files that a stranger made to keep the reader busy: each shape at growing sizes, its processor time and its memory.

.venv/bin/python -m tests.torture.hostile [--shapes html rtf-open] [--sizes 256 1024 4096 16384]

A shape is what a file is made of: a token said again and again, elements in elements, what is opened and never closed.
Each file is read, cleaned, printed and laid out as the commands and the reader do it, in a process of its own.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from tests.torture.shapes import SHAPES, Shape

#: What one file of 16 MiB may take: seconds of processor time, MiB of memory.
MOST_SECONDS, MOST_MEMORY = 5.0, 600
#: Sizes in KiB.
SIZES = (256, 1024, 4096, 16384)
#: From one size to the next, four times as large, so many times as long may it take.
MOST_GROWTH = 6.0
#: What is said of a text that is shown as it stands.
_TOO_LONG = "too long to be cleaned"
#: Less than this says nothing of how the time grows.
LEAST_SECONDS = 0.2
#: What ends a measurement that goes on without end: seconds of processor time, bytes.
_LIMIT_SECONDS, _LIMIT_MEMORY = 30, 4 << 30


class Measured(NamedTuple):
    """What a file took, and what came of it: ``opened``, or what was said."""

    seconds: float
    memory: int
    said: str


def use(path: str) -> str:
    """What the reader and the commands do with a file; what came of it, in a word or in its one line."""
    from reader.cleaning.article_loading import read_article
    from reader.exchange.clean_output import as_text
    from reader.sources import SourceError, probe, walk
    from reader.text.units import Units
    from reader.ui.text_view.row_layout import Layout

    faults: list[SourceError] = []
    names = [name for name, _ in zip(walk([path], on_error=faults.append), range(3), strict=False)]
    if faults and not names:
        return str(faults[0])
    said = ""
    for name in names[:1]:
        if fault := probe(name):
            return str(fault)
        try:
            article = read_article(name, max_bytes=1 << 24)
        except SourceError as fault:
            return str(fault)
        as_text(article)
        Layout(article.text, 80)
        if article.page.text != article.text:  # else they are the same rows
            Layout(article.page.text, 80)
        units = Units(article.text, article.blocks, article.language)
        middle = len(article.text) // 2
        for ask in (units.sentence_at, units.clause_at, units.word_at, units.next_sentence, units.next_quotation):
            ask(middle)
        said = article.note or "opened"
    return said


def measured(shape: Shape, size: int) -> Measured:
    """What a shape of ``size`` bytes takes, in a process of its own."""
    ours, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_measure, args=(shape, size, theirs))
    process.start()
    theirs.close()
    try:
        found = Measured(*ours.recv())
    except EOFError:
        found = Measured(_LIMIT_SECONDS, _LIMIT_MEMORY >> 20, "ENDED by the limits")
    process.join()
    return found


def _measure(shape: Shape, size: int, pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT_SECONDS + 5, _LIMIT_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_LIMIT_MEMORY, _LIMIT_MEMORY))
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        path = Path(folder, shape.file)
        path.write_bytes(shape.make(size))
        started = time.process_time()
        try:
            said = use(os.fspath(path))
        except BaseException as error:  # a traceback is what is looked for
            said = f"TRACEBACK {type(error).__name__}: {error}"
        taken = time.process_time() - started
        pipe.send((taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, said.replace(folder, "")[:70]))


def _load() -> None:
    """Has this process load what each reading needs, so that the others begin with it."""
    import py3langid  # noqa: F401

    for shape in SHAPES:
        if shape.name in {
            "text prose",
            "html prose p",
            "md prose",
            "rtf prose",
            "mail prose",
            "warc records",
            "docx empty",
        }:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, shape.file)
                path.write_bytes(shape.make(20_000))
                use(os.fspath(path))


def faults_of(name: str, rows: list[tuple[int, Measured]]) -> list[str]:
    """What is wrong with a shape: over the bounds, not linear, or ended with a traceback."""
    found = []
    for size, one in rows:
        if one.seconds > MOST_SECONDS or one.memory > MOST_MEMORY:
            found.append(f"{name}: {one.seconds:.1f} s, {one.memory} MiB at {size} KiB")
        if "TRACEBACK" in one.said or "please report" in one.said:
            found.append(f"{name}: {one.said} at {size} KiB")
    for (size, one), (_, other) in pairwise(rows):
        is_alike = _TOO_LONG in one.said or _TOO_LONG not in other.said  # beyond that all is shown, and wrapped
        if is_alike and one.seconds > LEAST_SECONDS and other.seconds > MOST_GROWTH * one.seconds:
            found.append(f"{name}: from {one.seconds:.1f} to {other.seconds:.1f} s after {size} KiB")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shapes", nargs="+", default=[""], metavar="WORD", help="those with such a word in the name")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="KIB")
    options = parser.parse_args()
    _load()
    wanted = [shape for shape in SHAPES if any(word in shape.name for word in options.shapes)]
    wrong: list[str] = []
    for shape in wanted:
        rows: list[tuple[int, Measured]] = []
        for size in options.sizes:
            rows.append((size, measured(shape, size << 10)))
            if rows[-1][1].seconds >= _LIMIT_SECONDS:
                break
        faults = faults_of(shape.name, rows)
        cells = "  ".join(f"{one.seconds:6.2f} s {one.memory:5} MiB" for _, one in rows)
        print(f"{'!' if faults else ' '} {shape.name:28} {cells}  {rows[-1][1].said}", flush=True)
        wrong += faults
    print(f"{len(wanted)} shapes, {len(wrong)} faults", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
