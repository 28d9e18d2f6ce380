"""What a person types to search many documents: a text as it stands, whole words, beginnings of words, an expression.

``"carbon tax"`` are whole words in this order, ``clima*`` words that begin so. Such terms may stand beside others: a
document then must hold them all. What begins with a backslash is a regular expression. Any other line is one text,
spaces and all, which is found wherever it stands, as the search in a document finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.model.spans import Span
from reader.text.search import find_all, has_capital

#: A quoted passage, a word before a star, or any other word.
_PIECE = re.compile(r'"([^"]+)"(?=\s|$)|(\S+)\*(?=\s|$)|(\S+)')
#: Scripts that put no space between words: a word there begins and ends wherever one looks.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
#: Most words of a line that count; nobody types more.
_MOST = 32


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A line that was typed, understood.

    Attributes:
        expression: the regular expression; empty where it is none.
        text: what is sought as it stands; empty where there are terms.
        terms: expressions, one a term, of which a document must match each.
        needles: texts that each document holds that matches, whatever their case. None where nothing is known of it.
    """

    expression: str = ""
    text: str = ""
    terms: tuple[re.Pattern[str], ...] = ()
    needles: tuple[str, ...] = ()

    def spans(self, text: str, most: int, seconds: float) -> Sequence[Span]:
        """The hits in a text: code points, ordered, not empty, not overlapping.

        Args:
            text: the text to search.
            most: the number of hits after which to stop.
            seconds: the time after which an expression stops.

        Raises:
            PatternError: the expression cannot be used.
        """
        if not text:
            return ()
        if self.expression:
            return find_all(self.expression, text, is_regex=True, most=most, seconds=seconds).spans
        if self.text:
            return find_all(self.text, text, most=most, seconds=seconds).spans
        if not self.terms or not all(term.search(text) for term in self.terms):
            return ()
        found = sorted(Span(*match.span()) for term in self.terms for match in term.finditer(text))
        return tuple(_apart(found))[:most]


def search_query(typed: str) -> SearchQuery:
    """What was meant by a line. An expression is only looked at when it is used first."""
    if typed.startswith("\\"):
        return SearchQuery(expression=typed[1:])
    pieces = [match.groups() for match in _PIECE.finditer(typed)][:_MOST]
    if not any(quoted or begun for quoted, begun, _ in pieces):
        return SearchQuery(text=typed, needles=(typed,) if typed else ())
    terms: list[re.Pattern[str]] = []
    needles: list[str] = []
    for quoted, begun, other in pieces:
        words = quoted.split() if quoted else [begun or other]
        if words:
            terms.append(_term(words, is_begun=bool(begun), is_whole=bool(quoted)))
            needles += words
    return SearchQuery(terms=tuple(terms), needles=tuple(needles))


def _term(words: Sequence[str], *, is_begun: bool, is_whole: bool) -> re.Pattern[str]:
    pattern = r"\s+".join(map(re.escape, words))
    if (is_begun or is_whole) and _has_edge(words[0][0]):
        pattern = r"(?<!\w)" + pattern
    if is_whole and _has_edge(words[-1][-1]):
        pattern += r"(?!\w)"
    return re.compile(pattern, re.NOFLAG if any(map(has_capital, words)) else re.IGNORECASE)


def _has_edge(character: str) -> bool:
    return (character.isalnum() or character == "_") and _UNSPACED.match(character) is None


def _apart(found: Sequence[Span]) -> Iterator[Span]:
    """Those that do not begin within the one before."""
    end = 0
    for span in found:
        if span.start >= end:
            yield span
            end = span.end
