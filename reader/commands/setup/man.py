"""``nrc-reader man``: prints the man page, made from the parser. It is not kept in a file, so it fits the program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.commands.environment import DONE

if TYPE_CHECKING:
    import argparse


def run(_: argparse.Namespace) -> int:
    """Print the page; the exit code."""
    from reader.commands.setup.man_page import man_page

    sys.stdout.write(man_page())
    return DONE
