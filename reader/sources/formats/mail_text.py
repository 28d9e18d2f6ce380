"""The paragraphs of a plain text in an e-mail: lines that were wrapped for 80 columns are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Text lines up to this width are hard-wrapped; longer ones are paragraphs.
_WIDEST = 100
#: A signature has fewer lines than this; more is text that follows a mark of another meaning.
_LONGEST_SIGNATURE = 15
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,3}[.)])\s+\S")
_QUOTED = re.compile(r"(?:>[ ]?){1,1000}")
#: A row that ends a signature: the rule above a forwarded or quoted message, or the next message of a digest.
_RULE = re.compile(r"\s{0,8}(?:[-_=*]{3,}|>)")


def paragraphs(text: str, *, flowed: bool = False, delsp: bool = False) -> Iterator[tuple[str, str]]:
    """The paragraphs of a plain text, each with its hint.

    Lines after the signature mark (``-- ``) are a footer, lines after ``>`` quotations.

    Args:
        text: with any line ends.
        flowed: whether a space at a line's end says that the paragraph goes on (RFC 3676).
        delsp: whether that space is no part of the text.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    width = max((len(row) for row in rows if len(row) <= _WIDEST), default=0)
    between = "" if flowed and delsp else " "
    signature_end = 0
    kept: list[str] = []
    kind = ""
    for number, row in enumerate(rows):
        if row in {"-- ", "--"} and (end := _signature_end(rows, number + 1)):
            signature_end = end
            if kept:
                yield _together(kept, between), kind
                kept = []
            continue
        quoted = _QUOTED.match(row)
        hint = "footer" if number < signature_end else "p"
        now = "quote" if quoted else "li" if _ITEM.match(row) else hint
        bare = row[quoted.end() :] if quoted else row[1:] if flowed and row.startswith(" ") else row
        if kept and bare.strip() and (now == kind or (kind == "li" and now == hint)) and not _ITEM.match(bare):
            before = kept[-1]
            wrapped = len(before) <= _WIDEST and len(before) + 1 + len(bare.split(maxsplit=1)[0]) > max(width - 8, 40)
            if before.endswith(" ") if flowed else wrapped:
                kept.append(bare)
                continue
        if kept:
            yield _together(kept, between), kind
        kept, kind = ([bare] if bare.strip() else []), now
    if kept:
        yield _together(kept, between), kind


def _together(rows: list[str], between: str) -> str:
    """The rows of a paragraph as one; without anything between them each loses the space at its end."""
    if between:
        return between.join(row.strip() for row in rows)
    return "".join(row.removesuffix(" ") for row in rows).strip()


def _signature_end(rows: list[str], start: int) -> int:
    """One past the last row of the signature that begins at ``start``; 0 if that is too long for one."""
    filled = 0
    for number in range(start, len(rows)):
        if _RULE.match(rows[number]) or rows[number] in {"-- ", "--"}:
            return number
        filled += bool(rows[number].strip())
        if filled > _LONGEST_SIGNATURE:
            return 0
    return len(rows)
