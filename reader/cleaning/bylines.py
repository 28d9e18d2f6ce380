"""Reads author names from bylines, without roles and outlets, and recognises lines that are only a name.

Text dumps, web pages and what their markup states are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from reader.cleaning import byline_words, dates
from reader.cleaning.author_credits import (
    author_credits,
    is_weak,
    opening_of,
    opens_with_by,
    opens_with_other,
    unglued,
    without_others,
    without_places,
)
from reader.cleaning.person_names import (
    eastern_names,
    is_eastern,
    is_name,
    is_nobody,
    is_office,
    is_shouted_name,
    is_trade,
    is_uncased,
    name_at_start,
    squeezed,
)

__all__ = [
    "agency",
    "authors",
    "beside_date",
    "has_no_capitals",
    "is_byline",
    "is_name",
    "is_weak",
    "named",
    "opens_with_by",
    "site_names",
    "squeezed",
    "stated_authors",
    "uncased_name",
    "unglued",
    "without_owners",
]

#: Marks and words between two parts of a byline. Those of the second group also join the family names of one person.
_SEPARATORS = re.compile(
    r"(?:(?<!\s)\s+)?(?:([,;/|()\u2022\u00b7\t\u2014\u060c\u3001\uff0c\uff1b\n]|(?<=\s)[-\u2013+](?=\s)|&|\bAND\b"
    r"|\b(?:and|und|et|with|avec|mit|met|med|con|com|og|och|en|a|и|та|й|και|ve|și|şi|és|ja|oraz|agus|dan|và|और|اور|و|ו)\b)|\b(y|e|i|і)\b)\s*"
)
#: The longest name and the longest byline, in code points.
_LONGEST, _LONGEST_LINE = 45, 220
#: The most words of a byline that begins with a name and goes on in words of a sentence.
_MOST_WORDS = 14
#: Words for "the" before the name of a paper.
_ARTICLES = frozenset("Le La Les El Il Die Das Der De Het".split())
#: A time, a duration or a handle beside a name, or joined to it: "Jane Doe2 minutes ago".
_TIMES = re.compile(
    r"@\w+|(?<!\d)\d+[\s-]*(?:min|hour|day|week|month|year|std|stunde)[a-z]*\.?(?:\s(?:ago|read))?|\s{2,}"
)
_OPENING_QUOTES, _CLOSING_QUOTES = '"«„“', '"»”“'
_TRADE_BEGINS = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|\s(?=\S)")


def agency(text: str) -> str:
    """The outlet or agency in a byline that names no person; empty if there is none."""
    begin = opening_of(text)
    name = text[begin:].strip(" ,:")
    parts = name.split()
    if begin and 1 <= len(parts) <= 4 and all(word[:1].isupper() for word in parts):
        return name
    return name if name.lower().removeprefix("the ") in byline_words.AGENCIES else ""


def authors(text: str, sites: Collection[str] = (), *, is_stated: bool = False) -> tuple[str, ...]:
    """The people in a byline, in order, each once, without roles, outlets, places, dates and other people's credits.

    Args:
        text: the line, with or without "By".
        sites: names of the site and its publisher, squeezed; they are no people.
        is_stated: whether the source says that the text names authors, so that a name without capitals counts.
    """
    names: list[str] = []
    for credit in author_credits(_without_times(without_others(without_places(text)))):
        if not credit.is_author:
            continue
        is_led = is_stated or bool(credit.opening)
        if is_eastern(credit.text):
            found: Iterable[str] = eastern_names(credit.text, is_led=is_led, opening=credit.opening)
        else:
            parts = _parts(credit.text.partition("|")[0] if credit.opening else credit.text)  # behind it is the outlet
            is_small = credit.text.islower()
            found = (_name_in(part, is_led=is_led, is_small=is_small) for part in _of_writers(parts))
        names += [name for name in found if not is_nobody(name)]
    people = _without_sites(tuple(dict.fromkeys(_of_people(names))), sites)
    return people or _only_name(text, sites, is_stated=is_stated)


def _of_writers(parts: list[str]) -> Iterator[str]:
    """The parts that are not followed by another share: "Jane Doe (photos)"."""
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if following.strip(" .()").lower() not in byline_words.OTHER_SHARE:
            yield part


def _name_in(part: str, *, is_led: bool, is_small: bool) -> str:
    """The name in a part of a byline; a trade may be joined to it without a blank."""
    glued = _before_trade(part) if any(map(is_trade, part.split())) and not is_office(part) else ""
    while len(glued.split()) > 2 and glued.rpartition(" ")[2].lower() in byline_words.OUTLETS:
        glued = glued.rpartition(" ")[0]  # "Jane Doe Gazette Staff Writer"
    return glued or name_at_start(part, is_led=is_led, is_small=is_small)


def _without_times(text: str) -> str:
    """The text with a separator in place of each date, time and handle."""
    if dates.has_year(text):
        for stated in reversed([*dates.dates(text)]):
            text = f"{text[: stated.start]}|{text[stated.end :]}"
    return _TIMES.sub("|", text)


def beside_date(text: str) -> tuple[str, ...]:
    """The name that a line holds beside its date, if there is nothing else: "Jane Doe 4 May 2022"."""
    name = _without_times(text).strip("| ,-–—·•")
    return (name,) if is_name(name) and not is_nobody(name) else ()


def has_no_capitals(text: str) -> bool:
    """Whether a text begins in a script without capitals, so that nothing in it shows what a name is."""
    return is_uncased(text[:1])


def _only_name(text: str, sites: Collection[str], *, is_stated: bool) -> tuple[str, ...]:
    """The name that a byline without another one may be: "Von Miller" as a whole, or one word behind "by"."""
    whole = text.strip()
    begin = opening_of(whole)
    if begin and is_name(whole):
        return (whole,)
    is_by = whole[:begin].strip(" :").lower() in byline_words.BY
    word = whole[begin:] if is_by else whole if is_stated else ""
    is_word = len(word) > 2 and word.isalpha() and word[0].isupper() and word[1:].islower()
    low = word.lower()
    apart = is_nobody(word) or low in byline_words.ROLES or low in byline_words.LABELS or squeezed(word) in sites
    return (word,) if is_word and not apart else ()


def _without_sites(people: tuple[str, ...], sites: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in people if squeezed(name) not in sites)


def without_owners(people: tuple[str, ...], owners: Collection[str]) -> tuple[str, ...]:
    """Those that do not own the page; all of them if nobody else is left, as a person's own site bears their name."""
    return _without_sites(people, owners) or people


