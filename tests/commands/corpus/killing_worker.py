"""A page worker for tests: what it does is in the name of the page."""

import os
import signal
import sys
from argparse import Namespace

from reader.commands.corpus.page_worker import main
from reader.sources import SourceError


def clean(path: str, *, options: Namespace, max_bytes: int, store: None, annotator: str, encoding: str) -> str:
    """A row, or an end: of this process, or of the Dask worker that started it."""
    assert (options.format, store, annotator, encoding) == ("json", None, "", "")
    assert max_bytes > 0
    if path.endswith("bad"):
        raise SourceError(path, "is bad", "make it good")
    if path.endswith("fault"):
        raise ZeroDivisionError
    if path.endswith("ends"):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.endswith("spins"):
        os.kill(os.getpid(), signal.SIGXCPU)
    if path.endswith("kills its worker"):
        os.kill(os.getppid(), signal.SIGKILL)
        signal.pause()
    return f"{path} by {os.getpid()}\n"


if __name__ == "__main__":
    sys.exit(main(clean))
