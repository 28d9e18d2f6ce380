"""The labels of a store as rows: what was done to them can be kept, taken back, and brought to an earlier moment.

Pure. A row is one line of ``labels.jsonl``: a label, or what became of a name. Its key says which; two lines with one
key are settled before. Rows of a transaction are numbered, since a history has no other ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges, settled, with_changes
from reader.model.act import Act
from reader.store.records.record_rows import RowChange
from reader.store.records.transaction import TimelineEntry, Transaction, in_order

#: The table of such rows in a history.
TABLE = "labels"
#: Stands for the labels where others stand for documents; no document has it.
LABELS_KEY = ".labels"
#: A row as it stands in the file.
Fields = dict[str, Any]
#: Rows by their keys: of what kind, and the name.
LabelRows = dict[tuple[str, str], Fields]
_LABEL, _BECOMES, _RETIRED = "label", "becomes", "retired"


def label_entries(past: Iterable[Transaction]) -> list[TimelineEntry]:
    """When what was written."""
    past = list(past)
    numbers = in_order(one.number for one in past)
    return [TimelineEntry(LABELS_KEY, number, one.at, one.since) for number, one in zip(numbers, past, strict=True)]


def rows_of(labels: Iterable[Label], changes: Iterable[LabelChange]) -> LabelRows:
    """The rows that say this."""
    rows = {(_LABEL, one.name): label_fields(one) for one in labels}
    return rows | {_place(fields): fields for fields in map(change_fields, settled(changes))}


def label_fields(label: Label) -> Fields:
    """A label as a line has it; whether it is retired stands elsewhere."""
    return {"name": label.name, "key": label.key, "colour": label.colour, "guideline": label.guideline}


def change_fields(change: LabelChange) -> Fields:
    """What became of a name as a line has it."""
    return {
        "label": change.name,
        "becomes": change.becomes,
        **({"step": change.step} if change.step else {}),
        **({"undone": True} if change.is_undone else {}),
        **({"new": True} if change.is_new else {}),
    }


def labels_of(rows: LabelRows) -> tuple[Label, ...]:
    """The labels, under the names that they had when they were added."""
    return tuple(Label(**fields) for (kind, _), fields in rows.items() if kind == _LABEL)


def changes_of(rows: LabelRows) -> list[LabelChange]:
    """What became of names."""
    return [_change(fields) for (kind, _), fields in rows.items() if kind != _LABEL]


def labels_now(rows: LabelRows) -> tuple[Label, ...]:
    """The labels under the names that they have now."""
    return LabelChanges(changes_of(rows)).in_force(labels_of(rows))


def added(label: Label) -> LabelRows:
    """What is to be written where a label is added."""
    return {(_LABEL, label.name): label_fields(label)}


def changed(rows: LabelRows, changes: Sequence[LabelChange]) -> LabelRows:
    """The rows once more became of names, each change in the place of the one before it."""
    kept = {place: fields for place, fields in rows.items() if place[0] == _LABEL}
    return kept | {_place(one): one for one in map(change_fields, with_changes(changes_of(rows), changes))}


def names_in(before: LabelRows, after: LabelRows) -> tuple[str, ...]:
    """The names of the labels of which not the same is said, sorted."""
    places = {place for place in {**before, **after} if _said(before.get(place)) != _said(after.get(place))}
    return tuple(sorted({name for _, name in places}))


def difference(before: LabelRows, after: LabelRows) -> tuple[RowChange, ...]:
    """The row changes from one to the other."""
    places = [place for place in {**before, **after} if before.get(place) != after.get(place)]
    return tuple(
        RowChange(TABLE, str(number), after.get(place), before.get(place)) for number, place in enumerate(places, 1)
    )


def turned(rows: LabelRows, past: Iterable[Transaction], act: Act) -> LabelRows:
    """The rows once the step that an act takes back is taken back, as far as they still are as that step left them.

    Args:
        rows: as they are.
        past: everything that was done to them, in order.
        act: undoes or redoes a step.
    """
    target = act.undoes or act.redoes
    first: dict[tuple[str, str], RowChange] = {}
    for one in past:
        for row in one.rows if target and one.act.step == target else ():
            place = _place(row.new or row.old or {})
            first[place] = row._replace(old=first[place].old if place in first else row.old)
    back = {place: row.old for place, row in first.items() if _said(rows.get(place)) == _said(row.new)}
    return _put_back(rows, back, act)


def rows_at(rows: LabelRows, past: Sequence[Transaction], number: int, act: Act) -> LabelRows:
    """The rows as they were when ``number`` was the last that had been written; what no history knows stays.

    Args:
        rows: as they are.
        past: everything that was done to them, in order.
        number: in the order of what is written into the store.
        act: brings them back.
    """
    earlier: dict[tuple[str, str], Fields | None] = {}
    for place, one in zip(in_order(one.number for one in past), past, strict=True):
        for row in one.rows if place > number else ():
            earlier.setdefault(_place(row.new or row.old or {}), row.old)
    return _put_back(rows, earlier, act)


def _put_back(rows: LabelRows, back: Mapping[tuple[str, str], Fields | None], act: Act) -> LabelRows:
    """Rows put in the place of others; that of a name that nothing had become of says so, for those who merge it."""
    found = dict(rows)
    for place, old in back.items():
        here = rows.get(place)
        if _said(here) == _said(old):
            continue
        if place[0] == _LABEL:
            found.pop(place) if old is None else found.update({place: old})
        else:
            undone = _change(old or here or {})._replace(step=act.step)
            found[place] = change_fields(undone if old else undone._replace(is_undone=True))
    return found


def _said(fields: Fields | None) -> Fields | None:
    """What a row says, without the step; nothing where it was taken back."""
    if fields is None or fields.get("undone"):
        return None
    return {name: value for name, value in fields.items() if name != "step"}


def _place(fields: Fields) -> tuple[str, str]:
    if "becomes" in fields:
        return (_BECOMES if fields["becomes"] else _RETIRED), str(fields.get("label"))
    return _LABEL, str(fields.get("name"))


def _change(fields: Fields) -> LabelChange:
    return LabelChange(
        str(fields.get("label", "")),
        str(fields.get("becomes", "")),
        str(fields.get("step", "")),
        fields.get("undone") is True,
        fields.get("new") is True,
    )
