"""What all commands need: exit codes, messages on standard error, the settings and the store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from reader.system.stdio import counted, tell

if TYPE_CHECKING:
    import argparse

    from reader.config.settings import Settings
    from reader.model.document import Stored
    from reader.store.store_protocol import Store

DONE, PROBLEM, USAGE = 0, 1, 2
#: What a shell calls a program that ctrl+c has stopped.
STOPPED = 130
#: Code points of a message at most.
_LONGEST = 1000
#: Code points of a document's path in a line that says more; the end of the path is shown.
SHOWN_PATH = 200


_Document = TypeVar("_Document")


class CommandError(Exception):
    """Stops a command. The message is one line for the user."""


def complain(problem: object) -> int:
    """Print a problem on standard error as one safe line; returns the exit code for a problem."""
    from reader.system.safe_text import safe_text

    line = safe_text(str(problem))
    if len(line) > _LONGEST:  # a long name is in it, and the reason is at its end
        line = f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
    tell(f"nrc-reader: {line}")
    return PROBLEM


def first_line(error: BaseException) -> str:
    """The first line of what an error says, else the name of its kind."""
    return str(error).partition("\n")[0] or type(error).__name__


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings in force; raises ``CommandError`` for a settings file that cannot be used.

    The user is told which lines of a project's file do not count. On commands that only read, ``--annotator`` selects
    whose work they show; it does not make one somebody else.
    """
    from reader.config.settings import SettingsError
    from reader.config.settings_sources import load

    try:
        annotator = None if options.is_read_only else options.annotator
        settings = load(config=options.config, store=options.store, annotator=annotator)
    except SettingsError as error:
        raise CommandError(error) from error
    settings = _without_clashes(settings)
    for line in settings.not_used:
        complain(line)
    return settings


def _without_clashes(settings: Settings) -> Settings:
    """The settings without an untrusted project's keys, labels or values, if two actions would have one key."""
    others = settings.without_project
    if others is None:
        return settings
    from reader.ui.keymap.action_table import KeyTableError, resolved

    for what in ("keys", "labels", "values"):
        try:
            resolved(settings)
        except KeyTableError as error:
            if getattr(settings, what) != getattr(others, what):
                line = f"{error}; the {what} of that file are not used"
                settings = replace(settings, not_used=(*settings.not_used, line), **_taken_over(others, settings, what))
    return settings


def _taken_over(others: Settings, settings: Settings, what: str) -> dict[str, Any]:
    """The fields of ``settings`` that take the keys, labels or values, and their places, from ``others``."""
    kept = {action: place for action, place in settings.key_places.items() if _setting_of(action) != what}
    new = {action: place for action, place in others.key_places.items() if _setting_of(action) == what}
    places = {**settings.places, **({what: others.places[what]} if what in others.places else {})}
    return {what: getattr(others, what), "key_places": kept | new, "places": places}


def _setting_of(action: str) -> str:
    """The setting that gives an action its key."""
    return {"tag": "labels", "value": "values"}.get(action.partition("(")[0], "keys")


def store_of(settings: Settings, paths: Sequence[str] = (), *, catches_up: bool = True) -> Store:
    """The store that the settings name. No folder is made yet.

    Args:
        settings: in force.
        paths: that the store has to know, where they are not there.
        catches_up: whether what others have shared is waited for; where it cannot be had, the user is told.

    Raises:
        CommandError: the store is of a kind that is not known; or one of the paths does not exist, and the store does
            not know it either.
    """
    from reader.config.settings import SettingsError
    from reader.store import settled_store

    try:
        store = settled_store(settings)
    except SettingsError as error:
        raise CommandError(error) from error
    if catches_up and (line := store.catch_up()):
        complain(line)
    _refuse_unknown(store, paths)
    return store


def _refuse_unknown(store: Store, paths: Sequence[str]) -> None:
    missing = [path for path in paths if not os.path.lexists(path) and not os.path.lexists(path.rpartition("#")[0])]
    if not missing:
        return
    from reader.exchange.jsonl import is_within
    from reader.store.store_protocol import StoreError

    known = [stored.document for stored in all_stored(store, [], quiet=True)]
    with suppress(StoreError):
        known += [store.document(key, one) for key, one in store.recent()]
    for path in missing:
        if not any(is_within(document, [path]) for document in known):
            raise CommandError(f"{path}: is not there, and not in {store.name} either (check the name)")


def all_stored(
    store: Store, failed: list[str], *, quiet: bool = False, tick: Callable[[int, int], object] = lambda *_: None
) -> Iterator[Stored]:
    """Every document of the store. One that cannot be read is reported and does not stop the others.

    Args:
        store: any.
        failed: gets the keys of documents that could not be read completely.
        quiet: report nothing, because that was done before.
        tick: called before each document with how many are done, and of how many.
    """
    from reader.store.record_checks import RepeatedIds

    with RepeatedIds() as ids:
        for stored in each_document(store, failed, partial(store.load, with_copies=True), quiet=quiet, tick=tick):
            if not quiet:
                ids.add(stored)
            yield stored
        say_repeated(ids.count())


def each_document(
    store: Store,
    failed: list[str],
    read: Callable[[str], _Document],
    *,
    quiet: bool = False,
    tick: Callable[[int, int], object] = lambda *_: None,
) -> Iterator[_Document]:
    """As ``all_stored``, each document read by ``read``, which takes its key and raises ``StoreError``.

    What is in two documents is not told here.
    """
    from reader.model.document import Stored
    from reader.store.store_protocol import COPIES, LEFT_ALONE, MISSING, StoreError

    if not store.exists():
        complain(f"{store.name}: no store there yet (nothing was tagged, or --store should name another folder)")
    try:
        keys = store.keys()
    except StoreError as error:
        raise CommandError(error) from error
    told: set[str] = set()
    for warning in () if quiet else store.warnings():
        if warning.kind in (LEFT_ALONE, MISSING, COPIES):
            complain(warning.line)
            told.add(warning.line.partition(": ")[0])
    for done, key in enumerate(keys):
        tick(done, len(keys))
        try:
            found = read(key)
            if isinstance(found, Stored):
                for notice in () if quiet else found.notices:
                    complain(notice)
                if not found.is_whole:
                    failed.append(key)
            yield found
        except StoreError as error:
            failed.append(key)
            where = str(error).partition(": ")[0]
            if not quiet and where not in told:  # one fault may concern many documents
                complain(error)
                told.add(where)


def say_repeated(count: int) -> None:
    """Tell the user how many annotations are in two documents, if any are."""
    if count:
        are = "is" if count == 1 else "are"
        complain(f"{counted(count, 'annotation')} {are} in two documents (nrc-reader check names the ids)")
