"""Tables and panels on a terminal, by Rich. In a pipe or a file a command prints plain text, without loading Rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from reader.system.stdio import write_styled

if TYPE_CHECKING:
    from rich.console import JustifyMethod, RenderableType
    from rich.table import Table
    from rich.text import Text

#: Columns and rows of a terminal that does not know its own.
_USUAL_SIZE = (80, 24)
#: Columns of the terminal that a cut cell keeps at least, and between two cells.
_LEAST, _GAP = 10, 2


def terminal_size() -> tuple[int, int] | None:
    """Columns and rows of the terminal behind standard output; None where there is none, or one without styles."""
    if not sys.stdout.isatty() or os.environ.get("TERM") in {"dumb", "unknown"}:
        return None
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())  # zero where nobody has said
    except OSError:  # another program's stand-in for standard output, which says that it is a terminal
        return None
    return columns or _USUAL_SIZE[0], rows or _USUAL_SIZE[1]


def is_utf_8() -> bool:
    """Whether the terminal shows more than ASCII, as far as the locale says."""
    import codecs
    import locale

    try:
        return codecs.lookup(locale.getencoding()).name == "utf-8"
    except LookupError:
        return False


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
    from io import BytesIO, TextIOWrapper

    from rich.console import Console

    file = TextIOWrapper(BytesIO(), encoding="utf-8" if is_utf_8() else "ascii")  # which boxes are drawn with
    console = Console(file=file, width=width, force_terminal=True, highlight=False, legacy_windows=False)
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


def one_line_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, numbers: Collection[str], wide: str = ""
) -> tuple[Table, list[str]]:
    """A table of one line a row, of at most so many columns of the terminal: long cells are cut with an ellipsis.

    Args:
        columns: their headings.
        rows: their cells; they are made safe.
        width: of the terminal.
        numbers: the headings of columns that are aligned to the right and never cut.
        wide: the heading of the column that keeps a third of the width at least, if it needs that.

    Returns:
        The table, and the headings of the columns at its right for which there is no room.
    """
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table

    cells = [[safe(cell, cuts=True) for cell in row] for row in rows]
    wanted = [max(map(cell_len, (heading, *(row[at].plain for row in cells)))) for at, heading in enumerate(columns)]
    kept = {heading: width // 3 if heading == wide else width if heading in numbers else _LEAST for heading in columns}
    least = [min(size, kept[heading]) for heading, size in zip(columns, wanted, strict=True)]
    shown = 1
    while shown < len(columns) and sum(least[: shown + 1]) + shown * _GAP <= width:
        shown += 1
    room = width - (shown - 1) * _GAP - sum(least[:shown])
    sizes = least[:shown]
    while growing := [at for at in range(shown) if sizes[at] < wanted[at]]:
        step = min(room // len(growing), *(wanted[at] - sizes[at] for at in growing))
        if step <= 0:
            break
        for at in growing:
            sizes[at] += step
        room -= step * len(growing)
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for heading, size in zip(columns, sizes, strict=False):
        justify: JustifyMethod = "right" if heading in numbers else "left"
        made.add_column(safe(heading, cuts=True), width=size, no_wrap=True, overflow="ellipsis", justify=justify)
    for row in cells:
        made.add_row(*row[:shown])
    return made, list(columns[shown:])


def safe(text: str, style: str = "", *, cuts: bool = False) -> Text:
    """A text as one safe line, without the meaning that Rich gives to brackets; spaces at its beginning stay.

    Where it does not fit, it goes on in the next row, or is cut with an ellipsis.
    """
    from rich.text import Text

    from reader.system.safe_text import safe_text

    indent = len(text) - len(text.lstrip(" "))
    return Text(" " * indent + safe_text(text), style, overflow="ellipsis" if cuts else "fold")
