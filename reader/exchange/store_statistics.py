"""Statistics of a store."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reader.annotations.handing_in import finished_by
from reader.model.annotation import DETACHED, MOVED
from reader.model.document import Stored
from reader.store.store_protocol import StoredTexts
from reader.system.safe_text import safe_text, short_text
from reader.text.near_duplicates import SketchIndex

#: Code points of a name in a table, as names in a store may have any length.
_SHOWN = 40
SketchFile = Mapping[str, tuple[int, ...]]
#: Label, annotator, whether there is a note, anchor; and how many annotations have these.
LabelCount = tuple[str, str, bool, str, int]


class DocumentFigures(NamedTuple):
    """What is counted in one document.

    Attributes:
        source: the path to its file as the system names it.
        is_finished: whether somebody said so.
        links: how many it has.
        counts: its annotations.
    """

    source: str
    is_finished: bool
    links: int
    counts: Sequence[LabelCount]


def figures_of(document: Stored | StoredTexts) -> DocumentFigures:
    """What is counted in a document, its annotations ordered by nothing."""
    if isinstance(document, Stored):
        stored = document
        counts = Counter((one.label, one.annotator, bool(one.note), one.anchor) for one in document.annotations)
        rows = [(*names, count) for names, count in counts.items()]
    else:
        stored = document.stored
        texts = Counter((one.label, one.annotator, one.note != b'""', one.anchor) for one in document.annotations)
        rows = [
            (json.loads(label), json.loads(annotator), has_note, json.loads(anchor), count)
            for (label, annotator, has_note, anchor), count in texts.items()
        ]
    return DocumentFigures(stored.document.source, bool(finished_by(stored.decisions)), len(stored.links), rows)


def statistics(
    name: str,
    documents: Iterable[Stored | DocumentFigures],
    labels: Sequence[str],
    sketches: SketchFile | None = None,
) -> list[tuple[str, int | str]]:
    """The figures with their names, both safe to show; a name that begins with a space is a part of one above it.

    Args:
        name: of the store.
        documents: of the store.
        labels: labels that are counted even if they are unused; the others stand behind them, by name.
        sketches: of the compared documents, by their location.
    """
    by_label = Counter(dict.fromkeys(labels, 0))
    by_annotator: Counter[str] = Counter()
    by_anchor: Counter[str] = Counter()
    sources = []
    finished = links = noted = 0
    for document in documents:
        one = figures_of(document) if isinstance(document, Stored) else document
        sources.append(one.source)
        finished += one.is_finished
        links += one.links
        for label, annotator, has_note, anchor, count in one.counts:
            by_label[label] += count
            by_annotator[annotator or "(no name)"] += count
            by_anchor[anchor] += count
            noted += count * has_note
    others = sorted(by_label.keys() - {*labels})
    return [
        ("store", safe_text(name)),
        ("documents", len(sources)),
        ("  finished", finished),
        *((("  same text twice", _duplicates(sources, sketches)),) if sketches else ()),
        ("annotations", by_annotator.total()),
        *((f"  {short_text(name, _SHOWN)}", by_label[name]) for name in (*dict.fromkeys(labels), *others)),
        ("with a note", noted),
        ("links", links),
        ("moved", by_anchor[MOVED]),
        ("detached", by_anchor[DETACHED]),
        ("annotators", len(by_annotator)),
        *((f"  {short_text(name, _SHOWN)}", count) for name, count in sorted(by_annotator.items())),
    ]


def as_lines(figures: Sequence[tuple[str, int | str]]) -> str:
    """The figures as ``nrc-reader stats`` prints them: one ``name  count`` a line."""
    width = max(len(name) for name, _ in figures)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in figures)


def _duplicates(sources: Iterable[str], sketches: SketchFile) -> int:
    """The number of documents that are near-duplicates of an earlier one."""
    seen: SketchIndex[str] = SketchIndex()
    places = {os.path.realpath(source) for source in sources}
    return sum(1 for place in sorted(places) if seen.add(place, sketches.get(place, ())))
