"""``nrc-reader help``: shows the pages of the manual."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, USAGE, complain
from reader.commands.styled_output import print_rows, rendered, terminal_size
from reader.system.stdio import screen, write_styled

if TYPE_CHECKING:
    import argparse

#: Columns of a page at most: longer lines are hard to read.
_WIDEST = 100
#: Code points of a topic that is repeated in a message.
_SHOWN_TOPIC = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    from reader.manual import PAGES

    topics = f"{', '.join(PAGES)}, or a command (default: the list of pages)"
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help=topics)


def run(options: argparse.Namespace) -> int:
    """Show a page, or which pages there are; the exit code."""
    from reader.commands import COMMANDS
    from reader.manual import PAGES, page

    topic: str | None = options.topic
    if topic is None:
        print("pages of the manual (nrc-reader help TOPIC shows one):")
        print_rows(("topic", "about"), PAGES.items(), f"  {{:<{max(map(len, PAGES))}}}  {{}}")
    elif topic in PAGES:
        _show(page(topic))
    elif topic in COMMANDS:
        from reader.commands.command_arguments import parser_of

        sys.stdout.write(parser_of(topic).format_help())
    else:
        from reader.system.safe_text import short_text

        complain(f"the manual has no page {short_text(topic, _SHOWN_TOPIC)!r} (there are {', '.join(PAGES)})")
        return USAGE
    return DONE


def _show(text: str) -> None:
    """Print a page: as Markdown in a pipe, styled on a terminal, and there in a pager if it is long."""
    size = terminal_size()
    if size is None:
        sys.stdout.write(text)
        return
    from reader.manual.page_rendering import RenderedPage

    styled = rendered(RenderedPage(text), width=min(size[0], _WIDEST))
    if styled.count("\n") < size[1] or not _is_paged(styled):
        write_styled(styled)


def _is_paged(styled: str) -> bool:
    """Show a text in the user's pager; False if no pager could be started."""
    import shlex
    import subprocess
    from contextlib import suppress

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
        with suppress(KeyboardInterrupt):  # the pager answers ctrl+c
            pager.wait()
    return True
