"""Makes a whole file safe to show, with a map from the safe text back to the file."""

from __future__ import annotations

from reader.model.spans import OffsetMap
from reader.system.safe_text import unsafe_character, unsafe_passage


def safe_lines(source: str) -> tuple[str, OffsetMap]:
    """The safe text of a file: line ends become ``\\n``, a tab a space, and other unsafe characters are removed.

    Args:
        source: the decoded file.

    Returns:
        The safe text and the map from it back to ``source``. Each run is one-to-one and equal on both sides. A replaced
        character (the space for a tab) has no run.
    """
    parts: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    length = done = 0
    for unsafe in unsafe_character().finditer(source):
        start = unsafe.start()
        if start < done:  # inside an escape sequence that was already removed
            continue
        changed, end = _changed(source, start)
        if done < start:
            parts.append(source[done:start])
            runs.append((length, length + start - done, done, start))
            length += start - done
        parts.append(changed)
        length += len(changed)
        done = end
    if not parts:
        return source, OffsetMap.identity(len(source))
    parts.append(source[done:])
    runs.append((length, length + len(source) - done, done, len(source)))
    return "".join(parts), OffsetMap(runs)


def _changed(source: str, start: int) -> tuple[str, int]:
    """The replacement of the unsafe passage at ``start``, and the end of the passage."""
    character = source[start]
    if character == "\r":  # in CR LF the line feed stays, so that its run continues
        return ("" if source.startswith("\n", start + 1) else "\n"), start + 1
    match = unsafe_passage().match(source, start)
    end = match.end() if match else start + 1
    return ("" if match and match["gone"] else " " if character == "\t" else "\n"), end
