"""What a person can do with claims of several documents: see what is like one, and say how two go together.

What is said is a link between two tags, so it is undone, merged and hidden in a blind project as links are. Of passages
on one thing the article of the later day brings the other up to date, whichever was asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.analysis.claims.claim_clusters import DECISIONS, UPDATES
from reader.analysis.claims.claim_corpus import Candidate, Claim, ClaimCorpus, ClaimDocument, TaggedPassage
from reader.analysis.claims.dates_spoken_of import article_day
from reader.model.annotation import DETACHED, Change
from reader.model.spans import Span
from reader.workspace.edits import EditError, check_tag, present

if TYPE_CHECKING:
    from reader.model.annotation import Annotation, Link
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class SessionClaims:
    """The claims of a session, for the thread that owns it.

    Args:
        session: whose documents and tags they are. All its documents are read when candidates are asked for first.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._corpus = ClaimCorpus(())
        self._opened: dict[str, OpenDocument] = {}
        self._state: object = None

    def candidates(self, document: OpenDocument, annotation: Annotation, count: int = 5) -> list[Candidate]:
        """The passages of other documents most like a tagged one, best first; none that something was said of already.

        Raises:
            EditError: the annotation is gone.
            SourceError: a document of the session cannot be read.
        """
        asked = present(document, annotation)
        self._bring_in_step()
        source = next(one for one in self._corpus.documents if self._opened[one.name] is document)
        said = self._said_of(asked.id)
        found = self._corpus.candidates(Claim(source, asked.start, asked.end), count + len(said))
        return [one for one in found if one.tag is None or one.tag.annotation not in said][:count]

    def decide(self, document: OpenDocument, annotation: Annotation, candidate: Candidate, relation: str) -> Link:
        """Keep how a tagged passage and a candidate go together, as one step; a sentence is tagged with the same label.

        Args:
            document: that holds the annotation.
            annotation: the tagged passage.
            candidate: one of its ``candidates``.
            relation: one of ``DECISIONS``.

        Raises:
            EditError: there is no such relation or passage, or a document can only be read.
        """
        if relation not in DECISIONS:
            raise EditError(f"there is no relation {relation!r}, only {', '.join(DECISIONS)}")
        asked = present(document, annotation)
        other = self._opened[candidate.document.name]
        parts: dict[str, tuple[OpenDocument, list[Change]]] = {
            one.document.path: (one, []) for one in (document, other)
        }
        target = self._tag_of(other, candidate, asked.label, parts[other.document.path][1])
        source, held, ends = asked, document, (asked, target)
        if relation == UPDATES and (_day(document) or _day(other)) and _day(document) < _day(other):
            source, held, ends = target, other, (target, asked)
        for one in (document, other):  # what was said before, the other way round
            back = [link for link in one.records.links() if (link.target, link.source) == (ends[0].id, ends[1].id)]
            parts[one.document.path][1].extend(Change(link, None) for link in back if link.kind in DECISIONS)
        parts[held.document.path][1].extend(held.records.link(source, ends[1], relation, self._session.annotator))
        self._session.edits.do(f"{asked.label}: {relation}", [(one, tuple(changes)) for one, changes in parts.values()])
        return next(one for one in held.records.links() if (one.source, one.target) == (source.id, ends[1].id))

    def _tag_of(self, document: OpenDocument, candidate: Candidate, label: str, changes: list[Change]) -> Annotation:
        """The tag of a candidate, which is made if there is none."""
        if candidate.tag is not None and (known := document.records.get(candidate.tag.annotation)) is not None:
            return known
        annotator, place = self._session.annotator, Span(candidate.start, candidate.end)
        if same := document.records.same(label, *place, annotator):
            return same[0]
        check_tag(document, self._session.settings.now, label, place)
        (change,) = document.records.tag(label, *place, annotator)
        changes.append(change)
        return change.record  # type: ignore[return-value]

    def _said_of(self, identity: str) -> set[str]:
        found = set()
        for one in self._opened.values():
            for link in one.records.links_with(identity):
                if link.kind in DECISIONS:
                    found.add(link.target if link.source == identity else link.source)
        return found

    def _bring_in_step(self) -> None:
        """Read what is new, and index all where tags or documents changed."""
        opened = [self._session.read(entry) for entry in self._session.documents]
        state = [(id(one.article), [(tag.id, tag.start, tag.end) for tag in one.records.annotations]) for one in opened]
        if state == self._state:
            return
        self._state = state
        self._opened = {one.document.path: one for one in opened}
        self._corpus = ClaimCorpus([_claim_document(path, one) for path, one in self._opened.items()])


def _day(document: OpenDocument) -> str:
    return document.article.published or ""


def _claim_document(path: str, opened: OpenDocument) -> ClaimDocument:
    article = opened.article
    tags = [
        TaggedPassage(one.start, one.end, one.id, one.label, one.attributed_to)
        for one in opened.records.annotations
        if one.anchor != DETACHED and one.start < one.end
    ]
    return ClaimDocument(path, article.text, article.blocks, article_day(article.published), article.language, tags)
