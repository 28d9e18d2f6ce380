"""The one door to the terminal: what leaves on standard output and error is UTF-8, with ``\\n``, and safe to be shown.

What the program says to a person goes through :func:`tell`. All else that is written to standard error comes from
libraries (log lines, warnings, tracebacks, what native code and child processes print), may quote what a stranger
wrote, and goes nowhere; whoever asks Python for warnings (``-W``, ``-X dev``) gets it, made safe.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

#: Control characters but line end and tab, line and paragraph separators, direction overrides.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_OUTPUT, _ERROR = 1, 2


class _Door(io.TextIOWrapper):
    """A stream through which nothing gets that a terminal would obey."""

    def write(self, text: str) -> int:
        """Write text, each character that is not safe as U+FFFD."""
        return super().write(_UNSAFE.sub("\ufffd", text))


class _Nowhere(_Door):
    """Standard error as libraries see it."""

    def write(self, text: str) -> int:
        """Swallow text that nobody has asked for."""
        return super().write(text) if _is_all_wanted() else len(text)


_told: TextIO | None = None
_over: Callable[[str], object] | None = None


def prepare() -> None:
    """Make the streams fit to be written to; one that was closed swallows what it is given."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def seal() -> None:
    """Leave nothing but the door between this process and the terminal; for a process that is all the program's.

    What native code and children write to the descriptor of standard error is lost from now on. ``sys.__stderr__`` is
    the terminal as it is, for what paints it.
    """
    global _told
    prepare()
    if sys.stdout is sys.__stdout__:  # else it was closed
        sys.stdout = _door(_Door, _OUTPUT, is_by_line=os.isatty(_OUTPUT))
    with suppress(OSError):  # too few descriptors: what is said goes out where it did
        own = os.dup(_ERROR)
        if not sys.flags.dev_mode:
            _lead_nowhere(_ERROR)
        sys.__stderr__ = _door(io.TextIOWrapper, own)  # type: ignore[misc]
        _told, sys.stderr = _door(_Door, own), _door(_Nowhere, own)


def seal_output() -> None:
    """Paint on the terminal behind standard output from now on, and let nobody else write to it."""
    own = os.dup(_OUTPUT)
    sys.__stdout__ = sys.__stderr__ = _door(io.TextIOWrapper, own)  # type: ignore[misc]
    _lead_nowhere(_OUTPUT)


def tell(line: str) -> None:
    """Say one line to the person, on standard error."""
    stream = _told or sys.stderr
    with suppress(OSError, ValueError):  # nobody reads it
        if _over is not None:
            _over(line)
            return
        stream.write(f"{line}\n")
        stream.flush()


def tell_over(painted: Callable[[str], object] | None) -> None:
    """Have lines said by what paints the terminal at present, which knows where there is room; None: no more."""
    global _over  # noqa: PLW0603 - a process has one terminal
    _over = painted


def screen() -> TextIO:
    """The terminal as it is, for what paints it."""
    return sys.__stderr__ or sys.stderr


def write_styled(text: str) -> None:
    """Write a text to standard output with the escape sequences that set its colours and weights, and no others."""
    unsafe_or_style = re.compile(f"\x1b\\[[0-9;]*m|{_UNSAFE.pattern}")
    text = unsafe_or_style.sub(lambda match: match[0] if match[0].endswith("m") else "\ufffd", text)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def silence() -> None:
    """Drop what standard output still holds, so that nothing is said of it when the program ends."""
    _lead_nowhere(sys.stdout.fileno())


def counted(count: int, noun: str) -> str:
    """``1 line``, ``2 lines``: how many of something, for a message."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _door(kind: type[io.TextIOWrapper], handle: int, *, is_by_line: bool = True) -> io.TextIOWrapper:
    file = open(handle, "wb", closefd=False)  # noqa: SIM115 - open as long as the process is
    return kind(file, encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=is_by_line)


def _lead_nowhere(handle: int) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, handle)
    os.close(null)


def _is_all_wanted() -> bool:
    return any(not option.startswith("ignore") for option in sys.warnoptions)  # -X dev sets one, too
