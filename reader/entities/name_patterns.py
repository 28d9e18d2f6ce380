"""The form of names: words of a text as spans, runs of capitalised words, and sets of mentions.

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

from reader.entities.tables import is_given_name, words
from reader.model.entity import VALUE_KINDS, Mention

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:['’](?![sS]\b)|[-&.](?=[^\W\d_]{2}|[^\W\d_]\b))[^\W_]+)*")
#: Units at which a search for a name may begin: a word, or any other single character.
_TOKEN = re.compile(r"\w+|\W")
#: A word with another one behind it, without a blank; and what begins a surname with a capital inside.
_GLUED = re.compile(r"[^\W\d_][^\W\d_A-ZÀ-Þ]{3,}(?=[A-ZÀ-Þ])")
_WHOLE_STARTS = frozenset("Fitz Vander Vanden Saint Mhac".split())
#: A small word that is written in one with a name.
_PREFIXED = re.compile(
    r"(?:[ae]l|a[dnrst]|a[sz]h|[eu]r|ul|ou)-(?=[^\W\d_a-z])|(?:d|l|dell|dall|degl|nell|m)['’](?=[^\W\d_a-z])"
)
_QUOTES = "\"'“”‘’«»„‚`´"
_SENTENCE_ENDS = ".!?:;\n•–—|"
#: Code points of the longest name, and the most words in a run of capitals.
LONGEST_NAME = 300
_LONGEST_RUN = 60
#: Small words inside a person's name.
PARTICLES = frozenset(
    """al bin ibn von van der den de da dos das del della dello dei degli delle di du des la las le los el ter ten zu
    zum zur vom bint binti ben abu af av ap wa ka st""".split()
)
#: Small words that join words to one name, in front of a capital: none of them is a word of English prose.
JOINING = PARTICLES - {"st", "ten"} | {"'t", "’t"}
#: The same, behind a given name alone: "Ida ten Hagen", "Ida op den Berg".
_JOINING_GIVEN = JOINING | {"ten", "op", "in", "do", "z", "und"}
#: Words that stay in lower case in a headline.
_SMALL = frozenset(
    """a an and as at but by for from in into is it its nor of off on onto or over per so than that the to up via vs
    with yet""".split()
)
#: Words before a full stop that does not end a sentence.
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
        """Whether it starts as a name does (also ``al-Assad`` and ``d'Aubigny``)."""
        return self.text[0].isupper() or _PREFIXED.match(self.text) is not None


@lru_cache(maxsize=4)
def text_words(text: str) -> tuple[NameWord, ...]:
    """The words of ``text``, ordered, without overlap; a possessive ``'s`` is not part of a word."""
    return tuple(NameWord(match.start(), match.end(), match.group()) for match in _WORD.finditer(text))


@lru_cache(maxsize=4)
def name_runs(text: str) -> tuple[tuple[NameWord, ...], ...]:
    """The longest runs of capitalised words, each one space (or `` & ``) from the next."""
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


def is_one_name(text: str, left: NameWord, right: NameWord) -> bool:
    """Whether only small words of names stand between two words: "Ida van der Meer"."""
    gap = text[left.end : right.start]
    small = gap.split()
    if not 0 < len(small) <= 3 or gap != f" {' '.join(small)} " or small == ["in"]:
        return False
    return (_JOINING_GIVEN if is_given_name(left.text) else JOINING).issuperset(small)


@cache
def suffix_pattern() -> re.Pattern[str]:
    """The end of a compound that is not part of the name: ``-based``, ``-led``."""
    return re.compile(rf"[-–](?:{'|'.join(sorted(words('affixes', 'suffix')))})\b")


def is_joined(text: str, left: NameWord, right: NameWord) -> bool:
    """Whether two words can be parts of one name: with a space between, or a full stop after an initial or a title."""
    gap = text[left.end : right.start]
    if gap in {" ", " & ", "\u00a0"}:
        return True
    return gap == ". " and (len(left.text) == 1 or left.text == "St" or f"{left.text}." in words("titles", "address"))


def starts_sentence(text: str, start: int) -> bool:
    """Whether only quotation marks stand between ``start`` and the end of the previous sentence."""
    before = text[max(0, start - 12) : start].rstrip(" \u00a0" + _QUOTES + "([")
    if not before:
        return start <= 12 or "\n" in text[max(0, start - 12) : start]
    return before[-1] in _SENTENCE_ENDS and not _ABBREVIATED.search(before)


def is_title_line(text: str, start: int) -> bool:
    """Whether most words of the line around ``start`` are capitalised, as in a headline, so they prove nothing."""
    starts, headlines = _lines(text)
    return headlines[bisect_right(starts, start) - 1]


def line_at(text: str, start: int) -> tuple[int, int]:
    """The line around ``start``, without its end, as a span."""
    starts, _ = _lines(text)
    after = bisect_right(starts, start)
    return starts[after - 1], starts[after] - 1 if after < len(starts) else len(text)


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[list[int], list[bool]]:
    """The start of each line of ``text``, and whether it is written as a headline."""
    lines = text.split("\n")
    return [0, *accumulate(len(line) + 1 for line in lines[:-1])], [_mostly_capitals(line) for line in lines]


def _mostly_capitals(line: str) -> bool:
    if line.rstrip(_QUOTES + " ").endswith((".", "!", "?", ":", ",")) and not line.isupper():
        return False
    main = [word for word in _WORD.findall(line) if word not in _SMALL and not word[0].isdigit()]
    if line.isupper():
        return len(main) > 1
    return len(main) > 3 and sum(word[0].isupper() for word in main) > 0.8 * len(main)


def before_glued(word: str) -> int:
    """The length of a surname without the word that is glued to it: 6 of "ElleryHarbour", all of "MacDonald"."""
    match = _GLUED.match(word)
    return match.end() if match and match.group() not in _WHOLE_STARTS else len(word)


def is_shouted(text: str) -> bool:
    """Whether ``text`` is all in capitals and longer than an acronym."""
    return text.isupper() and sum(character.isalpha() for character in text) > 6


def is_value(mention: Mention) -> bool:
    """Whether the mention is a date, an amount or a number, rather than a name."""
    return mention.kind in VALUE_KINDS


def mention_at(text: str, start: int, end: int, kind: str) -> Mention:
    """The mention ``text[start:end]``."""
    return Mention(start, end, text[start:end], kind)


def moved(mention: Mention, text: str, start: int, end: int) -> Mention:
    """The mention with other ends."""
    return (
        mention if (start, end) == (mention.start, mention.end) else Mention(start, end, text[start:end], mention.kind)
    )


def renamed(mention: Mention, kind: str) -> Mention:
    """The mention with another kind."""
    return mention if kind == mention.kind else Mention(mention.start, mention.end, mention.text, kind)


class Cover:
    """The parts of a text that mentions cover; finds overlaps with a span in logarithmic time."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = sorted(mentions)
        self._starts = [mention.start for mention in self._mentions]
        self._ends = [mention.end for mention in self._mentions]

    def overlapping(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that share a code point with ``[start, end)``, ordered."""
        return self._mentions[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def is_free(self, start: int, end: int) -> bool:
        """Whether no name overlaps; dates and numbers do not count."""
        return all(is_value(mention) for mention in self.overlapping(start, end))


def settled(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions ordered and without overlap: names win over values, then longer ones, then earlier ones."""
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
    """The mentions with ``added`` ones put over them; overlapped mentions are removed."""
    fresh = settled(added)
    if not fresh:
        return settled(mentions)
    cover = Cover(fresh)
    return sorted([*(one for one in mentions if not cover.overlapping(one.start, one.end)), *fresh])


def occurrences(text: str, names: Iterable[str]) -> Iterator[NameWord]:
    """The places where one of ``names`` stands as whole words: the longest at each place, ordered, without overlap.

    Names are looked up by first word and length, so the time grows with the text, not with the number of names.
    """
    index: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name:
            index[_first_word(name)].add(name)
    lengths = {first: sorted({len(name) for name in listed}, reverse=True) for first, listed in index.items()}
    done = 0
    for match in _TOKEN.finditer(text):
        start, first = match.start(), match.group()
        if start < done or first not in index or (start and _is_word(text[start - 1])):
            continue
        for length in lengths[first]:
            end = start + length
            if end <= len(text) and text[start:end] in index[first] and not _is_word(text[end : end + 1]):
                yield NameWord(start, end, text[start:end])
                done = end
                break


def _first_word(name: str) -> str:
    match = _TOKEN.match(name)
    return match.group() if match else name


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
