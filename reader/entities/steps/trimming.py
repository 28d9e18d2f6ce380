"""Trims mentions to the name: without articles, possessives, quotation marks, titles and line breaks."""

from __future__ import annotations

import re

from reader.entities.name_patterns import before_glued, is_value, line_at, moved, renamed
from reader.entities.tables import gazetteer, known_kind, words
from reader.model.entity import Mention

_EDGES = ' \t\u00a0"“”„«»`´*_,;:!?…|•–—-/\\<>=~#@'
_ARTICLE = re.compile(
    r"(?:the|a|an|this|that|these|those|its|his|her|their|our|my|your|some|all|both|today['’]s)\s+", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_DIRECTION = re.compile(
    r"(?:(?:north|south)?-?(?:east|west)(?:ern)?|north(?:ern)?|south(?:ern)?|central|upper|lower|mainland|mid|former|then|ex)"
    r"[\s-]+(?=[A-Z])"
)
#: Names that begin with an article.
_WITH_ARTICLE = re.compile(r"The (?:Hague|Economist|Intercept|Gambia|Bronx|Beatles|Atlantic|Independent|Lancet)\b")
_NUMBER = re.compile(r" [\d(][\d.,:/()–-]*$")
_LINE = re.compile(r"[^\r\n]+")
#: A row of results: names, each with its points behind it ("Oldham 3 Ipswich 3"), which are no part of it.
_RESULT = re.compile(r" \d")
_RESULTS = re.compile(r"[^\W\d_][^\d\n]{1,40} \d[-\d. ]*(?:[^\W\d_][^\d\n]{1,40} \d[-\d. ]*)*")
_NAME_IN_RESULTS = re.compile(r"[^\W\d_](?:[^\d\r\n]*[^\W\d_.)])?")
_PAIRS = {")": "(", "]": "[", "}": "{", "’": "‘", "'": "'"}


def trim(text: str, mentions: list[Mention]) -> list[Mention]:
    """Trim each mention to the name; one that spans several lines becomes one for each line."""
    return [trimmed for mention in mentions for piece in _lines(text, mention) for trimmed in _trimmed(text, piece)]


def _lines(text: str, mention: Mention) -> list[Mention]:
    parts = _LINE.finditer(mention.text)
    if (
        not is_value(mention)
        and _RESULT.search(mention.text)
        and _RESULTS.fullmatch(text, *line_at(text, mention.start))
    ):
        parts = _NAME_IN_RESULTS.finditer(mention.text)
    return [moved(mention, text, mention.start + one.start(), mention.start + one.end()) for one in parts]


def _trimmed(text: str, mention: Mention) -> list[Mention]:
    if is_value(mention):
        start, end = _without_edges(text, mention.start, mention.end)
        return [moved(mention, text, start, end)] if start < end else []
    start, end = mention.start, mention.end
    while True:
        before = (start, end)
        start, end = _without_edges(text, start, end)
        start += _leading(text, start, end)
        end -= _trailing(text, start, end, is_person=mention.kind == "person")
        if before == (start, end):
            break
    if start >= end:
        return []
    if mention.kind == "person":
        last = text.rfind(" ", start, end) + 1
        if start < last:
            end = last + before_glued(text[last:end])
    return _without_titles(text, moved(mention, text, start, end))


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGES or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1].isspace()):
        end -= 1
    return start, end


def _leading(text: str, start: int, end: int) -> int:
    name = text[start:end]
    if not name or _WITH_ARTICLE.match(name):
        return 0
    if article := _ARTICLE.match(name):
        return article.end()
    if name[0] in "([{" and (len(name) < 2 or _closing(name[0]) not in name):
        return 1
    if name[0] in "'‘’" and not name[1:3].istitle():
        return 1
    if name[0] in "'‘’":
        return 1
    direction = _DIRECTION.match(name)
    return direction.end() if direction else 0


def _closing(bracket: str) -> str:
    return {"(": ")", "[": "]", "{": "}"}[bracket]


def _trailing(text: str, start: int, end: int, *, is_person: bool) -> int:
    name = text[start:end]
    if not name or name in gazetteer():
        return 0
    if number := _NUMBER.search(name):
        return len(number.group()) if is_person or not _is_numbered(name, number.group()) else 0
    if possessive := _POSSESSIVE.search(name):
        return len(possessive.group())
    if name[-1] in ")]}" and _PAIRS[name[-1]] not in name:
        return 1
    if name[-1] in "([{'‘’":
        return 1
    if name[-1] == "." and not re.search(r"(?:\b[^\W\d_]|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|St|Bros))\.$", name):
        return 1
    return 0


def _is_numbered(name: str, number: str) -> bool:
    """Whether a number at the end belongs to the name: Channel 4, Apollo 11, but not a score or a date."""
    return len(number) <= 4 and number[1:].isdigit() and name[0].isupper() and not known_kind(name[: -len(number)])


def _without_titles(text: str, mention: Mention) -> list[Mention]:
    """The mention without titles at its start; a form of address makes the name after it a person."""
    pieces = list(re.finditer(r"\S+", mention.text))
    address, office = words("titles", "address"), words("titles", "office")
    first = pieces[0].group()
    if mention.kind != "person" and not (first in address and len(pieces) > 1):
        return [mention]
    skipped = 0
    while skipped < len(pieces) and _is_title(pieces[skipped].group(), address, office):
        skipped += 1
    if skipped == 0:
        return [renamed(mention, "person")]
    if skipped == len(pieces):  # only an office: "the Prime Minister"
        return []
    rest = moved(mention, text, mention.start + pieces[skipped].start(), mention.end)
    return [renamed(rest, "person")]


def _is_title(word: str, address: frozenset[str], office: frozenset[str]) -> bool:
    return word in address or word.rstrip(",") in office
