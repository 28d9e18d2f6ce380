"""Features of a row for the learnt model: its shape, its neighbours and its place, as numbers; never words.

They come from its shape (length, stop, blanks, marks), from the decisions of the rules, and from the words it shares
with its page. So the model also fits other publishers and, as far as possible, other languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.page_measures import FAR, MEASURES, measures, since, stems
from reader.cleaning.dump.rows import PageRow

#: Roles by how often their rows belong to the article, rarest first; the trees split on this order.
_ROLES = {
    role: place
    for place, role in enumerate((
        "navigation", "symbols", "comments", "after", "end", "promotion", "author_bio", "teaser", "caption",
        "disclaimer", "contribution", "repeat", "double", "byline", "date", "",
    ))
}  # fmt: skip
_ROLES["correction"] = _ROLES["disclaimer"]
_MENU = frozenset({"navigation", "symbols", "comments", "after"})
_KINDS = {"title": 0, "paragraph": 1, "heading": 2, "list_item": 3, "lead": 4, "quote": 5, "table": 6}
_QUOTES = "\"“„«»”'‘’"
_END_MARKS = {".": 1, "…": 1, ":": 2, "?": 3, "!": 3} | dict.fromkeys(_QUOTES, 4)
#: Code points of a row that are measured.
_SAMPLE = 400

#: The features, in the order of :func:`features`.
NAMES = (
    "words", "letters", "stops", "above", "below", "bullet", "role", "score", "kept", "kind", "prose", "capitals",
    "end_mark", "first", "same",
    "words-1", "words+1", "score-2", "score-1", "score+1", "role+1", "kept+1",
    "place", "from_first", "to_last", "from_title", "from_body", "prose_before", "prose_after", "to_prose_before",
    "to_prose_after", "near", "wide", "since_end", "menu", "body_shared", "small", *MEASURES,
)  # fmt: skip


def features(rows: list[PageRow], head: ArticleHead, wanted: Sequence[int]) -> list[tuple[float, ...]]:
    """The features of some rows of a page, after the rules have decided on all of them.

    Args:
        rows: of the page, with role, score, kind and ``kept``.
        head: of the page.
        wanted: indices into the rows.

    Returns:
        For each wanted row its features, in the order of ``NAMES``.
    """
    count = len(rows)
    same = Counter([row.low for row in rows])
    roles = [_ROLES.get(row.role, 0) for row in rows]
    shown = [row.kept and row.kind != "title" for row in rows]
    flowing = [row.is_prose for row in rows]
    prose = [flows and not row.role for flows, row in zip(flowing, rows, strict=True)]
    first = shown.index(True) if True in shown else count
    last = count - 1 - shown[::-1].index(True) if True in shown else -1
    kept = [0, *accumulate(shown)]
    words = [0, *accumulate([row.words if flows else 0 for row, flows in zip(rows, prose, strict=True)])]
    total = max(1, words[-1])
    menus = [0, *accumulate([row.role in _MENU for row in rows])]
    before, after = since(prose), since(prose[::-1])[::-1]
    end = since([row.role in ("end", "comments") for row in rows])
    title = -1 if head.title is None else head.title
    body = _body_stems([row for flows, row in zip(flowing, rows, strict=True) if flows and row.kept])
    edge = (-9.0, 0, 0, 0)
    around = [
        edge,
        edge,
        *[(row.score, row.words, role, row.kept) for row, role in zip(rows, roles, strict=True)],
        edge,
    ]
    result: list[tuple[float, ...]] = []
    for i, around_it in zip(wanted, measures(rows, head, wanted), strict=True):
        row = rows[i]
        text = row.text if len(row.text) <= _SAMPLE else row.text[:_SAMPLE]
        parts = text.split()
        second_before, before_it, _, following = around[i : i + 4]
        own = 1 if row.kept and flowing[i] else 0
        own_stems = stems(row)
        shared = len([stem for stem in own_stems if body.get(stem, 0) > own]) / len(own_stems) if own_stems else -1.0
        initial = text[0]
        result.append(
            (
                row.words,
                len(text) / len(parts),
                row.stops / max(row.sampled, 1),
                row.above,
                row.below,
                row.bullet,
                roles[i],
                row.score,
                row.kept,
                _KINDS.get(row.kind, 1),
                2 if flowing[i] and row.is_long_prose else flowing[i],
                len([part for part in parts if part[0].isupper()]) / len(parts),
                _END_MARKS.get(text[-1], 0),
                1 if initial.isupper() else 0 if initial.islower() else 2 if initial.isdigit() else 3,
                same[row.low],
                before_it[1],
                following[1],
                second_before[0],
                before_it[0],
                following[0],
                following[2],
                following[3],
                i / count,
                max(-FAR, min(FAR, i - first)),
                max(-FAR, min(FAR, last - i)),
                max(-FAR, min(FAR, i - title)) if title >= 0 else -FAR - 1,
                max(-FAR, min(FAR, i - head.body)),
                words[i] / total,
                (total - words[i + 1]) / total,
                before[i],
                after[i],
                kept[min(count, i + 4)] - kept[max(0, i - 3)] - shown[i],
                kept[min(count, i + 11)] - kept[max(0, i - 10)] - shown[i],
                end[i],
                menus[min(count, i + 6)] - menus[max(0, i - 5)],
                shared,
                len([part for part in parts if part[0].islower()]) / len(parts),
                *around_it,
            )
        )
    return result


def _body_stems(body: list[PageRow]) -> Counter[str]:
    """For each stem the number of rows of the article's prose, as the rules see it, that contain it."""
    counts: Counter[str] = Counter()
    for row in body:
        counts.update(stems(row))
    return counts
