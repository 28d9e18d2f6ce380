"""The values that annotations may have beside their label, as the settings name them: each with its choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from reader.config.label import is_within


class ValueScale(NamedTuple):
    """One value, such as ``confidence``.

    Attributes:
        name: as it is stored and exported.
        key: asks for it; a digit then chooses.
        choices: at most nine, in the order of the digits.
        labels: whose annotations have it, those below them too; none for all.
    """

    name: str
    key: str
    choices: tuple[str, ...]
    labels: tuple[str, ...] = ()

    def suits(self, label: str) -> bool:
        """Whether annotations with a label have it."""
        return not self.labels or any(is_within(label, one) for one in self.labels)


def under_new_names(scales: Iterable[ValueScale], now: Callable[[str], str]) -> tuple[ValueScale, ...]:
    """The same, of labels under the names that ``now`` gives for those in the settings."""
    return tuple(one._replace(labels=tuple(dict.fromkeys(map(now, one.labels)))) for one in scales)


def scale_named(scales: Iterable[ValueScale], name: str) -> ValueScale | None:
    """The one of that name."""
    return next((one for one in scales if one.name == name), None)
