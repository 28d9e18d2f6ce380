"""``nrc-reader help``: the pages of the manual."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, USAGE, complain

if TYPE_CHECKING:
    import argparse

#: Columns of a page at most: longer lines are hard to read.
_WIDEST = 100
#: The size of a terminal that does not know its own.
_USUAL_COLUMNS, _USUAL_ROWS = 80, 24
#: Code points of a topic that is repeated in a message.
_SHOWN_TOPIC = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    from reader.manual import PAGES

    topics = f"{', '.join(PAGES)}, or a command (default: the list of pages)"
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help=topics)


def run(options: argparse.Namespace) -> int:
    """Show a page, or which pages there are; the exit code."""
    from reader.commands import COMMANDS
    from reader.manual import PAGES, page

    topic: str | None = options.topic
    if topic is None:
        print(_contents())
    elif topic in PAGES:
        _show(page(topic))
    elif topic in COMMANDS:
        from reader.commands.command_arguments import parser_of

        sys.stdout.write(parser_of(topic).format_help())
    else:
        from reader.system.safe_text import short_text

        complain(f"the manual has no page {short_text(topic, _SHOWN_TOPIC)!r}: there are {', '.join(PAGES)}")
        return USAGE
    return DONE


def _contents() -> str:
    from reader.manual import PAGES

    width = max(map(len, PAGES))
    rows = "\n".join(f"  {topic:<{width}}  {about}" for topic, about in PAGES.items())
    return f"pages of the manual (nrc-reader help TOPIC shows one):\n{rows}"


def _show(text: str) -> None:
    """Print a page: as Markdown in a pipe, and on a terminal as it is meant to look."""
    if not sys.stdout.isatty() or os.environ.get("TERM") in {"dumb", "unknown"}:
        sys.stdout.write(text)
        return
    from reader.system.stdio import write_styled

    columns, rows = os.get_terminal_size(sys.stdout.fileno())  # zero where nobody has said
    styled = _styled(text, min(columns or _USUAL_COLUMNS, _WIDEST))
    if styled.count("\n") < (rows or _USUAL_ROWS) or not _is_paged(styled):
        write_styled(styled)


def _styled(text: str, width: int) -> str:
    from io import StringIO

    from rich.console import Console

    from reader.manual.page_rendering import RenderedPage

    console = Console(file=StringIO(), width=width, force_terminal=True, highlight=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(RenderedPage(text))
    return captured.get()


def _is_paged(styled: str) -> bool:
    """Show a text in the user's pager; whether there is one that could be started."""
    import shlex
    import subprocess
    from contextlib import suppress

    from reader.system.stdio import screen

    try:
        words = shlex.split(os.environ.get("PAGER", "less -R"))
        pager = subprocess.Popen(  # noqa: S603 - the user's own choice
            words,
            stdin=subprocess.PIPE,
            stderr=screen(),  # some pagers read their keys from it
            env={"LESS": "R", **os.environ},
        )
    except (OSError, ValueError, IndexError):  # no such program, an open quotation mark, no word at all
        return False
    with suppress(OSError, KeyboardInterrupt):  # closed before it has read everything
        pager.communicate(styled.encode())
    while pager.poll() is None:
        with suppress(KeyboardInterrupt):  # ctrl+c is the pager's to answer
            pager.wait()
    return True
