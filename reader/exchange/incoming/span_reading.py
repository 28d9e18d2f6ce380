"""The annotations of an imported document: in code points, with mapped labels and ids, each on its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reader.anchoring.anchors import CONTEXT, TELLING
from reader.exchange.derived_ids import derived_id
from reader.exchange.format_protocol import About, ImportedDocument, ImportedSpan, Unit
from reader.exchange.incoming.document_matching import Matched, identity_of
from reader.exchange.jsonl import checked_id, refuse_date_to_come
from reader.exchange.offset_units import OffsetUnits
from reader.model.annotation import DETACHED, MOVED, Annotation, annotation_from
from reader.model.annotation_values import VALUES


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked of an import.

    Attributes:
        labels: what labels of the file are called here.
        annotator: whose annotations they become; empty for those of whom the file names.
        moment: when the file was written, as ``now`` has it: the date of what has none in the file.
        is_dry_run: whether nothing is written.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    annotator: str = ""
    moment: str = ""
    is_dry_run: bool = False


class SpanReading:
    """Reads the spans of one document.

    Args:
        found: the document, from a file.
        matched: which one it is.
        about: the format of the file.
        wishes: see there.
        by: who imports.

    Attributes:
        known: the annotations that the store has of the document, by id.
        undated: ids of known annotations of which the file does not say when they were changed.

    Raises:
        ValueError: the offsets cannot be converted, since the text is not known.
    """

    def __init__(self, found: ImportedDocument, matched: Matched, about: About, wishes: Wishes, by: str) -> None:
        self._found = found
        self._about = about
        self._wishes = wishes
        self._by = by
        texts = matched.texts if found.text is None else [found.text]
        self._text = texts[0] if texts else ""
        self._unit = found.unit or about.unit
        self._units = OffsetUnits(self._text, self._unit) if texts else None
        if self._units is None and self._unit not in (Unit.CODE_POINTS, Unit.NONE):
            raise ValueError("the text is not known, so that the offsets cannot be converted")
        #: Offsets of other programs may be into another text than ours, and no present text can be searched later on.
        self._has_only_words = matched.article is None and not about.is_complete
        named = identity_of(found)
        self._document = named if any(named) else (matched.stored.document.sha256,)
        self._taken: Counter[tuple[object, ...]] = Counter()
        self._made: dict[str, Annotation] = {}
        self.known = {one.id: one for one in matched.stored.annotations}
        self.undated: set[str] = set()

    @cached_property
    def _there(self) -> Mapping[tuple[int, int, str, str], Sequence[Annotation]]:
        """The known annotations by what they say of which passage, one's own first; for spans without ids."""
        found: dict[tuple[int, int, str, str], list[Annotation]] = {}
        for one in sorted(self.known.values(), key=lambda one: (one.annotator != self._by, one.id)):
            found.setdefault((one.start, one.end, one.quote, one.label), []).append(one)
        return found

    def annotation(self, span: ImportedSpan) -> Annotation:
        """The annotation of a span, in the text that it was made in; raises ``ValueError`` where it can be none."""
        label = self._wishes.labels.get(span.label, span.label)
        annotator = whose(span.annotator, self._about, self._wishes, self._by)
        start, end, quote = self._place(span)
        place = (quote,) if self._unit is Unit.NONE else (start, end)
        identity = (*self._document, *place, label, annotator)
        self._taken[identity] += 1
        identifier = self._id(span, annotator) if span.id else derived_id(*identity, self._taken[identity])
        if not span.id and identifier not in self.known:
            same = self._there.get((start, end, quote, label), ())
            is_named = bool(self._about.holds.annotators or self._wishes.annotator or span.annotator)
            fitting = (one.id for one in same if not is_named or one.annotator == annotator)
            identifier = next((one for one in fitting if one not in self._made), identifier)
        anchor, is_fitting = span.anchor, self._text[start:end] == quote
        if self._found.text is None and anchor != DETACHED and (span.prefix is None or self._has_only_words):
            there = _told_place(start, quote, span.prefix or "", span.suffix or "", self._text)
            if there >= 0 and there != start:
                start, end, anchor, is_fitting = there, there + len(quote), MOVED, True
            elif there < 0 and self._text and span.prefix is not None:
                anchor = DETACHED
        before = self._text[max(0, start - CONTEXT) : start] if is_fitting else ""
        behind = self._text[end : end + CONTEXT] if is_fitting else ""
        fields = {
            "label": label,
            "start": start,
            "end": end,
            "quote": quote,
            "prefix": before if span.prefix is None else span.prefix,
            "suffix": behind if span.suffix is None else span.suffix,
            "source_start": start if span.source_start is None else span.source_start,
            "source_end": end if span.source_end is None else span.source_end,
            "note": span.note,
            "annotator": annotator,
            "attributed_to": span.speaker,
            "created_at": span.created_at or span.updated_at or self._wishes.moment,
            "updated_at": span.updated_at or span.created_at or self._wishes.moment,
            "anchor": anchor,
            **({VALUES: dict(span.values)} if span.values else {}),
            **span.origin.fields,
        }
        one = annotation_from(identifier, fields)
        if anchor != DETACHED and len(one.quote) != one.end - one.start:
            raise ValueError("quote is not as long as its passage: is it cut, or are the offsets not code points?")
        refuse_date_to_come(one.updated_at)
        if self._made.setdefault(one.id, one) != one:
            raise ValueError("its id is that of another annotation of the document")
        if not span.updated_at and one.id in self.known:
            self.undated.add(one.id)
        return one

    def _place(self, span: ImportedSpan) -> tuple[int, int, str]:
        """Where it is, in code points, and its quote."""
        start, end, quote = span.start, span.end, span.quote
        if span.anchor == DETACHED:
            pass
        elif self._unit is Unit.NONE:
            known = self.known.get(span.id)
            if known is not None and known.quote == quote:
                return known.start, known.end, known.quote
            start, end = _only_place(quote or "", self._text)
        elif self._units is not None and self._found.text is not None:
            start, end = self._units.code_point(start), self._units.code_point(end)
            if quote is not None and self._text[start:end] != quote:
                raise ValueError("a quote is not at its offsets")
        elif self._units is not None and self._unit is not Unit.CODE_POINTS:
            start, end = _converted(self._units, start, end, quote or "")
        return start, end, self._text[start:end] if quote is None else quote

    def _id(self, span: ImportedSpan, annotator: str) -> str:
        known = checked_id(span.id)
        return known if annotator == span.annotator or not self._wishes.annotator else derived_id(known, annotator)


