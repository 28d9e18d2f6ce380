"""What became of an annotator's tags once a document was adjudicated, and what the others had that they missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.analysis.adjudication.adjudicated_layer import AdjudicatedLayer
from reader.model.annotation import DETACHED, Annotation

#: What may become of a tag; ``open`` is what nobody decided yet. Missed is what others had, and the layer has.
KEPT, CHANGED, DROPPED, OPEN, MISSED = FATES = ("kept", "changed", "dropped", "open", "missed")


class Fate(NamedTuple):
    """What became of one tag.

    Attributes:
        what: one of ``FATES``.
        tag: the annotator's; of what they missed, the one of the adjudicated layer.
        became: what it is in the adjudicated layer; nothing for what was dropped, is open or was missed.
        how: for what was changed, in words, as ``claim → evidence, other ends``; empty for the rest.
        rule: of the guideline that was the reason; empty for none.
        note: the adjudicator's remark; empty for none.
    """

    what: str
    tag: Annotation
    became: tuple[Annotation, ...] = ()
    how: str = ""
    rule: str = ""
    note: str = ""


def fates(annotations: Iterable[Annotation], layer: AdjudicatedLayer, annotator: str) -> list[Fate]:
    """What became of an annotator's tags in one document, in the order of the text.

    Args:
        annotations: everybody's; detached ones are left out.
        layer: of the document.
        annotator: whose tags.
    """
    own = [one for one in annotations if one.annotator == annotator and one.anchor != DETACHED]
    found = [_fate(one, layer) for one in own]
    seen = {tag.id for fate in found for tag in fate.became}
    found += _missed(layer, seen)
    return sorted(found, key=lambda fate: (fate.tag.start, -fate.tag.end, fate.tag.label, fate.tag.id))


def _fate(tag: Annotation, layer: AdjudicatedLayer) -> Fate:
    ruling = layer.ruled.about(tag)
    rule, note = (ruling.rule, ruling.note) if ruling is not None else ("", "")
    if alike := layer.alike(tag):
        return Fate(KEPT, tag, tuple(alike), "", rule, note)
    if ruling is None:
        return Fate(OPEN, tag)
    became = tuple(layer.became(tag))
    return Fate(CHANGED if became else DROPPED, tag, became, _how(tag, became), rule, note)


def _how(tag: Annotation, became: tuple[Annotation, ...]) -> str:
    """How a tag was changed, in words."""
    if not became:
        return ""
    said = []
    labels = dict.fromkeys(one.label for one in became)
    if tag.label not in labels:
        said.append(f"{tag.label} → {' + '.join(labels)}")
    if len(became) > 1:
        said.append(f"split in {len(became)}")
    elif (became[0].start, became[0].end) != (tag.start, tag.end):
        said.append("other ends")
    return ", ".join(said)


def _missed(layer: AdjudicatedLayer, seen: set[str]) -> Iterator[Fate]:
    """The adjudicated tags that none of the annotator's became."""
    for one in layer.tags:
        if one.id not in seen:
            ruling = layer.ruling_that_took(one)
            yield Fate(MISSED, one, rule=ruling.rule if ruling else "", note=ruling.note if ruling else "")
