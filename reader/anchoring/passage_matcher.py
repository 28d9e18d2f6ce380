"""Finds passages of the old text in the new one: by the word alignment, or by similar passages elsewhere.

Pure; it works the same with a whole old text and with the pieces that annotations hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from reader.anchoring.found_place import FoundPlace
from reader.anchoring.match_confidence import BESIDE, MatchConfidence, Probe, replaced, weighed
from reader.anchoring.word_alignment import WordAlignment, runs
from reader.anchoring.word_tokens import GAP, Tokens
from reader.model.spans import Span
from reader.text.graphemes import is_boundary, snap

#: Pairs of words that occur more often than this do not help to find a place.
_COMMON = 50
#: The most places that a passage is compared with.
_MOST_PLACES = 3
#: Words of the longest passage that is searched for as a whole; longer ones are found by the alignment.
_LONGEST = 400
#: The lead in score that the best place needs; otherwise it must be by far the nearest to the expected one.
_MARGIN = 0.25
#: The largest distance, in code points, from the expected place at which no other place is considered.
_NEAR = 64
#: The same for a short passage with a torn clause, because the next line of a list may be similar.
_NEAR_TORN = 32
#: Beyond this distance, in code points, a phrase of fewer letters than ``_SLIGHT`` is never certain: ``of a`` with a
#: similar context occurs again in many texts.
_FAR, _SLIGHT = 1000, 10
#: The factor by which any other place must be farther away.
_FARTHER = 3
#: Fewer letters of a deleted passage are not searched for elsewhere.
_SHORT = 30
#: The lowest score at which a place is offered.
_OFFERED = 0.45


class PassageMatcher:
    """Finds passages in the present text; what it computes serves every search.

    Args:
        text: of the article as it is now.
    """

    def __init__(self, text: str) -> None:
        self._new = Tokens(text)

    def find(self, old: str, spans: Sequence[Span], offsets: Sequence[int] | None = None) -> list[FoundPlace | None]:
        """The place of each passage of an earlier text, in the given order; None for a passage that is gone.

        Args:
            old: the earlier text, or pieces of it with ``GAP`` between them.
            spans: passages of ``old``, none of them across a ``GAP``.
            offsets: if ``old`` is only pieces, the offset of each passage in the earlier text; None if it is the whole
                text.
        """
        tokens = Tokens(old)
        alignment = WordAlignment(tokens, self._new, is_whole=offsets is None)
        begins = offsets if offsets is not None else [span.start for span in spans]
        places: list[FoundPlace | None] = [None] * len(spans)
        shift = 0  # of the last passage found; the next one has probably moved as far
        for index in sorted(range(len(spans)), key=lambda index: begins[index]):
            place = self._place(tokens, alignment, spans[index], begins[index] + shift, is_known=offsets is None)
            if place is not None and place.is_sure:
                shift = place.start - begins[index]
            places[index] = place
        return places

    def _place(
        self, old: Tokens, alignment: WordAlignment, span: Span, expected: int, *, is_known: bool
    ) -> FoundPlace | None:
        start, end = old.covering(*span)
        if start == end:
            return None
        low, probe = _probe(old, start, end, is_known=is_known)
        first, last = (side[low : low + len(probe.words)] for side in (alignment.first, alignment.last))
        match = weighed(probe, first, last, self._new)
        between = replaced(probe, first, last)
        if not is_known and (between is None or match is None or self._distance(match, expected) > _NEAR):
            between = self._gone_from(probe, expected) or between
        is_short = sum(map(len, probe.words[probe.start : probe.end])) < _SHORT
        is_taken_out = between is not None and between[0] == between[1] and is_short
        if match is not None and match.is_sure and is_known:
            return self._on_text(old, span, (start, end), match)
        if is_taken_out:
            return None  # the words around it closed the gap
        if match is not None and match.is_likely and self._is_near(match, expected):
            return self._on_text(old, span, (start, end), match._replace(is_sure=True))
        places = [match] if match is not None else []
        best = self._best([*places, *self._elsewhere(probe, alignment)], expected)
        if best is not None and between is not None and between[0] < between[1] and best.start not in range(*between):
            best = best._replace(is_sure=False)  # other words have replaced it
        if best is not None and not is_known and _is_slight(probe) and self._distance(best, expected) > _FAR:
            best = best._replace(is_sure=False)
        if between is not None and between[0] < between[1] and (best is None or not best.is_sure):
            if best is None or best.score < _OFFERED or best.start in range(*between):
                best = MatchConfidence(*between, best.score if best is not None else 0.0, is_sure=False)
        elif best is not None and not best.is_sure and best.score < _OFFERED:
            best = None
        if best is None:
            return None
        return self._on_text(old, span, (start, end), best)

    def _gone_from(self, probe: Probe, expected: int) -> tuple[int, int] | None:
        """The words between a passage's neighbours at the expected place; None if the neighbours are not there."""
        if len(probe.words) > _LONGEST:
            return None
        middle = self._new.covering(expected, expected + 1)[0]
        low = max(0, middle - probe.start - 2 * BESIDE)
        high = middle + len(probe.words) - probe.start + 2 * BESIDE
        return replaced(probe, *_paired(probe.words, self._new.words[low:high], low))

    def _distance(self, place: MatchConfidence, expected: int) -> int:
        return abs(self._new.starts[place.start] - expected)

    def _is_near(self, place: MatchConfidence, expected: int) -> bool:
        return self._distance(place, expected) <= (_NEAR_TORN if place.is_torn else _NEAR)

    def _best(self, places: Sequence[MatchConfidence], expected: int) -> MatchConfidence | None:
        """The best of several places; if others are nearly as good, the nearest one, or an uncertain result."""
        places = [
            one._replace(is_sure=one.is_sure or (one.is_likely and self._is_near(one, expected))) for one in places
        ]
        ranked = sorted(places, key=lambda place: (place.is_sure, place.score), reverse=True)
        if not ranked:
            return None
        best = ranked[0]
        rivals = [one for one in ranked if best.score - one.score < _MARGIN and one.is_sure is best.is_sure]
        rivals.sort(key=lambda one: self._distance(one, expected))
        best = rivals[0]
        others = [one for one in rivals if one.start >= best.end or one.end <= best.start]
        if others and self._distance(others[0], expected) < _FARTHER * self._distance(best, expected) + _NEAR:
            return best._replace(is_sure=False)
        return max((one for one in rivals if one not in others), key=lambda one: one.score)

    def _elsewhere(self, probe: Probe, alignment: WordAlignment) -> list[MatchConfidence]:
        """The places of the present text that share most pairs of words with a passage and its context."""
        pairs, words = self._new.pairs, probe.words
        if len(words) > _LONGEST:
            return []
        votes: list[tuple[int, int]] = []
        for index, pair in enumerate(itertools.pairwise(words)):
            positions = pairs.get(pair, ())
            if len(positions) <= _COMMON:
                votes += [(position - index + probe.start, index) for position in positions]
        votes.sort()
        reach = BESIDE + (probe.end - probe.start) // 2
        clusters: list[list[tuple[int, int]]] = []
        for vote in votes:
            if clusters and vote[0] - clusters[-1][-1][0] <= reach:
                clusters[-1].append(vote)
            else:
                clusters.append([vote])
        clusters.sort(key=lambda cluster: -len({index for _, index in cluster}))
        places = []
        for cluster in clusters[:_MOST_PLACES]:
            low = max(0, cluster[0][0] - probe.start - BESIDE)
            high = cluster[-1][0] + len(words) - probe.start + BESIDE
            place = weighed(probe, *_paired(words, self._new.words[low:high], low), self._new)
            if place is None:
                continue
            taken = sum(alignment.taken[place.start : place.end])
            if probe.is_known and taken * 2 > place.end - place.start:
                continue  # the place of another passage
            places.append(place)
        return places

    def _on_text(self, old: Tokens, span: Span, words: tuple[int, int], match: MatchConfidence) -> FoundPlace:
        """The place in code points, with the punctuation of the passage, and without splitting a character."""
        new, text = self._new, self._new.text
        start, end = new.starts[match.start] if match.start < len(new) else len(text), new.ends[match.end - 1]
        lead = old.text[span.start : max(span.start, old.starts[words[0]])]
        tail = old.text[min(span.end, old.ends[words[1] - 1]) : span.end]
        floor = new.ends[match.start - 1] if match.start else 0
        roof = new.starts[match.end] if match.end < len(new) else len(text)
        old_floor = old.ends[words[0] - 1] if words[0] else 0
        old_roof = old.starts[words[1]] if words[1] < len(old) else len(old.text)
        start += _into(old.words[words[0]], new.words[match.start], old.text[old.starts[words[0]] : span.start])
        end -= _into(old.words[words[1] - 1], new.words[match.end - 1], old.text[span.end : old.ends[words[1] - 1]])
        if start >= end:  # both its ends are in one word here
            start, end = new.starts[match.start], new.ends[match.end - 1]
        if lead:
            start -= _marks(text[floor:start][::-1], lead[::-1], old.text[old_floor : span.start])
        if tail:
            end += _marks(text[end:roof], tail, old.text[span.end : old_roof])
        if not (is_boundary(text, start) and is_boundary(text, end)):
            start, end = snap(text, start, end)
        return FoundPlace(start, end, match.score, match.is_sure)


