"""The process that reads PDF files, to which something happens over each."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

from reader.sources.formats import pdf_worker
from reader.system.confinement import Limits

_ANSWER = pdf_worker._answer


def hostile(data: bytes) -> dict[str, Any]:
    """What becomes of a file: as the test says."""
    match os.environ["NRC_TEST_FATE"]:
        case "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "aborts":
            os.abort()
        case "waits":
            time.sleep(3600)
        case "spins":
            while True:
                pass
        case "stops early":
            pdf_worker.MAX_PAGES = 2
            return _ANSWER(data)
        case "allocates":
            bytes(1 << 30)
    return []  # type: ignore[return-value]  # no answer of ours


if __name__ == "__main__":
    pdf_worker.LIMITS = Limits(1, 64 << 20)
    pdf_worker._answer = hostile
    sys.exit(pdf_worker.main())
