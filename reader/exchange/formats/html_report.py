"""``html``: one page for people, each article with its passages highlighted, beside them notes, links and speakers.

The page needs nothing from elsewhere, and forbids that to itself. Text and quotations stand in it as they are, and each
highlighted piece and each quotation says which annotation it belongs to, so that both can be read back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Fault,
    Holds,
    ImportedDocument,
    ImportedSpan,
    Links,
    NewFile,
)
from reader.exchange.reports.document_reports import DocumentReports, filled
from reader.exchange.reports.highlighted_text import paragraphs
from reader.model.annotation import DETACHED, Annotation

ABOUT = About(
    what="a page for a browser: articles with highlights, notes and links",
    holds=Holds(
        overlap=True, nesting=True, links=Links.ACROSS, notes=True, speakers=True, annotators=True, detached=True
    ),
    suffix=".html",
    comes_back=False,
)
_TEMPLATE = "page_parts.html.jinja"
_COLOUR = re.compile("#[0-9a-f]{6}")
_NO_COLOUR = "#bfbfbf"
_PIECE = 1 << 16
#: Annotations over one character.
_MOST_OVER = 100


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    report = DocumentReports(documents, job)
    labels = report.variables["labels"]
    numbers = {one["name"]: number for number, one in enumerate(labels)}
    for one in labels:  # a store of a stranger's may say anything
        one["colour"] = one["colour"] if _COLOUR.fullmatch(one["colour"]) else _NO_COLOUR
    yield filled(_TEMPLATE, "head", report.contents, labels, report.variables["count"]).encode()
    for number, one in enumerate(documents, 1):
        buried = _buried(one.annotations)
        for each in buried:
            job.loss.leave_out("deeply overlapped passage", each)
        gone = {each.id for each in buried}
        held = [each for each in one.annotations if each.id not in gone]
        record = report.record(replace(one, annotations=held))
        placed = [each for each in record["quotations"] if each["anchor"] != DETACHED]
        yield filled(_TEMPLATE, "article", number, record, paragraphs(one.text, placed), numbers).encode()
    yield filled(_TEMPLATE, "foot", report.variables["speakers"], labels).encode()


def _buried(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations that begin where as many others reach over as can be drawn: a browser nests elements so deep."""
    found = []
    ends: list[int] = []
    for one in sorted(annotations, key=lambda one: (one.start, -one.end, one.id)):
        if one.anchor == DETACHED:
            continue
        while ends and ends[0] <= one.start:
            heappop(ends)
        if len(ends) < _MOST_OVER:
            heappush(ends, one.end)
        else:
            found.append(one)
    return found


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    page = _Page()
    with path.open(encoding="utf-8", newline="") as file:
        while data := file.read(_PIECE):
            page.feed(data)
            yield from page.taken()
    page.close()
    yield from page.taken()


class _Page(HTMLParser):
    """Reads articles, the passages that are highlighted in them, and the quotations beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._done: list[ImportedDocument | Fault] = []
        self._document: ImportedDocument | None = None
        self._text: list[str] = []
        self._length = 0
        self._paragraphs: list[tuple[int, int]] = []
        self._marked: dict[str, list[tuple[int, int]]] = {}
        self._open: list[tuple[str, int]] = []
        self._quote: list[str] | None = None

    def taken(self) -> list[ImportedDocument | Fault]:
        """What was read since this was asked last."""
        done, self._done = self._done, []
        return done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        values = {name: value or "" for name, value in attrs}
        if tag == "article":
            place = f"article {values.get('id', '')}"
            self._document = ImportedDocument(
                place, None, values.get("data-path", ""), values.get("data-sha256", ""), title=values.get("data-title")
            )
            self._text, self._length, self._paragraphs, self._marked = [], 0, [], {}
        elif tag == "p" and "data-text" in values:
            if self._paragraphs:
                self._add("\n\n")
            self._paragraphs.append((self._length, -1))
        elif tag == "mark":
            self._open.append((values.get("data-id", ""), self._length))
        elif tag == "section" and "data-label" in values and self._document is not None:
            self._document.spans.append(_span(values))
        elif tag == "blockquote":
            self._quote = []

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag == "p" and self._paragraphs and self._paragraphs[-1][1] < 0:
            self._paragraphs[-1] = (self._paragraphs[-1][0], self._length)
        elif tag == "mark" and self._open:
            name, start = self._open.pop()
            self._marked.setdefault(name, []).append((start, self._length))
        elif tag == "blockquote" and self._quote is not None and self._document is not None:
            self._document.spans[-1].quote = "".join(self._quote)
            self._quote = None
        elif tag == "article" and self._document is not None:
            self._document.text = "".join(self._text)
            self._done += [*self._wrong_marks(self._document), self._document]
            self._document = None

    def handle_data(self, data: str) -> None:
        """A piece of text."""
        if self._quote is not None:
            self._quote.append(data)
        elif self._paragraphs and self._paragraphs[-1][1] < 0:
            self._add(data)

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _wrong_marks(self, document: ImportedDocument) -> Iterator[Fault]:
        """Faults for annotations that are not highlighted from end to end, but for what is between paragraphs."""
        for one in document.spans:
            if one.anchor != DETACHED and _joined(self._marked.get(one.key, ())) != self._inside(one.start, one.end):
                yield Fault(document.place, "a passage is not highlighted where it is")

    def _inside(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a passage that are in paragraphs."""
        first = max(0, bisect_right(self._paragraphs, (start, start)) - 1)
        parts = []
        for low, high in islice(self._paragraphs, first, None):
            if low >= end:
                break
            if max(start, low) < min(end, high):
                parts.append((max(start, low), min(end, high)))
        return parts


def _joined(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces in order, those that meet as one."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _span(values: dict[str, Any]) -> ImportedSpan:
    name = values.get("data-id", "")
    start, end = (int(values[one]) for one in ("data-start", "data-end"))
    return ImportedSpan(values["data-label"], start, end, key=name, id=name, anchor=values["data-anchor"])


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del path
    return b'<meta name="generator" content="nrc-reader">' in head
