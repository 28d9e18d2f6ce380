"""Reports that are written document by document with our own templates: the formats ``markdown`` and ``html``."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from reader.analysis.label_counts import SpeakerCounts, total_of
from reader.exchange.format_protocol import ExportedDocument, ExportJob
from reader.exchange.reports.report_variables import (
    LinkEnds,
    Record,
    ReportLink,
    document_record,
    label_records,
    report_links,
    speaker_records,
)
from reader.exchange.reports.template_sandbox import own_environment

#: Code points that are kept of a quotation which a link of another document leads to.
_KEPT = 200


class DocumentReports:
    """Goes through all documents for what stands at the head and the end, and for where links lead.

    What is kept of them grows with the links, not with the annotations.

    Args:
        documents: as a format gets them; they are gone through again, and once more when they are written.
        job: as a format gets it.

    Attributes:
        contents: of each document its path, title, and how many annotations it has.
        variables: of the head and the end: ``labels``, ``speakers``, ``count``.
    """

    def __init__(self, documents: Iterable[ExportedDocument], job: ExportJob) -> None:
        links: list[ReportLink] = []
        heads: dict[str, Record] = {}
        ends: set[str] = set()
        speakers = SpeakerCounts()
        self.contents: list[Record] = []
        for one in documents:
            found = report_links(one.links)
            links += found
            ends |= {end for link in found for end in link[:2]}
            heads |= _heads(one, ends)
            speakers.add(one.annotations)
            head = {"path": one.document.path, "title": one.title or "", "count": len(one.annotations)}
            self.contents.append(head)
        if ends - heads.keys():  # of links that lead back to a document before theirs
            for one in documents:
                heads |= _heads(one, ends)
        self._links = LinkEnds(links, heads)
        rows = list(speakers.rows())
        counts = total_of(rows)
        self.variables: Record = {
            "labels": [{**one, "count": counts[one["name"]]} for one in label_records(job.labels)],
            "speakers": speaker_records(rows),
            "count": counts.total(),
        }

    def record(self, document: ExportedDocument) -> Record:
        """A document as a template gets it, its quotations connected with those that links lead to."""
        found = document_record(document)
        self._links.connect(found)
        return found


def filled(template: str, macro: str, *values: Any) -> str:
    """What a macro of one of our templates makes of some values."""
    return str(getattr(own_environment().get_template(template).module, macro)(*values))


def _heads(document: ExportedDocument, ends: Container[str]) -> dict[str, Record]:
    """What a link says of its ends that are in a document."""
    return {
        one.id: {"id": one.id, "label": one.label, "quote": one.quote[:_KEPT]}
        for one in document.annotations
        if one.id in ends
    }
