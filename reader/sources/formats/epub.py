"""Reads e-books (.epub): title, author and date, then the chapters in spine order, each as a web page."""

from __future__ import annotations

import posixpath
from itertools import islice
from urllib.parse import unquote

from reader.model.page import Page
from reader.sources.archives import Archive
from reader.sources.encodings import decode
from reader.sources.file_types import EPUB
from reader.sources.formats.safe_xml import Handler, parse
from reader.sources.page_builder import PageBuilder
from reader.sources.parsing_limits import MOST_TAGS, bounded
from reader.sources.safe_lines import safe_lines
from reader.sources.source_error import SourceError

_MARKUP = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FACTS = {"title": "front title", "creator": "front author", "date": "front date"}
#: The most chapters of a book; the longest ones have some hundreds.
MAX_CHAPTERS = 5000
#: The most tags and line ends of all its chapters together.
MAX_TAGS = 2 * MOST_TAGS


def read(data: bytes, path: str) -> Page:
    """A book as one page; :class:`SourceError` if it is damaged, protected or a decompression bomb."""
    archive = Archive(data, path)
    container = _Package()
    parse(archive.read("META-INF/container.xml"), container, path)
    if not container.root:
        raise archive.damaged("it names no contents")
    package = _Package()
    parse(archive.read(container.root), package, path)
    locked = archive.find("META-INF/encryption.xml") or b""
    builder = PageBuilder()
    for hint, text in package.facts:
        builder.running(text, hint)
    folder = posixpath.dirname(container.root)
    left, rest = MAX_TAGS, ""
    for number in package.spine[:MAX_CHAPTERS]:
        target, media_type, properties = package.items.get(number, ("", "", ""))
        name = posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0])))
        if media_type not in _MARKUP or "nav" in properties.split() or name not in archive:
            continue
        if name.encode() in locked or target.encode() in locked:
            raise SourceError(path, "is protected against copying", "only its owner's program can open it")
        left -= _chapter(archive.read(name), builder, left)
        if left <= 0:
            rest = f"only its first {MAX_TAGS:,} tags and line ends are read"
            break
    return builder.page(path, EPUB, data, left_out=rest)


def _chapter(data: bytes, builder: PageBuilder, most: int) -> int:
    """Write a chapter, up to ``most`` tags and line ends; returns how many it has, at most one more than that."""
    from reader.sources.formats.html import costly, visible_text

    markup = decode(data, markup=True)[0]
    count = sum(1 for _ in islice(costly().finditer(markup), most + 1))
    markup, _ = bounded(markup, costly(), most, "")
    text, lines, _ = visible_text(safe_lines(markup)[0])
    for line in lines:
        if line.hint != "title":  # the title in the head repeats the heading
            builder.line(text[line.start : line.end], line.hint or "p")
    return count


class _Package(Handler):
    """Reads the container and the package file: the package's path, its facts, its parts and their order."""

    def __init__(self) -> None:
        self.root = ""
        self.facts: list[tuple[str, str]] = []
        self.items: dict[str, tuple[str, str, str]] = {}
        self.spine: list[str] = []
        self._fact = ""

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "rootfile":
            self.root = self.root or values.get("full-path", "")
        elif name == "item":
            properties = values.get("properties", "")
            self.items[values.get("id", "")] = values.get("href", ""), values.get("media-type", ""), properties
        elif name == "itemref":
            self.spine.append(values.get("idref", ""))
        elif name in _FACTS and not any(hint == _FACTS[name] for hint, _ in self.facts):
            self._fact = _FACTS[name]
            self.facts.append((self._fact, ""))

    def end(self, name: str) -> None:
        if name in _FACTS:
            self._fact = ""

    def text(self, text: str) -> None:
        if self._fact:
            hint, before = self.facts[-1]
            self.facts[-1] = hint, before + text
