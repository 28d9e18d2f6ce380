"""What ``doctor`` finds: one line each, how bad it is, and what to do; and a look that ends when its time is over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

_Answer = TypeVar("_Answer")
#: Nothing to do; worth knowing; it keeps the reader from working.
OK, NOTE, PROBLEM = "ok", "note", "problem"


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes:
        about: ``program``, ``settings``, ``store``, ``names``, ``sources`` or ``terminal``.
        what: was looked at.
        found: in a few words.
        state: ``OK``, ``NOTE`` or ``PROBLEM``.
        advice: what to do; empty where nothing need be done.
    """

    about: str
    what: str
    found: str
    state: str = OK
    advice: str = ""


def found_within(seconds: float, about: str, look: Callable[[Callable[[Finding], object]], object]) -> list[Finding]:
    """What a look found in so many seconds. One that takes longer is left to itself, and that is a finding too.

    Args:
        seconds: to wait at most.
        about: see ``Finding``.
        look: called on a thread with a function that takes each finding.
    """
    from reader.system.os_errors import reason

    findings: list[Finding] = []

    def work() -> None:
        try:
            look(findings.append)
        except OSError as error:
            findings.append(Finding(about, "look", f"not done: {reason(error)}", PROBLEM))
        except Exception as error:  # noqa: BLE001 - what is broken is just what is looked for
            findings.append(Finding(about, "look", f"not done: {type(error).__name__}: {error}", PROBLEM))

    thread = threading.Thread(target=work, name="doctor", daemon=True)
    thread.start()
    thread.join(seconds)
    found = list(findings)
    if thread.is_alive():
        state = NOTE if found else PROBLEM  # with nothing found, not even the first look has come back
        found.append(Finding(about, "look", f"not over after {seconds:g} seconds", state))
    return found


def answer_within(seconds: float, ask: Callable[[], _Answer]) -> _Answer | None:
    """What a function returns, or None where that takes longer; what it raises is raised."""
    from concurrent.futures import Future
    from concurrent.futures import TimeoutError as TooLongError

    future: Future[_Answer] = Future()

    def work() -> None:
        try:
            future.set_result(ask())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            future.set_exception(error)

    threading.Thread(target=work, name="doctor", daemon=True).start()
    try:
        return future.result(seconds)
    except TooLongError:
        if future.done():
            raise
        return None


def problems(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep the reader from working."""
    return [one for one in findings if one.state == PROBLEM]
