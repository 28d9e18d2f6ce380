"""``uima``: a folder with an XMI file for each document and the type system, as INCEpTION and other UIMA tools read.

It counts UTF-16 units. Passages are a layer of spans, links a layer of relations between them. All that a passage has
is a feature of it, also its id, so that what was changed elsewhere comes back as a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import quoteattr  # only writes

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.file_names import FileNames, bytes_of, files_in
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
    Unit,
)
from reader.exchange.offset_units import OffsetUnits
from reader.sources.formats.safe_xml import Handler, parse
from reader.sources.source_error import SourceError

ABOUT = About(
    what="a folder of XMI files with their type system, for INCEpTION and other tools of UIMA",
    holds=Holds(overlap=True, nesting=True, links=Links.WITHIN, notes=True, speakers=True, annotators=True),
    unit=Unit.UTF_16,
    is_folder=True,
)
TYPE_SYSTEM = "TypeSystem.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: Our types with their supertypes, and their features with what these are.
_TEXT = "uima.cas.String"
_PASSAGE = "webanno.custom.Passage"
_TYPES = {
    _PASSAGE: (
        "uima.tcas.Annotation",
        dict.fromkeys(("label", "note", "attributedTo", "annotator", "identifier"), _TEXT),
    ),
    "webanno.custom.PassageRelation": (
        "uima.tcas.Annotation",
        {
            "Governor": _PASSAGE,
            "Dependent": _PASSAGE,
            **dict.fromkeys(("kind", "annotator", "identifier"), _TEXT),
        },
    ),
    "webanno.custom.Source": ("uima.cas.AnnotationBase", dict.fromkeys(("path", "sha256", "title", "address"), _TEXT)),
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData": (
        "uima.tcas.DocumentAnnotation",
        dict.fromkeys(("documentTitle", "documentId"), _TEXT),
    ),
}
_NAMESPACES = {
    "xmi": "http://www.omg.org/XMI",
    "cas": "http:///uima/cas.ecore",
    "custom": "http:///webanno/custom.ecore",
    "metadata": "http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore",
}
#: Of an element, its attributes; those that are None are left out.
_Values: TypeAlias = Mapping[str, str | int | None]
#: What XML 1.0 has no place for.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_CHARACTER = "passage with a character that XML cannot hold"
#: The ids of the first things of each file.
_SOFA, _METADATA, _SOURCE = 1, 2, 3


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    yield NewFile(TYPE_SYSTEM)
    yield _type_system().encode()
    names = FileNames()
    for one in documents:
        name = names.name_of(one.document.path)
        yield NewFile(f"{name}.xmi")
        yield "".join(f"{line}\n" for line in _lines(name, one, job)).encode()


def _type_system() -> str:
    types = "".join(
        f"<typeDescription><name>{name}</name><description/><supertypeName>{above}</supertypeName><features>\n"
        + "".join(
            f"<featureDescription><name>{feature}</name><description/><rangeTypeName>{range_}</rangeTypeName>"
            "</featureDescription>\n"
            for feature, range_ in features.items()
        )
        + "</features></typeDescription>\n"
        for name, (above, features) in _TYPES.items()
    )
    head = '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">'
    return f"{_DECLARATION}{head}<types>\n{types}</types></typeSystemDescription>\n"


def _lines(name: str, one: ExportedDocument, job: ExportJob) -> Iterator[str]:
    """The elements of a file, each on its line."""
    units = OffsetUnits(one.text, ABOUT.unit)
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _NAMESPACES.items())
    yield f'{_DECLARATION}<xmi:XMI {spaces} xmi:version="2.0">'
    yield _element("cas:NULL", 0, {})
    whole: _Values = {"sofa": _SOFA, "begin": 0, "end": units.of(len(one.text)), "language": "x-unspecified"}
    yield _element("metadata:DocumentMetaData", _METADATA, {**whole, "documentTitle": one.title, "documentId": name})
    document: _Values = {"path": one.document.path, "sha256": one.document.sha256, "title": one.title}
    yield _element("custom:Source", _SOURCE, {"sofa": _SOFA, **document, "address": one.facts.address or None})
    numbers: dict[str, int] = {}
    places: dict[str, _Values] = {}
    for each in one.annotations:
        if _NOT_XML.search(each.quote):
            job.loss.leave_out(_NO_CHARACTER, each)
            continue
        numbers[each.id] = number = _SOURCE + 1 + len(numbers)
        place = {"sofa": _SOFA, "begin": units.of(each.start), "end": units.of(each.end)}
        places[each.id] = place
        told: _Values = {"note": each.note, "attributedTo": each.attributed_to, "annotator": each.annotator}
        features: _Values = {
            "label": each.label,
            **{key: value or None for key, value in told.items()},
            "identifier": each.id,
        }
        yield _element("custom:Passage", number, {**place, **features})
    last = _SOURCE + len(numbers)
    for link in one.links:
        if not {link.source, link.target} <= numbers.keys():
            job.loss.add(LINK)
            continue
        last += 1
        ends: _Values = {"Governor": numbers[link.source], "Dependent": numbers[link.target], "kind": link.kind}
        about: _Values = {"annotator": link.annotator or None, "identifier": link.id}
        yield _element("custom:PassageRelation", last, {**places[link.target], **ends, **about})
    sofa: _Values = {"sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": one.text}
    yield _element("cas:Sofa", _SOFA, sofa)
    yield f'<cas:View sofa="{_SOFA}" members="{" ".join(map(str, range(_METADATA, last + 1)))}"/>'
    yield "</xmi:XMI>"


def _element(name: str, number: int, values: _Values) -> str:
    listed = {"xmi:id": number, **values}
    told = (
        f" {key}={quoteattr(_NOT_XML.sub(chr(0xFFFD), str(value)))}"
        for key, value in listed.items()
        if value is not None
    )
    return f"<{name}{''.join(told)}/>"


class _Elements(Handler):
    """Keeps the elements of a file that say something of a text."""

    def __init__(self) -> None:
        self.sofas: dict[str, str] = {}
        self.passages: list[dict[str, str]] = []
        self.relations: list[dict[str, str]] = []
        self.source: dict[str, str] = {}

    def start(self, name: str, values: dict[str, str]) -> None:
        """See ``Handler``. Names come without their namespace, so that ``xmi:id`` is ``id``."""
        if name == "Sofa":
            self.sofas[values.get("id", "")] = values.get("sofaString", "")
        elif name == "Source":
            self.source = values
        elif {"Governor", "Dependent"} <= values.keys():
            self.relations.append(values)
        elif {"begin", "end"} <= values.keys() and _label(values):
            self.passages.append(values)


def _label(values: Mapping[str, str]) -> str:
    """The label of a passage: in layers of others it is mostly called value."""
    return values.get("label") or values.get("value") or ""


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    found = list(files_in(path, ".xmi")) if path.is_dir() else [(path.name, path)]
    if not found and not (path / TYPE_SYSTEM).is_file():
        raise ExchangeError("has no .xmi file in it")
    for name, place in found:
        elements = _Elements()
        try:
            rest = parse(bytes_of(place), elements, name)
            sofa, text = next(iter(elements.sofas.items()))
        except SourceError as error:
            yield Fault(name, f"{error.what} ({error.advice})")
        except ValueError as error:
            yield Fault(name, str(error))
        except StopIteration:
            yield Fault(name, "has no text (no Sofa), so is no XMI of UIMA")
        except OSError:
            yield Fault(name, "cannot be read")
        else:
            if rest:
                yield Fault(name, rest)
            yield from _document(name, sofa, text, elements)


def _document(name: str, sofa: str, text: str, elements: _Elements) -> Iterator[ImportedDocument | Fault]:
    told = elements.source
    found = ImportedDocument(
        name, text, told.get("path", ""), told.get("sha256", ""), told.get("address", ""), told.get("title")
    )
    for values in elements.passages:
        try:
            found.spans.append(_span(name, sofa, values))
        except ValueError as error:
            yield Fault(_place(name, values), str(error))
    for values in elements.relations:
        source, target = (f"{name} {values[end]}" for end in ("Governor", "Dependent"))
        kind = values.get("kind") or _label(values)
        found.links.append(
            ImportedLink(source, target, kind, values.get("identifier", ""), values.get("annotator", ""))
        )
    yield found


def _span(name: str, sofa: str, values: Mapping[str, str]) -> ImportedSpan:
    if values.get("sofa", sofa) != sofa:
        raise ValueError("is of another text (Sofa) than the first one of its file")
    return ImportedSpan(
        _label(values),
        _number(values["begin"]),
        _number(values["end"]),
        key=f"{name} {values.get('id', '')}",
        id=values.get("identifier", ""),
        place=_place(name, values),
        note=values.get("note", ""),
        annotator=values.get("annotator", ""),
        speaker=values.get("attributedTo", ""),
    )


def _place(name: str, values: Mapping[str, str]) -> str:
    return f"{name}: id {values.get('id', '?')}"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise ValueError("begin or end is not a whole number")
    return int(text)


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    if path.is_dir():
        return (path / TYPE_SYSTEM).is_file() or next(files_in(path, ".xmi"), None) is not None
    return b"<xmi:XMI" in head[:4096]
