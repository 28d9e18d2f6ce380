"""What the store says of every document in it, read once in the background: for lists of what is not open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reader.annotations.store import Store, Stored, StoreError

#: The kind of the decision that a document is finished.
FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One document of the store.

    Attributes:
        location: where its file lies, absolute; empty where that is not known.
        counts: annotations a label.
        is_finished: somebody said so.
    """

    location: str
    counts: Mapping[str, int] = field(default_factory=dict)
    is_finished: bool = False


def surveyed(stored: Stored) -> Surveyed:
    """What a list shows of a document."""
    return Surveyed(
        stored.document.location,
        Counter(one.label for one in stored.annotations),
        any(one.kind == FINISHED for one in stored.decisions),
    )


def survey(store: Store) -> Iterator[Surveyed]:
    """Every document of the store, one by one, that can be read."""
    try:
        keys = store.keys()
    except StoreError:
        return
    for key in keys:
        try:
            yield surveyed(store.load(key))
        except StoreError:
            continue  # ``check`` says what is wrong with it
