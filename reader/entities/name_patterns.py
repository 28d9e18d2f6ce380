"""What a name looks like: the words of a text as spans, runs of capitalised words, and sets of mentions.

All positions are code points, zero-based, half-open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from reader.entities.tables import words
from reader.model.entity import VALUE_KINDS, Mention

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:['’](?![sS]\b)|[-&.](?=[^\W\d_]{2}|[^\W\d_]\b))[^\W_]+)*")
#: What a search for a name begins at: a word, or any one other character.
_TOKEN = re.compile(r"\w+|\W")
_QUOTES = "\"'“”‘’«»„‚`´"
_SENTENCE_ENDS = ".!?:;\n•–—|"
#: No name is longer, in code points; nor has it more words than a run of capitals is read for.
LONGEST_NAME = 300
_LONGEST_RUN = 60
#: Small words inside a person's name.
PARTICLES = frozenset(
    "al bin ibn von van der den de da dos del della di du la le el ter ten zu zur bint ben abu st".split()
)
#: Words that stay small in a headline.
_SMALL = frozenset(
    """a an and as at but by for from in into is it its nor of off on onto or over per so than that the to up via vs
    with yet""".split()
)
#: Words that stand before a full stop without ending a sentence.
_ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|St|Sgt|Rev|Hon|No|vs))\.$"
)


class NameWord(NamedTuple):
    """One word of a text: ``text[start:end]``."""

    start: int
    end: int
    text: str

    @property
    def is_capitalised(self) -> bool:
        """Whether it starts as a name does (``al-Assad`` and ``iPhone`` do too)."""
        text = self.text
        return text[0].isupper() or (text[:3] in {"al-", "el-", "ar-", "as-", "an-"} and text[3:4].isupper())


@lru_cache(maxsize=4)
def text_words(text: str) -> tuple[NameWord, ...]:
    """The words of ``text``, ordered, without overlap; a possessive ``'s`` is no part of one."""
    return tuple(NameWord(match.start(), match.end(), match.group()) for match in _WORD.finditer(text))


@lru_cache(maxsize=4)
def name_runs(text: str) -> tuple[tuple[NameWord, ...], ...]:
    """Runs of capitalised words, each one space (or `` & ``) from the next, as long as they get."""
    suffix = suffix_pattern()
    runs: list[tuple[NameWord, ...]] = []
    run: list[NameWord] = []
    for word in text_words(text):
        if not word.is_capitalised:
            continue
        if run and (len(run) >= _LONGEST_RUN or not is_joined(text, run[-1], word) or suffix.search(run[-1].text)):
            runs.append(tuple(run))
            run = []
        run.append(word)
    if run:
        runs.append(tuple(run))
    return tuple(runs)


@cache
def suffix_pattern() -> re.Pattern[str]:
    """The end of a compound that is no part of the name: ``-based``, ``-led``."""
    return re.compile(rf"[-–](?:{'|'.join(sorted(words('affixes', 'suffix')))})\b")


def is_joined(text: str, left: NameWord, right: NameWord) -> bool:
    """Whether two words can be parts of one name: a space between them, or an initial's or a title's full stop."""
    gap = text[left.end : right.start]
    if gap in {" ", " & ", "\u00a0"}:
        return True
    return gap == ". " and (len(left.text) == 1 or f"{left.text}." in words("titles", "address"))


def starts_sentence(text: str, start: int) -> bool:
    """Whether nothing but quotation marks stands between ``start`` and the end of the sentence before."""
    before = text[max(0, start - 12) : start].rstrip(" \u00a0" + _QUOTES + "([")
    if not before:
        return start <= 12 or "\n" in text[max(0, start - 12) : start]
    return before[-1] in _SENTENCE_ENDS and not _ABBREVIATED.search(before)


def is_title_line(text: str, start: int) -> bool:
    """Whether most words of the line around ``start`` are capitalised, as in a headline: capitals prove nothing."""
    starts, headlines = _lines(text)
    return headlines[bisect_right(starts, start) - 1]


