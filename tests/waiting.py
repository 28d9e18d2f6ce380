"""Waiting for what has to come: however busy the machine is, and with the screen in the message where it never does."""

import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

#: Longer than anything takes on a machine that is many times overloaded; less than a test may take.
LONGEST_S = 150
#: How often one message brings about another, at most: a key, what a widget makes of it, what its screen makes of that.
_CHAIN = 5


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Let the reader go on until something holds.

    Raises:
        AssertionError: it never did; the screen is in the message.
    """
    from tests.ui.conftest import screen_of

    deadline = time.monotonic() + LONGEST_S
    while not holds():
        assert time.monotonic() < deadline, screen_of(pilot.app)
        await pilot.pause(0.01)
    await pilot.pause()


async def handled(pilot: Pilot[Any]) -> None:
    """Let the reader carry out what was posted to it, and what that brings about.

    This counts messages, not seconds: what has not happened then does not happen on a slower machine either. Threads
    are waited for with ``until``, or ``app.workers.wait_for_complete``.
    """
    for _ in range(_CHAIN):
        await pilot.pause()
