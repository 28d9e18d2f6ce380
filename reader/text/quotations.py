"""Which passages of a text are direct quotations, by their marks, and who is named as the one who speaks.

Marks are matched within a paragraph; a quotation goes on over paragraphs that open with its mark again before one
closes it. Who speaks is read from the words beside the quotation (:mod:`reader.text.speakers`), never guessed.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from reader.model.spans import Span
from reader.text.speakers import Speakers

_MARK = re.compile("[\"“”„‟«»‹›‘’‚'「」『』]")
#: What closes a quotation that this mark opens, in one usage or another.
_CLOSERS = {
    '"': '"', "“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’", "‚": "‘’", "'": "'",
    "”": "”", "「": "」", "『": "』",
}  # fmt: skip
#: Apostrophes as well: they close a quotation only where no word goes on behind them.
_APOSTROPHES = "'’"
#: Marks that open only where a word begins, since they close elsewhere.
_TWO_FACED = "\"'”»›’"
_BEFORE_OPENING = "([{—–-/\u200b" + "".join(_CLOSERS)
#: More marks that wait to be closed are no quotations in quotations but noise.
_DEEPEST = 6
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_start = attrgetter("start")
_end = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A direct quotation ``text[start:end]``, its marks included; code points, zero-based, half-open.

    Attributes:
        start, end: into the text; may hold several paragraphs.
        speaker_start, speaker_end: where the one who speaks is named, both None where nobody is. Behind a pronoun
            ("she said") it is the name that the pronoun stands for, where the paragraphs before give one.
        speaker: ``text[speaker_start:speaker_end]``, empty where nobody is named.
        depth: 0; for a quotation inside another one 1, and so on.
        goes_on: nothing beside it says who speaks; it is taken for more of what the speaker has just said.
    """

    start: int
    end: int
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker: str = ""
    depth: int = 0
    goes_on: bool = False


class _Opened(NamedTuple):
    """A mark that waits for the one that closes it."""

    mark: str
    start: int


@dataclass(slots=True)
class _Level:
    """What holds quotations, the text or one of them: how far it was read, where it ends, who spoke in it last."""

    here: int
    end: int
    said: Span | None = None


def quotations(text: str, sentences: Sequence[Span] = (), language: str | None = None) -> tuple[Quotation, ...]:
    """The direct quotations of a text.

    Args:
        text: of an article: paragraphs with a blank line between them.
        sentences: of the text, ordered, disjoint; they bound where the words beside a quotation are looked for. Where
            none are given the paragraphs do.
        language: two-letter code, for the verbs of saying; all that are known where None.

    Returns:
        Ordered by start, the outer before the inner; two either do not overlap or one holds the other. Passages
        without a letter or digit are left out.
    """
    marked = sorted(one for one in _marked(text) if any(map(str.isalnum, text[one.start : one.end])))
    if not marked:
        return ()
    return tuple(_attributed(text, marked, sentences, Speakers(text, sentences, language)))


def _marked(text: str) -> Iterator[Span]:
    """The passages between marks, in the order in which they close."""
    pending: list[_Opened] = []
    for paragraph in _paragraphs(text):
        carried, pending = pending, []
        if carried and not text.startswith(carried[0].mark, paragraph.start):
            carried = []  # was never closed: a mark alone is no quotation
        opened = carried[:1]
        for found in _MARK.finditer(text, paragraph.start + len(opened), paragraph.end):
            mark, at = found[0], found.start()
            closes = _closed_by(opened, text, mark, at)
            if closes >= 0:
                yield Span(opened[closes].start, at + 1)
                del opened[closes:]
            elif len(opened) < _DEEPEST and mark in _CLOSERS and _may_open(text, mark, at):
                opened.append(_Opened(mark, at))
        pending = opened


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        if gap.start() > start:
            yield Span(start, gap.start())
        start = gap.end()
    if start < len(text):
        yield Span(start, len(text))


def _closed_by(opened: list[_Opened], text: str, mark: str, at: int) -> int:
    """The index of the open quotation that a mark closes, the innermost first; -1 where it closes none."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in _APOSTROPHES and after.isalnum():
        return -1
    for index in range(len(opened) - 1, -1, -1):
        first = opened[index]
        if mark not in _CLOSERS[first.mark] or at == first.start + 1:
            continue
        if first.mark == mark and before.isspace() and after and not after.isspace():
            return -1  # it opens: a straight mark between a space and a word
        if mark in _APOSTROPHES and before in "sxz" and _closes_later(text, first.mark, at):
            continue  # "the ministers' room"
        return index
    return -1


def _closes_later(text: str, opening: str, at: int) -> bool:
    """Whether a mark that could close the same quotation as well follows soon, behind a stop."""
    end = text.find("\n\n", at, at + 400)
    behind = text[at + 1 : end if end >= 0 else at + 400]
    return any(stop + closer in behind for closer in _CLOSERS[opening] for stop in ".,?!")


def _may_open(text: str, mark: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    if mark in "«»‹›" and after in "\u00a0\u202f ":  # « ainsi »
        after = text[at + 2 : at + 3]
    if not after or after.isspace():
        return False
    if mark not in _TWO_FACED and mark != "‘":
        return True
    if mark in "'‘" and after.isdigit():
        return False  # "the '90s"
    before = text[at - 1 : at] if at else ""
    return not before or before.isspace() or before in _BEFORE_OPENING


def _attributed(
    text: str, marked: Sequence[Span], sentences: Sequence[Span], speakers: Speakers
) -> Iterator[Quotation]:
    """Each quotation with its speaker, who stands beside it, or has just spoken."""
    starts = [one.start for one in marked]
    paragraphs = list(_paragraphs(text))
    levels = [_Level(0, len(text))]
    for one in marked:
        while levels[-1].end < one.end:
            levels.pop()
        level = levels[-1]
        low = max(level.here, paragraphs[bisect_right(paragraphs, one.start, key=_start) - 1].start)
        high = min(level.end, paragraphs[bisect_left(paragraphs, one.end, key=_end)].end)
        following = bisect_left(starts, one.end)
        if following < len(starts):
            high = min(high, starts[following])
        left = max(low, _sentence_start(sentences, one.start))
        right = min(high, _sentence_end(sentences, one.end))
        depth = len(levels) - 1
        found = speakers.beside(one, left, right, high, is_inner=depth > 0)
        goes_on = found is None
        if found is None and level.said is not None and low == level.here:
            found = level.said if _goes_on(sentences, low, one.start) else None
        level.here, level.said = one.end, found
        levels.append(_Level(one.start + 1, one.end - 1))
        if found is None:
            yield Quotation(one.start, one.end, depth=depth)
        else:
            yield Quotation(one.start, one.end, found.start, found.end, text[found.start : found.end], depth, goes_on)


def _sentence_start(sentences: Sequence[Span], offset: int) -> int:
    index = bisect_right(sentences, offset, key=_end)
    return sentences[index].start if index < len(sentences) and sentences[index].start <= offset else 0


def _sentence_end(sentences: Sequence[Span], offset: int) -> int:
    """The end of the sentence that holds the last mark."""
    index = bisect_left(sentences, offset, key=_end)
    return sentences[index].end if index < len(sentences) else sys.maxsize


def _goes_on(sentences: Sequence[Span], end: int, start: int) -> bool:
    """Whether the words that say who speaks are all that stands between two quotations: one sentence's end at most."""
    return bisect_right(sentences, start, key=_end) - bisect_left(sentences, end, key=_end) <= 1
