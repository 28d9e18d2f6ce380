"""The error that a source cannot be opened: which, why, and what to do."""

from __future__ import annotations

from reader.system.safe_text import safe_text

#: The most characters of a fault in a message; its advice may have as many.
_LONGEST_SHOWN = 200


class SourceError(Exception):
    """A source that cannot be opened: ``path``, ``what`` is wrong, and ``advice``, each one short line."""

    def __init__(self, path: str, what: str, advice: str = "") -> None:
        # The message is safe to print; ``path`` stays as it was given.
        what, advice = what[:_LONGEST_SHOWN], advice[:_LONGEST_SHOWN]  # both may quote a stranger's file
        super().__init__(safe_text(f"{path}: {what}" + (f" ({advice})" if advice else "")))
        self.path = path
        self.what = what
        self.advice = advice
