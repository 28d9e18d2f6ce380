"""The process that compares documents beside the reader: it gets paths, and answers with near-duplicates, as JSON.

It is a process of its own so that no key waits for it. It has the lowest priority. It keeps the sketches that it made
in a file, one line a document; lines that cannot be read or that belong to other bytes do not count.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reader import __version__
from reader.store.store_folder import make_cache_folder
from reader.system.confinement import private_pipes, receive, send
from reader.system.guarded_path import StorePath
from reader.text.near_duplicates import SKETCH, SketchIndex, sketch

#: What the file is called in a folder of caches.
FILE = "likeness.jsonl"
#: Raise it when sketches change.
FORMAT = 1
#: Lines of the file beyond which it is begun anew.
_LONGEST = 20_000
_NICE = 19
#: Seconds after which it answers, though it has not looked at all documents of a request: what it found is wanted.
_ANSWER_S = 0.5


def main(words: list[str]) -> int:
    """Answer requests until there are no more.

    A request has the place of its first document in the list of all, and the paths from there on. The answer has how
    many of them were looked at, at least one, then ``[place, first place, similarity]`` of each that is a duplicate.

    Args:
        words: a limit in bytes; then the file that keeps the sketches, as a folder and the names below it.
    """
    requests, answers = private_pipes()
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICE)
    kept = SketchFile(StorePath(Path(words[1]), *words[2:]) if words[1:] else None)
    known: SketchIndex[int] = SketchIndex()
    while (request := receive(requests)) is not None:
        at, paths = json.loads(request)
        send(answers, json.dumps(compared(at, paths, known, lambda path: kept.of(path, int(words[0])))).encode("ascii"))
    return 0


def compared(
    at: int, paths: Sequence[str], known: SketchIndex[int], sketch_of: Callable[[str], tuple[int, ...]]
) -> list[Any]:
    """The answer to a request; see ``main``. An empty path is a document that is not compared."""
    due, found, count = time.monotonic() + _ANSWER_S, [], 0
    for place, path in enumerate(paths, at):
        pairs = known.add(place, sketch_of(path)) if path else []
        if pairs:
            found.append([place, *min(pairs)])
        count += 1
        if time.monotonic() > due:
            break
    return [count, *found]


class SketchFile:
    """The sketches of files, remembered in ``file``; with none, only for now."""

    def __init__(self, file: StorePath | None) -> None:
        self._file = file
        self._known = read(file) if file is not None else {}

    def of(self, path: str, max_bytes: int) -> tuple[int, ...]:
        """The sketch of a document; empty where it cannot be read."""
        name, stamp = name_of(path), _stamp(path)
        kept = self._known.get(name)
        if kept is not None and stamp is not None and kept[0] == stamp:
            return kept[1]
        found = _sketch_of(path, max_bytes)
        if stamp is not None:
            self._known[name] = stamp, found
            self._keep(name, stamp, found)
        return found

    def _keep(self, name: str, stamp: tuple[int, int], found: tuple[int, ...]) -> None:
        if self._file is None:
            return
        line = json.dumps([_MARK, name, *stamp, *found], separators=(",", ":")) + "\n"
        try:
            make_cache_folder(self._file.parent)
            with os.fdopen(self._file.handle(os.O_WRONLY | os.O_APPEND | os.O_CREAT), "wb") as lines:
                lines.write(line.encode("ascii"))
        except OSError:  # nothing is lost but time
            self._file = None


def read(file: StorePath) -> dict[str, tuple[tuple[int, int], tuple[int, ...]]]:
    """What a file holds: by name, the stamp and the sketch; of a name that is in it twice the last."""
    known = {}
    try:
        with io.TextIOWrapper(file.opened(), encoding="ascii", errors="replace") as lines:
            count = 0
            for count, line in enumerate(lines, 1):  # noqa: B007
                with contextlib.suppress(ValueError, TypeError, RecursionError):
                    name, stamp, found = _entry(json.loads(line))
                    known[name] = stamp, found
        if count > _LONGEST:
            file.remove()
    except OSError:
        return known
    return known


def name_of(path: str) -> str:
    """What a document is called in the file: where it lies."""
    return os.path.realpath(path)


_MARK = f"{__version__}/{FORMAT}"


def _entry(value: Any) -> tuple[str, tuple[int, int], tuple[int, ...]]:
    mark, name, time, size, *found = value
    if mark != _MARK or not isinstance(name, str) or len(found) > SKETCH:
        raise ValueError("not ours")
    if not all(isinstance(number, int) and 0 <= number < 1 << 32 for number in (size, *found)):
        raise ValueError("no sketch")
    return name, (int(time), size), tuple(found)


def _stamp(path: str) -> tuple[int, int] | None:
    """The time and size of a file, or of the file that holds the document."""
    for one in (path, path.rpartition("#")[0]):
        with contextlib.suppress(OSError, ValueError):
            state = os.stat(one)  # noqa: PTH116
            return state.st_mtime_ns, state.st_size
    return None


def _sketch_of(path: str, max_bytes: int) -> tuple[int, ...]:
    from reader.cleaning.article_loading import read_article
    from reader.sources import SourceError

    try:
        return sketch(read_article(path, max_bytes=max_bytes).text)
    except SourceError:
        return ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
