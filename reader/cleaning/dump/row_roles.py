"""The first layer: the role of a row by its own words, without its neighbours.

A role is a reason as in ``Dropped``, ``end`` for a mark after which little of the article follows, ``correction`` for
a notice that is text wherever it stands, or empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from reader.cleaning import correction_notices
from reader.cleaning.dump import boilerplate_phrases as phrases
from reader.cleaning.dump.credit_phrases import CAPTION_STARTS, CREDITS, PLACED_STARTS
from reader.cleaning.dump.further_phrases import (
    APPEAL_STARTS,
    LABELS_OF_TEXT,
    MINUTES,
    OWN_WORDS,
    READING_TIME,
    SPEECH,
    TO_READ,
)
from reader.cleaning.dump.rows import PageRow, heads_of
from reader.system.lazy import Lazy

_EDGES = " \t.,:;!?…·•|/\\-–—_=+*#<>»«›‹→←↑↓▶►▼▲✕×✖©(){}[]'\"“”‘’&@0123456789~$%^\ufe0f"
_COUNTED = re.compile(
    r"^\(?\d[\d,.]*\)? (?:comments?|repl(?:y|ies)|responses?|thoughts? on\b.*|kommentare?|commentaires?|comentarios?"
    r"|commenti|комментари(?:й|я|ев)|коментар(?:і|ів)|komentarz[ey]?|komentářů?|reacties?|kommentarer|yorum)\b"
    r"|^(?:comments?|kommentare|commentaires|comentarios|commenti|комментарии|коментарі|komentarze|komentáře|reacties"
    r"|kommentarer|yorumlar) ?\(?\s*(?:\d|…|\.\.\.|\+)"
)
_TIME_TO_READ = Lazy(
    lambda: re.compile(
        rf"^\W*(?:(?:{'|'.join(READING_TIME)})\W*)?(?:ca?\.? ?)?\d+\s*-?\s*(?:{'|'.join(MINUTES)})\.?"
        rf"(?: (?:{'|'.join(TO_READ)}))?\W*$"
    )
)
#: Without one of these in a line, the pattern need not be made.
_MINUTE_STARTS = frozenset(word[:2] for word in MINUTES)
_GALLERY = re.compile(r"^(?:image |photo |slide )?\d+ (?:of|/|von|de|di) \d+\b\W*\|?$|^view all \(\d+\)")
#: Words of a sentence; a credit contains hardly any.
_SENTENCE = frozenset(
    (
        "the of and to in that it for was on with as he his her she they were are is be has had have said who which but"
    ).split()
)
#: Marks before the first word of a line.
_MARKS = "[(»›→▶►➡⇒>•*|✉📺🔴👉 \ufe0f"
#: How an appeal begins that does not say "you".
_REQUESTS = (
    "get ",
    "sign ",
    "join ",
    "subscribe ",
    "download ",
    "follow ",
    "enjoy ",
    "support ",
    "explore ",
    "thanks for reading",
    "thank you for reading",
)
#: Words that tell what somebody said or did, which boilerplate does not.
_NARRATIVE = frozenset(
    """
    said told asked had were wrote ran went looked liked schrieb écrivit escribió scrisse escreveu schreef napisał
    написал написала sagte sagten hatte hatten waren dit avait était étaient dijo había eran disse
    aveva erano tinha eram сказал сказала сказали были сказав було powiedział powiedziała byli były zei
    """.split()
)
_PERSONS = frozenset({"he", "she", "his", "her"})
_TELLING = 5
_QUOTES = "\"“'‘„«»"
#: The most words of a line that counts as a caption or a teaser by its words alone.
_CAPTION_WORDS = 130
_TEASER_WORDS = 45
_APPEAL_WORDS = 150
#: Code points at the start of a line that are looked up first; only the copyright sign is shorter.
_OPENING = 3
#: From this number of words on, a line with a stop is a sentence; a phrase of so many words leaves no doubt.
_SENTENCE_WORDS, _SURE_WORDS = 5, 3
#: Code points at the start of a line that hold the label of a link.
_LABEL = 24
#: The most words of an appeal within an article, and of one without a stop.
_SHORT_APPEAL, _BARE_APPEAL = 45, 8
#: Scripts without blanks between words, in which beginnings of words are not looked up.
_UNSPACED = "\u3040"
#: The fewest tabs in a line of a table.
TABLE_TABS = 2


def role_of(row: PageRow) -> str:
    """The role of a row by its words alone; empty if they show none."""
    low = row.low
    if _is_notice(row):
        return "correction"
    if row.words <= 12:
        key = low.strip(_EDGES)
        if not key:
            return "" if is_of_figures(row) else "symbols"
        role = _whole_line(key, low)
        if role:
            return role
    begin = low.lstrip(_MARKS) if low[0] in _MARKS else low
    if row.words <= 60 and (begin[:_OPENING] in _openings() or low[0] == "©"):
        role = _start(row, begin)
        if role:
            return role
    if _is_video(row.text):
        return "teaser"
    if row.words <= _CAPTION_WORDS and is_credited(row.text):
        return "caption"
    return _appeal(row) if row.words <= _APPEAL_WORDS else ""


def is_of_figures(row: PageRow) -> bool:
    """Whether a row without words is a line in a table of figures."""
    return row.tabs >= TABLE_TABS and any(map(str.isdigit, row.low))


@cache
def _openings() -> frozenset[str]:
    """The first letters of all phrases that open a line; most lines begin differently and need no closer look."""
    starts = (
        *phrases.COMMENT_STARTS, *phrases.NAVIGATION_STARTS, *phrases.END_STARTS, *phrases.TEASER_STARTS,
        *CAPTION_STARTS, *PLACED_STARTS,
    )  # fmt: skip
    return frozenset(phrase[:_OPENING] for phrase in starts)


def _is_notice(row: PageRow) -> bool:
    """Whether a row corrects or amends its article; most rows have none of the words and need no closer look."""
    low = row.low
    likely = low[:_OPENING] in correction_notices.openings(_OPENING) or row.has_head(_notices())
    return (likely or low[0] >= _UNSPACED) and correction_notices.is_notice(low, row.words)


@cache
def _notices() -> frozenset[str]:
    return heads_of(correction_notices.phrases())


@cache
def _legal() -> frozenset[str]:
    """The beginnings of words in disclaimers and contributions."""
    return heads_of((*phrases.DISCLAIMERS, *phrases.CONTRIBUTIONS))


@cache
def _promotions() -> dict[str, tuple[str, ...]]:
    """The promotions by the beginning of their longest word: a row without it has none of them."""
    groups: dict[str, list[str]] = {}
    for phrase in dict.fromkeys(phrases.PROMOTIONS):
        (head,) = heads_of((phrase,))
        groups.setdefault(head, []).append(phrase)
    return {head: tuple(group) for head, group in groups.items()}


def counts_comments(low: str) -> bool:
    """Whether a line in lower case states a number of comments, at least one."""
    return bool(_COUNTED.match(low)) and any(char in "123456789" for char in low)


def _whole_line(key: str, low: str) -> str:
    if key in phrases.COMMENT_MARKS:
        return "comments"
    if key in phrases.END_MARKS:
        return "end"
    if key in phrases.NAVIGATION or key in phrases.CONTENTS:
        return "navigation"
    if any(map(str.isdigit, low)) or low.startswith(("(", "comment", "komment", "coment", "view all")):
        if _COUNTED.match(low) or key.partition("(")[0].strip(_EDGES) in phrases.COMMENT_MARKS:
            return "comments"
        if _GALLERY.match(low) or (any(start in low for start in _MINUTE_STARTS) and _TIME_TO_READ().match(low)):
            return "navigation"
    return ""


def _start(row: PageRow, low: str) -> str:
    """The role of a row by its beginning; ``low`` is the row in lower case without marks before its first word."""
    if low.startswith(phrases.COMMENT_STARTS) and row.words <= 40:
        return "comments"
    if _narrates(row, _NARRATIVE | _PERSONS):
        return ""
    sentence = row.is_prose and row.words > 14
    if not sentence and low.startswith(phrases.NAVIGATION_STARTS) and _opening(low):
        return "end" if low.startswith("skip next") else "navigation"
    if row.words <= 12 and not row.ends and low.startswith(phrases.END_STARTS):
        return "end"
    if row.words <= _TEASER_WORDS and low.startswith(phrases.TEASER_STARTS) and not (sentence and ":" not in low[:18]):
        return "teaser"
    if not (sentence and row.above and row.below) and low.startswith(CAPTION_STARTS):
        return "caption"
    return "caption" if low.startswith(PLACED_STARTS) else ""


def _is_video(text: str) -> bool:
    """Whether a line is a link to a video: the word is joined to it, "... in the harbourVideo"."""
    return text.endswith(("Video", "VIDEO")) and text[-6:-5].islower()


def _narrates(row: PageRow, words: frozenset[str]) -> bool:
    """Whether a row is a sentence that tells something, although it begins like boilerplate."""
    if not (row.ends and row.above and row.below and row.words >= _TELLING) or ":" in row.low[:18]:
        return False
    return any(word.strip('.,;!?»”"') in words for word in row.low.split())


def _opening(low: str) -> str:
    """The phrase that opens a line, as whole words: "Advertisements for ..." is no advertisement."""
    return max((one for one in phrases.NAVIGATION_STARTS if low.startswith(one) and _ends_word(low, one)), default="")


def _ends_word(low: str, phrase: str) -> bool:
    return not (phrase[-1].isalpha() and low[len(phrase) : len(phrase) + 1].isalpha())


def is_furniture(row: PageRow) -> bool:
    """Whether a row with a role is furniture even among the paragraphs of an article, and no sentence that looks so."""
    role = row.role or role_of(row)
    return role in _FURNITURE and _FURNITURE[role](row)


def _is_button(row: PageRow) -> bool:
    low = row.low
    if not row.ends or row.words < _SENTENCE_WORDS or low.strip(_EDGES) in phrases.NAVIGATION or low[0] == "©":
        return True
    return len(_opening(low).split()) >= _SURE_WORDS and SPEECH.isdisjoint(low.split())


def _is_teaser(row: PageRow) -> bool:
    low = row.low
    return not row.ends or (":" in low[:_LABEL] and not low.startswith(LABELS_OF_TEXT))


def _is_promotion(row: PageRow) -> bool:
    low = row.low
    words = {word.strip(".,!?:;()’'\"“”") for word in low.split()}
    if row.words > _SHORT_APPEAL or not SPEECH.isdisjoint(words):
        return low.startswith(phrases.NOTICE_STARTS)
    if not row.ends and row.words <= _BARE_APPEAL and not any(map(str.isdigit, low)):
        return True
    return low.startswith((*APPEAL_STARTS, *phrases.NOTICE_STARTS)) or not OWN_WORDS.isdisjoint(words)


#: For each role of furniture: whether a row that has it is furniture wherever it stands.
_FURNITURE: dict[str, Callable[[PageRow], bool]] = {
    "navigation": _is_button,
    "teaser": _is_teaser,
    "promotion": _is_promotion,
    "end": lambda row: not row.ends,
    "comments": lambda row: not row.ends,
}


@cache
def _credits_by_mark() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The credits grouped by a mark that the tail must contain; most tails contain none."""
    groups: dict[str, list[str]] = {}
    for credit in CREDITS:
        groups.setdefault(next((mark for mark in ":/(" if mark in credit), ""), []).append(credit)
    return tuple((mark, tuple(group)) for mark, group in groups.items())


