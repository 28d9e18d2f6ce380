"""``nrc-reader stats``: what is in the store, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.annotator_filter import has_work, names_in, refuse_stranger, selected, work_of
from reader.commands.environment import DONE, PROBLEM, all_stored, settings_of, store_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Print the counts; the exit code."""
    from reader.exchange.store_statistics import statistics
    from reader.workspace.duplicates_worker import FILE, read

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
    print(statistics(store.name, documents, labels, sketches))
    return PROBLEM if failed else DONE
