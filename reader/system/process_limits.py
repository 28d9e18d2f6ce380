"""Limits that the system sets for this process, and whether an error comes from such a limit.

A shell (``ulimit``), a container or a cluster sets such limits. An error from one is not a fault of the program.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

#: Open files that the reader may need at once: 18 while idle, and more for a save, a search and two documents.
FILES_NEEDED = 48
#: Bytes of address space: of the reader with its threads' stacks, and of the process that holds a language model.
READER_MEMORY, MODEL_MEMORY = 280 << 20, 320 << 20
#: glibc's number for the count of memory pools; each thread's own pool takes 64 MB of address space.
_ARENA_MAX = -8

_MEMORY = "not enough memory"
_KINDS = {
    errno.ENOMEM: _MEMORY,
    errno.EMFILE: "too many open files",
    errno.ENFILE: "too many open files",
    errno.EAGAIN: "no more processes may be started",
}
#: Fragments of library messages that carry no error number.
_WORDS = {
    "cannot allocate memory": _MEMORY,
    "failed to map segment": _MEMORY,
    "could not reserve memory": _MEMORY,
    "too many open files": _KINDS[errno.EMFILE],
    "can't start new thread": "no more threads may be started",
    "cannot join thread before it is started": "no more threads may be started",
}


def shortage(error: BaseException) -> str:
    """The resource that ran out and how to raise its limit, in one line; empty for any other error."""
    for cause in _chain(error):
        if isinstance(cause, MemoryError):
            return _with_advice(_MEMORY)
        if isinstance(cause, OSError) and cause.errno in _KINDS and not isinstance(cause, TimeoutError):
            return _with_advice(_KINDS[cause.errno])
        if isinstance(cause, (ImportError, OSError, RuntimeError, ValueError)):
            message = str(cause).lower()
            if what := next((what for words, what in _WORDS.items() if words in message), ""):
                return _with_advice(what)
    return ""


def too_little_for_the_reader() -> str:
    """Why the reader cannot run for long under the present limits, in one line; empty if they suffice.

    It raises the limits that the process may raise, and asks the system to reserve less memory.
    """
    files, memory = _raised("RLIMIT_NOFILE", FILES_NEEDED), _allowed("RLIMIT_AS")
    if files is not None and files < FILES_NEEDED:
        return f"only {files} files may be open here, the reader needs {FILES_NEEDED} (ulimit -n {FILES_NEEDED})"
    if memory is None:
        return ""
    _keep_one_arena()
    return "" if memory >= READER_MEMORY else _too_little(memory, READER_MEMORY, "the reader")


def too_little_for_a_model() -> str:
    """Why no model can be loaded in this process, in one line, or empty. Native code would end it without a message."""
    memory = _allowed("RLIMIT_AS")
    return "" if memory is None or memory >= MODEL_MEMORY else _too_little(memory, MODEL_MEMORY, "a model")


def _too_little(memory: int, needed: int, who: str) -> str:
    return f"only {memory >> 20} MB of memory are allowed here, {who} needs {needed >> 20} (ulimit -v {needed >> 10})"


def _with_advice(what: str) -> str:
    if what == _KINDS[errno.EMFILE]:
        return f"{what} (close some, or raise the limit: ulimit -n)"
    memory = _allowed("RLIMIT_AS")
    allowed = f"{memory >> 20} MB are allowed here: ulimit -v" if memory is not None else ""
    if what == _MEMORY:
        return f"{what} ({allowed or 'close other programs'})"
    return f"{what} ({f'{allowed} or -u' if allowed else 'close other programs, or raise the limit: ulimit -u'})"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then the errors that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or error.__context__


def _allowed(name: str) -> int | None:
    """The limit in force; None if there is none."""
    try:
        import resource

        soft, _ = resource.getrlimit(getattr(resource, name))
    except (ImportError, AttributeError, OSError, ValueError):  # a system without it
        return None
    return None if soft == resource.RLIM_INFINITY else int(soft)


def _raised(name: str, wanted: int) -> int | None:
    """The limit in force, after raising it to ``wanted`` if it is lower and the process may raise it."""
    soft = _allowed(name)
    if soft is None or soft >= wanted:
        return soft
    import resource

    kind = getattr(resource, name)
    _, hard = resource.getrlimit(kind)
    try:
        resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (OSError, ValueError):
        return soft
    return _allowed(name)


def _keep_one_arena() -> None:
    """Make all threads share one memory pool, for a limited address space; glibc only."""
    if not sys.platform.startswith("linux"):
        return
    try:
        import ctypes

        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
    except (ImportError, OSError, AttributeError):  # another C library
        return
