"""What a document was at an earlier moment: as it is now, each later change taken back; and how moments are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from reader.annotations.files import Tables
from reader.annotations.journal import Transaction
from reader.annotations.merging import moment
from reader.annotations.rows import RowChange

_AGO = re.compile(r"(\d{1,6}|an?)\s+(second|minute|hour|day|week)s?\s+ago\Z")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def rows_at(tables: Tables, past: Iterable[Transaction], at: datetime) -> tuple[RowChange, ...]:
    """What makes of the tables those of that moment; what is said of the document itself stays.

    Args:
        tables: as they are now.
        past: everything that was written into the document, in order.
        at: with a time zone.
    """
    earlier: dict[tuple[str, str], RowChange] = {}
    for one in past:
        if moment(one.at) > at:
            for row in one.rows:
                earlier.setdefault((row.table, row.row_id), row)
    rows = [
        RowChange(table, row_id, row.old, tables.get(table, {}).get(row_id))
        for (table, row_id), row in earlier.items()
        if table != "_meta"
    ]
    return tuple(row for row in rows if row.new != row.old)


def moment_in(text: str, now: datetime) -> datetime:
    """The moment that a person means: ISO 8601 (local time unless it says otherwise), ``2 hours ago``, ``yesterday``.

    Args:
        text: as typed.
        now: in the local time zone.

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
            return (now - timedelta(seconds=number * _SECONDS[found[2]])).astimezone(UTC)
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=now.tzinfo)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no moment (2026-04-11, 2026-04-11T09:30, 2 hours ago, yesterday)") from error
