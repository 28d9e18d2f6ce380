"""Reads the facts in the fields of a head or an object: words, people, addresses, whatever form they are written in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from reader.system.safe_text import safe_text

#: The longest text of a fact, and the longest list of people; what is longer is ignored.
LONGEST_FACT, MOST_PEOPLE = 1000, 50
_WIKI_LINK = re.compile(
    r"\[\[(?:[^\[\]|/\n]{0,100}/){0,10}(?P<page>[^\[\]|/\n]{1,200})(?:\|(?P<shown>[^\[\]|\n]{1,200}))?\]\]"
)
_LINK = re.compile(r"\[(?P<name>[^\[\]\n]{1,200})\]\([^()\n]{0,500}\)")
_CODE = re.compile(r"[A-Za-z]{2}")
#: A language tag with script or region.
_TAG = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z0-9]{2,8}){1,3}")
#: A date without marks, and seconds or milliseconds since 1970; earlier ones are too short to be told from a number.
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_SECONDS = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d{1,9})?")
_ADDRESS = re.compile(r"https?://[^\s<>\"\])]+", re.IGNORECASE)
#: What a list looks like that a program wrote as text, and an address of mail.
_LISTED, _QUOTED = re.compile(r"\[.{0,900}\]"), re.compile(r"'([^']{1,200})'|\"([^\"]{1,200})\"")
_MAIL = re.compile(r"[ ]?<[^<>\s@]{1,200}@[^<>\s]{1,200}>")
_WHOLE = ("name", "fullname", "displayname", "literal", "original")
_GIVEN, _FAMILY = ("given", "givenname", "first", "firstname"), ("family", "familyname", "last", "lastname", "surname")


@lru_cache(maxsize=4096)
def bare(key: str) -> str:
    """The name of a field without case and marks, as programs write it in many ways."""
    return re.sub(r"[\W_]+", "", key).lower()


def words(value: Any) -> str:
    """A text as one line that is safe to print; of a list or mapping its first text; empty if it is too long."""
    for _ in range(8):
        if isinstance(value, dict):
            value = list(value.values())
        if not isinstance(value, list):
            break
        value = next(iter(value), "")
    return " ".join(safe_text(value).split()) if isinstance(value, str) and len(value) <= LONGEST_FACT else ""


def day(value: Any) -> str:
    """A date as it is written, or as ISO date if it is a number: ``20210504``, or seconds since 1970, in UTC."""
    written = words(value)
    if match := _COMPACT.match(written):
        return f"{match[1]}-{match[2]}-{match[3]}"
    if match := _SECONDS.fullmatch(written):
        return f"{dt.datetime.fromtimestamp(int(match[1]), tz=dt.UTC):%Y-%m-%d}"
    return written


def address(value: Any) -> str:
    """The first web address in a value; empty if there is none."""
    texts = islice(_texts(value), MOST_PEOPLE)
    return next((match[0].rstrip(".,;") for text in texts if (match := _ADDRESS.search(text[:LONGEST_FACT]))), "")


def language(value: Any) -> str:
    """A two-letter code, or a tag with its region, which tells how dates are written; empty if the value is none.

    A code of three letters and an English name become the code, as some services write ``eng`` or ``English``. Of
    several, divided by commas, the first counts.
    """
    stated = words(value).partition(",")[0].strip()
    if _TAG.fullmatch(stated):
        return stated
    stated = stated.lower()
    return stated if _CODE.fullmatch(stated) else _language_codes().get(stated, "") if stated else ""


@cache
def _language_codes() -> dict[str, str]:
    """The two-letter codes of languages by their codes of three letters and by their English names, in lower case."""
    from babel import Locale
    from babel.core import get_global

    names = {str(name).lower(): code for code, name in Locale("en").languages.items() if len(code) == 2}
    return {**names, **{long: code for long, code in get_global("language_aliases").items() if len(code) == 2}}


def people(value: Any) -> tuple[str, ...]:
    """The names in a field: texts, lists, mappings with a name, and links of wikis or Markdown."""
    return tuple(islice((name for name in _names(value) if name), MOST_PEOPLE))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(safe_text(value).split())
    elif isinstance(value, (list, dict)):
        for one in value if isinstance(value, list) else value.values():
            yield from _texts(one)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        yield from _named(value)
    elif isinstance(value, str) and len(value) <= LONGEST_FACT:
        text = _MAIL.sub("", words(_LINK.sub(r"\g<name>", value)))
        if _LISTED.fullmatch(text) and not text.startswith("[["):
            yield from ((one[1] or one[2]).strip() for one in _QUOTED.finditer(text))
            return
        linked = [_linked_name(match["page"].strip(), match["shown"]) for match in _WIKI_LINK.finditer(text)]
        yield from linked or [part.strip() for part in text.split(";")]


def _linked_name(page: str, shown: str | None) -> str:
    """The name in a link of a wiki: what it shows, unless that is only a part of the page's name."""
    return page if not shown or shown.strip() in page else shown.strip()


def _named(fields: dict[str, Any]) -> Iterator[str]:
    """The name in a mapping of one person, or the names in a mapping of several."""
    known = {bare(str(key)): value for key, value in fields.items()}
    parts = [next((words(known[name]) for name in names if name in known), "") for names in (_GIVEN, _FAMILY)]
    if (name := next((known[name] for name in _WHOLE if name in known), None)) is not None:
        yield from _names(name)
    elif any(parts):
        yield " ".join(filter(None, parts))
    else:
        yield from (name for one in fields.values() if isinstance(one, dict) for name in _named(one))
