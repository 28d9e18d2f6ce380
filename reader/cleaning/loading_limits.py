"""Limits for reading one document, and the errors for exceeding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.sources.source_error import SourceError
from reader.system.confinement import Limits

if TYPE_CHECKING:
    from reader.system.child_process import ChildStopped

#: What reading one document may take: seconds of processor time, and bytes of memory beyond what a process begins with.
LIMITS = Limits(seconds=5, memory=512 << 20)


class ReadingDropped(Exception):  # noqa: N818 - the name states the fact
    """A document was not read to its end, because nobody waited for it any longer."""


def too_large(path: str) -> SourceError:
    """The error that a document needs too much memory."""
    return SourceError(path, "needs too much memory", f"the limit is {LIMITS.memory >> 20} MiB; try a part of it")


def too_slow(path: str) -> SourceError:
    """That a document takes more time than it may have."""
    return SourceError(path, "takes too long to read", f"the limit is {LIMITS.seconds} s; try a part of it")


def process_ended(path: str, fault: ChildStopped) -> SourceError:
    """That the process that read a document ended, and how."""
    return too_slow(path) if fault.took_too_long else SourceError(path, "cannot be read", str(fault))
