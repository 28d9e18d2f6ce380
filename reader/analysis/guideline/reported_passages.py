"""Passages that somebody else is said to have said, told by the quote and the words around it.

Signs are: quotation marks around most of a passage, a verb of saying with its subject beside it, "according to". The
verbs are those of ``reader/text/tables/speech.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from reader.analysis.guideline.counted_numbers import number_in
from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.lint_rule import Rule
from reader.analysis.guideline.linted_tags import LintedTags, Tag
from reader.analysis.guideline.wordings import words_of
from reader.text.noun_phrases import Grammar, speech

#: Words in marks that make a quotation, where a verb of saying stands beside it, and where none does.
_QUOTED_WORDS, _ALONE = 3, 5
#: The part of a passage that stands in marks, where the whole passage counts as quoted.
_MOSTLY = 0.6
#: Code points between a source and the passage: a comma, a mark, a space.
_NEAR = 3
#: Words behind a comma that go on with what stands before it.
_JOINED = (" and ", " but ", " or ", " as ", " when ", " which ", " who ")
_ENDS_CLAUSE, _OPENING = frozenset([",", ".", ";", ")", '"', "”"]), frozenset('"“„«‘')
#: The most words between a comma and its verb: ", Ann Lee of the harbour office said".
_LONGEST_SUBJECT = 9
_IN_MARKS_SIGN = "quotation marks"
_MARK = re.compile('["“”„«»「」『』‘]')
_STOPS, _CLOSERS = ".!?…", '"”’»)]'
_IN_MARKS = re.compile('"[^"]+"|[“„][^“”]+[”“]|«[^«»]+»|»[^«»]+«|「[^「」]+」|『[^『』]+』|‘[^‘]{12,}’(?!\\w)')
_OPENED = re.compile('(?:["“„»「『‘]|«[ \u00a0\u202f]?)\\Z')
_OPENING_ENDS = frozenset('"“„»「『‘« \u00a0\u202f')
_CLOSED = re.compile('[,.!?…]?(?:["”“«」』’]|[ \u00a0\u202f]?»)')
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.!?…](?=[\"”’»)\]]*(?:\s|\Z))|\n")
#: Verbs that mostly are nouns, or do not report: they count only before "that" or a mark.
_OFTEN_NOUNS = frozenset(
    "calls claims reports fears hopes demands notes states finds found answers answer praises promises vows cries"
    " comments remarks posts feels hoped hopes believes thinks thought remembers remembered urged called described"
    " dismissed praised condemned criticised criticized accused denied denies pointed tweeted posted continued"
    " continues concluded concludes agreed agrees complained asked asks".split()
)
_PLAINLY = frozenset("said says say told tells insisted insists argued argues claimed".split())
#: What stands before a verb that reports nothing: "should say", "to say", "was told", "that said".
_BEFORE_NO_REPORT = frozenset(
    "to should would could can may might must cannot will shall not never didn't doesn't don't won't is are was were be"
    " been being that i we you having needless goes it's".split()
)
_ENDS_NO_REPORT = frozenset("nothing so yes no little much goodbye hello something anything".split())
#: More verbs that count behind a comma: ", the police believe".
_BEHIND_COMMA = frozenset(
    "believe think confirm estimate estimates estimated reckon reckons reckoned suspect suspects suspected hope warn"
    " insist claim argue report announce add certified certifies calculates calculated".split()
)
#: Verbs of which the end of the known words may hold the beginning.
_CUT_SHORT = {
    verb[:length]: verb
    for verb in (
        *"announced warned insisted argued claimed explained wrote reported".split(),
        *"adds added tells told says said".split(),
    )
    for length in range(2, len(verb) + 1)
}
#: "According to" as the beginning of the known words may hold it.
_CUT_SOURCE = re.compile(r"(?:(?:(?:a?c)?c)?ord)?ing to ")
#: What begins no subject behind a comma.
_NO_SUBJECT = frozenset("and but or as if when though although because while since where which whose who i we".split())
#: What has no voice: a document is a source, and no speaker.
_DOCUMENTS = frozenset(
    "letter letters note notes report reports paper papers document documents figures data statistics minutes log"
    " record records accounts study studies survey surveys statement files file register notice".split()
)
#: A noun at the beginning of a sentence that may be people: "Officials", "Experts".
_ARE_PEOPLE = re.compile(r"[^\W\d_]{3,}s")
_THAT = frozenset("that dass daß que qu che".split())
_THATS = tuple(_THAT)
#: Words behind a verb of saying that may still belong to it.
_BEHIND = frozenset(
    "on at in late early yesterday today earlier later last this to after before during when as while by reporters"
    " monday tuesday wednesday thursday friday saturday sunday journalists parliament".split()
)


@cache
def _words_of(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The verbs of saying of a language, the words before a source, and both together."""
    found = speech(language)
    sources = frozenset(words_of(source)[-1] for source in found.sources - {"so"})  # of "d'après" the last word
    verbs = found.verbs | _BEHIND_COMMA
    return verbs, sources, verbs | sources


