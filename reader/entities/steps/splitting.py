"""Cuts a mention of two names: "Oslo, Bergen", "Kenya's Navy League", "Nazi Germany", "Laila and Omar"."""

from __future__ import annotations

import re
from collections.abc import Callable

from reader.entities.name_patterns import PARTICLES, is_value, moved, renamed
from reader.entities.steps.head_words import OPENERS, kind_by_head
from reader.entities.tables import is_given_name, known_kind, words
from reader.model.entity import Mention

_COMMA = re.compile(r", (?!(?:Inc|INC|Ltd|LTD|LLC|Jr|Sr|II|III|D\.?C|PLC|S\.A|Co|Corp|Limited)\b)")
_POSSESSIVE = re.compile(r"['’]s ")
_DASH = re.compile(r"(?<! ) +[-–—|•]+ +")
_LOWER = re.compile(r" [a-z]{1,4} ")
_AND = re.compile(r" (?:and|&|or|vs\.?|versus) ")
_LEAD_WORD = re.compile(r"([A-Z][a-z]{3,}(?:ing|bed|cording|ked)) (?=[A-Z])")
_SHORT_BRACKET = re.compile(r"[^\s(]\([A-Z]{1,3}$")


def cut(text: str, mentions: list[Mention]) -> list[Mention]:
    """Each mention as one name, or as several."""
    return [piece for mention in mentions for piece in ([mention] if is_value(mention) else _pieces(text, mention))]


def _pieces(text: str, mention: Mention) -> list[Mention]:
    mention = _after_opener(text, _bracketed(text, mention))
    if known_kind(mention.text):
        return [mention]
    if mention.text.isupper() and mention.text.count(" ") > 2:  # a headline, not a name
        return []
    if mention.kind == "person" and (office := _office(text, mention)):
        mention = office
    for pattern, allowed in _CUTS:
        for match in pattern.finditer(mention.text):
            left = moved(mention, text, mention.start, mention.start + match.start())
            right = moved(mention, text, mention.start + match.end(), mention.end)
            if left.text and right.text and allowed(mention, left.text, right.text):
                return [*_pieces(text, _relabelled(left)), *_pieces(text, _relabelled(right))]
    if mention.kind == "place" and " " in mention.text:
        first, rest = mention.text.split(" ", 1)
        if known_kind(first) == "group" and known_kind(rest) in {"place", "country"}:
            middle = mention.start + len(first)
            return [
                renamed(moved(mention, text, mention.start, middle), "group"),
                _relabelled(moved(mention, text, middle + 1, mention.end)),
            ]
    return [mention]


def _relabelled(mention: Mention) -> Mention:
    return renamed(mention, known_kind(mention.text) or kind_by_head(mention.text) or mention.kind)


def _dash_parts(mention: Mention, left: str, right: str) -> bool:
    del left, right
    return mention.kind != "work"


def _lower_parts(mention: Mention, left: str, right: str) -> bool:
    """Whether a small word is not part of a person's name: "A. Meer st Tollbach" on a score card."""
    between = mention.text[len(left) : len(mention.text) - len(right)].strip()
    return mention.kind == "person" and between not in PARTICLES and between not in {"y", "e", "dit", "née", "nee"}


def _comma_parts(mention: Mention, left: str, right: str) -> bool:
    del left
    if mention.kind not in {"person", "organisation", "place", "country", "group"}:
        return False
    return right[0].isupper() and not (_AND.search(right) and mention.kind == "organisation")


def _possessive_parts(mention: Mention, left: str, right: str) -> bool:
    if known_kind(left) in {"country", "place", "organisation"}:
        return right[0].isupper()
    place = words("head_words", "place_end")
    return (
        mention.kind == "place"
        and right[0].isupper()
        and right.rsplit(maxsplit=1)[-1] not in place
        and kind_by_head(right) is None
    )


def _and_parts(mention: Mention, left: str, right: str) -> bool:
    if mention.kind == "person":
        return True
    if known_kind(left) and known_kind(right):
        return True
    heads = words("head_words", "organisation_end")
    both = left.rsplit(maxsplit=1)[-1] in heads and right.rsplit(maxsplit=1)[-1] in heads
    return mention.kind == "organisation" and " " in left and both


def _bracketed(text: str, mention: Mention) -> Mention:
    """Handle a bracket that opens inside the mention and closes outside: include a short one, cut off others."""
    opened = mention.text.find("(")
    if opened <= 0 or ")" in mention.text[opened:]:
        return mention
    if _SHORT_BRACKET.search(mention.text) and text[mention.end : mention.end + 1] == ")":
        return moved(mention, text, mention.start, mention.end + 1)
    return moved(mention, text, mention.start, mention.start + len(mention.text[:opened].rstrip(" ,")))


def _after_opener(text: str, mention: Mention) -> Mention:
    """The mention without a word that only begins the sentence: "Meanwhile Merkel", "Asking Merkel"."""
    first = mention.text.split(" ", 1)[0]
    if first == mention.text or known_kind(mention.text):
        return mention
    lead = _LEAD_WORD.match(mention.text)
    is_lead = lead and mention.kind in {"person", "place"} and not is_given_name(first) and not known_kind(first)
    if first in OPENERS or is_lead:
        if first in {"New", "First", "Last", "Other", "The", "Under"} and mention.kind != "person":
            return mention
        return moved(mention, text, mention.start + len(first) + 1, mention.end)
    return mention


def _office(text: str, mention: Mention) -> Mention | None:
    """The name after the last office in "Vice Minister of Trade Ana Lima"."""
    pieces = list(re.finditer(r"\S+", mention.text))
    office = words("titles", "office") | words("titles", "address")
    for piece in reversed(pieces[:-1]):
        if piece.group() in office and not is_given_name(piece.group()):
            return moved(mention, text, mention.start + piece.end() + 1, mention.end)
    return None


#: Patterns at which a mention may be cut, in order, and the tests whether a cut is right.
_CUTS: tuple[tuple[re.Pattern[str], Callable[[Mention, str, str], bool]], ...] = (
    (_DASH, _dash_parts),
    (_LOWER, _lower_parts),
    (_COMMA, _comma_parts),
    (_POSSESSIVE, _possessive_parts),
    (_AND, _and_parts),
)
