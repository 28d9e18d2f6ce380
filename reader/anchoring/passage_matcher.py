"""Passages of an earlier text found again in the present one: by what every word became, else by their like elsewhere.

Pure, and the same for a text that was kept whole and for the scraps that annotations remember of one that was not.
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

#: Pairs of words that stand more often than this say nothing of a place.
_COMMON = 50
#: How many places a passage is compared with.
_MOST_PLACES = 3
#: Words of the longest passage that is looked for elsewhere as a whole; a longer one is found by its own runs.
_LONGEST = 400
#: How much better the best of several places must be; else it must be by far the nearest to where it is expected.
_MARGIN = 0.25
#: Code points off from where its neighbours say that a passage is, within which no other place is asked for.
_NEAR = 64
#: The same of a short passage whose clause is torn: the next line of a list says nearly what this one did.
_NEAR_TORN = 32
#: Code points off beyond which a phrase of fewer letters than ``_SLIGHT`` is not moved without asking, however like it
#: all looks: ``of a`` and what stands beside it is said again in many a text.
_FAR, _SLIGHT = 1000, 10
#: How many times farther off any other place must be.
_FARTHER = 3
#: Letters below which a passage that was taken out is not looked for elsewhere.
_SHORT = 30
#: From which score on a place is offered.
_OFFERED = 0.45


class PassageMatcher:
    """The present text, in which passages are found; what is learnt of it serves every search.

    Args:
        text: of the article as it is now.
    """

    def __init__(self, text: str) -> None:
        self._new = Tokens(text)

    def find(self, old: str, spans: Sequence[Span], offsets: Sequence[int] | None = None) -> list[FoundPlace | None]:
        """Where each passage of an earlier text is now, in the order given; None for what is not there.

        Args:
            old: the earlier text, or pieces of it with ``GAP`` between them.
            spans: passages of ``old``, none of them across a ``GAP``.
            offsets: where each passage began in the earlier text, where ``old`` is only pieces of it; None where it
                is the whole text.
        """
        tokens = Tokens(old)
        pairing = WordAlignment(tokens, self._new, is_whole=offsets is None)
        begins = offsets if offsets is not None else [span.start for span in spans]
        places: list[FoundPlace | None] = [None] * len(spans)
        shift = 0  # of the last passage that was found: the next one went the same way
        for index in sorted(range(len(spans)), key=lambda index: begins[index]):
            place = self._place(tokens, pairing, spans[index], begins[index] + shift, is_known=offsets is None)
            if place is not None and place.is_sure:
                shift = place.start - begins[index]
            places[index] = place
        return places

    def _place(
        self, old: Tokens, pairing: WordAlignment, span: Span, expected: int, *, is_known: bool
    ) -> FoundPlace | None:
        start, end = old.covering(*span)
        if start == end:
            return None
        low, probe = _probe(old, start, end, is_known=is_known)
        first, last = (side[low : low + len(probe.words)] for side in (pairing.first, pairing.last))
        found = weighed(probe, first, last, self._new)
        between = replaced(probe, first, last)
        if not is_known and (between is None or found is None or self._distance(found, expected) > _NEAR):
            between = self._gone_from(probe, expected) or between
        is_short = sum(map(len, probe.words[probe.start : probe.end])) < _SHORT
        is_taken_out = between is not None and between[0] == between[1] and is_short
        if found is not None and found.is_sure and is_known:
            return self._on_text(old, span, (start, end), found)
        if is_taken_out:
            return None  # and what stood around it closed the gap
        if found is not None and found.is_likely and self._is_near(found, expected):
            return self._on_text(old, span, (start, end), found._replace(is_sure=True))
        places = [found] if found is not None else []
        best = self._best([*places, *self._elsewhere(probe, pairing)], expected)
        if best is not None and between is not None and between[0] < between[1] and best.start not in range(*between):
            best = best._replace(is_sure=False)  # other words have taken its place
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
        """What stands between a passage's neighbours where it is expected; None where they are not there."""
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
        """The best of several places; of some that are nearly as good that which is by far the nearest, else unsure."""
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

    def _elsewhere(self, probe: Probe, pairing: WordAlignment) -> list[MatchConfidence]:
        """The places of the present text that share most pairs of words with a passage and its context."""
        pairs, words = self._new.pairs, probe.words
        if len(words) > _LONGEST:
            return []
        votes: list[tuple[int, int]] = []
        for index, pair in enumerate(itertools.pairwise(words)):
            found = pairs.get(pair, ())
            if len(found) <= _COMMON:
                votes += [(here - index + probe.start, index) for here in found]
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
            taken = sum(pairing.taken[place.start : place.end])
            if probe.is_known and taken * 2 > place.end - place.start:
                continue  # that is another passage's place
            places.append(place)
        return places

    def _on_text(self, old: Tokens, span: Span, words: tuple[int, int], found: MatchConfidence) -> FoundPlace:
        """The place in code points, with the marks that belong to the passage, and no character split."""
        new, text = self._new, self._new.text
        start, end = new.starts[found.start] if found.start < len(new) else len(text), new.ends[found.end - 1]
        lead = old.text[span.start : max(span.start, old.starts[words[0]])]
        tail = old.text[min(span.end, old.ends[words[1] - 1]) : span.end]
        floor = new.ends[found.start - 1] if found.start else 0
        roof = new.starts[found.end] if found.end < len(new) else len(text)
        old_floor = old.ends[words[0] - 1] if words[0] else 0
        old_roof = old.starts[words[1]] if words[1] < len(old) else len(old.text)
        start += _into(old.words[words[0]], new.words[found.start], old.text[old.starts[words[0]] : span.start])
        end -= _into(old.words[words[1] - 1], new.words[found.end - 1], old.text[span.end : old.ends[words[1] - 1]])
        if start >= end:  # both ends of it lie in one word here
            start, end = new.starts[found.start], new.ends[found.end - 1]
        if lead:
            start -= _marks(text[floor:start][::-1], lead[::-1], old.text[old_floor : span.start])
        if tail:
            end += _marks(text[end:roof], tail, old.text[span.end : old_roof])
        if not (is_boundary(text, start) and is_boundary(text, end)):
            start, end = snap(text, start, end)
        return FoundPlace(start, end, found.score, found.is_sure)


