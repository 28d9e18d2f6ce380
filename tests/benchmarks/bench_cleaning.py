"""Measures the cleaner on the development set in ../shared and prints one table beside what libraries reach.

    python tests/benchmarks/bench_cleaning.py [--html]

The rules and the table are measured on pages by which both were made: the rules by a person who looked at them, the
table by learning from them. What the table adds elsewhere is its figure by cross-validation over publishers, which
``train_line_classifier`` writes into the table's head. The libraries' figures are those of ../shared/notes/cleaning.md,
on English news by other publishers, kept apart.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from reader.cleaning.dump import decision_trees, model_review
from reader.cleaning.dump.row_features import NAMES
from tests.benchmarks import cleaning_data
from tests.benchmarks.cleaning_systems import html, text

#: F1, sentences kept, boilerplate lines a page on English news of the half kept apart, as the notes give them.
LIBRARIES = {
    "text_main": (
        ("raw dump", 0.892, 0.981, 12.9),
        ("lines of 50 characters and a stop", 0.911, 0.905, 2.1),
        ("jusText on wrapped lines", 0.862, 0.899, 7.2),
        ("trafilatura on wrapped lines", 0.901, 0.981, 11.0),
        ("best possible choice of lines", 0.980, 0.979, 0.0),
    ),
    "text_full": (
        ("raw dump", 0.653, 0.998, 165.0),
        ("lines of 50 characters and a stop", 0.867, 0.914, 6.1),
        ("best possible choice of lines", 0.991, None, None),
    ),
    "html": (
        ("trafilatura, default", 0.951, 0.973, 2.7),
        ("newspaper4k", 0.950, 0.934, 1.8),
        ("readability-lxml", 0.943, 0.958, 2.6),
        ("jusText", 0.837, 0.848, 5.0),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--html", action="store_true", help="saved web pages too (slow)")
    options = parser.parse_args()
    if not cleaning_data.DATA.is_file():
        print(f"nothing to measure: {cleaning_data.DATA.name} of ../shared is not here")
        return
    scorer, pages = cleaning_data.scorer(), cleaning_data.documents()
    table = decision_trees.load(model_review.TABLE, len(NAMES))
    print(f"{'dump':<10} {'pages':<13} {'system':<36} {'F1':>6} {'kept':>6} {'junk':>6} {'pages/s':>8}")
    for track in (*cleaning_data.TRACKS, *(["html"] if options.html else [])):
        systems: list[tuple[str, Callable[..., dict[str, Any]], decision_trees.DecisionTrees | None]] = [
            ("ours: rules and table (as it ships)", text, table),
            ("ours: rules alone", text, None),
        ]
        for name, system, trees in systems if track != "html" else [("ours", html, table)]:
            _measure(track, name, system, trees, pages, scorer)
        for name, f1, kept, junk in LIBRARIES[track]:
            _row(track, "kept apart", name, f1, kept, junk, None)
    print("\nBy cross-validation over publishers, from the head of the table that ships:")
    shipped = Path(decision_trees.__file__).parent / "tables" / f"{model_review.TABLE}.txt"
    for line in shipped.read_text(encoding="ascii").splitlines() if shipped.is_file() else ():
        if line.startswith(("# text_", "# figures")):
            print(line[2:])


def _measure(
    track: str,
    name: str,
    system: Callable[..., dict[str, Any]],
    table: decision_trees.DecisionTrees | None,
    pages: list[dict[str, Any]],
    scorer: Any,
) -> None:
    original, model_review.load = model_review.load, lambda *_: table  # type: ignore[assignment]
    try:
        system(pages[0][track])  # what is loaded once is no page's cost
        found = []
        seconds = 0.0
        for page in pages:
            begin = time.process_time()
            output = system(page[track])
            seconds += time.process_time() - begin
            found.append(scorer.score(page, output))
    finally:
        model_review.load = original
    news = cleaning_data.VIEWS["text_main, English news"][1]
    for group, rows in (
        ("English news", [one for page, one in zip(pages, found, strict=True) if news(page)]),
        ("all", found),
    ):
        means = [sum(one[measure] for one in rows) / len(rows) for measure in cleaning_data.MEASURES]
        _row(track, group, name, *means, len(pages) / seconds)


def _row(
    track: str, group: str, name: str, f1: float, kept: float | None, junk: float | None, speed: float | None
) -> None:
    columns = ["" if number is None else f"{number:.{places}f}" for number, places in ((f1, 3), (kept, 3), (junk, 1))]
    rate = "" if speed is None else f"{speed:.0f}"
    print(f"{track:<10} {group:<13} {name:<36} {columns[0]:>6} {columns[1]:>6} {columns[2]:>6} {rate:>8}".rstrip())


if __name__ == "__main__":
    main()
