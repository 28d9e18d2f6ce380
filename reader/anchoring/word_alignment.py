"""Aligns the words of two texts: long common runs first, wherever they moved, then the gaps between them.

Runs of four words that occur once in both texts are certain, and are extended as far as the texts agree. Gaps between
two runs are compared word by word. They are not compared with the whole text, so that a common word is not matched far
away.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from difflib import SequenceMatcher

from reader.anchoring.gap_shift import shift
from reader.anchoring.word_tokens import GAP, Tokens

#: Words next to a run that are compared if only one side of a gap is known.
_NEAR = 12
#: The largest gap (old words times new words) that is compared as a whole.
_LARGEST = 250_000
#: The lowest similarity of two spellings of one word.
_LIKE = 0.7


class WordAlignment:
    """Earlier words and their present partners.

    Args:
        old: the earlier text, or pieces of it.
        new: the present text.
        is_whole: whether ``old`` is the whole text.

    Attributes:
        first, last: for each earlier word its first and last present word; -1 if it is gone.
        taken: for each present word 1 if an earlier one corresponds to it.
    """

    def __init__(self, old: Tokens, new: Tokens, *, is_whole: bool) -> None:
        self._old, self._new = old.words, new.words
        self.first = array("i", [-1]) * len(old)
        self.last = array("i", [-1]) * len(old)
        self.taken = bytearray(len(new))
        self._is_whole = is_whole
        low, high = self._trim() if self._is_whole else (0, len(old))
        self._seed(old, new, low, high)
        self._fill(low, high)
        shift(old, new, self.first, self.last, self.taken)

    def _pair(self, index: int, partner: int) -> None:
        self.first[index] = self.last[index] = partner
        self.taken[partner] = 1

    def _trim(self) -> tuple[int, int]:
        """Pair the common beginning and end; returns the range of the remaining earlier words."""
        old, new = self._old, self._new
        least = min(len(old), len(new))
        low = next((index for index in range(least) if old[index] != new[index]), least)
        tail = next((count for count in range(least - low) if old[-1 - count] != new[-1 - count]), least - low)
        for index in range(low):
            self._pair(index, index)
        for count in range(1, tail + 1):
            self._pair(len(old) - count, len(new) - count)
        return low, len(old) - tail

    def _seed(self, old: Tokens, new: Tokens, low: int, high: int) -> None:
        """Pair the runs that contain four words which occur once in both texts."""
        words, first = old.words, self.first
        if high - low < 4:
            return
        known, present = old.quads, new.quads
        for index in range(low, high - 3):
            if first[index] >= 0:
                continue
            quad = (words[index], words[index + 1], words[index + 2], words[index + 3])
            partner = present.get(quad, -1)
            if partner >= 0 and known[quad] == index and not any(self.taken[partner : partner + 4]):
                self._grow(old, new, index, partner)

    def _grow(self, old: Tokens, new: Tokens, index: int, partner: int) -> None:
        """Pair a run as far as it goes; a few words beyond a paragraph's end may belong to another one."""
        first, taken = self.first, self.taken
        i, j = index, partner
        while i and j and self._old[i - 1] == self._new[j - 1] and first[i - 1] < 0 and not taken[j - 1]:
            i, j = i - 1, j - 1
        for step in range(1, 4):
            if i and j and i + step <= index and old.rank(i + step) == new.rank(j + step) == 2:
                i, j = i + step, j + step
                break
        start, shift = i, j - i
        while i < len(old) and j < len(new) and self._old[i] == self._new[j] and first[i] < 0 and not taken[j]:
            i, j = i + 1, j + 1
        for step in range(1, 4):
            if (
                i < len(old)
                and j < len(new)
                and i - step >= index + 4
                and old.rank(i - step) == new.rank(j - step) == 2
            ):
                i -= step
                break
        for paired in range(start, i):
            self._pair(paired, paired + shift)

    def _fill(self, low: int, high: int) -> None:
        """Compare the remaining words between two runs, or next to one."""
        index = low
        while index < high:
            if self.first[index] >= 0 or self._old[index] == GAP:
                index += 1
                continue
            end = index
            while end < high and self.first[end] < 0 and self._old[end] != GAP:
                end += 1
            self._fill_gap(index, end)
            index = end

    def _fill_gap(self, start: int, end: int) -> None:
        left, right = self._neighbours(start, end)
        size = end - start
        if left is not None and right is not None and left < right and not any(self.taken[left + 1 : right]):
            between = right - left - 1
            if size * between <= _LARGEST and between <= 4 * (size + _NEAR):
                self._compare(start, end, left + 1, right)
                return
        reach = min(size, 300) + _NEAR
        if left is not None:
            stop = next((j for j in range(left + 1, min(left + 1 + reach, len(self._new))) if self.taken[j]), None)
            self._compare(
                start,
                min(end, start + reach),
                left + 1,
                min(left + 1 + reach, len(self._new)) if stop is None else stop,
            )
        if right is not None:
            floor = max(0, right - reach)
            stop = next((j + 1 for j in range(right - 1, floor - 1, -1) if self.taken[j]), floor)
            while start < end and self.first[start] >= 0:
                start += 1
            first = next((i + 1 for i in range(end - 1, start - 1, -1) if self.first[i] >= 0), start)
            self._compare(max(first, end - reach), end, stop, right)

    def _neighbours(self, start: int, end: int) -> tuple[int | None, int | None]:
        """The present words that correspond to a gap's neighbours; the ends of a whole text count too."""
        if start:
            left = self.last[start - 1] if self.last[start - 1] >= 0 else None
        else:
            left = -1 if self._is_whole else None
        if end < len(self._old):
            right = self.first[end] if self.first[end] >= 0 else None
        else:
            right = len(self._new) if self._is_whole else None
        return left, right

    def _compare(self, start: int, end: int, low: int, high: int) -> None:
        for begin, stop, begin_new, stop_new in runs(self._old[start:end], self._new[low:high]):
            for offset in range(stop - begin):
                i = start + begin + offset
                if stop - begin == stop_new - begin_new:
                    self.first[i] = self.last[i] = low + begin_new + offset
                else:
                    self.first[i], self.last[i] = low + begin_new, low + stop_new - 1
            self.taken[low + begin_new : low + stop_new] = b"\1" * (stop_new - begin_new)


def runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """The parts that two short texts share: ``(old start, old end, new start, new end)``, in order.

    Parts of equal length agree word by word; in others, words are written together or apart.
    """
    if not old or not new:
        return []
    shared = []
    for tag, i, i2, j, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            shared.append((i, i2, j, j2))
        elif tag == "replace":
            shared += _respelt(old, new, i, i2, j, j2)
    return shared


def _respelt(
    old: Sequence[str], new: Sequence[str], i: int, i2: int, j: int, j2: int
) -> list[tuple[int, int, int, int]]:
    """Words that differ only in spelling: written together or apart, or with a letter more or less."""
    if "".join(old[i:i2]) == "".join(new[j:j2]):
        return [(i, i2, j, j2)]
    shared = []
    while i < i2 and j < j2:
        if is_like(old[i], new[j]):
            shared.append((i, i + 1, j, j + 1))
            i, j = i + 1, j + 1
        elif j + 1 < j2 and old[i] == new[j] + new[j + 1]:
            shared.append((i, i + 1, j, j + 2))
            i, j = i + 1, j + 2
        elif i + 1 < i2 and old[i] + old[i + 1] == new[j]:
            shared.append((i, i + 2, j, j + 1))
            i, j = i + 2, j + 1
        elif i2 - i > j2 - j:
            i += 1
        elif i2 - i < j2 - j:
            j += 1
        else:
            i, j = i + 1, j + 1
    return shared


def is_like(first: str, second: str) -> bool:
    """Whether two words are spellings of one word; numbers never are."""
    if first == second:
        return True
    if min(len(first), len(second)) < 4 or any(char.isdigit() for char in first + second):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE
