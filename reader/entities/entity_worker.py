"""The process that finds names, so that loading a model never holds up the screen.

Started as ``python -m reader.entities.entity_worker SETTING``. A request is a line of JSON on stdin with ``id``,
``text`` and ``language``; an answer one on stdout with ``id``, ``entities``, ``detector``, ``version``, ``notice``
and ``error``. Before the first comes ``{"id": 0}``, once a detector is loaded. With ``"is_guess": true`` a request is
answered by rules, which load nothing, and its answer says so too. It ends as soon as stdin does, whatever it is doing.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import Any, BinaryIO

from reader.entities.entity_cache import entities_to_json

#: Behind whatever the person at the terminal is doing.
_NICENESS = 10


#: Looked at before anything is asked: it has every table read and every pattern made.
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
                    _write(answers, {"id": 0})  # from here on it is the text that ends the process
            detector = detectors[language]
        try:
            answer["entities"] = _found(request["text"], detector)
        except Exception as error:  # noqa: BLE001 - the reader must hear of it, whatever a library raised
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
    """The pipe for answers; whatever a library prints goes nowhere instead."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def _read_requests(requests: queue.SimpleQueue[bytes]) -> None:
    """Drain stdin at once, so that the reader never waits to write; leave with the reader."""
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
