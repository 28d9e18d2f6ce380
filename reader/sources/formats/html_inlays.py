"""Texts that stand in a page in another notation: a document in an attribute, an article in the data for machines.

Each is decoded, with a map back to the markup, so that its lines are lines of the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.model.spans import OffsetMap
from reader.sources.bare_letters import squeezed
from reader.sources.formats.html_regions import HIDDEN, STATED
from reader.system.safe_text import without_controls

#: The longest data for machines that is read, in code points.
_MOST_DATA = 2_000_000
#: The least share of an article in the data, and the fewest letters, that the page must lack.
_LEAST_MISSING, _LEAST_LETTERS = 0.3, 60
#: If the page shows so many letters of it, it is an article without the rest: a live blog without its older posts.
_ENOUGH = 4000
#: A longer line of the data is compared with the page sentence by sentence.
_LONG = 400
#: The most pieces of the data that the page lacks, and the most letters of the page that are searched.
_MOST_PIECES, _MOST_LETTERS = 10_000, 500_000
#: The samples of a passage, and the share of them that the page must have if it has only one of the edges: a teaser
#: stops in the middle.
_SAMPLES, _MOST_OF = 8, 0.6
#: The letters at the edges of a passage by which it is found on the page.
_EDGE = 32
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
_DATA = re.compile(r"<script\b[^<>]{0,500}\bld\+json\b[^<>]{0,500}>", re.IGNORECASE)
#: A string that does not end takes the rest, or the search for its end would begin anew at each of its quotes.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z)|[{}\[\]:,]|[^\s"{}\[\]:,]++', re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u(?P<code>[0-9a-fA-F]{4})|(?P<mark>.))",
    re.DOTALL,
)
_ESCAPED = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": "\n"}
_EDGE_OF_LINE = re.compile(
    r"[\n\u2028\u2029]+|</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|figure|table|tr)\b[^<>]{0,500}>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,1000}>")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"'”’»)])\s+|(?<=[。！？])")
#: Keys whose objects are not the page's own article.
_OTHERS = frozenset({"comment", "review", "mentions", "citation", "isBasedOn", "itemListElement", "hasPart"})
_LIVE = "liveBlogUpdate"


class Inlay(NamedTuple):
    """A text in markup, and the map from it to the markup of the page that holds it."""

    markup: str
    origin: OffsetMap


@dataclass(slots=True)
class _Post:
    """An article or a post in the data: the places of its values in the markup, by key."""

    is_live: bool
    is_own: bool
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    listed: list[tuple[int, int]] = field(default_factory=list)

    @property
    def bodies(self) -> list[tuple[int, int]]:
        """The places of the text: of one string, or of a list of them."""
        one = self._body()
        return [one] if one else self.listed

    def _body(self) -> tuple[int, int] | None:
        return (
            self.values.get("articleBody")
            or self.values.get("reviewBody")
            or (self.values.get("text") if self.is_live else None)
        )


def document_inlay(markup: str, start: int, end: int) -> Inlay:
    """The document in an attribute whose value is ``markup[start:end]``."""
    return _decoded(markup, start, end, _ENTITY, lambda match: without_controls(html.unescape(match[0])))


def stated_inlays(markup: str, shown: str) -> list[tuple[Inlay, str]]:
    """What articles in the page's data say that the page does not show; empty if the page shows most of it.

    Args:
        markup: of the page.
        shown: the text of the page.

    Returns:
        Texts in the order of the data, each with a hint: whether it is shown (``stated``) or the page has enough of it
        (``hidden``), and ``date`` or ``h3`` for the head of a post of a live blog.
    """
    if not any(key in markup for key in ("articleBody", "reviewBody", _LIVE)):
        return []
    page = squeezed(shown)[:_MOST_LETTERS]
    said: set[str] = set()
    found: list[tuple[Inlay, str]] = []
    letters = lost = 0
    for post in _posts(markup):
        if not post.bodies or not post.is_own or len(found) > _MOST_PIECES:
            continue
        bodies = [_string(markup, *place) for place in post.bodies]
        letters += sum(len(squeezed(body.markup)) for body in bodies)
        pieces = (piece for body in bodies for piece in _pieces(body))
        missing = [(inlay, text) for inlay, text in pieces if text not in said and not _is_in(text, page)]
        if not missing:
            continue
        said.update(text for _, text in missing)
        lost += sum(len(text) for _, text in missing)
        found += [(_string(markup, *post.values[key]), hint) for key, hint in _heads(post)]
        found += [(inlay, "") for inlay, _ in missing]
    if lost < max(_LEAST_LETTERS, _LEAST_MISSING * letters):
        return []
    region = HIDDEN if letters - lost >= _ENOUGH else STATED
    return [(inlay, f"{region} {hint}".rstrip()) for inlay, hint in found]


def _is_in(text: str, page: str) -> bool:
    """Whether the page has most of a passage; in the data, words of links and pictures may stand within it."""
    edges = (text[:_EDGE] in page) + (text[-_EDGE:] in page)
    if edges != 1 or len(text) < 2 * _EDGE:
        return edges > 0
    last = len(text) - _EDGE
    parts = [text[at : at + _EDGE] for at in range(0, last + 1, max(1, last // _SAMPLES))]
    return sum(part in page for part in parts) >= _MOST_OF * len(parts)


def _heads(post: _Post) -> Iterator[tuple[str, str]]:
    if post.is_live:
        yield from ((key, hint) for key, hint in (("datePublished", "date"), ("headline", "h3")) if key in post.values)


def _pieces(body: Inlay) -> Iterator[tuple[Inlay, str]]:
    """The lines of a body, long ones as sentences, each with its letters and digits; empty ones are left out."""
    start = 0
    for edge in (*(match.span() for match in _EDGE_OF_LINE.finditer(body.markup)), (len(body.markup),) * 2):
        yield from _sentences(body, start, edge[0])
        start = edge[1]


def _sentences(body: Inlay, start: int, end: int) -> Iterator[tuple[Inlay, str]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(body.markup, start, end)] if end - start > _LONG else []
    for edge in (*ends, end):
        if text := squeezed(html.unescape(html.unescape(_TAG.sub(" ", body.markup[start:edge])))):
            part = OffsetMap([(0, edge - start, start, edge)])
            yield Inlay(body.markup[start:edge], part.after(body.origin)), text
        start = edge


def _posts(markup: str) -> Iterator[_Post]:
    """The objects of the page's data for machines, in order."""
    for script in _DATA.finditer(markup):
        end = markup.find("</script", script.end())
        if end < 0:
            return
        if end - script.end() <= _MOST_DATA:
            yield from _objects(markup, script.end(), end)


