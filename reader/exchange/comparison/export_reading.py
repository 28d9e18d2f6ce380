"""Reads an export in any format that comes back: offsets in code points, ids as in the file, else derived."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reader.exchange.comparison.side import Side, SideDocument
from reader.exchange.derived_ids import derived_id
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import About, Fault, ImportedDocument, ImportedLink, Links
from reader.exchange.incoming.document_matching import Matched, identity_of
from reader.exchange.incoming.import_documents import moment_of
from reader.exchange.incoming.span_reading import SpanReading, Wishes
from reader.exchange.jsonl import checked_id
from reader.model.annotation import Record, link_from
from reader.model.document import Document, Stored
from reader.model.untrusted_data import one_line
from reader.store.records.record_merging import changed_at

#: What a format may not hold, and the fields of an annotation that are not compared then.
_FIELDS = (("notes", "note"), ("speakers", "attributed_to"), ("annotators", "annotator"), ("detached", "detached"))


def side_of_export(name: str, path: Path, format_name: str) -> Side:
    """What a file or folder of that format says. Nothing of what it names is opened.

    Raises:
        ExchangeError: it is not of this format, the format does not come back, or a library for it is missing.
        OSError: it cannot be read.
    """
    from reader.exchange.formats import format_of, refuse_missing

    format_ = format_of(format_name)
    refuse_missing(format_name, format_)
    if not format_.ABOUT.comes_back:
        raise ExchangeError(f"{format_name} does not come back (nrc-reader formats lists those that do)")
    reading = ExportReading(name, format_.ABOUT)
    for found in format_.read(path):
        if isinstance(found, Fault):
            reading.count(found.place, found.what)
        elif isinstance(found, ImportedDocument):  # labels alone are no annotations
            reading.take(found)
    side = reading.side()
    if side.faults and not any(one.records for one in side.documents):
        first = side.faults[0].removeprefix(f"{name}: ").replace("left out: ", "")
        raise ExchangeError(f"nothing in it can be used: is it an export that can be imported? ({first})")
    side.moment = moment_of(path)
    return side


class ExportReading:
    """Gathers the documents of one export; one that comes twice is one."""

    def __init__(self, name: str, about: About) -> None:
        self._name = name
        self._about = about
        self._documents: dict[tuple[str, str], SideDocument] = {}
        self._ids: dict[str, str] = {}
        self._links: list[tuple[ImportedDocument, SideDocument, Mapping[str, str], ImportedLink]] = []
        self._faults: dict[str, tuple[str, int]] = {}

    def take(self, found: ImportedDocument) -> None:
        """Take a document in; what in it cannot be used is counted."""
        document = self._document(found)
        texts = [] if found.text is None else [found.text]
        matched = Matched(Stored(document.document, (), ()), None, texts)
        try:
            reading = SpanReading(found, matched, self._about, Wishes(), "")
        except ValueError as error:
            self.count(found.place, str(error))
            return
        ids: dict[str, str] = {}
        for span in found.spans:
            try:
                one = reading.annotation(span)
            except ValueError as error:
                self.count(span.place or found.place, str(error))
                continue
            self._put(document.records, one)
            if span.key:
                ids.setdefault(span.key, one.id)
                self._ids.setdefault(span.key, one.id)
        self._links += [(found, document, ids, link) for link in found.links]

    def side(self) -> Side:
        """All that was taken in, with its links."""
        for found, document, ids, link in self._links:
            try:
                self._put(document.records, self._link(document, ids, link))
            except ValueError as error:
                self.count(found.place, f"a link: {error}")
        holds = self._about.holds
        lacks = {field for what, field in _FIELDS if not getattr(holds, what)}
        lacks |= {"links"} if holds.links is Links.NONE else {"far links"} if holds.links is Links.WITHIN else set()
        faults = [
            f"{self._name}: {place}: left out: {what}{f' (and {count - 1} more)' if count > 1 else ''}"
            for what, (place, count) in self._faults.items()
        ]
        return Side(
            self._name,
            sorted(self._documents.values(), key=lambda one: (one.document.path, one.document.sha256)),
            frozenset(lacks | {"decisions"}),
            faults=faults,
        )

    def count(self, place: str, what: str) -> None:
        """Note something that cannot be used; of each kind the first place and the number are kept."""
        first, count = self._faults.get(what, (place, 0))
        self._faults[what] = first, count + 1

    def _document(self, found: ImportedDocument) -> SideDocument:
        which = identity_of(found)
        if not any(which):
            which = ("", found.place)
        if which not in self._documents:
            path = one_line(found.path or found.address)
            title = None if found.title is None else one_line(found.title)
            texts = () if found.text is None else (found.text,)
            self._documents[which] = SideDocument(
                Document(None, path, found.sha256, title or None), texts=lambda: texts
            )
        return self._documents[which]

    def _link(self, document: SideDocument, ids: Mapping[str, str], link: ImportedLink) -> Record:
        """The link; raises ``ValueError`` where it can be none."""
        named = ids.get(link.source) or self._ids.get(link.source) or ""
        if (source := document.records.get(named)) is None:
            raise ValueError("it is from no annotation of its document")
        target = ids.get(link.target) or self._ids.get(link.target) or checked_id(link.target)
        fields = {
            "source": source.id,
            "target": target,
            "kind": link.kind,
            "annotator": link.annotator or source.annotator,
            "created_at": link.created_at or source.created_at,
            "updated_at": link.updated_at or source.updated_at,
        }
        identifier = checked_id(link.id) if link.id else derived_id(source.id, target, link.annotator, link.kind)
        return link_from(identifier, fields)

    @staticmethod
    def _put(records: dict[str, Record], one: Record) -> None:
        """Keep a record; of two with one id the newer."""
        known = records.get(one.id)
        if known is None or changed_at(known.updated_at) <= changed_at(one.updated_at):
            records[one.id] = one
