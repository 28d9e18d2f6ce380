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
from reader.system.safe_text import safe_text

_MARKUP = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "application/xml", "text/xml"})
#: Endings of chapters whose type is stated wrongly.
_CHAPTERS = (".xhtml", ".html", ".htm", ".xht")
#: The most missing chapters that are named.
_MOST_NAMED = 3
_FACTS = {"title": "front title", "creator": "front author", "date": "front date"}
#: The most chapters of a book; the longest ones have some hundreds.
MAX_CHAPTERS = 5000
#: The most tags and line ends of all its chapters together.
MAX_TAGS = 2 * MOST_TAGS


def read(data: bytes, path: str) -> Page:
    """A book as one page; :class:`SourceError` if it is damaged, protected or a decompression bomb."""
    archive = Archive(data, path)
    container = _Package()
    name = "META-INF/container.xml"
    parse(archive.read(archive.find_name(name) or name), container, path)
    if not container.root:
        raise archive.damaged("it names no contents")
    package = _Package()
    parse(archive.read(archive.find_name(container.root) or container.root), package, path)
    locked = archive.find("META-INF/encryption.xml") or b""
    builder = PageBuilder()
    for hint, text in package.facts:
        builder.running(text, hint)
    folder = posixpath.dirname(container.root)
    left, rest = MAX_TAGS, ""
    missing: list[str] = []
    for number in package.spine[:MAX_CHAPTERS]:
        target, media_type, properties = package.items.get(number, ("", "", ""))
        target = target.partition("#")[0]
        if not (media_type in _MARKUP or target.lower().endswith(_CHAPTERS)) or "nav" in properties.split():
            if number not in package.items:
                missing.append(number)
            continue
        name = _member(archive, folder, target)
        if not name:
            missing.append(unquote(target))
            continue
        if name.encode() in locked or target.encode() in locked:
            raise SourceError(path, "is protected against copying", "only its owner's program can open it")
        left -= _chapter(archive.read(name), builder, left)
        if left <= 0:
            rest = f"only its first {MAX_TAGS:,} tags and line ends are read"
            break
    return builder.page(path, EPUB, data, left_out="; ".join(filter(None, (_told(missing), rest))))


def _member(archive: Archive, folder: str, target: str) -> str:
    """The name of a chapter in the archive, also if case or escapes differ; empty if it is missing."""
    names = (name.replace("\\", "/") for name in (unquote(target), target))
    wanted = (posixpath.normpath(posixpath.join(folder, name)) for name in names)
    return next((name for one in wanted if (name := archive.find_name(one))), "")


def _told(missing: list[str]) -> str:
    """A line about the chapters that are missing; empty if none is."""
    if not missing:
        return ""
    named = ", ".join(safe_text(name) for name in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    return f"{len(missing)} of its chapters {'is' if len(missing) == 1 else 'are'} missing: {named}{more}"


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
