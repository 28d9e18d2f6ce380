"""Distributes documents among annotators: the same documents, names and seed always come to the same.

What was assigned stays so; only what is new is distributed, so that everybody has as many documents, and about as much
text, as the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.store.team.team import Assignment, Assignments
from reader.system.hashes import sha256


class ToAssign(NamedTuple):
    """A document: its place as seen from the store, the hash of its bytes, and how long its text is."""

    place: str
    sha256: str
    length: int


class Distribution(NamedTuple):
    """What comes of it.

    Attributes:
        new: assignments that are to be added.
        known: how many of the documents were assigned before.
        counts: of all that is assigned then, how many documents each annotator has.
        shared: how many of them go to all.
    """

    new: tuple[Assignment, ...]
    known: int
    counts: Counter[str]
    shared: int


def distributed(
    documents: Iterable[ToAssign], before: Assignments, annotators: Sequence[str], overlap: float, seed: int
) -> Distribution:
    """Distribute the documents that were not assigned before.

    Args:
        documents: in any order; the same one may come twice.
        before: what was assigned.
        annotators: their names.
        overlap: the share, of all documents, that goes to all of them: 0 to 1.
        seed: another one gives another choice.
    """
    names = sorted(annotators)
    each = {(one.place, one.sha256): one for one in documents}.values()
    fresh = [one for one in each if not before.of(one.place, one.sha256)]
    counts, lengths = Counter[str](dict.fromkeys(names, 0)), Counter[str](dict.fromkeys(names, 0))
    shared = 0
    for known in before.ones:
        counts.update(known.annotators)
        shared += len(names) > 1 and set(names) <= set(known.annotators)
    by_chance = sorted(fresh, key=lambda one: _chance(seed, one.sha256, one.place))
    wanted = round(overlap * (len(before.ones) + len(fresh))) - shared if names[1:] else 0
    common, rest = by_chance[: max(0, wanted)], by_chance[max(0, wanted) :]
    new = [Assignment(one.place, one.sha256, tuple(names)) for one in common]
    for one in common:
        counts.update(names)
        lengths.update(dict.fromkeys(names, one.length))
    for one in sorted(rest, key=lambda each: (-each.length, _chance(seed, each.sha256, each.place))):
        name = min(names, key=lambda each: (counts[each], lengths[each], _chance(seed, each, one.sha256)))
        counts[name] += 1
        lengths[name] += one.length
        new.append(Assignment(one.place, one.sha256, (name,)))
    return Distribution(tuple(new), len(each) - len(fresh), counts, shared + len(common))


def _chance(seed: int, *words: str) -> str:
    return sha256("\0".join((str(seed), *words)).encode(errors="surrogatepass"))
