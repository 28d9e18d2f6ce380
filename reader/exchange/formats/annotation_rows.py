"""``jsonl``: the project's own format, one annotation a line; see :mod:`reader.exchange.jsonl`.

A whole export and a plain import of it go another way, which makes no object of an annotation: ``export_lines.py`` and
``import_file.py``. They write and read the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Fault,
    Holds,
    ImportedDocument,
    ImportedLink,
    ImportedSpan,
    Links,
    NewFile,
)
from reader.exchange.jsonl import Incoming, line, lines_in, parsed, rows
from reader.exchange.jsonl import read as read_rows
from reader.model.annotation import Annotation
from reader.model.annotation_origin import origin_of
from reader.model.annotation_values import values_of
from reader.model.document import Stored

ABOUT = About(
    what="JSON Lines, one annotation a line: the project's own format",
    holds=Holds(
        overlap=True,
        nesting=True,
        links=Links.ACROSS,
        notes=True,
        values=True,
        origins=True,
        speakers=True,
        annotators=True,
        detached=True,
    ),
    suffix=".jsonl",
    needs_text=False,
    is_complete=True,
)


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    del job
    for one in documents:
        stored = Stored(replace(one.document, title=one.title), tuple(one.annotations), tuple(one.links))
        for row in rows([stored]):
            yield line(row).encode()


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    with path.open("rb") as file:
        found = read_rows(lines_in(file), "")
        for (is_fault, *_), group in groupby(found, _document_of):
            if is_fault:
                yield from (_fault(one) for one in group if isinstance(one, ExchangeError))
                continue
            ours = [one for one in group if isinstance(one, Incoming)]
            first = ours[0].document
            yield ImportedDocument(
                first.path,
                path=first.path,
                sha256=first.sha256,
                title=first.title,
                spans=[span_of(one.annotation) for one in ours],
                links=[
                    ImportedLink(link.source, link.target, link.kind, link.id, link.annotator)
                    for one in ours
                    for link in one.links
                ],
            )


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``; what no format takes is taken for this one, so that one whose rows are not one a line is too."""
    del path  # a pipe has none
    try:
        row = parsed(head.lstrip().partition(b"\n")[0])
    except ValueError:
        return False
    return isinstance(row, dict) and {"document", "quote", "start"} <= row.keys()


def span_of(one: Annotation) -> ImportedSpan:
    """An annotation with all its fields."""
    return ImportedSpan(
        one.label, one.start, one.end, one.quote, key=one.id, id=one.id, note=one.note, annotator=one.annotator,
        speaker=one.attributed_to, created_at=one.created_at, updated_at=one.updated_at, prefix=one.prefix,
        suffix=one.suffix, source_start=one.source_start, source_end=one.source_end, anchor=one.anchor,
        values=values_of(one), origin=origin_of(one),
    )  # fmt: skip


def _document_of(one: Incoming | ExchangeError) -> tuple[bool, str, str]:
    return (True, "", "") if isinstance(one, ExchangeError) else (False, one.document.path, one.document.sha256)


def _fault(error: ExchangeError) -> Fault:
    place, _, what = str(error).partition(": left out: ")
    place = place.rpartition(":")[2].strip()
    return Fault(f"line {place}" if place.isdigit() else place, what)
