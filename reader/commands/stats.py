"""``nrc-reader stats``: counts what is in the store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.commands.environment import (
    DONE,
    PROBLEM,
    STOPPED,
    complain,
    each_document,
    say_repeated,
)
from reader.commands.interchange.selection_options import Asked, add_selection_arguments, asked_for, selected_documents
from reader.commands.styled_output import safe, show, terminal_size
from reader.system.json_text import json_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.exchange.store_statistics import DocumentFigures, StoreFigures
    from reader.store.store_protocol import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
    add_selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the counts; the exit code."""
    from reader.exchange.store_statistics import as_lines, as_record, statistics
    from reader.store.labels.codebook import labels_in_force
    from reader.workspace.jobs.duplicate_search_worker import FILE, read

    asked = asked_for(options)
    settings, store, selection = asked
    failed: list[str] = []
    cache = store.cache_folder()
    sketches = {place: found for place, (_, found) in read(cache / FILE).items()} if cache else {}
    known = [label.name for label in labels_in_force(store, settings.labels) if selection.has_label(label.name)]
    labels = sorted({*selection.labels, *known}) if selection.labels else known
    try:
        documents = _everything(store, failed) if selection.is_everything else _selected(asked, failed)
    except KeyboardInterrupt:
        complain("stats: stopped; nothing was counted to the end")
        return STOPPED
    figures = statistics(store.name, documents, labels, sketches)
    if options.format == "json":
        print(json_text(as_record(figures)))
    elif size := terminal_size():
        _show(figures, size[0])
    else:
        print(as_lines(figures))
    return PROBLEM if failed else DONE


def _everything(store: Store, failed: list[str]) -> list[DocumentFigures]:
    """What is counted in each document; only those are read that changed since they were counted last."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.kept_figures import FILE, KeptFigures
    from reader.exchange.store_statistics import figures_of
    from reader.model.document import Stored

    cache = store.cache_folder()
    kept = KeptFigures(cache / FILE if cache is not None else None, store.address)
    load = partial(store.load, with_copies=True)
    with ProgressLine(prints=False) as progress, store.scanning() as scan:
        read = partial(kept.figures, scan=scan, load=load)
        found = each_document(store, failed, read, tick=progress)
        documents = [figures_of(one) if isinstance(one, Stored) else one for one in found]
    say_repeated(kept.repeated())
    kept.keep()
    return documents


def _selected(asked: Asked, failed: list[str]) -> list[DocumentFigures]:
    """What is counted of what is asked for, in each document with any; raises ``CommandError`` for unknown names."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.annotation_selection import has_work
    from reader.exchange.store_statistics import figures_of

    selection = asked.selection
    is_of_people = not (selection.labels or selection.needs_records)  # then decisions of theirs count too
    with ProgressLine(prints=False) as progress:
        found = selected_documents(asked, failed, progress)
        return [figures_of(one) for one in found if one.annotations or (is_of_people and has_work(one))]


def _show(figures: StoreFigures, width: int) -> None:
    """Print the totals in a line or two, and below them charts."""
    from reader.commands.reports.bar_charts import chart_lines
    from reader.exchange.store_statistics import charts, summary

    lines = [safe(one) for one in _lines_of(summary(figures), width)]
    show(safe(f"store {figures.name}", "bold"), *lines, safe(""), *chart_lines(charts(figures), width))


def _lines_of(parts: Sequence[str], width: int) -> list[str]:
    """Parts beside each other in lines that break between two parts, never inside one."""
    lines = [""]
    for number, part in enumerate(parts, 1):
        piece = part if number == len(parts) else f"{part},"
        fits = not lines[-1] or len(lines[-1]) + 1 + len(piece) <= width
        lines[-1:] = [f"{lines[-1]} {piece}".lstrip()] if fits else [lines[-1], piece]
    return lines