def whose(named: str, about: About, wishes: Wishes, by: str) -> str:
    """Whose an annotation or a link becomes that the file says is ``named``'s."""
    if wishes.annotator:
        return wishes.annotator
    return named if named or about.holds.annotators else by


def _only_place(quote: str, text: str) -> tuple[int, int]:
    """Where the quote stands, once in the text."""
    start = text.find(quote) if quote else -1
    if start < 0:
        raise ValueError("a quote is not in the text of its document")
    if text.find(quote, start + 1) >= 0:
        raise ValueError("a quote is in its document more than once, and no offsets say which is meant")
    return start, start + len(quote)


def _converted(units: OffsetUnits, start: int, end: int, quote: str) -> tuple[int, int]:
    """The offsets in code points of the present text, else such of about there: the quote then finds its place."""
    try:
        begin, finish = units.code_point(start), units.code_point(end)
    except ValueError:
        begin, finish = start, start
    return begin, begin + len(quote) if quote else finish


def _told_place(start: int, quote: str, before: str, after: str, text: str) -> int:
    """Where a quote stands, told by its words and the ones around it rather than by the offset; -1 for nowhere."""
    whole = before + quote + after
    if start >= len(before) and text.startswith(whole, start - len(before)):
        return start
    if whole != quote and text.count(whole) == 1:
        return text.find(whole) + len(before)
    if text.startswith(quote, start):
        return start
    return text.find(quote) if len(quote) >= TELLING and text.count(quote) == 1 else -1
