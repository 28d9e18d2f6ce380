"""The short forms of the tortures of the store; ``make torture`` runs the long ones."""

import shutil
from pathlib import Path

import pytest

from tests.torture import faults, killing, links, merges


@pytest.mark.parametrize("writers", [1, 2, 4])
def test_no_kill_costs_what_was_acknowledged(tmp_path: Path, writers: int) -> None:
    result = killing.kill(tmp_path, writers, 12, writers)
    assert result.missing == []
    assert result.unreadable == []
    assert result.kills >= 12


def test_no_system_call_that_stops_or_fails_costs_what_was_acknowledged(tmp_path: Path) -> None:
    result = faults.run(tmp_path, 97)
    assert result.wrong == []
    assert result.scenarios > 20
    assert result.acknowledged > result.scenarios


@pytest.mark.parametrize("offset", range(3))
def test_nothing_that_a_store_leads_to_is_read_or_changed(tmp_path: Path, offset: int) -> None:
    result = links.run(tmp_path, 87, 29 * offset)
    assert result.wrong == []
    assert result.scenarios >= 3


def test_git_merges_what_two_people_did_record_by_record(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("needs git, which is not here")
    assert merges.run(tmp_path, 10, seed=1) == []
