"""Finds direct quotations by their marks, and the speaker that the text names for each.

Marks are matched within a paragraph. A quotation continues over paragraphs that repeat its opening mark, until one
closes it. The speaker is read from the words next to the quotation (:mod:`reader.text.quotation_attribution`), never
guessed.
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
from reader.text.quotation_attribution import Speakers

_MARK = re.compile("[\"“”„‟«»‹›‘’‚'「」『』]")
#: The closing marks for each opening mark, over all usages.
_CLOSERS = {
    '"': '"', "“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’", "‚": "‘’", "'": "'",
    "”": "”", "「": "」", "『": "』",
}  # fmt: skip
#: These are also apostrophes: they close a quotation only if no word continues after them.
_APOSTROPHES = "'’"
#: Marks that open a quotation only before a word, since elsewhere they close one.
_TWO_FACED = "\"'”»›’"
#: Words that lost their first letters, before which many programs set the wrong mark.
_CLIPPED = re.compile(r"(?:em|tis|twas|til|till|cause|cos|round|n)\b", re.IGNORECASE)
_BEFORE_OPENING = "([{—–-/\u200b" + "".join(_CLOSERS)
#: The deepest nesting; more open marks are noise.
_DEEPEST = 6
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_OTHER = "\"“”„‟«»‹›‘‚'「」『』\\n"
#: One line in which each mark has its other one beyond doubt, as in nearly all passages.
_PAIRED = re.compile(
    rf'[^{_OTHER}]*+(?:(?:“[^{_OTHER}’\s][^{_OTHER}]*+”|(?<!\S)"[^{_OTHER}’\s][^{_OTHER}]*+(?<!\s)")[^{_OTHER}]*+)*'
)
_start = attrgetter("start")
_end = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A direct quotation ``text[start:end]`` with its marks; code points, zero-based, half-open.

    Attributes:
        start, end: into the text; it may span several paragraphs.
        speaker_start, speaker_end: the span that names the speaker, both None if nobody is named. For a pronoun ("she
            said") it is the name before it that the pronoun refers to, if there is one.
        speaker: ``text[speaker_start:speaker_end]``, empty if nobody is named.
        depth: 0; 1 for a quotation inside another one, and so on.
        goes_on: nothing beside it names a speaker, so the previous speaker is assumed to go on.
    """

    start: int
    end: int
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker: str = ""
    depth: int = 0
    goes_on: bool = False


class _Opened(NamedTuple):
    """An opening mark that is not closed yet."""

    mark: str
    start: int


@dataclass(slots=True)
class _Level:
    """The text, or a quotation that holds others: how far it was read, its end, and its last speaker."""

    done: int
    end: int
    speaker: Span | None = None


def quotations(text: str, sentences: Sequence[Span] = (), language: str | None = None) -> tuple[Quotation, ...]:
    """The direct quotations of a text.

    Args:
        text: of an article, with a blank line between paragraphs.
        sentences: of the text, ordered, disjoint; the words beside a quotation are searched within them. If there are
            none, paragraphs serve.
        language: two-letter code, for the verbs of saying; None for all known languages.

    Returns:
        Ordered by start, outer before inner; two quotations are either disjoint or nested. Passages without a letter or
        digit are left out.
    """
    marked = sorted(one for one in _marked(text) if any(map(str.isalnum, text[one.start : one.end])))
    if not marked:
        return ()
    return tuple(_attributed(text, marked, sentences, Speakers(text, sentences, language)))


def unpaired_marks(text: str) -> list[int]:
    """The marks of a passage that open or close a quotation whose other mark is not in it; offsets, in order.

    Single marks that may be apostrophes are left out, and so are inches: marks that close nothing behind a digit.
    """
    if _PAIRED.fullmatch(text):
        return []
    unpaired: list[int] = []
    for _ in _marked(text, unpaired):
        pass
    return sorted(at for at in unpaired if not _may_be_an_apostrophe(text, at))


def _may_be_an_apostrophe(text: str, at: int) -> bool:
    if text[at] in "‘'":
        return not _may_open(text, text[at], at) or _CLIPPED.match(text, at + 1) is not None
    return text[at] in "’‚" or (text[at] == '"' and text[at - 1 : at].isdigit())


