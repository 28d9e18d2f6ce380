"""What ``export``, ``import`` and ``stats`` cost over a store of many annotations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from reader.config.settings import HIDDEN_FOLDER
from tests.benchmarks.speed.programs import Run


def measure(run: Run, name: str, documents: int, each: int) -> Iterator[tuple[str, float]]:
    """One command over so many documents with ``each`` annotations; ``import`` begins with an empty store."""
    store = run.home / "store"
    if name == "import":
        cost = run.command("import", "--store", store, run.inputs.exported(documents, each))
    else:
        shutil.copytree(run.inputs.store(documents, each), store)
        (store / HIDDEN_FOLDER).mkdir()  # a reader was here before: else nothing may be kept for the next time
        cost = run.command(name, "--store", store)
        if name == "stats":  # what it keeps for the next time is made by the first
            yield "stats_first", cost.cpu
            cost = run.command(name, "--store", store)
    yield f"{name}_cpu", cost.cpu
    yield f"{name}_rate", documents * each / cost.cpu
    yield f"{name}_peak", cost.peak
