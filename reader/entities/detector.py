"""Who finds the names: what a detector is, and the one that needs nothing, rules alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reader.model.entity import Mention

#: Raise it whenever steps, tables or grouping change what they give: cached results of before are then found anew.
RULES_VERSION = "4"


class Detector(Protocol):
    """Who finds names in a text. Another package may register one: see ``detector_plugins``."""

    @property
    def name(self) -> str:
        """Short, as in the settings: ``rules``, ``spacy:en_core_web_sm``."""

    @property
    def version(self) -> str:
        """Changes whenever the results may; known without loading anything heavy."""

    @property
    def notice(self) -> str:
        """One plain line where this is not what was asked for, else empty."""

    def load(self) -> None:
        """Load what is heavy, once; raises ``MissingModel`` where it does not load."""

    def detect(self, text: str) -> list[Mention]:
        """Raw mentions, ordered by start, without overlap; offsets in code points, zero-based, half-open."""


class MissingModel(Exception):  # noqa: N818 - named for what is the case, as the message says it
    """A detector that was asked for by name and is not installed: ``what`` is missing and the ``advice``."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


@dataclass(frozen=True, slots=True)
class RulesDetector:
    """No model at all: capitalised runs, cue words and the gazetteer. At hand at once."""

    notice: str = ""
    name: str = "rules"

    @property
    def version(self) -> str:
        """The version of the rules alone."""
        return RULES_VERSION

    def load(self) -> None:
        """Nothing is heavy here."""

    def detect(self, text: str) -> list[Mention]:
        """First guesses, which the steps then refine."""
        from reader.entities.rule_detector import guess_mentions

        return guess_mentions(text)
