"""What a person can do with suggestions: see them, take one, take it as something else, dismiss it.

Everything is learnt from at once, also tags that were made without a suggestion. What was taken says so for ever (see
``model/annotation_origin.py``); what was dismissed stays dismissed for these words and that label.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
from reader.suggestions.tag_answers import TagReader
from reader.workspace.edits import EditError, check_tag, present

if TYPE_CHECKING:
    from reader.model.annotation import Annotation
    from reader.suggestions.suggester import Answer, Suggester
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

#: Decimal places of a score that is kept.
_PLACES = 3


class SessionSuggestions:
    """The suggestions of a session, for the thread that owns it.

    Args:
        session: whose documents and tags they are about.
        suggester: the name of the suggester.
    """

    def __init__(self, session: Session, suggester: str = USUAL) -> None:
        self._session = session
        self._name = suggester
        self._taught: dict[str, dict[str, Sequence[Answer]]] = {}  # by language and document
        self._suggesters: dict[str, Suggester] = {}
        self._sentences: dict[str, tuple[str, list[Span]]] = {}
        self._labels: list[str] = []

    @property
    def is_allowed(self) -> bool:
        """Whether the project lets anybody see suggestions; raises ``StoreError`` where its file cannot be used."""
        return self._session.store.team().project.allows_suggestions

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
        if not self.is_allowed:
            raise EditError("this project works without suggestions (project.toml says suggestions = false)")
        suggester = self._learnt(document)
        text = document.article.text
        dismissed = dismissed_by(document.records.decisions(DISMISSED), self._session.annotator)
        return suggestions(text, self._body(document), suggester, self._own(document), dismissed, least, most)

    def take(
        self,
        document: OpenDocument,
        suggestion: Suggestion,
        *,
        label: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> Annotation:
        """Tag a passage that was suggested; with another label or other ends that corrects the suggestion.

        Raises:
            EditError: there is no such passage or label, it is tagged so already, or the document can only be read.
        """
        chosen = label or suggestion.label
        place = Span(suggestion.start if start is None else start, suggestion.end if end is None else end)
        check_tag(document, self._session.settings.now, chosen, place)
        is_as_suggested = (*place, chosen) == (suggestion.start, suggestion.end, suggestion.label)
        origin = Origin(
            ACCEPTED if is_as_suggested else CORRECTED,
            round(suggestion.score, _PLACES),
            new_suggester(self._name, (), "").version,
        )
        if document.records.same(chosen, *place, self._session.annotator):
            raise EditError(f"that passage is tagged as {chosen} already")
        (change,) = document.records.tag(chosen, *place, self._session.annotator, origin)
        self._session.edits.do(chosen, [(document, (change,))])
        return present(document, change.record)

    def dismiss(self, document: OpenDocument, suggestion: Suggestion) -> None:
        """Have a passage not suggested with that label any more, wherever in the document its words stand.

        Raises:
            EditError: the document can only be read.
        """
        words = document.article.text[suggestion.start : suggestion.end]
        data = dismissal_data(suggestion.label, words)
        changes = document.records.decide(DISMISSED, data, self._session.annotator)
        self._session.edits.do(f"suggested {suggestion.label} dismissed", [(document, changes)])

    # --- learning

    def _learnt(self, document: OpenDocument) -> Suggester:
        """The suggester of the document's language, which has taken in all that is known now."""
        labels = [one.name for one in self._session.settings.now.labels if not one.is_retired]
        if labels != self._labels or not self._taught:
            self._read_store(labels)
        language = document.article.language or "en"
        taught = self._taught.setdefault(language, {})
        now = self._answers(document)
        before = taught.get(document.sha256, ())
        suggester = self._suggesters.get(language)
        if suggester is None or (now != before and not set(before) <= set(now)):
            taught[document.sha256] = now
            suggester = self._suggesters[language] = new_suggester(self._name, labels, language)
            suggester.learn_all([answer for answers in taught.values() for answer in answers])
        elif now != before:
            taught[document.sha256] = now
            known = set(before)
            for answer in now:
                if answer not in known:
                    suggester.learn(answer)
        return suggester

    def _read_store(self, labels: list[str]) -> None:
        session = self._session
        limit = session.settings.now.max_file_bytes
        reader = TagReader(session.store, session.annotator, AllowedFiles(session.store.project_folder()), limit)
        self._labels, self._suggesters = labels, {}
        self._taught = {"en": {}}
        for one in learnt_from(session.store, session.annotator, reader):
            self._taught.setdefault(one.language, {})[one.sha256] = one.answers

    def _answers(self, document: OpenDocument) -> list[Answer]:
        """What is known of the document's sentences, from memory: what is in the store may be older."""
        records, annotator = document.records, self._session.annotator
        return answers_in(
            document.article.text,
            self._body(document),
            self._own(document),
            dismissed_by(records.decisions(DISMISSED), annotator),
            is_finished=has_finished(records.decisions(FINISHED), annotator),
        )

    def _own(self, document: OpenDocument) -> list[Annotation]:
        return [one for one in document.records.annotations if one.annotator == self._session.annotator]

    def _body(self, document: OpenDocument) -> list[Span]:
        article = document.article
        known = self._sentences.get(document.sha256)
        if known is None or known[0] != article.text:
            known = article.text, body_sentences(article.text, article.blocks, article.language)
            self._sentences[document.sha256] = known
        return known[1]
