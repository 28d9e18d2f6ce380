"""Statistics of a store."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reader.model.annotation import DETACHED, MOVED
from reader.model.document import Stored
from reader.store.document_summaries import is_finished
from reader.system.safe_text import safe_text, short_text
from reader.text.near_duplicates import SketchIndex

#: Code points of a name in a table, as names in a store may have any length.
_SHOWN = 40
SketchFile = Mapping[str, tuple[int, ...]]


def statistics(
    name: str, documents: Iterable[Stored], labels: Sequence[str], sketches: SketchFile | None = None
) -> list[tuple[str, int | str]]:
    """The figures with their names, both safe to show; a name that begins with a space is a part of one above it.

    Args:
        name: of the store.
        documents: of the store.
        labels: labels that are counted even if they are unused.
        sketches: of the compared documents, by their location.
    """
    everything = list(documents)
    annotations = [one for stored in everything for one in stored.annotations]
    by_label = Counter(dict.fromkeys(labels, 0))
    by_label.update(one.label for one in annotations)
    by_annotator = Counter(one.annotator or "(no name)" for one in annotations)
    return [
        ("store", safe_text(name)),
        ("documents", len(everything)),
        ("  finished", sum(is_finished(stored.decisions) for stored in everything)),
        *((("  same text twice", _duplicates(everything, sketches)),) if sketches else ()),
        ("annotations", len(annotations)),
        *((f"  {short_text(name, _SHOWN)}", count) for name, count in by_label.items()),
        ("with a note", sum(1 for one in annotations if one.note)),
        ("links", sum(len(stored.links) for stored in everything)),
        ("moved", sum(1 for one in annotations if one.anchor == MOVED)),
        ("detached", sum(1 for one in annotations if one.anchor == DETACHED)),
        ("annotators", len(by_annotator)),
        *((f"  {short_text(name, _SHOWN)}", count) for name, count in sorted(by_annotator.items())),
    ]


def as_lines(figures: Sequence[tuple[str, int | str]]) -> str:
    """The figures as ``nrc-reader stats`` prints them: one ``name  count`` a line."""
    width = max(len(name) for name, _ in figures)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in figures)


def _duplicates(documents: Iterable[Stored], sketches: SketchFile) -> int:
    """The number of documents that are near-duplicates of an earlier one."""
    seen: SketchIndex[str] = SketchIndex()
    places = {os.path.realpath(stored.document.source) for stored in documents}
    return sum(1 for place in sorted(places) if seen.add(place, sketches.get(place, ())))
