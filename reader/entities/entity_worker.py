"""The worker process that finds names, so that loading a model never blocks the screen.

It is started as ``python -m reader.entities.entity_worker SETTING``. A request is a line of JSON on stdin with ``id``,
``text`` and ``language``. An answer is a line on stdout with ``id``, ``entities``, ``detector``, ``version``,
``notice`` and ``error``. ``{"id": 0}`` comes once a detector is loaded. A request with ``"is_guess": true`` is answered
by rules, and its answer says so. The process ends as soon as stdin does.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import Any, BinaryIO

from reader.entities.entity_cache import entities_to_json

#: It must not slow down the person at the terminal.
_NICENESS = 10


#: Searched before the first request, so that every table is read and every pattern compiled.
_WARMING = "Ada Holm of the Ferry Company (FC) said in Bergen on Monday that it would cost 3 million euros."


def main(setting: str = "auto") -> int:
    """Answer requests until stdin ends; ``setting`` as for ``choose_detector``."""
    answers = _private_stdout()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_requests, args=(requests,), daemon=True).start()
    os.nice(_NICENESS)
    from reader.entities.detector import Detector, RulesDetector
    from reader.entities.detector_choice import loaded_or_rules

    rules: Detector = RulesDetector()
    _found(_WARMING, rules)
    detectors: dict[str, Detector] = {}
    while True:
        request = json.loads(requests.get())
        answer: dict[str, Any] = {"id": request["id"], "entities": [], "error": ""}
        if request.get("is_guess"):
            answer["is_guess"], detector = True, rules
        else:
            language = request.get("language", "")
            if language not in detectors:
                detectors[language] = loaded_or_rules(setting, language or None)
                if len(detectors) == 1:
                    _write(answers, {"id": 0})  # from now on a crash is due to the text
            detector = detectors[language]
        try:
            answer["entities"] = _found(request["text"], detector)
        except Exception as error:  # noqa: BLE001 - the reader must learn of any fault of a library
            answer["error"] = f"names could not be found: {type(error).__name__}: {error}"[:300]
        answer |= {"detector": detector.name, "version": detector.version, "notice": detector.notice}
        _write(answers, answer)


def _write(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


def _found(text: str, detector: Any) -> list[dict[str, Any]]:
    from reader.entities.detection import detect_entities

    return entities_to_json(detect_entities(text, detector))


def _private_stdout() -> BinaryIO:
    """The pipe for answers; whatever a library prints goes to the null device."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def _read_requests(requests: queue.SimpleQueue[bytes]) -> None:
    """Read stdin at once, so that the reader never waits to write; end with the reader."""
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
