"""Confidence that a passage of the old text matches one of the new text, from its words and its context.

A passage with all its words is accepted if it is long, or if its context is unchanged. One that lost words needs more
of both. A word that also occurs elsewhere proves nothing without its context.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.anchoring.word_tokens import Tokens

#: Words of context on each side; the nearest counts most.
BESIDE = 6
#: The most words inserted between a passage and a word of its context.
_SLACK = 4
#: The most words of inserted sentences between them.
_PUSHED = 60
#: Letters from which a complete passage is accepted without its context.
_LONG = 30
#: The same if every word of the old text is known.
_FAIR = 16
#: The weight of a context word in the passage's own clause, in another sentence, and in another paragraph.
_ACROSS = (1.0, 0.6, 0.25)
#: The fewest letters of passage and context that must be present.
_LEAST = 14
#: The same for a phrase in another place, if hardly any context is left on one of its sides.
_LEAST_ONE_SIDED = 40


class MatchConfidence(NamedTuple):
    """A place for a passage, in words of the present text, half-open.

    Attributes:
        start, end: the words.
        score: 0 to 1, how much of the passage and its context is present.
        is_sure: whether that is enough to re-anchor an annotation without asking.
        is_likely: whether it is enough if the place is where the passage is expected.
        is_torn: whether it is a short passage whose clause is no longer complete beside it.
    """

    start: int
    end: int
    score: float
    is_sure: bool
    is_likely: bool = False
    is_torn: bool = False


class Probe(NamedTuple):
    """A passage with its context, in words of the old text.

    Attributes:
        words: context, passage, context.
        start, end: the passage in ``words``, half-open.
        begins, finishes: whether a sentence or paragraph begins, or ends, with the passage.
        is_known: whether the whole old text is known, so that each word was also compared elsewhere.
        ranks: for each word, and for the end, the break before it, as from ``Tokens.rank``.
    """

    words: Sequence[str]
    start: int
    end: int
    begins: bool = False
    finishes: bool = False
    is_known: bool = False
    ranks: Sequence[int] = ()


def weighed(probe: Probe, first: Sequence[int], last: Sequence[int], present: Tokens) -> MatchConfidence | None:
    """The place of a passage with its confidence; None if none of its words is left.

    Args:
        probe: the passage.
        first, last: for each word of the probe the first and last corresponding word of the present text, or -1.
        present: the present text.
    """
    group = _together(probe, first, last)
    if not group:
        return None
    start, end = first[group[0]], last[group[-1]] + 1
    kept = sum(len(probe.words[index]) for index in group)
    start, end = _widened(probe, first, last, group, start, end)
    letters = sum(map(len, probe.words[probe.start : probe.end]))
    present_letters = sum(map(len, present.words[start:end]))
    same = min(1.0, 2 * kept / (letters + present_letters))
    is_whole = len(group) == probe.end - probe.start and present_letters - letters <= 2 and same > 0.9
    if letters < _FAIR and not probe.is_known:  # a short word may resemble another one
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
    """How much of the context on one side is still present.

    Attributes:
        share: of its weight, with nearness, 0 to 1.
        letters: of the words that are present.
        of: the number of words it has.
        is_torn: whether a context word of the passage's own clause is not exactly in its place, or the clause goes on
            where it ended.
    """

    share: float
    letters: int
    of: int
    is_torn: bool


class _Case(NamedTuple):
    """The evidence for a place.

    Attributes:
        whole: whether every word of the passage is present.
        same: the similarity of the passage, 0 to 1.
        letters, kept: of the passage, before and still present.
        words: of the passage that are still present.
        before, after: the context.
        opens, closes: whether a sentence begins, or ends, at the place as it did with the passage.
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
        """Whether it is enough if all words of both texts were compared, so that repeats have their own matches."""
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
        """Whether it is enough if only the context is known, and the place is as expected."""
        if not self._is_framed(0.05):
            return False
        least, most = sorted((self.before.share, self.after.share))
        if self.whole:
            return most >= 0.95 or (least >= 0.35 and most >= 0.7) or self.letters >= _LONG
        return self.words > 1 and self.same >= 0.6 and (least >= 0.6 or (self.same >= 0.75 and most >= 0.95))

    def is_enough(self) -> bool:
        """Whether it is enough if only the context is known, and the place is not as expected.

        The same words may have stood there before.
        """
        if not (self.before.of or self.after.of):  # there is no context
            return self.whole and self.letters >= _LONG
        if not self._is_framed(0.35):
            return False
        least, most = sorted((self.before.share, self.after.share))
        if self.whole and self.letters >= _LONG and self.opens and self.closes:
            return True
        if self.before.is_torn or self.after.is_torn:
            return False  # a moved passage takes its context along; many texts say a thing nearly twice
        if self.words > 1 and least < 0.35 and self._letters_there < _LEAST_ONE_SIDED:
            return False  # another sentence may begin or end with the same phrase
        if self.whole:
            return most >= 0.95 or least >= 0.75
        return self.words > 1 and self.same >= 0.6 and (least >= 0.75 or (self.same >= 0.8 and most >= 0.95))

    def _is_framed(self, some: float) -> bool:
        """Whether each side has enough of its context, or ends a sentence or paragraph.

        Other words in the middle of a sentence mean another sentence.
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
    """The present words between a passage's neighbours; None unless both are present, in order, and near.

    An empty range means that the passage was deleted without replacement.
    """
    if not probe.start > 0 or not probe.end < len(probe.words):
        return None
    left, right = last[probe.start - 1], first[probe.end]
    if left < 0 or right < 0 or not 0 <= right - left - 1 <= 2 * (probe.end - probe.start) + BESIDE:
        return None
    return left + 1, right


def _together(probe: Probe, first: Sequence[int], last: Sequence[int]) -> list[int]:
    """The words of the passage that are still together; of several groups the longest."""
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
    """The place extended over replaced words at the ends of the passage, up to its neighbours."""
    missing = group[0] - probe.start
    if missing and probe.start and 0 <= (left := last[probe.start - 1]) < start <= left + 1 + 2 * missing + 1:
        start = left + 1
    missing = probe.end - 1 - group[-1]
    if missing and probe.end < len(probe.words) and end <= (right := first[probe.end]) <= end + 2 * missing + 1:
        end = right
    return start, end


def _beside(probe: Probe, paired: Sequence[int], index: int, step: int, edge: int, present: Tokens) -> _Side:
    """How much of the context on one side is still next to the place.

    Words that were only pushed away count half; those of another sentence count less, of another paragraph little.
    """
    total = near = pushed = 0.0
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
            near += weight if distance <= of + _SLACK else 0
            is_joined = is_joined and distance == of and not present.is_parted(paired[index] + (step < 0))
        else:
            is_joined = False
        is_torn = is_torn or (is_own and not is_joined)
        of += 1
        index += step
    return _Side(max(near, pushed / 2) / total if total else 0.0, letters, of, is_torn)
