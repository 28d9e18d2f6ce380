"""That every step is in the pipeline, and in its place: for each an example that comes out wrong without it.

The names are made up, or everybody's: no model and no data from outside is needed.
"""

from itertools import pairwise
from typing import NamedTuple

import pytest

from reader.entities import steps
from reader.entities.steps import STEPS, Step, refine
from tests.entities.conftest import mark, shown

Names = list[tuple[str, str]]


class Example(NamedTuple):
    """A text, the mentions that a detector gives for it, and those that a reader expects; as ``(text, kind)``."""

    text: str
    raw: Names
    expected: Names


#: By the step that it needs.
NEEDED = {
    "trimming": Example("It was Norway's turn.", [("Norway's", "place")], [("Norway", "country")]),
    "headline parts": Example(
        "Mistake: Tollen shut its gates.", [("Mistake: Tollen", "organisation")], [("Tollen", "organisation")]
    ),
    "splitting": Example(
        "They chose Qarvel, Tollen.", [("Qarvel, Tollen", "place")], [("Qarvel", "place"), ("Tollen", "place")]
    ),
    "head words": Example("They swam in Lake Tollen.", [("Lake Tollen", "person")], [("Lake Tollen", "place")]),
    "names by head word": Example(
        "They met the Tollen Harbour Authority.", [], [("Tollen Harbour Authority", "organisation")]
    ),
    "hyphen compounds": Example(
        "A NATO-Russia dinner was held.", [], [("NATO", "organisation"), ("Russia", "country")]
    ),
    "datelines": Example(
        "QARVEL, Norway — It rained.", [("Norway", "country")], [("QARVEL", "place"), ("Norway", "country")]
    ),
    "gazetteer": Example(
        "Crimea was quiet, and so was Bogotá.", [("Crimea", "organisation")], [("Crimea", "place"), ("Bogotá", "place")]
    ),
    "defined acronyms": Example(
        "The Qarvel Tollen Meer (QTM) met.",
        [("Qarvel Tollen Meer", "organisation")],
        [("Qarvel Tollen Meer", "organisation"), ("QTM", "organisation")],
    ),
    "longest form": Example(
        "The Tollen Ferry Line grew. Then the Tollen Ferry Line shrank.",
        [("Tollen Ferry Line", "organisation"), ("Tollen", "place")],
        [("Tollen Ferry Line", "organisation")] * 2,
    ),
    "cues": Example("The town of Qarvel slept.", [("Qarvel", "organisation")], [("Qarvel", "place")]),
    "joining": Example("Then Ida van der Meer spoke.", [("Meer", "person")], [("Ida van der Meer", "person")]),
    "surnames": Example(
        "Ida Tollbach won. Then Tollbach slept.",
        [("Ida Tollbach", "person")],
        [("Ida Tollbach", "person"), ("Tollbach", "person")],
    ),
    "headlines": Example(
        "Why Costly Mistakes Haunt the Harbour in Oslo\n\nIt rained.",
        [("Costly Mistakes", "organisation"), ("Oslo", "place")],
        [("Oslo", "place")],
    ),
    "designations": Example("They paid for the SM-3 again.", [("SM", "organisation")], [("SM-3", "product")]),
    "consistency": Example(
        "Qarvel rose. Then Qarvel fell.", [("Qarvel", "organisation")], [("Qarvel", "organisation")] * 2
    ),
    "junk": Example("It rained on Monday.", [("Monday", "organisation")], []),
}

