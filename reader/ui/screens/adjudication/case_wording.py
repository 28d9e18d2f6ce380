"""What the adjudication says of a disagreement in words: its question, what the keys answer, what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.analysis.adjudication import answers
from reader.analysis.adjudication.cases import BOUNDARY, LABELS, ONE_SIDED, SPLIT
from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.analysis.adjudication.link_cases import LinkCase

if TYPE_CHECKING:
    from reader.config.label import Label
    from reader.ui.screens.adjudication.case_walk import Shown, Undecided

LETTERS = "ABCDEFGH"
_QUESTIONS = {
    ONE_SIDED: "not all tagged it: is it one?", BOUNDARY: "same label, other ends: whose?",
    SPLIT: "one passage or several?", LABELS: "other labels: which one?",
}  # fmt: skip
_ONE_KIND, _KINDS = "a link that not all made: is it one?", "a link of other kinds: which one?"
#: The actions that take a side, by its place.
_SIDES = ("take_a", "take_b", "take_third", "take_fourth")
_ALL_DONE = (
    "{finish_and_next} hands it in and opens the next  {previous_disagreement} back to one that is decided"
    "  {undo_ruling} undo  {leave_adjudication} leaves"
)


def question_of(asked: Undecided) -> str:
    """What is to be decided."""
    if isinstance(asked, LinkCase):
        return _ONE_KIND if len(asked.kinds) == 1 else _KINDS
    return _QUESTIONS[asked.kind]


def hint_of(shown: Shown | None, annotators: Sequence[str], *, has_reasons: bool) -> str:
    """What the keys do, with the names of actions for keys.

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
    for action, letter, name in zip(_SIDES, LETTERS, annotators, strict=False):
        parts.append(f"{{{action}}} takes {letter}'s" if name in asked.sides else f"{{{action}}} {letter}'s: nothing")
    if isinstance(asked, LinkCase):
        parts += ["{take_none} no link", "{other_label} other kind"]
    else:
        if len(asked.sides) > 1:
            parts.append("{take_each} both")
        parts.append("{take_none} as it is so far" if asked.settled else "{take_none} neither")
        parts += ["{take_union} all of it"] if answers.union(asked) else []
        parts += ["{other_label} other label", "{move_tag_ends} move the ends", "{ruling_note} note"]
    parts += ["digit reason"] if has_reasons else []
    walk = "{previous_disagreement} {next_disagreement} others"
    rest = [walk, *([] if is_decided else ["{later} later"]), "{undo_ruling} undo", "{show_names} names"]
    return "  ".join([*parts, *rest, "{finish_and_next} done, next", "{leave_adjudication} leaves"])


def label_keys(labels: Sequence[Label]) -> str:
    """The labels with their keys."""
    return "  ".join(f"{one.key} {one.name}" for one in labels if one.key)


def kind_keys(kinds: Sequence[str]) -> str:
    """The kinds of links with the digits that choose them."""
    return "  ".join(f"{number} {kind}" for number, kind in enumerate(kinds[:9], 1))
