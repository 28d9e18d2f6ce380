"""``nrc-reader keys``: the keys in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.environment import DONE, CommandError, settings_of, store_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Print the key table; the exit code."""
    from reader.ui.keymap.action_table import KeyTableError, key_table, resolved, with_labels

    settings = settings_of(options)
    try:
        print(key_table(resolved(with_labels(settings, store_of(settings).labels()))))
    except KeyTableError as error:
        raise CommandError(error) from error
    return DONE
