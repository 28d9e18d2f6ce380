"""The process that keeps the index in step beside the reader: for each request one pass, whose progress it answers.

It is a process of its own so that no key waits for it, and has the lowest priority. A request is JSON; so is each
answer: an ``AnnotationProgress`` as the value of ``annotations``, then a ``PassProgress`` now and then; or a line that
says why the index cannot be written.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from reader.store import open_store
from reader.system.confinement import private_pipes, receive, send
from reader.system.guarded_path import StorePath
from reader.workspace.fulltext.index_file import IndexUnusableError
from reader.workspace.fulltext.index_upkeep import IndexUpkeep
from reader.workspace.jobs.file_search import NamedFiles

_NICE = 19


def main(words: list[str]) -> int:
    """Answer requests until there are no more.

    Args:
        words: the store's address; then the file of the index, as a folder and the names below it; who looks.
    """
    requests, answers = private_pipes()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICE)
    address, root, *names, viewer = words
    file, store = StorePath(Path(root), *names), open_store(address, viewer)
    while (request := receive(requests)) is not None:
        wanted = json.loads(request)
        upkeep = IndexUpkeep(file, store, NamedFiles(**wanted["files"]))
        try:
            upkeep.bring_in_step(
                lambda progress: send(answers, json.dumps(progress).encode("ascii")),
                lambda progress: send(answers, json.dumps({"annotations": progress}).encode("ascii")),
                with_unreadable=wanted["with_unreadable"],
            )
        except IndexUnusableError as error:
            send(answers, json.dumps(str(error)).encode("ascii"))
        finally:
            upkeep.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
