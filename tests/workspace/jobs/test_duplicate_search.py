"""Documents with the same text are found beside the reading, whatever a document does to the process that reads it."""

from __future__ import annotations

import json
import os
import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.system.child_process import ChildProcess
from reader.workspace.jobs import duplicate_search
from reader.workspace.jobs.duplicate_search import CHUNK, MOST, Duplicate, Duplicates

#: Documents whose paths end with the same letter are duplicates; some documents end it, and one takes for ever.
COMPARES = """
import json, os, sys, time
from reader.system.confinement import private_pipes, receive, send
requests, answers = private_pipes()
first = {}
while (request := receive(requests)) is not None:
    at, paths = json.loads(request)
    found = []
    with open(os.environ["ASKED"], "a") as file:
        file.write(json.dumps([at, paths]) + "\\n")
    for place, path in enumerate(paths, at):
        if "deadly" in path:
            sys.exit(3)
        if "nonsense" in path:
            break
        if "slow" in path:
            time.sleep(600)
        if path and first.setdefault(path[-1], place) != place:
            found.append([place, first[path[-1]], 0.9])
    send(answers, b"{" if "nonsense" in path else json.dumps([len(paths), *found]).encode())
"""
Told = queue.Queue[list[Duplicate]]
Make = Callable[..., Duplicates]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the process was asked, a request a line."""
    (tmp_path / "letters.py").write_text(COMPARES)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(Path(__file__).parents[3]))))
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    monkeypatch.setattr(duplicate_search, "MODULE", "letters")
    return tmp_path / "asked"


@pytest.fixture
def told() -> Told:
    return queue.Queue()


@pytest.fixture
def finder(asked: Path, told: Told) -> Iterator[Make]:  # noqa: ARG001 - its process is the one of the tests
    made: list[Duplicates] = []

    def make(documents: list[str]) -> Duplicates:
        made.append(Duplicates(None, 1 << 20, lambda at, most: documents[at : at + most], told.put))
        return made[-1]

    yield make
    for one in made:
        one.close()


def requests(asked: Path) -> list[tuple[int, list[str]]]:
    return [tuple(json.loads(line)) for line in asked.read_text().splitlines()]


def pairs(told: Told, count: int) -> list[tuple[int, int]]:
    found: list[Duplicate] = []
    while len(found) < count:
        found += told.get(timeout=200)
    return [(one.first, one.number) for one in found]


def ended(finder: Duplicates) -> None:
    assert finder._thread is not None
    finder._thread.join(200)
    assert not finder._thread.is_alive()
    assert finder._process is None


def test_the_same_text_is_found_and_a_document_that_ends_the_process_costs_itself(finder: Make, told: Told) -> None:
    found = finder(["a", "deadly", "b", "nonsense", "deadly", "xa", "", "xb"])
    found.start()
    assert pairs(told, 2) == [(0, 5), (2, 7)]
    ended(found)
    assert told.empty()


def test_ten_thousand_documents_are_handed_over_in_few_messages_as_far_as_they_are_compared(
    finder: Make, told: Told, asked: Path
) -> None:
    found = finder([f"folder/{number:05}.{number}" for number in range(10_000)])
    found.start()
    ended(found)
    assert [at for at, _ in requests(asked)] == list(range(0, MOST, CHUNK))
    assert sum(len(paths) for _, paths in requests(asked)) == MOST
    assert told.qsize() == MOST // CHUNK
    assert len(pairs(told, MOST - 10)) == MOST - 10


def test_what_was_told_is_not_told_again_by_a_process_that_begins_anew(finder: Make, told: Told) -> None:
    found = finder(["a", "xa", *(f"{number}b" for number in range(CHUNK)), "deadly", "yb"])
    found.start()
    ended(found)
    told_of = pairs(told, CHUNK + 1)
    assert len(told_of) == len(set(told_of)) == CHUNK + 1
    assert told_of[-1] == (2, CHUNK + 3)
    assert told.empty()


def test_documents_that_come_later_are_compared_with_those_before(finder: Make, told: Told) -> None:
    documents = ["a", "b"]
    found = finder(documents)
    found.start()
    ended(found)
    documents.append("xa")
    found.start()
    assert pairs(told, 1) == [(0, 2)]
    ended(found)


def test_after_three_documents_in_a_row_that_end_the_process_it_is_given_up(finder: Make, told: Told) -> None:
    found = finder(["a", *(f"deadly {number}" for number in range(3)), "xa"])
    found.start()
    ended(found)
    assert told.empty()


def test_a_document_that_takes_too_long_costs_itself(finder: Make, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = ["a", "b", "xb"]
    found = finder(documents)
    found.start()
    assert pairs(told, 1) == [(1, 2)]
    ended(found)
    documents.append("slow")
    ask = ChildProcess.ask

    def hasty(child: ChildProcess, request: bytes, seconds: float, *others: Any) -> memoryview:
        return ask(child, request, 0.01 if b"slow" in request else seconds, *others)

    with monkeypatch.context() as patience:
        patience.setattr(ChildProcess, "ask", hasty)
        found.start()
        ended(found)
    documents.append("xxb")
    found.start()
    assert pairs(told, 1) == [(1, 4)]


def test_closing_does_not_wait_for_a_document(finder: Make, told: Told, asked: Path) -> None:
    documents = ["a", "xa"]
    found = finder(documents)
    found.start()
    assert pairs(told, 1) == [(0, 1)]
    ended(found)
    documents.append("slow")
    found.start()
    while not any("slow" in paths for _, paths in requests(asked)):
        time.sleep(0.01)
    found.close()
    ended(found)
