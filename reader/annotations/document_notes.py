"""Notes of whole documents: what a person remarks on none of its passages. Each annotator has one, as a decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.model.annotation import Decision

if TYPE_CHECKING:
    from reader.annotations.document_records import DocumentRecords
    from reader.model.annotation import Change

#: The kind of the decision.
DOCUMENT_NOTE = "document_note"


def note_in(decision: Decision) -> str:
    """The text of a note; empty for a decision of another kind, or one that cannot be read."""
    text = decision.data.get("text") if decision.kind == DOCUMENT_NOTE else None
    return text if isinstance(text, str) else ""


def document_notes(decisions: Iterable[Decision]) -> dict[str, str]:
    """The notes of a document by annotator, in order of the names; of several of one person the latest."""
    latest = {one.annotator: text for one in sorted(decisions, key=lambda one: one.id) if (text := note_in(one))}
    return dict(sorted(latest.items()))


def noted(records: DocumentRecords, text: str, annotator: str) -> tuple[Change, ...]:
    """What changes as an annotator's note of the document becomes a text; an empty one takes the note away."""
    own = [one for one in records.decisions(DOCUMENT_NOTE) if one.annotator == annotator]
    if not text:
        return tuple(change for one in own for change in records.delete_decision(one))
    if not own:
        return records.decide(DOCUMENT_NOTE, {"text": text}, annotator)
    *earlier, last = own
    gone = [change for one in earlier for change in records.delete_decision(one)]
    return (*gone, *records.redecide(last, {**last.data, "text": text}, annotator))
