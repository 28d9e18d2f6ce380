"""What was written into one document at once, and the order in which things were written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from reader.model.act import NOBODY, Act
from reader.model.annotation import TABLES, Change, Record
from reader.store.records.record_merging import moment
from reader.store.records.record_rows import META, RowChange, changes_in

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: No number in the order of what was written is as large as this.
LARGEST_NUMBER = 1 << 62


@dataclass(frozen=True, slots=True)
class Transaction:
    """What was written into one document at once.

    Attributes:
        rows: every row, with what it was and what it became.
        at: UTC, ISO 8601, to the microsecond, as the clock had it: for people, who may have set it back.
        act: why, and by whom.
        lost: rows that somebody asked for and that gave way to what somebody else wrote at the same time.
        seq: its place among all that was written into the store; 0 in what earlier versions wrote.
        since: since when the clock is known to have run on, where it was set back before this was written.
        shared: its number on the server that it came from, in a copy of a store that is there; 0 for what was written
            here.
    """

    rows: tuple[RowChange, ...]
    at: str
    act: Act = NOBODY
    lost: tuple[RowChange, ...] = ()
    seq: int = 0
    since: str = ""
    shared: int = 0

    @property
    def number(self) -> int:
        """What orders it among all that was written; in what earlier versions wrote the clock, in microseconds."""
        return self.seq or clock_of(self.at)

    @property
    def is_step(self) -> bool:
        """Whether a person did it and some record is another because of it: what can be taken back."""
        return bool(self.act.step) and any(row.table in TABLES for row in self.rows)

    def is_about(self, row_ids: Collection[str]) -> bool:
        """Whether it wrote one of these records."""
        return any(row.row_id in row_ids for row in self.rows if row.table != META)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What became of which record, in order."""
        return changes_in(self.rows)

    @property
    def gave_way(self) -> tuple[Record, ...]:
        """The records that somebody asked for and that are not written as such (see ``lost``)."""
        return tuple(one.record for one in changes_in(self.lost))


class TimelineEntry(NamedTuple):
    """One transaction without its rows: in which document, its place in the order, when, and since when that counts."""

    key: str
    number: int
    at: str
    since: str


def in_order(numbers: Iterable[int]) -> Iterator[int]:
    """The numbers of one document's transactions, in order, so that they grow: earlier versions had only the clock."""
    last = -LARGEST_NUMBER
    for number in numbers:
        last = max(last + 1, number)
        yield last


def in_microseconds(moment: datetime) -> int:
    """A moment as the number that it is where the clock was never set back."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def date_of(moment: datetime) -> str:
    """A moment in UTC as the history has it: ISO 8601, to the microsecond."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def clock_of(at: str) -> int:
    """A date in microseconds; very small for what is none."""
    return in_microseconds(moment(at))
