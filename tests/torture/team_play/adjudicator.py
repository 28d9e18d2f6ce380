"""The adjudicator at the keys: reads from the screen which disagreement is asked, and answers as was planned."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.torture.team_play.articles import AGREED, BOUNDARY, LABEL, LABELS, LINK, MISSED, SPLIT, Item, Planned
from tests.torture.team_play.clones import STORE, Clone, Reading, status

#: How the screen calls each kind.
_CALLED = {
    LABEL: "other labels", BOUNDARY: "same label, other ends", MISSED: "not all tagged it",
    SPLIT: "one passage or several", LINK: "a link",
}  # fmt: skip
_HEAD = re.compile(r"(?:\d+/\d+|(all decided))   .*?Station (\d\d)")
_SIDE = re.compile(r"([AB])  (\S.*)")
#: Code points that tell a sentence from others, and with which a quote ends; its middle may be left out.
_KNOWN_BY, _ENDS_WITH = 40, 20
#: How long the screen may take to show what was planted, before what it shows counts as something else.
_PATIENCE_S = 20
NOTHING_WAITS = "no other document waits"
#: What may be answered: one side's, nothing, one passage over all, all beside each other, or another label.
LEADER, OTHER, NONE, UNION, EACH, RELABELLED = "leader", "other", "none", "union", "each", "relabelled"
_ANSWERS = {
    LABEL: (LEADER, OTHER, LEADER, OTHER, NONE, RELABELLED),
    BOUNDARY: (LEADER, OTHER, UNION),
    MISSED: (LEADER, OTHER, NONE),
    SPLIT: (LEADER, OTHER, EACH, UNION),
    LINK: (LEADER, OTHER, NONE),
}


class Asked(NamedTuple):
    """One disagreement that was asked about and answered.

    Attributes:
        article: its number.
        item: the planted one; None where it was none.
        keys: how many were pressed for it; with the last one of a document the key that goes on to the next.
        text: the screen.
    """

    article: int
    item: Item | None
    keys: int
    text: str


def answer_of(article: Planned, item: Item) -> str:
    """What is decided of a planted disagreement; a new label on a decided passage comes to stand beside the other."""
    if item.kind == MISSED and any((one.kind, one.first) == (AGREED, item.first) for one in article.items):
        return EACH
    return random.Random(f"{article.title} {item.first}").choice(_ANSWERS[item.kind])


def decided_tags(article: Planned) -> Iterator[tuple[str, str]]:
    """What the adjudicated layer of an article must hold: label and quote."""
    for item in article.items:
        both = [[tag for tag in article.tags(who) if tag.item == item] for who in (item.leader, 1 - item.leader)]
        said = [[(LABELS[tag.key], article.quote(tag)) for tag in tags] for tags in both]
        answer = answer_of(article, item) if item.kind not in {AGREED, LINK} else LEADER
        if answer in {LEADER, UNION}:  # of what disagrees on ends, the leader has the longer passage
            yield from said[0]
        elif answer == OTHER:
            yield from said[1]
        elif answer == EACH:
            yield from (*said[0], *said[1])
        elif answer == RELABELLED:
            yield LABELS[_third(item)], said[0][0][1]


def decided_links(article: Planned) -> list[str]:
    """The kinds of links that the adjudicated layer of an article must hold, in order."""
    found = []
    for item in article.items:
        answer = answer_of(article, item) if item.kind == LINK else NONE
        if answer == LEADER:
            found.append("supports")
        elif answer == OTHER and item.has_rival:
            found.append("attacks")
    return sorted(found)


def _third(item: Item) -> str:
    return next(key for key in LABELS if key not in {item.key, item.other_key})


def in_order(items: Iterable[Item]) -> list[Item]:
    """Of some items those that are asked about, in the order of the screen: links come last."""
    return sorted((one for one in items if one.kind != AGREED), key=lambda one: (one.kind == LINK, one.first))


class Screen(NamedTuple):
    """The adjudication as it is shown.

    Attributes:
        place: the first line: which disagreement of how many, its kind, its document.
        article: its number.
        is_done: whether all of the document is decided.
        called: the kind of the disagreement.
        sides: what stands there of each side, by letter.
        text: all that is shown, in one line.
    """

    place: str
    article: int
    is_done: bool
    called: str
    sides: Mapping[str, str]
    text: str


def seen(text: str) -> Screen | None:
    """The adjudication on the screen; None where it is not there."""
    rows = [row.strip("│ ") for row in text.split("\n")]
    found = next((match for row in rows if (match := _HEAD.match(row))), None)
    if found is None:
        return None
    called = next((one for one in _CALLED.values() if f"   {one}" in found[0]), "")
    sides: dict[str, str] = {}
    letter = ""
    for row in rows[rows.index(found.string) + 1 :]:
        side = _SIDE.match(row)
        if side is not None:
            letter = side[1]
        elif row.startswith(("taken", "nothing taken", "link taken", "no link", "a takes", "a A's", "=")):
            letter = ""
        if letter:
            sides[letter] = f"{sides.get(letter, '')} {side[2] if side is not None else row}".strip()
    return Screen(found[0], int(found[2]) - 1, found[1] is not None, called, sides, " ".join(rows))


class Adjudicator:
    """Goes through all that waits.

    Args:
        clone: where it waits.
        articles: what was planted.
        wanted: what is to be asked of each article, by its number, in order.

    Attributes:
        asked: what was asked about, in order.
        done: the numbers of the articles that were finished, in order.
    """

    def __init__(self, clone: Clone, articles: Sequence[Planned], wanted: Mapping[int, Sequence[Item]]) -> None:
        self._clone = clone
        self._articles = articles
        self._wanted = {number: list(items) for number, items in wanted.items()}
        self.asked: list[Asked] = []
        self.done: list[int] = []

    @property
    def missing(self) -> list[tuple[int, Item]]:
        """What was not asked about: the number of its article, and the item."""
        return [(number, item) for number, items in self._wanted.items() for item in items]

    def walk(self) -> None:
        """Answer all that is asked, document by document, until nothing waits."""
        with self._clone.open("adjudicate", "--store", STORE) as reading:
            screen = self._next(reading, "", "")
            while screen is not None:
                first = len(self.asked)
                while not screen.is_done:
                    screen = self._answer(reading, screen)
                self.done.append(screen.article)
                if self.asked[first:]:
                    self.asked[-1] = self.asked[-1]._replace(keys=self.asked[-1].keys + 1)
                screen = self._next(reading, "d", screen.place)

    def _answer(self, reading: Reading, screen: Screen) -> Screen:
        item = self._item(screen)
        if item is not None:
            self._wanted[screen.article].remove(item)
        keys = self._keys(screen, item)
        text = reading.text
        after = self._next(reading, keys, screen.place)
        assert after is not None, reading.text
        self.asked.append(Asked(screen.article, item, len(keys), text))
        return after

    def _next(self, reading: Reading, keys: str, before: str) -> Screen | None:
        """What is shown after some keys, once all of it is; None where nothing waits any more."""

        def is_next(text: str) -> bool:
            here = seen(text)
            if here is None:
                return NOTHING_WAITS in status(text)
            return here.place != before and (here.is_done or self._item(here) is not None)

        reading.press(keys)
        try:
            reading.terminal.wait(is_next, _PATIENCE_S)
        except AssertionError:  # something that was not planted
            if (here := seen(reading.text)) is None or here.place == before:
                raise
        return seen(reading.text)

    def _item(self, screen: Screen) -> Item | None:
        """The planted disagreement that is shown, if it is the one whose turn it is."""
        wanted = self._wanted.get(screen.article)
        is_shown = wanted and _is_about(screen, self._articles[screen.article], wanted[0])
        return wanted[0] if wanted and is_shown else None

    def _keys(self, screen: Screen, item: Item | None) -> str:
        """The keys that answer."""
        if item is None:
            return "x"
        article = self._articles[screen.article]
        answer = answer_of(article, item)
        if answer == RELABELLED:
            return f"l{_third(item)}"
        if answer in {NONE, UNION, EACH}:
            return {NONE: "x", UNION: "+", EACH: "&"}[answer]
        leads = {letter: _is_leader(article, item, said) for letter, said in screen.sides.items()}
        return next(letter.lower() for letter, is_leader in leads.items() if is_leader == (answer == LEADER))


def _is_about(screen: Screen, article: Planned, item: Item) -> bool:
    """Whether a planted disagreement is shown, with both sides of it."""
    if _CALLED[item.kind] != screen.called or len(screen.sides) != 2:
        return False
    if item.kind == LINK and f"evidence: “{article.sentences[item.first + 1][:_KNOWN_BY]}" not in screen.text:
        return False
    sides = list(screen.sides.values())
    is_leader = [_is_leader(article, item, said) for said in sides]
    is_other = [_is_other(article, item, said) for said in sides]
    return sorted(is_leader) == [False, True] and is_other == [not one for one in is_leader]


def _is_leader(article: Planned, item: Item, said: str) -> bool:
    """Whether what stands there of a side is the leader's."""
    if item.kind == LINK:
        return said.startswith("supports")
    return _has_tags(article, item, item.leader, said)


def _is_other(article: Planned, item: Item, said: str) -> bool:
    """Whether it is the other one's."""
    if item.kind == LINK:
        return said.startswith("attacks" if item.has_rival else "–")
    return said.startswith("–") if item.kind == MISSED else _has_tags(article, item, 1 - item.leader, said)


def _has_tags(article: Planned, item: Item, annotator: int, said: str) -> bool:
    tags = [one for one in article.tags(annotator) if one.item == item]
    ends = [(article.quote(one)[:_KNOWN_BY], article.quote(one)[-_ENDS_WITH:]) for one in tags]
    return said.count("“") == len(tags) and all(
        f"{LABELS[tag.key]}: “{start}" in said and f"{end}”" in said
        for tag, (start, end) in zip(tags, ends, strict=True)
    )
