"""How much work a call is, in lines of this package that are run: the same number however busy the machine is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Steps:
    """So many lines of ``reader`` have run; what libraries and built-ins do is not counted."""

    count = 0


@contextmanager
def counting_steps() -> Iterator[Steps]:
    """Count what runs on this thread meanwhile."""
    steps = Steps()

    def line(_frame: FrameType, event: str, _argument: Any) -> Any:
        steps.count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: Any) -> Any:
        return line if str(frame.f_globals.get("__name__", "")).startswith("reader.") else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield steps
    finally:
        sys.settrace(before)


def steps(work: Callable[[], object]) -> int:
    """The lines of ``reader`` that run while ``work`` is called."""
    with counting_steps() as counted:
        work()
    return counted.count
