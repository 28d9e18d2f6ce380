"""The sentence that every format is shown with: evidence inside a claim that it supports, behind an emoji."""

from __future__ import annotations

from reader.model.annotation import Annotation, Change, Link
from reader.model.document import Document
from reader.store.memory_store import MemoryStore

TEXT = "Minister 😀 says emissions fell 12 percent."
MADE = "2026-04-11T09:30:00.000Z"
CLAIM, FACT, LINK = (f"01KNWYQ4RR000000000000000{number}" for number in (1, 2, 3))


def sample(note: str = "", annotators: tuple[str, str] = ("ann", "ann")) -> MemoryStore:
    """A store with it; ``note`` is the claim's, ``annotators`` made claim and evidence."""
    store = MemoryStore()
    dates = {"created_at": MADE, "updated_at": MADE}
    claim = Annotation(CLAIM, "claim", 16, 41, TEXT[16:41], annotator=annotators[0], note=note, **dates)
    fact = Annotation(FACT, "evidence", 31, 41, TEXT[31:41], annotator=annotators[1], **dates)
    link = Link(LINK, FACT, CLAIM, "supports", annotators[1], MADE, MADE)
    changes = [Change(None, one) for one in (claim, fact, link)]
    store.save(Document(None, "a.txt", "a" * 64, "Emissions"), changes, text=TEXT)
    return store
