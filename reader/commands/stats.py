"""``nrc-reader stats``: counts what is in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.annotator_filter import has_work, names_in, refuse_stranger, selected, work_of
from reader.commands.environment import DONE, PROBLEM, all_stored, settings_of, store_of
from reader.commands.styled_output import safe, show, table, terminal_size

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

#: Columns of a bar.
_BAR = 20


def run(options: argparse.Namespace) -> int:
    """Print the counts; the exit code."""
    from reader.exchange.store_statistics import as_lines, statistics
    from reader.workspace.jobs.duplicate_search_worker import FILE, read

    annotator = selected(options)
    settings = settings_of(options)
    store = store_of(settings)
    failed: list[str] = []
    cache = store.cache_folder()
    sketches = {place: found for place, (_, found) in read(cache / FILE).items()} if cache else {}
    labels = [label.name for label in (*settings.labels, *store.labels())]
    documents = list(all_stored(store, failed))
    if annotator:
        refuse_stranger(store, annotator, names_in(documents))
        documents = [theirs for stored in documents if has_work(theirs := work_of(stored, annotator))]
    figures = statistics(store.name, documents, labels, sketches)
    if terminal_size():
        _show(figures)
    else:
        print(as_lines(figures))
    return PROBLEM if failed else DONE


def _show(figures: Iterable[tuple[str, int | str]]) -> None:
    """Print the figures as a table, with a bar for each part of the documents or of the annotations."""
    from rich.bar import Bar
    from rich.console import RenderableType

    (_, place), *counts = figures
    rows: list[tuple[RenderableType, ...]] = []
    whole = 0
    for name, count in counts:
        if name in {"documents", "annotations"}:
            whole = int(count)
        bar = Bar(whole, 0, int(count), width=_BAR) if name.startswith(" ") else ""
        rows.append((name, f"{count:,}", bar))
    show(safe(f"store {place}", "bold"), table(("", "count", ""), rows, numbers="count"))
