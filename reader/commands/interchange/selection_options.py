"""The options that select annotations, of all commands that print or write them, and the pass over a store for them."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from reader.commands.annotator_filter import names_in, refuse_stranger, selected
from reader.commands.environment import CommandError, each_document, say_repeated, settings_of, store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.config.settings import Settings
    from reader.exchange.annotation_selection import AnnotationSelection
    from reader.model.annotation import Link
    from reader.model.document import Stored
    from reader.store.store_protocol import Store, StoredTexts

#: Code points of a label in a message, and how many are listed.
_SHOWN, _PROPOSED = 40, 12


def add_selection_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that select annotations; ``--annotator`` is one that every command has."""
    parser.add_argument("--label", action="append", default=[], metavar="NAME", help="only this label; may be repeated")
    parser.add_argument("--since", metavar="TIME", type=_moment, help="only what was made then or later, as yesterday")
    parser.add_argument(
        "--document", action="append", default=[], metavar="PATH", help="only this file or folder; may be repeated"
    )
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="WORDS",
        type=_condition,
        help="only with this in passage or note, or quote:TEXT, note:TEXT, note, linked, with:KIND, without:KIND",
    )


def _moment(text: str) -> datetime:
    from reader.store.history.point_in_time import moment_in

    try:
        return moment_in(text, datetime.now())  # noqa: DTZ005 - local time as the system has it
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _condition(words: str) -> object:
    from reader.exchange.annotation_selection import condition

    try:
        return condition(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Asked(NamedTuple):
    """What a command works on: the settings in force, the store, and what of it is asked for."""

    settings: Settings
    store: Store
    selection: AnnotationSelection


def asked_for(options: argparse.Namespace) -> Asked:
    """The store that the options name and what they select in it, which is read where they ask for links.

    Raises:
        CommandError: the settings or the store cannot be used, a name is blank, a document is not known.
    """
    from reader.exchange.annotation_selection import AnnotationSelection, kinds_by_end

    annotator = selected(options)
    settings = settings_of(options)
    documents = (*getattr(options, "paths", ()), *options.document)
    store = store_of(settings, documents)
    chosen = AnnotationSelection(annotator, frozenset(options.label), options.since, documents, tuple(options.where))
    if chosen.needs_links:
        chosen = replace(chosen, link_kinds=kinds_by_end(_links(store)))
    return Asked(settings, store, chosen)


def _links(store: Store) -> Iterator[Link]:
    from reader.store.store_protocol import StoreError

    with store.scanning() as scan:
        for key in store.keys():
            with suppress(StoreError):  # it is reported when the document is read
                texts = scan.texts(key)
                yield from (texts.stored if texts is not None else store.load(key, with_copies=True)).links


def selected_documents(
    asked: Asked, failed: list[str], tick: Callable[[int, int], object] = lambda *_: None
) -> Iterator[Stored | StoredTexts]:
    """Every document with what is wanted of it, which may be nothing. What cannot be read is reported.

    Args:
        asked: what is wanted of which store.
        failed: gets the keys of documents that could not be read completely.
        tick: called before each document with how many are done, and of how many.

    Raises:
        CommandError: after the last document, where nobody has the annotator's name, or nothing a label.
    """
    from reader.model.document import Stored
    from reader.store.record_checks import RepeatedIds

    settings, store, selection = asked
    names: set[str] = set()
    labels: set[str] = set()
    ids = RepeatedIds()
    with store.scanning() as scan:

        def read(key: str) -> Stored | StoredTexts:
            texts = None if selection.needs_records else scan.texts(key)
            return texts or store.load(key, with_copies=True)

        for found in each_document(store, failed, read, tick=tick):
            ids.add(found)
            if selection.annotator:
                names |= names_in([found])
            if selection.labels:
                labels |= _labels_of(found)
            if selection.has(found.document if isinstance(found, Stored) else found.stored.document):
                yield selection.of_texts(found)
    say_repeated(ids.count())
    refuse_stranger(store, selection.annotator, names)
    _refuse_unknown_label(selection, labels | {label.name for label in (*settings.labels, *store.labels())})


def nothing_found(asked: Asked) -> str:
    """One line where nothing in a store is what was asked for; empty where nothing was asked."""
    _, store, selection = asked
    if selection.is_everything:
        return ""
    whose = f"no annotations by {selection.annotator}" if selection.annotator else "no annotations"
    of = f" of {', '.join(selection.documents)}" if selection.documents else ""
    other = " that are asked for" if selection.labels or selection.needs_records else ""
    return f"{whose}{of}{other} in {store.name}"


def _labels_of(document: Stored | StoredTexts) -> set[str]:
    from reader.model.document import Stored

    if isinstance(document, Stored):
        return {one.label for one in document.annotations}
    return {json.loads(label) for label in {one.label for one in document.annotations}}


def _refuse_unknown_label(selection: AnnotationSelection, known: set[str]) -> None:
    from reader.system.safe_text import short_text

    if unknown := sorted(selection.labels - known):
        shown = [short_text(one, _SHOWN) for one in sorted(known)[:_PROPOSED]]
        raise CommandError(f"--label {short_text(unknown[0], _SHOWN)}: there is no such label, only {', '.join(shown)}")
