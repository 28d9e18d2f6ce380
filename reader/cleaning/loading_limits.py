"""What reading one document may take, and what is said of one that takes more."""

from __future__ import annotations

from reader.sources.source_error import SourceError
from reader.system.confinement import Limits

#: What reading one document may take: seconds of processor time, and bytes of memory beyond what a process begins with.
LIMITS = Limits(seconds=5, memory=512 << 20)


class ReadingDropped(Exception):  # noqa: N818 - named for what is the case
    """A document was not read to its end, because nobody waited for it any more."""


def too_large(path: str) -> SourceError:
    """That a document needs more memory than it may have."""
    return SourceError(path, "needs too much memory", f"the limit is {LIMITS.memory >> 20} MiB; try a part of it")


def too_slow(path: str) -> SourceError:
    """That a document takes more time than it may have."""
    return SourceError(path, "takes too long to read", f"the limit is {LIMITS.seconds} s; try a part of it")
