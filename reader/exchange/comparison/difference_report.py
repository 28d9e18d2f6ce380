"""What differs between two sides, as text for people and as one JSON object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from reader.exchange.comparison.difference import (
    ANNOTATOR,
    DECISION,
    FOUND,
    KINDS,
    LOST,
    MOVED,
    NOTE,
    REANCHORED,
    RELABELLED,
    SPEAKER,
    TEXT,
    DocumentDifference,
    RecordChange,
    totals,
)
from reader.exchange.comparison.side import Side, SideDocument
from reader.exchange.history_report import decision_in_words, named, quoted
from reader.model.annotation import Annotation, Decision, Link, Record, table_name, to_fields
from reader.model.document import Document
from reader.store.records.record_merging import moment
from reader.system.json_text import json_text
from reader.system.safe_text import safe_text, short_text

#: Code points of a name, and of a document's path, whose end is shown.
_NAME, _PATH = 40, 120
_FIELD = {NOTE: "note", SPEAKER: "attributed_to", ANNOTATOR: "annotator"}


def as_lines(found: Iterable[DocumentDifference], zone: tzinfo | None = None) -> Iterator[str]:
    """A line for each change, safe to show, ordered by document and place; ``zone`` None is the system's."""
    for one in found:
        document = one.pair.known.document
        path = short_text(document.path or document.title or "-", _PATH, keeps_end=True)
        if one.is_new_text:
            old, new = (_hash(side)[:12] for side in one.pair)
            yield f"{path}: {TEXT} {old} → {new}"
        quotes = _quotes(one)
        for change in one.changes:
            place = f":{place.start}-{place.end}" if isinstance(place := change.record, Annotation) else ""
            who = _who(change, zone)
            for kind in change.kinds:
                yield safe_text(f"{path}{place}: {_in_words(kind, change, quotes)}{who}")


def in_total(counts: Mapping[str, int]) -> str:
    """The counts in one line: ``2 added, 1 relabelled``; ``no differences`` where there are none."""
    return ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts.get(kind)) or "no differences"


def as_json(one: Side, other: Side, found: Sequence[DocumentDifference]) -> str:
    """All of it as one object; the same differences give the same text."""
    counts: Counter[str] = totals(found)
    value = {
        "from": one.name,
        "to": other.name,
        "totals": {kind: counts[kind] for kind in KINDS if counts[kind]},
        "documents": [
            {
                "document": each.pair.known.document.path,
                "before": _identity(each.pair.one),
                "after": _identity(each.pair.other),
                "changes": [_row(change) for change in each.changes],
            }
            for each in found
        ],
    }
    return json_text(value) + "\n"


def _row(change: RecordChange) -> dict[str, Any]:
    return {
        "changes": list(change.kinds),
        "table": table_name(change.record),
        "by": change.by,
        "at": change.at,
        "before": _fields(change.before),
        "after": _fields(change.after),
    }


def _fields(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else {"id": record.id, **to_fields(record)}


def _identity(side: SideDocument | None) -> dict[str, Any] | None:
    if side is None:
        return None
    document: Document = side.document
    return {"document": document.path, "document_sha256": document.sha256, "title": document.title}


def _hash(side: SideDocument | None) -> str:
    return "" if side is None else side.document.sha256


def _who(change: RecordChange, zone: tzinfo | None) -> str:
    """Who changed it, and when, as far as that is known."""
    when = f"{moment(change.at).astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment(change.at).year > 1 else ""
    words = ", ".join(filter(None, (short_text(change.by, _NAME), when)))
    return f" ({words})" if words else ""


def _quotes(one: DocumentDifference) -> dict[str, str]:
    """The passages of a document's annotations in both sides, by id: what links are between."""
    sides = [side.records.values() for side in one.pair if side is not None]
    has_links = any(isinstance(change.record, Link) for change in one.changes)
    records = [each for side in sides for each in side] if has_links else []
    return {each.id: quoted(each.quote) for each in records if isinstance(each, Annotation)}


def _of_link(link: Link, quotes: Mapping[str, str]) -> str:
    source, target = (quotes.get(end, short_text(end, _NAME)) for end in (link.source, link.target))
    return f"{short_text(link.kind, _NAME)} {source} → {target}"


def _in_words(kind: str, change: RecordChange, quotes: Mapping[str, str]) -> str:
    before, after = change.before, change.after
    if isinstance(change.record, Link):
        links = [each for each in (before, after) if isinstance(each, Link)]
        return f"{kind} {' → '.join(_of_link(each, quotes) for each in links)}"
    if before is None or after is None:
        return f"{kind} {named(change.record)}"
    if isinstance(before, Annotation) and isinstance(after, Annotation):
        return _of_annotation(kind, before, after)
    if isinstance(before, Decision) and isinstance(after, Decision) and kind == DECISION:
        return f"{kind} {decision_in_words(before)} → {decision_in_words(after)}"
    return f"{kind} {named(change.record)}"


def _of_annotation(kind: str, before: Annotation, after: Annotation) -> str:
    """One way in which an annotation changed: old → new."""
    if kind == RELABELLED:
        old, new = (short_text(one.label, _NAME) for one in (before, after))
        return f"{kind} {old} → {new} {quoted(after.quote)}"
    if kind in (MOVED, REANCHORED):
        places = f"{before.start}-{before.end} → {after.start}-{after.end}"
        quotes = quoted(before.quote) + (f" → {quoted(after.quote)}" if before.quote != after.quote else "")
        return f"{kind} {short_text(after.label, _NAME)} {places} {quotes}"
    if kind in (LOST, FOUND):
        return f"{kind} {named(after)}"
    if kind in _FIELD:
        old, new = (quoted(getattr(one, _FIELD[kind])) for one in (before, after))
        return f"{kind} {old} → {new} of {named(after)}"
    return f"{kind} of {named(after)}"
