"""``aif``: an argument graph as xAIF, the JSON of the Argument Interchange Format.

A passage is an I-node, a link an RA- or CA-node between two of them, and a speaker a participant with a locution. The
format has no offsets, labels, notes or annotators: they stand in ``metadata`` of a node, which other programs may drop.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reader.exchange.argument_maps.argdown_text import ATTACK, SUPPORT
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
    Unit,
)
from reader.exchange.json_rows import number_in, objects_in, text_in
from reader.exchange.jsonl import parsed
from reader.model.annotation import ANCHORS, EXACT, Annotation, Link
from reader.system.json_text import json_text

ABOUT = About(
    what="an argument graph as xAIF, for OVA and AIFdb",
    holds=Holds(
        overlap=True, nesting=True, links=Links.ACROSS, notes=True, speakers=True, annotators=True, detached=True
    ),
    suffix=".json",
    needs_text=False,
)
#: The kind of a link by that of its node, and what programs write into such a node.
_KINDS = {"RA": SUPPORT, "CA": ATTACK}
_SCHEMES = {SUPPORT: ("RA", "Default Inference"), ATTACK: ("CA", "Default Conflict")}
#: Premises times conclusions of one node.
_MOST_ENDS = 1000
_INFORMATION, _LOCUTION, _ILLOCUTION = "I", "L", "YA"
_OURS = re.compile(rb'"(?:AIF"\s*:\s*\{|nodeID"\s*:)')


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    graph = _Graph()
    listed: list[dict[str, Any]] = []
    links: list[Link] = []
    yield b'{"AIF": {"nodes": ['
    for number, one in enumerate(documents):
        document = one.document
        listed.append({"document": document.path, "sha256": document.sha256, "title": one.title or ""})
        for each in one.annotations:
            yield from graph.passage(each, number)
        links += one.links
    for link in links:
        if link.kind in _SCHEMES and {link.source, link.target} <= graph.nodes.keys():
            yield graph.scheme(link)
        else:
            job.loss.add(LINK)
    yield b"\n],"
    rest = {"edges": graph.edges, "locutions": graph.locutions, "participants": graph.participants}
    for name, rows in (*rest.items(), ("schemefulfillments", []), ("descriptorfulfillments", [])):
        yield f'\n"{name}": ['.encode()
        yield ",".join(f"\n{json_text(row)}" for row in rows).encode()
        yield b"]" if name == "descriptorfulfillments" else b"],"
    yield f'}},\n"text": {{"txt": ""}}, "dialog": false, "OVA": {{}},\n"documents": {json_text(listed)}}}\n'.encode()


class _Graph:
    """Numbers the nodes and edges of one graph."""

    def __init__(self) -> None:
        self.nodes: dict[str, int] = {}
        self.edges: list[dict[str, int]] = []
        self.locutions: list[dict[str, int]] = []
        self.participants: list[dict[str, Any]] = []
        self._people: dict[str, int] = {}
        self._count = 0

    def passage(self, one: Annotation, document: int) -> Iterator[bytes]:
        """The node of an annotation, and those that say who spoke."""
        metadata = {
            "id": one.id,
            "document": document,
            "start": one.start,
            "end": one.end,
            "quote": one.quote,
            "label": one.label,
            "note": one.note,
            "annotator": one.annotator,
            "created_at": one.created_at,
            "updated_at": one.updated_at,
            "anchor": one.anchor,
            "sum": content_sum(one.label, one.start, one.end, one.quote, one.note, one.attributed_to, one.annotator),
        }
        yield self._node(one.quote, _INFORMATION, metadata)
        self.nodes[one.id] = self._count
        if one.attributed_to:
            passage = self._count
            yield self._node(one.quote, _LOCUTION)
            self.locutions.append({"nodeID": self._count, "personID": self._person(one.attributed_to)})
            self._edge(self._count, self._count + 1)
            yield self._node("Default Illocuting", _ILLOCUTION)
            self._edge(self._count, passage)

    def scheme(self, link: Link) -> bytes:
        """The node of a link."""
        kind, text = _SCHEMES[link.kind]
        about = {"id": link.id, "annotator": link.annotator, "created_at": link.created_at}
        node = self._node(text, kind, {**about, "updated_at": link.updated_at})
        self._edge(self.nodes[link.source], self._count)
        self._edge(self._count, self.nodes[link.target])
        return node

    def _node(self, text: str, kind: str, metadata: dict[str, Any] | None = None) -> bytes:
        self._count += 1
        node = {"nodeID": self._count, "text": text, "type": kind}
        row = json_text({**node, "metadata": metadata} if metadata else node)
        return f"{',' if self._count > 1 else ''}\n{row}".encode()

    def _edge(self, source: int, target: int) -> None:
        self.edges.append({"edgeID": len(self.edges) + 1, "fromID": source, "toID": target})

    def _person(self, name: str) -> int:
        if name not in self._people:
            self._people[name] = len(self._people) + 1
            first, _, last = name.rpartition(" ")
            first, last = (first, last) if first.strip() and last else (name, "")
            self.participants.append({"participantID": self._people[name], "firstname": first, "surname": last})
        return self._people[name]


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    try:
        row = parsed(whole_file(path))
        graph = row.get("AIF", row) if isinstance(row, dict) else None
        if not isinstance(graph, dict) or "nodes" not in graph:
            raise ExchangeError("has no nodes of AIF")
        reading = _Reading(row, graph)
    except ValueError as error:
        raise ExchangeError(str(error)) from error
    yield from reading.documents()


class _Reading:
    """One graph as a file has it; raises ``ValueError`` where its lists are none."""

    def __init__(self, row: dict[str, Any], graph: dict[str, Any]) -> None:
        self._nodes = {_key(node.get("nodeID")): node for node in objects_in(graph, "nodes")}
        self._from: defaultdict[str, list[str]] = defaultdict(list)
        self._to: defaultdict[str, list[str]] = defaultdict(list)
        for edge in objects_in(graph, "edges"):
            source, target = _key(edge.get("fromID")), _key(edge.get("toID"))
            self._from[target].append(source)
            self._to[source].append(target)
        self._people = {_key(one.get("participantID")): _name(one) for one in objects_in(graph, "participants")}
        self._spoken = {_key(one.get("nodeID")): _key(one.get("personID")) for one in objects_in(graph, "locutions")}
        self._listed = objects_in(row, "documents")

    def documents(self) -> Iterator[ImportedDocument | Fault]:
        found: dict[int | None, ImportedDocument] = {}
        home: dict[str, int | None] = {}
        keys: dict[str, str] = {}
        for node in self._of("I"):
            try:
                number, span = self._span(node)
                if number not in found:
                    found[number] = self._document(number)
            except ValueError as error:
                yield Fault(f"node {node}", str(error))
                continue
            found[number].spans.append(span)
            home[node], keys[node] = number, span.key
        for kind in sorted({self._type(key) for key in self._nodes}):
            if kind in _KINDS:
                yield from self._relations(kind, found, home, keys)
            elif kind not in (_INFORMATION, _LOCUTION, _ILLOCUTION, "TA"):
                for node in self._of(kind):
                    yield Fault(f"node {node}", "is neither a passage nor a support or attack")
        yield from found.values()

    def _of(self, kind: str) -> list[str]:
        return [key for key in self._nodes if self._type(key) == kind]

    def _type(self, key: str) -> str:
        """The kind of a node; empty for what is no node."""
        return str(self._nodes.get(key, {}).get("type", ""))

    def _document(self, number: int | None) -> ImportedDocument:
        if number is None:  # its quotes have to tell where it is
            return ImportedDocument("nodes without an offset", None, unit=Unit.NONE)
        if not 0 <= number < len(self._listed):
            raise ValueError("a node is of a document that is not in the file")
        row = self._listed[number]
        path, sha256, title = (text_in(row, name) for name in ("document", "sha256", "title"))
        return ImportedDocument(f"document {number + 1}", None, path, sha256, "", title or None)

    def _span(self, key: str) -> tuple[int | None, ImportedSpan]:
        """The passage of a node, and the number of its document; None where the node does not say it."""
        node = self._nodes[key]
        text, metadata = text_in(node, "text"), node.get("metadata")
        if not isinstance(metadata, dict) or "start" not in metadata:
            supports = any(self._type(one) in _KINDS for one in self._to[key])
            label = "evidence" if supports else "claim"
            return None, ImportedSpan(
                label, -1, -1, text, key=f"node {key}", place=f"node {key}", speaker=self._speaker(key)
            )
        anchor = text_in(metadata, "anchor") or EXACT
        if anchor not in ANCHORS:
            raise ValueError("anchor is unknown")
        identifier = text_in(metadata, "id")
        span = ImportedSpan(
            text_in(metadata, "label"),
            number_in(metadata, "start"),
            number_in(metadata, "end"),
            text_in(metadata, "quote") or text,
            key=identifier or f"node {key}",
            id=identifier,
            place=f"node {key}",
            note=text_in(metadata, "note"),
            annotator=text_in(metadata, "annotator"),
            speaker=self._speaker(key),
            created_at=text_in(metadata, "created_at"),
            anchor=anchor,
        )
        said = (span.label, span.start, span.end, span.quote, span.note, span.speaker, span.annotator)
        if metadata.get("sum") == content_sum(*said):
            span.updated_at = text_in(metadata, "updated_at")
        return number_in(metadata, "document"), span

    def _speaker(self, key: str) -> str:
        """Who spoke a passage: the person of the locution that an illocution leads from."""
        for illocution in self._from[key]:
            if self._type(illocution) == _ILLOCUTION:
                for locution in self._from[illocution]:
                    if (person := self._spoken.get(locution)) is not None:
                        return self._people.get(person, "")
        return ""

    def _relations(
        self, kind: str, found: dict[int | None, ImportedDocument], home: dict[str, int | None], keys: dict[str, str]
    ) -> Iterator[Fault]:
        for node in self._of(kind):
            metadata = self._nodes[node].get("metadata")
            about = metadata if isinstance(metadata, dict) else {}
            sources, targets = self._from[node], self._to[node]
            if len(sources) * len(targets) > _MOST_ENDS:
                yield Fault(f"node {node}", "a support or attack has too many ends")
                continue
            ends = [(one, other) for one in sources for other in targets if one in keys and other in keys]
            illocutions = sum(self._type(one) == _ILLOCUTION for one in sources)
            if not ends or len(ends) != (len(sources) - illocutions) * len(targets):
                yield Fault(f"node {node}", "a support or attack is between other things than passages")
            for source, target in ends:
                try:
                    identifier, annotator, created, updated = (
                        text_in(about, name) for name in ("id", "annotator", "created_at", "updated_at")
                    )
                except ValueError as error:
                    yield Fault(f"node {node}", str(error))
                    continue
                link = ImportedLink(keys[source], keys[target], _KINDS[kind], identifier if len(ends) == 1 else "")
                link.annotator, link.created_at, link.updated_at = annotator, created, updated
                found[home[source]].links.append(link)


def _key(value: object) -> str:
    """A number of a node, edge or person: some programs write it as text."""
    return str(value)


def _name(person: dict[str, Any]) -> str:
    first, last = text_in(person, "firstname"), text_in(person, "surname")
    return f"{first} {last}" if first and last else first or last


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del path
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and _OURS.search(head) is not None