def _probe(old: Tokens, start: int, end: int, *, is_known: bool) -> tuple[int, Probe]:
    """A passage with its context, and the index at which the context begins."""
    words = old.words
    low, high = start, end
    while low and start - low < BESIDE and words[low - 1] != GAP:
        low -= 1
    while high < len(words) and high - end < BESIDE and words[high] != GAP:
        high += 1
    ranks = [old.rank(index) for index in range(low, high + 1)]
    begins, finishes = ranks[start - low] > 0, ranks[end - low] > 0
    return low, Probe(words[low:high], start - low, end - low, begins, finishes, is_known, ranks)


def _is_slight(probe: Probe) -> bool:
    """Whether a passage is a phrase of a few small words."""
    passage = probe.words[probe.start : probe.end]
    return len(passage) > 1 and sum(map(len, passage)) < _SLIGHT


def _paired(words: Sequence[str], window: Sequence[str], low: int) -> tuple[list[int], list[int]]:
    """The first and last partner of each word in a window of the present text that begins at ``low``."""
    first, last = [-1] * len(words), [-1] * len(words)
    for begin_old, stop, begin, end in runs(words, window):
        for index in range(begin_old, stop):
            step = index - begin_old if stop - begin_old == end - begin else None
            first[index] = low + begin + (step or 0)
            last[index] = low + (end - 1 if step is None else begin + step)
    return first, last


def _into(old: str, new: str, outside: str) -> int:
    """The code points of a word that stay outside, if the passage began or ended inside it."""
    return len(outside) if outside and old == new else 0


def _marks(marks_now: str, wanted: str, outside: str) -> int:
    """The number of code points next to the words that belong to the passage: the same marks, or as many.

    Args:
        marks_now: the text between the passage's last word and the next one, read outwards.
        wanted: the marks that belonged to the passage, read outwards.
        outside: the text that stood between the passage and the next word.
    """
    if marks_now.startswith(wanted):
        return len(wanted)
    marks = [index for index, char in enumerate(marks_now) if not char.isspace()]
    count = len(wanted.split()) and sum(not char.isspace() for char in wanted)
    if not outside.strip():
        return marks[-1] + 1 if marks and count else 0
    return marks[min(count, len(marks)) - 1] + 1 if marks and count else 0
