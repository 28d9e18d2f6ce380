"""What the adjudication says of a disagreement in words: its question, what the keys answer, what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.analysis.adjudication import answers
from reader.analysis.adjudication.cases import BOUNDARY, LABELS, ONE_SIDED, SPLIT
from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.analysis.adjudication.link_cases import LinkCase
from reader.system.safe_text import safe_text
from reader.ui.screens.adjudication.side_wording import LETTERS, SETTLED
from reader.ui.widgets.table_columns import fit_cell

if TYPE_CHECKING:
    from reader.config.label import Label
    from reader.ui.screens.adjudication.case_walk import Shown

#: Between the parts of the head, and the fewest cells that a document's name is worth.
_GAP, _LEAST_NAME = "   ", 9
_QUESTIONS = {
    ONE_SIDED: "not all tagged it: is it one?", BOUNDARY: "same label, other ends: whose?",
    SPLIT: "one passage or several?", LABELS: "other labels: which one?",
}  # fmt: skip
_ONE_KIND, _KINDS = "a link that not all made: is it one?", "a link of other kinds: which one?"
#: The actions that take a side, by its place.
_SIDES = ("take_a", "take_b", "take_third", "take_fourth")
_ALL_DONE = (
    "{finish_and_next} hands it in, and on to the next that waits  {previous_disagreement} back to one that is decided"
    "  {undo_ruling} undo  {leave_adjudication} leaves"
)


def question_of(shown: Shown) -> str:
    """What is to be decided; of what is decided, what it is about."""
    asked = shown.case if isinstance(shown, DecidedCase | DecidedLink) else shown
    if isinstance(asked, LinkCase):
        question = _ONE_KIND if len(asked.kinds) == 1 else _KINDS
    else:
        question = _QUESTIONS[asked.kind]
    return question if asked is shown else question.partition(":")[0]


def hint_of(shown: Shown | None, annotators: Sequence[str], *, has_reasons: bool) -> str:
    """What the keys do, with the names of actions for keys; two blanks between two of them.

    Args:
        shown: the disagreement; None where everything is decided.
        annotators: in the order of their letters.
        has_reasons: whether a rule can be named as the reason.
    """
    if shown is None:
        return _ALL_DONE
    is_decided = isinstance(shown, DecidedCase | DecidedLink)
    asked = shown.case if isinstance(shown, DecidedCase | DecidedLink) else shown
    parts = ["decided; to change it:"] if is_decided else []
    has_settled = not isinstance(asked, LinkCase) and bool(asked.settled)
    instead = f" instead of {SETTLED}" if has_settled else ""
    for action, letter, name in zip(_SIDES, LETTERS, annotators, strict=False):
        takes = f"takes {letter}'s" if name in asked.sides else f"{letter}'s: nothing"
        parts.append(f"{{{action}}} {takes}{instead}")
    if isinstance(asked, LinkCase):
        parts += ["{take_none} no link", "{other_label} other kind"]
    else:
        if len(asked.sides) > 1 or has_settled:
            parts.append(f"{{take_each}} beside {SETTLED}" if has_settled else "{take_each} both")
        parts.append("{take_none} as it is so far" if asked.settled else "{take_none} neither")
        parts += ["{take_union} all of it"] if answers.union(asked) else []
        parts += ["{other_label} other label", "{move_tag_ends} move the ends", "{ruling_note} note"]
    parts += ["1–9 reason"] if has_reasons else []
    walk = "{previous_disagreement} {next_disagreement} back and on"
    rest = [walk, *([] if is_decided else ["{later} later"]), "{undo_ruling} undo", "{show_names} names"]
    return "  ".join([*parts, *rest, "{finish_and_next} done, next", "{leave_adjudication} leaves"])


def label_keys(labels: Sequence[Label]) -> str:
    """The labels with their keys."""
    return "  ".join(f"{one.key} {one.name}" for one in labels if one.key)


def kind_keys(kinds: Sequence[str]) -> str:
    """The kinds of links with the digits that choose them."""
    return "  ".join(f"{number} {kind}" for number, kind in enumerate(kinds[:9], 1))


def in_lines(hint: str, width: int) -> str:
    """A hint in lines of so many cells, which break between two of its parts."""
    lines = [""]
    for part in hint.split("  "):
        longer = f"{lines[-1]}  {part}" if lines[-1] else part
        if lines[-1] and cell_len(longer) > width:
            lines.append(part)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def head_of(asked: str, document: str, where: str, width: int) -> str:
    """Where one is and what is asked, the document's name, and where that is; the name has what room is left."""
    room = width - cell_len(asked) - cell_len(where) - 2 * len(_GAP)
    name = fit_cell(safe_text(document), room).rstrip() if room >= _LEAST_NAME else ""
    return _GAP.join(one for one in (asked, name, where) if one)
