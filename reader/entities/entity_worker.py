"""The worker process that finds names, so that loading a model never blocks the screen.

Started as ``python -m reader.entities.entity_worker SETTING``. Each message is a JSON object. A request has ``id``,
``text``, ``language`` and ``people``, whom the page names as its authors. Its answer has ``id``, ``entities``,
``detector``, ``version``, ``notice`` and ``error``. ``{"id": 0}`` comes before the first answer of a detector, once
that is loaded. A request with ``"is_guess": true`` is answered by rules, which load nothing; its answer is marked in
the same way. One with ``"can_wait": true`` is left, between two pieces of its text, when another request has come; its
answer has ``"is_left": true``. The process ends with its input, whatever it is doing.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from reader.entities.entity_cache import entities_to_json
from reader.system.confinement import private_pipes, receive, send

#: The processor goes first to what the person at the terminal is doing.
_NICENESS = 10
#: A text that is looked through before the first request, so that all tables and patterns are loaded.
_WARMING = "Ada Holm of the Ferry Company (FC) said in Bergen on Monday that it would cost 3 million euros."


def main(setting: str = "auto") -> int:
    """Answer requests until stdin ends; ``setting`` as for ``choose_detector``."""
    pipe, answers = private_pipes()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_requests, args=(pipe, requests), daemon=True).start()
    os.nice(_NICENESS)
    from reader.entities.detector import Detector, RulesDetector
    from reader.entities.detector_choice import loaded_or_rules

    rules: Detector = RulesDetector()
    _found(_WARMING, (), rules)
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
                    _write(answers, {"id": 0})  # from now on a failure is due to the text
            detector = detectors[language]
        can_wait = bool(request.get("can_wait"))
        try:
            _cut(detector, (lambda: _leave_for_others(requests)) if can_wait else lambda: None)
            people = request.get("people", ())
            find = _certain if request.get("is_guess") and setting != rules.name else _found
            answer["entities"] = find(request["text"], people, detector)
        except _LeftError:
            answer["is_left"] = True
        except Exception as error:  # noqa: BLE001 - the reader must learn of any fault of a library
            answer["error"] = f"names could not be found: {type(error).__name__}: {error}"[:300]
        answer |= {"detector": detector.name, "version": detector.version, "notice": detector.notice}
        _write(answers, answer)


class _LeftError(Exception):
    """Another text is more urgent."""


def _leave_for_others(requests: queue.SimpleQueue[bytes]) -> None:
    if not requests.empty():
        raise _LeftError


def _cut(detector: Any, between_pieces: Callable[[], object]) -> None:
    """Have something called before each piece of a text, where the detector looks at it in pieces."""
    from reader.entities.spacy_models import SpacyDetector

    between_pieces()
    if isinstance(detector, SpacyDetector):
        detector.between_pieces = between_pieces


def _write(answers: BinaryIO, answer: dict[str, Any]) -> None:
    send(answers, json.dumps(answer).encode("ascii"))


def _found(text: str, people: Sequence[str], detector: Any) -> list[dict[str, Any]]:
    from reader.entities.detection import detect_entities

    return entities_to_json(detect_entities(text, detector, people))


def _certain(text: str, people: Sequence[str], _: Any) -> list[dict[str, Any]]:
    from reader.entities.detection import certain_entities

    return entities_to_json(certain_entities(text, people))


def _read_requests(pipe: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    """Take requests in at once, so that the reader never waits to write; end this process with its input."""
    while (request := receive(pipe)) is not None:
        requests.put(request)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
