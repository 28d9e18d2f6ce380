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
    from reader.exchange.summary import statistics

    settings = settings_of(options)
    store = store_of(settings)
    failed: list[str] = []
    print(statistics(store.folder, all_stored(store, failed), [label.name for label in settings.labels]))
    return PROBLEM if failed else DONE
