"""Cuts a byline into credits: whose words they are, and who took the pictures, edited or translated.

"Words by A. Photographs by B", "Text: A, Fotos: B" and "By A; editing by B" are one kind of line in many languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reader.cleaning import byline_words as words

_TOKEN = re.compile(r"[^\s:：]+|[:：]")
_EDGES = '.,;|/•·—–-()[]«»"“”„*>'
#: The most code points of the words that open a line, with the first of those that follow.
_LONGEST_OPENING = 80
#: Marks after which a new credit may begin.
_BREAKS = frozenset(".,;|/•·—–-،、")
_BEFORE_NAME = " \t-–—:："
#: Beginnings of words for pictures, which open a credit without a colon or "by".
_PICTURES = (
    "photo", "foto", "beeld", "illustr", "фото", "иллюстр", "ілюстр", "φωτογρ", "zdję", "valokuv", "graphics",
    "pictures", "تصوير", "صور", "צילום", "عکس",
)  # fmt: skip
#: Words before the name that say what that person did: reported from a place, led an interview, was told a story.
_BEFORE = re.compile(
    r"^(?:Aus (?:\w+ ){1,3}berichte[nt]|Das (?:Interview|Gespräch) führten?|As told to|Van on(?:ze|s) \w+)"
    r" (?=[^\W\d_])"
)
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
#: Words before a date that are joined to a name.
_LAST = re.compile(r"\sLast (?=(?:updated|modified|edited)\b)", re.IGNORECASE)
#: A paper that wrote with an agency: "Le Phare avec AFP".
_WITH_AGENCY = re.compile(r"(?:^|\s)(?:L[ea]s? |L['’])\w+ avec (?:l['’])?(?:AFP|Reuters|AP)\b")

_BRACKETS = {"（": "）", "【": "】", "[": "]"}
#: A share in brackets behind a name: "Jane Doe (text) and John Roe (photos)".
_SHARED = re.compile(r"(?P<name>[^\W\d_][^()|,;/]{2,60}?)\s?\((?P<share>[^\W\d_]{3,20})\)")


class Credit(NamedTuple):
    """What one opening of a byline governs.

    Attributes:
        text: what follows the opening.
        is_author: whether it names the writer; otherwise a photographer, an editor, a translator.
        opening: its opening words; empty for text before any opening.
    """

    text: str
    is_author: bool
    opening: str


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    core: str


class _Opening(NamedTuple):
    start: int
    end: int
    is_author: bool


def without_places(text: str) -> str:
    """A byline without "Aus Wien berichtet" before the name, without a paper that wrote with an agency.

    Soft hyphens and blanks without width go as well.
    """
    text = text if text.isascii() else text.translate(_UNSEEN)
    return _BEFORE.sub("", _LAST.sub(" | ", _WITH_AGENCY.sub(" AFP", text)))


def unglued(text: str) -> str:
    """The line with a space after a "by" that is joined to the name: "byJane Doe"; without a picture or brackets."""
    if text and unicodedata.category(text[0]) == "So":
        text = text[1:].lstrip("\ufe0f ")
    if text[:1] in _BRACKETS and text[-1:] == _BRACKETS[text[0]]:
        text = text[1:-1].strip()
    return f"By {text[2:]}" if text[:2] in ("by", "By") and text[2:3].isupper() and " " in text else text


def without_others(text: str) -> str:
    """The text without names behind which brackets say that they have another share."""

    def kept(match: re.Match[str]) -> str:
        return "|" if match["share"].lower() in words.OTHER_SHARE else match[0]

    if "(" not in text:
        return text
    joint = r"\s(?:and|und|et|y|e|i|en|och|og|и|та)\s"
    return "|".join(_SHARED.sub(kept, part) for part in re.split(joint, text)) if _SHARED.search(text) else text


def opens_with_by(low: str) -> bool:
    """Whether the first word of a line in lower case is one for "by"."""
    return low.split(maxsplit=1)[0].rstrip(":") in words.BY


def author_credits(text: str) -> list[Credit]:
    """The credits of a byline, in order; text before the first opening is the writer's."""
    openings = list(_openings(text))
    found = [Credit(text[: openings[0].start] if openings else text, is_author=True, opening="")]
    for index, opening in enumerate(openings):
        stop = openings[index + 1].start if index + 1 < len(openings) else len(text)
        found.append(
            Credit(text[opening.end : stop].lstrip(_BEFORE_NAME), opening.is_author, text[opening.start : opening.end])
        )
    return [credit for credit in found if credit.text.strip() or credit.opening]


def opening_of(text: str) -> int:
    """The length of the words for the writer at the start of a line, as of "By "; 0 if there are none."""
    if not _may_open(text):
        return 0
    first = next(_openings(text[:_LONGEST_OPENING]), None)
    if first is None or first.start > 0 or not first.is_author:
        return 0
    rest = text[first.end :]
    return first.end + len(rest) - len(rest.lstrip(_BEFORE_NAME))


