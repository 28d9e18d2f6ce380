"""How sure it is that a passage of an earlier text is this passage of the present one: its own words, then its context.

A passage with all its words is believed where it is long, or where what stood beside it still does; one that lost
words needs more of both. A word that stands elsewhere too is nothing without its context.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.anchoring.word_tokens import Tokens

#: Words on each side by which a passage is known, the nearest counting most.
BESIDE = 6
#: Words that may have come between a passage and a word beside it.
_SLACK = 4
#: Words of a sentence or two that may have been put between them.
_PUSHED = 60
#: Letters from which a passage that is all there is believed without its context.
_LONG = 30
#: The same where every word of the earlier text is known.
_FAIR = 16
#: What a word counts that is in another clause or sentence, or in another paragraph, than the one beside the passage.
_ACROSS = (1.0, 0.6, 0.25)
#: Letters of passage and context together that must be there.
_LEAST = 14
#: The same of a phrase that is somewhere else, where next to nothing stands on one side of it that stood there.
_LEAST_ONE_SIDED = 40


class MatchConfidence(NamedTuple):
    """A place for a passage, in words of the present text, half-open.

    Attributes:
        start, end: the words.
        score: 0 to 1, how much of the passage and its context is there.
        is_sure: whether that is enough to move an annotation without asking.
        is_likely: whether it is enough if the place is where the passage is expected to be.
        is_torn: whether it is a short passage whose clause is not all beside it any more.
    """

    start: int
    end: int
    score: float
    is_sure: bool
    is_likely: bool = False
    is_torn: bool = False


class Probe(NamedTuple):
    """A passage with its context, in words of the earlier text.

    Attributes:
        words: context, passage, context.
        start, end: the passage in ``words``, half-open.
        begins, finishes: whether a sentence or paragraph begins, and ends, where the passage does.
        is_known: whether the earlier text is known as a whole, so that each word has had its chance elsewhere.
        ranks: for each word, and the end, what ends before it, as ``Tokens.rank`` gives it.
    """

    words: Sequence[str]
    start: int
    end: int
    begins: bool = False
    finishes: bool = False
    is_known: bool = False
    ranks: Sequence[int] = ()


def weighed(probe: Probe, first: Sequence[int], last: Sequence[int], present: Tokens) -> MatchConfidence | None:
    """Where a passage went, and how sure that is; None where none of its words is left.

    Args:
        probe: the passage.
        first, last: for each word of the probe the first and last word of the present text that it became, else -1.
        present: the present text.
    """
    group = _together(probe, first, last)
    if not group:
        return None
    start, end = first[group[0]], last[group[-1]] + 1
    kept = sum(len(probe.words[index]) for index in group)
    start, end = _widened(probe, first, last, group, start, end)
    letters = sum(map(len, probe.words[probe.start : probe.end]))
    here = sum(map(len, present.words[start:end]))
    same = min(1.0, 2 * kept / (letters + here))
    is_whole = len(group) == probe.end - probe.start and here - letters <= 2 and same > 0.9
    if letters < _FAIR and not probe.is_known:  # another word may look like a short one
        is_whole = is_whole and "".join(probe.words[probe.start : probe.end]) == "".join(present.words[start:end])
    before = _beside(probe, last, probe.start - 1, -1, start, present)
    after = _beside(probe, first, probe.end, 1, end, present)
    sides = [side for side in (before, after) if side.of]
    mean = sum(side.share for side in sides) / len(sides) if sides else 0.0
    case = _Case(
        whole=is_whole,
        same=same,
        letters=letters,
        kept=kept,
        words=len(group),
        before=before,
        after=after,
        opens=probe.begins and present.rank(start) > 0,
        closes=probe.finishes and present.rank(end) > 0,
    )
    known = case.is_enough_known(probe.end - probe.start)
    is_sure, is_likely = (known, known) if probe.is_known else (case.is_enough(), case.is_enough_near())
    is_torn = letters < _LONG and (before.is_torn or after.is_torn)
    return MatchConfidence(start, end, 0.6 * same + 0.4 * mean, is_sure, is_likely, is_torn)


class _Side(NamedTuple):
    """What of the context on one side is still there.

    Attributes:
        share: of its weight, nearness counted, 0 to 1.
        letters: of the words that are there.
        of: words that it has.
        is_torn: whether any of it that is of the passage's own clause is not just where it was, or the clause goes on
            where it ended.
    """

    share: float
    letters: int
    of: int
    is_torn: bool


class _Case(NamedTuple):
    """What speaks for a place.

    Attributes:
        whole: every word of the passage is there.
        same: likeness of the passage, 0 to 1.
        letters, kept: of the passage, before, and still there.
        words: of the passage that are still there.
        before, after: the context.
        opens, closes: a sentence begins, ends, at the place as at the passage.
    """

    whole: bool
    same: float
    letters: int
    kept: int
    words: int
    before: _Side
    after: _Side
    opens: bool
    closes: bool

    def is_enough_known(self, wanted: int) -> bool:
        """Enough where every word of both texts was compared: what stands elsewhere too has its own place there."""
        sides = [side.share for side in (self.before, self.after) if side.of]
        mean, most = (sum(sides) / len(sides), max(sides)) if sides else (0.0, 0.0)
        if self.whole:
            enough = self.letters >= _FAIR or most >= 0.6 or mean >= 0.4
        elif self.words > 1 or wanted == 1:
            enough = (self.same >= 0.75 and self.kept >= _LONG) or (self.same >= 0.5 and mean >= 0.5)
        else:
            enough = False
        return enough and self._letters_there >= _LEAST

    def is_enough_near(self) -> bool:
        """Enough where only a few words around the passage are known, and it is where it is expected."""
        if not self._is_framed(0.05):
            return False
        least, most = sorted((self.before.share, self.after.share))
        if self.whole:
            return most >= 0.95 or (least >= 0.35 and most >= 0.7) or self.letters >= _LONG
        return self.words > 1 and self.same >= 0.6 and (least >= 0.6 or (self.same >= 0.75 and most >= 0.95))

    def is_enough(self) -> bool:
        """Enough where only a few words around the passage are known, and it is somewhere else.

        The same words may have stood there before.
        """
        if not (self.before.of or self.after.of):  # nothing was remembered
            return self.whole and self.letters >= _LONG
        if not self._is_framed(0.35):
            return False
        least, most = sorted((self.before.share, self.after.share))
        if self.whole and self.letters >= _LONG and self.opens and self.closes:
            return True
        if self.before.is_torn or self.after.is_torn:
            return False  # what was moved took all that stood beside it along: many texts say something nearly twice
        if self.words > 1 and least < 0.35 and self._letters_there < _LEAST_ONE_SIDED:
            return False  # another sentence may begin or end with a phrase as this one did
        if self.whole:
            return most >= 0.95 or least >= 0.75
        return self.words > 1 and self.same >= 0.6 and (least >= 0.75 or (self.same >= 0.8 and most >= 0.95))

    def _is_framed(self, some: float) -> bool:
        """Whether each side has so much of its context, or ends a sentence or paragraph.

        What stands in other words in the middle of a sentence is another sentence.
        """
        return (
            (self.opens or self.before.share >= some)
            and (self.closes or self.after.share >= some)
            and self._letters_there >= _LEAST
        )

    @property
    def _letters_there(self) -> int:
        return self.kept + self.before.letters + self.after.letters


def replaced(probe: Probe, first: Sequence[int], last: Sequence[int]) -> tuple[int, int] | None:
    """What now stands between the words beside a passage; None unless both neighbours are there, in order, and near.

    An empty passage says that it was deleted and nothing put in its place.
    """
    if not probe.start > 0 or not probe.end < len(probe.words):
        return None
    left, right = last[probe.start - 1], first[probe.end]
    if left < 0 or right < 0 or not 0 <= right - left - 1 <= 2 * (probe.end - probe.start) + BESIDE:
        return None
    return left + 1, right


def _together(probe: Probe, first: Sequence[int], last: Sequence[int]) -> list[int]:
    """The words of the passage that are still together, the longest such group where it was torn apart."""
    reach = _SLACK + (probe.end - probe.start) // 2
    groups: list[list[int]] = []
    for index in range(probe.start, probe.end):
        if first[index] < 0:
            continue
        if groups and 0 <= first[index] - last[groups[-1][-1]] <= reach + index - groups[-1][-1]:
            groups[-1].append(index)
        else:
            groups.append([index])
    return max(groups, key=lambda group: sum(len(probe.words[index]) for index in group), default=[])


def _widened(
    probe: Probe, first: Sequence[int], last: Sequence[int], group: Sequence[int], start: int, end: int
) -> tuple[int, int]:
    """The place with what was put in the stead of words at an end of the passage, as far as its neighbours stand."""
    missing = group[0] - probe.start
    if missing and probe.start and 0 <= (left := last[probe.start - 1]) < start <= left + 1 + 2 * missing + 1:
        start = left + 1
    missing = probe.end - 1 - group[-1]
    if missing and probe.end < len(probe.words) and end <= (right := first[probe.end]) <= end + 2 * missing + 1:
        end = right
    return start, end


def _beside(probe: Probe, paired: Sequence[int], index: int, step: int, edge: int, present: Tokens) -> _Side:
    """What of the context on one side is still beside the place.

    What was only pushed away counts half; words of another sentence count less, those of another paragraph little.
    """
    total = found = pushed = 0.0
    letters = of = 0
    same = 1.0
    is_own = is_joined = True
    is_torn = False
    while of < BESIDE and 0 <= index < len(probe.words):
        rank = probe.ranks[index + 1 if step < 0 else index]
        if is_own and rank:
            is_own = False
            is_torn = is_torn or (is_joined and not present.rank(edge + step * of))
        if of:
            same *= _ACROSS[rank]
        weight = same * (BESIDE - of) * min(len(probe.words[index]), 8)
        total += weight
        distance = edge - 1 - paired[index] if step < 0 else paired[index] - edge
        if paired[index] >= 0 and 0 <= distance <= of + _PUSHED:
            pushed += weight
            letters += len(probe.words[index])
            found += weight if distance <= of + _SLACK else 0
            is_joined = is_joined and distance == of and not present.is_parted(paired[index] + (step < 0))
        else:
            is_joined = False
        is_torn = is_torn or (is_own and not is_joined)
        of += 1
        index += step
    return _Side(max(found, pushed / 2) / total if total else 0.0, letters, of, is_torn)
