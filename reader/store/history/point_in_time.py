"""What a document was at an earlier moment: as it is now, each later change taken back; and how moments are named.

What is later is told by the order in which it was written. The clock, which somebody may have set back, only says
where in that order the moment lies that a person names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from reader.annotations.handing_in import REOPENED
from reader.store.records.record_merging import moment
from reader.store.records.record_rows import META, RowChange, Tables
from reader.store.records.transaction import LARGEST_NUMBER, TimelineEntry, Transaction, in_order

#: The table whose rows have labels.
_ANNOTATIONS = "annotations"
_AGO = re.compile(r"(\d{1,6}|an?)\s+(second|minute|hour|day|week)s?\s+ago\Z")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


class Cut(NamedTuple):
    """Where in the order of what was written a moment lies.

    Attributes:
        number: of the last thing that was written until then; the least there is where nothing was.
        keys: of the documents that were written into after that, sorted.
        after: when the next thing was written, None where none was.
        times: how often the clock has shown that moment, as far as is known.
    """

    number: int
    keys: Sequence[str]
    after: datetime | None
    times: int = 1


class _Gap(NamedTuple):
    """Between two things that were written one after the other, the clock showed a moment, or may have."""

    place: int
    is_known: bool
    distance: timedelta


def cut_at(readings: Sequence[TimelineEntry], at: datetime, now: datetime, *, is_reckoned: bool = False) -> Cut | None:
    """Where a moment lies; None where it is not over yet.

    Where the clock was set back, it has shown some moments more than once. The last time is meant, but if nothing was
    written after that, the one before: who names a moment wants something back. A moment that is reckoned back from
    now, as an hour ago, is one of the present run of the clock. Where it is only possible that the clock showed the
    moment, because it is not known to when it was set back, that counts if it is nearer to what was written then.

    Args:
        readings: of everything that was written, in order.
        at: with a time zone, as ``now``.
        now: the present moment.
        is_reckoned: it was said how long ago.
    """
    gaps = list(_gaps(readings, at, now))
    earlier = [gap for gap in gaps if gap.place < len(readings)]
    meant = gaps if is_reckoned or not earlier else earlier
    known = [gap for gap in meant if gap.is_known]
    last = known[-1] if known else None
    nearer = [gap for gap in meant if last is None or (gap.place > last.place and gap.distance < last.distance)]
    last = nearer[-1] if nearer else last
    if last is None:
        return None
    later = readings[last.place :]
    number = readings[last.place - 1].number if last.place else -LARGEST_NUMBER
    times = len({gap.place for gap in gaps if gap.is_known} | {last.place})
    return Cut(number, sorted({one.key for one in later}), moment(later[0].at) if later else None, times)


def _gaps(readings: Sequence[TimelineEntry], at: datetime, now: datetime) -> Iterator[_Gap]:
    before: datetime | None = None
    for place in range(len(readings) + 1):
        reading = readings[place] if place < len(readings) else None
        after = moment(reading.at) if reading else now
        since = moment(reading.since) if reading and reading.since else after
        is_over = at < after or (reading is None and at == after)
        if is_over and (before is None or before <= at):
            yield _Gap(place, is_known=True, distance=min(after - at, at - before) if before else after - at)
        elif is_over and before is not None and after < before:
            yield _Gap(place, is_known=since <= at, distance=timedelta(0) if since <= at else after - at)
        before = after


def rows_at(
    tables: Tables, past: Sequence[Transaction], number: int, now_called: Callable[[str], str] = str
) -> tuple[RowChange, ...]:
    """What makes of the tables those of an earlier moment; what is said of the document itself stays.

    So does every record that somebody took back that they had finished it: nobody is to lose that by looking back.

    Args:
        tables: as they are now.
        past: everything that was written into the document, in order.
        number: of the last thing that had been written then.
        now_called: gives the name that a label has now.
    """
    earlier: dict[tuple[str, str], RowChange] = {}
    for place, one in zip(in_order(one.number for one in past), past, strict=True):
        for row in one.rows if place > number else ():
            earlier.setdefault((row.table, row.row_id), row)
    rows = [
        RowChange(table, row_id, _named(row, now_called), tables.get(table, {}).get(row_id))
        for (table, row_id), row in earlier.items()
        if table != META and not _is_reopening(tables.get(table, {}).get(row_id))
    ]
    return tuple(row for row in rows if _is_another(row, earlier[row.table, row.row_id].old))


def _named(row: RowChange, now_called: Callable[[str], str]) -> dict[str, Any] | None:
    """A row as it was, an annotation's label under the name that it has now."""
    label = row.old.get("label") if row.old is not None and row.table == _ANNOTATIONS else None
    if row.old is None or not isinstance(label, str) or now_called(label) == label:
        return row.old
    return {**row.old, "label": now_called(label)}


def _is_another(row: RowChange, was: dict[str, Any] | None) -> bool:
    """Whether a row is to be written; not where only its date would be another, by a name that it has already."""
    if row.new is was or row.new is None or row.old is None:
        return row.new != row.old
    new, old = ({name: value for name, value in side.items() if name != "updated_at"} for side in (row.new, row.old))
    return new != old


def _is_reopening(row: Any) -> bool:
    return isinstance(row, dict) and row.get("kind") == REOPENED


def is_reckoned(text: str) -> bool:
    """Whether a person said how long ago."""
    words = " ".join(text.lower().split())
    return words == "now" or bool(_AGO.match(words))


def moment_in(text: str, now: datetime) -> datetime:
    """The moment that a person means: ISO 8601 (local time unless it says otherwise), ``2 hours ago``, ``yesterday``.

    Args:
        text: as typed.
        now: in the local time zone; without one, that of the system is meant, with its summers and winters.

    Raises:
        ValueError: it is none of these.
    """
    words = " ".join(text.lower().split())
    if words in {"now", "today", "yesterday"}:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return {"now": now, "today": midnight, "yesterday": midnight - timedelta(days=1)}[words].astimezone(UTC)
    try:
        if found := _AGO.match(words):
            number = 1 if found[1].startswith("a") else int(found[1])
            return now.astimezone(UTC) - timedelta(seconds=number * _SECONDS[found[2]])
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=now.tzinfo)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        known = "2026-04-11, 2026-04-11T09:30, 2 hours ago, yesterday"
        raise ValueError(f"{text[:60]!r} is no moment ({known})") from error
