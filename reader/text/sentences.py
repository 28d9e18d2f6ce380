"""Splits a block of text into sentences, by rules over offsets.

One pattern finds the possible ends of sentences. Tables of abbreviations and the following text decide about each. A
wrong split costs an annotator one key press, and so does a missed one, so neither is favoured. The time is linear.
"""

from __future__ import annotations

import re

from reader.model.spans import Span
from reader.system.lazy import Lazy
from reader.text.abbreviations import Abbreviations, abbreviations

_QUOTES = "\"'”’“‘»«›‹」』"
_WIDE_STOPS = "。！？｡"
_STOPS = f".!?…‽؟۔।॥።։{_WIDE_STOPS}"
#: The Greek question mark looks like a semicolon, and mostly is written as one.
_GREEK_ASKS = ";\u037e"
_BULLETS = "•‣▪●◦"
_INVISIBLE = "\u200b\u200e\u200f\u202c\u2069\ufeff"

#: A run of stops with the closing quotes, brackets and footnote marks after it, or a line break, or a bullet. It begins
#: with one character class, which the engine finds several times faster than alternatives.
_CANDIDATE = re.compile(
    rf"(?P<mark>[{_STOPS}{_GREEK_ASKS}{_BULLETS}\n])"
    rf"(?P<more>[{_STOPS}]*)"
    rf"(?P<closers>(?:[{_QUOTES})\]}}）】〉》］{_INVISIBLE}]|\[\d{{1,3}}\]|[ \u00a0\u202f][»›”](?=[\s,.;:]|\Z))*)"
)
_SPACE = re.compile(r"\s*")
#: Marks that may stand between white space and the first word of a sentence.
_OPENERS = re.compile(rf"(?:[\"'“”‘’„‚«»‹›(\[{{¿¡「『（《【*_#–—\-{_BULLETS}]+\s?)*")
_WORD = re.compile(r"[^\W\d_]{1,24}")
_WORD_EDGES = "\"'“”‘’„‚«»‹›()[]{}¿¡*_"
_WORD_JOINTS = re.compile(r"[\-–—/]")
_ELISION = re.compile(r"['’]")
#: "al-Assad", "von der Leyen", "iPhone": lower-case starts of names, which may begin a sentence.
_SMALL_NAME = Lazy(
    lambda: re.compile(
        r"(?:(?:al|el|an|as|ash|bin|ibn|de|da|di|du|dos|del|van|von|der|den|ter|la|le)[ \-’']){1,3}[A-ZÀ-ÖØ-ÞŁŠŽĆČ]"
        r"|[a-z][A-Z]"
    )
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")
_ITEM_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}|[IVXLivxl]{1,5}|[A-Za-z])\.")
_LIST_MARK = re.compile(r"[•‣▪●◦·*–—\-][ \t]|\(?\d{1,3}[.)][ \t]")
_ROMAN = re.compile(r"[IVXLC]{2,}|[VX]")  # "I" alone is a person
#: `"Why now?" General Hale asked.` is one sentence, although a capital follows the question mark.
_SPEAKER = Lazy(
    lambda: re.compile(
        r"(?:[^\W\d_a-z][\w.'’\-]{0,30}\s){1,4}"
        r"(?:said|says|asked|asks|told|adds|added|wrote|writes|replied|answered|demanded|wondered|joked|exclaimed|shouted)\b"
    )
)
#: The same in Arabic, which has no capitals: the verb comes first.
_ARABIC_SPEAKER = Lazy(
    lambda: re.compile(r"\s*(?:و|ف)?(?:قال|سأل|تساءل|أضاف|صرح|أجاب|كتب|هتف|صرخ|أكد|أعلن|صاح|رد|يقول|تقول)(?:ت|وا)?\b")
)
#: Where the words of the author divide a speech: "Yes, — said he", "No! – she cried".
_DIVIDED = re.compile(r"[,!?…»”\"]\s[—–]\s(?=[^\W\d_])")
_ASIDE = re.compile(r"\s[—–]\s(?=[^\W\d_])")
_DASHED = re.compile(r"[—–]\s")
#: How a sentence begins that tells the time before its subject: "At 5 p.m. Moe spoke."
_TIMED = frozenset("at by around about before after until from since on just shortly".split())
_TIME_WORDS = 5
_WIDE_SPEECH = Lazy(lambda: re.compile(r"って|と|[^。！？，、「」“”\s]{0,6}?(?:说|說|问|問|道|表示|称|稱|喊)"))
_EXCLAIMED_NAMES = frozenset({"Yahoo", "Jeopardy"})
#: The first letter of the scripts after Latin.
_FIRST_OF_OTHERS = "\u0370"
_LOOK_BACK = 40
#: Code points before a stop in which the words of the author may begin.
_AUTHOR = 200


