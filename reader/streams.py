"""Standard output and error: UTF-8 with ``\\n`` whatever the locale says, and no traceback where nobody reads them."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Make both streams fit to be written to; one that was closed swallows what it is given."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def silence() -> None:
    """Drop what standard output still holds, so that nothing is said of it when the program ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def counted(count: int, noun: str) -> str:
    """``1 line``, ``2 lines``: how many of something, for a message."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
