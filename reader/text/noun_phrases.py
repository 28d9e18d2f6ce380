"""Finds the noun phrases of a sentence that may name a speaker, by simple grammar over its words.

Names are runs of capitalised words. Other phrases run from a determiner to a mark, a verb or a conjunction. The verbs
of saying and the function words of each language are in ``tables/speech.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reader.model.spans import Span
from reader.text.abbreviations import abbreviations

#: The most words of a noun phrase in lower case, such as "a former adviser to the government in Riga".
_LONGEST_PHRASE = 9
#: After a verb these mark the passive: "attacks claimed by".
_PASSIVE = frozenset("by von vom par por da dal dalla".split())
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*['’]?")
_JOINED = frozenset({" ", "\u00a0", "\u202f", " & "})
_PARTICLES = frozenset(
    "al bin ibn von van der den de da dos del della di du la le el ter ten zu zur bint ben abu y".split()
)
_NAME_PREFIXES = ("al-", "el-", "ar-", "as-", "an-", "d'", "d’")
_ELISION = re.compile(r"(?:[ldLD]|un|dell|all|dall|quell|Un|Dell|All)['’]")
_INVERTED = re.compile(r"(?P<verb>\w+?)(?:-t)?-(?P<pronoun>ils?|elles?)")


class PhraseWord(NamedTuple):
    """One word of the text, ``text[start:end]``."""

    start: int
    end: int
    text: str


class Speech(NamedTuple):
    """The word lists of one or all languages; ``tables/speech.toml`` explains them."""

    verbs: frozenset[str]
    sources: frozenset[str]
    fillers: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    beside: frozenset[str]
    prepositions: frozenset[str]
    joints: frozenset[str]
    relatives: frozenset[str]


@cache
def speech(language: str | None) -> Speech:
    """The word lists of a language; those of all languages together if it is None or unknown."""
    import tomllib

    path = Path(__file__).parent / "tables" / "speech.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    chosen = [tables[language]] if language in tables else list(tables.values())
    return Speech(*(frozenset(" ".join(table[key] for table in chosen).split()) for key in Speech._fields))


class Grammar:
    """The words of one text and their roles in a language; every ``words`` is an ordered list of them."""

    def __init__(self, text: str, language: str | None) -> None:
        self._text = text
        self.speech = speech(language)
        self._abbreviations = abbreviations(language or "en")

    def source(self, words: Sequence[PhraseWord], index: int) -> Span | None:
        """The source named after "according to", or before "zufolge"."""
        if words[index].text.lower() == "zufolge":
            return self.subject(words, index - 1)
        following = index + 1
        if following < len(words) and words[following].text.lower() in self.speech.fillers:
            following += 1
        return self.phrase(words, following)

    def phrase(self, words: Sequence[PhraseWord], index: int) -> Span | None:
        """The noun phrase that begins with a word; a name in it or beside it replaces the phrase."""
        if index >= len(words) or (index and self.is_parted(words, index - 1)):
            return None
        first = words[index]
        low = first.text.lower()
        if low in self.speech.pronouns:
            return Span(first.start, first.end)
        name = self.name_at(words, index)
        if name is not None and not self._is_adjective(words, index, name):
            return name
        if low in self.speech.prepositions or low in self.speech.joints or low in self.speech.beside:
            return None
        last = index
        while last + 1 < len(words) and last - index < _LONGEST_PHRASE and not self.is_parted(words, last):
            following = words[last + 1]
            if following.text.lower() in self.speech.joints or self.is_verb(following):
                break
            last += 1
        for at in range(index + 1, last + 1):  # "former president Ann Lee"
            name = self.name_at(words, at)
            if name is not None and self.word_count(name) > 1:
                return name
        while last > index and words[last].text.lower() in self.speech.prepositions:
            last -= 1
        aside = last + 1
        if aside < len(words) and self._gap(words[last].end, words[aside].start).strip() == ",":
            name = self.name_at(words, aside)  # "its director, Dr. Ann Lee"
            if name is not None and self.word_count(name) > 1:
                return name
        if last == index and low in self.speech.determiners:
            return None
        return Span(first.start, words[last].end)

    def _is_adjective(self, words: Sequence[PhraseWord], index: int, name: Span) -> bool:
        """Whether a single capitalised word begins a phrase in lower case: "German public radio"."""
        if name.end != words[index].end or index + 1 >= len(words) or self.is_parted(words, index):
            return False
        following = words[index + 1].text
        return not (
            following.lower() != following
            or self._is_small(following)
            or following in self.speech.beside
            or self.is_verb(words[index + 1])
        )

    def name_at(self, words: Sequence[PhraseWord], index: int) -> Span | None:
        """The name that begins with a word; None if there is none."""
        first = words[index].text
        if not is_capital(first) or first.lower() in self.speech.beside or self._is_small(first):
            return None
        last = index
        for at in range(index + 1, len(words)):
            if not self._joined(words, at - 1):
                break
            if is_capital(words[at].text) and words[at].text.lower() not in self.speech.beside:
                last = at
            elif words[at].text not in _PARTICLES:
                break
        return Span(words[index].start, words[last].end)

    def subject(self, words: Sequence[PhraseWord], index: int) -> Span | None:
        """The noun phrase that ends at or before a word; asides, auxiliaries and "who" are skipped."""
        at = index
        while at >= 0 and words[at].text.lower() in self.speech.beside:
            at -= 1
        if at < 0:
            return None
        low = words[at].text.lower()
        if low in self.speech.pronouns:
            return Span(words[at].start, words[at].end)
        if low in self.speech.relatives:  # "Bob Smith, who said"
            at -= 1
        elif low in self.speech.joints:  # "Bob Smith welcomed the plan and said"
            first = self.after_joints(words, at)
            return self.name_at(words, first) if first < at else None
        elif at + 1 < len(words) and self.is_parted(words, at):
            first = at
            while first > 0 and not self.is_parted(words, first - 1):
                first -= 1
            aside = self.name_at(words, first)  # "a former official, Kalju Reinvee, said"
            if aside is not None and aside.end == words[at].end and (self.word_count(aside) > 1):
                return aside
            at = first - 1
        for _ in range(3):
            if at < 0:
                return None
            phrase, first = self.phrase_before(words, at)
            left = first - 1
            if left > 0 and words[left].text.lower() in self.speech.determiners:
                left -= 1
            if left < 0 or words[left].text.lower() not in self.speech.prepositions or self.is_parted(words, left):
                return phrase
            at = left - 1  # a phrase after a preposition does not speak: "the minister for trade"
        return None

    def phrase_before(self, words: Sequence[PhraseWord], at: int) -> tuple[Span | None, int]:
        """The noun phrase that ends with a word, and the index of its first word."""
        first = at
        if is_capital(words[at].text):
            while first > 0 and self._joined(words, first - 1):
                before = words[first - 1].text
                if not (
                    is_capital(before) or (before in _PARTICLES and first > 1 and is_capital(words[first - 2].text))
                ):
                    break
                first -= 1
            while first < at and self._is_small(words[first].text):
                first += 1
            if self._is_small(words[first].text):
                return None, first
            return Span(words[first].start, words[at].end), first
        while True:
            low = words[first].text.lower()
            if low in self.speech.determiners or _ELISION.match(words[first].text):
                return (Span(words[first].start, words[at].end) if first < at or _ELISION.match(low) else None), first
            if low in self.speech.joints or low in self.speech.beside or self.is_verb(words[first]):
                return None, first
            if low in self.speech.prepositions:
                return None, first + 1
            if first == 0 or at - first >= _LONGEST_PHRASE or self.is_parted(words, first - 1):
                return Span(words[first].start, words[at].end), first  # "officials said", "police said"
            first -= 1

    def inverted(self, words: Sequence[PhraseWord]) -> Span | None:
        """The pronoun that French joins to its verb: "dit-il", "a-t-elle déclaré"."""
        for word in words:
            if match := _INVERTED.fullmatch(word.text):
                return Span(word.start + match.start("pronoun"), word.end)
        return None

    def words(self, start: int, end: int) -> list[PhraseWord]:
        """The words of ``text[start:end]``, without punctuation."""
        return [PhraseWord(match.start(), match.end(), match[0]) for match in _WORD.finditer(self._text, start, end)]

    def _gap(self, start: int, end: int) -> str:
        return self._text[start:end]

    def _joined(self, words: Sequence[PhraseWord], index: int) -> bool:
        """Whether a word and the next one can be parts of one name."""
        gap = self._gap(words[index].end, words[index + 1].start)
        if gap[:1] != ".":
            return gap in _JOINED
        word = words[index].text
        return gap[1:] in _JOINED and (len(word) == 1 or "." in word or word in self._abbreviations.titles)

    def is_parted(self, words: Sequence[PhraseWord], index: int) -> bool:
        """Whether punctuation stands between a word and the next one."""
        return not self._joined(words, index) and not self._gap(words[index].end, words[index + 1].start).isspace()

    def word_count(self, span: Span) -> int:
        """The number of words in a passage."""
        return len(self._text[span.start : span.end].split())

    def is_verb(self, word: PhraseWord) -> bool:
        """Whether a word is a verb of saying."""
        low = word.text
        if low in self.speech.verbs:
            return True
        match = _INVERTED.fullmatch(low) if "-" in low else None
        return match is not None and match["verb"] in self.speech.verbs

    def is_passive(self, words: Sequence[PhraseWord], index: int) -> bool:
        """Whether a verb is passive, with its agent after it."""
        return index + 1 < len(words) and words[index + 1].text in _PASSIVE

    def _is_small(self, word: str) -> bool:
        """Whether a capitalised word is not a name, because it begins a sentence."""
        low = word.lower()
        return (
            word in self._abbreviations.starters or low in self.speech.prepositions or low in self.speech.joints
            or low in self.speech.determiners or low in self.speech.pronouns
        )  # fmt: skip

    def after_joints(self, words: Sequence[PhraseWord], end: int) -> int:
        """The index of the first word after leading conjunctions."""
        first = 0
        while first < end and words[first].text.lower() in self.speech.joints:
            first += 1
        return first


def is_capital(word: str) -> bool:
    """Whether a word begins as a name does (also ``al-Assad``)."""
    return word[0].isupper() or (word.startswith(_NAME_PREFIXES) and not word.islower())
