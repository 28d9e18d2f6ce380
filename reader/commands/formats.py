"""``nrc-reader formats``: lists the formats of export and import, and what each can hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reader.commands.environment import DONE, PROBLEM, complain
from reader.commands.styled_output import safe, show, table, terminal_size

if TYPE_CHECKING:
    import argparse

    from reader.exchange.format_protocol import Format

#: What a format can hold, as ``Holds`` has it and as a heading says it.
_HELD = {
    "overlap": "overlap", "nesting": "nesting", "links": "links", "notes": "notes", "speakers": "speakers",
    "annotators": "annotators",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")


def run(options: argparse.Namespace) -> int:
    """Print the formats; the exit code."""
    from reader.exchange.formats import format_of, names
    from reader.exchange.jsonl import ExchangeError

    rows, code = [], DONE
    for name in names():
        try:
            rows.append(_row(name, format_of(name)))
        except ExchangeError as error:  # another package's
            code = complain(error)
    if options.format == "json":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif terminal_size():
        _show(rows)
    else:
        for row in rows:
            print(_line(row))
    return PROBLEM if code else DONE


def _row(name: str, format_: Format) -> dict[str, Any]:
    from reader.exchange.formats import missing_libraries

    about = format_.ABOUT
    return {
        "name": name,
        "what": about.what,
        **{held: getattr(about.holds, held) for held in _HELD if held != "links"},
        "links": about.holds.links.value,
        "detached": about.holds.detached,
        "offsets": about.unit.value,
        "imported": about.comes_back,
        "complete": about.is_complete,
        "folder": about.is_folder,
        "suffix": about.suffix,
        "needs": list(about.needs),
        "missing": [str(one) for one in missing_libraries(format_)],
    }


def _line(row: dict[str, Any]) -> str:
    """A format in one line."""
    held = [name for name in _HELD if name != "links" and row[name]]
    links = {"yes": ["links"], "no": []}.get(row["links"], ["links in a document"])
    holds = f"holds {', '.join([*held, *links])}" if held or links else "holds no more than one layer"
    way = "export and import" if row["imported"] else "export"
    needs = "".join(f"; {one}" for one in row["missing"])
    return f"{row['name']}: {row['what']}; {way}; {row['offsets']}; {holds}{needs}"


def _show(rows: list[dict[str, Any]]) -> None:
    """Print the formats as a table, and below it what is missing."""
    listed = [
        (
            safe(row["name"], "bold"),
            *(_mark(row[name]) for name in _HELD),
            row["offsets"],
            _mark(row["imported"]),
            safe(row["what"]),
        )
        for row in rows
    ]
    show(table(("format", *_HELD.values(), "offsets", "import", "what"), listed))
    for row in rows:
        for one in row["missing"]:
            show(safe(f"{row['name']}: {one}"))


def _mark(value: object) -> str:
    return value if isinstance(value, str) else "yes" if value else "no"
