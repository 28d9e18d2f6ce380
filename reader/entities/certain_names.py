"""People whom the rules are sure of: they stay what they are, and as long as they are, whatever a model says.

A name is certain if it begins with a given name, has a particle ("van der", "bin"), stands where only a person stands
("the chairman, X, said"), or if the page names it as its author. What is shown before a model answers are these
names and what the steps find, so that nothing a person saw disappears when it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from reader.entities.name_patterns import (
    JOINING,
    Cover,
    NameWord,
    before_glued,
    is_one_name,
    is_title_line,
    is_value,
    line_at,
    mention_at,
    merged,
    name_runs,
    settled,
    starts_sentence,
    text_words,
)
from reader.entities.steps.head_words import OPENERS, kind_by_head
from reader.entities.steps.junk import COMMON
from reader.entities.tables import all_titles, is_given_name, known_kind, words
from reader.model.entity import Mention

#: Particles that hardly ever stand in the name of anything but a person.
_OF_PEOPLE = frozenset("van von vom der den ter zu zum zur bin ibn bint binti ben af av ap wa ka 't ’t".split())
#: Words of German, Dutch, Scandinavian and Swahili prose, where the same particles join any two nouns: "Minister der
#: Finanzen".
_OF_THEIR_LANGUAGES = frozenset(
    "und nicht ist mit das het een niet zijn og ikke och inte att som det na kwa ya katika".split()
)
#: Words of an Irish or a Welsh surname, and of others that are written apart and with a capital.
_SURNAME_STARTS = frozenset("Ní Nic Ó Mac Mc Uí Mhic Ap Ab Van Von Bin Ibn Bint".split())
#: The most words of a name without particles.
_MOST = 4
_CONTEXT = 48
_NEXT_WORD = re.compile(r"[ \u00a0-]([^\W\d_a-zà-ÿ]\w*)")
_BYLINE = re.compile(r"(?:By|BY|by|Words by|Text by|Story by|Written by) $")


class _Candidate(NamedTuple):
    """A run of words that may be a person's name, and whether it surely is one."""

    start: int
    end: int
    words: tuple[NameWord, ...]
    is_certain: bool


def certain_names(text: str, people: Iterable[str] = ()) -> list[Mention]:
    """The people whom the rules are sure of, ordered by start, without overlap.

    Args:
        text: any text.
        people: whom the page names as its authors.
    """
    certain = [mention_at(text, one.start, one.end, "person") for one in _candidates(text) if one.is_certain]
    return merged(merged(_named_places(text), certain), authors_in(text, people))


def _named_places(text: str) -> list[Mention]:
    """Names behind the word for what they are: "the river Orrin", "the village of Ulm"."""
    places = []
    for run in name_runs(text):
        before = text[max(0, run[0].start - _CONTEXT) : run[0].start]
        name = text[run[0].start : run[-1].end]
        if len(run) < 3 and _place_before().search(before) and not (known_kind(name) or kind_by_head(name)):
            places.append(mention_at(text, run[0].start, run[-1].end, "place"))
    return places


@cache
def _place_before() -> re.Pattern[str]:
    of = "|".join(sorted(words("cues", "place_of")))
    return re.compile(rf"\b(?:the|a|an) (?:[a-z]+ )?(?:(?:{of}) of|river|lake|island|mount|canal) $")


def united(text: str, found: Sequence[Mention], certain: Sequence[Mention]) -> list[Mention]:
    """A model's mentions with the certain ones put over them, and its people grown to their full names."""
    named = Cover(certain)
    cover = Cover(found)
    grown = [
        mention_at(text, one.start, one.end, "person")
        for one in _candidates(text)
        if not named.overlapping(one.start, one.end) and _is_cut(one, cover)
    ]
    added = [one for one in (*certain, *grown) if not _is_part(text, one, cover)]
    return merged(found, added)


def kept(mentions: Sequence[Mention], certain: Sequence[Mention]) -> list[Mention]:
    """The mentions with all names of ``certain``, each as it is there or as part of a longer one."""
    answer = settled(mentions)
    while True:  # what is put over a longer name may uncover another certain one
        cover = Cover(answer)
        missing = [
            one
            for one in certain
            if not is_value(one) and not any(_holds(other, one) for other in cover.overlapping(one.start, one.end))
        ]
        if not missing:
            return answer
        answer = merged(answer, missing)


