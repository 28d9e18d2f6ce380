"""Searches a text, literally or by a user's regular expression, within a time limit for any pattern.

The ``regex`` library can stop in the middle of a match and lets other threads run, which Python's ``re`` cannot. It
cannot stop while it compiles, so the size of an expression is limited first.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reader.model.spans import Span

#: Seconds that one search may take in one text.
PATIENCE_S = 0.5
#: The most hits of one search.
MOST_HITS = 10_000
#: ``regex`` is up to ten times as fast as ``re`` where case does not count, but only to ``re`` these are one letter.
_DOTTED, _TURKISH = frozenset("iIıİ"), "ıİ"
#: Hits between two looks at the clock: a look takes as long as a hit.
_AT_A_TIME = 64
#: Characters of the longest expression, and its largest size with repeats written out.
LONGEST_PATTERN, HEAVIEST_PATTERN = 1_000, 20_000
#: An escape, a class, a bracket of a group, a repeat, or a single character.
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]?|\{(\d*)(?:,(\d*))?\}|.", re.DOTALL)
#: Capitals in these belong to the syntax, not to the searched text: ``\W``, ``\p{Lu}``, ``(?P<name>``.
_SYNTAX = re.compile(r"\\[pPN]\{[^}]*\}|\\.|\(\?P?[<=>&][^)>]*|\(\?[A-Za-z0-9]+\)", re.DOTALL)


class PatternError(ValueError):
    """An expression that cannot be used; the message is one line."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search.

    Attributes:
        spans: the hits, in code points, ordered, not empty, not overlapping.
        problem: why there may be more hits, in one line; empty if these are all.
    """

    spans: tuple[Span, ...]
    problem: str = ""


def find_all(
    pattern: str, text: str, *, is_regex: bool = False, most: int = MOST_HITS, seconds: float = PATIENCE_S
) -> SearchResult:
    """Every match in ``text``; case counts only if the pattern has a capital.

    It takes hardly longer than ``seconds`` for any pattern. Run expressions in a thread; other threads go on meanwhile.
    ``^`` and ``$`` match at lines, and ``.`` does not match a line end unless ``(?s)`` is given.

    Args:
        pattern: what to find; an empty one matches nothing.
        text: the text to search.
        is_regex: the pattern is a regular expression, as in Python's ``re`` with the additions of ``regex``:
            ``\\p{Lu}``, ``(?:colour){e<=1}`` for up to one error. Otherwise it is literal.
        most: the number of hits after which to stop.
        seconds: the time after which to stop.

    Raises:
        PatternError: it is not a valid regular expression, or is too long or too large.
    """
    if not pattern:
        return SearchResult(())
    spans: list[Span] = []
    deadline = time.monotonic() + seconds
    try:
        found = _expression(pattern, text, seconds) if is_regex else _literal(pattern, text, seconds)
        while some := [Span(*one) for one in islice(found, _AT_A_TIME)]:
            spans += (span for span in some if span.start < span.end)
            if len(spans) > most:
                return SearchResult(tuple(spans[:most]), f"only the first {most} are shown")
            if time.monotonic() > deadline:
                raise TimeoutError
    except TimeoutError:
        return SearchResult(tuple(spans), f"stopped after {seconds:g} seconds: this expression is too slow")
    except MemoryError:
        return SearchResult(tuple(spans), "stopped: this expression needs too much memory")
    return SearchResult(tuple(spans))


def _literal(pattern: str, text: str, seconds: float) -> Iterator[tuple[int, int]]:
    if has_capital(pattern):
        return (match.span() for match in re.finditer(re.escape(pattern), text))
    if not _DOTTED.isdisjoint(pattern) and any(letter in text for letter in _TURKISH):
        return (match.span() for match in re.finditer(re.escape(pattern), text, re.IGNORECASE))
    import regex  # a slow import, which the first screen does not need

    compiled = regex.compile(regex.escape(pattern), regex.IGNORECASE)
    return (match.span() for match in compiled.finditer(text, timeout=seconds, concurrent=True))


def _expression(pattern: str, text: str, seconds: float) -> Iterator[tuple[int, int]]:
    if len(pattern) > LONGEST_PATTERN or _weight(pattern) > HEAVIEST_PATTERN:
        raise PatternError("this expression is too large: use fewer nested groups and repeats")
    import regex  # a slow import, which the first screen does not need

    flags = regex.MULTILINE if has_capital(_SYNTAX.sub("", pattern)) else regex.MULTILINE | regex.IGNORECASE
    try:
        compiled = regex.compile(pattern, flags, cache_pattern=False)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise PatternError(_why(error)) from error
    return (match.span() for match in compiled.finditer(text, timeout=seconds, concurrent=True))


def _why(error: Exception) -> str:
    what = getattr(error, "msg", "") or str(error) or type(error).__name__
    position = getattr(error, "pos", None)
    return f"{what}{f' (character {position + 1})' if isinstance(position, int) else ''}"


def has_capital(pattern: str) -> bool:
    """Whether a pattern has a capital: then case counts."""
    return any(character.isupper() for character in pattern)


def _weight(pattern: str) -> int:
    """The approximate size of a compiled expression; each repeated group is compiled twice, also inside others."""
    open_groups = [0]
    last = 0  # the size of the piece that a repeat would apply to
    for token in _TOKEN.finditer(pattern):
        piece = token[0]
        if piece == "(":
            open_groups.append(0)
            last = 0
        elif piece == ")" and len(open_groups) > 1:
            last = 2 * open_groups.pop() + 1
            open_groups[-1] += last
        elif token[1] is not None:
            times = max(int(count[:9] or 1) for count in (token[1], token[2] or ""))
            open_groups[-1] += last * (times - 1)
            last *= times
        else:
            last = 1
            open_groups[-1] += 1
    weight = 0
    for inside in reversed(open_groups):  # unclosed groups are refused later, but count here
        weight = 2 * weight + inside
    return weight
