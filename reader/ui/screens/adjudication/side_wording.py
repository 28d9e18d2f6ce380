"""What a side of a disagreement tagged, in words."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model.annotation import Annotation

#: Code points of a quote, and of a note, that are shown beside a label.
_QUOTE, _NOTE = 150, 60


def described(tags: Sequence[Annotation]) -> str:
    """Some tags of one side: label, quote, speaker and note of each; empty for none."""
    parts = []
    for one in tags:
        speaker = f"  @{one.attributed_to}" if one.attributed_to else ""
        note = f"  ({shortened(one.note, _NOTE)})" if one.note else ""
        parts.append(f"{one.label}: “{shortened(one.quote, _QUOTE)}”{speaker}{note}")
    return "; ".join(parts)


def shortened(text: str, most: int) -> str:
    """A text in one line, of so many code points at most."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
