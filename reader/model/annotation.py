"""Annotations, links and decisions as plain data, and changes to them as pairs of before and after."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from reader.model.untrusted_data import one_line, plain_data, some_lines

#: The states of an anchor: as made; re-anchored after the text changed; not found in the present text.
EXACT, MOVED, DETACHED = "exact", "moved", "detached"
ANCHORS = (EXACT, MOVED, DETACHED)
#: The largest integer that every JSON reader keeps exactly.
LARGEST_OFFSET = 2**53 - 1
#: Code points of the longest label: four times the limit in the settings.
LONGEST_LABEL = 128
#: A ULID as this program writes it.
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
#: What most records hold of fields that nobody here knows; one for all of them.
_NOTHING: Mapping[str, Any] = MappingProxyType({})
#: Fields that may hold several lines.
_PASSAGES = frozenset({"quote", "prefix", "suffix", "note"})


def new_id() -> str:
    """A new ULID: 26 characters, unique without coordination, sorted by creation time."""
    from ulid import ULID  # a slow import, which the first screen does not need

    return str(ULID())


def is_id(identifier: object) -> bool:
    """Whether that is a ULID as ``new_id`` makes one."""
    return isinstance(identifier, str) and _ULID.fullmatch(identifier) is not None


def now() -> str:
    """The present time in UTC, ISO 8601 to the millisecond: ``2026-04-11T09:30:00.000Z``."""
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
        annotator: the name of the person who made it.
        created_at, updated_at: UTC, ISO 8601.
        anchor: ``exact``, ``moved`` or ``detached``.
        attributed_to: the speaker of the passage; empty for the article's own voice.
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
        """The annotation with some fields changed and ``updated_at`` set to the present time."""
        return replace(self, updated_at=now(), **changes)


@dataclass(frozen=True, slots=True)
class Link:
    """One annotation supports or attacks another: ids of annotations, in one document or two."""

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
    """A person's decision about a document that is neither a tag nor a link, such as that it is finished.

    Attributes:
        id: a ULID.
        kind: its subject, such as ``finished``; the code that makes decisions defines their kinds.
        data: the content, as plain JSON.
        annotator: the name of the person who decided.
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


#: Any kind of record, for code that treats all kinds alike.
Record = Annotation | Link | Decision
_Kind = TypeVar("_Kind", Annotation, Link, Decision)
#: The table that each kind of record has in a document's file.
TABLES: Mapping[str, type[Record]] = MappingProxyType({"annotations": Annotation, "decisions": Decision, "links": Link})


def table_name(record: Record) -> str:
    """The name of the table that holds a record."""
    return next(name for name, kind in TABLES.items() if isinstance(record, kind))


class Change(NamedTuple):
    """One record before and after a change: ``before`` is None for a new record, ``after`` for a deleted one."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record after the change, or the one before it if there is none."""
        record = self.after or self.before
        if record is None:
            raise ValueError("a change needs a record before or after it")
        return record

    def reversed(self) -> Change:
        """The change that undoes this one."""
        return Change(self.after, self.before)


def to_fields(record: Record) -> dict[str, Any]:
    """The record as a JSON object without its id, unknown fields included, keys sorted."""
    known = {one.name: getattr(record, one.name) for one in fields(record) if one.name not in {"id", "extra"}}
    if not known.get("attributed_to", True):
        del known["attributed_to"]  # an empty value is the default, and earlier files do not have it
    if isinstance(record, Decision):
        known["data"] = dict(record.data)
    return dict(sorted({**record.extra, **known}.items()))


def record_from(table: str, identifier: str, values: Mapping[str, Any]) -> Record:
    """A record of that table from untrusted values; raises ``ValueError`` as ``annotation_from`` does."""
    readers: Mapping[str, Callable[[str, Mapping[str, Any]], Record]] = {
        "annotations": annotation_from, "decisions": decision_from, "links": link_from,
    }  # fmt: skip
    return readers[table](identifier, values)


def annotation_from(identifier: str, values: Mapping[str, Any]) -> Annotation:
    """An annotation from untrusted values; characters that are unsafe for a terminal become U+FFFD.

    Raises:
        ValueError: a field is missing, of the wrong type, or out of bounds; the message names it.
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
    """A link from untrusted values; raises ``ValueError`` as ``annotation_from`` does, and for a link to itself."""
    link = _record(Link, identifier, values)
    if link.source == link.target:
        raise ValueError("links an annotation to itself")
    return link


def decision_from(identifier: str, values: Mapping[str, Any]) -> Decision:
    """A decision from untrusted values; raises ``ValueError`` as ``annotation_from`` does."""
    decision = _record(Decision, identifier, values)
    if not decision.kind.strip():
        raise ValueError("kind is empty")
    return decision


def checked_fields(record: Record) -> dict[str, Any]:
    """As ``to_fields``, of a record that can be read again.

    Raises:
        ValueError: it cannot; the message names the field.
    """
    if not is_id(record.id):
        raise ValueError(f"{record.id!r} is no ULID")
    try:
        found = to_fields(record)
        record_from(table_name(record), record.id, found)
    except TypeError as error:
        raise ValueError(f"is no plain data: {error}") from error
    return found


#: For each kind the names and types of its fields in a file, computed once because large files need them often.
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
    extra = MappingProxyType(plain_data(unknown)) if unknown else _NOTHING
    try:
        return kind(id=identifier, **known, extra=extra)
    except TypeError as error:  # a required field is missing
        missing = [
            one.name
            for one in fields(kind)
            if one.name in {"label", "start", "end", "quote", "source", "target", "kind"}
        ]
        raise ValueError(f"needs {', '.join(name for name in missing if name not in known)}") from error
