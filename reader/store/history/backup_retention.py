"""Which backups are kept, and for how long: as Anki thins its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

#: How long every backup is kept, and how many of a day, a week and a month each after that.
ALL_OF = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which backups are kept: all of two days, the last one of each of 12 days, 10 weeks and 9 months before."""
    ordered = sorted(moments, reverse=True)
    keep = {at for at in ordered if now - at <= ALL_OF}
    older = [at for at in ordered if at not in keep]
    for count, unit in ((DAILY, "%Y-%j"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        units: dict[str, datetime] = {}
        for at in older:
            units.setdefault(at.strftime(unit), at)
        chosen = list(units.values())[:count]
        keep |= set(chosen)
        older = [at for at in older if not chosen or at < chosen[-1]]
    return keep | set(ordered[:1])
