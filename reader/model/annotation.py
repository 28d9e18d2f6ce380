"""What a person tagged: annotations and links as plain data, and changes to them as pairs of before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from reader.model.untrusted_data import one_line, plain_data, some_lines

#: How surely an annotation sits where it says: as made; found again after the text changed; not found.
EXACT, MOVED, DETACHED = "exact", "moved", "detached"
ANCHORS = (EXACT, MOVED, DETACHED)
#: The largest offset that every reader of JSON can hold.
LARGEST_OFFSET = 2**53 - 1
#: Code points of the longest label, four times what the settings allow.
LONGEST_LABEL = 128
#: Text that may hold several lines.
_PASSAGES = frozenset({"quote", "prefix", "suffix", "note"})


def new_id() -> str:
    """A ULID: 26 characters, unique without coordination, sorted by the time it was made."""
    from ulid import ULID  # a slow import, and nothing is tagged before the first paint

    return str(ULID())


def now() -> str:
    """This moment in UTC, ISO 8601 to the millisecond: ``2026-04-11T09:30:00.000Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One tagged passage.

    Attributes:
        id: a ULID.
        label: the name of the label.
        start, end: into ``Article.text``, code points, zero-based, half-open.
        quote: ``Article.text[start:end]`` when it was anchored.
        prefix, suffix: up to 32 code points before and after the quote.
        source_start, source_end: the same passage in the decoded file.
        note: the annotator's remark, may hold several lines.
        annotator: who.
        created_at, updated_at: UTC, ISO 8601.
        anchor: ``exact``, ``moved`` or ``detached``.
        attributed_to: whose words the passage is, where it is not the article's own voice; empty where it is.
        extra: fields that a newer version wrote; kept as they are.
    """

    id: str
    label: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    source_start: int = 0
    source_end: int = 0
    note: str = ""
    annotator: str = ""
    created_at: str = ""
    updated_at: str = ""
    anchor: str = EXACT
    attributed_to: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def touched(self, **changes: Any) -> Annotation:
        """The annotation with some fields changed and ``updated_at`` set to this moment."""
        return replace(self, updated_at=now(), **changes)


@dataclass(frozen=True, slots=True)
class Link:
    """One annotation said to support or attack another: ids of annotations, in one document or two."""

    id: str
    source: str
    target: str
    kind: str
    annotator: str = ""
    created_at: str = ""
    updated_at: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a document that is neither a tag nor a link, as that it is finished.

    Attributes:
        id: a ULID.
        kind: what it is about, as ``finished``; the part of the program that decides defines its kinds.
        data: the rest, as plain JSON.
        annotator: who.
        created_at, updated_at: UTC, ISO 8601.
        extra: fields that a newer version wrote; kept as they are.
    """

    id: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)
    annotator: str = ""
    created_at: str = ""
    updated_at: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


#: Any kind of record, where the store or the history does not care which.
Record = Annotation | Link | Decision
_Kind = TypeVar("_Kind", Annotation, Link, Decision)
#: The table that each kind of record has in a document's file.
TABLES: Mapping[str, type[Record]] = MappingProxyType({"annotations": Annotation, "decisions": Decision, "links": Link})


def table_name(record: Record) -> str:
    """The table that a record stands in."""
    return next(name for name, kind in TABLES.items() if isinstance(record, kind))


class Change(NamedTuple):
    """One record before and after: ``before`` is None when it was made, ``after`` when it was deleted."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """Whichever side there is, the newer one first."""
        record = self.after or self.before
        if record is None:
            raise ValueError("a change needs a record before or after it")
        return record

    def reversed(self) -> Change:
        """The change that takes this one back."""
        return Change(self.after, self.before)


def to_fields(record: Record) -> dict[str, Any]:
    """The record as a JSON object without its id, unknown fields included, keys sorted."""
    known = {one.name: getattr(record, one.name) for one in fields(record) if one.name not in {"id", "extra"}}
    if not known.get("attributed_to", True):
        del known["attributed_to"]  # as good as none: files of before, and most records, do without
    if isinstance(record, Decision):
        known["data"] = dict(record.data)
    return dict(sorted({**record.extra, **known}.items()))


def record_from(table: str, identifier: str, values: Mapping[str, Any]) -> Record:
    """A record of that table read from outside; raises ``ValueError`` as ``annotation_from`` does."""
    readers: Mapping[str, Callable[[str, Mapping[str, Any]], Record]] = {
        "annotations": annotation_from, "decisions": decision_from, "links": link_from,
    }  # fmt: skip
    return readers[table](identifier, values)


def annotation_from(identifier: str, values: Mapping[str, Any]) -> Annotation:
    """An annotation read from outside; characters that no terminal may get are U+FFFD in it.

    Raises:
        ValueError: a field that is missing, of the wrong type, or out of bounds, named.
    """
    record = _record(Annotation, identifier, values)
    if not 0 <= record.start < record.end <= LARGEST_OFFSET:
        raise ValueError("start and end are not a passage")
    if not 0 <= record.source_start <= record.source_end <= LARGEST_OFFSET:
        raise ValueError("source_start and source_end are not a passage")
    if not record.label.strip():
        raise ValueError("label is empty")
    if len(record.label) > LONGEST_LABEL:
        raise ValueError(f"label is longer than {LONGEST_LABEL} characters")
    return record if record.anchor in ANCHORS else replace(record, anchor=EXACT)


def link_from(identifier: str, values: Mapping[str, Any]) -> Link:
    """A link read from outside; raises ``ValueError`` as ``annotation_from`` does, and for a link to itself."""
    link = _record(Link, identifier, values)
    if link.source == link.target:
        raise ValueError("links an annotation to itself")
    return link


def decision_from(identifier: str, values: Mapping[str, Any]) -> Decision:
    """A decision read from outside; raises ``ValueError`` as ``annotation_from`` does."""
    decision = _record(Decision, identifier, values)
    if not decision.kind.strip():
        raise ValueError("kind is empty")
    return decision


#: The names of each kind's fields as they stand in a file, and the type of each: a large file asks very often.
_FIELDS = {
    kind.__name__: tuple(
        (one.name, int if one.type == "int" else str) for one in fields(kind) if one.name not in {"id", "extra"}
    )
    for kind in TABLES.values()
}


def _record(kind: type[_Kind], identifier: str, values: Mapping[str, Any]) -> _Kind:
    known: dict[str, Any] = {}
    for name, wanted in _FIELDS[kind.__name__]:
        if name not in values:
            continue
        value = values[name]
        if name == "data":
            if not isinstance(value, Mapping):
                raise ValueError("data is not an object")
            known["data"] = MappingProxyType(plain_data(dict(value)))
            continue
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise ValueError(f"{name} is not {'a whole number' if wanted is int else 'text'}")
        if isinstance(value, str):
            value = some_lines(value) if name in _PASSAGES else one_line(value)
        known[name] = value
    unknown = {key: value for key, value in values.items() if key not in known} if len(known) < len(values) else {}
    extra = plain_data(unknown) if unknown else {}
    try:
        return kind(id=identifier, **known, extra=MappingProxyType(extra))
    except TypeError as error:  # a field without a default is not there
        missing = [
            one.name
            for one in fields(kind)
            if one.name in {"label", "start", "end", "quote", "source", "target", "kind"}
        ]
        raise ValueError(f"needs {', '.join(name for name in missing if name not in known)}") from error