def uncased_name(text: str) -> str:
    """The name that a line may be in a script without capitals, with a date or a place beside it; empty for another."""
    if not has_no_capitals(text) or is_eastern(text):
        return ""
    parts = [part.strip() for part in re.split(r"[,،|]|\s[-–]\s", _without_times(text)) if part.strip()]
    names = [part for part in parts if 2 <= len(part.split()) <= 4]
    if not names or any(len(part) > 20 for part in parts if part != names[0]):
        return ""
    name = name_at_start(names[0], is_led=True)
    return name if name == names[0] and not is_nobody(name) else ""


def site_names(stated: Iterable[str]) -> frozenset[str]:
    """Names of a site as they are compared, from its notice of copyright or what stands beside its headlines."""
    found = (
        squeezed(part)
        for text in stated
        for part in re.split(
            r"[©|–—·•:]|\s-\s|\.\s|\b\d{4}\b|\b(?:copyright|by|all rights)\b", text, flags=re.IGNORECASE
        )
    )
    return frozenset(name for name in found if len(name) > 2)


def _of_people(names: list[str]) -> Iterator[str]:
    """Those that are written as names; an outlet is often shouted beside them."""
    is_shouted = False
    is_first = True
    for name in names:
        if (len(name.split()) < 2 and not is_eastern(name)) or len(name) > _LONGEST:
            continue
        if name.isupper() and not (is_first or is_shouted):
            continue
        first = name.split()[0]
        if first in _ARTICLES and len(name.split()) == 2 and not is_first:
            continue  # "Le Phare" behind the writer: a paper
        if first.isupper() and len(first) > 3 and first.isalpha() and not is_shouted_name(name):
            continue  # "NASA Watch": an outlet
        if any(name.startswith(f"{other} ") for other in names):
            continue  # "Jane Doe Fox" beside "Jane Doe"
        if is_first:
            is_shouted, is_first = name.isupper(), False
        yield name


def stated_authors(stated: Iterable[str], sites: Collection[str] = ()) -> tuple[str, ...]:
    """The people that a source states as its authors, in order, each once.

    Args:
        stated: one or several names in each.
        sites: names of the site and its publisher, squeezed.
    """
    found: dict[str, str] = {}
    for text in stated:
        for name in authors(" ".join(text.split()), sites, is_stated=True):
            found.setdefault(squeezed(name), name)
    return tuple(found.values())


def _parts(text: str) -> list[str]:
    """The parts of a byline between its separators. "Ortega y Gasset" is one part, "Ana Gil y Luis Paz" are two."""
    text = _with_and_apart(text)
    parts: list[str] = []
    at, joint = 0, ""
    for match in [*_SEPARATORS.finditer(text), None]:
        part = text[at : match.start()] if match else text[at:]
        if joint and parts and _is_second_family_name(parts[-1], part):
            parts[-1] += f" {joint} {part}"
        else:
            parts.append(part)
        if match:
            at, joint = match.end(), match[2] or ""
    return parts


def _is_second_family_name(before: str, part: str) -> bool:
    is_one = len(part.split()) == 1 and part[:1].isupper() and len(before.split()) >= 2
    return is_one and not is_trade(part) and part.lower() not in byline_words.ROLES


def _with_and_apart(text: str) -> str:
    """The text with Arabic and Hebrew "and", which is written with the next word, as a word of its own."""
    if "و" not in text and "ו" not in text:
        return text
    parts = text.split()
    for index in range(2, len(parts) - 1):
        word = parts[index]
        if word[0] in "وו" and len(word) > 3 and word not in byline_words.NOT_AND:
            parts[index] = f"{word[0]} {word[1:]}"
    return " ".join(parts)


def named(text: str, sites: Collection[str] = (), *, is_beside: bool = False) -> tuple[str, ...]:
    """The people in a line of only names, occupations, outlets and times; empty for any other line.

    Args:
        text: the line, with or without "By".
        sites: names of the site and its publisher, squeezed.
        is_beside: whether the line stands beside a date or another byline, so that one more word after a name is where
            the person wrote.
    """
    names: list[str] = []
    for credit in author_credits(_without_times(text)):
        if not credit.is_author:
            continue
        if is_eastern(credit.text):
            names += (found := eastern_names(credit.text, is_led=bool(credit.opening)))
            if not found:
                return ()
            continue
        for part in _parts(credit.text):
            name = part.strip(" .:0123456789")
            if is_beside:
                name = _before_place(name)
            if person := _before_trade(name) or _whole_name(name, is_led=bool(credit.opening)):
                names += [person] if not is_nobody(person) else []
            elif not _goes_with_names(name, after=is_beside and bool(names)):
                return ()
    return _without_sites(tuple(dict.fromkeys(names)), sites)


def _whole_name(part: str, *, is_led: bool) -> str:
    """The name that a part of a byline is, with a title before it or without; empty if there is more in it."""
    if is_name(part):
        return part
    name = name_at_start(part, is_led=is_led)
    title = part.removesuffix(name).split()
    is_label = len(title) == 1 and title[0][-1] in ":：" and title[0][:-1].lower() in byline_words.WRITING
    is_titled = name != part and part.endswith(name) and (is_led or is_label or any(map(is_trade, title)))
    return name if is_titled and is_name(name) else ""


