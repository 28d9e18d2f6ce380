"""What a store promises of its labels and its guideline: a part of the protocol of stores (``store_protocol.py``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges


class CodebookStore(Protocol):
    """The labels of a store, what became of their names, and the guideline; everybody has them who has the store."""

    def labels(self) -> tuple[Label, ...]:
        """The labels that were added in the reader, as ``label_changes`` names them; none where they cannot be read."""

    def add_label(self, label: Label) -> None:
        """Add a label, or give the one of that name its new key, colour and guideline.

        Raises:
            ValueError: it could not be read again, or its name or key is not free in the store.
            StoreError: it cannot be written.
        """

    def remove_label(self, label: Label) -> None:
        """Take a label out again, if it is just this; raises ``StoreError``."""

    def label_changes(self) -> LabelChanges:
        """What became of the names of labels, also of such that stand in settings files."""

    def change_labels(self, changes: Sequence[LabelChange]) -> None:
        """Keep what became of names, each in the place of what was known of it; raises ``StoreError``."""

    def turn_label_changes(self, step: str, by: str) -> None:
        """What a step did to names was taken back, or done again, by another step; raises ``StoreError``."""

    def guideline(self) -> str:
        """The project's guideline in Markdown (see ``guideline_text.py``), else nothing; raises ``StoreError``."""

    def write_guideline(self, text: str) -> None:
        """Write it, for everybody who has the store; raises ``StoreError``."""
