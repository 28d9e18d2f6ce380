"""Crash reports: a log that only its user can read, and one line that names the fault."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime

from reader import __version__
from reader.system.missing_libraries import fault_of
from reader.system.process_limits import shortage
from reader.system.state_folder import write_log

#: The message of an error may quote the text that was read; at most this many characters are shown.
_SHOWN = 200


def report(crash: BaseException | str) -> str:
    """Write the log and return one line. It names the library that failed, or the resource that ran out.

    Args:
        crash: the error, or a text that describes it.
    """
    library = fault_of(crash) if isinstance(crash, BaseException) else None
    if isinstance(crash, BaseException):
        if missing := shortage(crash):
            return f"stopped: {missing}"
        what = f"{type(crash).__name__}: {crash}".partition("\n")[0]
        details = "".join(traceback.format_exception(crash))
    else:
        lines = [line.strip() for line in crash.splitlines() if line.strip()]
        what, details = (lines[-1] if lines else "unknown"), crash
    about = f"nrc-reader {__version__}, Python {platform.python_version()}, {platform.platform()}"
    path = write_log(f"{about}\n{datetime.now(UTC).isoformat(timespec='seconds')}\n\n{details}\n")
    where = f"the details are in {path}" if path else "the details could not be written down"
    if library:
        return f"{library}; {where}"
    return f"stopped by a fault of its own ({what[:_SHOWN]}); {where}"