def sentences(text: str, start: int = 0, end: int | None = None, language: str = "en") -> list[Span]:
    """The sentences of one block.

    Args:
        text: the text that holds the block.
        start: first code point of the block.
        end: one past its last; None for the end of ``text``.
        language: two-letter code; unknown ones use the English tables.

    Returns:
        Spans into ``text``, ordered, disjoint, without white space at their ends; together they hold every code point
        of the block except white space. Closing quotes and brackets after a stop belong to the sentence. A block
        without a stop is one sentence, a blank one none.
    """
    end = len(text) if end is None else min(end, len(text))
    table = abbreviations(language)
    spans: list[Span] = []
    current = _skip_space(text, start, end)
    for match in _CANDIDATE.finditer(text, start, end):
        if match.start() <= current and match["mark"] not in _STOPS:
            continue
        cut = _cut(text, match, current, end, table)
        if cut is None:
            continue
        spans.append(Span(current, _trim_end(text, current, cut)))
        current = _skip_space(text, cut, end)
    if current < end:
        spans.append(Span(current, _trim_end(text, current, end)))
    return spans


def _skip_space(text: str, start: int, end: int) -> int:
    match = _SPACE.match(text, start, end)
    return match.end() if match else start


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _cut(text: str, match: re.Match[str], start: int, end: int, table: Abbreviations) -> int | None:
    """The end of the sentence from ``start`` if this candidate ends it, otherwise None."""
    mark = match["mark"]
    if mark == "\n":
        first = _skip_space(text, match.start(), end)
        blank = text.count("\n", match.start(), first) > 1
        return match.start() if blank or _LIST_MARK.match(text, first, end) else None
    if mark in _BULLETS:
        alone = text[match.start() - 1].isspace() and text[match.start() + 1 : match.start() + 2].isspace()
        return match.start() if alone else None
    after = _before_openers(text, match, end)
    if after >= end or (mark in _GREEK_ASKS and not _is_greek(text[match.start() - 1])):
        return None
    if (mark + match["more"])[-1] in _WIDE_STOPS:
        return None if _goes_on_wide(text, match, after, end) else after
    if not text[after].isspace():
        return after if _is_glued(text, match, start, after, end, table) else None
    return after if _ends(text, match, start, end, table) else None


def _is_greek(char: str) -> bool:
    return "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff"


def _before_openers(text: str, match: re.Match[str], end: int) -> int:
    """The end of the candidate without quotes that open the next sentence; ``“`` closes in German only."""
    after = match.end()
    if after < end and not text[after].isspace():
        while after > match.start("closers") and text[after - 1] in "“‘«‹":
            after -= 1
    return after


def _ends(text: str, match: re.Match[str], start: int, end: int, table: Abbreviations) -> bool:
    """Whether a stop before white space ends the sentence."""
    stops, at = match["mark"] + match["more"], match.start()
    first = _skip_space(text, match.end(), end)
    if first >= end or text[first] in ",;:)]}%":
        return False
    if text[first] in _STOPS:  # in "He stopped. ... Then" the ellipsis opens the next sentence; ". . ." and "? !" go on
        return stops == "." and (text[first] == "…" or text.startswith("..", first))
    opened = _OPENERS.match(text, first, end)
    begin = opened.end() if opened else first
    if begin >= end:
        return False
    goes_on = text[begin].islower() and not _SMALL_NAME().match(text, begin, end)
    if goes_on or (at == start and stops[0] in ".…"):  # an ellipsis that opens the sentence does not end it
        return False
    if _DASHED.match(text, first, end) and _is_divided(text, start, at):
        return False  # "Yes, — said he. — Tomorrow": the speech goes on
    quoted = any(mark in _QUOTES for mark in match["closers"])
    if quoted and _ARABIC_SPEAKER().match(text, first, end):
        return False
    if stops == ".":
        return _ends_at_full_stop(text, match, start, first, begin, table)
    if at > start and text[at - 1] in "([" and match["closers"][:1] in ")]":
        return False  # "[...]" and "(!)" stand inside a sentence
    if stops[0] in ".…":
        return True
    if stops == "!" and _word_before(text, start, at) in _EXCLAIMED_NAMES:
        return False
    return not (quoted and _SPEAKER().match(text, first, end))


def _is_divided(text: str, start: int, at: int) -> bool:
    """Whether the words of the author stand in the sentence so far; after a dash at its start they need no comma."""
    opened = _DASHED.match(text, start, at)
    begin = max(opened.end() if opened else start, at - _AUTHOR)
    return (_ASIDE if opened else _DIVIDED).search(text, begin, at) is not None


