"""The history as text and as JSON: who changed what, when, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model.annotation import Annotation, Change, Decision, Link, Record, table_name, to_fields
from reader.model.document import Document
from reader.store.records.record_merging import moment
from reader.store.records.transaction import Transaction
from reader.system.json_text import json_text
from reader.system.safe_text import safe_text, short_text
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.entities.entity_corrections import Correction

#: Code points of a quote or a note in one line.
_SHOWN = 48
#: Code points of a name, a label or a kind; and of a document's path, whose end is shown, or of an action.
_NAME, _PATH = 40, 120
#: Changes of one transaction that are listed.
_LISTED = 5
_QUIET = {"updated_at", "created_at", "prefix", "suffix", "source_start", "source_end", "quote", "end"}


class Entry(NamedTuple):
    """One transaction in words, safe to show: when, who, which document, what was done, and a line for each change."""

    at: str
    who: str
    where: str
    what: str
    changes: list[str]


def entry(document: Document, written: Transaction, zone: tzinfo | None = None) -> Entry:
    """A transaction in words; ``zone`` is that of its date, None for the system's."""
    act = written.act
    done = "undone" if act.undoes else "done again" if act.redoes else ""
    what = f"{short_text(act.what, _PATH)}{f': {done}' if done else ''}" if act.what or done else ""
    changes = [_change_line(change) for change in written.changes[:_LISTED]] or ["nothing was changed"]
    if len(written.changes) > _LISTED:
        changes.append(f"and {counted(len(written.changes) - _LISTED, 'more change')}")
    changes += ["the clock had been set back before this"] if written.since else []
    changes += [f"gave way to another change: {named(record)}" for record in written.gave_way]
    return Entry(
        f"{moment(written.at).astimezone(zone):%Y-%m-%d %H:%M:%S}",
        short_text(act.by, _NAME) or "-",
        short_text(document.path, _PATH, keeps_end=True),
        what,
        [safe_text(line) for line in changes],
    )


def as_text(document: Document, written: Transaction, zone: tzinfo | None = None) -> str:
    """A transaction as ``nrc-reader log`` prints it: a line for what was done, and one for each change."""
    at, who, where, what, changes = entry(document, written, zone)
    head = f"{at}  {who}  {where}  {what}".strip()
    return "".join([f"{head}\n", *(f"    {line}\n" for line in changes)])


def as_json(document: Document, written: Transaction) -> str:
    """One transaction as one line: everything, each record before and after."""
    changes = [
        {
            "id": change.record.id,
            "table": table_name(change.record),
            "before": _fields(change.before),
            "after": _fields(change.after),
        }
        for change in written.changes
    ]
    lost = [{"id": record.id, **to_fields(record)} for record in written.gave_way]
    about: dict[str, Any] = {"seq": written.number, "at": written.at, **written.act._asdict()}
    about |= {"document": document.path, "key": document.key}
    return json_text({**about, "changes": changes, "lost": lost}) + "\n"


def summary(changes: Sequence[Change]) -> str:
    """Counts of records that are restored, removed and changed back: ``2 brought back, 1 taken out``."""
    made, gone = (sum(1 for one in changes if getattr(one, side) is None) for side in ("before", "after"))
    counts = (("brought back", made), ("taken out", gone), ("changed back", len(changes) - made - gone))
    return ", ".join(f"{count} {verb}" for verb, count in counts if count)


def _fields(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else to_fields(record)


def _change_line(change: Change) -> str:
    before, after = change
    if before is None or after is None:
        return f"{'+' if before is None else '-'} {named(change.record)}"
    if isinstance(before, Decision) and isinstance(after, Decision) and before.data != after.data:
        return f"~ {decision_in_words(before)} → {decision_in_words(after)}"  # its data are for programs
    old, new = to_fields(before), to_fields(after)
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name) and name not in _QUIET]
    news = "; ".join(f"{short_text(name, _NAME)} {quoted(old.get(name))} → {quoted(new.get(name))}" for name in names)
    return f"~ {named(after)}{f': {news}' if news else ''}"


