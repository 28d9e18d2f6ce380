"""What agreement is computed from: documents with the passages and links of each annotator, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.model.spans import Span


class LabelledSpan(NamedTuple):
    """One passage with a label; code points, zero-based, half-open."""

    start: int
    end: int
    label: str


class LinkedPassages(NamedTuple):
    """One link with the passages at its ends.

    Attributes:
        kind: its kind, as ``supports``.
        source, target: a number of the document, the same for all annotators, and the passage.
    """

    kind: str
    source: tuple[int, Span]
    target: tuple[int, Span]


@dataclass(frozen=True)
class ComparedDocument:
    """One document that at least two annotators have done.

    Attributes:
        name: for people, and for the order: its path.
        text: that all passages are in; None where it is not known, and then only passages can be compared.
        spans: of each annotator who is there; somebody who is missing has no entry, who tagged nothing an empty one.
        links: of each annotator, those that start in this document.
        language: of the text, for sentences and clauses.
    """

    name: str
    text: str | None
    spans: Mapping[str, Sequence[LabelledSpan]]
    links: Mapping[str, Sequence[LinkedPassages]] = field(default_factory=dict)
    language: str = "en"
