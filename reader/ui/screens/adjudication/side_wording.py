"""What a side of a disagreement tagged, and what was taken of it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    """What was taken by an answer."""
    if not answer.passages:
        return "nothing taken"
    return f"taken: {', '.join(dict.fromkeys(one.label for one in answer.passages))}"
