"""The command line: runs one command and turns whatever stops it into one line and an exit code.

Each command imports what it needs when it runs, so that ``--help`` loads neither Textual nor spaCy.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from reader.commands import OPEN_READER, module_of
from reader.commands.command_arguments import parsed
from reader.commands.environment import DONE, PROBLEM, CommandError, complain
from reader.system import stdio


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 the work found a problem, 2 wrong usage.

    Args:
        arguments: those of a call from Python. None for those of this process, which then owns the terminal.
    """
    if arguments is None:
        gc.disable()  # nothing of what is loaded is garbage, and looking for it takes a thirtieth of the time
        stdio.seal()
        _report_faults()
    else:
        stdio.prepare()
    try:
        try:
            name, options = parsed(sys.argv[1:] if arguments is None else arguments)
            command = module_of(name)
            if arguments is None and name not in OPEN_READER:
                gc.enable()
            return int(command.run(options))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe, as `head`, has closed it
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
    except Exception as error:  # noqa: BLE001 - a fault of this program: the traceback goes to a log
        return _say_fault(error)


def _report_faults() -> None:
    """Have faults in threads, and those that nothing catches, reported as one line and a log."""
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
    except (MemoryError, OSError):  # too little of them even for a log
        stdio.tell("nrc-reader: stopped: not enough memory or open files (ulimit -v, ulimit -n)")
        return PROBLEM
