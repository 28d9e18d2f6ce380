"""What a side of a disagreement tagged, and what was taken of it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.model.annotation import Annotation
from reader.system.safe_text import short_text

if TYPE_CHECKING:
    from reader.analysis.adjudication.answers import Answer

#: Code points of a quote, and of a note, that are shown beside a label.
_QUOTE, _NOTE = 150, 60


def described(tags: Sequence[Annotation]) -> str:
    """Some tags of one side: label, quote, speaker and note of each; empty for none."""
    parts = []
    for one in tags:
        speaker = f"  @{one.attributed_to}" if one.attributed_to else ""
        note = f"  ({short_text(one.note, _NOTE)})" if one.note else ""
        parts.append(f"{one.label}: “{short_text(one.quote, _QUOTE)}”{speaker}{note}")
    return "; ".join(parts)


def said_of(answer: Answer) -> str:
    """What was taken by an answer, and why."""
    labels = ", ".join(dict.fromkeys(one.label for one in answer.passages))
    said = f"taken: {labels}" if labels else "nothing taken"
    return f"{said} (reason: {answer.rule})" if answer.rule else said


def decision_of(decided: DecidedCase | DecidedLink) -> str:
    """What was decided before, and why."""
    if isinstance(decided, DecidedCase):
        said = f"taken: {described(decided.taken)}" if decided.taken else "nothing taken"
    else:
        said = f"link taken: {decided.kind}" if decided.kind else "no link"
    rule, note = reason_of(decided)
    said += f"  (reason: {rule})" if rule else ""
    return f"{said}  (note: {short_text(note, _NOTE)})" if note else said


def reason_of(shown: object) -> tuple[str, str]:
    """The rule that was the reason of a decision, and its note; empty where there is none, or nothing is decided."""
    if isinstance(shown, DecidedCase):
        return shown.ruling.rule, shown.ruling.note
    return (shown.rule, "") if isinstance(shown, DecidedLink) else ("", "")
