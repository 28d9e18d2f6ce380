"""HTML as a stream of tags and text with exact places, in linear time whatever the page.

Not the standard library's parser: on Python 3.11 sixty kilobytes of ``<a `` keep it busy for twenty seconds, and it
gives rows and columns where offsets are wanted. The rules are those of the HTML standard's tokenizer, simplified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

#: Elements whose content is no text of the page; of an unclosed one only the start tag is skipped.
_SKIPPED = frozenset(
    "script style noscript template svg iframe object noembed noframes textarea canvas audio video xmp map".split()
)
#: Attributes of one tag that are looked at; no author's page has more than some dozens.
MOST_ATTRIBUTES = 200
#: Elements whose content is text without tags.
_PLAIN = frozenset({"title"})

# Possessive throughout: each character is looked at once for each tag, and a failure ends the scan for good.
_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)
        (?P<attributes>(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+)*+)[\s/]*+>""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?+"""
)


class Tag(NamedTuple):
    """A start or end tag; ``attributes`` is the place of its attributes in the markup."""

    name: str
    closing: bool
    attributes: tuple[int, int]


class Text(NamedTuple):
    """A stretch of character data ``markup[start:end]``, entities not yet resolved."""

    start: int
    end: int


def tokens(markup: str) -> Iterator[Tag | Text]:
    """The tags and the texts of a page, in order; comments, scripts and the like are left out.

    A tag that never ends makes the rest of the page text: better a scrap of markup shown than an article lost.
    """
    place = 0
    unclosed: set[str] = set()
    while place < len(markup):
        opening = markup.find("<", place)
        if opening < 0:
            break
        following = markup[opening + 1 : opening + 3]
        if not following[:1].isascii() or not (following[:1].isalpha() or following[:1] in {"/", "!", "?"}):
            yield Text(place, opening + 1)
            place = opening + 1
            continue
        if place < opening:
            yield Text(place, opening)
        if following[0].isalpha() or (following[0] == "/" and following[1:].isalpha()):
            match = _TAG.match(markup, opening)
            if match is None:
                place = opening
                break
            place = match.end()
            name = match["name"].lower()
            closing = bool(match["close"])
            if closing or name not in _SKIPPED:
                yield Tag(name, closing, match.span("attributes"))
            elif name not in unclosed:
                place = _end_of_skipped(markup, name, place, unclosed)
            if name in _PLAIN and not closing and name not in unclosed:
                end = _end_of_skipped(markup, name, place, unclosed)
                yield Text(place, end)
                place = end
        else:
            end = _end_of_comment(markup, opening)
            if end < 0:
                return
            place = end
    if place < len(markup):
        yield Text(place, len(markup))


def attributes(markup: str, tag: Tag) -> dict[str, tuple[int, int]]:
    """The attributes of a tag: lower-case name to the place of the value in the markup; the first of a name counts."""
    found: dict[str, tuple[int, int]] = {}
    for match in islice(_ATTRIBUTE.finditer(markup, *tag.attributes), MOST_ATTRIBUTES):
        kind = next((group for group in ("double", "single", "bare") if match[group] is not None), "name")
        found.setdefault(match["name"].lower(), match.span(kind))
    return found


def attributes_end(markup: str, tag: Tag) -> int:
    """Where the attributes of a tag end, or the last one that is looked at."""
    beyond = next(islice(_ATTRIBUTE.finditer(markup, *tag.attributes), MOST_ATTRIBUTES, None), None)
    return tag.attributes[1] if beyond is None else beyond.start()


def _end_of_comment(markup: str, opening: int) -> int:
    """One past a comment, a declaration or a bogus end tag; -1 where it never ends."""
    if not markup.startswith("<!--", opening):
        return markup.find(">", opening) + 1 or -1
    for short in ("<!-->", "<!--->"):
        if markup.startswith(short, opening):
            return opening + len(short)
    end = markup.find("-->", opening + 4)
    return end + 3 if end >= 0 else -1


def _end_of_skipped(markup: str, name: str, place: int, unclosed: set[str]) -> int:
    end = _find_end_tag(markup, name, place)
    if end is None:
        if name in {"script", "style"}:
            return len(markup)
        unclosed.add(name)
        return place
    return end


def _find_end_tag(markup: str, name: str, place: int) -> int | None:
    match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(markup, place)
    return match.start() if match else None
