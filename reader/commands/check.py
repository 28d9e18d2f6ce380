"""``nrc-reader check``: whether everything in the store is as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.session import DONE, PROBLEM, all_stored, complain, settings_of, store_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Say what is wrong; the exit code."""
    from reader.exchange.summary import faults
    from reader.sources import safe_text

    store = store_of(settings_of(options))
    failed: list[str] = []
    documents = annotations = 0
    for stored in all_stored(store, failed):
        documents, annotations = documents + 1, annotations + len(stored.annotations)
        for fault in faults(stored):
            failed.append(stored.document.path)
            complain(fault)
    counts = f"{documents} documents, {annotations} annotations, {len(failed)} faults"
    print(f"{safe_text(str(store.folder))}: {counts}")
    return PROBLEM if failed else DONE
