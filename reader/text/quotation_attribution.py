"""Finds the speaker of a quotation: the subject of the verb of saying beside it, as the text names them.

A pronoun refers to the last subject or the last named person; without one there is no speaker.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from reader.model.spans import Span
from reader.text.noun_phrases import Grammar, PhraseWord, is_capital

#: The farthest distance of the verb from its quotation, in code points.
_REACH = 320
#: The most words between a verb and its following quotation: "told reporters on Monday that, despite ...,".
_LONGEST_LEAD = 24
#: The most sentences that are searched for a pronoun's name.
_FARTHEST = 12
#: The longest name in quotation marks, in code points.
_LONGEST_TITLE = 40
_start = attrgetter("start")


class Speakers:
    """Finds speakers, and remembers the last one named, for later pronouns."""

    def __init__(self, text: str, sentences: Sequence[Span], language: str | None) -> None:
        self._text = text
        self._sentences = sentences
        code = language[:2].lower() if language else None
        self._grammar = Grammar(text, code)
        self._named: Span | None = None

    def beside(self, quotation: Span, left: int, right: int, high: int, *, is_inner: bool = False) -> Span | None:
        """The speaker named beside a quotation; None if there is none.

        Args:
            quotation: with its marks.
            left: the start of its sentence, or the end of the quotation before it.
            right: the end of the sentence that holds its last mark, or the start of the next quotation.
            high: the end of its paragraph or of the next sentence, or the start of the next quotation.
            is_inner: whether it is inside another quotation; then its speaker does not serve later pronouns.
        """
        speaker = self._beside(quotation, left, right, high)
        if speaker is None:
            return None
        if self._text[speaker.start : speaker.end].lower() in self._grammar.speech.pronouns:
            return None if is_inner else self._antecedent(speaker)
        if not is_inner:
            self._named = speaker
        return speaker

    def _beside(self, quotation: Span, left: int, right: int, high: int) -> Span | None:
        text = self._text
        inner = text[quotation.start + 1 : quotation.end - 1].rstrip()
        behind = text[quotation.end : high]
        is_led_out = inner.endswith((",", "?", "!", "…", "—", "–", "-")) or behind.lstrip()[:1] in (",", "–", "—")
        if is_led_out and (speaker := self._behind(quotation.end, self._next_end(quotation.end, right, high))):
            return speaker
        is_led_in = text[left : quotation.start].rstrip().endswith((":", ","))
        if not is_led_in and not is_led_out and self._is_title(quotation):
            return None
        if speaker := self._before(max(left, quotation.start - _REACH), quotation.start):
            return speaker
        return None if is_led_out else self._behind(quotation.end, right)

    def _next_end(self, end: int, right: int, high: int) -> int:
        """The end of the words that may name the speaker, if a sentence ends inside the quotation."""
        if right > end:
            return right
        index = bisect_right(self._sentences, end, key=_start)
        return min(high, self._sentences[index].end) if index < len(self._sentences) else high

    def _behind(self, start: int, end: int) -> Span | None:
        """`," said Ann Lee`, `," Ann Lee said`, `, according to Ann Lee`."""
        words = self._grammar.words(start, min(end, start + _REACH))
        for index, word in enumerate(words):
            if word.text.lower() in self._grammar.speech.sources:
                return self._grammar.source(words, index)
            if not self._grammar.is_verb(word) or self._grammar.is_passive(words, index):
                continue
            if pronoun := self._grammar.inverted(words[: index + 1]):
                return pronoun
            if index == 0 or all(one.text.lower() in self._grammar.speech.beside for one in words[:index]):
                return self._grammar.phrase(words, index + 1)
            return self._grammar.subject(words, index - 1)
        return None

    def _before(self, start: int, end: int) -> Span | None:
        """`Ann Lee said: "`, `according to Ann Lee, "`, `Am Montag sagte Ann Lee: "`, `Lee: "`."""
        words = self._grammar.words(start, end)
        for index in range(len(words) - 1, max(len(words) - _LONGEST_LEAD, 0) - 1, -1):
            if words[index].text.lower() in self._grammar.speech.sources:
                return self._grammar.source(words, index)
            if self._grammar.is_verb(words[index]) and not self._grammar.is_passive(words, index):
                speaker = self._grammar.inverted(words[: index + 1]) or self._grammar.subject(words, index - 1)
                return speaker or self._grammar.phrase(words, index + 1)
        if words and self._text[words[-1].end : end].strip() == ":" and self._is_block_start(words[0].start):
            name = self._grammar.name_at(words, 0)
            return name if name is not None and name.end == words[-1].end else None
        return None

    def _antecedent(self, pronoun: Span) -> Span | None:
        """The name that a pronoun refers to: the last subject or named person, one paragraph back at most."""
        paragraph = self._text.rfind("\n\n", 0, pronoun.start)
        earliest = self._text.rfind("\n\n", 0, max(paragraph, 0)) + 2
        last = bisect_right(self._sentences, pronoun.start, key=_start) - 1
        for index in range(last, max(last - _FARTHEST, -1), -1):
            sentence = self._sentences[index]
            if sentence.start < earliest - 2 or (self._named is not None and sentence.start <= self._named.start):
                break
            if name := self._person_in(self._grammar.words(sentence.start, min(sentence.end, pronoun.start))):
                return name
        return self._named

    def _person_in(self, words: Sequence[PhraseWord]) -> Span | None:
        """The person a sentence is about, by signs that only people have: a known name, a verb of saying, "who"."""
        for index in range(1, len(words)):
            if words[index].text in self._grammar.speech.relatives and self._grammar.is_parted(words, index - 1):
                name, _ = self._grammar.phrase_before(words, index - 1)
                if (
                    name is not None
                    and is_capital(self._text[name.start : name.end])
                    and self._grammar.word_count(name) > 1
                ):
                    return name
        first = self._grammar.after_joints(words, len(words))
        name = self._grammar.name_at(words, first) if first < len(words) else None
        if name is None:
            return None
        known = set(self._text[slice(*self._named)].split()) if self._named else set()
        following = next((word for word in words[first:] if word.start >= name.end), None)
        is_person = (
            self._grammar.word_count(name) > 1
            or not known.isdisjoint(self._text[slice(*name)].split())
            or (following is not None and self._grammar.is_verb(following))
        )
        return name if is_person else None

    def _is_title(self, quotation: Span) -> bool:
        """Whether the marks enclose a name, as in the "Islamic State"."""
        if quotation.end - quotation.start > _LONGEST_TITLE:
            return False
        words = self._grammar.words(quotation.start, quotation.end)
        return all(is_capital(word.text) for word in words)

    def _is_block_start(self, offset: int) -> bool:
        return offset == 0 or self._text[offset - 1] == "\n"
