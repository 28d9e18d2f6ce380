"""Ctrl+c is noted once, and acts as elsewhere the second time and afterwards."""

import signal
import threading

import pytest

from reader.system.interrupts import Interrupts


def test_the_first_one_is_noted_and_the_second_one_stops() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        assert not interrupts.is_asked
        signal.raise_signal(signal.SIGINT)
        assert interrupts.is_asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    with Interrupts():
        pass
    assert signal.getsignal(signal.SIGINT) == before


def test_in_another_thread_nothing_is_changed() -> None:
    found = []

    def work() -> None:
        with Interrupts() as interrupts:
            found.append((interrupts.is_asked, signal.getsignal(signal.SIGINT)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [(False, signal.getsignal(signal.SIGINT))]