#: By the two neighbours that it needs in this order. Any other order has two of them the wrong way round.
ORDERED = {
    # What runs over lines is cut at their ends before all but its last part is dropped.
    ("trimming", "headline parts"): Example(
        "Lund\n\nMistake: Tollen shut.",
        [("Lund\n\nMistake: Tollen", "organisation")],
        [("Lund", "organisation"), ("Tollen", "organisation")],
    ),
    # A comma before the colon makes no name of what stands there.
    ("headline parts", "splitting"): Example(
        "Ferries, Late Again: Tollen shut its gates.",
        [("Ferries, Late Again: Tollen", "organisation")],
        [("Tollen", "organisation")],
    ),
    # The head word of the second name says nothing about the first one.
    ("splitting", "head words"): Example(
        "They broke Kenya, Tollen Accords.",
        [("Kenya, Tollen Accords", "group")],
        [("Kenya", "country"), ("Tollen Accords", "law")],
    ),
    # A whole name has the kind of its last head word, not of its first.
    ("head words", "names by head word"): Example(
        "Staff of the Lake Tollen Authority left.",
        [("Lake Tollen", "place")],
        [("Lake Tollen Authority", "organisation")],
    ),
    # A name that a compound begins, begins with the compound.
    ("names by head word", "hyphen compounds"): Example(
        "On Monday NATO-Russia Council envoys met.", [], [("NATO-Russia Council", "organisation")]
    ),
    # A place with a hyphen in its name stays whole.
    ("hyphen compounds", "datelines"): Example(
        "TOLL-MEER, Norway — It rained. The TOLL met in MEER.",
        [("Norway", "country"), ("TOLL", "organisation"), ("MEER", "place")],
        [("TOLL-MEER", "place"), ("Norway", "country"), ("TOLL", "organisation"), ("MEER", "place")],
    ),
    # The country behind the place is found once the dateline has taken the place out of the mention.
    ("datelines", "gazetteer"): Example(
        "QARVEL, Norway — It rained.", [("QARVEL, Norway", "event")], [("QARVEL", "place"), ("Norway", "country")]
    ),
    # A known name that was cut at its "and" is whole before its acronym is looked at.
    ("gazetteer", "defined acronyms"): Example(
        "The U.S. Food and Agriculture Organization (FAO) met.",
        [("U.S. Food", "organisation"), ("Agriculture Organization", "organisation")],
        [("U.S. Food and Agriculture Organization", "organisation"), ("FAO", "organisation")],
    ),
    # A long form that only its acronym gave away is found again.
    ("defined acronyms", "longest form"): Example(
        "The Qarvel Tollen Meer (QTM) met. Then the Qarvel Tollen Meer ate.",
        [("QTM", "organisation"), ("Qarvel", "place")],
        [("Qarvel Tollen Meer", "organisation"), ("QTM", "organisation"), ("Qarvel Tollen Meer", "organisation")],
    ),
    # What stands beside the whole name counts where the detector saw a part of it.
    ("longest form", "cues"): Example(
        "Tolle Meer grew. They saw the port of Tolle Meer, Norway.",
        [("Tolle Meer", "organisation"), ("Meer", "organisation"), ("Norway", "country")],
        [("Tolle Meer", "place"), ("Tolle Meer", "place"), ("Norway", "country")],
    ),
    # What stands before the whole name is no cue: one can believe in a person.
    ("cues", "joining"): Example(
        "They believed in Ida van der Meer.", [("Meer", "person")], [("Ida van der Meer", "person")]
    ),
    # A first name is carried on from a full name that had to be put together.
    ("joining", "surnames"): Example(
        "Ida van der Meer won. Later Ida slept.",
        [("Meer", "person")],
        [("Ida van der Meer", "person"), ("Ida", "person")],
    ),
    # A surname that only its form of address gave away confirms the headline.
    ("surnames", "headlines"): Example(
        "Why Ida Tollbach Haunts the Harbour in Oslo\n\nThen Mr Tollbach spoke.",
        [("Ida Tollbach", "person"), ("Oslo", "place")],
        [("Ida Tollbach", "person"), ("Oslo", "place"), ("Tollbach", "person")],
    ),
    # The kind that a headline gives is not taken for confirmed by a name that had no number yet.
    ("headlines", "designations"): Example(
        "How the SM-3 Stalled Again in Oslo\n\nThey paid for the SM-3 again.",
        [("SM-3", "event"), ("Oslo", "place"), ("SM", "organisation")],
        [("SM-3", "product"), ("Oslo", "place"), ("SM-3", "product")],
    ),
    # The repeats are those of the name with its number.
    ("designations", "consistency"): Example(
        "How the SM-3 Stalled Again in Oslo\n\nThey paid for the SM-3 again.",
        [("SM-3", "place"), ("Oslo", "place"), ("SM", "organisation")],
        [("SM-3", "product"), ("Oslo", "place"), ("SM-3", "product")],
    ),
    # A word is no name if it only ever begins a sentence: all its places must be known before.
    ("consistency", "junk"): Example(
        "Anvil sank. They raised Anvil, an old anvil in the mud.", [("Anvil", "product")], [("Anvil", "product")] * 2
    ),
}


def refined(example: Example) -> Names:
    return shown(refine(example.text, mark(example.text, *example.raw)))


def test_each_step_and_each_two_neighbours_have_an_example() -> None:
    names = [name for name, _ in STEPS]
    assert list(NEEDED) == names
    assert list(ORDERED) == list(pairwise(names))


@pytest.mark.parametrize("name", NEEDED)
def test_without_the_step_the_example_comes_out_wrong(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    example = NEEDED[name]
    assert refined(example) == example.expected
    monkeypatch.setattr(steps, "STEPS", tuple(one for one in STEPS if one[0] != name))
    assert refined(example) != example.expected


@pytest.mark.parametrize("names", ORDERED, ids=" before ".join)
def test_with_two_steps_swapped_the_example_comes_out_wrong(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, str]
) -> None:
    example = ORDERED[names]
    assert refined(example) == example.expected
    monkeypatch.setattr(steps, "STEPS", swapped(*names))
    assert refined(example) != example.expected


def swapped(first: str, second: str) -> tuple[tuple[str, Step], ...]:
    by_name = dict(STEPS)
    exchanged = {first: second, second: first}
    return tuple((name, by_name[name]) for name in (exchanged.get(one, one) for one, _ in STEPS))
