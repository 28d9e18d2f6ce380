"""Tokens for formats that count in them: words and marks, cut wherever an annotation begins or ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from reader.model.spans import Span

_TOKEN = re.compile(r"[^\W_]+|\s+|[\W_]")


def span_tokens(text: str, edges: Iterable[int]) -> list[Span]:
    """The pieces of a text in order, all of it: words, single marks, and runs of white space.

    Args:
        text: any.
        edges: offsets that have to lie between two pieces.
    """
    wanted = sorted({*edges, *(match.start() for match in _TOKEN.finditer(text)), len(text)} | ({0} if text else set()))
    return [Span(start, end) for start, end in pairwise(wanted)]
