"""The child process that reads documents under limits: a path comes in, an article goes out as bytes.

It is started as ``python -m reader.cleaning.loading_worker``. A request is a line of JSON, followed by the bytes of
standard input if those are to be read. An answer begins with a letter: an article, or a fault.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from reader.cleaning.article_bytes import ARTICLE, FAULT, packed
from reader.cleaning.article_loading import read_here
from reader.cleaning.loading_limits import too_large
from reader.sources import SourceError
from reader.sources.standard_input import STANDARD_INPUT, take_pipe
from reader.system.confinement import (
    Limits,
    confine,
    for_this_machine,
    limited,
    private_pipes,
    receive,
    send,
)


def main() -> int:
    """Answer requests until there are no more."""
    requests, answers = private_pipes()
    confine()
    while (request := receive(requests)) is not None:
        answer, may_go_on = _answer(request)
        send(answers, answer)
        if not may_go_on:
            break
    return 0


def _answer(request: bytes) -> tuple[bytes, bool]:
    """The answer, and whether this process is still fit for the next request."""
    head, _, data = request.partition(b"\n")
    wanted = json.loads(head)
    path = wanted["path"]
    if path == STANDARD_INPUT:
        take_pipe(data)
    try:
        with limited(for_this_machine(Limits(*wanted["limits"]))):
            article = read_here(
                path, max_bytes=wanted["max_bytes"], as_it_is=wanted["as_it_is"], encoding=wanted["encoding"]
            )
            return ARTICLE + packed(article), True
    except MemoryError:
        return _fault(too_large(path)), False
    except SourceError as fault:
        return _fault(fault), not isinstance(fault.__cause__, MemoryError)


def _fault(fault: SourceError) -> bytes:
    fields: list[Any] = [fault.path, fault.what, fault.advice]
    return FAULT + json.dumps(fields).encode("ascii")


if __name__ == "__main__":
    sys.exit(main())
