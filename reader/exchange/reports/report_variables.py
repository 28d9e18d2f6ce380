"""What a template is told: documents, quotations and links as plain dictionaries, lists, texts and numbers.

``reader/manual/reports.md`` documents the names; they are a promise. A record is made in one process and its links are
connected in another, so that it can travel as JSON.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reader.analysis.label_counts import LabelCount, SpeakerCounts, by_label
from reader.config.label import Label
from reader.exchange.format_protocol import ExportedDocument, ExportJob
from reader.exchange.label_colours import hexadecimal_colour
from reader.model.annotation import Annotation, Link

Record = dict[str, Any]


class ReportLink(NamedTuple):
    """What a report says of a link: ids of annotations, and its kind."""

    source: str
    target: str
    kind: str


def report_links(links: Iterable[Link]) -> list[ReportLink]:
    """The links as a report has them."""
    return [ReportLink(one.source, one.target, one.kind) for one in links]


def document_record(document: ExportedDocument) -> Record:
    """A document with its quotations, whose links are not connected yet. Its file is read for what it says."""
    facts = document.facts
    return {
        "path": document.document.path,
        "sha256": document.document.sha256,
        "title": document.title or "",
        "authors": list(facts.authors),
        "date": facts.published,
        "updated": facts.updated,
        "language": facts.language,
        "address": facts.address,
        "notes": [{"annotator": who, "note": text} for who, text in document.notes.items()],
        "counts": dict(by_label(document.annotations)),
        "quotations": [_quotation_record(one) for one in document.annotations],
    }


def _quotation_record(one: Annotation) -> Record:
    return {
        "id": one.id,
        "label": one.label,
        "quote": one.quote,
        "note": one.note,
        "speaker": one.attributed_to,
        "annotator": one.annotator,
        "start": one.start,
        "end": one.end,
        "before": one.prefix,
        "after": one.suffix,
        "anchor": one.anchor,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
    }


def label_records(labels: Iterable[Label]) -> list[Record]:
    """The labels in their order, with their colours as ``#rrggbb``."""
    return [{"name": one.name, "colour": hexadecimal_colour(one), "guideline": one.guideline} for one in labels]


def speaker_records(rows: Iterable[LabelCount]) -> list[Record]:
    """Who says how much, in the order of the rows."""
    return [
        {"name": row.name, "count": row.counts.total(), "counts": dict(row.counts), "documents": row.documents}
        for row in rows
    ]


class LinkEnds:
    """Connects quotations: each gets ``links`` (to others), ``linked`` (from others) and lists of the usual kinds.

    Args:
        links: of all documents.
        known: quotations by id; a link whose other end is not there has the id only.
    """

    def __init__(self, links: Iterable[ReportLink], known: Mapping[str, Record]) -> None:
        self._known = known
        self._to: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._from: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for source, target, kind in links:
            self._to[source].append((kind, target))
            self._from[target].append((kind, source))

    def connect(self, document: Record) -> None:
        """Give the quotations of a document their links, and the document itself."""
        for one in document["quotations"]:
            one["document"] = document
            one["links"] = self._ends(self._to.get(one["id"], ()))
            one["linked"] = self._ends(self._from.get(one["id"], ()))
            for name, ends, kind in (
                ("supports", "links", "supports"),
                ("attacks", "links", "attacks"),
                ("supported_by", "linked", "supports"),
                ("attacked_by", "linked", "attacks"),
            ):
                one[name] = [end["quotation"] for end in one[ends] if end["kind"] == kind and end["quotation"]]

    def _ends(self, ends: Iterable[tuple[str, str]]) -> list[Record]:
        return [{"kind": kind, "id": one, "quotation": self._known.get(one)} for kind, one in sorted(set(ends))]


def report_record(documents: Iterable[ExportedDocument], job: ExportJob, date: str) -> Record:
    """All that a template of a whole report is told, as plain JSON; ``variables_of`` makes its variables of it."""
    records: list[Record] = []
    links: list[ReportLink] = []
    speakers = SpeakerCounts()
    for one in documents:
        records.append(document_record(one))
        links += report_links(one.links)
        speakers.add(one.annotations)
    return {
        "date": date,
        "documents": records,
        "links": links,
        "labels": label_records(job.labels),
        "annotators": list(job.annotators),
        "speakers": speaker_records(speakers.rows()),
    }


def variables_of(record: Record) -> Record:
    """The variables of a template, from what ``report_record`` gave."""
    documents = record["documents"]
    quotations = [one for document in documents for one in document["quotations"]]
    ends = LinkEnds((ReportLink(*link) for link in record["links"]), {one["id"]: one for one in quotations})
    said: defaultdict[str, list[Record]] = defaultdict(list)
    labelled: defaultdict[str, list[Record]] = defaultdict(list)
    for document in documents:
        ends.connect(document)
    for one in quotations:
        said[one["speaker"]].append(one)
        labelled[one["label"]].append(one)
    counts = Counter(one["label"] for one in quotations)
    return {
        "date": record["date"],
        "documents": documents,
        "quotations": quotations,
        "labels": [
            {**label, "count": counts[label["name"]], "quotations": labelled[label["name"]]}
            for label in record["labels"]
        ],
        "speakers": [{**one, "quotations": said[one["name"]]} for one in record["speakers"]],
        "annotators": record["annotators"],
    }
