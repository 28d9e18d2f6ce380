"""XML of strangers, event by event: no document type, so no entities of its own; depth and size have limits.

All known attacks on a parser begin in the document type.
"""

from __future__ import annotations

from itertools import islice
from xml.parsers import expat

from reader.sources.source_error import SourceError

#: Elements of one part that are read: a book of a million words in plain paragraphs has a tenth of it.
MAX_ELEMENTS = 500_000
#: Elements within each other; lists in tables in frames come to about 40.
MAX_DEPTH = 500
#: Names that are remembered; a format has some hundreds.
_MOST_NAMES = 10_000
#: Attributes of one element that are looked at.
_MOST_ATTRIBUTES = 200


class Handler:
    """What is done with the events; names come without their namespace (``p`` of ``w:p``), attributes too."""

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Character data; one run of it may come in pieces."""


class _Enough(Exception):  # noqa: N818 - no error: what follows is not read
    """There are more elements than are read."""


def parse(data: bytes, handler: Handler, path: str) -> str:
    """Feed the events of an XML document to ``handler``; what is to be said where it has more elements than are read.

    Elements that are open there end there.

    Raises:
        SourceError: about ``path``: not well-formed, a document type, or beyond the limits.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    count = 0
    local = _Local()
    within: list[str] = []

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS:
            raise _Enough
        within.append(local[name])
        if len(within) > MAX_DEPTH:
            raise SourceError(path, "has markup without end", "it is not opened, to be safe")
        handler.start(within[-1], {local[key]: value for key, value in islice(values.items(), _MOST_ATTRIBUTES)})

    def end(_: str) -> None:
        handler.end(within.pop())

    def refuse(*_: object) -> None:
        raise SourceError(path, "has XML with a document type", "it is not opened, to be safe")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 (expat takes no names)
    except _Enough:
        while within:  # what was read of the paragraph that is cut is kept
            handler.end(within.pop())
        return f"only its first {MAX_ELEMENTS:,} elements are read"
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceError(path, "is damaged or cut off", "its XML cannot be read") from error
    return ""


class _Local(dict[str, str]):
    """Names without their namespace, each looked at once."""

    def __missing__(self, name: str) -> str:
        bare = name.rpartition(" ")[2]
        if len(self) < _MOST_NAMES:
            self[name] = bare
        return bare
