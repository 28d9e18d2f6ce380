"""Turns the lines of a text dump into rows: hard-wrapped lines are joined, and each row is measured once.

The cleaner decides about rows. A row is one line of the page, or the lines of one wrapped paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from reader.cleaning.dates import is_date_line
from reader.model.page import Page, PageLine

#: A list marker of the dump: "  1. ", "  • ", "- "; but "3. März 2021" is a date.
_BULLET = re.compile(r"(?:\d{1,3}[.)](?!\s[^\W\d_]{3,12}\.?\s(?:19|20)\d\d\b)|[•‣◦▪●·*\u2013\u2014-])[\s\u00a0]+(?=\S)")
#: What may follow a stop: closing quotes (also German, Swiss and East Asian), brackets, footnote marks.
_CLOSERS = "\"'”’“‘»«›‹)]}*_ 」』）】》"
_STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟", "։", "።", "။")
#: The Greek question mark, if a Greek letter is before it.
_GREEK = ("\u037e", ";")
#: A longer line is not hard-wrapped.
_WIDEST = 100
#: The most words that are compared with function words: enough for prose, and cheap for a line of two megabytes.
_SAMPLE = 400

#: The most code points of a line that is a date and begins like an item of a list.
_DATED = 60

#: The least share of function words on a page in a known language, menus included.
_LEAST_STOPS = 0.08

_FUNCTION_WORDS = """
the of and to in a is that it for was on with as he be at by had not are but from or have an they which one were
all their there been has when who will more if out so what up its about into than them can only other new some
could time these may then do any my now such like our over me even most after also did many before through where
his her she you him this said would we i no how because
der die das und in zu den mit von für auf ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird
bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde
le la les des et est un une du en que qui dans pour pas sur au plus par ce il ne sont avec son se aux mais ou cette
el los las por con para del una su al lo como más pero sus ha fue este ya entre cuando muy sin sobre también
di che è il per non gli della con sono si da dei nel alla più ha delle anche come ma lo
o os as um uma não do da dos das em no na se foi mais ao pelo pela
de het een van en dat op te zijn met voor och att det som på av är för inte den til af ikke og er på
"""


#: Characters at the edges of a word.
_EDGES = ".,:\"“”()!?/|'’"
#: Letters of a word that are compared.
_HEAD = 6


@cache
def _function_words() -> frozenset[str]:
    return frozenset(_FUNCTION_WORDS.split())


@dataclass(slots=True)
class PageRow:
    """One row; the cleaner sets ``role``, ``score``, ``kept`` and ``kind`` step by step.

    Attributes:
        first, last: its lines, as indices into ``Page.lines``, both included.
        start, end: into ``Page.text``, without white space at the ends.
        text: without its list marker, with white space roughly repaired; for decisions, not for display.
        low: the first 600 characters of ``text`` in lower case.
        bullet: whether it has a list marker.
        words, stops: the number of words, and of function words among the first ones.
        sampled: the number of words in which ``stops`` were counted.
        ends: whether it ends with a full stop or the like.
        above, below: whether a blank line precedes or follows it.
        heads: the beginnings of the words of ``low``; None until first needed.
        chance: the model's probability that it belongs to the article, 0 to 1; None if the model was not asked.
        tabs: the number of tabs in its source; the page's text has none. In dumps they mark tables.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    low: str
    bullet: bool
    words: int
    stops: int
    sampled: int
    ends: bool
    above: bool
    below: bool
    role: str = ""
    score: float = 0.0
    kept: bool = False
    kind: str = "paragraph"
    chance: float | None = None
    tabs: int = 0
    heads: set[str] | None = None

    def has_head(self, heads: frozenset[str]) -> bool:
        """Whether one of its words begins with one of these, which come from :func:`heads_of`."""
        return not heads.isdisjoint(self._heads())

    def heads_in(self, heads: Set[str]) -> Set[str]:
        """Those of the heads with which one of its words begins."""
        return heads & self._heads()

    def _heads(self) -> set[str]:
        if self.heads is None:
            self.heads = {word[:_HEAD] for word in _bare(self.low).split()}
        return self.heads

    @property
    def is_prose(self) -> bool:
        """Whether it reads like sentences: long enough, with a stop and function words."""
        return self.ends and self.words >= 9 and (self.stops >= 2 or self.words > 2 * self.sampled)

    @property
    def is_long_prose(self) -> bool:
        """Whether it reads like a paragraph of an article or a comment."""
        return self.is_prose and self.words >= 20

    @property
    def is_short(self) -> bool:
        """Whether it could be a heading, a label or a link, rather than a sentence."""
        return self.words <= 20 and len(self.text) <= 160


def opens_joined(rows: list[PageRow]) -> bool:
    """Whether a short second row follows the first one without an empty line, and an empty line follows that."""
    if len(rows) < 3 or rows[0].words < 2:
        return False
    return not rows[0].below and rows[1].below and rows[1].is_short and not rows[1].ends and not rows[1].role


def heads_of(phrases: Iterable[str]) -> frozenset[str]:
    """The beginning of each phrase's longest word: a row without any of these has none of the phrases.

    A look-up in one set is many times faster than a search for hundreds of phrases, and most rows have none.
    """
    return frozenset(max(_bare(phrase).split(), key=len)[:_HEAD] for phrase in phrases)


