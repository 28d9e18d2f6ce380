"""Cuts a sentence into the pieces that may be statements of their own, finer than clauses."""

from __future__ import annotations

import re
from itertools import pairwise

from reader.model.spans import Span
from reader.text.clauses import clauses

#: Before these a statement may end, though no clause does.
_CUT = re.compile(
    r",\s+(?=\w)|\s(?=(?:and|but|after|because|before|when|while|since|so that|who|which|where|although)\s)"
    r"|(?<=\bsaid)\s(?=\w+\s)|(?<=\bsays)\s(?=\w+\s)|(?<=\bsaid that)\s|(?<=\bsays that)\s|[;:]\s"
)
_FEWEST_WORDS = 3
#: A sentence of more pieces is taken by its clauses.
_MOST = 8


def statement_pieces(text: str, start: int, end: int) -> list[Span]:
    """The pieces of the sentence ``text[start:end]``, in order; each has three words or more, but for a single one."""
    whole = clauses(text, start, end)
    cuts = sorted(
        {one.start for one in whole} | {match.end() for match in _CUT.finditer(text, start, end)} | {start, end}
    )
    pieces: list[Span] = []
    for low, high in pairwise(cuts):
        if pieces and (
            len(text[low:high].split()) < _FEWEST_WORDS or len(text[slice(*pieces[-1])].split()) < _FEWEST_WORDS
        ):
            pieces[-1] = Span(pieces[-1].start, high)
        else:
            pieces.append(Span(low, high))
    if len(pieces) > _MOST:
        pieces = whole
    return [_trimmed(text, *one) for one in pieces]


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return Span(start, end)
