"""Finds the documents in a text of JSON: objects that hold an article, in lists and objects of any depth.

Only offsets are given, so that a file of any size is read item by item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any

from reader.sources.json_fields import Number, article_fields, article_text
from reader.sources.record_place import RecordPlace
from reader.sources.stated_fields import bare

#: Values of an object or list that are looked at to see what it holds.
FIRST_VALUES = 100
#: How deep a list of documents may lie in objects.
DEEPEST = 8
#: How deep an object of numbered documents may lie in objects.
_NUMBERED_DEEPEST = 2
#: Lists that belong to a document.
_ASIDE = frozenset(
    """
    comments replies responses related relatedarticles annotations predictions entities entitymentions mentions tags
    keywords images media links labels spans tokens sentences highlights captions paragraphs sections authors
    """.split()
)
_BETWEEN = re.compile(r"[\s,\ufeff]*")
DECODER = json.JSONDecoder(parse_int=Number, parse_float=Number)


def is_article(value: Any) -> bool:
    """Whether a value is an object with an article."""
    return isinstance(value, dict) and article_fields(value) is not None


def _is_document(value: Any) -> bool:
    """Whether an object is a document itself, and no wrapper of documents that have more text."""
    if not isinstance(value, dict) or (fields := article_fields(value)) is None:
        return False
    own = article_text(fields)
    if article_text(value) is None and (_are_several(value) or _holds_numbered(value)):
        return False
    # A paragraph of an editor's tree is a little longer by itself, as its pieces are taken for paragraphs.
    return own is not None and 1.25 * len(own.text) + 20 >= _longest(value, 0)


def _are_several(value: dict[str, Any]) -> bool:
    return sum(is_article(one) for one in islice(value.values(), FIRST_VALUES)) > 1


def _holds_numbered(value: dict[str, Any], depth: int = 0) -> bool:
    """Whether several articles are in an object under numbers, as PHP writes a list with gaps."""
    inner = [one for one in islice(value.values(), FIRST_VALUES) if isinstance(one, dict)]
    return any(all(map(str.isdecimal, one)) and _are_several(one) for one in inner) or (
        depth < _NUMBERED_DEEPEST and any(_holds_numbered(one, depth + 1) for one in inner)
    )


def _longest(value: Any, depth: int) -> int:
    """The length of the longest article in the lists in a value, or in an object of several; 0 if there is none."""
    if depth > DEEPEST or not isinstance(value, (dict, list)):
        return 0
    if isinstance(value, list):
        inner = value[:FIRST_VALUES]
    else:
        inner = [one for key, one in islice(value.items(), 10 * FIRST_VALUES) if bare(key) not in _ASIDE]
    longest = max((_longest(one, depth + 1) for one in inner), default=0)
    if isinstance(value, list) or _are_several(value):
        texts = (article_text(fields) for one in inner if isinstance(one, dict) and (fields := article_fields(one)))
        longest = max(longest, max((len(found.text) for found in texts if found), default=0))
    return longest


def documents_in(text: str) -> Iterator[RecordPlace]:
    """The documents in a text, in order, at their offsets there; of several values one after another too.

    Raises:
        ValueError: at the end, if it is not valid JSON from there on.
    """
    place = after(text, 0)
    while place < len(text):
        if text[place] == "[":
            place = yield from _items(text, place, 0)
        else:
            value, end = DECODER.raw_decode(text, place)
            yield from _in_value(text, place, value, 0)
            place = end
        place = after(text, place)


def _items(text: str, place: int, depth: int) -> Generator[RecordPlace, None, int]:
    """The documents in the list at ``place``, and its other items; returns the offset after it.

    Items of linked data that are no article, as the author of one, are no documents, but are counted.
    """
    place = after(text, place + 1)
    while text[place : place + 1] != "]":
        value, end = DECODER.raw_decode(text, place)
        if not isinstance(value, dict) or _is_document(value) or not _longest(value, depth):
            is_other = isinstance(value, dict) and "@type" in value and not is_article(value)
            yield RecordPlace(place, wanted=not is_other)
        else:
            yield from _in_value(text, place, value, depth + 1)
        place = after(text, end)
    return place + 1


def _in_value(text: str, place: int, value: Any, depth: int) -> Iterator[RecordPlace]:
    """The documents in the value at ``place``: itself, or those in its lists and objects."""
    if _is_document(value):
        yield RecordPlace(place, wanted=True)
    elif isinstance(value, list) and any(is_article(one) for one in value[:FIRST_VALUES]):
        yield from _items(text, place, depth)
    elif _longest(value, depth):
        for start, inner in children(text, place):
            yield from _in_value(text, start, inner, depth + 1)


def children(text: str, place: int) -> Iterator[tuple[int, Any]]:
    """The values in the object or list at ``place``, each with its offset."""
    is_object = text[place] == "{"
    place = after(text, place + 1)
    while text[place] not in "]}":
        if is_object:
            _, place = DECODER.raw_decode(text, place)
            place = after(text, text.index(":", place) + 1)
        value, end = DECODER.raw_decode(text, place)
        yield place, value
        place = after(text, end)


def after(text: str, place: int) -> int:
    """The offset after white space and commas."""
    match = _BETWEEN.match(text, place)
    return match.end() if match else place
