"""``prodigy``: JSON Lines of Prodigy, a task a line, for its interfaces ``spans_manual`` and ``relations``.

``token_end`` is the last token of a span, not the one behind it. A relation names tokens, which two spans may share; so
the spans have their ids as well, which Prodigy keeps.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
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
from reader.exchange.span_tokens import span_tokens
from reader.model.annotation import Annotation, is_id
from reader.system.json_text import json_text

ABOUT = About(
    what="JSON Lines of Prodigy, one task a document",
    holds=Holds(overlap=True, nesting=True, links=Links.WITHIN),
    suffix=".jsonl",
)


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    del job
    for one in documents:
        tokens = _tokens(one.text, one.annotations)
        starts = {token["start"]: token["id"] for token in tokens}
        ends = {token["end"]: token["id"] for token in tokens}
        spans = {each.id: _span(each, starts, ends) for each in one.annotations}
        listed = list(spans.values())
        relations = [
            {
                "head": spans[link.source]["token_start"],
                "child": spans[link.target]["token_start"],
                "label": link.kind,
                "head_span": spans[link.source],
                "child_span": spans[link.target],
            }
            for link in one.links
        ]
        row = {
            "text": one.text,
            "tokens": tokens,
            "spans": listed,
            "relations": relations,
            "meta": {
                "document": one.document.path,
                "document_sha256": one.document.sha256,
                "title": one.title or "",
            },
            "answer": "accept",
            "_input_hash": _hash(one.text),
            "_task_hash": _hash(json_text([one.text, listed, relations])),
        }
        yield f"{json_text(row)}\n".encode()


def _tokens(text: str, annotations: Iterable[Annotation]) -> list[dict[str, Any]]:
    """The tokens as Prodigy has them: ``ws`` says that a space follows, which then is no token of its own."""
    begins, ends = {one.start for one in annotations}, {one.end for one in annotations}
    tokens: list[dict[str, Any]] = []
    for start, end in span_tokens(text, begins | ends):
        is_space = text[start:end].isspace()
        if is_space and tokens and not tokens[-1]["ws"] and text[start] == " " and not {start} & begins:
            if start + 1 == end and end not in ends:
                tokens[-1]["ws"] = True
                continue
            if start + 1 < end:
                tokens[-1]["ws"] = True
                start += 1  # noqa: PLW2901 - the first space belongs to the token before
        tokens.append({"text": text[start:end], "start": start, "end": end, "id": len(tokens), "ws": False})
    return tokens


def _span(one: Annotation, starts: Mapping[int, int], ends: Mapping[int, int]) -> dict[str, Any]:
    return {
        "start": one.start,
        "end": one.end,
        "token_start": starts[one.start],
        "token_end": ends[one.end],
        "label": one.label,
        "id": one.id,
    }


def _hash(text: str) -> int:
    """A number that is the same for the same text; Prodigy wants one of 32 bits with a sign."""
    number = zlib.crc32(text.encode(errors="surrogatepass"))
    return number - (1 << 32) if number >> 31 else number


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``. Tasks that were rejected or ignored are left out."""
    return documents_in(path, _document)


def _document(place: str, row: Mapping[str, Any]) -> Iterator[ImportedDocument | Fault]:
    if not isinstance(row.get("text"), str):
        raise ValueError("needs a text")
    if (answer := row.get("answer", "accept")) != "accept":
        raise ValueError(f"its answer is {str(answer)[:20]!r}, not 'accept'")
    meta = row.get("meta")
    about = meta if isinstance(meta, dict) else {}
    found = ImportedDocument(
        place,
        row["text"],
        path=text_in(about, "document"),
        sha256=text_in(about, "document_sha256"),
        address=text_in(about, "url"),
        title=text_in(about, "title") or None,
    )
    annotator = row.get("_annotator_id")
    for span in objects_in(row, "spans"):
        try:
            found.spans.append(_imported(span, annotator if isinstance(annotator, str) else ""))
        except ValueError as error:
            yield Fault(place, f"a span: {error}")
    keys = {one.key for one in found.spans}
    for relation in objects_in(row, "relations"):
        head, child = _key(relation.get("head_span")), _key(relation.get("child_span"))
        if not {head, child} <= keys:
            yield Fault(place, "a relation is between words that are no spans")
            continue
        found.links.append(ImportedLink(head, child, text_in(relation, "label")))
    yield found


def _imported(span: Mapping[str, Any], annotator: str) -> ImportedSpan:
    identifier = str(span.get("id", ""))
    return ImportedSpan(
        text_in(span, "label"),
        number_in(span, "start"),
        number_in(span, "end"),
        key=_key(span),
        id=identifier if is_id(identifier) else "",
        annotator=annotator,
    )


def _key(span: object) -> str:
    """What tells a span from others of its task: its id, else its place and label."""
    if not isinstance(span, dict):
        return ""
    return str(span.get("id") or "-".join(str(span.get(name)) for name in ("start", "end", "label")))


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    row = first_row(path, head)
    is_task = bool({"_task_hash", "_input_hash", "answer", "tokens"} & row.keys())
    spans = row.get("spans")
    has_spans = isinstance(spans, list) and all(isinstance(one, dict) and "label" in one for one in spans)
    return isinstance(row.get("text"), str) and "document_sha256" not in row and has_spans and (is_task or bool(spans))
