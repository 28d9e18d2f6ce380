"""What is left of a fault of the program's own: a log that its user alone can read, and one line that names it."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime

from reader import __version__
from reader.system.missing_libraries import fault_of
from reader.system.process_limits import shortage
from reader.system.state_folder import write_log

#: The message of an error may quote what was read; so much of it is said.
_SHOWN = 200


def report(crash: BaseException | str) -> str:
    """Write the log, and give the one line; it names a library that fails, or what the system gave too little of.

    Args:
        crash: the error, or what is known of it.
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
