"""``web-annotation``: JSON-LD of the W3C's Web Annotation model, a collection in one file. It counts code points.

A passage is told by its words first, then by its place in the text as the reader shows it. Whose words it is, is who
made the target. A link is an annotation on one annotation, with the other one as its body. What the model has no word
for has names of its own (``nrc:``). What Hypothesis gives, from its API or as an export, is read too: it counts UTF-16
units of another text, the whole page, so that there the words decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from reader.exchange.derived_ids import derived_id, id_of_uuid, uuid_of
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
    Unit,
)
from reader.exchange.json_rows import json_rows, number_in, text_in
from reader.exchange.jsonl import LONGEST_LINE, lines_in, parsed
from reader.model.annotation import ANCHORS, EXACT, Annotation, Link
from reader.system.json_text import json_text

ABOUT = About(
    what="JSON-LD of the W3C's Web Annotation model, one collection; the import reads Hypothesis too",
    holds=Holds(
        overlap=True, nesting=True, links=Links.ACROSS, notes=True, speakers=True, annotators=True, detached=True
    ),
    suffix=".jsonld",
    needs_text=False,
)
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: The label of what has no tag.
UNTAGGED = "highlight"
_URN = "urn:uuid:"
#: How a file of ours begins, up to the first annotation.
_HEAD = json_text({
    "@context": [CONTEXT, {"nrc": "urn:nrc-reader:"}],
    "type": "AnnotationCollection",
    "label": "Annotations of nrc-reader",
    "first": {"type": "AnnotationPage", "startIndex": 0, "items": []},
}).removesuffix("]}}").encode()  # fmt: skip
_TAGGING = ("tagging", "classifying")
#: Bytes of a file of ours that is read as a whole: its links may stand anywhere, as after an edit.
_SMALL = 1 << 22


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``. Each annotation is a line, so that a file of any size can be read back."""
    import hashlib

    del job
    count, digest = 0, hashlib.sha256()
    yield _HEAD
    for one in documents:
        target = _document(one)
        for row in (*(_annotation(each, target) for each in one.annotations), *map(_link, one.links)):
            data = json_text(row).encode()
            digest.update(data)
            yield (b",\n" if count else b"\n") + data
            count += 1
    page, collection = (_URN + uuid_of(derived_id(name, digest.hexdigest())) for name in ("page", "collection"))
    yield f'\n], "id": "{page}"}}, "id": "{collection}", "total": {count}}}\n'.encode()


def _document(one: ExportedDocument) -> dict[str, Any]:
    """What the target of each annotation says of the document."""
    path = one.document.path
    return {
        "source": _iri(one.facts.address or path),
        "nrc:document": path,
        "nrc:sha256": one.document.sha256,
        **({} if one.title is None else {"nrc:title": one.title}),
    }


def _iri(path: str) -> str:
    if path.startswith(("http://", "https://")):
        return quote(path, safe="!#$%&'(,)*/+:;=?@[]~")
    return f"file:{'//' if path.startswith('/') else ''}{quote(path, errors='replace')}"


def _annotation(one: Annotation, document: dict[str, Any]) -> dict[str, Any]:
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": one.label}]
    if one.note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": one.note, "format": "text/plain"})
    return {
        **_head(one, "classifying"),
        "body": bodies,
        "target": {
            **document,
            **({"creator": {"type": "Person", "name": one.attributed_to}} if one.attributed_to else {}),
            "selector": [
                {"type": "TextQuoteSelector", "exact": one.quote, "prefix": one.prefix, "suffix": one.suffix},
                {"type": "TextPositionSelector", "start": one.start, "end": one.end},
            ],
            **({"nrc:anchor": one.anchor} if one.anchor != EXACT else {}),
        },
    }


def _link(one: Link) -> dict[str, Any]:
    body = [{"type": "TextualBody", "purpose": "tagging", "value": one.kind}, _URN + uuid_of(one.target)]
    return {**_head(one, "linking"), "body": body, "target": _URN + uuid_of(one.source)}


def _head(one: Annotation | Link, motivation: str) -> dict[str, Any]:
    return {
        "id": _URN + uuid_of(one.id),
        "type": "Annotation",
        "motivation": motivation,
        **({"created": one.created_at} if one.created_at else {}),
        **({"modified": one.updated_at} if one.updated_at else {}),
        **({"creator": {"type": "Person", "name": one.annotator}} if one.annotator else {}),
    }


class _Document(NamedTuple):
    """What a target says of its document."""

    path: str
    sha256: str
    address: str
    title: str | None
    unit: Unit | None


class _Passage(NamedTuple):
    document: _Document
    span: ImportedSpan


