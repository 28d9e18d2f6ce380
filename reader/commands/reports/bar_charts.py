"""Charts of bars on a terminal: a name, a count, its share and a bar a row, as wide as the terminal and no wider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.commands.styled_output import is_utf_8, safe
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from rich.text import Text

    from reader.exchange.store_statistics import Chart

#: Blocks of one to seven eighths of a cell, and a whole one.
_BLOCKS = " ▏▎▍▌▋▊▉█"
#: Cells between two columns, of a share, and of the narrowest and the widest bar.
_GAP, _SHARE, _LEAST_BAR, _WIDEST_BAR = 2, 4, 5, 60
#: Columns of a terminal from which on shares are shown; names may take this part of it.
_WITH_SHARES, _NAMES = 60, 0.45


def chart_lines(charts: Sequence[Chart], width: int) -> Iterator[Text]:
    """The lines of charts below each other, with an empty line between two, all in the same columns.

    Args:
        charts: to be shown.
        width: of the terminal.
    """
    from rich.cells import cell_len

    numbers = max((len(f"{count:,}") for chart in charts for _, count in chart.rows), default=0)
    wanted = max((cell_len(safe_text(name)) for chart in charts for name, _ in chart.rows), default=0)
    names = max(1, min(wanted, int(width * _NAMES), width - numbers - _GAP))
    with_shares = width >= _WITH_SHARES
    bars = min(_WIDEST_BAR, width - names - _GAP - numbers - _GAP - (_SHARE + _GAP if with_shares else 0))
    for number, chart in enumerate(charts):
        if number:
            yield safe("")
        yield safe(_cut(f"{chart.unit} by {chart.what}", width), "bold")
        whole = sum(count for _, count in chart.rows)
        most = whole if chart.are_parts else max(count for _, count in chart.rows)
        for name, count in chart.rows:
            cut = _cut(safe_text(name), names, at_start=chart.cuts_start)
            line = f"{cut}{' ' * (names - cell_len(cut) + _GAP)}{count:>{numbers},}"
            if with_shares:
                line += f"{' ' * _GAP}{_share(count, whole) if chart.are_parts else '':>{_SHARE}}"
            if bars >= _LEAST_BAR:
                line += " " * _GAP + bar(count, most, bars)
            yield safe(line.rstrip())
        if chart.left_out:
            yield safe(_cut(f"{chart.left_out:,} more not listed: -f json lists all", width), "dim")


def bar(count: int, most: int, width: int) -> str:
    """A bar of the length that ``count`` has of ``most``, which fills so many cells; anything but nothing is seen."""
    if not count or not most:
        return ""
    if not is_utf_8():
        return "#" * max(1, round(width * count / most))
    eighths = max(1, round(8 * width * count / most))
    return (_BLOCKS[8] * (eighths // 8) + _BLOCKS[eighths % 8]).rstrip()


def _share(count: int, whole: int) -> str:
    """A part in per cent, never ``0%`` or ``100%`` where that is not so."""
    if not whole or count in {0, whole}:
        return "100%" if count else "0%"
    return f"{min(99, max(1, round(100 * count / whole)))}%"


def _cut(name: str, width: int, *, at_start: bool = False) -> str:
    """A name of at most so many cells, cut at its end, or at its start, with an ellipsis."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(name) <= width:
        return name
    mark = "…" if is_utf_8() else "~"
    if not at_start:
        return f"{set_cell_size(name, width - 1).rstrip()}{mark}"
    while name and cell_len(name) > width - 1:
        name = name[max(1, len(name) - width) :] if len(name) > width else name[1:]
    return f"{mark}{name}"
