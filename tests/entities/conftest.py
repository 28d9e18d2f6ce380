"""Helpers for entity tests: mentions written as names in a text."""

from collections.abc import Callable

import pytest

from reader.entities import Mention

Marked = Callable[..., list[Mention]]


def mark(text: str, *names: tuple[str, str]) -> list[Mention]:
    """Mentions of ``(name, kind)`` in ``text``, each searched for behind the one before."""
    mentions = []
    at = 0
    for name, kind in names:
        start = text.index(name, at)
        at = start + len(name)
        mentions.append(Mention(start, at, name, kind))
    return mentions


def shown(mentions: list[Mention]) -> list[tuple[str, str]]:
    """Mentions as ``(text, kind)``."""
    return [(one.text, one.kind) for one in mentions]


@pytest.fixture(scope="session")
def spacy_detector():
    """The model that the default install brings."""
    from reader.entities.detector_choice import choose_detector

    pytest.importorskip("spacy")
    detector = choose_detector("auto")
    if not detector.name.startswith("spacy:"):
        pytest.skip("no spaCy model is installed")
    return detector
