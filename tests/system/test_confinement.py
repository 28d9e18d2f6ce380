"""What a child process may use, and what it costs to find that out."""

from __future__ import annotations

import pytest

from reader.system import confinement
from reader.system.confinement import Limits, for_this_machine


class Clock:
    """Processor time that passes when a test says so, and counts who asks."""

    def __init__(self) -> None:
        self.now = 10.0
        self.asked = 0

    def __call__(self) -> float:
        self.asked += 1
        return self.now


def test_many_small_documents_share_one_measurement_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(confinement, "_measured", confinement._Measured(-1.0, 1.0))
    monkeypatch.setattr("reader.system.confinement.time.process_time", clock)
    limits = [for_this_machine(Limits(5, 1 << 20)) for _ in range(100)]
    assert set(limits) == {Limits(5, 1 << 20)}
    assert clock.asked == 101, "asked twice where the machine is measured"
    clock.now += 1
    for_this_machine(Limits(5, 1 << 20))
    assert clock.asked == 103, "measured anew after a second of work"


def test_a_slow_machine_gets_more_time_and_no_more_than_four_times_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    for slowness, seconds in ((0.5, 5), (2.0, 10), (100.0, 20)):
        monkeypatch.setattr(confinement, "_slowness", lambda slowness=slowness: slowness)
        assert for_this_machine(Limits(5, 1 << 20)) == Limits(seconds, 1 << 20)