def _lower(text: str) -> str:
    """The text in lower case; the dot of a Turkish capital is no letter of its own."""
    return text.lower() if text.isascii() else text.lower().replace("\u0307", "")


def _bare(low: str) -> str:
    for edge in _EDGES:
        if edge in low:
            low = low.replace(edge, " ")
    return low


def rows(page: Page) -> list[PageRow]:
    """The rows of a page, in order; every non-blank line is in one of them."""
    text = page.text
    result = []
    for first, last in _groups(page):
        start, end = _stripped(text, page.lines[first].start, page.lines[last].end)
        above = first == 0 or _is_blank(text, page.lines[first - 1])
        below = last + 1 == len(page.lines) or _is_blank(text, page.lines[last + 1])
        result.append(_measured(text, first, last, start, end, above, below))
    if "\t" in page.source:
        for row in result:
            row.tabs = page.source.count("\t", *page.source_span(row.start, row.end))
    if sum(row.stops for row in result) < _LEAST_STOPS * sum(row.sampled for row in result):
        for row in result:  # function words of the language are unknown: count as if all were prose
            row.stops = row.words // 4
    return result


def _measured(text: str, first: int, last: int, start: int, end: int, above: bool, below: bool) -> PageRow:
    marker = _BULLET.match(text, start, min(end, start + 12))
    if marker and end - start <= _DATED and marker[0][0].isdigit() and is_date_line(text[start:end]):
        marker = None  # "14. března 2023" is no item of a list
    begin = marker.end() if marker else start
    if last == first and end - begin <= 4 * _SAMPLE:
        shown = text[begin:end].replace("\u00a0", " ")
    else:
        shown = " ".join(text[begin:end].split()) if end - begin <= 20_000 else text[begin:end]
    head = shown if len(shown) <= _SAMPLE else shown[:_SAMPLE]
    low = _lower(shown[:600])
    sample = low.split() if head is shown else head.lower().split()
    sampled = len(sample)
    words = sampled if head is shown else max(sampled, shown.count(" ") + 1)
    stops = len([word for word in sample if word in _function_words()])
    if max(head, default="") >= "\u3040" and (wide := sum(map(_is_wide, head))) > len(head) // 3:
        # No spaces and no function words to count: length and stops alone decide.
        words = sampled = wide // 2 if head is shown else wide * len(shown) // len(head) // 2
        stops = words // 4
    return PageRow(
        first, last, start, end, shown, low, marker is not None, words, stops, sampled, _ends(shown), above, below
    )


def _ends(shown: str) -> bool:
    """Whether a row ends with a full stop or the like; quotes, brackets and footnote marks may follow it."""
    tail = shown[-12:].rstrip(_CLOSERS)
    return tail.endswith(_STOPS) or (tail.endswith(_GREEK) and "\u0370" <= tail[-2:-1] <= "\u1fff")


def _groups(page: Page) -> Iterator[tuple[int, int]]:
    """The first and last line of each row."""
    text, lines = page.text, page.lines
    filled = [index for index, line in enumerate(lines) if not _is_blank(text, line)]
    width = _wrap_width(text, lines, filled)
    first = previous = -1
    for index in filled:
        if first >= 0 and width and index == previous + 1 and _continues(text, lines[previous], lines[index], width):
            previous = index
            continue
        if first >= 0:
            yield first, previous
        first = previous = index
    if first >= 0:
        yield first, previous


def _wrap_width(text: str, lines: tuple[PageLine, ...], filled: list[int]) -> int:
    """The width at which the text was hard-wrapped, 0 if it was not.

    In wrapped text almost no line has room for the first word of the next one.
    """
    lengths = sorted(lines[index].end - lines[index].start for index in filled)
    if not lengths or lengths[-1] > 4 * _WIDEST:
        return 0
    width = lengths[int(len(lengths) * 0.97)] if len(lengths) > 30 else lengths[-1]
    if not 40 <= width <= _WIDEST:
        return 0
    pairs = full = small = 0
    for index, following in pairwise(filled):
        if following == index + 1:
            pairs += 1
            if _continues(text, lines[index], lines[following], width):
                full += 1
                small += text[_stripped(text, lines[following].start, lines[following].end)[0]].islower()
    # Lines of a table or of verse may have equal lengths too, but most of them begin with a capital or a digit.
    return width if full >= 3 and full >= 0.6 * pairs and small >= 0.35 * full else 0


def _continues(text: str, line: PageLine, following: PageLine, width: int) -> bool:
    """Whether ``following`` continues the paragraph: its first word had no room on ``line``."""
    start, end = _stripped(text, following.start, following.end)
    if _BULLET.match(text, start, end):
        return False
    word = text[start : min(end, start + width)].split(maxsplit=1)[0]
    length = line.end - line.start
    return length + 1 + len(word) > width - 2 and length > width * 0.55


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    passage = text[start:end]
    left = len(passage) - len(passage.lstrip())
    return start + left, start + max(left, len(passage.rstrip()))


def _is_blank(text: str, line: PageLine) -> bool:
    # Most non-blank lines begin with a letter; only the others are read as a whole.
    start, end = line.start, line.end
    return end <= start or (text[start].isspace() and text[start:end].isspace())


def _is_wide(char: str) -> bool:
    """Whether a character is of a script without spaces; a regular expression would take 4 ms to compile."""
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af"
