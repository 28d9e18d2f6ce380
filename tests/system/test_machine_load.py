"""Nobody is kept from working by what nobody waits for."""

from __future__ import annotations

import os

import pytest

from reader.system.machine_load import is_busy

LOADS = [(0.2, 2, False), (2.0, 2, False), (2.1, 2, True), (1.5, None, True)]


@pytest.mark.parametrize(("load", "cores", "expected"), LOADS)
def test_a_machine_is_busy_when_more_wants_to_run_than_can(
    monkeypatch: pytest.MonkeyPatch, load: float, cores: int | None, expected: bool
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert is_busy() is expected


def test_where_the_system_does_not_say_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> None:
        raise OSError

    monkeypatch.setattr(os, "getloadavg", unknown)
    assert not is_busy()