def authors_in(text: str, people: Iterable[str]) -> list[Mention]:
    """Where the people stand whom the page names, in full; in capitals too, as bylines write them."""
    forms = sorted({form for name in full_names(people) for form in (name, name.upper())}, key=len, reverse=True)
    if not forms:
        return []
    places = re.finditer("|".join(map(re.escape, forms)), text)
    return [mention_at(text, *one.span(), "person") for one in places if _is_whole(text, *one.span())]


def full_names(people: Iterable[str]) -> list[str]:
    """Those of some stated authors that are full names of people.

    A single word may mean somebody or something else in the text, and an agency is nobody.
    """
    names = [" ".join(name.split()) for name in people]
    return [name for name in names if " " in name and not known_kind(name) and not kind_by_head(name)]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a name is not part of a longer one; words that a page glued to it are none of it."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    is_apart = not before.isalnum() or before.islower()
    return is_apart and not (after.islower() or after.isdigit()) and not _goes_on(text, end)


def _goes_on(text: str, end: int) -> bool:
    """Whether a capital follows a name, which is part of a longer one then: "Ida Holm Foundation"."""
    after = _NEXT_WORD.match(text, end)
    return after is not None and after[1] not in _trades() and after[1].title() not in OPENERS


def _is_cut(candidate: _Candidate, cover: Cover) -> bool:
    """Whether the model has only a part of the name, as a person."""
    over = [one for one in cover.overlapping(candidate.start, candidate.end) if not is_value(one)]
    return bool(over) and all(
        one.kind == "person" and candidate.start <= one.start and one.end <= candidate.end for one in over
    )


def _is_part(text: str, one: Mention, cover: Cover) -> bool:
    """Whether the model has a longer name here that is no person's."""
    return any(
        other.kind not in {"person", "group"}
        and _holds(other, one)
        and len(other.text) > len(one.text)
        and (_goes_on(text, one.end) or other.end == one.end or kind_by_head(other.text) is not None)
        for other in cover.overlapping(one.start, one.end)
    )


def _holds(outer: Mention, inner: Mention) -> bool:
    return not is_value(outer) and outer.start <= inner.start and inner.end <= outer.end


@lru_cache(maxsize=4)
def _candidates(text: str) -> list[_Candidate]:
    """The runs that may be people's names. One that shares its surname with a certain one is certain too."""
    lower = {word.text for word in text_words(text) if word.text.islower()}
    found = [one for run in _runs(text) if (one := _candidate(text, run, lower))]
    surnames = {one.words[-1].text for one in found if one.is_certain}
    return [one._replace(is_certain=one.is_certain or one.words[-1].text in surnames) for one in found]


def _runs(text: str) -> Iterator[tuple[NameWord, ...]]:
    """Runs of capitalised words outside headlines, with the particles between them."""
    joined: tuple[NameWord, ...] = ()
    for run in name_runs(text):
        if is_title_line(text, run[0].start) and not _is_byline(text, run[0].start):
            continue
        if joined and is_one_name(text, joined[-1], run[0]):
            joined = (*joined, *run)
            continue
        if joined:
            yield joined
        joined = run
    if joined:
        yield joined


def _is_byline(text: str, start: int) -> bool:
    return text.startswith(("By ", "BY "), line_at(text, start)[0])


def _candidate(text: str, run: tuple[NameWord, ...], lower: set[str]) -> _Candidate | None:
    """The person's name in a run; None if there is none."""
    run, titled = _without_titles(text, run, lower)
    run = _without_trades(run)
    if len(run) < 2 or not all(_may_be_part(word.text, lower, is_given_name(run[0].text)) for word in run):
        return None
    start, end = run[0].start, run[-1].start + before_glued(run[-1].text)
    name = text[start:end]
    if known_kind(name) or kind_by_head(name):
        return None
    small = set(name.split()) & JOINING
    if len(run) > _MOST and not small:
        return None
    certain = (
        titled
        or (bool(small & _OF_PEOPLE) and len(_OF_THEIR_LANGUAGES & lower) < 2)
        or is_given_name(run[0].text)
        or any(word.text in _SURNAME_STARTS for word in run[1:-1])
        or _stands_as_person(text, start, end)
    )
    return _Candidate(start, end, run, certain)


