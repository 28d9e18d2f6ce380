"""Waivers: decisions in a document that a finding of the linter is none, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reader.analysis.guideline.lint_finding import Finding, Waiver
from reader.model.act import Act
from reader.model.annotation import Change, Decision, new_id, now

if TYPE_CHECKING:
    from reader.model.document import Document
    from reader.store.store_protocol import Store

#: The kind of these decisions.
WAIVED = "waived finding"
#: Code points of a quote that a waiver keeps, for people.
_QUOTE = 200
_FIELDS = ("finding", "content", "annotation", "rule", "label", "quote", "reason")


def waivers_in(document: Document, decisions: Iterable[Decision]) -> Iterator[Waiver]:
    """The waivers among the decisions of a document; one that says too little or not in text is passed over."""
    for one in decisions:
        if one.kind == WAIVED:
            values = {name: one.data.get(name, "") for name in _FIELDS}
            if all(isinstance(value, str) for value in values.values()) and values["finding"]:
                yield Waiver(
                    **values,
                    annotator=one.annotator,
                    decided_at=one.created_at,
                    document=str(document.key),
                    path=document.path,
                    id=one.id,
                )


def waive(store: Store, finding: Finding, key: str, reason: str, annotator: str) -> None:
    """Keep in the document of a finding that it is none; a finding that is waived already gets the new reason.

    Args:
        store: that it was found in.
        finding: which.
        key: of its document.
        reason: why; not blank.
        annotator: who decides.

    Raises:
        StoreError: it cannot be saved.
    """
    stored = store.load(key)
    data = {
        "finding": finding.id,
        "content": finding.content_hash,
        "annotation": finding.tag.id,
        "rule": finding.rule.id,
        "label": finding.tag.label,
        "quote": finding.tag.quote[:_QUOTE],
        "reason": reason,
    }
    moment = now()
    fresh = Decision(new_id(), WAIVED, data, annotator, moment, moment)
    earlier = (one for one in stored.decisions if finding.waiver is not None and one.id == finding.waiver.id)
    changes = [*(Change(one, None) for one in earlier), Change(None, fresh)]
    store.save(stored.document, changes, act=Act(f"waived {finding.rule.id}", annotator, new_id()))


def withdraw(store: Store, waiver: Waiver, annotator: str) -> None:
    """Take a waiver back, so that its finding counts again; raises ``StoreError``."""
    stored = store.load(waiver.document)
    changes = [Change(one, None) for one in stored.decisions if one.id == waiver.id]
    if changes:
        store.save(stored.document, changes, act=Act(f"no longer waived {waiver.rule}", annotator, new_id()))
