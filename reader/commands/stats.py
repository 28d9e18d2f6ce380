"""``nrc-reader stats``: what is in the store, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.session import DONE, PROBLEM, all_stored, settings_of, store_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Print the counts; the exit code."""
    from reader.annotations.labels import load_labels
    from reader.cleaning.sketching import FILE, read
    from reader.exchange.summary import statistics

    settings = settings_of(options)
    store = store_of(settings)
    failed: list[str] = []
    sketches = {place: found for place, (_, found) in read(store.inside("cache", FILE)).items()}
    labels = [label.name for label in (*settings.labels, *load_labels(store.folder))]
    print(statistics(store.folder, all_stored(store, failed), labels, sketches))
    return PROBLEM if failed else DONE