def _without_titles(text: str, run: tuple[NameWord, ...], lower: set[str]) -> tuple[tuple[NameWord, ...], bool]:
    """The run without what stands before the name (openers, titles, countries), and whether a title was among it."""
    first, titled = 0, False
    while first < len(run):
        word = run[first].text
        is_title = word in all_titles() or f"{word}." in all_titles()
        is_opener = word in OPENERS or (first == 0 and starts_sentence(text, run[0].start) and word.lower() in lower)
        if not (is_title or is_opener or known_kind(word) in {"group", "organisation", "country"}):
            break
        if is_given_name(word) and not is_opener and (not is_title or len(run) - first < 3):
            break  # a name that is also a title: Sheikh Hasina
        titled = is_title
        first += 1
    for at in range(len(run) - 3, first, -1):  # a name may also stand behind "Harbour Chairman"
        if run[at].text in all_titles() and not is_given_name(run[first].text):
            return run[at + 1 :], True
    return run[first:], titled


def _without_trades(run: tuple[NameWord, ...]) -> tuple[NameWord, ...]:
    """The run without what is glued to the end of a byline: "Ida Holm Senior Reporter", "Ida Holm Updated"."""
    end = next((at for at, word in enumerate(run) if at > 1 and word.text in _trades()), len(run))
    return run[:end]


@cache
def _trades() -> frozenset[str]:
    """Words that follow a name in a byline, and are never a part of it."""
    return COMMON | words("titles", "office") | words("titles", "byline_end") | words("titles", "suffix")


def _may_be_part(word: str, lower: set[str], follows_given: bool) -> bool:
    """Whether a word may be part of a person's name; behind a given name nearly any may: Anna Hill, Peter May."""
    if any(letter.isdigit() for letter in word) or word in OPENERS:
        return False
    if follows_given or is_given_name(word):
        return True
    if len(word) > 2 and word.isupper() and "." not in word:
        return False
    is_ordinary = word in COMMON or word.lower() in lower
    return not is_ordinary and known_kind(word) not in {"group", "country"} and word not in _heads()


@cache
def _heads() -> frozenset[str]:
    keys = ("organisation_end", "place_end", "event_end", "law_end", "product_end", "firm_end")
    return frozenset[str]().union(*(words("head_words", key) for key in keys))


def _stands_as_person(text: str, start: int, end: int) -> bool:
    """Whether the words around a name say that it is a person's."""
    before = text[max(0, start - _CONTEXT) : start]
    after = text[end : end + _CONTEXT]
    return bool(_BYLINE.search(before) or _before().search(before) or _after().match(after))


@cache
def _before() -> re.Pattern[str]:
    cues = words("head_words", "person_cue") | {title.lower() for title in words("titles", "office")}
    listed = "|".join(sorted(map(re.escape, cues), key=len, reverse=True))
    verbs = "|".join(sorted(words("cues", "of_person_verb")))
    return re.compile(rf"\b(?:(?:{listed}),?|(?:{verbs})) $")


@cache
def _after() -> re.Pattern[str]:
    verbs = "|".join(sorted(words("cues", "person_verb")))
    cues = "|".join(sorted(map(re.escape, words("head_words", "person_cue")), key=len, reverse=True))
    own = "|".join(sorted(words("cues", "person_after") | words("cues", "of_office")))
    return re.compile(
        rf",? who(?:se|m)?\b|,? (?:himself|herself)\b|, (?:aged )?\d\d\b(?! ?(?:per|%|,\d))| \(\d\d\)"
        rf"| (?:{verbs})\b|, (?:(?:an?|the|its|their|his|her) )?(?:[\w’'-]+ ){{0,3}}(?:{cues})\b|, head of\b"
        rf"|['’]s (?:{own})\b"
    )
