"""The quotation table: what is known of one annotation and of its document, as one row of named cells.

The format ``csv`` writes these rows, ``nrc-reader table quotations`` prints them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.model.annotation import Annotation, Link
from reader.model.annotation_origin import origin_of, origin_value
from reader.model.annotation_values import values_of, values_text

#: The columns, in their order.
COLUMNS = (
    "document", "title", "authors", "date", "address", "label", "quote", "note", "speaker", "annotator", "links",
    "start", "end", "anchor", "created_at", "updated_at", "id", "prefix", "suffix", "source_start", "source_end",
    "document_sha256", "values",
)  # fmt: skip
#: Between authors, and between links.
BETWEEN = "; "
Cell = str | int


class QuotedDocument(NamedTuple):
    """What each row says of the document; empty where that is not known."""

    path: str
    sha256: str
    title: str = ""
    authors: Sequence[str] = ()
    date: str = ""
    address: str = ""


def quotation_rows(
    document: QuotedDocument, annotations: Iterable[Annotation], links: Iterable[Link]
) -> Iterator[list[Cell]]:
    """One row an annotation, in their order, with the cells of ``COLUMNS``.

    ``links`` are those that start in the document. A link is its kind and the id that it leads to.
    """
    by_source: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        by_source[link.source].append(f"{link.kind} {link.target}")
    head = (document.path, document.title, BETWEEN.join(document.authors), document.date, document.address)
    for one in annotations:
        listed = BETWEEN.join(sorted(by_source.get(one.id, ())))
        yield [
            *head, one.label, one.quote, one.note, one.attributed_to, one.annotator, listed,
            one.start, one.end, one.anchor, one.created_at, one.updated_at, one.id, one.prefix, one.suffix,
            one.source_start, one.source_end, document.sha256,
            values_text({**values_of(one), **origin_value(origin_of(one))}),
        ]  # fmt: skip
