"""Large blocks of memory go back to the system when they are freed, rather than staying with the process.

The C library of Linux keeps blocks as large as the largest that was freed, so that a long text costs some times its
size for ever: the bytes that it came in, the decoded text, the rows of its annotations.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache

#: Bytes from which a block is asked of the system alone, and goes back alone.
LARGE = 1 << 18
#: The number that glibc gives to that threshold (``M_MMAP_THRESHOLD`` in ``malloc.h``).
_MMAP_THRESHOLD = -3


@cache
def give_back_large_blocks() -> None:
    """Set this up for the process, once; to be called before the first large block is asked for.

    Nothing happens where the C library is another one.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, LARGE)
