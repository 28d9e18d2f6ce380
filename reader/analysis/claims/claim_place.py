"""Where the text of a claim stands in its article, and a document of a text that stands in none."""

from __future__ import annotations

import re

from reader.analysis.claims.claim_corpus import ClaimDocument
from reader.model.article import Block

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "\u00a0": " ", "–": "-", "—": "-"})


def place_in(text: str, claim: str) -> tuple[int, int] | None:
    """Where a claim stands in a text first; code points, half-open; None if it does not.

    White space and the form of quotation marks and dashes do not count.
    """
    claim = claim.strip()
    start = text.find(claim)
    if start >= 0:
        return start, start + len(claim)
    words = [re.escape(word) for word in claim.translate(_MARKS).split()]
    match = re.search(r"\s+".join(words), text.translate(_MARKS)) if words else None
    return match.span() if match else None


def document_of_text(claim: str, source: ClaimDocument | None = None) -> ClaimDocument:
    """A document that only holds a claim; its day and language are those of ``source``."""
    blocks = [Block("paragraph", 0, len(claim), 0, len(claim))]
    if source is None:
        return ClaimDocument("", claim, blocks)
    return ClaimDocument(source.name, claim, blocks, source.day, source.language)
