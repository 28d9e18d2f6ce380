"""Reads the documents in which ``like`` looks for passages: files in several processes, or those of the store."""

from __future__ import annotations

import json
import os
from contextlib import closing
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from reader.commands.annotator_filter import refuse_stranger, selected
from reader.commands.environment import CommandError, complain, store_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from reader.analysis.claims.claim_corpus import ClaimDocument
    from reader.config.settings import Settings
    from reader.exchange.format_protocol import ExportedDocument

#: Words of a paragraph that is a byline, a date or a label, and no sentence.
_FEW_WORDS = 4


class DocumentReader:
    """The documents that the options name.

    Attributes:
        failed: how many could not be read.
    """

    def __init__(self, options: argparse.Namespace, settings: Settings) -> None:
        self._options = options
        self._settings = settings
        self._sources: dict[str, ClaimDocument] = {}
        self._copies: dict[int, list[ClaimDocument]] = {}
        self.failed = 0

    def documents(self) -> list[ClaimDocument]:
        """All of them, in their order; raises ``CommandError``."""
        return list(self._files() if self._options.paths else self._stored())

    def named(self, name: str, known: Sequence[ClaimDocument]) -> ClaimDocument:
        """The document of a name: a path, or the end of one that only one document has; raises ``CommandError``."""
        from reader.cleaning.article_loading import read_article
        from reader.sources import SourceError

        if name in self._sources:
            return self._sources[name]
        places = self._places(known)
        found = places.get(name) or places.get(_real(name)) or self._by_end(name, known)
        if found is None:
            try:
                article = read_article(
                    name, max_bytes=self._settings.max_file_bytes, encoding=self._options.encoding or ""
                )
            except SourceError as error:
                raise CommandError(error) from error
            found = _unpacked(json.loads(_packed(name, article)))
        self._sources[name] = found
        return found

    def copies_of(self, source: ClaimDocument, known: Sequence[ClaimDocument]) -> list[ClaimDocument]:
        """The documents that are the source itself, or nearly: copies, and other versions of it."""
        from reader.text.near_duplicates import SIMILAR, similarity, sketch

        if id(source) not in self._copies:
            mine = sketch(source.text)
            self._copies[id(source)] = [
                one
                for one in known
                if one is source or one.text == source.text or similarity(mine, self._sketch(one)) >= SIMILAR
            ]
        return self._copies[id(source)]

    def _sketch(self, document: ClaimDocument) -> tuple[int, ...]:
        from reader.text.near_duplicates import sketch

        if id(document) not in self._sketches:
            self._sketches[id(document)] = sketch(document.text)
        return self._sketches[id(document)]

    @cached_property
    def _sketches(self) -> dict[int, tuple[int, ...]]:
        return {}

    @staticmethod
    def _places(known: Sequence[ClaimDocument]) -> dict[str, ClaimDocument]:
        return {name: one for one in known for name in (one.name, _real(one.name))}

    @staticmethod
    def _by_end(name: str, known: Sequence[ClaimDocument]) -> ClaimDocument | None:
        found = [one for one in known if one.name.endswith(f"/{name.lstrip('./')}")]
        return found[0] if len(found) == 1 else None

    # --- files

    def _files(self) -> Iterator[ClaimDocument]:
        from reader.commands.progress_line import ProgressLine
        from reader.commands.worker_pool import results, usable_cores
        from reader.sources import walk

        def missing(problem: object) -> None:
            self.failed += 1
            complain(problem)

        paths = self._options.paths
        work = partial(_read, max_bytes=self._settings.max_file_bytes, encoding=self._options.encoding or "")
        jobs = self._options.jobs or usable_cores()
        with (
            ProgressLine(walk(paths), prints=False) as progress,
            closing(
                results(walk(paths, missing), work, jobs, lambda one: missing(one.problem), progress, complain)
            ) as done,
        ):
            for one in done:
                if one.text is not None:
                    yield _unpacked(json.loads(one.text))

    # --- the store

    def _stored(self) -> Iterator[ClaimDocument]:
        from reader.commands.interchange.chosen_documents import chosen_documents
        from reader.commands.interchange.selection_options import Asked
        from reader.commands.progress_line import ProgressLine
        from reader.exchange.annotation_selection import AnnotationSelection
        from reader.store.store_protocol import StoreError

        store, annotator = store_of(self._settings), selected(self._options)
        refuse_stranger(store, annotator)
        failed: list[str] = []
        try:
            with ProgressLine(prints=False) as progress:
                found = chosen_documents(Asked(self._settings, store, AnnotationSelection(annotator)), failed, progress)
                yield from map(_of_store, found.documents(needs_text=True))
        except StoreError as error:
            raise CommandError(error) from error
        self.failed += len(failed)


def _real(path: str) -> str:
    return os.path.realpath(path)


def _read(path: str, *, max_bytes: int, encoding: str) -> str:
    """One file, as it is sent by the process that reads it; raises ``SourceError``."""
    from reader.cleaning.article_loading import read_article

    return _packed(path, read_article(path, max_bytes=max_bytes, encoding=encoding))


def _packed(path: str, article: Any) -> str:
    return json.dumps([path, article.text, article.blocks, article.published, article.language])


def _unpacked(row: Any) -> ClaimDocument:
    from reader.analysis.claims.claim_corpus import ClaimDocument
    from reader.analysis.claims.dates_spoken_of import article_day
    from reader.model.article import Block

    path, text, blocks, published, language = row
    return ClaimDocument(path, text, [Block(*one) for one in blocks], article_day(published), language)


def _of_store(exported: ExportedDocument) -> ClaimDocument:
    """A document of the store with its tags; the paragraphs of its text are its blocks."""
    from reader.analysis.claims.claim_corpus import ClaimDocument, TaggedPassage
    from reader.analysis.claims.dates_spoken_of import article_day
    from reader.model.annotation import DETACHED

    facts = exported.facts
    tags = [
        TaggedPassage(one.start, one.end, one.id, one.label, one.attributed_to)
        for one in exported.annotations
        if one.anchor != DETACHED and one.start < one.end
    ]
    blocks = _paragraphs(exported.text, exported.title or "")
    day = article_day(facts.published)
    return ClaimDocument(exported.document.path, exported.text, blocks, day, facts.language or "en", tags)


def _paragraphs(text: str, title: str) -> list[Any]:
    from reader.model.article import Block

    found, at = [], 0
    for paragraph in text.split("\n\n"):
        end = at + len(paragraph)
        is_short = len(paragraph.split()) < _FEW_WORDS
        kind = "title" if paragraph.strip() == title.strip() else "heading" if is_short else "paragraph"
        found.append(Block(kind, at, end, at, end))
        at = end + 2
    return found
