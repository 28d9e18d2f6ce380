"""What became of each tag between two versions of an article: what became of the sentences that it is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.analysis.versions.sentence_fates import (
    ADDED,
    DATE_CHANGED,
    HARDENED,
    KEPT,
    MERGED,
    MOVED,
    NUMBER_CHANGED,
    REMOVED,
    REWORDED,
    SOFTENED,
    SPLIT,
    SentenceFate,
)
from reader.analysis.versions.version_text import VersionText
from reader.anchoring.anchors import is_in, reanchored
from reader.model.annotation import DETACHED, Annotation
from reader.model.spans import Span

#: Which fate a tag has that is in several sentences: the first of these. What all of them are, it is as well.
_TELLING = (
    NUMBER_CHANGED, DATE_CHANGED, SOFTENED, HARDENED, SPLIT, MERGED, REWORDED, REMOVED, ADDED, MOVED, KEPT,
)  # fmt: skip


class TagFate(NamedTuple):
    """A tag and what became of it.

    Attributes:
        tag: as the store has it.
        fate: one of ``FATES``.
        old, new: where its passage is in each version, code points; None where it is not.
    """

    tag: Annotation
    fate: str
    old: Span | None
    new: Span | None


def tag_fates(
    tags: Iterable[Annotation], old: VersionText, new: VersionText, fates: Sequence[SentenceFate]
) -> list[TagFate]:
    """The fate of each tag that has a place in one of the versions, in the order of the earlier one, then the later.

    Args:
        tags: of the document, made in either version; those that are in neither are left out.
        old, new: the versions.
        fates: of their sentences.
    """
    given = list(tags)
    of_old = _by_start((one.old_span, one) for one in fates)
    of_new = _by_start((one.new_span, one) for one in fates)
    found = []
    for tag, earlier, anchored in zip(given, _places(given, old), _places(given, new), strict=True):
        later = anchored or (_beside(earlier, old, new, of_old) if earlier else None)
        if earlier is not None:
            held = _held(old, earlier, of_old)
        elif later is not None:
            held = _held(new, later, of_new)
        else:
            continue
        found.append(TagFate(tag, _fate_of(held, earlier, later), earlier, later))
    return sorted(found, key=lambda one: (one.old is None, one.old or one.new, one.tag.id))


def tag_totals(fates: Iterable[TagFate]) -> list[tuple[str, str, int]]:
    """How many tags of which label have which fate: label, fate, count; by label, then as :data:`FATES` are ordered."""
    counts = Counter((one.tag.label, one.fate) for one in fates)
    order = {fate: index for index, fate in enumerate(reversed(_TELLING))}
    return [
        (label, fate, counts[label, fate]) for label, fate in sorted(counts, key=lambda one: (one[0], order[one[1]]))
    ]


def _places(tags: Sequence[Annotation], version: VersionText) -> list[Span | None]:
    """Where each tag is in one version: at its offsets, or where anchoring is sure that it went."""
    found: list[Span | None] = []
    for tag, anchoring in zip(tags, reanchored(tags, version.article), strict=True):
        if is_in(tag, version.text):
            found.append(Span(tag.start, tag.end))
        elif anchoring.annotation.anchor != DETACHED:
            found.append(Span(anchoring.annotation.start, anchoring.annotation.end))
        else:
            found.append(None)
    return found


def _beside(place: Span, old: VersionText, new: VersionText, fates: dict[int, list[SentenceFate]]) -> Span | None:
    """The place in the later version of a passage in a sentence that is the same there; None for all others."""
    held = old.at(*place)
    for one in fates[old.sentences[held[0]].start] if len(held) == 1 else ():
        if one.old_span and one.new_span and old.text[slice(*one.old_span)] == new.text[slice(*one.new_span)]:
            shift = one.new_span.start - one.old_span.start
            return Span(place.start + shift, place.end + shift)
    return None


def _by_start(spans: Iterable[tuple[Span | None, SentenceFate]]) -> dict[int, list[SentenceFate]]:
    found: dict[int, list[SentenceFate]] = {}
    for span, one in spans:
        if span is not None:
            found.setdefault(span.start, []).append(one)
    return found


def _held(version: VersionText, place: Span, fates: dict[int, list[SentenceFate]]) -> list[str]:
    """The fates of the sentences that a passage is in."""
    return [one.fate for at in version.at(*place) for one in fates[version.sentences[at].start]]


def _fate_of(held: Sequence[str], old: Span | None, new: Span | None) -> str:
    if not held:  # in a byline or a date
        return KEPT if old and new else REMOVED if old else ADDED
    return next(fate for fate in _TELLING if fate in held)
