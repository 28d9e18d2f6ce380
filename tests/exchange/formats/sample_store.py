"""A store with what formats get wrong: an emoji before a passage, passages in others and over lines, two annotators."""

from __future__ import annotations

from reader.model.annotation import Annotation, Change, Link
from reader.model.document import Document
from reader.store.memory_store import MemoryStore

TEXT = "Minister 😀 says emissions fell 12 percent.\n\nHe is “right”, says Núñez."
MADE = "2026-04-11T09:30:00.000Z"
CLAIM, FACT, VIEW = (f"01KNWYQ4RR000000000000000{number}" for number in (1, 2, 3))
LINK = "01KNWYQ4RR0000000000000009"
PATH = "news/a b.html"


def sample() -> MemoryStore:
    """Evidence inside a claim that it supports, and an opinion of somebody else that goes over a line end."""
    store = MemoryStore()
    changes = [
        Change(None, one)
        for one in (
            _annotation(CLAIM, "claim", 16, 41, note='first "line"\nC:\\new <b>', annotator="ann"),
            _annotation(FACT, "evidence", 31, 41, annotator="ann"),
            _annotation(VIEW, "über wert", 31, 58, annotator="Zoë Núñez", attributed_to="Berg & Söhne"),
            Link(LINK, FACT, CLAIM, "supports", "ann", MADE, MADE),
        )
    ]
    store.save(Document(None, PATH, "a" * 64, "Emissions <fell>"), changes, text=TEXT)
    return store


def _annotation(
    identifier: str, label: str, start: int, end: int, *, note: str = "", annotator: str = "", attributed_to: str = ""
) -> Annotation:
    return Annotation(
        identifier, label, start, end, TEXT[start:end], TEXT[max(0, start - 32) : start], TEXT[end : end + 32],
        start, end, note, annotator, MADE, MADE, attributed_to=attributed_to,
    )  # fmt: skip
