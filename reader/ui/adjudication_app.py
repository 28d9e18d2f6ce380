"""The reader as ``nrc-reader adjudicate`` opens it: at the first disagreement."""

from __future__ import annotations

from reader.ui.app import ReaderApp


class AdjudicationApp(ReaderApp):
    """Begins to adjudicate once the screen is there."""

    def _after_furnishing(self) -> None:
        super()._after_furnishing()
        self.call_after_refresh(self.perform, "adjudicate")
