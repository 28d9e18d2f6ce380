"""``nrc-reader tutorial``: five minutes with the reader on the samples, in a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.environment import CommandError, settings_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Open the tutorial; the exit code. Without ``--store``, what is tagged in it goes away with it."""
    from tempfile import TemporaryDirectory

    from reader.store import open_store
    from reader.ui.launch import LaunchError, launch, samples_folder

    settings = settings_of(options)
    with TemporaryDirectory(prefix="nrc-reader-tutorial-", ignore_cleanup_errors=True) as folder:
        store = open_store(options.store or folder)
        try:
            return launch([str(samples_folder())], settings, store, is_tutorial=True)  # type: ignore[arg-type]  # as open_
        except LaunchError as error:
            raise CommandError(error) from error
