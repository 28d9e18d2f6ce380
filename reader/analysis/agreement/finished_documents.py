"""Which annotators have finished a document: the one place that says what counts as finished for agreement."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model.annotation import Decision
from reader.store.document_summaries import FINISHED


def finished_by(decisions: Iterable[Decision]) -> frozenset[str]:
    """The names of the annotators who said of a document that they have finished it, from all decisions about it."""
    return frozenset(one.annotator for one in decisions if one.kind == FINISHED)
