"""Finds who vouches for a passage of an English text: the speaker of its quotation, or of its reported speech.

Reported speech is what a verb of saying has as its object: "Ann Lee said that ...", "..., the council says", "according
to Ann Lee". A speaker is named in the fullest form that the text has. Documents have no voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from reader.model.spans import Span
from reader.text.noun_phrases import speech
from reader.text.quotations import Quotation, quotations
from reader.text.speaker_names import NAME, SpeakerNames
from reader.text.speaker_phrases import SpeakerPhrases

_start = attrgetter("start")
_MORE_VERBS = frozenset(
    "believe think estimate estimates estimated reckon reckons reckoned suspect suspects suspected hope certify"
    " certified"
    " calculates calculated expect expects expected report warn insist claim deny argue admit confirm promise announce"
    " say add".split()
)
#: Verbs that report only behind a comma, or before "that" or a mark: they mostly are something else.
_WEAK_VERBS = frozenset(
    "calls called find finds found hopes hope feels fears thinks thought believes believe expect expects expected"
    " report"
    " reports reported conceded concedes admits continues continued continue agrees agreed asks asked answers notes"
    " points pointed"
    " posts posted urges urged demands demanded describes described praises praised condemns condemned dismissed"
    " dismisses accuses accused remembers remembered think estimate reckon".split()
)
_PUT_AT = re.compile(r"\b(?:puts?)\b(?=[^.;]{3,60}\sat\s)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Verbs with somebody who listens between them and what is said: "told reporters that".
_WITH_LISTENER = frozenset("told tells tell assured assures informed informs reminded warned warns".split())
_LISTENER = re.compile(
    r"\s(?:the\s|local\s|a\s|his\s|her\s|their\s)?[\w’'-]+(?:\s(?:radio|newspaper|agency|television|staff))?(?=[,.]|\s)"
)


#: The part of a passage that is a quotation, where the whole passage is taken for one.
_MOSTLY = 0.4


class Reported(NamedTuple):
    """A part ``text[start:end]`` of a sentence that somebody vouches for, and who, as the text has it there."""

    start: int
    end: int
    speaker: Span


class ReportedSpeech:
    """Who vouches for what in one text.

    Args:
        text: of an article.
        sentences: of the text, ordered.
        language: two-letter code; only English has reported speech here, others have quotations.
    """

    def __init__(self, text: str, sentences: Sequence[Span], language: str | None = "en") -> None:
        self._text = text
        self._sentences = sentences
        self._is_english = (language or "en")[:2].lower() == "en"
        self._quotations = quotations(text, sentences, language)
        self._verbs = speech("en").verbs | _MORE_VERBS
        self._phrases = SpeakerPhrases(text)
        self._names = SpeakerNames(text, sentences, self._verbs)

    def speaker_of(self, start: int, end: int) -> str:
        """Who vouches for ``text[start:end]``, in the fullest form of the name; empty for the author, or a document."""
        quoted = [
            one for one in self._quotations if min(end, one.end) - max(start, one.start) > _MOSTLY * (end - start)
        ]
        if quoted:
            return self._of_quotation(quoted[0])
        if not self._is_english:
            return ""
        inside = bisect_right(self._sentences, start, key=_start) - 1
        if inside < 0:
            return ""
        best: tuple[int, Reported] | None = None
        for one in self._reported(self._sentences[inside]):
            shared = min(end, one.end) - max(start, one.start)
            if shared > 0 and (best is None or shared > best[0]):
                best = shared, one
        if best is not None and best[0] >= 0.4 * (end - start):
            return self._names.full_name(best[1].speaker)
        return ""

    # --- quotations

    def _of_quotation(self, quotation: Quotation) -> str:
        if self._is_english:
            if (named := self._beside(quotation)) is not None:
                return self._names.full_name(named)
            if quotation.goes_on and quotation.depth == 0:
                first = self._first_of(quotation)
                if first is not None and (speaker := self._of_quotation(first)):
                    return speaker
            if quotation.speaker_start is None and (speaker := self._of_sentence_before(quotation)):
                return speaker
        if quotation.speaker_start is not None and quotation.speaker_end is not None:
            return self._names.full_name(Span(quotation.speaker_start, quotation.speaker_end))
        return ""

    def _first_of(self, quotation: Quotation) -> Quotation | None:
        """The quotation before whose speaker goes on in this one."""
        index = bisect_left(self._quotations, quotation.start, key=_start)
        while index:
            index -= 1
            if self._quotations[index].depth == 0 and not self._quotations[index].goes_on:
                return self._quotations[index]
        return None

    def _of_sentence_before(self, quotation: Quotation) -> str:
        """The speaker of the sentence before a quotation that stands alone, in its paragraph."""
        index = bisect_right(self._sentences, quotation.start, key=_start) - 1
        if index < 1 or "\n" in self._text[self._sentences[index - 1].end : quotation.start]:
            return ""
        found = list(self._reported(self._sentences[index - 1]))
        return self._names.full_name(found[-1].speaker) if found else ""

    def _beside(self, quotation: Quotation) -> Span | None:
        """The speaker that a verb of saying beside a quotation names; of the sentence before for "X's reply:"."""
        text, end = self._text, quotation.end
        high = self._end_of_sentence(end)
        inner = text[quotation.start + 1 : end - 1].rstrip()
        if inner.endswith((",", "?", "!")) and high > end and (named := self._named_behind(end, high)):
            return named
        low = self._start_of_sentence(quotation.start)
        before = text[low : quotation.start].rstrip()
        if before.endswith((":", ",")) or (before and inner.endswith((".", "?", "!"))):
            for match in reversed(list(_WORD.finditer(text, low, quotation.start))):
                if match[0].lower() in self._verbs and (named := self._phrases.subject(low, match.start())):
                    return named
            if before.endswith(":") and (reply := re.search(rf"({NAME})['’]s\s\w+:$", before)):
                return Span(low + reply.start(1), low + reply.start(1) + len(re.sub(r"['’]s$", "", reply[1])))
        return None

    def _named_behind(self, start: int, end: int) -> Span | None:
        for match in _WORD.finditer(self._text, start, min(end, start + 160)):
            if match[0].lower() == "of":
                return None
            if match[0].lower() in self._verbs:
                return self._phrases.subject(start, match.start()) or self._phrases.behind(match.end(), end)
        return None

    def _end_of_sentence(self, offset: int) -> int:
        """The end of the sentence that holds an offset, or of the next one if the quotation ends it."""
        index = bisect_right(self._sentences, offset - 1, key=_start) - 1
        if index < 0:
            return len(self._text)
        sentence = self._sentences[index]
        if sentence.end <= offset and index + 1 < len(self._sentences):
            following = self._sentences[index + 1]
            rest = self._text[following.start : following.start + 1]
            return following.end if rest.islower() else sentence.end
        return sentence.end

    def _start_of_sentence(self, offset: int) -> int:
        index = bisect_right(self._sentences, offset, key=_start) - 1
        return self._sentences[index].start if index >= 0 else 0

    # --- reported speech

    def _reported(self, sentence: Span) -> Iterator[Reported]:
        """The parts of a sentence that somebody vouches for."""
        text, (low, high) = self._text, sentence
        for match in re.finditer(r"\b[Aa]ccording to\b", text[low:high]):
            at = low + match.start()
            source = self._phrases.behind(low + match.end(), high)
            if source is not None and not self._phrases.is_document(source):
                yield Reported(*self._whole(sentence, at), source)
        for match in _PUT_AT.finditer(text, low, high):
            if (subject := self._phrases.subject(low, match.start())) and not self._phrases.is_document(subject):
                yield Reported(match.end(), high, subject)
        for match in _WORD.finditer(text, low, high):
            word = match[0].lower()
            if word == "known" and text.endswith("let it be ", low, match.start()):
                end = text.rindex("let it be ", low, match.start())
                if (subject := self._phrases.subject(low, end)) is not None:
                    yield Reported(subject.start, high, subject)
            if word not in self._verbs or self._in_quotation(match.start()):
                continue
            yield from self._of_verb(sentence, match, word)

    def _of_verb(self, sentence: Span, match: re.Match[str], word: str) -> Iterator[Reported]:
        text, (low, high) = self._text, sentence
        behind, start = text[match.end() : high], match.start()
        part = self._phrases.part_start(low, start)
        is_trailing = part > low and text[part - 1] in ",—–"
        if word in _WITH_LISTENER and (listener := _LISTENER.match(behind)) is not None:
            behind = behind[listener.end() :]
        ends = re.match(r"\s*(?:[.,;:!?]|$|(?:yesterday|today|on|in|as|after|now|when|at|this|last)\b)", behind)
        if is_trailing and not text[part:start].strip():  # ", says Ann Lee"
            subject = None if self._is_aside(low, part - 1) else self._phrases.behind(match.end(), high)
            if subject is not None:
                if not self._phrases.is_document(subject):
                    yield Reported(*self._before_or_whole(sentence, part, subject.end), subject)
                return
        subject = self._phrases.subject(low, start)
        if (
            subject is None
            or self._phrases.is_document(subject)
            or re.search(r"\b(?:to|was|is|were|be|been|are)\s$", text[low:start])
        ):
            return
        comma = self._phrases.part_start(low, subject.start)
        that = re.match(r"\s+(?:\w+\s){0,3}?that\b", behind)
        if is_trailing and comma > low and text[comma - 1] in ",—–" and ends and not that:
            yield Reported(*self._before_or_whole(sentence, comma, high - len(behind)), subject)
        elif (
            that
            or behind.lstrip()[:1] == ":"
            or word not in _WEAK_VERBS
            or text[match.end() :].startswith((" he ", " she ", " it ", " they ", " the ", " his ", " her "))
        ):
            yield Reported(subject.start, high, subject)

    def _whole(self, sentence: Span, at: int) -> tuple[int, int]:
        """The part of a sentence around "according to": up to a semicolon on both sides."""
        text = self._text
        left = max((text.rfind(mark, sentence.start, at) + 1 for mark in ";"), default=0)
        right = text.find(";", at, sentence.end)
        return max(left, sentence.start), right if right >= 0 else sentence.end

    def _before_or_whole(self, sentence: Span, comma: int, end: int) -> tuple[int, int]:
        """What stands before ", Ann Lee said"; the sentence goes on behind it with what she said too."""
        left, right = self._whole(sentence, comma)
        rest = self._text[end:right].lstrip()
        return left, right if rest.startswith((",", "and")) else max(end, left)

    def _is_aside(self, low: int, comma: int) -> bool:
        """Whether the part of a sentence before a comma only says more about a name: ", who represent the staff,"."""
        part = self._phrases.part_start(low, comma)
        return part > low and re.match(r"\s*(?:who|which|aged|\d\d?)\b", self._text[part:comma]) is not None

    def _in_quotation(self, offset: int) -> bool:
        return any(one.start <= offset < one.end for one in self._quotations)
