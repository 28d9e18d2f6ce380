"""``markdown``: a report for people, the quotations under their articles, with notes, links and speakers.

What is said in it is written so that Markdown shows exactly that, so each quotation can be read back from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

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
    Unit,
)
from reader.exchange.reports.document_reports import DocumentReports, filled

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ABOUT = About(
    what="a report in Markdown: quotations under their articles",
    holds=Holds(
        overlap=True, nesting=True, links=Links.ACROSS, notes=True, speakers=True, annotators=True, detached=True
    ),
    unit=Unit.NONE,
    suffix=".md",
    needs_text=False,
    comes_back=False,
)
_TEMPLATE = "quotation_parts.jinja"
_TITLE = "# Quotations\n"
#: How a document begins; in what is quoted this is escaped.
_DOCUMENT = "## "
_ANCHOR = re.compile(r'<a id="([^"]*)">')
#: Characters that Markdown has no way to show.
_NOT_SHOWN = re.compile("[\x00\x0b\x1c-\x1f\x85\ud800-\udfff]")


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    report = DocumentReports(documents, job)
    yield _TITLE.encode()
    for one in documents:
        held = []
        for each in one.annotations:
            if _NOT_SHOWN.search(each.label + each.quote):
                job.loss.leave_out("unprintable passage", each)
            else:
                held.append(each)
        yield f"\n{filled(_TEMPLATE, 'article', report.record(replace(one, annotations=held)))}".encode()
    variables = report.variables
    yield filled(_TEMPLATE, "who_says_what", variables["speakers"], variables["labels"]).encode()


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    lines: list[str] = []
    begun = 1
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if line.startswith(_DOCUMENT):
                yield from _document(parser, lines, begun)
                lines, begun = [], number
            lines.append(line)
    yield from _document(parser, lines, begun)


def _document(parser: MarkdownIt, lines: list[str], number: int) -> Iterator[ImportedDocument]:
    """The quotations of one document: a line with an anchor and a label, and the block quotation below it."""
    spans: list[ImportedSpan] = []
    begun: ImportedSpan | None = None
    paragraphs: list[str] | None = None
    for token in parser.parse("".join(lines)):
        if token.type == "blockquote_open":
            paragraphs = []
        elif token.type == "blockquote_close":
            if begun is not None and paragraphs is not None:
                begun.quote = "\n\n".join(paragraphs)
                spans.append(begun)
            begun = paragraphs = None
        elif token.type == "inline" and paragraphs is not None:
            paragraphs.append(_shown(token.children or ()))
        elif token.type == "inline":
            begun = _head(token) or begun
    if spans:
        yield ImportedDocument(f"line {number}", spans=spans)


def _head(line: Token) -> ImportedSpan | None:
    """The annotation that a line with an anchor begins; None for all other lines."""
    children = line.children or []
    found = _ANCHOR.fullmatch(children[0].content) if children and children[0].type == "html_inline" else None
    types = [one.type for one in children]
    if found is None or "strong_open" not in types:
        return None
    label = _shown(children[types.index("strong_open") + 1 : types.index("strong_close")])
    return ImportedSpan(label, -1, -1, key=found[1], id=found[1])


def _shown(tokens: Iterable[Token]) -> str:
    return "".join(one.content for one in tokens)


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del path
    return head.startswith(_TITLE.encode())
