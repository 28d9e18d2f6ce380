"""One version of an article as sentences: the headline is one, and every sentence of the text below it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from reader.analysis.claims.dates_spoken_of import article_day
from reader.anchoring.word_tokens import Tokens
from reader.model.article import META_KINDS, Article
from reader.model.spans import Span
from reader.text.units import Units

#: Letters of a word that are compared; inflected forms mostly agree in them.
_STEM = 6
#: Signs that are set in two ways and mean the same.
_TYPESET = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\u00ad": None})


class Sentence(NamedTuple):
    """A sentence of one version.

    Attributes:
        start, end: into the version's text, code points, half-open.
        text: on one line.
        paragraph: the number of its block.
        is_headline: whether it is the title of the article.
    """

    start: int
    end: int
    text: str
    paragraph: int
    is_headline: bool

    @property
    def key(self) -> str:
        """The same for sentences that differ only in how quotes, dashes and spaces are set."""
        return self.text.translate(_TYPESET)


class VersionText:
    """The sentences of one version, in order, with their words.

    Bylines and dates are no sentences.

    Attributes:
        article: as it is shown.
        text: of the article.
        sentences: of its blocks, in order; a block without words has none.
        language: two-letter code; None if unknown.
        day: of the article; None if unknown.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        self.language = article.language
        self.day: date | None = article_day(article.published)
        self.sentences = _sentences(article)

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the whole text, as anchoring compares them."""
        return Tokens(self.text)

    @cached_property
    def sentence_of_word(self) -> list[int]:
        """For each word of ``tokens`` the index of its sentence; -1 for words of bylines and dates."""
        found = [-1] * len(self.tokens)
        for index, sentence in enumerate(self.sentences):
            first, last = self.tokens.covering(sentence.start, sentence.end)
            found[first:last] = [index] * (last - first)
        return found

    @cached_property
    def stems(self) -> list[Counter[str]]:
        """For each sentence how often it has each word, by the word's first letters."""
        words: list[Counter[str]] = [Counter() for _ in self.sentences]
        for word, index in zip(self.tokens.words, self.sentence_of_word, strict=True):
            if index >= 0:
                words[index][word[:_STEM]] += 1
        return words

    def at(self, start: int, end: int) -> range:
        """The indices of the sentences that share text with ``[start, end)``."""
        first = bisect_right(self.sentences, start, key=attrgetter("end"))
        return range(first, max(first, bisect_left(self.sentences, end, key=attrgetter("start"))))


def _sentences(article: Article) -> list[Sentence]:
    units = Units(article.text, article.blocks, article.language)
    found: list[Sentence] = []
    for paragraph, block in enumerate(article.blocks):
        if block.kind in META_KINDS:
            continue
        whole = [Span(block.start, block.end)]
        is_headline = block.kind == "title"
        for start, end in whole if is_headline else units.sentences_in(block.start, block.end):
            if text := " ".join(article.text[start:end].split()):
                found.append(Sentence(start, end, text, paragraph, is_headline))
    return found
