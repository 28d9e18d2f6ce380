"""Turns a text into entities: a detector finds mentions, steps refine them, then they are grouped."""

from __future__ import annotations

from reader.entities.detector import Detector
from reader.entities.grouping import group_mentions
from reader.entities.steps import refine
from reader.model.entity import Entity, Mention


def detect_mentions(text: str, detector: Detector) -> list[Mention]:
    """Refined mentions, ordered by start, without overlap; ``mention.text == text[mention.start:mention.end]``."""
    return refine(text, detector.detect(text))


def detect_entities(text: str, detector: Detector) -> list[Entity]:
    """The entities of ``text``, most frequent first, then by first mention."""
    return group_mentions(detect_mentions(text, detector), text)
