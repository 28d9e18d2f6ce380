"""The visible text of a web page, one line for each block element, with a hint for its role."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import cache

from reader.model.page import Outline, Page, PageLine
from reader.model.spans import OffsetMap
from reader.sources.encodings import decode
from reader.sources.file_types import HTML
from reader.sources.formats.html_elements import BLOCKS, WALLS, Elements, Frame
from reader.sources.formats.html_inlays import Inlay, document_inlay, stated_inlays
from reader.sources.formats.html_regions import HIDDEN
from reader.sources.formats.html_tokens import Tag, attributes, tokens
from reader.sources.parsing_limits import MOST_TAGS, bounded
from reader.sources.safe_lines import safe_lines
from reader.sources.superscripts import ELEMENTS, MATH, OpenScript, kind_of_element, settle
from reader.system.hashes import sha256
from reader.system.safe_text import changed_or_line_end, without_controls

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Inline elements that do not change the role of their text; no frame is kept for their tags.
_PLAIN_INLINE = frozenset(
    "b i u s em strong small big font sub sup tt kbd samp var mark abbr acronym del ins q dfn bdi bdo nobr".split()
)
#: Elements with a blank line before and after.
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 pre blockquote table ul ol dl hr title".split())
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
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
#: Words with single spaces between, which can be copied unchanged. The count is limited, as each takes memory.
_WORDS = re.compile(r"[^ \n]+(?: [^ \n]+){0,1000}")
#: Attributes that tell the role of an element.
_TELLING = ("class", "id", "role", "rel", "itemprop", "hidden", "style", "name", "shadowrootmode", "shadowroot")
#: Attributes that tell whether the text of an inline element is raised.
_RAISING = ("style", "class", "href", "role", "epub:type")
#: Hints of lines that a document within the page keeps.
_KEPT = frozenset({"li", "quote", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"[ \n]+")


class _Writer:
    """The text so far, its map back to the markup, and the current line."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.parts: list[str] = []
        self.runs: list[tuple[int, int, int, int]] = []
        self.lines: list[PageLine] = []
        self.length = 0
        self.start = 0
        self.elements: list[int] = []
        self.waiting: list[tuple[int, int, Frame]] = []
        self._element = 0
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

    def text(self, start: int, end: int, frame: Frame) -> None:
        """Write character data; entities are resolved, and white space is collapsed unless ``<pre>`` keeps it."""
        if frame.unseen:
            self.waiting.append((start, end, replace(frame, hint=HIDDEN, unseen=False)))
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
            self._add_line(self.length, self._hint())
            self._weights.clear()
            self._linked = 0
            self._blank_wanted = False
        self._blank_wanted = self._blank_wanted or spaced

    def write_waiting(self) -> None:
        """Write what is no part of the sentence around it, each on a line of its own, if a line has just ended."""
        if not self.waiting or self.length > self.start:
            return
        waiting, self.waiting = self.waiting, []
        for start, end, frame in waiting:
            self.text(start, end, frame)
            self.end_line()

    def inlay(self, inlay: Inlay, hint: str) -> None:
        """Write the lines of a document, or of a text, that stands in the markup in another notation."""
        inner, _ = _written(inlay.markup, is_inlay=True)
        text = "".join(inner.parts)
        to_markup = OffsetMap(inner.runs).after(inlay.origin)
        for line in inner.lines:
            if line.start == line.end:
                continue
            self.end_line(spaced=True)
            self._open_line(0)
            shift = self.length - line.start
            for piece, place in to_markup.pieces(line.start, line.end):
                self.runs.append((piece.start + shift, piece.end + shift, place.start, place.end))
            self.parts.append(text[line.start : line.end])
            self.length += line.end - line.start
            self._weights[hint if (kind := line.hint.rpartition(" ")[2]) not in _KEPT else f"{hint} {kind}"] = 1
            self.end_line(spaced=True)

    def _add_line(self, end: int, hint: str = "") -> None:
        self.lines.append(PageLine(self.start, end, hint))
        self.elements.append(self._element if end > self.start else 0)
        self.parts.append("\n")
        self.length += 1
        self.start = self.length

    def _open_line(self, element: int) -> None:
        if self._blank_wanted and self.lines:
            self._add_line(self.start)
        self._element = element

    def _hint(self) -> str:
        size = sum(self._weights.values())
        hint = max(self._weights, key=self._weights.__getitem__) if self._weights else ""
        if self._linked * 10 >= size * 9 and hint in {"", "p", "li"}:
            return "li link" if hint == "li" else "link"
        return hint

    def _stretch(self, start: int, end: int, frame: Frame) -> None:
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

    def _preserved(self, start: int, end: int, frame: Frame) -> None:
        position = start
        for row in self.markup[start:end].split("\n"):
            if position > start:
                self.end_line()
            if row.strip() or self.length > self.start:
                self._put(row, position, position + len(row), frame)
            position += len(row) + 1

    def _entity(self, character: str, start: int, end: int, frame: Frame) -> None:
        if character.strip(" \n"):
            self._put(character, start, end, frame)
        elif character and self._space is None:
            self._space = start

    def _put(self, text: str, start: int, end: int, frame: Frame) -> None:
        if not text:
            return
        if self.length == self.start:
            self._open_line(frame.element)
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