def _probe(old: Tokens, start: int, end: int, *, is_known: bool) -> tuple[int, Probe]:
    """A passage with its context, and where that begins."""
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


def _paired(words: Sequence[str], here: Sequence[str], low: int) -> tuple[list[int], list[int]]:
    """For each word the first and last of its partners in a window of the present text that begins at ``low``."""
    first, last = [-1] * len(words), [-1] * len(words)
    for there, stop, begin, end in runs(words, here):
        for index in range(there, stop):
            step = index - there if stop - there == end - begin else None
            first[index] = low + begin + (step or 0)
            last[index] = low + (end - 1 if step is None else begin + step)
    return first, last


def _into(old: str, new: str, outside: str) -> int:
    """How many code points of a word stay outside, where the passage began or ended inside it."""
    return len(outside) if outside and old == new else 0


def _marks(here: str, wanted: str, outside: str) -> int:
    """How many code points beside the words belong to the passage: the same marks, or as many as there were.

    Args:
        here: what stands between the passage's last word and the next one now, read outwards.
        wanted: the marks that belonged to the passage, read outwards.
        outside: what stood between the passage and the next word.
    """
    if here.startswith(wanted):
        return len(wanted)
    marks = [index for index, char in enumerate(here) if not char.isspace()]
    count = len(wanted.split()) and sum(not char.isspace() for char in wanted)
    if not outside.strip():
        return marks[-1] + 1 if marks and count else 0
    return marks[min(count, len(marks)) - 1] + 1 if marks and count else 0
