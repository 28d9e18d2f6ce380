"""What a person's own tags in a store say about sentences: what a suggester learns from.

A tag labels each sentence that it covers by half or more. Sentences without one count as "no label" only in documents
that the person has finished, and where they dismissed a suggestion: one that was merely scrolled past says nothing.
Nobody else's tags are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.dismissed_suggestions import DISMISSED, dismissed_by
from reader.annotations.handing_in import FINISHED, has_finished
from reader.exchange.document_text import article_of
from reader.exchange.outgoing.exported_documents import fitting
from reader.model.annotation_origin import is_manual
from reader.model.article import Block
from reader.model.document import Stored
from reader.store.store_protocol import StoreError
from reader.suggestions.suggested_passages import answers_in, body_sentences
from reader.suggestions.suggester import Answer

if TYPE_CHECKING:
    from reader.model.annotation import Annotation, Decision
    from reader.model.article import Article
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store


#: The suggestions of a label that decide whether it is muted.
_LATEST = 20


class AnsweredSuggestion(NamedTuple):
    """One suggestion that a person answered: when (ISO 8601), with which label, and whether they took it so."""

    at: str
    label: str
    is_taken: bool


class DocumentAnswers(NamedTuple):
    """What one document says.

    Attributes:
        key: of the document in the store.
        path: as it was opened; unsafe to show.
        sha256: of its bytes, in hexadecimal.
        first: when the person tagged something in it first, ISO 8601; when they finished it, where they tagged nothing.
        language: two-letter code.
        answers: in the order of the text.
        answered: the suggestions that they answered, in any order.
    """

    key: str
    path: str
    sha256: str
    first: str
    language: str
    answers: Sequence[Answer]
    answered: Sequence[AnsweredSuggestion] = ()


class TagReader:
    """Reads what documents of a store say.

    Args:
        store: that they are in.
        annotator: whose tags count.
        allowed: the files that may be opened where no text of a document is kept.
        max_bytes: larger files are not.
    """

    def __init__(self, store: Store, annotator: str, allowed: AllowedFiles, max_bytes: int) -> None:
        self._store = store
        self._annotator = annotator
        self._allowed = allowed
        self._max_bytes = max_bytes

    def read(self, key: str) -> DocumentAnswers | None:
        """What a document says; None where it says nothing, or no text of it is known. Raises ``StoreError``."""
        stored = self._store.load(key)
        own = tuple(one for one in stored.annotations if one.annotator == self._annotator)
        is_finished = has_finished(stored.decisions, self._annotator)
        dismissed = dismissed_by(stored.decisions, self._annotator)
        if not own and not is_finished and not dismissed:
            return None
        text, blocks, language, placed = self._placed(Stored(stored.document, own, (), stored.decisions))
        sentences = body_sentences(text, blocks, language)
        answers = answers_in(text, sentences, placed, dismissed, is_finished=is_finished)
        if not answers:
            return None
        answered = answered_in(own, [one for one in stored.decisions if one.annotator == self._annotator])
        finished = (one.created_at for one in stored.decisions if one.kind == FINISHED)
        first = min((one.created_at for one in own), default="") or min(finished, default="")
        return DocumentAnswers(key, stored.document.path, stored.document.sha256, first, language, answers, answered)

    def _placed(self, stored: Stored) -> tuple[str, Sequence[Block], str, Sequence[Annotation]]:
        """A text that the tags fit, its blocks, its language, and the tags in it; empty where no text is known."""
        kept = self._store.earlier_texts(stored.document.key)
        article = None
        if self._allowed.holds(stored.document.source):
            article = article_of(stored, self._max_bytes)
        text, placed = fitting(stored, article, kept)
        if text is None:
            return "", (), "en", ()
        if article is not None and article.text == text:
            return text, article.blocks, article.language or "en", placed
        return text, _paragraphs(text), _language(text, article), placed


def answered_in(annotations: Iterable[Annotation], decisions: Iterable[Decision]) -> list[AnsweredSuggestion]:
    """The suggestions that a person answered, from their own annotations and decisions."""
    taken = [AnsweredSuggestion(one.created_at, one.label, is_taken=True) for one in annotations if not is_manual(one)]
    dismissed = (one for one in decisions if one.kind == DISMISSED)
    return taken + [
        AnsweredSuggestion(one.created_at, label, is_taken=False)
        for one in dismissed
        if isinstance(label := one.data.get("label"), str)
    ]


def muted_labels(answered: Iterable[AnsweredSuggestion]) -> dict[str, int]:
    """The labels of which fewer than half of the last twenty suggestions were taken, each with how many were."""
    by_label: dict[str, list[bool]] = {}
    for one in sorted(answered):
        by_label.setdefault(one.label, []).append(one.is_taken)
    latest = {label: taken[-_LATEST:] for label, taken in by_label.items() if len(taken) >= _LATEST}
    return {label: sum(taken) for label, taken in latest.items() if 2 * sum(taken) < _LATEST}


def _paragraphs(text: str) -> list[Block]:
    """The blocks of a text that is kept without them."""
    found, start = [], 0
    for part in text.split("\n\n"):
        found.append(Block("paragraph", start, start + len(part), 0, 0))
        start += len(part) + 2
    return found


def _language(text: str, article: Article | None) -> str:
    from reader.text.language import language_at_once

    return (article.language if article is not None else None) or language_at_once(text)


def own_answers(store: Store, read: Callable[[str], DocumentAnswers | None]) -> Iterator[DocumentAnswers]:
    """What each document says, those that were written to last first; those that cannot be read are left out.

    Raises:
        StoreError: the store itself cannot be read.
    """
    seen: set[str] = set()
    for key in _by_recency(store):
        if key not in seen:
            seen.add(key)
            with suppress(StoreError):
                if (found := read(key)) is not None:
                    yield found


def _by_recency(store: Store) -> Iterator[str]:
    known = set(store.keys())
    with suppress(StoreError):  # what has no history is read all the same
        for key, _ in store.recent():
            if key in known:
                yield key
    yield from sorted(known)


def in_order(documents: Sequence[DocumentAnswers]) -> list[DocumentAnswers]:
    """The documents in the order in which they were tagged first."""
    return sorted(documents, key=lambda one: (one.first, one.path, one.key))
