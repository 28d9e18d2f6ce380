"""Finds the phrases of a sentence that may name who speaks: before a verb of saying, or behind it."""

from __future__ import annotations

import re

from reader.model.spans import Span
from reader.text.speaker_names import (
    CAPITAL,
    DETERMINER,
    FIRST_PERSON,
    NAME,
    ORGANISATION,
    PERSON_PRONOUNS,
    THING_PRONOUNS,
    TITLES,
    WORD,
)

_AUXILIARY = re.compile(
    r"(?:\s|^)(?:has|have|had|just|now|also|later|then|still|once|again|already|who|has just|did|does|would not|not|"
    r"nevertheless|however|yesterday|today|repeatedly|publicly|even|only|himself|herself|itself|themselves)$",
    re.IGNORECASE,
)
#: More verbs by which somebody vouches for something, beside the verbs of saying next to quotations.
_SAID_BY_DOCUMENT = re.compile(
    r"\b(?:letters?|notes?|papers?|documents?|figures|data|statistics|minutes|log|records?|accounts|stud(?:y|ies)|"
    r"surveys?|files?|register|notice|report|reports|rota|lists?|drawings|entry|poll|emails?|e-mails?|memo|memos|map|"
    r"charts?|book|law|plan|rumours?|readers?)\b(?!\s+(?:office|writer|author|keeper))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s+(?:(?P<name>(?:{TITLES}\s)*{NAME})|(?P<phrase>{DETERMINER}\s[^,;:.!?\"“”—–]+|(?:[a-z]+\s){{0,2}}{NAME})|"
    r"(?P<pronoun>he|she|they|it)\b|(?P<bare>[a-z]+))"
)
_PHRASE_END = re.compile(
    r"\s(?:on|in|at|after|before|when|as|while|during|to reporters|to the|yesterday|today|last|this|who|which|that|and|"
    r"but|by|because|since|about|of the (?:bill|plan|case|decision))\b"
)
_JOINT_END = re.compile(r"\b(?:for|of|at|from|the|to|in|with)$")
_KIN = re.compile(
    r"(?:spokes(?:man|woman|person|people)|lawyer|group|head|leader|member|person|director|chief|official)s?\b"
)


_NOBODY = frozenset("that to in on at nothing so otherwise yesterday today".split())


_FINITE = re.compile(
    r"\s(?:could|would|will|can|may|might|should|must|was|were|is|are|has|had|have|did|does|needs?|do)\b"
    r"(?! (?:said|told))"
)


class SpeakerPhrases:
    """The phrases of one text; all offsets are code points of it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def subject(self, low: int, verb: int) -> Span | None:
        """The phrase that ends before a verb: a name, "the council", a pronoun."""
        text = self._text
        end = verb
        while (stripped := _AUXILIARY.search(text[low:end].rstrip())) and stripped.start() > 0:
            end = low + stripped.start()
        end = low + len(text[low:end].rstrip())
        if end > low and text[end - 1] == ",":  # "Ibrahim Sorley, professor of engineering, said"
            end -= 1
            part = self.part_start(low, end)
            here = Span(part + (len(text[part:end]) - len(text[part:end].lstrip())), end)
            if (
                re.fullmatch(rf"(?:{TITLES}\s)*{NAME}|\d+", text[here.start : here.end])
                and not text[here.start].isdigit()
            ):
                return here
            if part > low:
                before = low + len(text[low : part - 1].rstrip())
                first = self.part_start(low, before)
                outer = Span(first + (len(text[first:before]) - len(text[first:before].lstrip())), before)
                name = re.search(rf"(?:{TITLES}\s)*{NAME}$", text[outer.start : outer.end])
                if name is not None:
                    return Span(outer.start + name.start(), outer.end)
            return None
        part = self.part_start(low, end)
        written = text[part:end]
        start = part + len(written) - len(written.lstrip())
        words = list(WORD.finditer(text, start, end))
        if not words or len(words) > 14:
            return None
        last = words[-1][0].lower()
        if last in PERSON_PRONOUNS | THING_PRONOUNS | {"they"}:
            return Span(words[-1].start(), words[-1].end())
        if last in FIRST_PERSON:
            return None
        joint = re.match(
            r"(?:.*\s)?(?:that|but|because|if|when|although|while|what|where|whether|as|which|whom|so|than|and"
            r" then)\s(?=\S)",
            text[start:end],
        )
        if joint:
            start += joint.end()
        phrase = text[start:end]
        if re.fullmatch(rf"(?:{TITLES}\s)*{NAME}", phrase):
            return Span(start, end)
        if re.match(rf"{DETERMINER}\s", phrase, re.IGNORECASE) or re.match(r"[a-z]+$|[A-Z][a-z]+$", phrase):
            tail = re.search(rf"\s((?:{TITLES}\s)*{CAPITAL}\s{NAME})$", phrase)
            if tail and not _JOINT_END.search(phrase[: tail.start()]) and not ORGANISATION.search(tail[1]):
                return Span(start + tail.start(1), end)
            return Span(start, end)
        inner = re.search(rf"\s({DETERMINER}\s(?:(?!{DETERMINER}\s).)+)$", phrase)
        if inner and re.match(r"(?:On|In|At|By|After|Before|For|Since)\s", phrase):
            return Span(start + inner.start(1), end)
        name = re.search(rf"(?:^|\s)((?:{TITLES}\s)*{NAME})$", phrase)
        return Span(start + name.start(1), end) if name else None

    def behind(self, start: int, end: int) -> Span | None:
        """The phrase behind "says" or "according to"."""
        match = _AFTER.match(self._text, start, end)
        if match is None:
            return None
        if match["pronoun"]:
            return Span(*match.span("pronoun"))
        if match["name"]:
            return Span(*match.span("name"))
        if match["bare"]:
            is_last = re.match(r"\s*(?:[.,;:!?]|$)", self._text[match.end() : end]) is not None
            return Span(*match.span("bare")) if is_last and match["bare"] not in _NOBODY else None
        first, stop = match.span("phrase")
        phrase = self._text[first:stop]
        name = re.search(rf"^(?:[a-z]+\s)+((?:{TITLES}\s)*{CAPITAL}\s{NAME})", phrase)
        if name and not _JOINT_END.search(phrase[: name.start(1)].rstrip()) and not ORGANISATION.search(name[1]):
            return Span(first + name.start(1), first + name.end(1))
        aside = re.match(rf",\s((?:{TITLES}\s)*{CAPITAL}\s{NAME})(?=[,.;:]|$)", self._text[stop:end])
        if aside is not None and not ORGANISATION.search(aside[1]):
            return Span(stop + aside.start(1), stop + aside.end(1))
        if _FINITE.search(phrase):  # "Karin Holt, the head of the service, said the roof could fall"
            return None
        cut = _PHRASE_END.search(phrase)
        if cut and not (_KIN.search(phrase[: cut.start()]) and cut[0].strip() in ("to the", "at", "in")):
            stop = first + cut.start()
        return Span(first, stop)

    def is_document(self, phrase: Span) -> bool:
        """Whether a phrase names a document, as "a note to the board"."""
        written = self._text[phrase.start : phrase.end]
        head = re.split(r"\s(?:of|to|for|from|at|in)\s", written)[0]
        return _SAID_BY_DOCUMENT.search(head) is not None

    def part_start(self, low: int, at: int) -> int:
        """The offset behind the last mark before an offset."""
        text = self._text
        return max((text.rfind(mark, low, at) + 1 for mark in (",", ";", ":", "—", "–", '"', "”")), default=0) or low
