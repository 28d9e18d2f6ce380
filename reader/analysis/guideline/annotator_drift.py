"""Whether one person tags otherwise in the second half of their work than in the first.

What is compared are documents, not tags: an editorial has other labels than a report, and its tags all follow from
that. Documents are taken in the order in which the person came to them. The change between the halves is set against
that between random halves of the same documents (a permutation test), and must be large as well as rare by chance.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from math import log
from statistics import median
from typing import NamedTuple

from reader.analysis.adjudication.rulings import is_person
from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.lint_rule import Rule
from reader.analysis.guideline.linted_tags import LintedTags, Tag

#: Random halves that the real ones are compared with, and the seed, so that each run finds the same.
_ROUNDS, _SEED = 1999, 15
#: Documents are put together until there are so few groups, which bounds what a round costs.
_MOST_GROUPS = 60


class _Group(NamedTuple):
    """Documents that came one after another: how often each label is there, and the logarithms of all lengths."""

    labels: Counter[str]
    lengths: float
    tags: int


def drifting(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """At most two findings for each person: the share of a label, and the length of passages."""
    people: defaultdict[str, list[Tag]] = defaultdict(list)
    for tag, _ in tags.under(rule):
        if tag.created_at and tag.start < tag.end and is_person(tag.annotator):
            people[tag.annotator].append(tag)
    for name in sorted(people):
        yield from _drift_of(name, people[name], rule)


def _drift_of(name: str, theirs: Sequence[Tag], rule: Rule) -> Iterator[Finding]:
    settings = rule.parameters
    documents = _in_order(theirs)
    half = _halfway(documents)
    early, late = documents[:half], documents[half:]
    parts = [tag for found in early for tag in found], [tag for found in late for tag in found]
    if min(len(early), len(late)) < settings["least_documents"] or min(map(len, parts)) < settings["least_tags"]:
        return
    if early[-1][0].created_at == late[0][0].created_at:
        return  # taken in from a file: nobody knows in which order they were made
    groups, cut = _grouped(early, rule), len(_grouped(early, rule))
    groups += _grouped(late, rule)
    first = min(parts[1], key=lambda tag: (tag.created_at, tag))
    whose = name or "(no name)"
    shares = [Counter(rule.root_of(tag.label) for tag in part) for part in parts]
    label, before, after = max(
        ((one, shares[0][one] / len(parts[0]), shares[1][one] / len(parts[1])) for one in {*shares[0], *shares[1]}),
        key=lambda found: (abs(found[2] - found[1]), found[0]),
    )
    if abs(after - before) >= settings["share"] and _chance(groups, cut, _label_change) <= settings["probability"]:
        what = (
            f"{whose}: {label} was {before:.0%} of the tags in {len(early)} documents,"
            f" and is {after:.0%} in {len(late)} since"
        )
        yield Finding(rule, first, what, mark=(name, "label", label), content=(name, "label", label))
    lengths = [median(tag.end - tag.start for tag in part) for part in parts]
    ratio = max(lengths) / max(min(lengths), 1)
    if ratio >= settings["length"] and _chance(groups, cut, _length_change) <= settings["probability"]:
        what = (
            f"{whose}: half of the passages had over {lengths[0]:.0f} characters in {len(early)} documents,"
            f" and over {lengths[1]:.0f} in {len(late)} since"
        )
        yield Finding(rule, first, what, mark=(name, "length"), content=(name, "length"))


def _in_order(theirs: Sequence[Tag]) -> list[list[Tag]]:
    """A person's tags by document, in the order in which they came to them, the first tag of each first."""
    documents: defaultdict[int, list[Tag]] = defaultdict(list)
    for tag in sorted(theirs, key=lambda tag: tag.created_at):  # of one moment, in the order of their places
        documents[tag.document].append(tag)
    return sorted(documents.values(), key=lambda found: (found[0].created_at, found[0]))


def _halfway(documents: Sequence[Sequence[Tag]]) -> int:
    """How many documents make up the first half: of the documents, whatever is in them."""
    return len(documents) // 2


def _grouped(documents: Sequence[Sequence[Tag]], rule: Rule) -> list[_Group]:
    size = -(-len(documents) * 2 // _MOST_GROUPS) or 1
    groups = []
    for at in range(0, len(documents), size):
        found = [tag for one in documents[at : at + size] for tag in one]
        labels = Counter(rule.root_of(tag.label) for tag in found)
        groups.append(_Group(labels, sum(log(tag.end - tag.start) for tag in found), len(found)))
    return groups


def _chance(groups: Sequence[_Group], cut: int, change: Callable[[Sequence[_Group], Sequence[_Group]], float]) -> float:
    """How often random halves of the same documents differ at least as much: the p-value of the test."""
    real = change(groups[:cut], groups[cut:])
    chance = random.Random(_SEED)  # noqa: S311 - not a secret
    shuffled = list(groups)
    as_far = 1
    for _ in range(_ROUNDS):
        chance.shuffle(shuffled)
        as_far += change(shuffled[:cut], shuffled[cut:]) >= real - 1e-12
    return as_far / (_ROUNDS + 1)


def _label_change(early: Sequence[_Group], late: Sequence[_Group]) -> float:
    """How much of the labels is distributed otherwise: 0 to 1."""
    one, other = (sum((group.labels for group in part), Counter()) for part in (early, late))
    counts = max(one.total(), 1), max(other.total(), 1)
    return sum(abs(one[label] / counts[0] - other[label] / counts[1]) for label in {*one, *other}) / 2


def _length_change(early: Sequence[_Group], late: Sequence[_Group]) -> float:
    """How far the mean logarithms of the lengths are apart."""
    means = [sum(one.lengths for one in part) / max(sum(one.tags for one in part), 1) for part in (early, late)]
    return abs(means[0] - means[1])
