"""The rules that decide whether two forms of a name mean one thing; each yields the pairs that it joins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from reader.entities.name_forms import Form, Pairs, Rule, key
from reader.entities.people import by_first_name, by_middle_name, by_title
from reader.entities.steps.acronyms import definitions
from reader.entities.tables import known_kind, synonyms

_SMALL = frozenset("of the and for in on against to with at de la del to des du y e di da und der das fur et".split())


def by_synonym(forms: list[Form], text: str) -> Pairs:
    """Forms that the tables list as names of one country or organisation: US, U.S., United States."""
    del text
    seen: dict[tuple[str, str], Form] = {}
    known = _synonym_keys()
    for form in forms:
        full = known.get(form.name)
        if full is None or form.family == "person":
            continue
        if (full, form.family) in seen:
            yield seen[full, form.family], form
        seen.setdefault((full, form.family), form)


@cache
def _synonym_keys() -> dict[str, str]:
    keys: dict[str, str] = {}
    for name, full in synonyms().items():
        keys.setdefault(key(name), full)
    return keys


def by_definition(forms: list[Form], text: str) -> Pairs:
    """Acronyms that the text defines: NATO-Russia Council (NRC)."""
    if not text:
        return
    by_name = {form.name: form for form in forms if form.family != "person"}
    ends: dict[int, list[tuple[int, Form]]] = defaultdict(list)
    for form in by_name.values():
        for mention in form.mentions:
            ends[mention.end].append((mention.start, form))
    for start, end, short_start, short_end in definitions(text):
        short = by_name.get(key(text[short_start:short_end]))
        long = by_name.get(key(text[start:end])) or next((form for first, form in ends[end] if first <= start), None)
        if short and long:
            yield long, short


def by_initials(forms: list[Form], text: str) -> Pairs:
    """Acronyms that are the initials of exactly one long form: ECB, European Central Bank."""
    del text
    long: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        if form.family != "person" and " " in form.name:
            for initials in _initials(form.surface):
                long[initials].append(form)
    for form in forms:
        letters = form.surface.replace(".", "")
        if form.family == "person" or " " in letters or len(letters) < 2 or sum(map(str.isupper, letters)) < 2:
            continue
        candidates = {candidate.name: candidate for candidate in long.get(letters.upper(), ())}
        if len(candidates) == 1:
            yield next(iter(candidates.values())), form


def _initials(name: str) -> set[str]:
    words = [word for word in re.split(r"[\s\-–/]+", name) if word and (word[0].isalnum())]
    main = [word for word in words if word.lower() not in _SMALL]
    if len(main) < 2:
        return set()
    both = {"".join(word[0] for word in main), "".join(word[0] for word in words)}
    return {initials.upper() for initials in both}


def by_bracket(forms: list[Form], text: str) -> Pairs:
    """An acronym in brackets right after a longer name, possibly of another language: National Front (RN)."""
    joined = {letters for form in forms for letters in _initials(form.surface)}
    ends = {
        mention.end: form for form in forms if form.family != "person" and " " in form.name for mention in form.mentions
    }
    for form in forms:
        letters = form.surface
        if form.family == "person" or not 2 <= len(letters) <= 8 or sum(map(str.isupper, letters)) * 2 <= len(letters):
            continue
        long = ends.get(form.first - 2)
        if long is None or letters in joined or form.name in _synonym_keys():
            continue
        if text[form.first - 2 : form.first] != " (" if text else long.name in _synonym_keys():
            continue
        if text or (form.family == long.family and letters[0].isalpha() and letters.isupper() and " " not in letters):
            yield long, form


def by_short_form(forms: list[Form], text: str) -> Pairs:
    """An organisation's short form that begins or ends exactly one longer name: Commission, European Commission."""
    del text
    organisations = [(tuple(form.name.split()), form) for form in forms if form.kind == "organisation"]
    wanted = {
        parts
        for parts, form in organisations
        if known_kind(form.surface) not in {"country", "place", "group"} and len(form.name) >= 4
    }
    longer: dict[tuple[str, ...], dict[str, Form]] = defaultdict(dict)
    for parts, other in organisations:
        for length in range(1, len(parts)):
            for end in {parts[:length], parts[-length:]} & wanted:
                longer[end][_full(other)] = other
    for parts, form in organisations:
        if parts in wanted and len(form.name) >= 4 and len(longer[parts]) == 1:
            yield next(iter(longer[parts].values())), form


def _full(form: Form) -> str:
    return synonyms().get(form.surface, form.name)


def by_spelling(forms: list[Form], text: str) -> Pairs:
    """Names of at least seven letters that differ in one letter: Timoshenko, Tymoshenko."""
    del text
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, form in enumerate(forms):
        if len(form.name) >= 6 and not any(letter.isdigit() for letter in form.name):
            groups[form.family, form.name[0]].append(at)
    alike = {pair for listed in groups.values() for pair in _alike([(at, forms[at].name) for at in listed])}
    yield from ((forms[left], forms[right]) for left, right in sorted(alike))


def _alike(names: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The index pairs of names with one first letter that are spellings of one name, lower index first.

    Two names that differ in one letter share a form with at most one letter left out. Only names that share a form are
    compared, so the time is not quadratic in the number of names.
    """
    shared: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, name in names:
        for form in {name, *(name[:at] + name[at + 1 :] for at in range(1, len(name)))}:
            shared[form].append((number, name))
    for listed in shared.values():
        for (first, left), (second, right) in combinations(listed, 2):
            if (
                max(len(left), len(right)) >= 7
                and left != right
                and _one_apart(left, right)
                and not _is_inflected(left, right)
            ):
                yield first, second


def _is_inflected(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return long in {f"{short}s", f"{short}n"} or (
        known_kind(left.title()) is not None and known_kind(right.title()) is not None
    )


def _one_apart(left: str, right: str) -> bool:
    """Whether one letter inserted, removed or changed, or two neighbours swapped, turn ``left`` into ``right``."""
    if abs(len(left) - len(right)) > 1 or left[0] != right[0]:
        return False
    at = 0
    shorter = min(len(left), len(right))
    while at < shorter and left[at] == right[at]:
        at += 1
    if len(left) == len(right):
        swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
        return left[at + 1 :] == right[at + 1 :] or swapped
    return left[at + 1 :] == right[at:] if len(left) > len(right) else left[at:] == right[at + 1 :]


#: In the order in which they run.
RULES: tuple[Rule, ...] = (
    by_synonym,
    by_definition,
    by_initials,
    by_bracket,
    by_title,
    by_middle_name,
    by_first_name,
    by_short_form,
    by_spelling,
)
