"""What an English sentence has that tells claims, evidence and opinions apart: about forty features, each yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reader.suggestions.english_words import WORDS

#: Words of a short and of a long sentence.
_SHORT, _LONG, _FRAGMENT = 8, 28, 4
#: What makes a question one that waits for no answer.
_TAKES_SIDES = ("booster", "blame", "praise", "stance", "we", "obligation", "absolute")
#: Endings in -ed that are no past.
_NOT_PAST = frozenset("need indeed speed feed seed breed exceed succeed proceed hundred naked sacred united".split())
_IRREGULAR = frozenset(
    """
    was were had did went came took gave got made said saw knew thought told found became left felt put brought began
    kept held wrote stood heard let meant set met ran paid sat spoke lay led grew lost fell sent built understood drew
    broke spent cut rose drove bought wore chose shot fought threw caught taught sold flew hit won struck swore
""".split()
)
#: First words of sentences that go on about something in general, and of those that tell of something particular.
_GENERAL = frozenset(
    """
    it it's this that these those but and so yet what they if we all every such there why how both nor or perhaps
    instead still indeed
""".split()
)
_PARTICULAR = frozenset("in on at when he she during after before since last according by one".split())
#: Endings of words for what nobody has seen or counted.
_ABSTRACT = (
    "tion",
    "tions",
    "sion",
    "ness",
    "ity",
    "ities",
    "ism",
    "ance",
    "ence",
    "acy",
    "ment",
    "ship",
    "ency",
    "ancy",
)
_NUMBER = re.compile(r"\d")
_STATISTIC = re.compile(r"\d\s?%|[$€£¥]\s?\d|\d(?:bn|m|k)\b|\d\s(?:percent|per cent|million|billion|trillion)")
_YEAR = re.compile(r"(?<![\d,.$€£])(?:1[5-9]\d\d|20\d\d)(?:s\b|(?![\d,%]))")
_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Sept|Oct|Nov|Dec)"
    r"\.?\s\d|\b\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)"
)
_QUOTE = re.compile(r"[“”\"„«»]")
_QUOTED = re.compile(r"[“\"„«][^“”\"„«»]{12,}")
#: A word or two between marks, which the author does not stand by.
_SCARE = re.compile(r"[“\"‘][^“”\"‘’\s]+(?:\s[^“”\"‘’\s]+)?[”\"’]")
_NAME = re.compile(r"(?<=[\w,;)’'] )[A-Z][\w'’-]+")
_OPENING = frozenset('“"„«')
_HEAD = re.compile(r"(?:Image|Photo|Picture|Photograph|Source|Caption|Credit|File|Video)s?\s?[:/]|©|https?://|www\.")
_LINES = re.compile(r"[|›»→•]|\.{4}|…$")


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, list[tuple[tuple[str, ...], str]]]]:
    """The kinds of each single word, and for each first word of a phrase the rest of the phrase and its kind."""
    single: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, text in WORDS.items():
        for entry in text.split():
            first, *rest = entry.split("_")
            if rest:
                phrases.setdefault(first, []).append((tuple(rest), kind))
            else:
                single[first] = (*single.get(first, ()), kind)
    return single, phrases


def english_features(sentence: str, tokens: Sequence[str]) -> dict[str, int]:
    """The features that a sentence has, in a stable order, each with how often.

    Args:
        sentence: as it stands in the article.
        tokens: of it, as ``tokens_of`` gives them.
    """
    found: dict[str, int] = {}
    for kind in _kinds(tokens):
        found[kind] = found.get(kind, 0) + 1
    for name in (*_marks(sentence, tokens), *_forms(sentence, tokens)):
        found[name] = 1
    if found.get("be") and not found.get("past") and not found.get("number"):
        found["timeless"] = 1
    if found.get("past") and not (found.get("obligation") or found.get("future") or found.get("be")):
        found["narrative"] = 1
    if found.get("I") and found.get("past") and not found.get("thinking"):
        found["first-hand"] = 1
    if found.get("study") and (found.get("number") or found.get("past")):
        found["finding"] = 1
    if found.get("question") and any(found.get(kind) for kind in _TAKES_SIDES):
        found["rhetorical"] = 1
    return found


def _kinds(tokens: Sequence[str]) -> Iterator[str]:
    single, phrases = _tables()
    for at, token in enumerate(tokens):
        yield from single.get(token, ())
        for rest, kind in phrases.get(token, ()):
            if tuple(tokens[at + 1 : at + 1 + len(rest)]) == rest:
                yield kind


def _marks(sentence: str, tokens: Sequence[str]) -> Iterator[str]:
    if _NUMBER.search(sentence):
        yield "number"
        if _STATISTIC.search(sentence):
            yield "statistic"
        if _YEAR.search(sentence):
            yield "year"
        if _DATE.search(sentence):
            yield "date"
    if _QUOTE.search(sentence):
        yield "quotation" if _QUOTED.search(sentence) else "scare quotes" if _SCARE.search(sentence) else "quotation"
    if sentence[:1] in _OPENING:
        yield "opens with a quotation"
    if "?" in tokens:
        yield "question"
    if "!" in tokens:
        yield "exclamation"
    if _HEAD.search(sentence) or _LINES.search(sentence):
        yield "navigation"


def _forms(sentence: str, tokens: Sequence[str]) -> Iterator[str]:
    past = any((one.endswith("ed") and len(one) > 3 and one not in _NOT_PAST) or one in _IRREGULAR for one in tokens)
    if past:
        yield "past"
    if first := next((one for one in tokens if one[:1].isalpha()), ""):
        if first in _GENERAL:
            yield "general opening"
        elif first in _PARTICULAR:
            yield "particular opening"
    if sum(len(one) > 6 and one.endswith(_ABSTRACT) for one in tokens) > 1:
        yield "abstract"
    names = len(_NAME.findall(sentence))
    if names:
        yield "name"
    if names > 2:
        yield "names"
    if len(tokens) <= _SHORT:
        yield "short"
    if len(tokens) <= _FRAGMENT:
        yield "fragment"
    if len(tokens) >= _LONG:
        yield "long"
    if sentence.rstrip("”\"’')] ")[-1:] not in {".", "!", "?", "…", ":", ";"}:
        yield "no stop"