def _objects(markup: str, start: int, end: int) -> Iterator[_Post]:
    """The objects of a text in JSON, in the order of their starts; faults in it end the last of them."""
    found: list[_Post] = []
    stack: list[tuple[_Post | None, str]] = []  # the object around, or None for a list; and the key it stands under
    post: _Post | None = None
    key = previous = ""
    for token in _TOKEN.finditer(markup, start, end):
        mark = token[0]
        if mark in {"{", "["}:
            stack.append((post, key))
            if mark == "{":
                around = post or next((outer for outer, _ in reversed(stack) if outer), None)
                is_live = key == _LIVE or (around is not None and around.is_live)
                is_own = key not in _OTHERS and (around is None or around.is_own)
                post = _Post(is_live, is_own)
                found.append(post)
                key = ""
            else:
                post = None
        elif mark in {"}", "]"}:
            if not stack:
                break
            post, key = stack.pop()
        elif mark[0] == '"':
            if previous == ":" and post is not None:
                post.values.setdefault(key, (token.start() + 1, token.end() - 1))
            elif post is not None:
                key = mark[1:-1]
            elif stack and stack[-1][1] == "articleBody" and (outer := stack[-1][0]) is not None:
                outer.listed.append((token.start() + 1, token.end() - 1))
        previous = mark if mark in {":", ","} else ""
    yield from found


def _string(markup: str, start: int, end: int) -> Inlay:
    """The text of a string in JSON whose inside is ``markup[start:end]``."""

    def meaning(match: re.Match[str]) -> str:
        if match["high"]:
            return (
                (match[0].encode("ascii").decode("unicode_escape")).encode("utf-16", "surrogatepass").decode("utf-16")
            )
        if match["code"]:
            return without_controls(chr(int(match["code"], 16)).encode("utf-8", "replace").decode()) or " "
        return _ESCAPED.get(match["mark"], match["mark"])

    return _decoded(markup, start, end, _ESCAPE, meaning)


def _decoded(
    markup: str, start: int, end: int, pattern: re.Pattern[str], meaning: Callable[[re.Match[str]], str]
) -> Inlay:
    """``markup[start:end]`` with each match of the pattern replaced by its meaning."""
    parts: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    length, done = 0, start
    for match in pattern.finditer(markup, start, end):
        for part, left, right in (
            (markup[done : match.start()], done, match.start()),
            (meaning(match), *match.span()),
        ):
            if part:
                parts.append(part)
                runs.append((length, length + len(part), left, right))
                length += len(part)
        done = match.end()
    if done < end:
        parts.append(markup[done:end])
        runs.append((length, length + end - done, done, end))
    return Inlay("".join(parts), OffsetMap(runs))
