"""The text of a disagreement: the passage with what surrounds it and the tags of each side, or the ends of a link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.analysis.adjudication.link_cases import LinkCase
from reader.model.spans import Span
from reader.system.safe_text import short_text
from reader.system.stdio import counted
from reader.ui.screens.adjudication.compared_passage import (
    BRACKET,
    ONE,
    PLAIN,
    SEVERAL,
    PassageRow,
    SideTags,
    passage_rows,
)
from reader.ui.screens.adjudication.side_wording import LETTERS, SETTLED, decision_of

if TYPE_CHECKING:
    from reader.analysis.adjudication.cases import Case
    from reader.ui.screens.adjudication.case_walk import Shown
    from reader.ui.screens.adjudication.moved_ends import MovedEnds
    from reader.workspace.adjudication import Docket

#: What stands for ends that are being moved, in gutter and brackets.
MOVED = "*"
_LOOKS = {PLAIN: "", ONE: "underline", SEVERAL: "bold underline", BRACKET: "bold $focus"}
#: Code points of the paragraphs around that are shown on each side at most.
_AROUND = 1500
#: Code points of a quote at the end of a link.
_LINKED = 400


class CaseText(NamedTuple):
    """What is shown of the text.

    Attributes:
        text: in its rows.
        first: the row in which the disagreement begins, or the one with the end that is being moved.
        last: the row in which the disagreement ends.
    """

    text: Content
    first: int = 0
    last: int = 0


def decisions_text(docket: Docket, title: Callable[[str], str]) -> Content:
    """What was decided of a document, a line each; ``title`` gives that of a rule by its id."""
    decided = docket.decided_cases()
    head = f"{counted(len(decided), 'disagreement')} of this document decided:"
    return Content("\n".join((head, *(_in_a_line(one, title) for one in decided))))


def case_text(docket: Docket, shown: Shown, ends: MovedEnds | None, width: int) -> CaseText:
    """The text of a disagreement.

    Args:
        docket: of the document.
        shown: the disagreement.
        ends: that are being moved; None for none.
        width: cells of a row.
    """
    case = shown.case if isinstance(shown, DecidedCase | DecidedLink) else shown
    if isinstance(case, LinkCase):
        return CaseText(_link_text(docket, case))
    room = width - len(docket.annotators) - len(SETTLED + MOVED) - 1
    taken = shown.taken if isinstance(shown, DecidedCase) else case.settled
    moved = ends.span if ends is not None else None
    rows = _rows(docket, case, [Span(one.start, one.end) for one in taken], moved, max(room, 1))
    lines = [
        Content.styled(f"{row.gutter} ", "bold $focus")
        + Content("").join(Content.styled(piece, _LOOKS[look]) for piece, look in row.pieces)
        for row in rows
    ]
    wanted = MOVED if ends is not None else ""
    held = [number for number, row in enumerate(rows) if row.gutter.strip() and wanted in row.gutter] or [0]
    is_at_end = ends is not None and not ends.is_start
    return CaseText(Content("\n").join(lines), held[-1] if is_at_end else held[0], held[-1])


def _in_a_line(decided: DecidedCase | DecidedLink, title: Callable[[str], str]) -> str:
    """A disagreement and what was decided."""
    asked = decided.case
    about = f"a link: {' or '.join(asked.kinds)}" if isinstance(asked, LinkCase) else ", ".join(asked.labels)
    return f"  {about}   {SETTLED} {decision_of(decided, title)}"


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
