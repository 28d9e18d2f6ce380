"""Where a document is in a file of many."""

from typing import NamedTuple


class RecordPlace(NamedTuple):
    """A line or record: its offset in the (unpacked) file, and whether it may hold an article."""

    offset: int
    wanted: bool
