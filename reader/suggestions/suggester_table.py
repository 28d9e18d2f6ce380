"""The suggesters there are, by name: ours, and those of other packages (entry points of ``nrc_reader.suggesters``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from reader.suggestions.suggester import Suggester

GROUP = "nrc_reader.suggesters"
#: The name of ours.
USUAL = "rules"


class SuggesterError(Exception):
    """A suggester cannot be used: one line on what, where, and what to do."""


def names() -> list[str]:
    """The names of all suggesters: ours first, then those of other packages by name."""
    return [USUAL, *(name for name in sorted(_plugins()) if name != USUAL)]


def new_suggester(name: str, labels: Sequence[str], language: str) -> Suggester:
    """A suggester that has learnt nothing yet.

    Args:
        name: of it.
        labels: the names of the labels in force.
        language: two-letter code of the sentences that it judges.

    Raises:
        SuggesterError: there is none of that name, or it cannot be loaded.
    """
    from reader.suggestions.learning_suggester import LearningSuggester

    if name == USUAL:
        return LearningSuggester(labels, language)
    point = _plugins().get(name)
    if point is None:
        raise SuggesterError(f"{name}: no suggester of that name (there are {', '.join(names())})")
    try:
        made: Suggester = point.load()(labels, language)
        if missing := [one for one in ("judge", "why", "learn", "learn_all") if not callable(getattr(made, one, None))]:
            raise TypeError(f"it has no {', '.join(missing)}")
        if not isinstance(made.version, str):
            raise TypeError("its version is no text")
    except Exception as error:  # a plug-in may raise anything
        package = f" of {point.dist.name} {point.dist.version}" if point.dist is not None else ""
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise SuggesterError(f"{name}: the suggester{package} cannot be used: {fault}") from error
    return made


def _plugins() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP)}
