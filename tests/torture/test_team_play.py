"""The short form of the play of a team; ``make torture`` plays the long one."""

import shutil
from pathlib import Path

import pytest

from tests.torture.team_play.articles import KINDS
from tests.torture.team_play.play import Play


def test_two_annotators_work_blind_merge_and_are_adjudicated_by_keys(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("needs git, which is not here")
    figures = Play(tmp_path, documents=4, disagreements=7, rounds=1, merges=2, seed=13, is_whole=False).run()
    assert figures.wrong == []
    assert set(figures.keys) == set(KINDS)
    assert figures.merges > 10
    assert figures.looks > 10
    assert figures.asked_new == 1, "what the other one had before is nothing new"
