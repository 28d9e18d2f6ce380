"""XML of strangers, event by event: no document type, so no entities of its own; depth and size have limits.

All known attacks on a parser begin in the document type.
"""

from __future__ import annotations

from xml.parsers import expat

from reader.sources.page import SourceError

#: Elements of one part: a book of a million words in Word has about as many.
MAX_ELEMENTS = 3_000_000
#: Elements within each other; lists in tables in frames come to about 40.
MAX_DEPTH = 500


class Handler:
    """What is done with the events; names come without their namespace (``p`` of ``w:p``), attributes too."""

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Character data; one run of it may come in pieces."""


def parse(data: bytes, handler: Handler, path: str) -> None:
    """Feed the events of an XML document to ``handler``.

    Raises:
        SourceError: about ``path``: not well-formed, a document type, or beyond the limits.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    count = depth = 0

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise SourceError(path, "has markup without end", "it is not opened, to be safe")
        handler.start(_local(name), {_local(key): value for key, value in values.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(name))

    def refuse(*_: object) -> None:
        raise SourceError(path, "has XML with a document type", "it is not opened, to be safe")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 (expat takes no names)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceError(path, "is damaged or cut off", "its XML cannot be read") from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