def _marked(text: str, unpaired: list[int] | None = None) -> Iterator[Span]:
    """The passages between marks, in the order of their closing marks; ``unpaired`` gets the other marks."""
    left: list[int] = []
    pending: list[_Opened] = []
    for paragraph in _paragraphs(text):
        carried, pending = pending, []
        if carried and not text.startswith(carried[0].mark, paragraph.start):
            left += [one.start for one in carried]
            carried = []  # never closed: a single mark is not a quotation
        left += [one.start for one in carried[1:]]
        opened = carried[:1]
        for match in _MARK.finditer(text, paragraph.start + len(opened), paragraph.end):
            mark, at = match[0], match.start()
            closes = _closed_by(opened, text, mark, at)
            if closes >= 0:
                yield Span(opened[closes].start, at + 1)
                left += [one.start for one in opened[closes + 1 :]]
                del opened[closes:]
            elif len(opened) < _DEEPEST and mark in _CLOSERS and _may_open(text, mark, at):
                opened.append(_Opened(mark, at))
            else:
                left.append(at)
        pending = opened
    if unpaired is not None:
        unpaired += [*left, *(one.start for one in pending)]


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        if gap.start() > start:
            yield Span(start, gap.start())
        start = gap.end()
    if start < len(text):
        yield Span(start, len(text))


def _closed_by(opened: list[_Opened], text: str, mark: str, at: int) -> int:
    """The index of the open quotation that a mark closes, innermost first; -1 if it closes none."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in _APOSTROPHES and after.isalnum():
        return -1
    for index in range(len(opened) - 1, -1, -1):
        first = opened[index]
        if mark not in _CLOSERS[first.mark] or at == first.start + 1:
            continue
        if first.mark == mark and before.isspace() and after and not after.isspace():
            return -1  # a straight mark between a space and a word opens
        if mark in _APOSTROPHES and before in "sxz" and _closes_later(text, first.mark, at):
            continue  # "the ministers' room"
        return index
    return -1


def _closes_later(text: str, opening: str, at: int) -> bool:
    """Whether a mark that could close the same quotation follows soon, after a stop."""
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
    """Each quotation with its speaker: named beside it, or the previous one going on."""
    starts = [one.start for one in marked]
    paragraphs = list(_paragraphs(text))
    levels = [_Level(0, len(text))]
    for passage in marked:
        while levels[-1].end < passage.end:
            levels.pop()
        level = levels[-1]
        low = max(level.done, paragraphs[bisect_right(paragraphs, passage.start, key=_start) - 1].start)
        high = min(level.end, paragraphs[bisect_left(paragraphs, passage.end, key=_end)].end)
        following = bisect_left(starts, passage.end)
        if following < len(starts):
            high = min(high, starts[following])
        left = max(low, _sentence_start(sentences, passage.start))
        right = min(high, _sentence_end(sentences, passage.end))
        depth = len(levels) - 1
        speaker = speakers.beside(passage, left, right, high, is_inner=depth > 0)
        goes_on = speaker is None
        if speaker is None and level.speaker is not None and low == level.done:
            speaker = level.speaker if _goes_on(sentences, low, passage.start) else None
        level.done, level.speaker = passage.end, speaker
        levels.append(_Level(passage.start + 1, passage.end - 1))
        if speaker is None:
            yield Quotation(passage.start, passage.end, depth=depth)
        else:
            yield Quotation(*passage, *speaker, text[slice(*speaker)], depth, goes_on)


def _sentence_start(sentences: Sequence[Span], offset: int) -> int:
    index = bisect_right(sentences, offset, key=_end)
    return sentences[index].start if index < len(sentences) and sentences[index].start <= offset else 0


def _sentence_end(sentences: Sequence[Span], offset: int) -> int:
    """The end of the sentence that holds the last mark."""
    index = bisect_left(sentences, offset, key=_end)
    return sentences[index].end if index < len(sentences) else sys.maxsize


def _goes_on(sentences: Sequence[Span], end: int, start: int) -> bool:
    """Whether the text between two quotations is at most one sentence, so that the speaker goes on."""
    return bisect_right(sentences, start, key=_end) - bisect_left(sentences, end, key=_end) <= 1
