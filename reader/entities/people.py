"""Decides which forms of a person's name mean one person: titles, middle names, first names, surnames."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import pairwise

from reader.entities.name_forms import Form, Pairs, key, without_titles
from reader.entities.name_patterns import PARTICLES
from reader.model.entity import Mention

_GENERATION = frozenset({"jr", "sr", "ii", "iii", "iv"})


def by_title(forms: list[Form], text: str) -> Pairs:
    """One person with and without a title: Chancellor Anna Berg, Anna Berg."""
    del text
    by_name = {form.name: form for form in forms if form.family == "person"}
    for form in list(by_name.values()):
        plain = key(without_titles(form.surface)) if without_titles(form.surface) else ""
        if plain and plain != form.name and plain in by_name:
            yield by_name[plain], form


def by_middle_name(forms: list[Form], text: str) -> Pairs:
    """One person with and without middle names or initials: John F. Kennedy, John Kennedy."""
    del text
    full: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for form in forms:
        if form.family == "person" and len(parts := person_parts(form)) > 1:
            full[parts[0], parts[-1]].append(form)
    for same in full.values():
        yield from pairwise(same)


def by_first_name(forms: list[Form], text: str) -> Pairs:
    """A first name that only one person in the text has."""
    del text
    full = [form for form in forms if form.family == "person" and len(person_parts(form)) > 1]
    surnames = {person_parts(form)[-1] for form in full}
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    owner: dict[str, Form] = {}
    for form in full:
        parts = person_parts(form)
        owners[parts[0]].add((parts[0], parts[-1]))
        owner.setdefault(parts[0], form)
    for form in forms:
        parts = person_parts(form) if form.family == "person" else []
        if len(parts) == 1 and len(owners[parts[0]]) == 1 and parts[0] not in surnames:
            yield owner[parts[0]], form


def person_parts(form: Form) -> list[str]:
    """The words of a person's name in lower case, without titles and generations; the surname with its particles."""
    parts = _name_words(form)
    for at in range(1, len(parts) - 1):
        if parts[at] in PARTICLES:
            return [*parts[:at], " ".join(parts[at:])]
    return parts


def resolve_surnames(clusters: list[list[Form]]) -> list[list[Mention]]:
    """Mentions by entity: a single surname goes to the person who has it, or of several to the last one named."""
    people = [cluster for cluster in clusters if cluster[0].family == "person"]
    owners: dict[str, list[int]] = defaultdict(list)
    for number, cluster in enumerate(people):
        for tail in {tail for form in cluster for tail in _tails(form)}:
            owners[tail].append(number)
    named: list[list[Mention]] = [[] for _ in people]
    lone: list[tuple[list[Form], list[int]]] = []
    for number, cluster in enumerate(people):
        having = {owner for form in cluster for owner in owners.get(_bare(form), ()) if owner != number}
        if having:
            lone.append((cluster, sorted(having)))
        else:
            named[number] = [mention for form in cluster for mention in form.mentions]
    anchors = {number: sorted(mention.start for mention in listed) for number, listed in enumerate(named) if listed}
    for cluster, candidates in lone:
        full = [number for number in candidates if number in anchors] or candidates
        places = sorted((start, number) for number in full for start in anchors.get(number, [0]))
        for mention in (mention for form in cluster for mention in form.mentions):
            named[_nearest(mention, places)].append(mention)
    rest = (
        [mention for form in cluster for mention in form.mentions]
        for cluster in clusters
        if cluster[0].family != "person"
    )
    return [listed for listed in (*rest, *named) if listed]


def _bare(form: Form) -> str:
    """A person's name without a leading particle: ``hariri`` for al-Hariri."""
    parts = _name_words(form)
    while len(parts) > 1 and parts[0] in PARTICLES:
        parts = parts[1:]
    return " ".join(parts)


def _tails(form: Form) -> set[str]:
    """Ends of the name that may stand for all of it: its last word, its last two words, and so on."""
    bare = _bare(form).split()
    return {" ".join(bare[at:]) for at in range(1, len(bare))}


def _name_words(form: Form) -> list[str]:
    name = key(without_titles(form.surface) or form.surface).casefold()
    return [part for part in name.split() if part not in _GENERATION] or [name]


def _nearest(mention: Mention, places: list[tuple[int, int]]) -> int:
    """The person named in full last before the mention, or first after it. ``places``: offset and person."""
    at = bisect_right(places, (mention.start, sys.maxsize)) - 1
    return places[bisect_left(places, (places[max(at, 0)][0], -1))][1]
