"""Which word of an earlier text is which word of the present one: long runs first, wherever they moved, then the gaps.

Runs of four words that stand once in both texts are sure; they are grown as far as the texts agree. What lies between
two of them is compared word by word, never across the whole text: a common word is not taken for one far away.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from difflib import SequenceMatcher

from reader.anchoring.gap_shift import slide
from reader.anchoring.word_tokens import GAP, Tokens

#: Words beside a run that are looked at where only one side of a gap is known.
_NEAR = 12
#: The largest gap (words there times words here) that is compared whole.
_LARGEST = 250_000
#: From which likeness on one word is taken for another spelling of the other.
_LIKE = 0.7


class WordAlignment:
    """Earlier words and what became of them.

    Args:
        old: the earlier text, or pieces of it.
        new: the present text.
        is_whole: whether ``old`` is the whole text.

    Attributes:
        first, last: for each earlier word its first and last present word; -1 where it is gone.
        taken: for each present word 1 where an earlier one became it.
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
        slide(old, new, self.first, self.last, self.taken)

    def _pair(self, there: int, here: int) -> None:
        self.first[there] = self.last[there] = here
        self.taken[here] = 1

    def _trim(self) -> tuple[int, int]:
        """Pair what is the same at the beginning and at the end; gives what is left of the earlier words."""
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
        """Pair the runs that hold four words which stand once in both texts."""
        words, first = old.words, self.first
        if high - low < 4:
            return
        known, present = old.quads, new.quads
        for index in range(low, high - 3):
            if first[index] >= 0:
                continue
            quad = (words[index], words[index + 1], words[index + 2], words[index + 3])
            here = present.get(quad, -1)
            if here >= 0 and known[quad] == index and not any(self.taken[here : here + 4]):
                self._grow(old, new, index, here)

    def _grow(self, old: Tokens, new: Tokens, there: int, here: int) -> None:
        """Pair a run as far as it goes; a few words that go on past the end of a paragraph may be those of another."""
        first, taken = self.first, self.taken
        i, j = there, here
        while i and j and self._old[i - 1] == self._new[j - 1] and first[i - 1] < 0 and not taken[j - 1]:
            i, j = i - 1, j - 1
        for step in range(1, 4):
            if i and j and i + step <= there and old.rank(i + step) == new.rank(j + step) == 2:
                i, j = i + step, j + step
                break
        start, shift = i, j - i
        while i < len(old) and j < len(new) and self._old[i] == self._new[j] and first[i] < 0 and not taken[j]:
            i, j = i + 1, j + 1
        for step in range(1, 4):
            if (
                i < len(old)
                and j < len(new)
                and i - step >= there + 4
                and old.rank(i - step) == new.rank(j - step) == 2
            ):
                i -= step
                break
        for index in range(start, i):
            self._pair(index, index + shift)

    def _fill(self, low: int, high: int) -> None:
        """Compare what is left between two runs, or beside one."""
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
        """The present words that the neighbours of a gap became; the ends of the text, where it is whole, count."""
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
        for there, stop, here, stop_here in runs(self._old[start:end], self._new[low:high]):
            for offset in range(stop - there):
                i = start + there + offset
                if stop - there == stop_here - here:
                    self.first[i] = self.last[i] = low + here + offset
                else:
                    self.first[i], self.last[i] = low + here, low + stop_here - 1
            self.taken[low + here : low + stop_here] = b"\1" * (stop_here - here)


def runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """What two short texts share: ``(old start, old end, new start, new end)``, in order.

    Runs of one length on both sides agree word by word; others are one or more words written as more or fewer.
    """
    if not old or not new:
        return []
    found = []
    for tag, i, i2, j, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((i, i2, j, j2))
        elif tag == "replace":
            found += _respelt(old, new, i, i2, j, j2)
    return found


def _respelt(
    old: Sequence[str], new: Sequence[str], i: int, i2: int, j: int, j2: int
) -> list[tuple[int, int, int, int]]:
    """Words that are only written differently: together or apart, or with a letter more or less."""
    if "".join(old[i:i2]) == "".join(new[j:j2]):
        return [(i, i2, j, j2)]
    found = []
    while i < i2 and j < j2:
        if is_like(old[i], new[j]):
            found.append((i, i + 1, j, j + 1))
            i, j = i + 1, j + 1
        elif j + 1 < j2 and old[i] == new[j] + new[j + 1]:
            found.append((i, i + 1, j, j + 2))
            i, j = i + 1, j + 2
        elif i + 1 < i2 and old[i] + old[i + 1] == new[j]:
            found.append((i, i + 2, j, j + 1))
            i, j = i + 2, j + 1
        elif i2 - i > j2 - j:
            i += 1
        elif i2 - i < j2 - j:
            j += 1
        else:
            i, j = i + 1, j + 1
    return found


def is_like(one: str, other: str) -> bool:
    """Whether two words are spellings of one; figures never are."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or any(char.isdigit() for char in one + other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE
