"""The base form of an English word, its senses, and its opposites.

The table ``tables/word_senses.txt`` is derived from WordNet, and ``news_words.txt`` has what the news use for one
another, phrases too ("give way", "collapse"). Both are read once, when the first word is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_TABLES = Path(__file__).parent / "tables"
#: Forms that no rule leads back to their base: base, then its forms.
_IRREGULAR = """
be am are is was were been being
have has had having
do does did done
go goes went gone
say said
tell told
see saw seen
come came
take took taken taking
make made making
give gave given giving
get got gotten
know knew known
think thought
find found
leave left
begin began begun
run ran running
lead led
win won
lose lost
hold held
keep kept
send sent
sell sold
buy bought
pay paid
hear heard
draw drew drawn
fall fell fallen
rise rose risen
speak spoke spoken
break broke broken
steal stole stolen
choose chose chosen
write wrote written
drive drove driven
eat ate eaten
fly flew flown
grow grew grown
throw threw thrown
show shown
build built
burn burnt
bring brought
catch caught
teach taught
fight fought
seek sought
feel felt
deal dealt
mean meant
meet met
sit sat
stand stood
understand understood
withstand withstood
sleep slept
spend spent
lend lent
bend bent
lie lay lain lying
die dying
tie tying
shoot shot
strike struck
swear swore sworn
tear tore torn
wear wore worn
bear bore borne
sink sank sunk
drink drank drunk
swim swam swum
sing sang sung
ring rang rung
spring sprang sprung
freeze froze frozen
forget forgot forgotten
hide hid hidden
bite bit bitten
ride rode ridden
shake shook shaken
wake woke woken
mistake mistook mistaken
undertake undertook undertaken
overtake overtook overtaken
withdraw withdrew withdrawn
become became
overcome overcame
forbid forbade forbidden
dig dug
hang hung
stick stuck
sweep swept
creep crept
weep wept
flee fled
bleed bled
breed bred
feed fed
slide slid
shine shone
light lit
learn learnt
dream dreamt
man men
woman women
child children
person people
foot feet
tooth teeth
goose geese
mouse mice
life lives
wife wives
knife knives
half halves
leaf leaves
thief thieves
loaf loaves
shelf shelves
wolf wolves
crisis crises
basis bases
analysis analyses
good better best
bad worse worst
many more most
little less least
far farther further furthest
"""
#: Words that look like forms of another word, and are none.
_BASES = frozenset(
    "news evening morning during wedding hundred need speed indeed ceiling series species always perhaps less this his"
    " its us bus gas glass loss class cross press process address business witness illness express success access"
    " chaos status virus campus bonus census lens plus thus across unless nothing something anything everything spring"
    " string king wing ring thing bring being red bed used based need".split()
)


class Senses(NamedTuple):
    """The senses of a word, those above them ("animal" above "dog"), and the words of the opposite sense."""

    own: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    opposite: tuple[str, ...] = ()


class _NewsWord(NamedTuple):
    """The classes of a word in the table of news words, and the words of the opposite meaning."""

    classes: list[str]
    opposite: list[str]


@cache
def _news_words() -> dict[str, _NewsWord]:
    found: dict[str, _NewsWord] = {}
    lines = (_TABLES / "news_words.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(one for one in lines if one and not one.startswith("#")):
        sides = [side.split() for side in line.split("|")]
        for side, other in ((0, 1), (1, 0)):
            for word in sides[side] if side < len(sides) else ():
                known = found.setdefault(word, _NewsWord([], []))
                known.classes.append(f"{number}.{side}")
                known.opposite.extend(sides[other] if other < len(sides) else ())
    return found


@cache
def phrases() -> dict[str, list[tuple[str, ...]]]:
    """The phrases that count as one word, by their first word, the longest first; in base forms."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for word in sorted(_news_words(), key=lambda one: -one.count("_")):
        first, *rest = word.split("_")
        if rest:
            found.setdefault(first, []).append((first, *rest))
    return found


@cache
def _table() -> dict[str, str]:
    """The rest of the line of each word; a line is taken apart when its word is asked for."""
    found = {}
    for line in (_TABLES / "word_senses.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, _, rest = line.partition("\t")
            found[word] = rest
    return found


@cache
def _irregular() -> dict[str, str]:
    return {form: base for base, *forms in map(str.split, _IRREGULAR.strip().splitlines()) for form in forms}


@lru_cache(maxsize=50_000)
def senses(base: str) -> Senses:
    """The senses of a word in its base form; none for a word that the table does not know."""
    fields = [tuple(filter(None, field.split(","))) for field in _table().get(base, "").split("\t")]
    found = Senses(*fields)
    if news := _news_words().get(base):
        found = Senses((*news.classes, *found.own), found.above, (*news.opposite, *found.opposite))
    return found


@lru_cache(maxsize=50_000)
def base_form(word: str) -> str:
    """The base form of a word in lower case: "sell" for "selling" and "sold"; an unknown word loses its plural s."""
    if base := _irregular().get(word):
        return base
    if word in _BASES or len(word) < 4:
        return word
    known = _table()
    for base in _bases(word):
        if len(base) > 2 and base in known:
            return base
    if word in known or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-1]


def _bases(word: str) -> Iterator[str]:
    """What a word may be a form of, the likeliest first."""
    if word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
        if word.endswith("es"):
            yield word[:-2]
    elif word.endswith("ied"):
        yield word[:-3] + "y"
    elif word.endswith(("ed", "ing")):
        stem = word[:-2] if word.endswith("ed") else word[:-3]
        if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "ls":
            yield stem[:-1]
        yield from (
            (stem + "e", stem) if stem[-1:] in "cgsuvz" or stem[-2:] in ("at", "it", "ir", "us") else (stem, stem + "e")
        )
        if len(stem) > 2 and stem[-1] == stem[-2]:
            yield stem[:-1]
    elif word.endswith("ly") and len(word) > 5:
        yield word[:-2]
