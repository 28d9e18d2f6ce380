"""Other readers on the same store: what is said of what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.annotations.saving import Saved


def said_of(saved: Saved) -> str:
    """What others did, in one line; of a conflict on one annotation, what became of both sides."""
    if saved.merged:
        return "merged with what another reader wrote at the same time; both versions are in the log"
    who = sorted({news.by for news in saved.others if news.by}) or ["somebody else"]
    changes = [change for news in saved.others for change in news.changes]
    made, gone = (sum(1 for one in changes if getattr(one, side) is None) for side in ("before", "after"))
    counts = (("tagged", made), ("deleted", gone), ("changed", len(changes) - made - gone))
    done = ", ".join(f"{verb} {count}" for verb, count in counts if count)
    return f"{' and '.join(who)} {done} here"
