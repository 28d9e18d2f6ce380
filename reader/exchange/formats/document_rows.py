"""``jsonl-documents``: JSON Lines, a document a line, with its text, spans, links and names.

Every line has the same fields of the same kinds, so that libraries for data sets load it as a table. Spans that have no
place in the text are kept apart: whoever slices the text by the offsets of ``spans`` gets the quotes.
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
)
from reader.exchange.json_rows import documents_in, first_row, number_in, objects_in, text_in
from reader.model.annotation import ANCHORS, DETACHED, EXACT, Annotation, Link
from reader.model.annotation_origin import FIELDS, checked_origin, origin_of
from reader.model.annotation_values import checked_values, values_of
from reader.system.json_text import json_text

ABOUT = About(
    what="JSON Lines, one document a line with text, spans, links and names; a data set for Hugging Face",
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
    is_complete=True,
)
#: The fields of a link, in the order of ``ImportedLink``.
_LINK = ("source", "target", "kind", "id", "annotator", "created_at", "updated_at")


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    del job
    for one in documents:
        facts = one.facts
        row = {
            "document": one.document.path,
            "document_sha256": one.document.sha256,
            "title": one.title,
            "authors": facts.authors,
            "published": facts.published,
            "updated": facts.updated,
            "language": facts.language,
            "url": facts.address,
            "text": one.text,
            "spans": [_span(each) for each in one.annotations if each.anchor != DETACHED],
            "detached": [_span(each) for each in one.annotations if each.anchor == DETACHED],
            "links": [_link(each) for each in one.links],
            "entities": [
                {
                    "name": each.name,
                    "kind": each.kind,
                    "mentions": [{"start": mention.start, "end": mention.end} for mention in each.mentions],
                }
                for each in one.entities
            ],
        }
        yield f"{json_text(row)}\n".encode()


def _span(one: Annotation) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "prefix": one.prefix,
        "suffix": one.suffix,
        "source_start": one.source_start,
        "source_end": one.source_end,
        "note": one.note,
        "annotator": one.annotator,
        "attributed_to": one.attributed_to,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "anchor": one.anchor,
        "values": [{"name": name, "choice": choice} for name, choice in values_of(one).items()],
        **dict.fromkeys(FIELDS),
        **origin_of(one).fields,
    }


def _link(one: Link) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _LINK}


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    return documents_in(path, _document)


def _document(place: str, row: dict[str, Any]) -> Iterator[ImportedDocument | Fault]:
    found = ImportedDocument(
        place,
        text_in(row, "text"),
        path=text_in(row, "document"),
        sha256=text_in(row, "document_sha256"),
        address=text_in(row, "url"),
        title=text_in(row, "title") if row.get("title") is not None else None,
        links=[_link_in(link) for link in objects_in(row, "links")],
    )
    for span in (*objects_in(row, "spans"), *objects_in(row, "detached")):
        try:
            found.spans.append(_span_in(span))
        except ValueError as error:
            yield Fault(place, f"a span: {error}")
    yield found


def _span_in(row: dict[str, Any]) -> ImportedSpan:
    anchor = text_in(row, "anchor") or EXACT
    if anchor not in ANCHORS:
        raise ValueError("anchor is unknown")
    identifier = text_in(row, "id")
    return ImportedSpan(
        text_in(row, "label"),
        number_in(row, "start"),
        number_in(row, "end"),
        text_in(row, "quote") if row.get("quote") is not None else None,
        key=identifier,
        id=identifier,
        note=text_in(row, "note"),
        annotator=text_in(row, "annotator"),
        speaker=text_in(row, "attributed_to"),
        created_at=text_in(row, "created_at"),
        updated_at=text_in(row, "updated_at"),
        prefix=text_in(row, "prefix") if row.get("prefix") is not None else None,
        suffix=text_in(row, "suffix") if row.get("suffix") is not None else None,
        source_start=number_in(row, "source_start") if row.get("source_start") is not None else None,
        source_end=number_in(row, "source_end") if row.get("source_end") is not None else None,
        anchor=anchor,
        values=checked_values({text_in(one, "name"): text_in(one, "choice") for one in objects_in(row, "values")}),
        origin=checked_origin(row),
    )


def _link_in(row: dict[str, Any]) -> ImportedLink:
    source, target, kind, *rest = (text_in(row, name) for name in _LINK)
    return ImportedLink(source, target, kind, *rest)


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    row = first_row(path, head)
    return {"document", "text", "spans", "links"} <= row.keys()
