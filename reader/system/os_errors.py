"""Advice for errors of the operating system: what a person can do about each."""

from __future__ import annotations

import errno
from types import MappingProxyType

_PERMISSION = "check its permissions"
_ADVICE = MappingProxyType(
    {
        errno.EACCES: _PERMISSION,
        errno.EPERM: _PERMISSION,
        errno.EROFS: "make it writable, or use --store with another folder",
        errno.ENOSPC: "free some space",
        errno.EDQUOT: "free some space, or ask for a larger quota",
        errno.ELOOP: "replace the link by what it leads to",
        errno.ENOTDIR: "a file has the name of a folder: move it away",
        errno.EISDIR: "a folder has the name of a file: move it away",
        errno.EINVAL: "move it away, or put the file back",
        errno.ENXIO: "move it away, or put the file back",
        errno.ENOENT: "check that it exists and the path is right",
        errno.ESTALE: "the network folder has changed: connect it again",
        errno.EIO: "the disk or its cable may be failing: copy what is on it",
        errno.ENAMETOOLONG: "use a shorter path",
        errno.EMFILE: "raise the limit of open files: ulimit -n",
        errno.ENFILE: "close some programs: too many files are open",
        errno.ENOMEM: "close some programs, or raise the limit of memory: ulimit -v",
        errno.EAGAIN: "close some programs, or raise the limit of processes: ulimit -u",
        errno.EFBIG: "raise the limit of file sizes: ulimit -f",
        errno.ETIMEDOUT: "check that the network folder can be reached",
        errno.EBUSY: "close the program that uses it",
    }
)


def reason(error: OSError) -> str:
    """The system's message, followed by advice in parentheses if there is any."""
    message, advice = error.strerror or str(error), _ADVICE.get(error.errno or 0)
    return f"{message} ({advice})" if advice else message
