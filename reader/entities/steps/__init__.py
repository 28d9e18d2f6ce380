"""The steps from a detector's raw mentions to the names a reader expects; each step has one job."""

from __future__ import annotations

from collections.abc import Callable

from reader.entities.name_patterns import LONGEST_NAME, settled
from reader.entities.steps import (
    acronyms,
    consistency,
    cues,
    datelines,
    designations,
    gazetteer,
    head_words,
    headlines,
    hyphens,
    joining,
    junk,
    longest,
    splitting,
    surnames,
    trimming,
)
from reader.model.entity import Mention

#: A step takes the text and its mentions (ordered, without overlap) and returns mentions of the same form.
Step = Callable[[str, list[Mention]], list[Mention]]

#: In the order in which they run; the names are those that the evaluation prints.
STEPS: tuple[tuple[str, Step], ...] = (
    ("trimming", trimming.trim),
    ("headline parts", headlines.part),
    ("splitting", splitting.cut),
    ("head words", head_words.relabel),
    ("names by head word", head_words.find),
    ("hyphen compounds", hyphens.split),
    ("datelines", datelines.place),
    ("gazetteer", gazetteer.apply),
    ("defined acronyms", acronyms.define),
    ("longest form", longest.extend),
    ("cues", cues.weigh),
    ("joining", joining.join),
    ("surnames", surnames.carry),
    ("headlines", headlines.confirm),
    ("designations", designations.relabel),
    ("consistency", consistency.agree),
    ("junk", junk.drop),
)


def refine(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions after all steps: ordered by start, without overlap, ``mention.text == text[start:end]``."""
    mentions = [mention for mention in mentions if mention.end - mention.start <= LONGEST_NAME]
    for _, step in STEPS:
        mentions = settled(step(text, mentions))
    return mentions
