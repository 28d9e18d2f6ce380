"""Keeps short rows that the text around them vouches for: sentences, items of an announced list, interview lines.

Length and function words say little about "Nobody answered." or "Capt. Jane Doe". Their place does: they are set like
the paragraphs, beside one of them. This comes last, so that it neither teaches nor contradicts the learnt model.
"""

from __future__ import annotations

import re
from collections import Counter

from reader.cleaning import bylines
from reader.cleaning.dump.announced_lists import announced
from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.row_scoring import is_link
from reader.cleaning.dump.rows import PageRow

#: The most words of a short sentence, and of one that is kept by its place; longer ones are known by their words.
_SENTENCE_WORDS, _LONGEST = 14, 45
#: If the model gives a short or a longer sentence a smaller chance, it is boilerplate that is set like the text.
_LEAST_CHANCE, _LONG_CHANCE = 0.2, 0.3
#: Roles of what stands elsewhere on the page, or is no text.
_DOUBLED = frozenset({"repeat", "double", "symbols"})
_QUOTES = '"“„«»‘‚「『'
#: Roles of furniture inside a text, and the most rows of it in one place.
_FURNITURE = frozenset({"caption", "teaser", "promotion", "navigation", "symbols"})
_INSIDE = 4
#: The most rows of a clean text below its last paragraph: a closing, a name, a place.
_CLOSING = 4
_COMMAS = (",", "،", "，")
#: Questions that stand as rows of their own and make an interview, whose answers are as short as boilerplate.
_QUESTIONS, _QUESTION_WORDS, _ASKS = 3, 30, ("?", "？", "؟")
#: Rows of dialogue that make an interview, and the fewest that each speaker has.
_LINES, _EACH = 4, 2
#: The fewest lines of a run that is kept as a whole, and the share of them that is kept for themselves.
_RUN, _MOSTLY = 4, 0.6
#: "Q: ", "A. ", "MARA VOSS: ": the speaker of a line in an interview.
_SPEAKER = re.compile(r"(?:[^\W\d_][\w.'’-]{0,20}(?: [\w.'’-]{1,20}){0,3}\s?[:：]|[^\W\d_]\.)\s?(?=\S)")


def keep_short_rows(rows: list[PageRow], head: ArticleHead) -> None:
    """Keep short rows that belong to the kept text beside them; sets ``kept`` and ``kind``."""
    prose = [row for row in rows if row.kept and row.is_prose]
    if not prose:
        return
    _keep_announced(rows)
    _keep_dialogue(rows)
    _keep_runs(rows)
    apart = 2 * sum(row.above and row.below for row in prose) >= len(prose)
    least = 0.0 if _is_interview(rows) else _LEAST_CHANCE
    first = next(index for index, row in enumerate(rows) if row.kept and row.is_prose)
    for index in range(first + 1, len(rows)):
        if _follows_text(rows, index) and _is_sentence(rows[index], apart, least):
            _keep(rows[index])
    if head.title is None:
        return  # above the text only a headline tells it from what belongs to the page
    for index in range(first - 1, head.title, -1):
        if not (rows[index + 1].kept and _is_sentence(rows[index], apart, least)):
            return
        _keep(rows[index])


def keep_beside(rows: list[PageRow], head: ArticleHead) -> None:
    """Keep every row from the headline to a few below the last paragraph, on a page without a sign of boilerplate."""
    prose = [index for index, row in enumerate(rows) if row.kept and row.is_prose]
    if not prose:
        return
    first = prose[0] if head.title is None else head.title
    last = max(index for index, row in enumerate(rows) if row.kept)
    closing = rows[last + 1 :]
    if 0 < len(closing) <= _CLOSING and closing[0].text.endswith(_COMMAS):
        prose.append(len(rows))
    while first and rows[first - 1].text.endswith(_COMMAS):
        first -= 1
    for row in rows[first : prose[-1]]:
        if not row.kept and row.role not in _DOUBLED:
            _keep(row, "list_item" if row.bullet else "paragraph")


def _keep(row: PageRow, kind: str = "paragraph") -> None:
    row.kept, row.kind, row.score = True, kind, max(row.score, 0.1)


def _keep_announced(rows: list[PageRow]) -> None:
    for index in sorted(announced(rows)):
        says = rows[index - 1]
        if says.text.endswith((":", "：")) and not says.kept and index > 1 and _is_kept_prose(rows[index - 2]):
            _keep(says)
        if says.kept and not rows[index].kept:
            _keep(rows[index], "list_item")
        elif rows[index].kept and rows[index].kind == "heading":
            rows[index].kind = "list_item"


def _is_kept_prose(row: PageRow) -> bool:
    return row.kept and row.is_prose


def _keep_runs(rows: list[PageRow]) -> None:
    """Keep a run of lines that are set alike as a whole if most of it is kept: names, dates, prices, verses."""
    start = 0
    for stop in range(1, len(rows) + 1):
        if stop < len(rows) and _goes_on(rows[start], rows[stop]):
            continue
        run = [row for row in rows[start:stop] if not row.role]
        if len(run) == stop - start >= _RUN and sum(row.kept for row in run) >= _MOSTLY * len(run):
            for row in run:
                if not row.kept:
                    _keep(row, run[0].kind if run[0].kept else "paragraph")
        start = stop


def _goes_on(first: PageRow, row: PageRow) -> bool:
    """Whether a row belongs to the run that ``first`` opens: joined lines, or lines that are no paragraphs."""
    return not row.above or (first.above and first.below and row.below and not (first.is_prose or row.is_prose))


def _keep_dialogue(rows: list[PageRow]) -> None:
    """Keep the lines of an interview that name their speakers, between the kept ones and beside them."""
    lines = {
        index: match[0].rstrip()
        for index, row in enumerate(rows)
        if row.role in ("", "repeat") and (match := _SPEAKER.match(row.text))
    }
    counts = Counter(lines.values())
    known = [index for index, speaker in lines.items() if counts[speaker] >= _EACH]
    speakers = {lines[index] for index in known}
    if len(speakers) < 2 or len(known) < _LINES or 2 * sum(rows[index].kept for index in known) < len(known):
        return
    for index in known:
        if index and not rows[index].kept and rows[index - 1].kept:
            _keep(rows[index])


def _follows_text(rows: list[PageRow], index: int) -> bool:
    """Whether a row is next to kept text; a whole paragraph may follow a little furniture that stands inside it."""
    before = index - 1
    if rows[index].is_prose:
        while before > 0 and index - before <= _INSIDE and rows[before].role in _FURNITURE and not rows[before].kept:
            before -= 1
    return rows[before].kept


def _is_interview(rows: list[PageRow]) -> bool:
    asked = [row for row in rows if row.kept and row.text.endswith(_ASKS) and row.words <= _QUESTION_WORDS]
    return len(asked) >= _QUESTIONS


def _is_sentence(row: PageRow, apart: bool, least: float) -> bool:
    """Whether a row is a short full sentence that is set like the paragraphs, with at least this chance."""
    if row.kept or row.role or not row.ends or row.words > _LONGEST or row.text[0].islower():
        return False
    if row.words > _SENTENCE_WORDS:
        least = max(least, _LONG_CHANCE)
    if (apart or row.bullet) and not (row.above and row.below):
        return False  # a dash that stands apart opens speech
    if row.chance is not None and row.chance < least and not (row.bullet or row.text[0] in _QUOTES):
        return False
    return not (is_link(row) or bylines.is_name(row.text))
