"""Handles names in headlines, where most words are capitalised and only known names count."""

from __future__ import annotations

import re

from reader.entities.name_patterns import is_title_line, is_value, line_at, moved
from reader.entities.steps.head_words import OPENERS
from reader.entities.tables import known_kind
from reader.model.entity import Mention

#: Separates the parts of a headline, and never occurs in a name.
_BREAK = re.compile(r": |…|\.\.\.")
#: The end of a word that a web page cut short.
_CUT_OFF = ("...", "…")
_SMALL_WORD = re.compile(r"(?<!\w)(?:the|of|in|to|on|for|with|at|from|by|as|is|its|an|over|into)(?!\w)")


def part(text: str, mentions: list[Mention]) -> list[Mention]:
    """Cut each mention at a colon or an ellipsis; known pieces stay, and in running text the last one too."""
    return [piece for mention in mentions for piece in _parts(text, mention)]


def confirm(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without those in headlines that neither the gazetteer nor the rest of the text knows."""
    lines = {line_at(text, mention.start) for mention in mentions}
    headlines = {line for line in lines if _is_headline(text, *line)}
    alone = {(mention.start, mention.end) for mention in mentions if mention.text.count(" ") > 2}
    headlines |= {line for line in lines if line in alone and is_title_line(text, line[0])}
    in_headline = [
        not is_value(one) and (text.startswith(_CUT_OFF, one.end) or line_at(text, one.start) in headlines)
        for one in mentions
    ]
    named = {mention.text for mention, inside in zip(mentions, in_headline, strict=True) if not inside}
    words = {word for name in named for word in name.split()}
    return [
        mention
        for mention, inside in zip(mentions, in_headline, strict=True)
        if not _is_rubric(text, mention)
        and (not inside or mention.text in named or known_kind(mention.text) or words & set(mention.text.split()))
    ]


def _is_rubric(text: str, mention: Mention) -> bool:
    """Whether it only opens a line in capitals, with a dash behind it: "SOCCER - LATE WIN FOR ..."."""
    start, end = line_at(text, mention.start)
    is_first = mention.start == start and text.startswith((" - ", " – "), mention.end)
    return is_first and not known_kind(mention.text) and text[start:end].isupper()


def _parts(text: str, mention: Mention) -> list[Mention]:
    breaks = [] if is_value(mention) or mention.kind == "work" else list(_BREAK.finditer(mention.text))
    if not breaks or known_kind(mention.text):
        return [mention]
    edges = [0, *(edge for match in breaks for edge in match.span()), len(mention.text)]
    pieces = [
        moved(mention, text, mention.start + start, mention.start + end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start < end
    ]
    return [one for one in pieces if known_kind(one.text) or (one is pieces[-1] and _may_be_name(text, one))]


def _may_be_name(text: str, piece: Mention) -> bool:
    first = piece.text.split(maxsplit=1)
    return bool(first) and first[0] not in OPENERS and not is_title_line(text, piece.start)


def _is_headline(text: str, start: int, end: int) -> bool:
    """A line in title case with a small word in it; a row of a table or a list of names has none."""
    return (
        is_title_line(text, start)
        and not text[start:end].isupper()
        and _SMALL_WORD.search(text, start, end) is not None
    )
