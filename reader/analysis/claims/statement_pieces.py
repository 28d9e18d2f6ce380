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


#: A piece that begins so has its subject in the piece before.
_WITHOUT_SUBJECT = re.compile(
    r"(?:would|will|is|was|are|were|has|had|have|can|could|may|might|must|should|does|did|do|to)\b", re.IGNORECASE
)
#: A quotation at the beginning, and the verb of saying behind it: what follows tells of the speaker.
_LED_OUT = re.compile(
    r"[\"“][^\"“”]{12,}[,?!][\"”](?=\s+(?:\w+\s+){0,6}?(?:said|says|told|tells|adds|added|asked|promised)\b)"
)


def statement_pieces(text: str, start: int, end: int) -> list[Span]:
    """The pieces of the sentence ``text[start:end]``, in order; each has three words or more, but for a single one."""
    if match := _LED_OUT.match(text, _behind_time(text, start), end):
        end = match.end()
    whole = clauses(text, start, end)
    cuts = sorted(
        {one.start for one in whole} | {match.end() for match in _CUT.finditer(text, start, end)} | {start, end}
    )
    pieces: list[Span] = []
    for low, high in pairwise(cuts):
        if pieces and (_is_short(text, low, high) or _is_short(text, *pieces[-1]) or _WITHOUT_SUBJECT.match(text, low)):
            pieces[-1] = Span(pieces[-1].start, high)
        else:
            pieces.append(Span(low, high))
    if len(pieces) > _MOST:
        pieces = whole
    return [_trimmed(text, *one) for one in pieces]


def _behind_time(text: str, start: int) -> int:
    """Where an entry of a live report begins behind its clock time."""
    match = re.compile(r"\d{1,2}[.:]\d\d\s+").match(text, start)
    return match.end() if match else start


def _is_short(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) < _FEWEST_WORDS


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return Span(start, end)
