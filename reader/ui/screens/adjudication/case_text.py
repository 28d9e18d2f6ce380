"""The text of a disagreement: the passage with what surrounds it and the tags of each side, or the ends of a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.analysis.adjudication.link_cases import LinkCase
from reader.model.spans import Span
from reader.system.safe_text import short_text
from reader.ui.screens.adjudication.case_wording import LETTERS
from reader.ui.screens.adjudication.compared_passage import (
    BRACKET,
    ONE,
    PLAIN,
    SEVERAL,
    PassageRow,
    SideTags,
    passage_rows,
)

if TYPE_CHECKING:
    from reader.analysis.adjudication.cases import Case
    from reader.ui.screens.adjudication.case_walk import Shown
    from reader.workspace.adjudication import Docket

#: What stands for the layer as it was decided before, in gutter and brackets; and for ends that are being moved.
SETTLED, MOVED = "=", "*"
_LOOKS = {PLAIN: "", ONE: "underline", SEVERAL: "bold underline", BRACKET: "bold $focus"}
#: Code points of the paragraphs around that are shown on each side at most.
_AROUND = 1500
#: Code points of a quote at the end of a link.
_LINKED = 400


def case_text(docket: Docket, shown: Shown, moved: Span | None, width: int) -> tuple[Content, int]:
    """What is shown of the text, and the row in which the disagreement begins.

    Args:
        docket: of the document.
        shown: the disagreement.
        moved: the passage whose ends are being moved; None for none.
        width: cells of a row.
    """
    case = shown.case if isinstance(shown, DecidedCase | DecidedLink) else shown
    if isinstance(case, LinkCase):
        return _link_text(docket, case), 0
    room = width - len(docket.annotators) - len(SETTLED + MOVED) - 1
    taken = shown.taken if isinstance(shown, DecidedCase) else case.settled
    rows = _rows(docket, case, [Span(one.start, one.end) for one in taken], moved, max(room, 1))
    lines = [
        Content.styled(f"{row.gutter} ", "bold $focus")
        + Content("").join(Content.styled(piece, _LOOKS[look]) for piece, look in row.pieces)
        for row in rows
    ]
    first = next((number for number, row in enumerate(rows) if row.gutter.strip()), 0)
    return Content("\n").join(lines), first


def _rows(docket: Docket, case: Case, taken: Sequence[Span], moved: Span | None, width: int) -> Sequence[PassageRow]:
    text, units = docket.opened.article.text, docket.units
    sides = [
        SideTags(letter, [Span(one.start, one.end) for one in case.sides.get(name, ())])
        for letter, name in zip(LETTERS, docket.annotators, strict=False)
    ]
    sides += [SideTags(SETTLED, taken), SideTags(MOVED, [moved] if moved is not None else [])]
    start, end = units.paragraph_at(case.span.start).start, units.paragraph_at(max(case.span.end - 1, 0)).end
    before, after = units.previous_paragraph(start), units.next_paragraph(max(end - 1, 0))
    first, last = before.start if before else start, after.end if after else end
    window = Span(
        min(max(first, case.span.start - _AROUND), case.span.start),
        max(min(last, case.span.end + _AROUND), case.span.end),
    )
    return passage_rows(text, window, sides, width)


def _link_text(docket: Docket, case: LinkCase) -> Content:
    ends = [docket.annotation(one) for one in (case.source, case.target)]
    said = [f"{one.label}: “{short_text(one.quote, _LINKED)}”" if one is not None else "?" for one in ends]
    return Content(f"{said[0]}\n\n    →  {' or '.join(case.kinds)}  →\n\n{said[1]}")
