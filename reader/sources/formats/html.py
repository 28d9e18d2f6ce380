"""The visible text of a web page, one line for each block element, with a hint for its role."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from reader.model.page import Page, PageLine
from reader.model.spans import OffsetMap
from reader.sources.encodings import decode
from reader.sources.file_types import HTML
from reader.sources.formats.html_regions import is_unseen, region_of
from reader.sources.formats.html_tokens import Tag, attributes, tokens
from reader.sources.formats.plain_text import sha256
from reader.sources.parsing_limits import MOST_TAGS, bounded
from reader.sources.safe_lines import safe_lines
from reader.sources.superscripts import ELEMENTS, MATH, OpenScript, kind_of_element, settle
from reader.system.safe_text import changed_or_line_end, without_controls

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Inline elements that do not change the role of their text; no frame is kept for their tags.
_PLAIN_INLINE = frozenset(
    "b i u s em strong small big font sub sup tt kbd samp var mark abbr acronym del ins q dfn bdi bdo nobr".split()
)
#: Elements on lines of their own; all others, unknown ones too, are part of their line.
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup html legend li main menu nav ol optgroup option p pre
    search
    section select summary table tbody td tfoot th thead title tr ul
    """.split()
)
#: Elements with a blank line before and after.
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 pre blockquote table ul ol dl hr title".split())
_HINTS = {
    "p": "p", "li": "li", "dt": "li", "dd": "li", "blockquote": "quote", "q": "quote", "table": "table", "pre": "code",
    "title": "title", **{f"h{level}": f"h{level}" for level in range(1, 7)},
}  # fmt: skip
#: For each key: the elements that its start tag closes, unless one of the second group is open inside them.
_CLOSES = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "option": (("option",), ("select",)),
    "td": (("td", "th"), ("table",)),
    "th": (("td", "th"), ("table",)),
    "tr": (("tr",), ("table",)),
    "tbody": (("tr", "thead", "tbody"), ("table",)),
    "a": (("a",), ("td", "th", "div")),
}
_TABLE = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})
_WALLS = ("td", "th", "table")
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
#: Words with single spaces between, which can be copied unchanged. The count is limited, as each takes memory.
_WORDS = re.compile(r"[^ \n]+(?: [^ \n]+){0,1000}")
#: Attributes that tell the role of an element.
_TELLING = ("class", "id", "role", "rel", "itemprop")
#: Attributes that tell whether the text of an inline element is raised.
_RAISING = ("style", "class", "href", "role", "epub:type")
#: Hints that all inner elements inherit.
_INHERITED = frozenset({"p", "li", "quote", "table", "code", "title", "h1", "h2", "h3", "h4", "h5", "h6"})


_SPACE = re.compile(r"[ \n]+")


@dataclass(slots=True)
class _Frame:
    """An open element: the role of its text, including what it inherits."""

    name: str
    hint: str
    region: str
    link: bool
    preserve: bool
    unseen: bool = False


