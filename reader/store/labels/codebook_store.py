"""What a store promises of its labels and its guideline: a part of the protocol of stores (``store_protocol.py``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.model.act import NOBODY, Act

if TYPE_CHECKING:
    from reader.store.records.transaction import Transaction


class CodebookStore(Protocol):
    """The labels of a store, what became of their names, and the guideline; everybody has them who has the store."""

    def labels(self) -> tuple[Label, ...]:
        """The labels that were added in the reader, as ``label_changes`` names them; none where they cannot be read."""

    def add_label(self, label: Label, act: Act = NOBODY) -> None:
        """Add a label, or give the one of that name its new key, colour and guideline.

        Raises:
            ValueError: it could not be read again, or its name or key is not free in the store.
            StoreError: it cannot be written.
        """

    def remove_label(self, label: Label, act: Act = NOBODY) -> None:
        """Take a label out again, if it is just this; raises ``StoreError``."""

    def label_changes(self) -> LabelChanges:
        """What became of the names of labels, also of such that stand in settings files."""

    def change_labels(self, changes: Sequence[LabelChange], act: Act = NOBODY) -> None:
        """Keep what became of names, each in the place of what was known of it; raises ``StoreError``."""

    def turn_labels(self, act: Act) -> None:
        """Take back, or do again, what the step that an act takes back did to labels; raises ``StoreError``.

        What somebody has changed since stays.
        """

    def restore_labels(self, number: int, act: Act, *, dry_run: bool = False) -> tuple[str, ...] | None:
        """Bring back the labels, and what had become of names, as they were when ``number`` was the last.

        Nothing is written where they are that already, or with ``dry_run``. Raises ``StoreError``.

        Returns:
            The names of the labels of which something else is said then; None where they have to stay as they are,
            since others, of whom nothing is seen, have them too.
        """

    def label_history(self) -> Sequence[Transaction]:
        """What was done to labels and their names, in order; it has numbers as what is written into documents."""

    def guideline(self) -> str:
        """The project's guideline in Markdown (see ``guideline_text.py``), else nothing; raises ``StoreError``."""

    def write_guideline(self, text: str) -> None:
        """Write it, for everybody who has the store; raises ``StoreError``."""