def is_credited(text: str) -> bool:
    """Whether a line ends with the credit of a picture: "...Image: agency/name", "(Photo by ...)"."""
    tail = text[-110:]
    for mark, group in _credits_by_mark():
        if mark in tail:
            for credit in group:
                if credit in tail and _is_credit(tail, credit):
                    return True
    return False


def _is_credit(tail: str, credit: str) -> bool:
    at = tail.find(credit)
    if at and credit[0].isalpha() and tail[at - 1].isalpha() and tail[at - 1].isupper() == credit[0].isupper():
        return False  # inside a word, unless joined to one: "...2015Image:"
    rest = tail[at + len(credit) :].lower().split()
    return sum(word.strip(".,") in _SENTENCE for word in rest) <= (1 if len(rest) <= 6 else 0)


def _appeal(row: PageRow) -> str:
    """Disclaimers, credits of contributors, and appeals to the reader."""
    low = row.low
    if low.startswith(phrases.NOTICE_STARTS):
        return "promotion"
    if row.words <= 120 and row.has_head(_legal()):
        if low[0] not in _QUOTES and any(phrase in low for phrase in phrases.DISCLAIMERS):
            return "disclaimer"
        if row.words <= 60 and _is_contribution(low):
            return "contribution"
    promotions = _promotions()
    hits = sum([phrase in low for head in row.heads_in(promotions.keys()) for phrase in promotions[head]])
    if not hits:
        return ""
    if low.count("cookie") > 1 and "website" in low:
        hits += 2
    words = [word.strip(".,!?:;()’'\"“”") for word in low.split()]
    addressed = sum(word in phrases.ADDRESSES for word in words) + low.startswith(_REQUESTS)
    if hits < 3 and (low[0] in _QUOTES or _narrates(row, _NARRATIVE)):
        return ""
    if hits >= 3 and addressed and (row.words <= 110 or addressed >= 4):
        return "promotion"
    if hits == 2 and addressed:
        return "promotion" if row.words <= 60 else ""
    if row.words <= 30 and (addressed or (not row.ends and row.words <= 12)):
        return "promotion"
    return ""


def _is_contribution(low: str) -> bool:
    for phrase in phrases.CONTRIBUTIONS:
        at = low.lstrip("([").find(phrase)
        if at == 0 or (at > 0 and phrase.startswith("contributed")):
            return True
    return False
