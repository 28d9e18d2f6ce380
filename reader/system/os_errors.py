"""What a person can do about what the system refused: advice that fits the error, never a guess."""

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
        errno.ELOOP: "put what is meant in the place of the link",
        errno.ENOTDIR: "a file stands where a folder should be: move it away",
        errno.EISDIR: "a folder stands where a file should be: move it away",
        errno.EINVAL: "move it away, or put the file back",
        errno.ENXIO: "move it away, or put the file back",
        errno.ENOENT: "see whether it is still there, and the path is right",
        errno.ESTALE: "the network folder has changed: connect it again",
        errno.EIO: "the disk or its cable may be failing: copy what is on it",
        errno.ENAMETOOLONG: "use a shorter path",
        errno.EMFILE: "raise the limit of open files: ulimit -n",
        errno.ENFILE: "close some programs: too many files are open",
        errno.ENOMEM: "close some programs, or raise the limit of memory: ulimit -v",
        errno.EAGAIN: "close some programs, or raise the limit of processes: ulimit -u",
        errno.EFBIG: "raise the limit of file sizes: ulimit -f",
        errno.ETIMEDOUT: "see whether the network folder can be reached",
        errno.EBUSY: "close the program that holds it",
    }
)


def reason(error: OSError) -> str:
    """What the system said, and behind it in parentheses what to do, where anything is to be done."""
    said, advice = error.strerror or str(error), _ADVICE.get(error.errno or 0)
    return f"{said} ({advice})" if advice else said