class _Relation(NamedTuple):
    place: str
    link: ImportedLink


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``. Of a large file, one document is in memory after another: in ours its links are behind it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        is_large = size > LONGEST_LINE or (size > _SMALL and file.readline(LONGEST_LINE).strip() == _HEAD)
    together = _Together()
    for item in _lines(path) if is_large else _items(path):
        for one in _parts(item):
            if isinstance(one, Fault):
                yield one
            elif isinstance(one, _Relation):
                together.relations.append(one)
            else:
                if is_large and one.document not in together.documents:
                    yield from together.all()
                    together = _Together()
                together.add(one)
    yield from together.all()


class _Together:
    """Puts passages, and links that may come before them, together to documents."""

    def __init__(self) -> None:
        self.documents: dict[_Document, ImportedDocument] = {}
        self.relations: list[_Relation] = []
        self._homes: dict[str, ImportedDocument] = {}

    def add(self, one: _Passage) -> None:
        """Put a passage into its document."""
        of = one.document
        if (home := self.documents.get(of)) is None:
            home = ImportedDocument(one.span.place, None, of.path, of.sha256, of.address, of.title, unit=of.unit)
            self.documents[of] = home
        home.spans.append(one.span)
        self._homes[one.span.key] = home

    def all(self) -> Iterator[ImportedDocument | Fault]:
        """The documents, each with the links that start in it."""
        for place, link in self.relations:
            if (home := self._homes.get(link.source)) is not None:
                home.links.append(link)
            else:
                yield Fault(place, "is a link from no annotation of the file")
        yield from self.documents.values()


def _items(path: Path) -> Iterator[tuple[str, dict[str, Any]] | Fault]:
    """The annotations of a file: of a collection, its page, a list, or what Hypothesis calls ``rows``."""
    for one in json_rows(path):
        if isinstance(one, Fault):
            yield one
            continue
        place, row = one
        listed: Any = row
        for name in ("first", "items", "rows", "annotations"):
            listed = listed.get(name, listed) if isinstance(listed, dict) else listed
        if not isinstance(listed, list):
            yield place, row
            continue
        for number, item in enumerate(listed, 1):
            inner = f"annotation {number}"
            yield (inner, item) if isinstance(item, dict) else Fault(inner, "is no JSON object")


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]] | Fault]:
    """The annotations of a large file, which has one a line."""
    with path.open("rb") as file:
        for number, data in enumerate(lines_in(file), 1):
            line = data.strip().removesuffix(b",")
            if line.startswith(b"]") or (number == 1 and line.endswith(b"[")):
                continue
            try:
                row = parsed(line)
                if not isinstance(row, dict):
                    raise ValueError("is no JSON object")
            except ValueError as error:
                if number == 1:
                    what = f"is larger than {LONGEST_LINE >> 20} MiB, with no annotation a line"
                    raise ExchangeError(what) from error
                yield Fault(f"line {number}", str(error))
            else:
                yield f"line {number}", row


def _parts(item: tuple[str, dict[str, Any]] | Fault) -> Iterator[_Passage | _Relation | Fault]:
    if isinstance(item, Fault):
        yield item
        return
    place, row = item
    try:
        if "uri" in row and "target" in row and row.get("type") != "Annotation":
            yield from _of_hypothesis(place, row)
        elif "linking" in _listed(row.get("motivation")):
            yield _relation(place, row)
        else:
            yield from _of_model(place, row)
    except ValueError as error:
        yield Fault(place, str(error))


def _of_model(place: str, row: dict[str, Any]) -> Iterator[_Passage]:
    labels, notes = _bodies(row)
    if isinstance(row.get("bodyValue"), str):
        notes.append(row["bodyValue"])
    for number, target in enumerate(_targets(row)):
        span = _span(place, target)
        span.note = "\n".join(notes)
        span.annotator = _name_of(row.get("creator"))
        span.speaker = _name_of(target.get("creator"))
        span.created_at, span.updated_at = _moment(row.get("created")), _moment(row.get("modified"))
        yield from _labelled(_source(target), span, labels, _identity(row, number))


def _of_hypothesis(place: str, row: dict[str, Any]) -> Iterator[_Passage]:
    """Tags are labels, and the text is a note."""
    if row.get("references"):
        raise ValueError("is a reply to another annotation")
    labels = [one for one in _listed(row.get("tags")) if isinstance(one, str) and one.strip()]
    title = _listed(row["document"].get("title")) if isinstance(row.get("document"), dict) else []
    address = text_in(row, "uri")
    path = unquote(address.removeprefix("file://")) if address.startswith("file:") else ""
    document = _Document(path, "", "" if path else address, str(title[0]) if title else None, Unit.UTF_16)
    span = _span(place, _targets(row)[0])
    if span.quote is None:
        raise ValueError("has no words of its passage")
    span.end = max(span.start, 0) + len(span.quote.encode("utf-16-le", "surrogatepass")) // 2
    span.note = text_in(row, "text")
    span.annotator = text_in(row, "user").removeprefix("acct:").partition("@")[0]
    span.created_at, span.updated_at = _moment(row.get("created")), _moment(row.get("updated"))
    yield from _labelled(document, span, labels, _identity(row, 0))


