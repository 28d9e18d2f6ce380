"""Ends a child process together with its parent, whatever the child is doing, however the parent ends.

A lifeline is a pipe into which nothing is ever written. The parent has the only writing end, so the pipe closes when
the parent does, and the system then ends the child. It is not the pipe for requests: the system may report a message
there some time after the child has received it, and the report would end the child as well.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

#: The environment variable with the number of the child's end.
VARIABLE = "_NRC_READER_LIFELINE"
#: Seconds between two checks whether the parent is alive, on systems that do not report its end.
_LOOK_S = 1.0


class Lifeline:
    """Both ends, for one child.

    Attributes:
        theirs: the child's end. The parent closes it once the child is started.
        ours: the parent's end. A child that still runs when it is closed is ended. No other process may have it.
    """

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.theirs, self.ours = os.fdopen(reading, "rb", 0), os.fdopen(writing, "wb", 0)


def hold(lifeline: int) -> None:
    """For the main thread of the child: end this process when the lifeline is cut.

    Args:
        lifeline: the file descriptor of the child's end.
    """
    if not sys.platform.startswith("linux"):
        _watch(os.getppid())
        return
    import fcntl
    import select

    signal.signal(signal.SIGIO, signal.SIG_DFL)  # the default action ends the process
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    end = select.poll()
    end.register(lifeline, 0)
    if end.poll(0):  # it was cut before the signal was set up
        os._exit(1)


def hold_what_was_given() -> None:
    """``hold`` the lifeline that the environment names, if any. Processes that this one starts do not see the name."""
    number = os.environ.pop(VARIABLE, "")
    if number:
        hold(int(number))


def _watch(parent: int) -> None:
    """Start a thread that checks for the parent from time to time."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_S)
        os._exit(1)

    threading.Thread(target=look, name="parent", daemon=True).start()
