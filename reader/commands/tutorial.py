"""``nrc-reader tutorial``: opens the guided tour on the samples, in a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.environment import CommandError, settings_of

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Open the tour; the exit code. Its store is deleted at the end, unless ``--store`` names one."""
    from tempfile import TemporaryDirectory

    from reader.store import open_store
    from reader.ui.launch import TUTORIAL, LaunchError, launch, samples_folder

    settings = settings_of(options)
    with TemporaryDirectory(prefix="nrc-reader-tutorial-", ignore_cleanup_errors=True) as folder:
        store = open_store(options.store or folder)
        try:
            return launch([str(samples_folder())], settings, store, kind=TUTORIAL)
        except LaunchError as error:
            raise CommandError(error) from error
