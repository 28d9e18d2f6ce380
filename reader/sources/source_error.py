"""That a source cannot be opened: which, why, and what to do."""

from __future__ import annotations

from reader.system.safe_text import safe_text

#: Characters that are said of a fault, and again as many of what to do.
_LONGEST_SAID = 200


class SourceError(Exception):
    """A file that cannot be opened: ``path``, ``what`` is wrong, and ``advice`` on what to do, each one short line."""

    def __init__(self, path: str, what: str, advice: str = "") -> None:
        # The message is safe to print; ``path`` stays as it was opened.
        what, advice = what[:_LONGEST_SAID], advice[:_LONGEST_SAID]  # both may quote a stranger's file
        super().__init__(safe_text(f"{path}: {what}" + (f" ({advice})" if advice else "")))
        self.path = path
        self.what = what
        self.advice = advice
