"""The documents of an export, one after another in a stable order, each with a text that its annotations fit.

The order is that of paths, which are known only once every document was read. So the store is read twice: what comes
first only notes which documents there are. No more than one document is in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations.document_notes import document_notes
from reader.annotations.metadata_corrections import title_in
from reader.config.label import Label
from reader.exchange.document_text import article_of
from reader.exchange.format_loss import Loss
from reader.exchange.format_protocol import ExportedDocument, ExportJob, Facts
from reader.model.annotation import DETACHED, Annotation
from reader.model.document import Document, Stored
from reader.store.store_protocol import StoredTexts

if TYPE_CHECKING:
    from reader.model.article import Article
    from reader.model.entity import Entity
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store

#: Finds the names in a text, from the article that it is of and what is decided about it.
FindNames = Callable[[str, "Article | None", Stored], "Sequence[Entity]"]


class DocumentsToExport:
    """Takes in documents in any order, and gives them in that of an export: by path, then by hash.

    Args:
        store: that they are in.
        allowed: the files that may be opened for their texts.
        max_bytes: larger files are not.
        selected: what of a document is exported.
        find_names: behind ``ExportedDocument.entities``.
        tick: called with how many documents are done, and of how many.

    Attributes:
        count: of annotations so far.
        without_text: the paths of documents that were left out: no text is known for them.
    """

    def __init__(
        self,
        store: Store,
        allowed: AllowedFiles,
        max_bytes: int,
        selected: Callable[[Stored], Stored] = lambda stored: stored,
        find_names: FindNames = lambda *_: (),
        tick: Callable[[int, int], object] = lambda *_: None,
    ) -> None:
        self._store = store
        self._allowed = allowed
        self._max_bytes = max_bytes
        self._selected = selected
        self._find_names = find_names
        self._tick = tick
        self._found: list[tuple[str, str, str]] = []
        self._labels: set[str] = set()
        self._kinds: set[str] = set()
        self._annotators: set[str] = set()
        self.count = 0
        self.without_text: list[str] = []

    def add(self, found: Stored | StoredTexts) -> None:
        """Take a document in, as it was selected; one with neither annotations nor links is none for an export."""
        stored = found if isinstance(found, Stored) else found.stored
        if found.annotations or stored.links:
            self._found.append((stored.document.path, stored.document.sha256, str(stored.document.key)))
            self.count += len(found.annotations)
            self._note(found, stored)

    @property
    def size(self) -> int:
        """How many documents there are."""
        return len(self._found)

    def job(self, labels: Iterable[Label]) -> ExportJob:
        """What a format is told of the whole export; ``labels`` are those in force, in their order."""
        in_force = {label.name: label for label in labels}
        others = [Label(name, "", "white") for name in sorted(self._labels - in_force.keys())]
        return ExportJob(Loss(), (*in_force.values(), *others), sorted(self._kinds), sorted(self._annotators))

    def _note(self, found: Stored | StoredTexts, stored: Stored) -> None:
        if isinstance(found, Stored):
            self._labels |= {one.label for one in found.annotations}
            self._annotators |= {one.annotator for one in found.annotations}
        else:
            self._labels |= {json.loads(label) for label in {one.label for one in found.annotations}}
            self._annotators |= {json.loads(name) for name in {one.annotator for one in found.annotations}}
        self._kinds |= {one.kind for one in stored.links}
        self._annotators |= {one.annotator for one in stored.links}

    def documents(self, *, needs_text: bool) -> Iterator[ExportedDocument]:
        """All documents; those without a text are left out if it is needed. Raises ``StoreError``."""
        self.without_text.clear()
        for done, (_, _, key) in enumerate(sorted(self._found)):
            self._tick(done, len(self._found))
            stored = self._selected(self._store.load(key, with_copies=True))
            if needs_text:
                document = self._with_text(stored)
                if document is None:
                    self.without_text.append(stored.document.path)
                    continue
            else:
                document = self._document(stored, "", stored.annotations, partial(self._article, stored))
            yield document

    def _document(
        self, stored: Stored, text: str, annotations: Sequence[Annotation], article: Callable[[], Article | None]
    ) -> ExportedDocument:
        return ExportedDocument(
            stored.document,
            title_in(stored.decisions, stored.document.title),
            text,
            annotations,
            stored.links,
            document_notes(stored.decisions),
            lambda: _facts(stored.document, article()),
            lambda: self._find_names(text, article(), stored),
        )

    def _article(self, stored: Stored) -> Article | None:
        return article_of(stored, self._max_bytes) if self._allowed.holds(stored.document.source) else None

    def _with_text(self, stored: Stored) -> ExportedDocument | None:
        article = self._article(stored)
        kept = self._store.earlier_texts(stored.document.key)
        text, annotations = fitting(stored, article, kept)
        return None if text is None else self._document(stored, text, annotations, lambda: article)


def fitting(stored: Stored, article: Article | None, kept: Sequence[str]) -> tuple[str | None, Sequence[Annotation]]:
    """A text of the document and its annotations in it, each there word by word, or detached.

    That is the present text or a kept one if all fit it as they are stored, else the present one, in which they are
    anchored anew, else the kept one that most of them fit.

    Returns:
        The text, None where none is known; the annotations ordered by start, end, id.
    """
    texts = [*([] if article is None else [article.text]), *kept]
    attached = [one for one in stored.annotations if one.anchor != DETACHED]
    best, most = None, -1
    for text in texts:
        count = sum(_is_at_its_place(one, text) for one in attached)
        if count == len(attached):
            return text, stored.annotations
        if count > most:
            best, most = text, count
    if article is not None:
        from reader.annotations.anchored_records import AnchoredRecords

        records = AnchoredRecords(article, stored.annotations, stored.decisions, kept=lambda: kept, is_patient=False)
        found = [*records.annotations, *records.detached]
        return article.text, sorted(found, key=lambda one: (one.start, one.end, one.id))
    if best is None:
        return None, stored.annotations
    return best, [
        one if one.anchor == DETACHED or _is_at_its_place(one, best) else replace(one, anchor=DETACHED)
        for one in stored.annotations
    ]


def _is_at_its_place(one: Annotation, text: str) -> bool:
    return text[one.start : one.end] == one.quote


def _facts(document: Document, article: Article | None) -> Facts:
    is_address = document.path.startswith(("http://", "https://"))
    address = document.path if is_address else ""
    if article is None:
        return Facts(address=address)
    return Facts(
        article.authors,
        article.published or "",
        article.updated or "",
        article.language or "",
        article.page.facts.url or address,
    )
