"""Turns a text into entities: a detector finds mentions, steps refine them, then they are grouped.

Rules and model are merged here. What the rules are certain of stands in every answer, a model's too.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.entities.certain_names import authors_in, certain_names, kept, united
from reader.entities.detector import Detector
from reader.entities.grouping import group_mentions
from reader.entities.name_patterns import merged
from reader.entities.steps import refine
from reader.model.entity import Entity, Mention


def certain_mentions(text: str, people: Iterable[str] = ()) -> list[Mention]:
    """What is known without a model and stays when one has answered; as ``detect_mentions``."""
    return _alone(text, certain_names(text, people))


def detect_mentions(text: str, detector: Detector, people: Iterable[str] = ()) -> list[Mention]:
    """Refined mentions, ordered by start, without overlap; ``mention.text == text[mention.start:mention.end]``.

    Args:
        text: any text.
        detector: finds the names; what ``certain_mentions`` gives is added where it does not.
        people: whom the page names as its authors.
    """
    return refined(text, detector.detect(text), people)


def refined(text: str, found: list[Mention], people: Iterable[str] = ()) -> list[Mention]:
    """A detector's mentions with the certain ones, refined."""
    certain = certain_names(text, people)
    answer = kept(refine(text, united(text, found, certain)), _alone(text, certain))
    return merged(answer, authors_in(text, people))


def _alone(text: str, certain: list[Mention]) -> list[Mention]:
    """The certain names with what the steps find, where there is nothing else."""
    return kept(refine(text, certain), certain)


def certain_entities(text: str, people: Iterable[str] = ()) -> list[Entity]:
    """The entities of ``certain_mentions``: what is shown until a model has answered."""
    return group_mentions(certain_mentions(text, people), text)


def detect_entities(text: str, detector: Detector, people: Iterable[str] = ()) -> list[Entity]:
    """The entities of ``text``, most frequent first, then by first mention; arguments as ``detect_mentions``."""
    return group_mentions(detect_mentions(text, detector, people), text)
