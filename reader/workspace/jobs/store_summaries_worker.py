"""The process that reads a store beside the reader: it gets the address and who looks, and answers with summaries.

An empty message is the last one. See ``store_summaries``.
"""

from __future__ import annotations

import contextlib
import os
import sys
from itertools import islice

from reader.store import open_store
from reader.store.document_summaries import summaries_in
from reader.system.confinement import private_pipes, send
from reader.workspace.jobs.store_summaries import BATCH, packed

#: The processor goes first to what the person at the terminal is doing.
_NICENESS = 10


def main(address: str, viewer: str) -> int:
    """Read the store once."""
    _, answers = private_pipes()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    found = summaries_in(open_store(address, viewer))
    while batch := list(islice(found, BATCH)):
        send(answers, packed(batch))
    send(answers, b"")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
