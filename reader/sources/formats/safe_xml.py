"""Parses XML from strangers, event by event: document types are refused, depth and size are limited.

All known attacks on an XML parser need a document type.
"""

from __future__ import annotations

from itertools import islice
from xml.parsers import expat

from reader.sources.source_error import SourceError

#: The most elements of one part; a book of a million words in plain paragraphs has a tenth of that.
MAX_ELEMENTS = 500_000
#: The deepest nesting of elements; lists in tables in frames reach about 40.
MAX_DEPTH = 500
#: Names that are remembered; a format has some hundreds.
_MOST_NAMES = 10_000
#: The most attributes of one element that are read.
_MOST_ATTRIBUTES = 200


class Handler:
    """Handles the events of a document; names and attributes come without their namespace (``p`` of ``w:p``)."""

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Character data; one run may come in pieces."""


class _Enough(Exception):  # noqa: N818 - not an error: the rest is not read
    """There are more elements than the limit."""


def parse(data: bytes, handler: Handler, path: str, *, most: int = 0) -> str:
    """Feed the events of an XML document to ``handler``; returns a line about unread elements, or an empty string.

    At the limit of ``most`` elements, by default ``MAX_ELEMENTS``, those that are still open are ended.

    Raises:
        SourceError: about ``path``: the XML is not well-formed, has a document type, or exceeds the limits.
    """
    most = most or MAX_ELEMENTS
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    count = 0
    local = _Local()
    within: list[str] = []

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > most:
            raise _Enough
        within.append(local[name])
        if len(within) > MAX_DEPTH:
            raise SourceError(path, "has markup nested too deeply", "it is not opened, for safety")
        handler.start(within[-1], {local[key]: value for key, value in islice(values.items(), _MOST_ATTRIBUTES)})

    def end(_: str) -> None:
        handler.end(within.pop())

    def refuse(*_: object) -> None:
        raise SourceError(path, "has XML with a document type", "it is not opened, for safety")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no names
    except _Enough:
        while within:  # the text of the cut paragraph is kept
            handler.end(within.pop())
        return f"only its first {most:,} elements are read"
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceError(path, "is damaged or cut off", "its XML cannot be read") from error
    return ""


class _Local(dict[str, str]):
    """Names without their namespace, computed once each."""

    def __missing__(self, name: str) -> str:
        bare = name.rpartition(" ")[2]
        if len(self) < _MOST_NAMES:
            self[name] = bare
        return bare
