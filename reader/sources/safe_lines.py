"""A whole file made safe to be shown, with the way back from the safe text to the file."""

from __future__ import annotations

from reader.model.spans import OffsetMap
from reader.system.safe_text import unsafe_character, unsafe_passage


def safe_lines(source: str) -> tuple[str, OffsetMap]:
    """A whole file made safe: every kind of line end as ``\\n``, a tab as a space, all else unsafe taken out.

    Args:
        source: the decoded file.

    Returns:
        The safe text and the way from it back to ``source``. Each run is one-to-one and equal on both sides; a
        character that stands for another one (the space for a tab) has no run of its own.
    """
    parts: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    here = there = 0
    for found in unsafe_character().finditer(source):
        start = found.start()
        if start < there:  # inside an escape sequence that is gone already
            continue
        changed, end = _changed(source, start)
        if there < start:
            parts.append(source[there:start])
            runs.append((here, here + start - there, there, start))
            here += start - there
        parts.append(changed)
        here += len(changed)
        there = end
    if not parts:
        return source, OffsetMap.identity(len(source))
    parts.append(source[there:])
    runs.append((here, here + len(source) - there, there, len(source)))
    return "".join(parts), OffsetMap(runs)


def _changed(source: str, start: int) -> tuple[str, int]:
    """What stands for the unwanted passage at ``start``, and where it ends."""
    character = source[start]
    if character == "\r":  # of CR LF the line feed is kept as it stands, so that its run goes on
        return ("" if source.startswith("\n", start + 1) else "\n"), start + 1
    match = unsafe_passage().match(source, start)
    end = match.end() if match else start + 1
    return ("" if match and match["gone"] else " " if character == "\t" else "\n"), end
