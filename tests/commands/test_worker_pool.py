"""Many files on many cores: in order, a few at a time, and what kills a process costs one file."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from reader.commands.worker_pool import WINDOW, Result, note, results, usable_cores
from reader.sources import SourceError


def work(path: str) -> str:
    """Some paths take long, some fail, some kill their process."""
    if path.endswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.endswith("spins"):
        os.kill(os.getpid(), signal.SIGXCPU)
    if path.endswith("ends"):
        os._exit(3)
    if path.endswith("bad"):
        raise SourceError(path, "is bad", "make it good")
    if path.endswith("fault"):
        raise ZeroDivisionError
    if "noted" in path:
        note(f"a thing of {path.rpartition(' ')[2]}")
    if path.endswith("slow"):
        time.sleep(0.2)
    return f"{path} by {os.getpid()}"


def all_of(paths: list[str], jobs: int = 2) -> tuple[list[Result], list[str]]:
    """The results, and the problems in the order in which they were told."""
    told: list[Result] = []
    found = list(results(iter(paths), work, jobs, told.append))
    return found, [one.problem for one in told]


def test_results_come_in_the_order_of_the_paths() -> None:
    paths = ["0 slow", *(str(number) for number in range(1, 90)), "90 slow", "91"]
    found, told = all_of(paths)
    assert [one.path for one in found] == paths
    assert [one.text.split(" by ")[0] for one in found if one.text] == paths
    assert told == []


def test_there_are_as_many_processes_as_jobs() -> None:
    found, _ = all_of([f"{number} slow" for number in range(6)], jobs=3)
    processes = {one.text.split()[-1] for one in found if one.text}
    assert len(processes) == 3
    assert str(os.getpid()) not in processes


def test_one_path_needs_no_process() -> None:
    (found,), _ = all_of(["alone"])
    assert found.text == f"alone by {os.getpid()}"


@pytest.mark.parametrize("count", [1, 20])
def test_what_counts_for_many_files_is_said_once_whichever_process_finds_it_out(count: int) -> None:
    said: list[str] = []
    paths = [f"{number} noted slow" for number in range(count)] + ["other noted"] * (count > 1)
    assert len(list(results(iter(paths), work, 3, print, noted=said.append))) == len(paths)
    assert said == ["a thing of slow"] + ["a thing of noted"] * (count > 1)


def test_no_path_gives_nothing() -> None:
    assert all_of([]) == ([], [])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("killed", "killed: cannot be read (its process was ended by SIGKILL)"),
        ("spins", "spins: takes too long to read (the limit is 5 s; try a part of it)"),
        ("ends", "ends: cannot be read (its process ended with 3)"),
        ("bad", "bad: is bad (make it good)"),
        ("fault", "fault: cannot be read (ZeroDivisionError) (please report it with the file)"),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_with_a_file_costs_that_file_alone(path: str, said: str, jobs: int) -> None:
    if said.count("(") > 1:
        said = "fault: cannot be read (ZeroDivisionError) (please report it with the file)"
    paths = ["a", path, "b", "c", path, "d"]
    found, told = all_of(paths, jobs)
    assert [one.path for one in found] == paths
    assert [one.path for one in found if one.text is None] == [path, path]
    assert told == [said, said]


def test_a_slow_file_holds_up_no_more_than_a_window_of_others() -> None:
    asked = 0
    ahead = []

    def paths() -> Iterator[str]:
        nonlocal asked
        for number in range(3000):
            asked += 1
            yield f"{number} slow" if number == 5 else str(number)

    for shown, one in enumerate(results(paths(), work, 2, print)):
        ahead.append(asked - shown)
        assert one.path.split()[0] == str(shown)
    assert asked == 3000
    assert max(ahead) <= 2 * WINDOW + 2


def test_nothing_is_left_when_nobody_reads_on() -> None:
    found = results(iter([str(number) for number in range(100)]), work, 2, print)
    process = int(next(found).text.split()[-1])  # type: ignore[union-attr]
    found.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_ticks_tell_how_many_are_done() -> None:
    ticks: list[int] = []
    assert len(list(results(iter("abcdefgh"), work, 2, print, ticks.append))) == 8
    assert ticks == sorted(ticks)
    assert ticks[-1] == 8


def test_there_is_a_core() -> None:
    assert usable_cores() >= 1
