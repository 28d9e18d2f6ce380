"""The noun phrases of a sentence that may name who speaks, found by simple grammar over its words.

Names are runs of capitals; other phrases run from a determiner to a mark, a verb or a joint. The verbs of saying and
the small words are in ``tables/speech.toml``, a table a language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reader.model.spans import Span
from reader.text.abbreviations import abbreviations

#: The words of a noun phrase in lower case: "a former adviser to the government in Riga".
_LONGEST_PHRASE = 9
#: Behind these a verb is passive: "attacks claimed by".
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
    """The words of one or all languages, as ``tables/speech.toml`` explains them."""

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
    """The table of a language; all of them together where it is None or not known."""
    import tomllib

    path = Path(__file__).parent / "tables" / "speech.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    chosen = [tables[language]] if language in tables else list(tables.values())
    return Speech(*(frozenset(" ".join(table[key] for table in chosen).split()) for key in Speech._fields))


class Grammar:
    """The words of one text and what they are in a language; every ``words`` is a list of them, in order."""

    def __init__(self, text: str, language: str | None) -> None:
        self._text = text
        self.speech = speech(language)
        self._abbreviations = abbreviations(language or "en")

    def source(self, words: Sequence[PhraseWord], index: int) -> Span | None:
        """Whoever stands behind "according to"; before "zufolge" it is another matter."""
        if words[index].text.lower() == "zufolge":
            return self.subject(words, index - 1)
        following = index + 1
        if following < len(words) and words[following].text.lower() in self.speech.fillers:
            following += 1
        return self.phrase(words, following)

    def phrase(self, words: Sequence[PhraseWord], index: int) -> Span | None:
        """The noun phrase that begins with a word; a name in it or beside it stands for all of it."""
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
        """Whether a lone capital begins a phrase in lower case: "German public radio"."""
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
        """The name that begins with a word, None where none does."""
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
        """The noun phrase that ends with a word or before it: asides, auxiliaries and "who" are passed over."""
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
            found, first = self.phrase_before(words, at)
            hung = first - 1
            if hung > 0 and words[hung].text.lower() in self.speech.determiners:
                hung -= 1
            if hung < 0 or words[hung].text.lower() not in self.speech.prepositions or self.is_parted(words, hung):
                return found
            at = hung - 1  # what hangs on a preposition does not speak: "the minister for trade"
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
        """The pronoun that French hangs on its verb: "dit-il", "a-t-elle déclaré"."""
        for word in words:
            if found := _INVERTED.fullmatch(word.text):
                return Span(word.start + found.start("pronoun"), word.end)
        return None

    def words(self, start: int, end: int) -> list[PhraseWord]:
        """The words of ``text[start:end]``, without their marks."""
        return [PhraseWord(one.start(), one.end(), one[0]) for one in _WORD.finditer(self._text, start, end)]

    def _gap(self, start: int, end: int) -> str:
        return self._text[start:end]

    def _joined(self, words: Sequence[PhraseWord], index: int) -> bool:
        """Whether a word and the one behind it can be parts of one name."""
        gap = self._gap(words[index].end, words[index + 1].start)
        if gap[:1] != ".":
            return gap in _JOINED
        word = words[index].text
        return gap[1:] in _JOINED and (len(word) == 1 or "." in word or word in self._abbreviations.titles)

    def is_parted(self, words: Sequence[PhraseWord], index: int) -> bool:
        """Whether a mark stands between a word and the one behind it."""
        return not self._joined(words, index) and not self._gap(words[index].end, words[index + 1].start).isspace()

    def word_count(self, span: Span) -> int:
        """How many words a passage has."""
        return len(self._text[span.start : span.end].split())

    def is_verb(self, word: PhraseWord) -> bool:
        """Whether a word says that somebody speaks."""
        low = word.text
        if low in self.speech.verbs:
            return True
        found = _INVERTED.fullmatch(low) if "-" in low else None
        return found is not None and found["verb"] in self.speech.verbs

    def is_passive(self, words: Sequence[PhraseWord], index: int) -> bool:
        """Whether the one who acts stands behind the verb with a preposition."""
        return index + 1 < len(words) and words[index + 1].text in _PASSIVE

    def _is_small(self, word: str) -> bool:
        """Whether a word is no name though it has a capital: it begins a sentence."""
        low = word.lower()
        return (
            word in self._abbreviations.starters or low in self.speech.prepositions or low in self.speech.joints
            or low in self.speech.determiners or low in self.speech.pronouns
        )  # fmt: skip

    def after_joints(self, words: Sequence[PhraseWord], end: int) -> int:
        """The index of the first word that may be a name's or a phrase's."""
        first = 0
        while first < end and words[first].text.lower() in self.speech.joints:
            first += 1
        return first


def is_capital(word: str) -> bool:
    """Whether a word begins as a name does (``al-Assad`` too)."""
    return word[0].isupper() or (word.startswith(_NAME_PREFIXES) and not word.islower())
