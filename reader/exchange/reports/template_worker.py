"""The child process that fills a template, which may be a stranger's: it may loop or grow without harm to others."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from reader.system.confinement import Limits, confine, for_this_machine, limited, private_pipes, receive, send

#: Processor time and memory of the process, for a small report; larger ones get more.
LIMITS = Limits(seconds=20, memory=1 << 30)
#: Bytes of the request for each further second, and bytes of memory for each of its bytes.
_BYTES_A_SECOND, _MEMORY_A_BYTE = 1 << 20, 16


def main() -> int:
    """Answer one request, ``{"folder", "name", "record"}``, with ``{"text": ...}`` or ``{"fault": one line}``."""
    requests, answers = private_pipes()
    confine()
    data = receive(requests)
    if data is not None:
        limits = Limits(LIMITS.seconds + len(data) // _BYTES_A_SECOND, LIMITS.memory + len(data) * _MEMORY_A_BYTE)
        with limited(for_this_machine(limits)):
            answer = _encoded(data)
        send(answers, answer)
    return 0


def _encoded(data: bytes) -> bytes:
    try:
        return json.dumps(_answer(json.loads(data))).encode("ascii")
    except MemoryError:
        return b'{"fault": "it needs too much memory"}'


def _answer(request: dict[str, Any]) -> dict[str, str]:
    from reader.exchange.reports.report_variables import variables_of
    from reader.exchange.reports.template_sandbox import ReportError, pieces

    folder, name = request["folder"], request["name"]
    try:
        text = "".join(pieces(Path(folder) if folder else None, name, variables_of(request["record"])))
    except ReportError as error:
        return {"fault": str(error)}
    return {"text": text}


if __name__ == "__main__":
    sys.exit(main())
