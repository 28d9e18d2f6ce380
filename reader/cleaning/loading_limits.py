"""Limits for reading one document, and the errors for exceeding them."""

from __future__ import annotations

from reader.sources.source_error import SourceError
from reader.system.confinement import Limits

#: Seconds of processor time, and bytes of memory beyond those that a process begins with.
LIMITS = Limits(seconds=5, memory=512 << 20)


class ReadingDropped(Exception):  # noqa: N818 - the name states the fact
    """A document was not read to its end, because nobody waited for it any longer."""


def too_large(path: str) -> SourceError:
    """The error that a document needs too much memory."""
    return SourceError(path, "needs too much memory", f"the limit is {LIMITS.memory >> 20} MiB; try a part of it")


def too_slow(path: str) -> SourceError:
    """The error that a document takes too much time."""
    return SourceError(path, "takes too long to read", f"the limit is {LIMITS.seconds} s; try a part of it")