def _before_place(part: str) -> str:
    """The name before "in" and a place; the part itself if that is not how it goes on."""
    name = name_at_start(part)
    rest = part[len(name) :].split()
    is_place = 2 <= len(rest) <= 4 and rest[0] in byline_words.IN and rest[1][0].isupper()
    return name if is_place and part.startswith(name) and is_name(name) else part


def _goes_with_names(part: str, *, after: bool) -> bool:
    """Whether a part of a byline that is no name may stand in it: a trade, an outlet, a place, a time."""
    words = part.split()
    if after and part[:1] in _OPENING_QUOTES and part[-1:] in _CLOSING_QUOTES:
        return True  # a paper
    if all(map(_goes_with_name, words)) or (len(part) <= 20 and part.isupper()):
        return True
    is_place = len(words) == 1 and part[:1].isupper() and part.replace("-", "").isalpha()
    is_said = bool(words) and len(words) <= 5 and words[0][0].islower()
    return not words or (after and (is_place or is_said or any(map(is_trade, words)) or is_nobody(part)))


def _before_trade(text: str) -> str:
    """The name before an occupation, with or without a space: "Jane DoePolitics Reporter"; empty if there is none."""
    for match in _TRADE_BEGINS.finditer(text):
        name, trade = text[: match.start()], text[match.end() :].split()
        if is_name(name) and (name == " ".join(trade) or all(map(_goes_with_name, (trade[0], trade[-1])))):
            return name
    return ""


def _goes_with_name(word: str) -> bool:
    low = word.strip(".,:()").lower()
    if low in byline_words.ROLES or low in byline_words.BEATS or any(c.isdigit() for c in low):
        return True
    return low.removesuffix("s") in byline_words.OCCUPATIONS or is_trade(low)


def is_byline(text: str, low: str) -> bool:
    """Whether a line says who wrote the article, and little else; ``low`` is the line in lower case."""
    if len(text) > _LONGEST_LINE:
        return False
    begin = opening_of(text)
    if begin == 0:
        return opens_with_other(text) and len(text) <= _LONGEST_LINE // 2 and bool(authors(text))
    rest = text[begin:].strip()
    is_by = low[:begin].strip(" :").rpartition(" ")[2] in byline_words.BY
    if not rest or (is_by and _names_nobody(rest)):
        return bool(rest)
    words = rest.split()
    if is_eastern(rest) or is_uncased(words[0]):
        return len(words) <= 8 and len(rest) <= 60 and bool(authors(text))
    if is_weak(text):
        return bool(named(text, is_beside=True))
    people = authors(text)
    lower = sum(word[:1].islower() and _is_of_sentence(word.strip(",.;").lower()) for word in words)
    if people and lower == len(words) <= 3:
        return is_by  # "by jane doe"
    if people and len(words) <= _MOST_WORDS and _parts(rest)[0].strip() == people[0] and not rest.endswith("."):
        return True  # whatever else is said of that person
    return lower <= 1 + len(words) // 6 and (bool(people) or (is_by and len(words) <= 4 and not words[0][0].islower()))


def awaits_name(low: str) -> bool:
    """Whether a line in lower case is a word for "by" alone, so that the name is on the next line."""
    return low.strip(" :") in byline_words.BY


def _names_nobody(rest: str) -> bool:
    """Whether what follows "by" is an agency or an office: "AFP", "the editors"."""
    low = re.sub(r"^(?:the|der|die|la|le|l['’]|our) ?", "", rest.lower())
    parts = low.split()
    return low in byline_words.NOBODY or (0 < len(parts) <= 3 and is_trade(parts[-1]) and not is_name(rest))


def _is_of_sentence(low: str) -> bool:
    """Whether a word in lower case makes a byline a sentence."""
    apart = (byline_words.ROLES, byline_words.PARTICLES, byline_words.LINKS, byline_words.BY, byline_words.WRITING)
    return not any(low in words for words in (*apart, byline_words.OTHER_SHARE)) and not is_trade(low)
