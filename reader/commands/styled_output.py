"""Tables and panels on a terminal, by Rich. In a pipe or a file a command prints plain text, without loading Rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reader.system.stdio import write_styled

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

#: Columns and rows of a terminal that does not know its own.
_USUAL_SIZE = (80, 24)


def terminal_size() -> tuple[int, int] | None:
    """Columns and rows of the terminal behind standard output; None where there is none, or one without styles."""
    if not sys.stdout.isatty() or os.environ.get("TERM") in {"dumb", "unknown"}:
        return None
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())  # zero where nobody has said
    except OSError:  # another program's stand-in for standard output, which says that it is a terminal
        return None
    return columns or _USUAL_SIZE[0], rows or _USUAL_SIZE[1]


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[str]], line: str = "{}: {}") -> None:
    """Print rows: as a table on a terminal; elsewhere one line each, of the given format."""
    known = list(rows)
    if terminal_size() is None:
        sys.stdout.write("".join(line.format(*row) + "\n" for row in known))
    elif known:
        show(table(columns, known))


def show(*parts: RenderableType) -> None:
    """Print parts on the terminal, as wide as it is."""
    size = terminal_size() or _USUAL_SIZE
    write_styled(rendered(*parts, width=size[0]))


def rendered(*parts: RenderableType, width: int) -> str:
    """Parts as text of so many columns, with the escape sequences that style it on this terminal."""
    from io import StringIO

    from rich.console import Console

    console = Console(file=StringIO(), width=width, force_terminal=True, highlight=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(*parts, sep="\n")
    return captured.get()


def table(columns: Sequence[str], rows: Iterable[Sequence[RenderableType]] = (), *, numbers: str = "") -> Table:
    """A table whose cells are wrapped where the terminal is narrow.

    Args:
        columns: their headings.
        rows: their cells. A string is made safe.
        numbers: the heading of a column that is aligned to the right.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in columns:
        made.add_column(heading, justify="right" if heading == numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(safe(cell) if isinstance(cell, str) else cell for cell in row))
    return made


def safe(text: str, style: str = "") -> Text:
    """A text as one safe line, without the meaning that Rich gives to brackets; spaces at its beginning stay."""
    from rich.text import Text

    from reader.system.safe_text import safe_text

    indent = len(text) - len(text.lstrip(" "))
    return Text(" " * indent + safe_text(text), style, overflow="fold")
