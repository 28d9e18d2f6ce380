"""Marks alt texts, captions and credits, by the lines they are joined to, repeated in, or broken over."""

from __future__ import annotations

from reader.cleaning import bylines, dates
from reader.cleaning.dump.rows import PageRow

#: Words for what is heard in a hall, in transcripts.
_DIRECTIONS = frozenset(
    """
    applause laughter laughs laughing cheers cheering booing pause silence music inaudible crosstalk sighs beifall
    gelächter lacht lachen heiterkeit applaudissements rires rit aplausos risas ríe risos applausi risate ride
    applaus gelach oklaski brawa śmiech śmieje аплодисменты смех смеётся смеется оплески сміх сміється skratt
    χειροκρότημα γέλια تصفيق ضحك alkış kahkaha
    """.split()
)


def mark_pictures(rows: list[PageRow]) -> None:
    """Mark alt texts, captions and credits that are joined to other lines or repeated in them."""
    for row in rows:
        if row.role == "caption" and bylines.opens_with_by(row.low) and bylines.is_byline(row.text, row.low):
            row.role = ""  # "By Jane Doe, Associated Press" ends as a credit does
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        if following is None or row.role not in ("", "double"):
            continue
        if _is_twice(row, following):
            # The same text twice: alt text and caption, or caption and caption with credit.
            row.role = "caption" if following.role == "caption" else "double"
        elif not row.below and following.role == "caption" and row.words <= 30 and not row.is_prose:
            if not dates.date_of_line(row.text):
                row.role = "caption"
        elif following.role == "caption" and row.words <= 6 and not row.ends and not row.text[:1].isupper():
            row.role = "caption"
    for index, row in enumerate(rows):
        if row.role or row.words > 60:
            continue
        bracketed = row.text[0] == "(" and row.text[-1] == ")" and row.words <= 12 and not _is_direction(row)
        if (bracketed and not row.is_prose) or _ends_in_credit(row) or _is_signature(row):
            row.role = "caption"
            before = rows[index - 1] if index else None
            if before is not None and not before.role and not row.above and not before.is_long_prose:
                before.role = "caption"
    _mark_broken_credits(rows)


def _is_direction(row: PageRow) -> bool:
    """Whether a row is what a transcript says of the hall: "(Applause)", "(laughs)"."""
    return row.words <= 4 and any(word.strip("().,-–—…") in _DIRECTIONS for word in row.low.split())


def _is_twice(row: PageRow, following: PageRow) -> bool:
    if not following.low.startswith(row.low[:300]):
        return False
    longer = len(following.text) - len(row.text)
    return longer == 0 or (0 < longer <= 90 and row.words >= 3)


def _is_signature(row: PageRow) -> bool:
    """A photographer and an agency, and nothing else: "Jane Doe / Agency"."""
    if row.ends or row.words > 6 or row.text.count("/") != 1 or any(c.isdigit() for c in row.text):
        return False
    if bylines.opens_with_by(row.low):
        return False
    words = row.text.replace("/", " / ").split()
    return len(words) >= 4 and all(word == "/" or word[:1].isupper() for word in words)


def _ends_in_credit(row: PageRow) -> bool:
    """Sentences followed by a name without a stop: "... at the harbour. Jane Doe/Agency"."""
    if row.ends or row.words < 8:
        return False
    at = row.text.rfind(". ")
    if at < 0:
        return False
    tail = row.text[at + 2 :].split()
    word = row.text[:at].rsplit(None, 1)[-1]
    return (
        1 <= len(tail) <= 5
        and at > 25
        and len(word) > 2
        and word.islower()
        and all(not word[:1].islower() and word[:1].isalpha() for word in tail)
    )


def _mark_broken_credits(rows: list[PageRow]) -> None:
    """Mark a caption whose credit is broken over lines: "... on the way home (", "Image:", "Agency)"."""
    for index, row in enumerate(rows):
        if not row.text.endswith("(") or row.words > 60:
            continue
        for last in range(index + 1, min(index + 4, len(rows))):
            if rows[last].text.endswith(")") and rows[last].words <= 12:
                for broken in range(index, last + 1):
                    rows[broken].role = "caption"
                break
