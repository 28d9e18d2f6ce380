"""The child process of a Dask worker that cleans pages: one path comes in, one row or one problem goes out.

It is started as ``python -m reader.commands.corpus.page_worker``. A page is cleaned by the function that ``clean
--jobs`` uses, under the same limits, in a process that may be lost: a page that kills it costs only itself. A request
and an answer are JSON.
"""

from __future__ import annotations

import json
import os
import select
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

from reader.commands.clean import cleaned
from reader.commands.worker_pool import result_of
from reader.system.confinement import confine, private_pipes, receive, send
from reader.system.os_errors import reason
from reader.system.stdio import tell_over

#: Seconds without work after which the process ends, and gives its memory back.
REST_S = 30.0
#: What stands before each message of a command.
_PREFIX = "nrc-reader: "


def main(clean: Callable[..., str] = cleaned) -> int:
    """Answer requests until there are no more, or none for a while.

    Args:
        clean: the function that cleans a page.
    """
    requests, answers = private_pipes()
    confine()
    said: list[str] = []
    tell_over(lambda line: said.append(line.removeprefix(_PREFIX)))
    while (request := _next(requests)) is not None:
        said.clear()
        answer = _answer(json.loads(request), clean)
        send(answers, json.dumps({**answer, "said": said}).encode("ascii"))
    return 0


def _next(requests: BinaryIO) -> bytes | None:
    """The next request; None if the other side has closed the pipe, or was silent for ``REST_S`` seconds."""
    return receive(requests) if select.select([requests], [], [], REST_S)[0] else None


def _answer(wanted: dict[str, Any], clean: Callable[..., str]) -> dict[str, str | None]:
    """The row or the problem of one page; ``unfit`` says why this machine cannot read any page."""
    try:
        os.chdir(wanted["folder"])  # a row names its page as the command was given it
    except OSError as error:
        return {"unfit": f"{wanted['folder']}: {reason(error)}"}
    options = Namespace(format="json", plain=wanted["as_it_is"])
    work = partial(
        clean, options=options, max_bytes=wanted["max_bytes"], store=None, annotator="", encoding=wanted["encoding"]
    )
    result = result_of(wanted["path"], work)
    return {"text": result.text, "problem": result.problem}


if __name__ == "__main__":
    sys.exit(main())
