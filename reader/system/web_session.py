"""Whether this process is a reader in somebody's browser: then nobody may start programs of the server's from it."""

from __future__ import annotations

import os

#: Set for the readers that the server of the browser's page starts, and for them alone.
VARIABLE = "_NRC_READER_IN_BROWSER"
#: Why a program is not started.
NO_PROGRAMS = "not in a browser: no program is started on the server"


def is_in_browser() -> bool:
    """Whether the terminal of this process is a page in a browser."""
    return os.environ.get(VARIABLE) == "1"


def take_terminal() -> None:
    """In a browser: make standard input the terminal of this session, so that the system tells of its end."""
    if is_in_browser():
        os.close(os.open(os.ttyname(0), os.O_RDWR))  # the first terminal that a session's leader opens becomes its own
