"""What was answered so far while a label is split: kept with each answer, so that it can be left and gone on with.

One file for each label and person, in the folder of what was begun. A line is a JSON object: the labels that it is
split into, or an annotation and what it becomes; the last one counts. Nothing of it is done to the store before all is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from reader.store.refusals import refusals
from reader.system.durable_writes import write_all
from reader.system.guarded_path import StorePath
from reader.system.hashes import sha256

#: What an annotation becomes that keeps its label.
STAYS = ""


class SplitAnswers:
    """The answers about one label.

    Args:
        folder: see ``Store.begun_folder``; None keeps them for as long as this object lives.
        names: of the label: the one that it has, then those that it had before.

    Attributes:
        into: the labels that it is split into.
        becomes: what annotations become, by id; ``STAYS`` where one keeps its label.
    """

    def __init__(self, folder: StorePath | None, names: Sequence[str]) -> None:
        paths = [folder / f"split-{sha256(name.encode())[:16]}.jsonl" for name in names] if folder is not None else []
        self._path = paths[0] if paths else None
        self.into: list[str] = []
        self.becomes: dict[str, str] = {}
        there = next((path for path in paths if _exists(path)), None)
        if there is not None:
            for line in _lines(there):
                self._take(line)
            if there is not self._path:
                known = [{"tag": tag, "becomes": name} for tag, name in self.becomes.items()]
                self._append([{"into": self.into}, *known])

    def begin(self, into: Sequence[str]) -> None:
        """Split it into these labels; answers that name another one do not count any more. Raises ``StoreError``."""
        gone = [tag for tag, name in self.becomes.items() if name != STAYS and name not in into]
        self._keep([{"into": list(into)}, *({"tag": tag, "becomes": None} for tag in gone)])

    def give(self, answers: Mapping[str, str | None]) -> None:
        """Keep answers by the ids of annotations; None takes one back. Raises ``StoreError``."""
        self._keep([{"tag": tag, "becomes": name} for tag, name in answers.items()])

    def _keep(self, lines: Sequence[Mapping[str, Any]]) -> None:
        for line in lines:
            self._take(line)
        self._append(lines)

    def _append(self, lines: Iterable[Mapping[str, Any]]) -> None:
        data = b"".join(json.dumps(line, sort_keys=True).encode() + b"\n" for line in lines)
        if self._path is None or not data:
            return
        with refusals(self._path, "answers not kept"):
            self._path.parent.make_folder()
            handle = self._path.handle(os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            try:
                write_all(handle, data)
            finally:
                os.close(handle)

    def _take(self, line: Mapping[str, Any]) -> None:
        into, tag, name = line.get("into"), line.get("tag"), line.get("becomes")
        if isinstance(into, list):
            self.into = [one for one in into if isinstance(one, str)]
        if isinstance(tag, str) and isinstance(name, str):
            self.becomes[tag] = name
        elif isinstance(tag, str):
            self.becomes.pop(tag, None)


def _exists(path: StorePath) -> bool:
    with suppress(OSError):
        return path.exists()
    return False


def _lines(path: StorePath) -> Iterable[Mapping[str, Any]]:
    data = b""
    with suppress(OSError):
        data = path.content()
    for line in data.split(b"\n"):
        with suppress(ValueError, RecursionError):
            found = json.loads(line)
            if isinstance(found, dict):
                yield found
