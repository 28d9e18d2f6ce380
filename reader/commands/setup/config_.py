"""``nrc-reader config``: prints the settings in force and where each comes from, begins a file, and checks it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, CommandError, complain, settings_of, store_of
from reader.commands.styled_output import print_rows

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from reader.config.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--path", action="store_true", help="print the path of your settings file, there or not")
    what.add_argument("--init", action="store_true", help="write a settings file with every setting commented out")
    what.add_argument("--check", action="store_true", help="say what is wrong with the settings, with file and line")


def run(options: argparse.Namespace) -> int:
    """Do one of these; the exit code."""
    from reader.config.settings import SettingsError
    from reader.config.settings_listing import listed
    from reader.config.settings_sources import own_file

    if options.check:
        return _check(options)
    if options.path or options.init:
        try:
            path = own_file(options.config, may_be_missing=True)
        except SettingsError as error:
            raise CommandError(error) from error
        return _begin(path) if options.init else _print_path(path)
    print_rows(("setting", "value", "from"), listed(settings_of(options)), "{} = {}  ({})")
    return DONE


def _print_path(path: Path) -> int:
    print(path)
    return DONE


def _begin(path: Path) -> int:
    """Write a settings file where there is none; the exit code."""
    from reader.config.settings_template import settings_template
    from reader.system.durable_writes import make_folders, write_new
    from reader.system.os_errors import reason

    try:
        make_folders(path.parent)
        write_new(path, settings_template())
    except FileExistsError:
        return complain(f"{path}: is there already, and stays as it is (nrc-reader config --check reads it)")
    except OSError as error:
        raise CommandError(f"{path}: not written: {reason(error)}") from error
    print(f"{path}: written; every line in it is a comment until you change it")
    return DONE


def _check(options: argparse.Namespace) -> int:
    """Report every mistake; the exit code."""
    from reader.config.settings import SettingsError
    from reader.config.settings_check import settings_faults, settings_files

    faults = list(settings_faults(config=options.config, store=options.store, annotator=options.annotator))
    if not faults:
        faults = list(key_faults(settings_of(options)))
    for fault in faults:
        complain(fault)
    if faults:
        return PROBLEM
    try:
        files = settings_files(options.config, os.environ)
    except SettingsError as error:  # it was there a moment ago
        raise CommandError(error) from error
    for file in files:
        print(f"{file}: nothing is wrong")
    if not files:
        print("no settings file is there; the defaults are in force (nrc-reader config --init writes one)")
    return DONE


def key_faults(settings: Settings) -> Iterator[str]:
    """What is wrong with the keys, as two actions with one key; with a guideline that the settings name.

    Raises ``CommandError`` where the store, which may have labels with keys, cannot be used.
    """
    from reader.store.labels.project_guideline import project_guideline
    from reader.store.store_protocol import StoreError
    from reader.ui.keymap.action_table import KeyTableError, resolved, with_labels

    store = store_of(settings)
    try:
        resolved(with_labels(settings, store.labels(), store.label_changes()))
        if settings.guideline is not None:
            project_guideline(store, settings)
    except (KeyTableError, StoreError) as error:
        yield str(error)
