"""``argdown``: an argument map as text for people and git: a passage a statement, a link a relation below its target.

Argdown has no offsets and no annotators, so they stand in the data of a statement, beside the words as they are in the
document: those of the statement may be edited. ``sum`` tells what was changed: a statement as it was written keeps its
date.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

from reader.exchange.argument_maps.argdown_text import (
    ATTACK,
    SUPPORT,
    Statement,
    data_block,
    escaped,
    parsed,
    tagged,
)
from reader.exchange.bounded_file import whole_file
from reader.exchange.derived_ids import content_sum
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_loss import LINK
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
from reader.exchange.json_rows import number_in, text_in
from reader.exchange.label_colours import hexadecimal_colour
from reader.model.annotation import ANCHORS, EXACT, Annotation, Link
from reader.system.json_text import json_text

ABOUT = About(
    what="an argument map in Argdown: statements, and what supports and attacks them",
    holds=Holds(
        overlap=True, nesting=True, links=Links.ACROSS, notes=True, speakers=True, annotators=True, detached=True
    ),
    suffix=".argdown",
    needs_text=False,
)
_MARKS = {SUPPORT: "+", ATTACK: "-"}
#: The end of an id that a title has, where no two in the file end so.
_TITLE = 8
_OURS = re.compile(rb'^\[[^\]\n]+\]: [^\n]*\{"?id"?: ?"?[0-7]', re.MULTILINE)


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    labels: dict[str, str] = {}
    links: list[Link] = []
    for one in documents:
        labels |= {each.id: each.label for each in one.annotations}
        links += one.links
    titles = _titles(labels)
    relations: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for link in links:
        listed = relations[link.target] if link.target in titles else {}
        if link.kind in _MARKS and {link.source, link.target} <= titles.keys() and link.source not in listed:
            listed[link.source] = link.kind
        else:
            job.loss.add(LINK)
    colours = {label.name: hexadecimal_colour(label) for label in job.labels if "=" not in label.name}
    head = {"title": "Annotations", "model": {"removeTagsFromText": True}, "color": {"tagColors": colours}}
    yield "".join(["===\n", *(f"{name}: {json_text(value)}\n" for name, value in head.items()), "===\n"]).encode()
    for one in documents:
        document = one.document
        data = {"document": document.path, "sha256": document.sha256, "title": one.title}
        name = one.title or PurePath(document.path).name or document.path
        yield f"\n# {escaped(name)} {data_block({key: value for key, value in data.items() if value})}\n".encode()
        for each in one.annotations:
            below = sorted((titles[source], _MARKS[kind]) for source, kind in relations[each.id].items())
            rows = [f"[{titles[each.id]}]: {_statement(each)}", *(f"  {mark} [{title}]" for title, mark in below)]
            yield "".join(["\n", *(f"{row}\n" for row in rows)]).encode()


def _titles(labels: dict[str, str]) -> dict[str, str]:
    """A title for each annotation that no other one has, by id: its label and the end of its id."""
    ends = Counter(identifier[-_TITLE:] for identifier in labels)
    return {
        identifier: f"{''.join(one for one in label if one.isalnum() or one == '-') or 'passage'} "
        f"{identifier if ends[identifier[-_TITLE:]] > 1 else identifier[-_TITLE:]}"
        for identifier, label in labels.items()
    }


def _statement(one: Annotation) -> str:
    """The passage as text, its label as a tag, and all else as data."""
    tag = tagged(one.label)
    data: dict[str, Any] = {"id": one.id, "start": one.start, "end": one.end, "quote": one.quote}
    more = {
        "label": "" if tag else one.label,
        "note": one.note,
        "speaker": one.attributed_to,
        "annotator": one.annotator,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "anchor": "" if one.anchor == EXACT else one.anchor,
    }
    data |= {name: value for name, value in more.items() if value}
    data["sum"] = content_sum(one.label, one.start, one.end, one.quote, one.note, one.attributed_to, one.annotator)
    return " ".join(part for part in (escaped(one.quote), tag, data_block(data)) if part)


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    try:
        found = parsed(whole_file(path).decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise ExchangeError("is not UTF-8") from error
    yield from (Fault(f"line {line}", what) for line, what in found.faults)
    documents: dict[tuple[str, str], ImportedDocument] = {}
    home: dict[str, tuple[ImportedDocument, str]] = {}
    for one in found.statements:
        place = f"line {one.line}"
        if not one.content.data and not one.content.text:
            continue
        try:
            path_, sha256 = (text_in(one.heading, name) for name in ("document", "sha256"))
            span = _span(one, place)
            title = text_in(one.heading, "title") or None
        except ValueError as error:
            yield Fault(place, str(error))
            continue
        if one.title in home:
            yield Fault(place, "a title stands twice")
            continue
        if one.content.text != " ".join((span.quote or "").split()):
            yield Fault(place, "the words of a statement were changed; the passage stays as it is in its document")
        document = documents.setdefault((path_, sha256), ImportedDocument(place, None, path_, sha256, "", title))
        document.spans.append(span)
        home[one.title] = document, span.key
    for relation in found.relations:
        if relation.source in home and relation.target in home:
            document, key = home[relation.source]
            document.links.append(ImportedLink(key, home[relation.target][1], relation.kind))
        else:
            yield Fault(f"line {relation.line}", "a relation is to a statement that is no passage")
    yield from documents.values()


def _span(one: Statement, place: str) -> ImportedSpan:
    data = one.content.data
    identifier = text_in(data, "id")
    if not identifier and "start" not in data:
        raise ValueError("a statement is no passage: its data has no id")
    label = text_in(data, "label") or next(iter(one.content.tags), "")
    if not label:
        raise ValueError("a statement has no tag that is its label")
    anchor = text_in(data, "anchor") or EXACT
    if anchor not in ANCHORS:
        raise ValueError("anchor is unknown")
    span = ImportedSpan(
        label,
        number_in(data, "start"),
        number_in(data, "end"),
        text_in(data, "quote") or one.content.text,
        key=identifier or one.title,
        id=identifier,
        place=place,
        note=text_in(data, "note"),
        annotator=text_in(data, "annotator"),
        speaker=text_in(data, "speaker"),
        created_at=text_in(data, "created_at"),
        anchor=anchor,
    )
    said = (span.label, span.start, span.end, span.quote, span.note, span.speaker, span.annotator)
    if data.get("sum") == content_sum(*said):
        span.updated_at = text_in(data, "updated_at")
    return span


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    return path.suffix in (".argdown", ".ad") or _OURS.search(head) is not None
