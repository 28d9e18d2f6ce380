"""The options that select annotations, of all commands that print or write them, and the pass over a store for them."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from reader.commands.annotator_filter import names_in, refuse_stranger, selected
from reader.commands.environment import (
    USAGE,
    CommandError,
    complain,
    each_document,
    say_repeated,
    settings_of,
    store_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reader.annotations.annotation_query import AnnotationQuery, Links
    from reader.config.label import Label
    from reader.config.settings import Settings
    from reader.exchange.annotation_selection import AnnotationSelection
    from reader.model.document import Stored
    from reader.store.store_protocol import Store, StoredTexts

#: Code points of a label in a message, and how many are listed.
_SHOWN, _PROPOSED = 40, 12


def add_selection_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that select annotations; ``--annotator`` is one that every command has."""
    add_label_and_document(parser)
    parser.add_argument("--since", metavar="TIME", type=_moment, help="only what was made then or later, as yesterday")
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="WORDS",
        help="only what these words ask for, as in the list of annotations (nrc-reader help search)",
    )


def add_label_and_document(parser: argparse.ArgumentParser) -> None:
    """Add those of them that select labels and documents."""
    parser.add_argument("--label", action="append", default=[], metavar="NAME", help="only this label; may be repeated")
    parser.add_argument(
        "--document", action="append", default=[], metavar="PATH", help="only this file or folder; may be repeated"
    )


def _moment(text: str) -> datetime:
    from reader.store.history.point_in_time import moment_in

    try:
        return moment_in(text, datetime.now())  # noqa: DTZ005 - local time as the system has it
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Asked(NamedTuple):
    """What a command works on: the settings in force, the store, and what of it is asked for."""

    settings: Settings
    store: Store
    selection: AnnotationSelection

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels in force, those of the settings first."""
        from reader.store.labels.codebook import labels_in_force

        return labels_in_force(self.store, self.settings.labels)


def asked_for(options: argparse.Namespace) -> Asked:
    """The store that the options name and what they select in it, which is read where they ask for links.

    Raises:
        CommandError: the settings or the store cannot be used, a name is blank, a document is not known.
    """
    from reader.exchange.annotation_selection import AnnotationSelection

    annotator = selected(options)
    settings = settings_of(options)
    documents = (*getattr(options, "paths", ()), *options.document)
    store = store_of(settings, documents)
    chosen = AnnotationSelection(annotator, frozenset(options.label), options.since, documents)
    return Asked(settings, store, with_words(chosen, options.where, settings, store))


def with_words(
    selection: AnnotationSelection, where: Sequence[str], settings: Settings, store: Store
) -> AnnotationSelection:
    """The selection with what ``--where`` asks for; ends the program if that cannot be used."""
    from reader.annotations.annotation_query import LINKS

    query = _query(where, settings, store)
    return replace(selection, query=query, links=_links(store) if query.asks_for(LINKS) else {})


def _query(where: Sequence[str], settings: Settings, store: Store) -> AnnotationQuery:
    """What ``--where`` asks for; ends the program if it cannot be used."""
    from reader.annotations.annotation_query import AnnotationQuery, Vocabulary, annotation_query
    from reader.store.labels.codebook import labels_in_force

    if not where:
        return AnnotationQuery()
    labels = {label.name for label in labels_in_force(store, settings.labels)}
    kinds = set(settings.link_kinds)
    for document in _each(store):
        labels |= _labels_of(document)
        kinds |= {link.kind for link in _stored(document).links}
    query = annotation_query(" ".join(where), Vocabulary(labels, kinds, settings.value_names))
    if query.problem or not query.groups:
        complain(f"--where: {query.problem or 'it says nothing that can be looked for'}")
        raise SystemExit(USAGE)
    return query


def _links(store: Store) -> Mapping[str, Links]:
    """The links of each annotation, with the labels of their other ends."""
    from reader.annotations.annotation_query import links_of
    from reader.model.document import Stored
    from reader.store.records.record_rows import identifier

    links = [(one.source, one.target, one.kind) for document in _each(store) for one in _stored(document).links]
    ends = {end for source, target, _ in links for end in (source, target)}
    labels: dict[str, str] = {}
    for document in _each(store):
        if isinstance(document, Stored):
            labels |= {one.id: one.label for one in document.annotations if one.id in ends}
        else:
            named = ((identifier(one.row_id), one.label) for one in document.annotations)
            labels |= {name: json.loads(label) for name, label in named if name in ends}
    return links_of(links, labels)


def _each(store: Store) -> Iterator[Stored | StoredTexts]:
    """Every document that can be read; the others are reported when they are exported."""
    from reader.store.store_protocol import StoreError

    with store.scanning() as scan:
        for key in store.keys():
            with suppress(StoreError):
                yield scan.texts(key) or store.load(key, with_copies=True)


def _stored(document: Stored | StoredTexts) -> Stored:
    from reader.model.document import Stored

    return document if isinstance(document, Stored) else document.stored


def selected_documents(
    asked: Asked, failed: list[str], tick: Callable[[int, int], object] = lambda *_: None, *, quiet: bool = False
) -> Iterator[Stored | StoredTexts]:
    """Every document with what is wanted of it, which may be nothing. What cannot be read is reported.

    Args:
        asked: what is wanted of which store.
        failed: gets the keys of documents that could not be read completely.
        tick: called before each document with how many are done, and of how many.
        quiet: report nothing, because that was done before.

    Raises:
        CommandError: after the last document, where nobody has the annotator's name, or nothing a label.
    """
    from reader.store.record_checks import RepeatedIds

    store, selection = asked.store, asked.selection
    names: set[str] = set()
    labels: set[str] = set()
    with store.scanning() as scan, RepeatedIds() as ids:

        def read(key: str) -> Stored | StoredTexts:
            texts = None if selection.needs_records else scan.texts(key)
            return texts or store.load(key, with_copies=True)

        for found in each_document(store, failed, read, quiet=quiet, tick=tick):
            ids.add(found)
            if selection.annotator:
                names |= names_in([found])
            if selection.labels:
                labels |= _labels_of(found)
            if selection.has(_stored(found).document):
                yield selection.of_texts(found)
    if not quiet:
        say_repeated(ids.count())
    refuse_stranger(store, selection.annotator, names)
    refuse_unknown_label(selection, labels | {label.name for label in asked.labels})


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


def refuse_unknown_label(selection: AnnotationSelection, known: set[str]) -> None:
    """Raise ``CommandError`` where a label is asked for that is none of the known ones."""
    from reader.system.safe_text import short_text

    if unknown := sorted(selection.labels - known):
        shown = [short_text(one, _SHOWN) for one in sorted(known)[:_PROPOSED]]
        raise CommandError(f"--label {short_text(unknown[0], _SHOWN)}: there is no such label, only {', '.join(shown)}")
