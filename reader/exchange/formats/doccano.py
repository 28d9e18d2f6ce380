"""``doccano``: JSON Lines, a document a line, as doccano imports and exports it. It counts UTF-16 units.

``label`` is what a project for sequences reads, ``entities`` and ``relations`` what one with relations reads: both are
written. doccano keeps the other fields with the document and gives them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

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
    Unit,
)
from reader.exchange.json_rows import documents_in, first_row, number_in, objects_in, text_in
from reader.exchange.offset_units import OffsetUnits
from reader.system.json_text import json_text

ABOUT = About(
    what="JSON Lines of doccano, one document a line",
    holds=Holds(overlap=True, nesting=True, links=Links.WITHIN),
    unit=Unit.UTF_16,
    suffix=".jsonl",
)


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    del job
    entities = relations = 0
    for number, one in enumerate(documents, 1):
        units = OffsetUnits(one.text, ABOUT.unit)
        spans = [(units.of(each.start), units.of(each.end), each.label) for each in one.annotations]
        numbers = {each.id: entities + index for index, each in enumerate(one.annotations, 1)}
        row = {
            "id": number,
            "text": one.text,
            "label": spans,
            "entities": [
                {"id": entities + index, "label": label, "start_offset": start, "end_offset": end}
                for index, (start, end, label) in enumerate(spans, 1)
            ],
            "relations": [
                {
                    "id": relations + index,
                    "from_id": numbers[link.source],
                    "to_id": numbers[link.target],
                    "type": link.kind,
                }
                for index, link in enumerate(one.links, 1)
            ],
            "Comments": [],
            "document": one.document.path,
            "document_sha256": one.document.sha256,
            "title": one.title or "",
        }
        entities += len(spans)
        relations += len(one.links)
        yield f"{json_text(row)}\n".encode()


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    return documents_in(path, _document)


def _document(place: str, row: dict[str, Any]) -> Iterator[ImportedDocument]:
    if not isinstance(row.get("text"), str):
        raise ValueError("needs a text")
    yield ImportedDocument(
        place,
        row["text"],
        path=text_in(row, "document"),
        sha256=text_in(row, "document_sha256"),
        title=text_in(row, "title") or None,
        spans=_spans(row),
        links=[
            ImportedLink(str(number_in(link, "from_id")), str(number_in(link, "to_id")), text_in(link, "type"))
            for link in objects_in(row, "relations")
        ],
    )


def _spans(row: dict[str, Any]) -> list[ImportedSpan]:
    if "entities" in row:
        return [
            ImportedSpan(
                text_in(each, "label"),
                number_in(each, "start_offset"),
                number_in(each, "end_offset"),
                key=str(each.get("id", "")),
            )
            for each in objects_in(row, "entities")
        ]
    listed = row.get("label", row.get("labels")) or []
    if not isinstance(listed, list):
        raise ValueError("label is not a list")
    return [_span(each) for each in listed]


def _span(value: object) -> ImportedSpan:
    match value:
        case [int(start), int(end), str(label)]:
            return ImportedSpan(label, start, end)
    raise ValueError("label has something else than [start, end, label]")


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    row = first_row(path, head)
    if not isinstance(row.get("text"), str):
        return False
    listed = row.get("label", row.get("labels"))
    return ("entities" in row and "relations" in row and "links" not in row) or (
        isinstance(listed, list) and all(isinstance(one, list) and len(one) == 3 for one in listed)
    )
