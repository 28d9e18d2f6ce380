"""Invented articles, and what two annotators are to make of each: where they agree, and where they are to disagree."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

#: The five kinds of planted disagreements.
LABEL, BOUNDARY, MISSED, SPLIT, LINK = KINDS = ("label", "boundary", "missed", "split", "link")
#: What both tag alike.
AGREED = "agreed"
#: Labels, by the key that tags with them.
LABELS = {"c": "claim", "e": "evidence", "o": "opinion"}
_SUBJECTS = (
    "harbour office", "island council", "ferry company", "museum board", "school inspector", "water utility",
    "tram operator", "county auditor", "theatre trust", "forest agency", "bridge authority", "market society",
    "weather bureau", "tenants' league", "hospital director", "library committee",
)  # fmt: skip
_VERBS = (
    "counted", "opened", "repaired", "promised", "cancelled", "measured", "bought", "described", "reviewed",
    "painted", "rented", "surveyed", "postponed", "inspected",
)  # fmt: skip
_OBJECTS = (
    "ferries", "classrooms", "turbines", "benches", "windows", "ledgers", "lanterns", "gardens", "tunnels",
    "archives", "reservoirs", "platforms", "orchards", "workshops", "cranes", "kiosks",
)  # fmt: skip
_PLACES = (
    "northern quay", "old customs house", "upper valley", "station square", "southern dyke", "chapel hill",
    "mill district", "eastern lowlands", "paper factory", "covered market",
)  # fmt: skip
_WHEN = (
    "during the second week of April", "before the long summer break began", "within a few days of winter",
    "towards the end of last autumn", "in the first hours of daylight", "at the height of the season",
)  # fmt: skip
_NUMBERS = "twelve nineteen thirty forty-one sixty eighty-three ninety two-hundred five-hundred".split()
#: Words that a boundary is moved back by: more than what snapping takes for the same passage.
WORDS_BACK = 6


class Item(NamedTuple):
    """What is planted at one place.

    Attributes:
        kind: one of ``KINDS``, or ``AGREED``.
        first: the number of its first sentence, from 0; a split and a link have two sentences.
        key: of the label that both take, or that the first one takes.
        other_key: of another label, which the other one takes in a label disagreement.
        leader: which annotator, 0 or 1, has the first label, the whole passage, the only tag, the one long tag, or a
            link of the usual kind.
        has_rival: of a link, whether the other annotator links too, as an attack.
    """

    kind: str
    first: int
    key: str
    other_key: str
    leader: int
    has_rival: bool

    @property
    def sentences(self) -> int:
        """How many sentences it takes."""
        return 2 if self.kind in {SPLIT, LINK} else 1


class Tag(NamedTuple):
    """A tag that an annotator is to make; sentences are numbered from 0, half-open.

    Attributes:
        key: of its label.
        first, end: its sentences.
        words_back: how many words its end is moved back by.
        link: the kind of its link to the tag before; empty for none.
        item: what it belongs to.
    """

    key: str
    first: int
    end: int
    words_back: int = 0
    link: str = ""
    item: Item | None = None


class Planned(NamedTuple):
    """One article.

    Attributes:
        number: from 0.
        title: of the article; no other has it.
        sentences: of the body, in order.
        paragraphs: how many sentences each has.
        items: what is planted, in the order of the text.
    """

    number: int
    title: str
    sentences: Sequence[str]
    paragraphs: Sequence[int]
    items: Sequence[Item]

    @property
    def name(self) -> str:
        """Of its file."""
        return f"{self.number + 1:02}.txt"

    @property
    def text(self) -> str:
        """The file."""
        said, at = [self.title], 0
        for count in self.paragraphs:
            said.append(" ".join(self.sentences[at : at + count]))
            at += count
        return "\n\n".join(said) + "\n"

    @property
    def free(self) -> list[int]:
        """The sentences that nobody tags."""
        taken = {one.first + more for one in self.items for more in range(one.sentences)}
        return [number for number in range(len(self.sentences)) if number not in taken]

    def tags(self, annotator: int) -> Iterator[Tag]:
        """What one annotator, 0 or 1, is to tag, in the order of the text."""
        for one in self.items:
            yield from _tags(one, is_leader=one.leader == annotator)

    def quote(self, tag: Tag) -> str:
        """The words of a tag."""
        words = " ".join(self.sentences[tag.first : tag.end])
        return words if not tag.words_back else " ".join(words.split(" ")[: -tag.words_back])


def _tags(one: Item, *, is_leader: bool) -> Iterator[Tag]:
    first, end = one.first, one.first + one.sentences
    whole = Tag(one.key, first, end, item=one)
    if one.kind == LABEL:
        yield whole if is_leader else whole._replace(key=one.other_key)
    elif one.kind == BOUNDARY:
        yield whole if is_leader else whole._replace(words_back=WORDS_BACK)
    elif one.kind == MISSED:
        yield from [whole] if is_leader else []
    elif one.kind == SPLIT:
        yield from [whole] if is_leader else [whole._replace(end=first + 1), whole._replace(first=first + 1)]
    elif one.kind == LINK:
        yield Tag("c", first, first + 1, item=one)
        yield Tag("e", first + 1, end, link="supports" if is_leader else "attacks" if one.has_rival else "", item=one)
    else:
        yield whole


def articles(documents: int, places: int, seed: int) -> list[Planned]:
    """Articles in which nothing is planted yet: their items are those that both tag alike.

    Args:
        documents: how many there are.
        places: how many items each has.
        seed: another one gives other articles.
    """
    dice = random.Random(seed)
    said: set[str] = set()
    return [_article(number, places, dice, said) for number in range(documents)]


def planted(found: Sequence[Planned], shared: Collection[str], disagreements: int) -> list[Planned]:
    """The articles with disagreements dealt out among those that both annotators get, as many of each kind.

    Args:
        found: the articles.
        shared: the names of those that both get.
        disagreements: how many there are to be in all; the last place of each article stays agreed.
    """
    both = [one for one in found if one.name in shared]
    turns = [(one.number, place) for place in range(len(both[0].items) - 1) for one in both][:disagreements]
    assert len(turns) == disagreements, "more disagreements than places"
    kinds = {where: KINDS[turn % len(KINDS)] for turn, where in enumerate(turns)}
    return [
        one._replace(
            items=[item._replace(kind=kinds.get((one.number, at), AGREED)) for at, item in enumerate(one.items)]
        )
        for one in found
    ]


def _article(number: int, places: int, dice: random.Random, said: set[str]) -> Planned:
    sentences, paragraphs, items = list[str](), list[int](), list[Item]()
    for _ in range(places):
        before = dice.randrange(2)
        key, other = dice.sample(list(LABELS), 2)
        items.append(Item(AGREED, len(sentences) + before, key, other, dice.randrange(2), dice.random() < 0.5))
        count = before + 3  # one or two are tagged, and one between
        sentences += [_sentence(dice, said) for _ in range(count)]
        paragraphs.append(count)
    title = f"Station {number + 1:02} waits for its {dice.choice(_OBJECTS)} near the {dice.choice(_PLACES)}"
    return Planned(number, title, sentences, paragraphs, items)


def _sentence(dice: random.Random, said: set[str]) -> str:
    """A sentence that is known by its first words."""
    while True:
        head = f"The {dice.choice(_SUBJECTS)} {dice.choice(_VERBS)} {dice.choice(_NUMBERS)} {dice.choice(_OBJECTS)}"
        if head not in said:
            said.add(head)
            return f"{head} near the {dice.choice(_PLACES)} {dice.choice(_WHEN)}."
