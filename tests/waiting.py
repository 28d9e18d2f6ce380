"""Waiting for what has to come: however busy the machine is, and with the screen in the message where it never does."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, cast

from textual._context import active_app
from textual.pilot import Pilot

#: Longer than anything takes on a machine that is many times overloaded; less than a test may take.
LONGEST_S = 150
#: How often one message brings about another, at most: a key, what a widget makes of it, what its screen makes of that.
_CHAIN = 5
#: How long a look for rest is, in seconds; how much of it the process may have worked; how many looks must see rest.
_LOOK_S, _WORKED_S, _LOOKS = 0.002, 0.0002, 8
#: Where something never comes to rest, so much is enough; as long as with Textual's own ``wait_for_idle``.
_ENOUGH_S = 1.0


async def at_rest(*_: float) -> None:
    """Wait until nothing is left to do on the event loop, no thread of this process works, and all is painted.

    It stands in for Textual's own ``wait_for_idle``, which sleeps 20 to 60 ms for each key, whatever there is to do.
    """
    app, loop = active_app.get(), cast("Any", asyncio.get_running_loop())
    enough, rests = time.monotonic() + _ENOUGH_S, 0
    while rests < _LOOKS and time.monotonic() < enough:
        before = time.process_time()
        await asyncio.sleep(_LOOK_S)
        rests = 0 if loop._ready or time.process_time() - before > _WORKED_S else rests + 1
        if rests == _LOOKS and app._running and app.screen_stack and app.screen._update_timer._active.is_set():
            app.screen._on_timer_update()  # the frame is due in at most 1/60 s
            rests = 0


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
