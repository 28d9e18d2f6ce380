"""From the command line to the screen: what to open, whether there is a terminal, and how the first paint comes soon.

Textual is imported in here, as late as can be.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cleaning.article_loading import read_at_once
from reader.config.kept_choices import with_kept_theme
from reader.config.settings import Settings
from reader.sources.encodings import reading_as
from reader.sources.opening import is_url, probe_pipe
from reader.sources.source_error import SourceError
from reader.sources.standard_input import STANDARD_INPUT
from reader.store.store_protocol import Store
from reader.system.process_limits import too_little_for_the_reader
from reader.system.stdio import seal_output
from reader.system.web_session import take_terminal
from reader.ui.keymap.action_table import KeyTableError
from reader.workspace.library import Library

if TYPE_CHECKING:
    from reader.store.reading_positions import ReadingPositions
    from reader.ui.app import ReaderApp


#: How long a thread may keep the others waiting, in seconds. A key waits so long several times on its way to the
#: screen: with Python's own 5 ms it took over 16 ms while a file of 10,000 annotations was written.
SWITCH_S = 0.0005
#: What the reader is opened for.
READING, TUTORIAL, ADJUDICATION = "reading", "tutorial", "adjudication"


class LaunchError(Exception):
    """Why the reader cannot open at all: one line."""


def launch(paths: Sequence[str], settings: Settings, store: Store, *, encoding: str = "", kind: str = READING) -> int:
    """Open the reader and run it until the user quits; gives the exit code.

    Args:
        paths: files, folders, addresses, or ``-``; without any, the samples. ``FILE#ID`` is an annotation of a file.
        settings: settled.
        store: where annotations are.
        encoding: the codec with which every file is read; empty to find it for each.
        kind: ``READING``, ``TUTORIAL`` with a line that says what to press next, or ``ADJUDICATION``.

    Raises:
        LaunchError: nothing of it is there, there is no terminal, or the key table cannot be used.
    """
    settings = with_kept_theme(settings)
    wanted = list(paths) or [str(default_folder())]
    if not any(may_be_there(path) for path in wanted):
        raise LaunchError(f"{wanted[0]}: no such file, folder or command (nrc-reader --help lists the commands)")
    if STANDARD_INPUT in wanted and not sys.stdin.isatty():
        _read_pipe(settings, encoding)
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise LaunchError("the reader needs a terminal (in a pipe, use: nrc-reader clean, entities or export)")
    take_terminal()
    if missing := too_little_for_the_reader():
        raise LaunchError(missing)
    sys.setswitchinterval(SWITCH_S)
    gc.disable()  # until the first paint: nothing of what is made on the way there is garbage
    positions = store.reading_positions()
    library = _library(wanted, settings, store, encoding, positions)
    library.begin_first(positions.shown)
    try:
        reader = _reader_class(kind)(library, settings, store, positions)
    except KeyTableError as error:
        raise LaunchError(error) from error
    seal_output()
    return reader.run_in_terminal()


def _library(
    wanted: Sequence[str], settings: Settings, store: Store, encoding: str, positions: ReadingPositions
) -> Library:
    """The documents; that of an annotation which the command line names is found, and comes up first."""
    if not any("#" in path for path in wanted):
        return Library(wanted, settings, store, encoding)
    from reader.workspace.annotation_address import find_document, without_addresses

    paths, start = without_addresses(wanted, store)
    library = Library(paths, settings, store, encoding)
    if start is not None:
        positions.begin_at(*start)
        find_document(library, start.path)
    return library


def _reader_class(kind: str) -> type[ReaderApp]:
    if kind == TUTORIAL:
        from reader.ui.guided_tour import TutorialApp

        return TutorialApp
    if kind == ADJUDICATION:
        from reader.ui.adjudication_app import AdjudicationApp

        return AdjudicationApp
    from reader.ui.app import ReaderApp

    return ReaderApp


def default_folder() -> Path:
    """``seeds/`` here if there is one, else the samples that come with the program."""
    here = Path("seeds")
    return here if here.is_dir() else samples_folder()


def samples_folder() -> Path:
    """The samples that come with the program; in a checkout they lie beside it."""
    package = Path(__file__).parents[1]
    bundled = package / "samples"
    return bundled if bundled.is_dir() else package.parent / "seeds"


def may_be_there(path: str) -> bool:
    """Whether it is worth a screen: a file, a folder, ``x.jsonl#3``, ``x.jsonl#3#ID``, an address, a pipe."""
    files = (path, *(path.rsplit("#", marks)[0] for marks in (1, 2)))
    return any(map(os.path.lexists, files)) or path == STANDARD_INPUT or is_url(path)


def _read_pipe(settings: Settings, encoding: str) -> None:
    """Take in what comes through the pipe, and let the keys come from the terminal itself."""
    try:
        with reading_as(encoding):
            fault = probe_pipe(settings.max_file_bytes)
        if fault:
            raise fault
        read_at_once(STANDARD_INPUT, max_bytes=settings.max_file_bytes, encoding=encoding)
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except SourceError as error:
        raise LaunchError(error) from error
    except OSError as error:
        raise LaunchError("the reader needs a terminal for its keys") from error
    os.dup2(terminal, 0)
    os.close(terminal)
