"""The process that looks for files beside the reader: it gets paths, and answers with batches of files, as JSON.

An empty batch is the last one. See ``file_search``.
"""

from __future__ import annotations

import json
import sys
from itertools import chain

from reader.system.confinement import private_pipes, receive, send
from reader.workspace.jobs.file_search import batches, found_files, packed


def main() -> int:
    """Answer one request."""
    requests, answers = private_pipes()
    request = receive(requests)
    if request is not None:
        for batch in chain(batches(found_files(**json.loads(request))), ([],)):
            send(answers, packed(batch))
    return 0


if __name__ == "__main__":
    sys.exit(main())
