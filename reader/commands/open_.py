"""``nrc-reader [PATH ...]`` and ``nrc-reader open``: open the reader, at an annotation too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.article_results import add_encoding_argument
from reader.commands.environment import CommandError, settings_of, store_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; FILE#ID: an annotation")
    add_encoding_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Open the reader; the exit code."""
    from reader.system.missing_libraries import first_missing

    if fault := first_missing():
        raise CommandError(fault)
    from reader.ui.launch import LaunchError, launch

    settings = settings_of(options)
    try:
        if len(options.paths) == 1 and options.paths[0].lower().endswith(".zip"):
            from reader.commands.interchange.packet_opening import open_packet

            return open_packet(options.paths[0], settings)
        store = store_of(settings, catches_up=False)  # that happens beside the reading
        return launch(options.paths, settings, store, encoding=options.encoding or "")
    except LaunchError as error:
        raise CommandError(error) from error
