"""The command line: finds the command, runs it, and turns errors into one line and an exit code.

A command imports what it needs when it runs, so that ``--help`` loads neither Textual nor spaCy.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from reader.commands import COMMANDS, module_of
from reader.commands.environment import DONE, PROBLEM, CommandError, complain
from reader.system import stdio


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 the work found a problem, 2 wrong usage.

    Args:
        arguments: for a call from Python; by default the process and its terminal belong to this program.
    """
    if arguments is None:
        stdio.seal()
        _report_faults()
    else:
        stdio.prepare()
    name, words = _command_in(list(sys.argv[1:] if arguments is None else arguments))
    try:
        try:
            options = _plain(name, words)
            if options is None:
                from reader.commands.command_arguments import parsed

                options = parsed(name, words)
            return int(module_of(name).run(options))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough
        stdio.silence()
        return DONE
    except KeyboardInterrupt:
        return 130
    except CommandError as problem:
        return complain(problem)
    except OSError as error:  # a full disk behind standard output, a working folder that is gone
        stdio.silence()
        gone = isinstance(error, FileNotFoundError) and not error.filename
        from reader.system.os_errors import reason

        return complain("this folder is gone" if gone else f"{error.filename or 'not done'}: {reason(error)}")
    except Exception as error:  # noqa: BLE001 - a fault of this program; only its log needs the traceback
        return _say_fault(error)


def _report_faults() -> None:
    """Report faults outside ``main`` as one line and a log, too."""
    import threading

    sys.excepthook = lambda _, error, __: None if isinstance(error, KeyboardInterrupt) else _report_fault(error)
    threading.excepthook = lambda fault: _report_fault(fault.exc_value)


def _report_fault(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, SystemExit):
        _say_fault(error)


def _say_fault(error: BaseException) -> int:
    try:
        from reader.system.crash_log import report

        return complain(report(error))
    except (MemoryError, OSError):  # there is not even enough for the report
        stdio.tell("nrc-reader: stopped: not enough memory or open files (ulimit -v, ulimit -n)")
        return PROBLEM


def _command_in(words: list[str]) -> tuple[str, list[str]]:
    """The command, if the first word other than options and their values names one, and the remaining words."""
    index = 0
    while index < len(words):
        if words[index] in _WITH_VALUE:
            index += 2
        elif words[index].startswith("-") and words[index] != "--":
            index += 1
        elif words[index] in COMMANDS:
            return words[index], words[:index] + words[index + 1 :]
        else:
            break
    return "", words


_WITH_VALUE = ("--store", "--annotator", "--config")


def _plain(name: str, words: list[str]) -> Any:
    """The options if the words are only paths and common options; otherwise None.

    The first screen must not wait for argparse, which takes a twentieth of the load time.
    """
    chosen: dict[str, Any] = {"paths": [], "store": None, "annotator": None, "config": None}
    rest = iter(words)
    for word in () if name else rest:
        if word in _WITH_VALUE:
            value = next(rest, "-")
            if value.startswith("-"):
                return None
            chosen[word[2:]] = value
        elif word.startswith("-") and word != "-":
            return None
        else:
            chosen["paths"].append(word)
    return None if name else SimpleNamespace(**chosen)
