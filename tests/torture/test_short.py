"""The short form of what the scripts of this folder do at length."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.postgres_server import missing
from tests.torture import copies, fuzzing, reading, sharing, together


@pytest.mark.parametrize(("kind", "inputs"), [("documents", 120), ("stores", 150), ("imports", 150)])
def test_no_bent_file_brings_it_down_or_loses_a_byte(kind: str, inputs: int, tmp_path: Path) -> None:
    assert not fuzzing.fuzz(kind, inputs, 7, tmp_path)


def test_what_was_ticked_when_the_reader_was_killed_is_there(tmp_path: Path) -> None:
    seen, missing = reading.kills(tmp_path / "kills", 2, random.Random(7))
    assert seen
    assert not missing


@pytest.mark.parametrize("end", ["full disk, q q", "two readers"])
def test_nothing_is_missing_however_it_ends(end: str, tmp_path: Path) -> None:
    assert reading.ENDS[end](tmp_path / "place") == []


@pytest.mark.parametrize("writers", [1, 4])
def test_no_old_copy_that_an_editor_writes_back_costs_what_was_acknowledged(writers: int, tmp_path: Path) -> None:
    found = copies.round_of(tmp_path / "store", writers, 8, writers)
    assert found.wrong == []
    assert found.copies == 8
    assert found.acknowledged


@pytest.mark.parametrize("trial", [together.run, together.at_once])
@pytest.mark.parametrize("seed", range(2))
def test_two_people_restores_undo_and_redo_agree_with_the_history(
    trial: Callable[[Path, Sequence[together.Operation]], None], seed: int, tmp_path: Path
) -> None:
    trial(tmp_path, together.at_random(random.Random(seed), 60))


def test_what_was_acknowledged_is_on_the_server_once_whatever_was_killed(tmp_path: Path) -> None:
    if why := missing():
        pytest.skip(why)
    found = sharing.run(tmp_path, writers=2, seconds=2, server=1, line=2, clients=1, think_s=0.1)
    assert found.is_good, found