def _labelled(document: _Document, span: ImportedSpan, labels: list[str], identifier: str) -> Iterator[_Passage]:
    """The passage once with each of its labels."""
    for number, label in enumerate(dict.fromkeys(labels or [UNTAGGED])):
        key = derived_id(identifier, label) if number and identifier else identifier
        yield _Passage(document, replace(span, label=label, key=key, id=key))


def _identity(row: dict[str, Any], number: int) -> str:
    """The id of an annotation, as a ULID; empty where it has none."""
    iri = text_in(row, "id")
    return derived_id(iri, number) if iri and number else _ulid(iri)


def _ulid(iri: str) -> str:
    try:
        return id_of_uuid(iri.removeprefix(_URN)) if iri.startswith(_URN) else derived_id(iri) if iri else ""
    except ValueError:
        return derived_id(iri)


def _relation(place: str, row: dict[str, Any]) -> _Relation:
    sources = [one for one in _listed(row.get("target")) if isinstance(one, str)]
    targets = [one for one in _listed(row.get("body")) if isinstance(one, str)]
    if len(sources) != 1 or len(targets) != 1:
        raise ValueError("is a link, but not one between two annotations")
    kinds, _ = _bodies(row)
    link = ImportedLink(
        _ulid(sources[0]), _ulid(targets[0]), kinds[0] if kinds else "", _identity(row, 0),
        _name_of(row.get("creator")), _moment(row.get("created")), _moment(row.get("modified")),
    )  # fmt: skip
    return _Relation(place, link)


def _bodies(row: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The tags and the notes."""
    tags: list[str] = []
    notes: list[str] = []
    for body in _listed(row.get("body")):
        if isinstance(body, dict) and isinstance(body.get("value"), str):
            is_tag = any(one in _TAGGING for one in _listed(body.get("purpose")))
            (tags if is_tag else notes).append(body["value"])
    return [one for one in tags if one.strip() or "linking" in _listed(row.get("motivation"))], notes


def _targets(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of documents that an annotation is about; raises ``ValueError`` where it is about none."""
    if found := [one for one in _listed(row.get("target")) if isinstance(one, dict) and one.get("selector")]:
        return found
    raise ValueError("is about no passage of a text")


def _span(place: str, target: dict[str, Any]) -> ImportedSpan:
    span = ImportedSpan("", -1, -1, place=place)
    for one in (each for each in _listed(target["selector"]) if isinstance(each, dict)):
        if one.get("type") == "TextQuoteSelector" and span.quote is None:
            span.quote = text_in(one, "exact")
            span.prefix, span.suffix = text_in(one, "prefix"), text_in(one, "suffix")
        elif one.get("type") == "TextPositionSelector" and span.start < 0:
            span.start, span.end = number_in(one, "start"), number_in(one, "end")
    if span.quote is None and span.start < 0:
        raise ValueError("is about no passage of a text")
    if span.start < 0:
        span.start, span.end = 0, len(span.quote or "")
    span.anchor = text_in(target, "nrc:anchor") or EXACT
    if span.anchor not in ANCHORS:
        raise ValueError("nrc:anchor is unknown")
    return span


def _source(target: dict[str, Any]) -> _Document:
    source = target.get("source")
    iri = text_in(source, "id") if isinstance(source, dict) else text_in(target, "source")
    path = text_in(target, "nrc:document")
    if not path and iri.startswith("file:"):
        path = unquote(iri.removeprefix("file:").removeprefix("//"))
    title = text_in(target, "nrc:title") if "nrc:title" in target else None
    address = iri if iri.startswith(("http://", "https://")) else ""
    return _Document(path, text_in(target, "nrc:sha256"), address, title, None)


def _name_of(value: object) -> str:
    """The name of the first agent that has one; what is an address only is no name."""
    for one in _listed(value):
        if isinstance(one, dict):
            for name in _listed(one.get("name", one.get("nickname"))):
                if isinstance(name, str):
                    return name
    return ""


def _moment(value: object) -> str:
    """A date in UTC as the store has it; empty for what is none."""
    if not isinstance(value, str):
        return ""
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del path
    start = head.replace(b"\\/", b"/")
    is_json = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    is_model = b'"@context"' in start and f'"{CONTEXT}"'.encode() in start
    return is_json and (is_model or b'"TextQuoteSelector"' in start)
