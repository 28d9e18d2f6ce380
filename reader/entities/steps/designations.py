"""Marks designations of letters, a hyphen and a number as products: F-16, SM-3, R-500."""

from __future__ import annotations

import re

from reader.entities.name_patterns import moved, renamed
from reader.entities.tables import known_kind
from reader.model.entity import Mention

_DESIGNATION = re.compile(r"[A-Z]{1,4}[-\u2010\u2011–]\d{1,4}[A-Z]{0,3}s?")
_NUMBER = re.compile(r"[-\u2010\u2011–]\d{1,4}[A-Z]{0,3}(?![\w-])")
#: G-20 and the like are known; under-21 teams are not products.
_OTHER = re.compile(r"[GUQ]-?\d")


def relabel(text: str, mentions: list[Mention]) -> list[Mention]:
    """Turn such organisations and people into products; roads (places) and others stay."""
    whole = [_with_number(text, mention) for mention in mentions]
    return [renamed(mention, "product") if _is_product(mention) else mention for mention in whole]


def _with_number(text: str, mention: Mention) -> Mention:
    """The mention with its number, if it was found without."""
    number = _NUMBER.match(text, mention.end) if mention.text.isupper() and len(mention.text) <= 4 else None
    return moved(mention, text, mention.start, number.end()) if number and not known_kind(mention.text) else mention


def _is_product(mention: Mention) -> bool:
    return (
        mention.kind in {"organisation", "person"}
        and _DESIGNATION.fullmatch(mention.text) is not None
        and not _OTHER.match(mention.text)
        and known_kind(mention.text) is None
    )
