"""What ``export``, ``import``, ``stats`` and questions cost over a store of many annotations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from reader.config.settings import HIDDEN_FOLDER
from tests.benchmarks.speed.inputs import STORE
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


#: Formats that hold everything, beside the usual one: with a text, and without one.
FORMATS = ("csv", "jsonl-documents")


def measure_formats(run: Run, documents: int, each: int) -> Iterator[tuple[str, float]]:
    """``export -f`` of so many articles with ``each`` annotations, without their names."""
    folder = run.home / "articles"
    shutil.copytree(run.inputs.articles(documents, each), folder)
    for name in FORMATS:
        cost = run.command("export", "--store", folder / STORE, "-f", name, "--no-names")
        yield f"{name}_cpu", cost.cpu
        yield f"{name}_peak", cost.peak


#: Questions of lists: what is missing, what somebody did lately, both, what is linked at all, and a text.
QUESTIONS = (
    "claim without:evidence",
    "evidence by:B since:2025-12-20",
    "claim without:evidence by:B since:2025-12-20",
    "linked",
    '"tunnel in Dunwick"',
)
#: Seconds of CPU in which the index must be made.
_INDEX_S = 600


def measure_questions(run: Run, documents: int, each: int) -> Iterator[tuple[str, float]]:
    """``search --annotations`` over so many documents: the first one makes the index, the others ask it."""
    store = run.home / "store"
    shutil.copytree(run.inputs.linked_store(documents, each), store)
    (store / HIDDEN_FOLDER).mkdir()
    arguments = ("search", "--store", store, "-n", "100", "--annotations")
    yield "ask_first", run.command(*arguments, QUESTIONS[0], most=_INDEX_S).cpu
    for question in QUESTIONS:
        cost = run.command(*arguments, question)
        yield "ask_cpu", cost.cpu
        yield "ask_peak", cost.peak
