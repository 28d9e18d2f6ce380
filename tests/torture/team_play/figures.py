"""What is counted in the play of a team, and what of it must not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import fmean, median

#: Keys that a disagreement may take, in the median.
MOST_KEYS = 1.5


@dataclass
class Figures:
    """What was counted.

    Attributes:
        disagreements: planted, in all.
        conflicts: files in conflict, of all merges.
        merges: how many there were.
        lost_tags: annotations that were made and are not there.
        leaks: what of the other's came out too early, a line each.
        looks: screens and outputs that were looked at for leaks.
        keys: how many keys each disagreement took, by its kind; a document's last one takes the key that goes on.
        unplanned: what was asked and had not been planted, and the other way round, a line each.
        lost_decisions: decisions that were made and are not there.
        asked_again: disagreements that were asked about once more.
        asked_new: new ones that were asked about.
        missed_new: new ones that were not.
    """

    disagreements: int = 0
    conflicts: int = 0
    merges: int = 0
    lost_tags: int = 0
    leaks: list[str] = field(default_factory=list)
    looks: int = 0
    keys: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    unplanned: list[str] = field(default_factory=list)
    lost_decisions: int = 0
    asked_again: int = 0
    asked_new: int = 0
    missed_new: int = 0

    @property
    def wrong_so_far(self) -> list[str]:
        """What must not be at any time, a line each."""
        counts = {
            "files in conflict": self.conflicts, "tags lost": self.lost_tags, "leaks": len(self.leaks),
            "not as planted": len(self.unplanned), "decisions lost": self.lost_decisions,
            "asked again": self.asked_again, "new, not asked": self.missed_new,
        }  # fmt: skip
        return [f"{what}: {count}" for what, count in counts.items() if count] + [*self.leaks, *self.unplanned]

    @property
    def wrong(self) -> list[str]:
        """What must not be in the end, a line each; nothing where all is as it must be."""
        left = self.disagreements - len(self._all_keys)
        return [
            *self.wrong_so_far,
            *([f"disagreements not decided: {left}"] if left else []),
            *([f"keys a disagreement, median: {self.median}"] if self.median > MOST_KEYS else []),
        ]

    @property
    def _all_keys(self) -> list[int]:
        return [count for found in self.keys.values() for count in found]

    @property
    def median(self) -> float:
        """Keys a disagreement."""
        return median(self._all_keys) if self._all_keys else 0

    def listed(self) -> Iterator[str]:
        """Everything that was counted, a line each."""
        yield f"merges {self.merges}: {self.conflicts} files in conflict, {self.lost_tags} tags lost"
        yield f"looked for leaks {self.looks} times: {len(self.leaks)} found"
        for kind, found in sorted(self.keys.items()):
            yield f"  {kind}: {len(found)} disagreements, keys: median {median(found)}, mean {fmean(found):.2f}"
        counts = self._all_keys
        yield f"{len(counts)} of {self.disagreements} adjudicated, keys: median {self.median}, mean {fmean(counts):.2f}"
        new = f"{self.asked_new} asked, {self.missed_new} not asked, {self.asked_again} asked again"
        yield f"merges with new tags: {new}"
        yield f"decisions lost: {self.lost_decisions}; not as planted: {len(self.unplanned)}"
        yield from (f"  WRONG {line}" for line in self.wrong[:40])
