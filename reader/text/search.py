"""Finding a text, or a regular expression of the user's, in a text: within a time that is set, whatever the pattern.

Expressions run in the ``regex`` library: it stops at its time limit in the middle of a match and lets other threads
run meanwhile, which Python's own ``re`` does not. What it cannot stop is compiling, so that is weighed before.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from reader.model.spans import Span

#: Seconds that one search may take in one text.
PATIENCE_S = 0.5
#: Hits beyond these are not looked for.
MOST_HITS = 10_000
#: Characters of the longest expression; and what one may come to once its repeats are written out.
LONGEST_PATTERN, HEAVIEST_PATTERN = 1_000, 20_000
#: An escape, a class, what opens or closes a group, a repeat; any other character is one of itself.
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]?|\{(\d*)(?:,(\d*))?\}|.", re.DOTALL)
#: Capitals in these are no capitals of the text: ``\W``, ``\p{Lu}``, ``(?P<name>``.
_SYNTAX = re.compile(r"\\[pPN]\{[^}]*\}|\\.|\(\?P?[<=>&][^)>]*|\(\?[A-Za-z0-9]+\)", re.DOTALL)


class PatternError(ValueError):
    """An expression that cannot be searched for: one line that says why."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """What a search found.

    Attributes:
        spans: of the hits, in code points of the text, ordered, none empty; they do not overlap.
        problem: why there may be more hits than these, one line; empty where these are all.
    """

    spans: tuple[Span, ...]
    problem: str = ""


def find_all(
    pattern: str, text: str, *, is_regex: bool = False, most: int = MOST_HITS, seconds: float = PATIENCE_S
) -> SearchHit:
    """Every place in ``text`` that matches; capitals count only where the pattern has one.

    Never takes much longer than ``seconds``, whatever the pattern; an expression is best run in a thread, which it
    does not keep from others: the screen goes on. Nothing that is found in one line depends on another: ``^`` and
    ``$`` are the ends of lines, ``.`` is no line end (unless ``(?s)`` says so).

    Args:
        pattern: what to find; nothing matches an empty one.
        text: where.
        is_regex: the pattern is a regular expression (that of Python's ``re``, with what ``regex`` adds to it:
            ``\\p{Lu}``, ``(?:colour){e<=1}`` for up to one error), else just this text.
        most: hits after which to stop.
        seconds: after which to stop.

    Raises:
        PatternError: it is no regular expression, or too long or too heavy a one.
    """
    if not pattern:
        return SearchHit(())
    spans: list[Span] = []
    deadline = time.monotonic() + seconds
    try:
        for start, end in _expression(pattern, text, seconds) if is_regex else _literal(pattern, text):
            if len(spans) == most:
                return SearchHit(tuple(spans), f"only the first {most} are shown")
            if start < end:
                spans.append(Span(start, end))
            if time.monotonic() > deadline:
                raise TimeoutError
    except TimeoutError:
        return SearchHit(tuple(spans), f"stopped after {seconds:g} seconds: this expression takes too long here")
    except MemoryError:
        return SearchHit(tuple(spans), "stopped: this expression takes too much memory here")
    return SearchHit(tuple(spans))


def _literal(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    flags = 0 if _has_capital(pattern) else re.IGNORECASE
    return (match.span() for match in re.finditer(re.escape(pattern), text, flags))


def _expression(pattern: str, text: str, seconds: float) -> Iterator[tuple[int, int]]:
    if len(pattern) > LONGEST_PATTERN or _weight(pattern) > HEAVIEST_PATTERN:
        raise PatternError("this expression is too large: fewer groups in groups, fewer repeats")
    import regex  # a slow import, and nothing is searched before the first paint

    flags = regex.MULTILINE if _has_capital(_SYNTAX.sub("", pattern)) else regex.MULTILINE | regex.IGNORECASE
    try:
        compiled = regex.compile(pattern, flags, cache_pattern=False)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise PatternError(_why(error)) from error
    return (match.span() for match in compiled.finditer(text, timeout=seconds, concurrent=True))


def _why(error: Exception) -> str:
    what = getattr(error, "msg", "") or str(error) or type(error).__name__
    place = getattr(error, "pos", None)
    return f"{what}{f' (character {place + 1})' if isinstance(place, int) else ''}"


def _has_capital(pattern: str) -> bool:
    return any(character.isupper() for character in pattern)


def _weight(pattern: str) -> int:
    """About how many pieces an expression is compiled to: a repeated group is compiled twice, in each other one."""
    open_groups = [0]
    last = 0  # what the repeat that may follow is of
    for token in _TOKEN.finditer(pattern):
        what = token[0]
        if what == "(":
            open_groups.append(0)
            last = 0
        elif what == ")" and len(open_groups) > 1:
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
    for inside in reversed(open_groups):  # those never closed will be refused anyway, but only after being weighed
        weight = 2 * weight + inside
    return weight
