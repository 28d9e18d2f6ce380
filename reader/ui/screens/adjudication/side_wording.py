"""What a side of a disagreement tagged, and what was taken of it, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.analysis.adjudication.cases import Case
from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.analysis.adjudication.link_cases import LinkCase
from reader.model.annotation import Annotation
from reader.system.safe_text import safe_text, short_text
from reader.ui.screens.adjudication.case_walk import reason_of

if TYPE_CHECKING:
    from reader.analysis.adjudication.answers import Answer, Passage
    from reader.ui.screens.adjudication.case_walk import Shown, Undecided

#: How the sides are called, each one cell wide.
LETTERS = "ABCDEFGH"
#: What stands for the layer as it was decided before, in words, gutter and brackets; for nothing.
SETTLED, _NOTHING = "=", "–"
#: Code points of a quote, and of a note, that are shown beside a label.
_QUOTE, _NOTE = 150, 60


def described(tags: Sequence[Annotation]) -> str:
    """Some tags of one side: label, quote, speaker and note of each; empty for none."""
    parts = []
    for one in tags:
        speaker = f"  @{one.attributed_to}" if one.attributed_to else ""
        note = f"  ({short_text(one.note, _NOTE)})" if one.note else ""
        parts.append(f"{one.label}: “{_with_both_ends(one.quote)}”{speaker}{note}")
    return "; ".join(parts)


def _with_both_ends(quote: str) -> str:
    """A quote, cut in its middle where it is long: sides often differ at its end."""
    text = safe_text(" ".join(quote.split()))
    if len(text) <= _QUOTE:
        return text
    first, last = text[: _QUOTE // 2], text[-_QUOTE // 2 :]
    return f"{first.rpartition(' ')[0] or first} … {last.partition(' ')[2] or last}"


def side_of(asked: Undecided, annotator: str) -> str:
    """What an annotator has of a disagreement; a dash for nothing."""
    if isinstance(asked, LinkCase):
        return ", ".join(asked.sides.get(annotator, ())) or _NOTHING
    return described(asked.sides.get(annotator, ())) or _NOTHING


def said_of(answer: Answer, title: str, settled: Sequence[Annotation] = ()) -> str:
    """What was taken by an answer, and why.

    Args:
        answer: what was decided.
        title: of the rule that was the reason.
        settled: what was taken of the same before; that the answer drops some of it is said.
    """
    labels = ", ".join(dict.fromkeys(one.label for one in answer.passages))
    said = f"taken: {labels}" if labels else "nothing taken"
    if answer.is_instead and not all(any(_holds(each, one) for each in answer.passages) for one in settled):
        said += " instead of what was taken so far"
    why = [f"{what}: {text}" for what, text in (("reason", title), ("note", answer.note)) if text]
    return f"{said} ({', '.join(why)})" if why else said


def _holds(passage: Passage, tag: Annotation) -> bool:
    return passage.label == tag.label and passage.start <= tag.start and tag.end <= passage.end


def decision_of(decided: DecidedCase | DecidedLink, title: Callable[[str], str]) -> str:
    """What was decided before, and why; ``title`` gives that of a rule by its id."""
    if isinstance(decided, DecidedCase):
        said = f"taken: {described(decided.taken)}" if decided.taken else "nothing taken"
    else:
        said = f"link taken: {decided.kind}" if decided.kind else "no link"
    rule, note = reason_of(decided)
    said += f"  (reason: {title(rule)})" if rule else ""
    return f"{said}  (note: {short_text(note, _NOTE)})" if note else said


def lines_of(
    shown: Shown, annotators: Sequence[str], note: str, title: Callable[[str], str], *, has_names: bool
) -> list[str]:
    """What each side has, what was settled or decided before, and a note that goes with the next answer.

    Args:
        shown: the disagreement.
        annotators: in the order of their letters.
        note: empty for none.
        title: gives that of a rule by its id.
        has_names: whether names may be seen.
    """
    asked = shown.case if isinstance(shown, DecidedCase | DecidedLink) else shown
    lines = [
        f"{letter}{f' ({name})' if has_names else ''}  {side_of(asked, name)}"
        for letter, name in zip(LETTERS, annotators, strict=False)
    ]
    if isinstance(asked, Case) and asked.settled:
        lines.append(f"{SETTLED}  so far: {described(asked.settled)}")
    if isinstance(shown, DecidedCase | DecidedLink):
        lines.append(f"{SETTLED}  {decision_of(shown, title)}")
    elif note:
        lines.append(f"note: {short_text(note, _NOTE)}")
    return lines