def named(record: Record) -> str:
    """A record in a few words, not yet safe to show."""
    if isinstance(record, Annotation):
        return f"{short_text(record.label, _NAME)} {quoted(record.quote)}"
    if isinstance(record, Link):
        kind, source, target = (short_text(one, _NAME) for one in (record.kind, record.source, record.target))
        return f"link {kind} {source} → {target}"
    return decision_in_words(record)


def decision_in_words(decision: Decision) -> str:
    """A decision about a document, in one line; for an unknown kind only the kind."""
    from reader.analysis.guideline.waivers import WAIVED
    from reader.annotations.anchored_records import REJECTED
    from reader.annotations.bookmarks import BOOKMARK
    from reader.annotations.document_notes import note_in
    from reader.annotations.handing_in import FINISHED, REOPENED
    from reader.annotations.metadata_corrections import METADATA
    from reader.annotations.name_decisions import corrections_in
    from reader.sources.charsets.names import shown_name
    from reader.store.override_records import ENCODING, LINE, chosen_encoding
    from reader.store.renamed_documents import ORIGIN

    data, kind = decision.data, decision.kind
    if kind in {FINISHED, REOPENED}:
        return "finished" if kind == FINISHED else "no longer finished"
    if kind == BOOKMARK and isinstance(data.get("name"), str):
        return f"bookmark {short_text(data['name'], _NAME)} {quoted(data.get('quote', ''))}"
    if kind == LINE and isinstance(data.get("shown"), bool):
        return f"line {'put back' if data['shown'] else 'dropped'} {quoted(data.get('text', ''))}"
    if kind == METADATA:
        return _stated(data)
    if kind == ENCODING and (codec := chosen_encoding([decision])):
        return f"read in {shown_name(codec)}"
    if kind == WAIVED and isinstance(data.get("rule"), str):
        why = quoted(data.get("reason", ""))
        return f"waived {short_text(data['rule'], _NAME)} {quoted(data.get('quote', ''))}: {why}"
    if kind == REJECTED:
        return f"not the place of a tag: {quoted(data.get('passage', ''))}"
    if kind == ORIGIN and isinstance(data.get("path"), str):
        return f"taken over from {short_text(data['path'], _PATH, keeps_end=True)}"
    if note := note_in(decision):
        return f"note of the document {quoted(note)}"
    corrections = corrections_in([decision])
    return _correction(corrections[0]) if corrections else f"decision {short_text(kind, _NAME)}"


def _stated(data: Mapping[str, Any]) -> str:
    """A correction of title, authors or date, in words."""
    from reader.annotations.metadata_corrections import FIELDS, METADATA, as_line, correction_from

    try:
        field, value = correction_from(data)
    except ValueError:
        return f"decision {METADATA}"
    return f"{FIELDS[field]} {quoted(as_line(value))}" if value else f"{FIELDS[field]}: none"


def _correction(correction: Correction) -> str:
    """A correction of a name, in words."""
    name, to = quoted(correction.forms[0]), quoted(correction.to)
    words = {
        "merge": lambda: f"name {name} merged into {quoted(correction.into[0])}",
        "split": lambda: f"name {to} split off {name}",
        "rename": lambda: f"name {name} renamed {to}",
        "kind": lambda: f"name {name}: kind {correction.to}",
        "reject": lambda: f"{name} is no name",
        "add": lambda: f"name {name} added: {correction.kind}",
        "everywhere": lambda: f"every occurrence of the name {name}",
    }
    return words[correction.operation]()


def quoted(value: object) -> str:
    """A passage, a note or another value between quotation marks, shortened; not yet safe to show."""
    if not isinstance(value, str):
        return str(value)[:_SHOWN]
    text = " ".join(value.split())
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
