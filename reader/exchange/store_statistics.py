"""What a store holds, in figures; and what is wrong with a document's records, in plain words."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reader.model.annotation import DETACHED, MOVED
from reader.model.document import Stored
from reader.store.document_summaries import is_finished
from reader.system.safe_text import safe_text, short_text
from reader.text.minhash import SketchIndex

#: Code points of a name that a table shows: whoever writes a store may call himself what he likes.
_SHOWN = 40
SketchFile = Mapping[str, tuple[int, ...]]


def statistics(
    name: str, documents: Iterable[Stored], labels: Sequence[str], sketches: SketchFile | None = None
) -> str:
    """Counts a label, an annotator and an anchor; one ``name  count`` a line.

    Args:
        name: of the store.
        documents: what it holds.
        labels: that are counted though nobody used them.
        sketches: by where a document lies, of those that the reader has compared.
    """
    everything = list(documents)
    annotations = [one for stored in everything for one in stored.annotations]
    by_label = Counter(dict.fromkeys(labels, 0))
    by_label.update(one.label for one in annotations)
    by_annotator = Counter(one.annotator or "(no name)" for one in annotations)
    lines = [
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
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines)


def _duplicates(documents: Iterable[Stored], sketches: SketchFile) -> int:
    """How many of the documents have the text of another one before them."""
    seen: SketchIndex[str] = SketchIndex()
    places = {os.path.realpath(stored.document.location or stored.document.path) for stored in documents}
    return sum(1 for place in sorted(places) if seen.add(place, sketches.get(place, ())))
