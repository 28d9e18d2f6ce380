"""What a person can do with suggestions: see them, take one, take it as something else, dismiss it.

Everything is learnt from at once, also tags that were made without a suggestion. What was taken says so for ever (see
``model/annotation_origin.py``); what was dismissed stays dismissed for these words and that label.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.dismissed_suggestions import DISMISSED, dismissal_data, dismissed_by
from reader.annotations.handing_in import FINISHED, has_finished
from reader.model.annotation_origin import ACCEPTED, CORRECTED, Origin
from reader.model.spans import Span
from reader.store.allowed_files import AllowedFiles
from reader.suggestions.kept_answers import learnt_from
from reader.suggestions.suggested_passages import (
    LEAST_SCORE,
    MOST_SHOWN,
    Suggestion,
    answers_in,
    body_sentences,
    suggestions,
)
from reader.suggestions.suggester_table import USUAL, new_suggester
from reader.suggestions.tag_answers import AnsweredSuggestion, TagReader, answered_in, muted_labels
from reader.workspace.edits import EditError, check_tag, present

if TYPE_CHECKING:
    from reader.model.annotation import Annotation, Change
    from reader.model.article import Article
    from reader.suggestions.suggester import Answer, Suggester
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

#: Decimal places of a score that is kept.
_PLACES = 3


class SeenDocument(NamedTuple):
    """A document as it is at one moment, for a thread that judges it.

    Attributes:
        sha256: of its bytes.
        article: as it is shown.
        annotations: of whoever looks.
        dismissed: as ``dismissed_by`` gives it.
        answered: the suggestions that they answered.
        is_finished: whether they have finished it.
        labels: the names of the labels in force.
    """

    sha256: str
    article: Article
    annotations: Sequence[Annotation]
    dismissed: frozenset[tuple[str, str]]
    answered: Sequence[AnsweredSuggestion]
    is_finished: bool
    labels: Sequence[str]


class JudgedDocument(NamedTuple):
    """What is suggested in a document.

    Attributes:
        suggestions: ordered by start.
        muted: labels that are not suggested, each with how many of its last twenty suggestions were taken.
    """

    suggestions: list[Suggestion]
    muted: Mapping[str, int]


class SessionSuggestions:
    """The suggestions of a session. The thread that owns the session calls everything; ``judged`` any thread may call.

    Args:
        session: whose documents and tags they are about.
        suggester: the name of the suggester.
    """

    def __init__(self, session: Session, suggester: str = USUAL) -> None:
        self._session = session
        self._name = suggester
        self._lock = threading.Lock()  # around all that follows
        self._is_read = False
        self._labels: Sequence[str] = ()
        self._taught: dict[str, dict[str, Sequence[Answer]]] = {}  # by language and document
        self._answered: dict[str, Sequence[AnsweredSuggestion]] = {}  # by document
        self._suggesters: dict[str, Suggester] = {}
        self._sentences: dict[str, tuple[str, list[Span]]] = {}

    # --- seeing

    def of(self, document: OpenDocument, least: float = LEAST_SCORE, most: int | None = MOST_SHOWN) -> list[Suggestion]:
        """The passages of a document that may deserve a label, ordered by start; none of those that one has tagged.

        Reads the store the first time, which may take a second, and takes in what changed in the document since.

        Args:
            document: any.
            least: the least probability.
            most: how many at most, the likeliest; None for all.

        Raises:
            EditError: the project locks suggestions off.
            StoreError: the store cannot be read.
            SuggesterError: the suggester cannot be used.
        """
        return self.judged(self.seen(document), least, most).suggestions

    def seen(self, document: OpenDocument) -> SeenDocument:
        """A document as it is now, to be judged."""
        records, annotator = document.records, self._session.annotator
        own = [one for one in document.records.annotations if one.annotator == annotator]
        decisions = [one for one in records.decisions(DISMISSED) if one.annotator == annotator]
        return SeenDocument(
            document.sha256,
            document.article,
            own,
            dismissed_by(decisions, annotator),
            answered_in(own, decisions),
            has_finished(records.decisions(FINISHED), annotator),
            [one.name for one in self._session.settings.now.labels if not one.is_retired],
        )

    def judged(self, seen: SeenDocument, least: float = LEAST_SCORE, most: int | None = MOST_SHOWN) -> JudgedDocument:
        """What is suggested in a document; else as ``of``. A label that is seldom taken is muted."""
        if not self._session.store.team().project.allows_suggestions:
            raise EditError("this project works without suggestions (project.toml says suggestions = false)")
        with self._lock:
            suggester = self._learnt(seen)
            muted = muted_labels(one for answered in self._answered.values() for one in answered)
            text, sentences = seen.article.text, self._body(seen)
            found = suggestions(text, sentences, suggester, seen.annotations, seen.dismissed, least)
        heard = [one for one in found if one.label not in muted]
        likeliest = sorted(heard, key=lambda one: (-one.score, one.start))[:most]
        return JudgedDocument(sorted(likeliest), muted)

    # --- answering

    def taking(
        self,
        document: OpenDocument,
        suggestion: Suggestion,
        *,
        label: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> tuple[Change, ...]:
        """The changes that tag a passage that was suggested; with another label or other ends that corrects it.

        Raises:
            EditError: there is no such passage or label, or it is tagged so already.
        """
        annotator, chosen = self._session.annotator, label or suggestion.label
        place = Span(suggestion.start if start is None else start, suggestion.end if end is None else end)
        check_tag(document, self._session.settings.now, chosen, place)
        if document.records.same(chosen, *place, annotator):
            raise EditError(f"that passage is tagged as {chosen} already")
        is_as_suggested = (*place, chosen) == (suggestion.start, suggestion.end, suggestion.label)
        version = new_suggester(self._name, (), "").version
        origin = Origin(ACCEPTED if is_as_suggested else CORRECTED, round(suggestion.score, _PLACES), version)
        refused = self.dismissing(document, suggestion) if chosen != suggestion.label else ()
        return (*document.records.tag(chosen, *place, annotator, origin), *refused)

    def dismissing(self, document: OpenDocument, suggestion: Suggestion) -> tuple[Change, ...]:
        """The changes by which a passage is not suggested with that label any more, wherever its words stand here."""
        words = document.article.text[suggestion.start : suggestion.end]
        return document.records.decide(DISMISSED, dismissal_data(suggestion.label, words), self._session.annotator)

    def take(
        self,
        document: OpenDocument,
        suggestion: Suggestion,
        *,
        label: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> Annotation:
        """Tag a passage that was suggested; else as ``taking``.

        Raises:
            EditError: as ``taking``, or the document can only be read.
        """
        changes = self.taking(document, suggestion, label=label, start=start, end=end)
        self._session.edits.do(label or suggestion.label, [(document, changes)])
        return present(document, changes[0].record)

    def dismiss(self, document: OpenDocument, suggestion: Suggestion) -> None:
        """Have a passage not suggested with that label any more; raises ``EditError``, as where it can only be read."""
        changes = self.dismissing(document, suggestion)
        self._session.edits.do(f"suggested {suggestion.label} dismissed", [(document, changes)])

    # --- learning

    def _learnt(self, seen: SeenDocument) -> Suggester:
        """The suggester of the document's language, which has taken in all that is known now."""
        if not self._is_read:
            self._read_store()
        if self._labels != seen.labels:
            self._labels, self._suggesters = seen.labels, {}
        language = seen.article.language or "en"
        taught = self._taught.setdefault(language, {})
        now, before = self._answers(seen), taught.get(seen.sha256, ())
        taught[seen.sha256], self._answered[seen.sha256] = now, seen.answered
        suggester, known = self._suggesters.get(language), set(before)
        if suggester is None or not known <= set(now):  # something was taken back
            suggester = self._suggesters[language] = new_suggester(self._name, seen.labels, language)
            suggester.learn_all([answer for answers in taught.values() for answer in answers])
        else:
            for answer in now:
                if answer not in known:
                    suggester.learn(answer)
        return suggester

    def _read_store(self) -> None:
        session = self._session
        limit = session.settings.now.max_file_bytes
        reader = TagReader(session.store, session.annotator, AllowedFiles(session.store.project_folder()), limit)
        for one in learnt_from(session.store, session.annotator, reader):
            self._taught.setdefault(one.language, {})[one.sha256] = one.answers
            self._answered[one.sha256] = one.answered
        self._is_read = True

    def _answers(self, seen: SeenDocument) -> list[Answer]:
        """What is known of a document's sentences, from memory: what is in the store may be older."""
        text = seen.article.text
        return answers_in(text, self._body(seen), seen.annotations, seen.dismissed, is_finished=seen.is_finished)

    def _body(self, seen: SeenDocument) -> list[Span]:
        article = seen.article
        known = self._sentences.get(seen.sha256)
        if known is None or known[0] != article.text:
            known = article.text, body_sentences(article.text, article.blocks, article.language)
            self._sentences[seen.sha256] = known
        return known[1]
