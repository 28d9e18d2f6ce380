"""``label-studio``: a folder with the tasks of Label Studio and the labelling configuration that they need.

Label Studio counts offsets now in one unit, now in another; so each region has its text as well. On the way back the
unit is the one in which the texts stand at their offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

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
from reader.exchange.json_rows import documents_in, first_row, number_in, text_in
from reader.exchange.label_colours import hexadecimal_colour
from reader.exchange.offset_units import OffsetUnits
from reader.model.annotation import is_id
from reader.system.json_text import json_text

ABOUT = About(
    what="tasks of Label Studio (JSON), and the labelling configuration for them",
    holds=Holds(overlap=True, nesting=True, links=Links.WITHIN, notes=True),
    is_folder=True,
)
TASKS, CONFIGURATION = "tasks.json", "labelling.xml"
#: What the controls of the configuration are called, as each region names them.
_LABELS, _TEXT = "label", "text"


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    yield NewFile(CONFIGURATION)
    yield configuration(job).encode()
    yield NewFile(TASKS)
    yield b"["
    between = b"\n"
    for one in documents:
        yield between + json_text(_task(one)).encode()
        between = b",\n"
    yield b"\n]\n"


def configuration(job: ExportJob) -> str:
    """The labelling configuration, with the guideline of each label as its hint."""
    kinds = "".join(f"    <Relation value={quoteattr(kind)}/>\n" for kind in job.link_kinds)
    labels = "".join(
        f"    <Label value={quoteattr(label.name)} background={quoteattr(hexadecimal_colour(label))}"
        f"{f' hint={quoteattr(label.guideline)}' if label.guideline else ''}/>\n"
        for label in job.labels
    )
    relations = f"  <Relations>\n{kinds}  </Relations>\n" if kinds else ""
    return (
        f'<View>\n{relations}  <Labels name="{_LABELS}" toName="{_TEXT}">\n{labels}  </Labels>\n'
        f'  <Text name="{_TEXT}" value="$text" granularity="symbol"/>\n</View>\n'
    )


def _task(one: ExportedDocument) -> dict[str, Any]:
    regions: list[dict[str, Any]] = []
    for each in one.annotations:
        region: dict[str, Any] = {
            "id": each.id,
            "from_name": _LABELS,
            "to_name": _TEXT,
            "type": "labels",
            "value": {"start": each.start, "end": each.end, "text": each.quote, "labels": [each.label]},
        }
        if each.note:
            region["meta"] = {"text": [each.note]}
        regions.append(region)
    relations = [
        {
            "type": "relation",
            "from_id": link.source,
            "to_id": link.target,
            "direction": "right",
            "labels": [link.kind],
        }
        for link in one.links
    ]
    return {
        "data": {
            "text": one.text,
            "document": one.document.path,
            "document_sha256": one.document.sha256,
            "title": one.title or "",
        },
        "annotations": [{"result": [*regions, *relations]}],
        "predictions": [],
    }


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``. Also takes the file that Label Studio exports, without a folder."""
    file = path / TASKS if path.is_dir() else path
    if not file.is_file():
        raise ExchangeError(f"has no {TASKS} in it")
    yield from documents_in(file, _documents)


def _documents(place: str, row: Mapping[str, Any]) -> Iterator[ImportedDocument | Fault]:
    """The annotations of a task, one person's after another's."""
    data = row.get("data")
    if not isinstance(data, dict):
        raise ValueError("needs data")
    text = data.get("text")
    if not isinstance(text, str):
        text = max((value for value in data.values() if isinstance(value, str)), key=len, default=None)
    if text is None:
        raise ValueError("its data has no text")
    annotations = row.get("annotations", row.get("completions"))
    if not isinstance(annotations, list):
        raise ValueError("needs annotations")
    for annotation in annotations:
        result = annotation.get("result") if isinstance(annotation, dict) else None
        if not isinstance(result, list):
            yield Fault(place, "an annotation has no result")
            continue
        if annotation.get("was_cancelled"):
            continue
        found = ImportedDocument(
            place,
            text,
            path=text_in(data, "document"),
            sha256=text_in(data, "document_sha256"),
            address=text_in(data, "url"),
            title=text_in(data, "title") or None,
        )
        yield from _take_regions(found, result, _annotator(annotation.get("completed_by")))
        found.unit = _unit(found)
        yield found


def _take_regions(found: ImportedDocument, result: Iterable[Any], annotator: str) -> Iterator[Fault]:
    for region in result:
        try:
            if not isinstance(region, dict):
                raise ValueError("a region is not an object")
            if region.get("type") == "relation":
                found.links += _links(region)
            elif region.get("type") == "labels":
                found.spans += _spans(region, annotator)
            else:
                raise ValueError("a region is something else than labelled text or a relation")
        except ValueError as error:
            yield Fault(found.place, str(error))


def _spans(region: Mapping[str, Any], annotator: str) -> Iterator[ImportedSpan]:
    """One for each label of a region; links lead to the first."""
    value = region.get("value")
    if not isinstance(value, dict):
        raise ValueError("a region has no value")
    labels = value.get("labels")
    if not isinstance(labels, list) or not labels or not all(isinstance(one, str) for one in labels):
        raise ValueError("a region has no labels")
    identifier, start, end = str(region.get("id", "")), number_in(value, "start"), number_in(value, "end")
    quote = text_in(value, "text") or None
    for number, label in enumerate(labels):
        is_first = not number
        yield ImportedSpan(
            label,
            start,
            end,
            quote,
            key=identifier if is_first else f"{identifier} {label}",
            id=identifier if is_first and is_id(identifier) else "",
            note=_note(region.get("meta")),
            annotator=annotator,
        )


def _links(region: Mapping[str, Any]) -> Iterator[ImportedLink]:
    source, target = text_in(region, "from_id"), text_in(region, "to_id")
    if region.get("direction") == "left":
        source, target = target, source
    labels = region.get("labels")
    for kind in labels if isinstance(labels, list) and labels else ["related"]:
        yield ImportedLink(source, target, str(kind))


def _note(meta: object) -> str:
    match meta:
        case {"text": [*lines]}:
            return "\n".join(str(line) for line in lines)
        case {"text": str(note)}:
            return note
    return ""


def _annotator(completed_by: object) -> str:
    match completed_by:
        case {"email": str(email)} if email:
            return email
        case int(number):
            return f"user {number}"
    return ""


def _unit(found: ImportedDocument) -> Unit:
    """The unit in which most texts of regions stand at their offsets; one that its spaces alone keep from it does too.

    What does not stand there in that unit keeps its text, so that it is found to be wrong.
    """
    best, most = Unit.CODE_POINTS, -1
    for unit in (Unit.CODE_POINTS, Unit.UTF_16):
        units = OffsetUnits(found.text or "", unit)
        count = sum(_stands(one, found.text or "", units) for one in found.spans)
        if count > most:
            best, most = unit, count
    units = OffsetUnits(found.text or "", best)
    for one in found.spans:
        if _stands(one, found.text or "", units):
            one.quote = None  # its line ends may be written in another way
    return best


def _stands(one: ImportedSpan, text: str, units: OffsetUnits) -> bool:
    try:
        there = text[units.code_point(one.start) : units.code_point(one.end)]
    except ValueError:
        return False
    return one.quote is None or "".join(there.split()) == "".join(one.quote.replace("\\n", "\n").split())


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    if path.is_dir():
        return (path / TASKS).is_file()
    row = first_row(path, head)
    return isinstance(row.get("data"), dict) and isinstance(row.get("annotations", row.get("completions")), list)