def without_speaker(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages that are reported, and have no speaker."""
    sign_of = _Signs(tags).of
    for tag, _ in tags.under(rule):
        if not tag.speaker and (sign := sign_of(tag)):
            yield Finding(rule, tag, f"is attributed ({sign}), and no speaker is set")


def numbers_with_source(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages with a number that somebody is said to have said, or that are quoted."""
    sign_of = _Signs(tags).of
    for tag, _ in tags.under(rule):
        if (source := tag.speaker or sign_of(tag)) and (number := number_in(tag.quote)):
            yield Finding(rule, tag, f"has a number ({number}) and a source ({source})")


class Passage(NamedTuple):
    """A passage and the words around it, whoever tagged it, and the language of its document (two letters)."""

    quote: str
    prefix: str
    suffix: str
    language: str


class _Signs:
    """The signs of passages, each looked for once for all rules."""

    def __init__(self, tags: LintedTags) -> None:
        self._known: dict[tuple[str, str, str, str], str] = tags.once("signs of reports", dict)
        self._languages, self._wordings = tags.languages, tags.wordings

    def of(self, tag: Tag) -> str:
        """As ``sign_of_report``."""
        quote = tag.quote
        key = quote, tag.prefix, tag.suffix, self._languages[tag.document]
        if (sign := self._known.get(key)) is None:
            sign = self._known[key] = sign_of_report(Passage._make(key), self._wordings[quote])
        return sign


def sign_of_report(passage: Passage, wording: str) -> str:
    """What shows that a passage is somebody's words: "said", "according to", "quotation marks"; empty for nothing.

    Args:
        passage: which.
        wording: its words without case and punctuation.
    """
    quote, prefix, suffix, language = passage
    words = wording.split()
    inside, of = _words_in_marks(passage, len(words))
    if inside >= _ALONE and inside >= _MOSTLY * of:
        return _IN_MARKS_SIGN
    before = "" if _ends_sentence(prefix) else prefix
    after = "" if (not suffix or suffix[0].isspace()) and quote.rstrip(_CLOSERS)[-1:] in _STOPS else suffix
    if before or after:
        words += words_of(f"{before} {after}")
    verbs, sources, either = _words_of(language)
    is_cut = (after and words and words[-1] in _CUT_SHORT) or (before and _CUT_SOURCE.match(before))
    if not is_cut and either.isdisjoint(words):
        return ""
    hits = verbs.intersection(words)
    if after and words and words[-1] in _CUT_SHORT:
        hits |= {words[-1]}
    if hits and inside >= _QUOTED_WORDS and inside >= _MOSTLY * of:
        return _IN_MARKS_SIGN
    is_source = not sources.isdisjoint(words) or (before and _CUT_SOURCE.match(before))
    if is_source or (hits and _may_report((before + quote + after).lower(), len(before), hits)):
        return _reported(passage)
    return ""


def _ends_sentence(prefix: str) -> bool:
    """Whether nothing is before a passage, or a sentence or a paragraph ends there."""
    last = prefix[-1:]
    return not last or last == "\n" or (last.isspace() and prefix.rstrip()[-1:] in _STOPS)


def _may_report(low: str, start: int, verbs: Collection[str]) -> bool:
    """Whether a verb of saying stands behind a comma of the passage, before "that" or a mark, or says it plainly."""
    for verb in verbs:
        at = low.find(verb)
        while at >= 0:
            end = at + len(verb)
            if verb in _PLAINLY or end + 3 > start > at:
                return True
            comma = low.rfind(",", start, at)
            if comma >= 0 and not low.startswith(_JOINED, comma + 1):
                return True
            if low[end : end + 6].strip()[:1] in _ENDS_CLAUSE or low[end : end + 6].strip().startswith(_THATS):
                return True
            at = low.find(verb, end)
    return False


def _words_in_marks(passage: Passage, count: int) -> tuple[int, int]:
    """How many words of a passage stand in quotation marks, those around it too, and of how many words.

    Args:
        passage: which.
        count: of its words, where underscores join.
    """
    quote, before = passage.quote, passage.prefix[-2:]
    is_enclosed = (
        before[-1:] in _OPENING_ENDS
        and _OPENED.search(before) is not None
        and _CLOSED.match(passage.suffix) is not None
    )
    if not is_enclosed and ('"' not in quote if quote.isascii() else not _MARK.search(quote)):
        return 0, count
    if "_" in quote:
        count = len(_WORD.findall(quote))
    inside = count if is_enclosed else sum(len(_WORD.findall(match[0])) for match in _IN_MARKS.finditer(quote))
    return inside, count


def _reported(passage: Passage) -> str:
    """The verb of saying, or the preposition, by which the passage is somebody's; empty if there is none."""
    quote, prefix, suffix, language = passage
    report = _Report(prefix + quote + suffix, len(prefix), len(prefix) + len(quote), language)
    return next(report.signs(), "")


class _Report:
    """The words of a passage's sentences, as far as they are known, and which of them report the passage.

    Args:
        window: the passage and the words around it.
        start, end: of the passage in the window; code points, half-open.
        language: two-letter code.
    """

    def __init__(self, window: str, start: int, end: int, language: str) -> None:
        low = max((match.end() for match in _STOP.finditer(window, 0, start)), default=0)
        stop = _STOP.search(window, max(end - 1, start))
        high = len(window) if stop is None else max(end, stop.start())
        self._window, self._start, self._end, self._language = window, start, end, language
        self._grammar = Grammar(window, language)
        self._words = self._grammar.words(low, high)
        first, last = (self._words[0], self._words[-1]) if self._words else (None, None)
        if first is not None and first.start == low == 0 and _CUT_SOURCE.match(window):
            self._words[0] = first._replace(text="according")
        if last is not None and last.end == len(window) > end and len(last.text) > 1:
            self._words[-1] = last._replace(text=_CUT_SHORT.get(last.text, last.text))

    def signs(self) -> Iterator[str]:
        """The words that report the passage."""
        sources = self._grammar.speech.sources
        for index, word in enumerate(self._words):
            low = word.text.lower()
            if low in sources and low != "so":
                if self._is_source(index):
                    yield f"{low} {self._words[index + 1].text}" if index + 1 < len(self._words) else low
            elif (low in _BEHIND_COMMA or self._grammar.is_verb(word)) and self._is_report(index):
                yield word.text

    def _is_source(self, index: int) -> bool:
        """Whether "according to" stands in the passage, or beside it, with a source that can speak."""
        words, fillers = self._words, self._grammar.speech.fillers
        if fillers and (index + 1 >= len(words) or words[index + 1].text.lower() not in fillers):
            return False
        source = self._grammar.source(words, index)
        if source is None or self._is_document(words[index].end, source.end):
            return False
        word = words[index]
        if word.start >= self._end:
            return index == 0 or words[index - 1].start < self._end
        return word.start >= self._start or source.end >= self._start - _NEAR

    def _is_document(self, start: int, end: int) -> bool:
        """Whether a phrase is a document's, as "a note to the board"."""
        return any(word.text in _DOCUMENTS for word in self._words if start <= word.start and word.end <= end)

    def _is_report(self, index: int) -> bool:
        """Whether a verb of saying has its subject beside it, and the passage as what is said."""
        words, window = self._words, self._window
        word, low = words[index], words[index].text.lower()
        following = words[index + 1] if index + 1 < len(words) else None
        after = following.text.lower() if following else ""
        if (index and words[index - 1].text.lower() in _BEFORE_NO_REPORT) or self._grammar.is_passive(words, index):
            return False
        gap = window[word.end : following.start if following else len(window)].strip()
        if after not in _ENDS_NO_REPORT and self._is_behind_its_comma(index):
            return following is None or gap[:1] in _ENDS_CLAUSE or low not in _OFTEN_NOUNS
        if word.start >= self._end:
            return False
        if (
            after in _THAT
            and index == 1
            and _ARE_PEOPLE.fullmatch(words[0].text)
            and words[0].text.lower() not in _DOCUMENTS
        ):
            return True  # "Experts warn that"
        if low in _BEHIND_COMMA:
            return False
        if after in _THAT and following is not None and following.end + 2 >= self._start >= word.end:
            return True  # "..., and said that" right before the passage
        subject = self._grammar.subject(words, index - 1) or self._grammar.inverted(words[: index + 1])
        if subject is None or self._is_document(*subject):
            return False
        if after in _THAT or gap[:1] == ":" or (gap[:1] == "," and gap[1:].strip()[:1] in _OPENING):
            return True
        if word.end <= self._start <= (following.start if following else self._start) and gap in ("", ","):
            return gap == "," or low in _PLAINLY  # "he insisted, " or "she said " right before the passage
        if low not in _PLAINLY or after in _ENDS_NO_REPORT or following is None or gap:
            return False
        if low in ("told", "tells", "tell"):
            return any(one.text.lower() in _THAT for one in words[index + 1 : index + 5])
        return after not in _BEHIND or after in ("this", "that")

    def _is_behind_its_comma(self, index: int) -> bool:
        """Whether a subject stands between the verb and a comma that ends what is said: ``..., Ann Lee said``.

        The comma stands in the passage, or right behind it.
        """
        words, first = self._words, index
        while first > 0 and not self._is_comma_before(first):
            first -= 1
            if index - first > _LONGEST_SUBJECT:
                return False
        if first == 0 or words[first - 1].start < self._start or words[first - 1].start >= self._end:
            return False
        if words[first].text.lower() in _NO_SUBJECT:
            return False
        while first < index and words[first].text.lower() in self._grammar.speech.beside:
            first += 1
        if first == index:  # ", said Ann Lee", ", a déclaré le ministre"
            phrase = self._grammar.phrase(words, index + 1)
            return index + 1 >= len(words) or (phrase is not None and not self._is_document(*phrase))
        subject = self._grammar.subject(words, index - 1)
        return subject is not None and not self._is_document(*subject)

    def _is_comma_before(self, index: int) -> bool:
        words = self._words
        gap = self._window[words[index - 1].end : words[index].start]
        return "," in gap and gap != ","  # no "1,200"
