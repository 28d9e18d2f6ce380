"""``nrc-reader search --annotations WORDS``: prints the annotations in the store that words ask for.

The index answers, once it is in step with the store; where there can be none, the store is read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import refuse_stranger, selected
from reader.commands.environment import DONE, PROBLEM, USAGE, complain, settings_of, store_of
from reader.commands.styled_output import safe, show, terminal_size
from reader.model.annotation import DETACHED

if TYPE_CHECKING:
    import argparse

    from reader.annotations.annotation_query import AnnotationQuery
    from reader.config.settings import Settings
    from reader.store.store_protocol import Store
    from reader.workspace.fulltext.annotation_answers import FoundAnnotation, HeldDocument
    from reader.workspace.fulltext.annotation_index import AnnotationIndex, StoreDocument
    from reader.workspace.fulltext.index_upkeep import IndexUpkeep

#: Code points of the words in a message, and of a passage in a line.
_SHOWN, _QUOTED = 60, 200
#: Lines that are written at once.
_AT_ONCE = 500


def run(options: argparse.Namespace) -> int:
    """Print the annotations; the exit code."""
    from reader.system.safe_text import short_text

    settings, annotator = settings_of(options), selected(options)
    store = store_of(settings, options.paths)
    if not store.exists():
        complain(f"{store.name}: no store there yet (nothing was tagged, or --store should name another folder)")
    with _Source(store) as source:
        query = _query(options.query, settings, source)
        if query.problem:
            complain(query.problem)
            return USAGE
        if annotator:
            refuse_stranger(store, annotator, source.annotators())
            query = _by(query, annotator)
        found = source.found(query, _within(options.paths))
        count = _print(islice(found, options.number or None), options.format)
        if not count:
            complain(f"{short_text(options.query, _SHOWN)}: no such annotation in {store.name}")
        return PROBLEM if source.failed or not count else DONE


class _Source:
    """The annotations of a store: from its index, or read where there can be none.

    Attributes:
        failed: how many documents could not be read.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._upkeep: IndexUpkeep | None = None
        self._index: AnnotationIndex | None = None
        self._held: list[HeldDocument] = []
        self.failed = 0

    def __enter__(self) -> _Source:
        from reader.commands.progress_line import ProgressLine
        from reader.workspace.fulltext.index_file import FILE, IndexUnusableError
        from reader.workspace.fulltext.index_upkeep import IndexUpkeep
        from reader.workspace.jobs.file_search import NamedFiles

        folder = self._store.cache_folder() if self._store.exists() else None  # a mistyped one is not made
        with ProgressLine() as progress:
            if folder is not None:
                self._upkeep = IndexUpkeep(folder / FILE, self._store, NamedFiles([], 0))
                try:
                    self._index = self._upkeep.bring_annotations_in_step(
                        lambda one: progress(one.done, one.total), self._fail
                    )
                except IndexUnusableError:
                    self.failed = 0  # it is told below
            if self._index is None:
                self._read()
        return self

    def __exit__(self, *_: object) -> None:
        if self._upkeep is not None:
            self._upkeep.close()

    def _read(self) -> None:
        from reader.workspace.fulltext.annotation_answers import HeldDocument
        from reader.workspace.fulltext.annotation_upkeep import annotations_in

        self._held = [
            HeldDocument(one.document, one.annotations, one.links) for one in annotations_in(self._store, self._fail)
        ]

    def _fail(self, problem: object) -> None:
        self.failed += 1
        complain(problem)

    def labels(self) -> set[str]:
        """The labels that are or were used."""
        from reader.annotations.annotation_query import LABEL

        known = {one.label for held in self._held for one in held.annotations}
        return known | set(self._index.values(LABEL).values() if self._index is not None else ())

    def annotators(self) -> set[str]:
        """Who made any of them, now or earlier."""
        from reader.annotations.annotation_query import ANNOTATOR

        known = {one.annotator for held in self._held for one in held.annotations}
        return (known | set(self._index.values(ANNOTATOR).values() if self._index is not None else ())) - {""}

    def found(
        self, query: AnnotationQuery, is_within: Callable[[StoreDocument], bool] | None
    ) -> Iterator[FoundAnnotation]:
        """What is asked for."""
        from reader.workspace.fulltext.annotation_answers import Answer

        return iter(Answer(query, self._index, self._held, is_within))


