"""Agreement over 10,000 passages by three annotators: CPU of the figures alone, and of the whole command.

    .venv/bin/python tests/benchmarks/bench_agreement.py [--passages 10000] [--documents 1 40 200] [--runs 5]

Promise: at most 2 s of CPU, intervals included. The command is measured in a process of its own, with its start and the
reading of the store; the texts are those that the store keeps, so that no file is opened. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from reader.analysis.agreement.agreement_figures import agreement_figures
from reader.analysis.agreement.compared_documents import ComparedDocument
from tests.analysis.agreement.generated import tagged_document
from tests.benchmarks.bench_exchange import cost
from tests.exchange.comparison.teams import team_store

ANNOTATORS = "ABC"


def documents(count: int, passages: int) -> list[ComparedDocument]:
    """So many documents with so many passages together; what somebody missed is counted as if it were there."""
    each = passages // len(ANNOTATORS) // count
    return [tagged_document(seed, ANNOTATORS, words=12 * each, passages=each * 5 // 4) for seed in range(count)]


def save(folder: Path, found: list[ComparedDocument]) -> None:
    """The documents in a store, all of them finished."""
    for one in found:
        tags = {who: [tuple(span) for span in theirs] for who, theirs in one.spans.items()}
        team_store(folder, one.text or "", tags, name=one.name)  # type: ignore[arg-type]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 40, 200])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print("| documents | passages | samples | figures, CPU s | whole command, CPU s | memory, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for count in options.documents:
        found = documents(count, options.passages)
        passages = sum(len(theirs) for one in found for theirs in one.spans.values())
        alone = []
        for _ in range(options.runs):
            start = time.process_time()
            figures = agreement_figures(found, ANNOTATORS)
            alone.append(time.process_time() - start)
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "annotations"
            save(store, found)
            whole = [cost("-m", "reader", "agreement", store, "-f", "json") for _ in range(options.runs)]
        seconds, memory = min(one.seconds for one in whole), max(one.megabytes for one in whole)
        cells = (f"{passages:,}", figures.samples, f"{min(alone):.2f}", f"{seconds:.2f}", f"{memory:.0f}")
        print(f"| {count} | {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
