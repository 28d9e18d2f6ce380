"""Standard output and standard error: UTF-8 with ``\\n`` line ends, and only text that is safe for a terminal.

Messages of the program go through :func:`tell`. Everything else on standard error comes from libraries: log lines,
warnings, tracebacks, output of native code and child processes. It may quote a stranger's text, so it is discarded.
With ``-W`` or ``-X dev`` it is shown, made safe.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

#: Control characters except line end and tab, line and paragraph separators, direction overrides.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_OUTPUT, _ERROR = 1, 2


class _Door(io.TextIOWrapper):
    """A stream that replaces all characters that a terminal would act on."""

    def write(self, text: str) -> int:
        """Write text; each unsafe character becomes U+FFFD."""
        return super().write(_UNSAFE.sub("\ufffd", text))


class _Nowhere(_Door):
    """Standard error as libraries see it."""

    def write(self, text: str) -> int:
        """Discard the text, unless warnings were asked for."""
        return super().write(text) if _is_all_wanted() else len(text)


_told: TextIO | None = None
_over: Callable[[str], object] | None = None


def prepare() -> None:
    """Make the standard streams usable; a closed one is replaced by the null device."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def seal() -> None:
    """Put safe streams between this process and the terminal; only for a process that the program owns.

    From now on, output of native code and children on the descriptor of standard error is lost. ``sys.__stderr__``
    stays the unchanged terminal, for the code that paints it.
    """
    global _told
    prepare()
    if sys.stdout is sys.__stdout__:  # otherwise it was closed
        sys.stdout = _door(_Door, _OUTPUT, is_by_line=os.isatty(_OUTPUT))
    with suppress(OSError):  # too few descriptors: messages keep their old way out
        own = os.dup(_ERROR)
        if not sys.flags.dev_mode:
            _lead_nowhere(_ERROR)
        sys.__stderr__ = _door(io.TextIOWrapper, own)  # type: ignore[misc]
        _told, sys.stderr = _door(_Door, own), _door(_Nowhere, own)


def seal_output() -> None:
    """Move the terminal behind standard output to a new descriptor, so that only the screen paints on it."""
    own = os.dup(_OUTPUT)
    sys.__stdout__ = sys.__stderr__ = _door(io.TextIOWrapper, own)  # type: ignore[misc]
    _lead_nowhere(_OUTPUT)


def tell(line: str) -> None:
    """Print one line for the user on standard error."""
    stream = _told or sys.stderr
    with suppress(OSError, ValueError):  # nobody reads it
        if _over is not None:
            _over(line)
            return
        stream.write(f"{line}\n")
        stream.flush()


def tell_over(painted: Callable[[str], object] | None) -> None:
    """Let the code that paints the terminal show the lines of ``tell``; None ends that."""
    global _over  # noqa: PLW0603 - a process has one terminal
    _over = painted


def screen() -> TextIO:
    """The unchanged terminal, for the code that paints it."""
    return sys.__stderr__ or sys.stderr


def write_styled(text: str) -> None:
    """Write a text to standard output with the escape sequences that set its colours and weights, and no others."""
    unsafe_or_style = re.compile(f"\x1b\\[[0-9;]*m|{_UNSAFE.pattern}")
    text = unsafe_or_style.sub(lambda match: match[0] if match[0].endswith("m") else "\ufffd", text)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def silence() -> None:
    """Discard buffered standard output, so that the end of the program reports no error about it."""
    _lead_nowhere(sys.stdout.fileno())


def counted(count: int, noun: str) -> str:
    """``1 line``, ``2 lines``: a number with its noun, for a message."""
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
