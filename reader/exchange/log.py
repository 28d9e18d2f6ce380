"""The history as text and as JSON: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo
from typing import Any

from reader.annotations.annotation import Annotation, Change, Decision, Link, Record, table_name, to_fields
from reader.annotations.document import Document
from reader.annotations.files import json_text
from reader.annotations.journal import Transaction
from reader.annotations.merging import moment
from reader.annotations.rows import changes_in
from reader.sources import safe_text
from reader.sources.safety import short_text
from reader.streams import counted

#: Code points of a quote or a note that one line shows.
_SHOWN = 48
#: Code points of a name, a label, a kind; of a document's path, its end, or of what was done.
_NAME, _PATH = 40, 120
#: Changes of one transaction that are shown one by one.
_LISTED = 5
_QUIET = {"updated_at", "created_at", "prefix", "suffix", "source_start", "source_end", "quote", "end"}


def as_text(document: Document, written: Transaction, zone: tzinfo | None) -> str:
    """One transaction, a line for what was done and one for each change; ``zone`` None is that of the system."""
    act = written.act
    done = "undone" if act.undoes else "done again" if act.redoes else ""
    who, where = short_text(act.by, _NAME) or "-", short_text(document.path, _PATH, keeps_end=True)
    head = f"{moment(written.at).astimezone(zone):%Y-%m-%d %H:%M:%S}  {who}  {where}"
    head += f"  {short_text(act.what, _PATH)}{f': {done}' if done else ''}" if act.what or done else ""
    changes = written.changes
    below = [_said(change) for change in changes[:_LISTED]]
    if len(changes) > _LISTED:
        below.append(f"and {counted(len(changes) - _LISTED, 'more change')}")
    below += [] if changes else ["nothing was changed"]
    below += ["the clock had been set back before this"] if written.since else []
    below += [f"gave way to another reader's: {_named(one.record)}" for one in changes_in(written.lost)]
    return "".join([f"{safe_text(head)}\n", *(f"    {safe_text(line)}\n" for line in below)])


def as_json(document: Document, written: Transaction) -> str:
    """One transaction as one line: everything, each record before and after."""
    changes = [
        {
            "id": one.record.id,
            "table": table_name(one.record),
            "before": _fields(one.before),
            "after": _fields(one.after),
        }
        for one in written.changes
    ]
    lost = [{"id": one.record.id, **to_fields(one.record)} for one in changes_in(written.lost)]
    about: dict[str, Any] = {"seq": written.number, "at": written.at, **asdict(written.act)}
    about |= {"document": document.path, "key": document.key}
    return json_text({**about, "changes": changes, "lost": lost}) + "\n"


def summary(changes: Sequence[Change]) -> str:
    """Counts of what is made, changed and taken out: ``2 brought back, 1 taken out``."""
    made, gone = (sum(1 for one in changes if getattr(one, side) is None) for side in ("before", "after"))
    counts = (("brought back", made), ("taken out", gone), ("changed back", len(changes) - made - gone))
    return ", ".join(f"{count} {verb}" for verb, count in counts if count)


def _fields(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else to_fields(record)


def _said(change: Change) -> str:
    before, after = change
    if before is None or after is None:
        return f"{'+' if before is None else '-'} {_named(change.record)}"
    old, new = to_fields(before), to_fields(after)
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name) and name not in _QUIET]
    said = "; ".join(f"{short_text(name, _NAME)} {_short(old.get(name))} → {_short(new.get(name))}" for name in names)
    return f"~ {_named(after)}{f': {said}' if said else ''}"


def _named(record: Record) -> str:
    if isinstance(record, Annotation):
        return f"{short_text(record.label, _NAME)} {_short(record.quote)}"
    if isinstance(record, Link):
        kind, source, target = (short_text(one, _NAME) for one in (record.kind, record.source, record.target))
        return f"link {kind} {source} → {target}"
    return f"decision {short_text(record.kind, _NAME)}" if isinstance(record, Decision) else ""


def _short(value: object) -> str:
    if not isinstance(value, str):
        return str(value)[:_SHOWN]
    text = " ".join(value.split())
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
