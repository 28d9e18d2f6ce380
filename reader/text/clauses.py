"""Splits a sentence into clauses that an annotator may want to tag separately, at simple, predictable places.

Cuts are made at ``;`` ``:`` and dashes, long brackets, conjunctions, and between a quotation and its verb of saying. A
clause has at least three words; the words around a quotation may be fewer. Marks between clauses belong to none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from reader.model.spans import Span

_LEAST_WORDS = 3
_LEAST_WORDS_IN_BRACKETS = 5  # "(3 billion euros)" belongs to its clause
#: Cut before these everywhere ...
_STRONG = (
    "because(?! of)|whereas|although|even though|even if|unless|so that|and that|but|while|"
    "weil|obwohl|sondern|während|parce qu[e’']|tandis que|alors que|bien que|porque|aunque|mientras que|perché|anche se"
)
#: ... and before these after a comma.
_WEAK = (
    r"though|since(?! \d)|which|who|whose|where|when|if|yet|so|"
    r"and (?=(?:he|she|it|they|we|you|I|this|these|those|there|then|has|have|had|is|are|was|were|will|would)\b)|"
    r"und|aber|doch|denn|dass|da|wenn|mais|qui|pero|sino|ma|però"
)
#: "Although the talks resumed, nothing changed." is cut at its first comma.
_OPENING = re.compile(
    r"\W{0,3}(?:although|though|while|because|whereas|unless|when|if|even though|even if)\b", re.IGNORECASE
)
_CUT = re.compile(
    r"(?P<mark>[;:](?=\s)|(?<=\s)[–-](?=\s)|—)"
    r"|(?P<bracket>(?<=\s)\([^()]{1,400}\))"
    r"|(?P<quoted>[,?!][\"”’»](?=\s))"
    r"|(?P<comma>,(?=\s))"
    rf"|(?<=\s)(?P<strong>(?:{_STRONG})\b)"
)
_BEHIND_COMMA = re.compile(rf"\s+(?:{_STRONG}|{_WEAK})\b")
_NOT_BEFORE = re.compile(r"\b(?:all|nothing|anything|none|everything|cannot|no one|a|worth)\s+$", re.IGNORECASE)
_SPEECH = (
    r"(?:said|says|told|tells|asked|asks|added|adds|wrote|writes|noted|notes|argued|argues|warned|warns|replied|"
    r"explained|insisted|claimed|declared|recalled|according|sagte|erklärte|dit|déclaré|dijo|ha detto)\b"
)
_SAYS_AFTER = re.compile(rf"\s+(?:[^\s\"“”]+\s+){{0,5}}?{_SPEECH}")
_SAYS_BEFORE = re.compile(rf"\b{_SPEECH}(?:\s+\S+){{0,4}}$")
_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
_EDGES = " \t\n\r\f\v\u00a0\u202f,;:—–-"


def clauses(text: str, start: int, end: int) -> list[Span]:
    """The clauses of one sentence.

    Args:
        text: the text that holds the sentence.
        start: first code point of the sentence.
        end: one past its last.

    Returns:
        Spans into ``text``, ordered, disjoint, inside the sentence; together they hold every word. White space, commas,
        semicolons, colons and dashes at their edges are left out, brackets and quotes are not. A sentence without a cut
        is one clause, unchanged.
    """
    words = [match.start() for match in _WORD.finditer(text, start, end)]

    def count(first: int, last: int) -> int:
        return bisect_left(words, last) - bisect_left(words, first)

    kept = [(start, "firm")]
    for cut, kind in [*_cuts(text, start, end, words), (end, "firm")]:
        last, last_kind = kept[-1]
        if kind == "close" and last_kind != "open":
            continue  # a bracket that did not open a clause does not close one
        length = count(last, cut)
        if length < _LEAST_WORDS and last_kind != "firm" and (kind == "firm" or kind == last_kind == "dash"):
            kept.pop()  # a clause that is too short, or an aside between dashes: remove the cut
            length = count(kept[-1][0], cut) if kind == "firm" else 0
        if cut == end or length >= _LEAST_WORDS or (kind == "firm" and length):
            kept.append((cut, kind))
    if len(kept) <= 2:
        return [Span(start, end)]
    return [_stripped(text, first, last) for (first, _), (last, _) in pairwise(kept)]


def _cuts(text: str, start: int, end: int, words: list[int]) -> Iterator[tuple[int, str]]:
    """The offsets to cut at, in order, each with its kind.

    Kinds: ``firm`` (next to a verb of saying), ``open`` and ``close`` (brackets), ``dash``, or empty.
    """
    opening = _OPENING.match(text, start, end) is not None
    for match in _CUT.finditer(text, start, end):
        kind, at, after = match.lastgroup, match.start(), match.end()
        if after >= end or not words or at <= words[0] or after > words[-1]:
            continue
        if kind == "bracket":
            if bisect_left(words, after) - bisect_left(words, at) >= _LEAST_WORDS_IN_BRACKETS:
                yield at, "open"
                yield after, "close"
        elif kind == "quoted":
            if _SAYS_AFTER.match(text, after, end):
                yield after, "firm"
        elif kind == "strong":
            if not _NOT_BEFORE.search(text, max(start, at - 12), at):
                yield at, ""
        elif text[after : after + 2].strip()[:1] in ("“", '"', "„", "«", "‘") and text[at] in ",:":
            if _SAYS_BEFORE.search(text, max(start, at - 60), at):
                yield after, "firm"
        elif kind == "mark":
            yield after, "" if text[at] in ";:" else "dash"
        elif opening or _BEHIND_COMMA.match(text, after, end):
            opening = False
            yield after, ""


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
