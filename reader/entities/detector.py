"""The interface of a detector of names, and the detector that uses rules alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reader.model.entity import Mention

#: Raise it whenever steps, tables or grouping change their results, so that cached results are not used.
RULES_VERSION = "5"


class Detector(Protocol):
    """Finds names in a text. Another package may register one: see ``detector_plugins``."""

    @property
    def name(self) -> str:
        """Short, as in the settings: ``rules``, ``spacy:en_core_web_sm``."""

    @property
    def version(self) -> str:
        """Changes whenever the results may change; known without loading anything heavy."""

    @property
    def notice(self) -> str:
        """One plain line if this is not the detector that was asked for, otherwise empty."""

    def load(self) -> None:
        """Load heavy parts, once; raises ``MissingModel`` if they do not load."""

    def detect(self, text: str) -> list[Mention]:
        """Raw mentions, ordered by start, without overlap; offsets in code points, zero-based, half-open."""


class MissingModel(Exception):  # noqa: N818 - the name states the fact
    """A detector that was asked for is not installed; ``what`` is missing, and ``advice``."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


@dataclass(frozen=True, slots=True)
class RulesDetector:
    """Detection without a model: capitalised runs, cue words and the gazetteer; available at once."""

    notice: str = ""
    name: str = "rules"

    @property
    def version(self) -> str:
        """The version of the rules alone."""
        return RULES_VERSION

    def load(self) -> None:
        """Nothing to load."""

    def detect(self, text: str) -> list[Mention]:
        """First guesses, for the steps to refine."""
        from reader.entities.rule_detector import guess_mentions

        return guess_mentions(text)