def _query(words: str, settings: Settings, source: _Source) -> AnnotationQuery:
    from reader.annotations.annotation_query import Vocabulary, annotation_query

    labels = {label.name for label in settings.labels} | source.labels()
    return annotation_query(words, Vocabulary(labels, settings.link_kinds, settings.value_names))


def _by(query: AnnotationQuery, name: str) -> AnnotationQuery:
    """Only what one person tagged."""
    from reader.annotations.annotation_query import ANNOTATOR, Term

    return query._replace(groups=(*query.groups, (Term(ANNOTATOR, lambda other: other == name),)))


def _within(paths: Sequence[str]) -> Callable[[StoreDocument], bool] | None:
    """Whether a document is one of these files or lies in one of these folders; None where none is named."""
    from reader.exchange.jsonl import is_within
    from reader.model.document import Document

    if not paths:
        return None
    return lambda one: is_within(Document(one.key, one.path, one.sha256, location=one.location), paths)


# --- printing


def _print(found: Iterator[FoundAnnotation], format_: str) -> int:
    """Print them a few at a time, so that who reads them need not wait for the last; how many there were."""
    count = 0
    is_styled = format_ == "text" and terminal_size() is not None
    while some := list(islice(found, _AT_ONCE)):
        count += len(some)
        if is_styled:
            _show(some)
            continue
        sys.stdout.write("".join((_as_json if format_ == "json" else _as_line)(one) for one in some))
        sys.stdout.flush()
    return count


def _place(one: FoundAnnotation) -> str:
    return f"{one.annotation.start}-{one.annotation.end}"


def _about(one: FoundAnnotation) -> str:
    """Label, annotator and speaker, and what is to be known of the place."""
    annotation = one.annotation
    by = f" by {annotation.annotator}" if annotation.annotator else ""
    speaker = f" @{annotation.attributed_to}" if annotation.attributed_to else ""
    return f"[{annotation.label}{by}{speaker}{' detached' if annotation.anchor == DETACHED else ''}] "


def _quote(one: FoundAnnotation) -> str:
    quote, note = (" ".join(text[:_QUOTED].split()) for text in (one.annotation.quote, one.annotation.note))
    return f"{quote} · {note}" if note else quote


def _as_line(one: FoundAnnotation) -> str:
    from reader.system.safe_text import safe_text

    return safe_text(f"{one.document.path}:{_place(one)}: {_about(one)}{_quote(one)}") + "\n"


def _as_json(one: FoundAnnotation) -> str:
    from reader.system.json_text import json_text

    annotation = one.annotation
    found = {
        "source": one.document.path,
        "sha256": one.document.sha256,
        "title": one.document.title or None,
        "annotation": annotation.id,
        "label": annotation.label,
        "start": annotation.start,
        "end": annotation.end,
        "quote": annotation.quote,
        "note": annotation.note,
        "annotator": annotation.annotator,
        "attributed_to": annotation.attributed_to,
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
        "anchor": annotation.anchor,
    }
    return json_text(found) + "\n"


def _show(found: Sequence[FoundAnnotation]) -> None:
    """Print them on a terminal: each document, and below it its annotations."""
    from itertools import groupby

    from rich.text import Text

    lines = []
    for document, those in groupby(found, key=lambda one: one.document):
        lines.append(safe(document.path, "bold"))
        lines += [
            Text.assemble((f"  {_place(one)}  ", "cyan"), (safe(_about(one)).plain, "magenta"), safe(_quote(one)))
            for one in those
        ]
    show(*lines)