def read(data: bytes, path: str) -> Page:
    """A saved web page: its visible text, one line for each block element, with hints from the markup."""
    return html_page(*decode(data, markup=True), data, path)


def html_page(source: str, encoding: str, data: bytes, path: str) -> Page:
    """A decoded web page; the hash is that of ``data``."""
    read, rest = bounded_markup(source)
    markup, to_source = safe_lines(read)
    writer, elements = _written(markup)
    for inlay, hint in stated_inlays(markup, "".join(writer.parts)):
        writer.inlay(inlay, hint)
    origin = OffsetMap(writer.runs).after(to_source)
    text = "".join(writer.parts)
    outline = Outline(writer.elements, elements.parents, elements.names, elements.ids, elements.links)
    return Page(
        path, HTML, sha256(data), encoding, source, text, tuple(writer.lines), origin, left_out=rest, outline=outline
    )


def visible_text(markup: str) -> tuple[str, tuple[PageLine, ...], OffsetMap]:
    """The text of a page as a person sees it.

    Args:
        markup: the decoded page, made safe (:func:`~reader.sources.safe_lines.safe_lines`).

    Returns:
        The text. Its lines, in order, each with a hint of one or more words, the page region first (``nav li``,
        ``caption``, ``h2``, ``link``). The map from the text back to ``markup``.
    """
    writer, _ = _written(markup)
    return "".join(writer.parts), tuple(writer.lines), OffsetMap(writer.runs)


def _written(markup: str, *, is_inlay: bool = False) -> tuple[_Writer, Elements]:
    """The lines of the markup, and its elements; a document in a document in a page is not read."""
    writer = _Writer(markup)
    elements = Elements(lambda: writer.length)
    for token in tokens(markup):
        if not isinstance(token, Tag):
            writer.text(token.start, token.end, elements.top)
            continue
        name = token.name
        if name in ELEMENTS:
            writer.follow_script(token)
        if name == "img" and not token.closing:
            place = attributes(markup, token).get("alt")
            if place and place[0] < place[1] and elements.top.region != HIDDEN:
                # The alternative text waits for the end of its line, because it is not part of the sentence.
                writer.waiting.append(
                    (*place, replace(elements.top, hint="alt", region="alt", link=False, unseen=False))
                )
        elif name == "iframe":
            if (place := attributes(markup, token).get("srcdoc")) and not is_inlay:
                writer.end_line()
                writer.inlay(document_inlay(markup, *place), HIDDEN)
        elif name not in _PLAIN_INLINE:
            _follow(markup, token, writer, elements)
        elif not token.closing and (place := attributes(markup, token).get("id")):
            elements.name(markup[slice(*place)].strip(), elements.top.element)
        if writer.script is not None:
            writer.end_script(len(elements.frames))
        writer.write_waiting()
    writer.end_line()
    writer.write_waiting()
    elements.pop_to(1)
    return writer, elements


def bounded_markup(source: str) -> tuple[str, str]:
    """The markup up to the limit of tags and entities, and a line about the rest, or an empty string."""
    return bounded(source, costly(), MOST_TAGS, "tags and line ends")


@cache
def costly() -> re.Pattern[str]:
    """The pattern of costly marks: each tag, entity, line end, double space and unsafe character."""
    return re.compile(f"[<&]|  +|{changed_or_line_end().pattern}")


def _follow(markup: str, tag: Tag, writer: _Writer, elements: Elements) -> None:
    """Apply a tag to the current line and to the open elements."""
    name = tag.name
    if name in _VOID:
        if not tag.closing and name in {"br", "hr"}:
            writer.end_line(spaced=name == "hr")
        return
    if name in BLOCKS and name not in {"td", "th"}:
        writer.end_line(spaced=name in _SPACED)
    if tag.closing:
        elements.close(name)
        if elements.top.name in MATH:  # its base has ended
            writer.open_script(MATH[elements.top.name], tag.attributes[0] - len(name) - 2, len(elements.frames))
        return
    if name in BLOCKS and (paragraph := elements.last(("p",))) > elements.last(WALLS):
        elements.pop_to(paragraph)
    if name in _CLOSES:
        closed, walls = _CLOSES[name]
        if (place := elements.last(closed)) > elements.last(walls):
            elements.pop_to(place)
    places = attributes(markup, tag)
    values = {key: markup[slice(*places[key])].strip() for key in _TELLING if key in places}
    target = markup[slice(*places["href"])] if name == "a" and "href" in places else None
    if name in {"td", "th"} and writer.length > writer.start:
        writer.separate(" | ")
    elements.push(name, values, target=target)
    if places and name not in BLOCKS:
        raising = {key: markup[slice(*places[key])] for key in _RAISING if key in places}
        if kind := kind_of_element(name, raising):
            writer.open_script(kind, tag.attributes[0] - len(name) - 1, len(elements.frames))
