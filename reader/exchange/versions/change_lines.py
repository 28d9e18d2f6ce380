"""What became of an article between two versions, as lines for a person: what stayed is only counted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from reader.analysis.versions.sentence_fates import KEPT, MOVED
from reader.analysis.versions.version_changes import VersionChanges
from reader.anchoring.word_difference import FRESH, GONE, SAME, DifferencePart
from reader.exchange.versions.change_groups import (
    ChangeGroup,
    change_groups,
    fate_in_words,
    sentences_in_total,
    tag_fate_in_words,
    tags_in_total,
)
from reader.system.safe_text import safe_text
from reader.system.stdio import counted

#: Columns of a line, and how far what a version says is indented.
WIDTH, INDENT = 80, 2
HEAD, QUIET = "head", "quiet"


class ChangeLine(NamedTuple):
    """One line, or one paragraph that is still to be wrapped.

    Attributes:
        kind: ``HEAD``, ``QUIET``, or what stands before a version's words: ``SAME``, ``GONE`` or ``FRESH``.
        parts: its words, safe to show; more than one kind where a version's words are compared.
    """

    kind: str
    parts: tuple[DifferencePart, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(part.text for part in self.parts)


def change_lines(changes: VersionChanges) -> Iterator[ChangeLine]:
    """The changes in order, each with its fate and what both versions say; then the tags that changed; then totals."""
    groups = change_groups(changes.sentences)
    for is_kept, run in groupby(groups, key=lambda group: group.fate == KEPT):
        if is_kept:
            yield _line(QUIET, f"… {counted(len(list(run)), 'sentence')} kept")
            continue
        for group in run:
            yield _line(HEAD, fate_in_words(group.fate))
            yield from _words_of(group)
    for one in changes.tags:
        if one.fate != KEPT:
            yield _line(HEAD, f"{one.tag.label} {tag_fate_in_words(one.fate)}")
            yield _line(SAME, one.tag.quote)
    yield _line(QUIET, sentences_in_total(groups))
    if changes.tags:
        yield _line(QUIET, f"tags: {tags_in_total(changes.tags)}")


def _words_of(group: ChangeGroup) -> Iterator[ChangeLine]:
    if group.fate == MOVED:
        yield _line(SAME, " ".join(group.new))
        return
    words = group.words() if group.old and group.new else []
    for kind, sentences in ((GONE, group.old), (FRESH, group.new)):
        if words and len(sentences) == 1:
            parts = (part for part in words if part.kind in (SAME, kind))
            yield ChangeLine(kind, tuple(DifferencePart(part.kind, _safe(part.text)) for part in parts))
        else:
            yield from (_line(kind, sentence, kind) for sentence in sentences)


def _line(kind: str, text: str, part: str = SAME) -> ChangeLine:
    return ChangeLine(kind, (DifferencePart(part, _safe(text)),))


def _safe(text: str) -> str:
    """One line that is safe to show, with the spaces at its ends."""
    inner = safe_text(text)
    lead, tail = (" " * one.isspace() for one in (text[:1], text[-1:])) if inner else (" " * bool(text), "")
    return lead + inner + tail


#: What stands before a version's words.
SIGNS = {SAME: "  ", GONE: "- ", FRESH: "+ "}


def wrapped(line: ChangeLine) -> list[str]:
    """A line as lines of at most :data:`WIDTH` columns; wide letters count as two."""
    if line.kind not in SIGNS:
        return textwrap.wrap(line.text, WIDTH) or [""]
    text = line.text.strip()
    indent = " " * INDENT
    width = WIDTH if text.isascii() or not _is_wide(text) else WIDTH // 2
    first = indent + SIGNS[line.kind]
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * len(first)) or [first.rstrip()]


def _is_wide(text: str) -> bool:
    from unicodedata import east_asian_width

    return any(east_asian_width(one) in "WF" for one in text)