def line_at(text: str, start: int) -> tuple[int, int]:
    """The line around ``start``, without its end, as a span."""
    starts, _ = _lines(text)
    after = bisect_right(starts, start)
    return starts[after - 1], starts[after] - 1 if after < len(starts) else len(text)


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[list[int], list[bool]]:
    """Where each line of ``text`` begins, and whether it is written as a headline."""
    lines = text.split("\n")
    return [0, *accumulate(len(line) + 1 for line in lines[:-1])], [_mostly_capitals(line) for line in lines]


def _mostly_capitals(line: str) -> bool:
    if line.rstrip(_QUOTES + " ").endswith((".", "!", "?", ":", ",")) and not line.isupper():
        return False
    main = [word for word in _WORD.findall(line) if word not in _SMALL and not word[0].isdigit()]
    if line.isupper():
        return len(main) > 1
    return len(main) > 3 and sum(word[0].isupper() for word in main) > 0.8 * len(main)


def is_shouted(text: str) -> bool:
    """Whether ``text`` is written in capitals throughout and is longer than an acronym."""
    return text.isupper() and sum(character.isalpha() for character in text) > 6


def is_value(mention: Mention) -> bool:
    """Whether the mention is a date, an amount or a number, rather than a name."""
    return mention.kind in VALUE_KINDS


def mention_at(text: str, start: int, end: int, kind: str) -> Mention:
    """The mention ``text[start:end]``."""
    return Mention(start, end, text[start:end], kind)


def moved(mention: Mention, text: str, start: int, end: int) -> Mention:
    """The same mention with other ends."""
    return (
        mention if (start, end) == (mention.start, mention.end) else Mention(start, end, text[start:end], mention.kind)
    )


def renamed(mention: Mention, kind: str) -> Mention:
    """The same mention with another kind."""
    return mention if kind == mention.kind else Mention(mention.start, mention.end, mention.text, kind)


class Cover:
    """Which parts of a text mentions take up: answers what overlaps a span in logarithmic time."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = sorted(mentions)
        self._starts = [mention.start for mention in self._mentions]
        self._ends = [mention.end for mention in self._mentions]

    def overlapping(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that share a code point with ``[start, end)``, ordered."""
        return self._mentions[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def is_free(self, start: int, end: int) -> bool:
        """Whether no name overlaps; dates and numbers give way to names."""
        return all(is_value(mention) for mention in self.overlapping(start, end))


def settled(mentions: Iterable[Mention]) -> list[Mention]:
    """Ordered and without overlap: names win over values, then the longer one, then the earlier one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end, is_value(one))):
        if mention.start >= mention.end:
            continue
        if kept and mention.start < kept[-1].end:
            if _outranks(mention, kept[-1]):
                kept.pop()
                while kept and mention.start < kept[-1].end:
                    kept.pop()
            else:
                continue
        kept.append(mention)
    return kept


def _outranks(new: Mention, old: Mention) -> bool:
    if is_value(new) != is_value(old):
        return is_value(old)
    return new.end - new.start > old.end - old.start


def merged(mentions: Iterable[Mention], added: Iterable[Mention]) -> list[Mention]:
    """``added`` laid over ``mentions``: what an added one overlaps is taken out."""
    fresh = settled(added)
    if not fresh:
        return settled(mentions)
    cover = Cover(fresh)
    return sorted([*(one for one in mentions if not cover.overlapping(one.start, one.end)), *fresh])


def occurrences(text: str, names: Iterable[str]) -> Iterator[NameWord]:
    """Each place where one of ``names`` stands as whole words, the longest at each place, ordered, without overlap.

    The names are looked up by their first word and their length: time grows with the text, not with their number.
    """
    index: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name:
            index[_first_word(name)].add(name)
    lengths = {first: sorted({len(name) for name in listed}, reverse=True) for first, listed in index.items()}
    here = 0
    for found in _TOKEN.finditer(text):
        start, first = found.start(), found.group()
        if start < here or first not in index or (start and _is_word(text[start - 1])):
            continue
        for length in lengths[first]:
            end = start + length
            if text[start:end] in index[first] and not _is_word(text[end : end + 1]):
                yield NameWord(start, end, text[start:end])
                here = end
                break


def _first_word(name: str) -> str:
    found = _TOKEN.match(name)
    return found.group() if found else name


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
