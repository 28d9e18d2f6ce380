"""How the line of a transaction begins: with its place in the order of what was written, and the time by the clock.

So the order is known without reading the rest of any line. Lines of earlier versions say only the time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.store.records.transaction import LARGEST_NUMBER, clock_of

_HEAD = re.compile(
    rb'[0-9a-f]{8} \{(?:"seq": ?(\d{1,19}), ?)?"at": ?"([0-9T:.Z+-]{1,40})"(?:, ?"since": ?"([0-9T:.Z+-]{1,40})")?'
)


class JournalHead(NamedTuple):
    """How a line begins: its place in the order, and when; see ``Transaction``."""

    number: int
    at: str
    since: str


def head_of(line: bytes) -> JournalHead | None:
    """How the line of a transaction begins, without reading the rest of it; None for any other line."""
    found = _HEAD.match(line)
    if found is None:
        return None
    at, since = (part.decode() if part else "" for part in found.group(2, 3))
    number = int(found[1] or 0)
    return JournalHead(number if 0 < number < LARGEST_NUMBER else clock_of(at), at, since)