class _Writer:
    """The text so far, its map back to the markup, and the current line."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.parts: list[str] = []
        self.runs: list[tuple[int, int, int, int]] = []
        self.lines: list[PageLine] = []
        self.length = 0
        self.start = 0
        self._space: int | None = None
        self._blank_wanted = False
        self._weights: dict[str, int] = {}
        self._linked = 0
        self.script: OpenScript | None = None

    def open_script(self, kind: str, place: int, level: int = 0) -> None:
        """What follows is raised or lowered text, until its end tag or the end of its element."""
        if level and self.script is not None and not self.script.level:
            return  # within ``sup``, which has an end tag of its own
        self.close_script()
        self.script = OpenScript(kind, self.length, place, level)

    def follow_script(self, tag: Tag) -> None:
        """Follow the tag of a raised or lowered element."""
        self.close_script()
        if not tag.closing:
            self.open_script(ELEMENTS[tag.name], tag.attributes[0] - len(tag.name) - 1)

    def end_script(self, depth: int) -> None:
        """End what an element raised, if that is no longer open; ``depth`` is the number of open elements."""
        if self.script is not None and depth < self.script.level:
            self.close_script()

    def close_script(self) -> None:
        """Put the raised or lowered text that was written off the line, if there is any."""
        if self.script is not None:
            settle(self, self.script)
            self.script = None

    def text(self, start: int, end: int, frame: _Frame) -> None:
        """Write character data; entities are resolved, and white space is collapsed unless ``<pre>`` keeps it."""
        if frame.unseen:
            return
        done = start
        markup = self.markup
        ampersand = markup.find("&", start, end)
        while ampersand >= 0:
            match = _ENTITY.match(markup, ampersand, end)
            if match and (character := html.unescape(match[0])) != match[0]:
                self._stretch(done, ampersand, frame)
                self._entity(without_controls(character), match.start(), match.end(), frame)
                done = match.end()
            ampersand = markup.find("&", match.end() if match else ampersand + 1, end)
        self._stretch(done, end, frame)

    def separate(self, separator: str) -> None:
        """Write ``separator``, which has no place in the markup, before the following text of the line."""
        self._space = None
        self.parts.append(separator)
        self.length += len(separator)

    def end_line(self, *, spaced: bool = False) -> None:
        """End the line if it has text; ``spaced`` puts a blank line before the next text."""
        self._space = None
        self.close_script()
        if self.length > self.start:
            self.lines.append(PageLine(self.start, self.length, self._hint()))
            self._line_feed()
            self._weights.clear()
            self._linked = 0
            self._blank_wanted = False
        self._blank_wanted = self._blank_wanted or spaced

    def _line_feed(self) -> None:
        self.parts.append("\n")
        self.length += 1
        self.start = self.length

    def _hint(self) -> str:
        size = sum(self._weights.values())
        hint = max(self._weights, key=self._weights.__getitem__) if self._weights else ""
        if self._linked * 10 >= size * 9 and hint in {"", "p", "li"}:
            return "li link" if hint == "li" else "link"
        return hint

    def _stretch(self, start: int, end: int, frame: _Frame) -> None:
        if start >= end:
            return
        if frame.preserve:
            self._preserved(start, end, frame)
            return
        done = start
        for match in _WORDS.finditer(self.markup, start, end):
            if done < match.start() and self._space is None:
                self._space = done
            self._put(match[0], match.start(), match.end(), frame)
            done = match.end()
        if done < end and self._space is None:
            self._space = done

    def _preserved(self, start: int, end: int, frame: _Frame) -> None:
        position = start
        for row in self.markup[start:end].split("\n"):
            if position > start:
                self.end_line()
            if row.strip() or self.length > self.start:
                self._put(row, position, position + len(row), frame)
            position += len(row) + 1

    def _entity(self, character: str, start: int, end: int, frame: _Frame) -> None:
        if character.strip(" \n"):
            self._put(character, start, end, frame)
        elif character and self._space is None:
            self._space = start

    def _put(self, text: str, start: int, end: int, frame: _Frame) -> None:
        if not text:
            return
        if self.length == self.start and self._blank_wanted and self.lines:
            self.lines.append(PageLine(self.start, self.start))
            self._line_feed()
        self._blank_wanted = False
        if self._space is not None and self.length > self.start:
            self.parts.append(" ")
            if self.markup[self._space] == " ":
                self.runs.append((self.length, self.length + 1, self._space, self._space + 1))
            self.length += 1
        self._space = None
        self.parts.append(text)
        self.runs.append((self.length, self.length + len(text), start, end))
        self.length += len(text)
        self._weights[frame.hint] = self._weights.get(frame.hint, 0) + len(text)
        if frame.link:
            self._linked += len(text)


class _Elements:
    """The stack of open elements, with fast look-up by name."""

    def __init__(self) -> None:
        self.frames = [_Frame("", "", "", link=False, preserve=False)]
        self._places: dict[str, list[int]] = {}
        self._blocks: list[int] = []

    @property
    def top(self) -> _Frame:
        return self.frames[-1]

    def last(self, names: Iterable[str]) -> int:
        """The highest position in the stack of an element with one of these names; 0 if none is open."""
        return max((places[-1] for name in names if (places := self._places.get(name))), default=0)

    def push(self, name: str, values: dict[str, str], *, link: bool) -> None:
        above = self.top
        region = region_of(name, values) or above.region
        kind = _HINTS.get(name, "")
        outer = above.hint.rpartition(" ")[2]
        if (not kind and outer in _INHERITED) or (kind == "p" and outer in {"li", "quote"}):
            kind = outer  # a paragraph belongs to its list item or quotation
        both = f"{region} {kind}" if kind not in {"", "p"} else region
        hint = kind if not region or kind in {"title", "h1"} else both
        unseen = above.unseen or ("class" in values and is_unseen(values["class"]))
        self._places.setdefault(name, []).append(len(self.frames))
        if name in _BLOCKS:
            self._blocks.append(len(self.frames))
        self.frames.append(_Frame(name, hint, region, link or above.link, above.preserve or name == "pre", unseen))

    def pop_to(self, position: int) -> None:
        """Close the element at ``position`` and all elements open inside it."""
        while len(self.frames) > position:
            frame = self.frames.pop()
            self._places[frame.name].pop()
            if self._blocks and self._blocks[-1] == len(self.frames):
                self._blocks.pop()

    def close(self, name: str) -> None:
        """Handle an end tag; ignored if no such element is open, or if a table cell or block lies in between."""
        position = self.last((name,))
        walls = self._blocks[-1] if name not in _BLOCKS and self._blocks else 0 if name in _TABLE else self.last(_WALLS)
        if position and position >= walls:
            self.pop_to(position)


def read(data: bytes, path: str) -> Page:
    """A saved web page: its visible text, one line for each block element, with hints from the markup."""
    return html_page(*decode(data, markup=True), data, path)


def html_page(source: str, encoding: str, data: bytes, path: str) -> Page:
    """A decoded web page; the hash is that of ``data``."""
    read, rest = bounded_markup(source)
    markup, to_source = safe_lines(read)
    text, lines, to_markup = visible_text(markup)
    origin = to_markup.after(to_source)
    return Page(path, HTML, sha256(data), encoding, source, text, lines, origin, left_out=rest)


def visible_text(markup: str) -> tuple[str, tuple[PageLine, ...], OffsetMap]:
    """The text of a page as a person sees it.

    Args:
        markup: the decoded page, made safe (:func:`~reader.sources.safe_lines.safe_lines`).

    Returns:
        The text. Its lines, in order, each with a hint of one or more words, the page region first (``nav li``,
        ``caption``, ``h2``, ``link``). The map from the text back to ``markup``.
    """
    writer = _Writer(markup)
    elements = _Elements()
    alts: list[tuple[int, int]] = []
    for token in tokens(markup):
        if not isinstance(token, Tag):
            writer.text(token.start, token.end, elements.top)
            continue
        name = token.name
        if name in ELEMENTS:
            writer.follow_script(token)
        if name == "img" and not token.closing:
            place = attributes(markup, token).get("alt")
            if place and place[0] < place[1]:
                alts.append(place)
        elif name not in _PLAIN_INLINE:
            _follow(markup, token, writer, elements)
        if writer.script is not None:
            writer.end_script(len(elements.frames))
        if alts and writer.length == writer.start:
            # A picture's alternative text waits for the end of its line, because it is not part of the sentence.
            for start, end in alts:
                writer.text(start, end, _ALT)
                writer.end_line()
            alts.clear()
    writer.end_line()
    for start, end in alts:
        writer.text(start, end, _ALT)
        writer.end_line()
    return "".join(writer.parts), tuple(writer.lines), OffsetMap(writer.runs)


def bounded_markup(source: str) -> tuple[str, str]:
    """The markup up to the limit of tags and entities, and a line about the rest, or an empty string."""
    return bounded(source, costly(), MOST_TAGS, "tags and line ends")


@cache
def costly() -> re.Pattern[str]:
    """The pattern of costly marks: each tag, entity, line end, double space and unsafe character."""
    return re.compile(f"[<&]|  +|{changed_or_line_end().pattern}")


_ALT = _Frame("img", "alt", "", link=False, preserve=False)


def _follow(markup: str, tag: Tag, writer: _Writer, elements: _Elements) -> None:
    """Apply a tag to the current line and to the open elements."""
    name = tag.name
    if name in _VOID:
        if not tag.closing and name in {"br", "hr"}:
            writer.end_line(spaced=name == "hr")
        return
    if name in _BLOCKS and name not in {"td", "th"}:
        writer.end_line(spaced=name in _SPACED)
    if tag.closing:
        elements.close(name)
        if elements.top.name in MATH:  # its base has ended
            writer.open_script(MATH[elements.top.name], tag.attributes[0] - len(name) - 2, len(elements.frames))
        return
    if name in _BLOCKS and (paragraph := elements.last(("p",))) > elements.last(_WALLS):
        elements.pop_to(paragraph)
    if name in _CLOSES:
        closed, walls = _CLOSES[name]
        if (place := elements.last(closed)) > elements.last(walls):
            elements.pop_to(place)
    places = attributes(markup, tag)
    values = {key: markup[slice(*places[key])].strip() for key in _TELLING if key in places}
    link = name == "a" and "href" in places
    if name in {"td", "th"} and writer.length > writer.start:
        writer.separate(" | ")
    elements.push(name, values, link=link)
    if places and name not in _BLOCKS:
        raising = {key: markup[slice(*places[key])] for key in _RAISING if key in places}
        if kind := kind_of_element(name, raising):
            writer.open_script(kind, tag.attributes[0] - len(name) - 1, len(elements.frames))
