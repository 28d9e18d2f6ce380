"""Documents with the same text are found beside the reading, whatever a document does to the process that reads it."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.workspace import duplicate_search
from reader.workspace.duplicate_search import Duplicate, Duplicates

#: Its sketches tell the last letters of paths apart; some documents end it, and one takes for ever.
SKETCHES = """
import json, os, sys, time
from reader.system.confinement import private_pipes, receive, send
requests, answers = private_pipes()
while (request := receive(requests)) is not None:
    path = json.loads(request)
    if "deadly" in path:
        sys.exit(3)
    if "nonsense" in path:
        send(answers, b"{")
        continue
    if "slow" in path:
        time.sleep(600)
    send(answers, json.dumps([1000 * ord(path[-1]) + number for number in range(64)]).encode())
"""
Told = queue.Queue[list[Duplicate]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    (tmp_path / "letters.py").write_text(SKETCHES)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2]))))
    monkeypatch.setattr(duplicate_search, "MODULE", "letters")
    return queue.Queue()


@pytest.fixture
def finder(told: Told) -> Iterator[Duplicates]:
    made = Duplicates(None, 1 << 20, told.put)
    yield made
    made.close()


def pairs(told: Told, count: int) -> list[tuple[int, int]]:
    found: list[Duplicate] = []
    while len(found) < count:
        found += told.get(timeout=200)
    return [(one.first, one.number) for one in found]


def test_the_same_text_is_found_and_a_document_that_ends_the_process_costs_itself(
    finder: Duplicates, told: Told
) -> None:
    finder.look_at(enumerate(["a", "deadly", "b", "nonsense", "deadly", "xa", "xb"]))
    assert pairs(told, 2) == [(0, 5), (2, 6)]


def test_after_three_documents_in_a_row_that_end_the_process_it_is_given_up(finder: Duplicates, told: Told) -> None:
    finder.look_at(enumerate(["a", *(f"deadly {number}" for number in range(3)), "xa"]))
    assert finder._thread is not None
    finder._thread.join(200)
    assert not finder._thread.is_alive()
    assert told.empty()


def test_a_document_that_takes_too_long_costs_itself(
    finder: Duplicates, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder.look_at(enumerate(["a", "b", "xb"]))
    assert pairs(told, 1) == [(1, 2)]
    process = finder._process
    with monkeypatch.context() as patience:
        patience.setattr(duplicate_search, "_WAIT_S", 0.01)
        finder.look_at([(3, "slow")])
        while finder._process is process:
            time.sleep(0.01)
    finder.look_at([(4, "xxb")])
    assert set(pairs(told, 2)) == {(1, 4), (2, 4)}


def test_closing_does_not_wait_for_a_document(finder: Duplicates, told: Told) -> None:
    finder.look_at(enumerate(["a", "xa"]))
    assert pairs(told, 1) == [(0, 1)]
    finder.look_at([(2, "slow")])
    finder.close()
    assert finder._thread is not None
    assert not finder._thread.is_alive()
    assert finder._process is None