def opens_with_other(text: str) -> bool:
    """Whether a line begins with the credit of somebody else: "Pictures by"."""
    first = next(_openings(text[:_LONGEST_OPENING]), None) if _may_open(text) else None
    return first is not None and first.start == 0 and not first.is_author


def is_weak(text: str) -> bool:
    """Whether the opening of a line is also a common word or a name, such as "Door", so that it may be a headline."""
    first = text.split(maxsplit=1)[0].lower() if text.strip() else ""
    return first in words.WEAK


def _may_open(text: str) -> bool:
    """Whether a line can begin with a credit: a cheap check, as most lines cannot."""
    first = text[:_LONGEST_OPENING].split(None, 1)
    if not first:
        return False
    core = first[0].partition(":")[0].strip(_EDGES).lower()
    if core in _first_words():
        return True
    return not text[0].isascii() and (core.startswith(_PICTURES) or _eastern().match(text) is not None)


@cache
def _first_words() -> frozenset[str]:
    return words.BY | words.WRITING | words.OPENING | words.OTHER_SHARE | words.LINKS


@cache
def _eastern() -> re.Pattern[str]:
    """An opening in a script that writes without blanks, with the mark or blank behind it."""
    writing, other = (
        "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
        for labels in (words.EASTERN_WRITING, words.EASTERN_OTHER)
    )
    led = r"(?P<led>本?[报報]?[记記]者)(?=[\u4e00-\u9fff]{2,3}(?:\s|$))"  # the name is joined to it
    return re.compile(rf"(?<![^\W\d_])(?:{led}|(?:(?P<writing>{writing})|(?:{other}))(?:\s?[:：／/=＝・｜|]|\s))")


def _openings(text: str) -> Iterator[_Opening]:
    """The openings in a line, in order and without overlap."""
    if not text.isascii():
        found = [
            _Opening(m.start(), m.end(), (m["writing"] or m["led"]) is not None) for m in _eastern().finditer(text)
        ]
        if found:
            yield from found
            return
    yield from _spaced_openings(text)


def _spaced_openings(text: str) -> Iterator[_Opening]:
    tokens = [
        _Token(match.start(), match.end(), match[0], match[0].strip(_EDGES).lower()) for match in _TOKEN.finditer(text)
    ]
    free = 0
    for index in range(len(tokens)):
        if index < free:
            continue
        first = _first_of(tokens, index, free)
        if first is None:
            continue
        last = index
        if last + 1 < len(tokens) and tokens[last + 1].text in ":：":
            last += 1
        cores = {token.core for token in tokens[first : index + 1]}
        yield _Opening(tokens[first].start, tokens[last].end, not cores & words.OTHER_SHARE or _shares_writing(cores))
        free = last + 1


def _shares_writing(cores: set[str]) -> bool:
    """Whether "Words and pictures by" names the writer too; "additional reporting by" does not."""
    return bool(cores & words.WRITING) and not cores & {"additional", "edited", "editing", "translated"}


def _first_of(tokens: list[_Token], index: int, free: int) -> int | None:
    """The first token of the opening that ends at ``index``; None if none ends there."""
    token = tokens[index]
    if token.text in ":：":
        first = _run_before(tokens, index, free)
        cores = {tokens[at].core for at in range(first, index)}
        is_label = cores & words.OTHER_SHARE or cores & (words.WRITING - words.HEADLINE_LABELS)
        return first if is_label else None
    if token.core in words.BY or token.core in words.BY_BEHIND:
        first = _run_before(tokens, index, free)
        if first > free and tokens[first - 1].core == "avatar":
            first = index  # "Avatar photo" is the text of a picture that blogs put before "by"
        begins = token.core == "by" or (token.core in words.BY and _begins(tokens, index, free))
        return first if first < index or begins else None
    if not _begins(tokens, index, free) or token.text[-1] in ",;|" or not _names_follow(tokens, index + 1):
        return None
    return index if token.core in words.OPENING or token.core.startswith(_PICTURES) else None


def _names_follow(tokens: list[_Token], at: int) -> bool:
    """Whether something other than the rest of an opening follows: "Photographs by" is not complete."""
    while at < len(tokens) and (tokens[at].core in words.OTHER_SHARE or tokens[at].core in words.LINKS):
        at += 1
    return at < len(tokens) and tokens[at].text not in ":：" and tokens[at].core not in words.BY


def _run_before(tokens: list[_Token], index: int, free: int) -> int:
    """The first of the words for a share directly before ``index``; ``index`` itself if there is none."""
    first = index
    at = index - 1
    while at >= free and (at == index - 1 or tokens[at].text[-1] not in ".;|,"):
        core = tokens[at].core
        if core in words.WRITING or core in words.OTHER_SHARE:
            first = at
        elif core not in words.LINKS and core:
            break
        at -= 1
    while first < index and first > free and tokens[first - 1].core in words.LINKS:
        first -= 1
    return first


def _begins(tokens: list[_Token], index: int, free: int) -> bool:
    """Whether a new credit may begin at a token: at the start, or behind a mark."""
    return index in {0, free} or tokens[index - 1].text[-1] in _BREAKS