def _ends_at_full_stop(
    text: str, match: re.Match[str], start: int, first: int, begin: int, table: Abbreviations
) -> bool:
    """The same for a single full stop before a capital, a digit or a script without capitals."""
    at, closers = match.start(), match["closers"]
    if at - start <= 6 and _ITEM_NUMBER.fullmatch(text, start, at + 1):
        return False  # "1. Skip to content"
    word = _word_before(text, start, at)
    following = _WORD.match(text, begin)
    next_word = following[0] if following else ""
    if word.isdecimal():
        return not (table.ordinals and len(word) <= 2 and next_word and next_word not in table.starters)
    is_number = text[begin].isdecimal()
    lettered = word in table.lettered and len(next_word) == 1 and next_word.isupper()
    number_follows = is_number or lettered or _ROMAN.fullmatch(next_word) is not None
    kind = _kind(text, word, start, at, table, number_follows=number_follows)
    if kind == "ordinary":
        return True
    if kind == "title" or closers[:1] in (")", "]"):
        return False  # "(Ret.) Smith": the stop belongs to the word
    if closers and closers[0] in _QUOTES:
        return not is_number
    if kind == "final":
        return text[first] != "(" and next_word not in table.after_final and not _tells_time(text, start, at)
    is_initial = text[begin + len(next_word) : begin + len(next_word) + 1] == "."
    return next_word in table.starters and not is_initial


def _tells_time(text: str, start: int, at: int) -> bool:
    """Whether the sentence so far only says when: "At 5 p.m.", "On Monday at 9 a.m."."""
    if not (words := text[start : min(at, start + _LOOK_BACK)].split()):
        return False
    return len(words) <= _TIME_WORDS and words[0].strip(_WORD_EDGES).lower() in _TIMED and words[-1][-1:] in "mM"


def _kind(text: str, word: str, start: int, at: int, table: Abbreviations, *, number_follows: bool = False) -> str:
    """``title``, ``final`` or ``inner`` as in the tables (initials are ``inner``), otherwise ``ordinary``."""
    if word in table.units and not number_follows and _is_number_before(text, start, at - len(word)):
        return "ordinary"
    tail = _WORD_JOINTS.split(word)[-1]
    forms = {word, tail}
    if len(tail) > 1:
        forms.add(_ELISION.split(tail)[-1] if len(tail) > 3 else tail)
    if word.isupper():
        forms |= {word.capitalize(), tail.capitalize()}
    if tail[:1] >= _FIRST_OF_OTHERS and start + len(word) >= at - 1:
        forms.add(tail.lower())  # "Ул. Лесная ..." at the start of the sentence
    if forms & table.titles:
        return "title"
    if number_follows and forms & table.numbered:
        return "title"
    if forms & table.final:
        return "final"
    if forms & table.inner or _INITIALS.fullmatch(word):
        return "inner"
    if len(tail) == 1 and tail.isalpha():
        is_numeral = tail == "I" and text[max(start, at - 5) : at - 1].strip() == "War"  # "World War I."
        return "ordinary" if is_numeral else "inner"
    return "ordinary"


def _is_number_before(text: str, start: int, at: int) -> bool:
    return text[max(start, at - 3) : max(start, at)].rstrip()[-1:].isdecimal()


def _word_before(text: str, start: int, at: int) -> str:
    """The word that ends at ``at``, without quotes and brackets around it; empty after white space."""
    window = text[max(start, at - _LOOK_BACK) : at]
    if not window or window[-1].isspace():
        return ""
    return window.split()[-1].strip(_WORD_EDGES)


def _is_glued(text: str, match: re.Match[str], start: int, after: int, end: int, table: Abbreviations) -> bool:
    """Whether scraping lost the space between two sentences: "... in the east.The council ..."."""
    at = match.start()
    if not (match["mark"] in ".!?" and at - start > 2 and text[at - 2 : at].islower()):
        return False
    following = _WORD.match(text, after + (text[after] in "“‘«‹"), end)
    if not following or following[0] not in table.starters or not text[following.end() : following.end() + 1].isspace():
        return False
    word = _word_before(text, start, at)
    return word.isalpha() and _kind(text, word, start, at, table) == "ordinary"


def _goes_on_wide(text: str, match: re.Match[str], after: int, end: int) -> bool:
    """Whether a sentence goes on after a full-width stop: before a comma, or before a verb of saying."""
    closers = match["closers"]
    if text[after] in "，、；：）」』】,;:)":
        return True
    return bool(closers) and closers[-1] in _QUOTES and _WIDE_SPEECH().match(text, after, end) is not None
