"""``nrc-reader formats``: lists the formats of export and import, and what each can hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reader.commands.environment import DONE, PROBLEM, complain
from reader.commands.styled_output import safe, show, table, terminal_size

if TYPE_CHECKING:
    import argparse

    from reader.exchange.format_listing import ListedFormat


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")


def run(options: argparse.Namespace) -> int:
    """Print the formats; the exit code."""
    from reader.exchange.format_listing import listed_formats

    found, faults = listed_formats()
    for fault in faults:  # another package's
        complain(fault)
    rows = [_row(one) for one in found]
    if options.format == "json":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif terminal_size():
        _show(rows)
    else:
        for row in rows:
            print(_line(row))
    return PROBLEM if faults else DONE


def _row(one: ListedFormat) -> dict[str, Any]:
    about, holds = one.about, one.about.holds
    return {
        "name": one.name,
        "what": about.what,
        "annotations": holds.annotations,
        "overlap": holds.overlap,
        "nesting": holds.nesting,
        "links": holds.links.value,
        "notes": holds.notes,
        "speakers": holds.speakers,
        "annotators": holds.annotators,
        "detached": holds.detached,
        "lacking": holds.lacking,
        "offsets": about.unit.value,
        "imported": about.comes_back,
        "complete": about.is_complete,
        "folder": about.is_folder,
        "suffix": about.suffix,
        "needs": list(about.needs),
        "missing": list(one.missing),
    }


def _line(row: dict[str, Any]) -> str:
    """A format in one line."""
    way = "export and import" if row["imported"] else "export"
    held = f"without {', '.join(row['lacking'])}" if row["lacking"] else "holds everything"
    return "; ".join([f"{row['name']}: {row['what']}", way, row["offsets"], held, *row["missing"]])


def _show(rows: list[dict[str, Any]]) -> None:
    """Print the formats as a table, and below it what is missing."""
    listed = table(("format", "import", "offsets", "without", "what"))
    listed.columns[0].no_wrap = True
    for row in rows:
        way = "yes" if row["imported"] else "no"
        listed.add_row(safe(row["name"], "bold"), way, row["offsets"], ", ".join(row["lacking"]), safe(row["what"]))
    show(listed)
    for row in rows:
        for one in row["missing"]:
            show(safe(f"{row['name']}: {one}"))
