"""The same or nearly the same passage under different labels, in one document or in several.

Passages of the same words are found by their words. Those of nearly the same words share most words, and so mostly two
of their rarest: such pairs of words are the buckets in which passages meet, so that no pair of passages is compared
that has nothing in common. In a large store the first and the last words are the buckets, which costs a third.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.lint_rule import Rule
from reader.analysis.guideline.linted_tags import LintedTags, Tag, overlap

#: The rarest words of a passage that are looked at.
_RAREST = 4
#: The most passages of which rare words are looked at; of more, the words at their ends, and how many of these.
_MOST_SEARCHED, _END = 20_000, 4
#: The most comparisons, so that texts made of few words end too: pairs of words that many passages have tell least.
_MOST_COMPARED = 300_000
#: The part of their text that two passages of one document share where they are one passage.
_ONE_PASSAGE = 0.6
#: Passages that differ in one of these words are two passages, if a rule names no others: "will rise", "should rise".
DECISIVE_WORDS = tuple(
    (
        "will would shall should must ought may might can could cannot not no never none nobody nothing without"
        " unless if probably perhaps possibly likely unlikely wrong right wrongly rightly good bad better worse best"
        " worst because"
    ).split()
)
#: How passages are tagged differently.
ONE, SEVERAL = "one", "several"


class _Labelled(NamedTuple):
    """A tag and the label of the rule that it falls under."""

    tag: Tag
    label: str


_Groups = Mapping[str, list[_Labelled]]


def tagged_differently(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages that have another label than the same passage has elsewhere: the fewer, or the later of two."""
    wordings = tags.wordings
    find = _differing_in_one if rule.parameters["annotators"] == ONE else _differing_in_several
    same = (rule.labels, *(value for name, value in sorted(rule.parameters.items()) if name != "annotators"))
    for cluster in tags.once(("clusters", same), lambda: list(_clusters(rule, _by_wording(rule, tags), wordings))):
        for odd, usual in find(cluster):
            is_same = wordings[odd.tag.id] == wordings[usual.tag.id]
            whose = f" by {usual.tag.annotator}" if usual.tag.annotator != odd.tag.annotator else ""
            what = (
                f"tagged {odd.tag.label} here; {'the same' if is_same else 'nearly the same'} is tagged"
                f" {usual.tag.label}{whose} at {tags.path_of(usual.tag)}#{usual.tag.id}"
            )
            yield Finding(rule, odd.tag, what, (usual.tag,), (usual.label,))


def _by_wording(rule: Rule, tags: LintedTags) -> _Groups:
    found: defaultdict[str, list[_Labelled]] = defaultdict(list)
    left_out, wordings = rule.parameters["leave_out"], tags.wordings
    for tag in tags.tags:
        if (label := rule.root_of(tag.label)) and tag.annotator not in left_out and (words := wordings[tag.id]):
            found[words].append(_Labelled(tag, label))
    return found


def _clusters(rule: Rule, by_wording: _Groups, wordings: Mapping[str, str]) -> Iterator[list[_Labelled]]:
    """The tags of passages that are alike and have more labels than one."""
    labels = {words: frozenset(one.label for one in found) for words, found in by_wording.items()}
    above: dict[str, str] = {}

    def top(words: str) -> str:
        while (next_ := above.get(words, words)) != words:
            above[words] = above.get(next_, next_)
            words = next_
        return words

    joined = {words for words, found in labels.items() if len(found) > 1}
    is_near = rule.parameters["similarity"] < 1
    for one, other in chain(_nearly_alike(rule, labels), _overlapping(by_wording, wordings)) if is_near else ():
        above[top(other)] = top(one)
        joined |= {one, other}
    clusters: defaultdict[str, list[_Labelled]] = defaultdict(list)
    for words in by_wording:
        if words in joined:
            clusters[top(words)] += by_wording[words]
    for cluster in clusters.values():
        yield sorted(cluster)


def _nearly_alike(rule: Rule, labels: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of wordings under different labels that share enough of their words, and differ in none that decides."""
    if len({label for found in labels.values() for label in found}) < 2:
        return
    least, similarity = rule.parameters["least_words"], rule.parameters["similarity"]
    decisive = frozenset(word.casefold() for word in rule.parameters["decisive_words"])
    long = [(wording, words) for wording in labels if len(words := wording.split()) >= least]
    label_of = ["".join(labels[wording]) if len(labels[wording]) == 1 else None for wording, _ in long]
    meeting = _with_same_rare_words if len(long) <= _MOST_SEARCHED else _with_same_ends
    sets: dict[int, frozenset[str]] = {}
    most = _MOST_COMPARED if len(long) <= _MOST_SEARCHED else _MOST_COMPARED // 5
    for first, second in _met(meeting([words for _, words in long]), most):
        if label_of[first] == label_of[second] is not None:
            continue
        sizes = len(long[first][1]), len(long[second][1])
        if min(sizes) < similarity * max(sizes):
            continue
        for index in (first, second):
            if index not in sets:
                sets[index] = frozenset(long[index][1])
        its, their = sets[first], sets[second]
        shared = len(its & their)
        if shared >= similarity * (len(its) + len(their) - shared) and decisive.isdisjoint(its ^ their):
            yield long[first][0], long[second][0]


def _with_same_rare_words(passages: Sequence[Sequence[str]]) -> Iterable[Sequence[int]]:
    """The passages that have two of their rarest words in common; a word that only one of them has is no such word."""
    spread = Counter(chain.from_iterable(passages))
    rare = sorted((count, word) for word, count in spread.items() if count > 1)
    rank = {word: number for number, (_, word) in enumerate(rare, 1)}.get
    size = len(rare) + 1
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    for index, words in enumerate(passages):
        for one, other in combinations(sorted(set(filter(None, map(rank, words))))[:_RAREST], 2):
            buckets[one * size + other].append(index)
    return buckets.values()


def _with_same_ends(passages: Sequence[Sequence[str]]) -> Iterable[Sequence[int]]:
    """The passages that begin or end with the same words."""
    buckets: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for index, words in enumerate(passages):
        buckets[0, " ".join(words[:_END])].append(index)
        buckets[1, " ".join(words[-_END:])].append(index)
    return buckets.values()


def _met(buckets: Iterable[Sequence[int]], most: int) -> Iterator[tuple[int, int]]:
    """The pairs that meet in a bucket, each once; those in small buckets first, until there are too many."""
    met: set[tuple[int, int]] = set()
    left = most
    for bucket in sorted((one for one in buckets if len(one) > 1), key=len):
        left -= len(bucket) * (len(bucket) - 1) // 2
        if left < 0:
            return
        for pair in combinations(bucket, 2):
            if pair not in met:
                met.add(pair)
                yield pair


def _overlapping(found: _Groups, wordings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The wordings of tags of one document that share most of their text, under different labels."""
    ordered = sorted(one for tags in found.values() for one in tags)
    left = _MOST_COMPARED
    for at, one in enumerate(ordered):
        document, end = one.tag.document, one.tag.end
        for next_ in range(at + 1, len(ordered)):
            other = ordered[next_]
            if other.tag.document != document or other.tag.start >= end:
                break
            left -= 1
            if left < 0:
                return
            if one.label != other.label and overlap(one.tag, other.tag) >= _ONE_PASSAGE:
                yield wordings[one.tag.id], wordings[other.tag.id]


def _differing_in_one(cluster: Sequence[_Labelled]) -> Iterator[tuple[_Labelled, _Labelled]]:
    """Each tag that the same person labelled otherwise, most often or first; and one of those."""
    for theirs in _by_annotator(cluster).values():
        if len({one.label for one in theirs}) < 2:
            continue
        usual = _usual_label(theirs)
        odd = (one for one in theirs if one.label != usual)
        yield from _with_nearest(odd, [one for one in theirs if one.label == usual])


def _differing_in_several(cluster: Sequence[_Labelled]) -> Iterator[tuple[_Labelled, _Labelled]]:
    """Each tag of a person who labels otherwise than most people, or than the first of two; and one of theirs."""
    people = _by_annotator(cluster)
    if len(people) < 2:
        return
    usual_of = {name: _usual_label(theirs) for name, theirs in people.items()}
    first = {name: min(one.tag.created_at for one in theirs) for name, theirs in people.items()}
    counts = Counter(usual_of.values())
    usual = usual_of[min(people, key=lambda name: (-counts[usual_of[name]], first[name], name))]
    others = [one for one in cluster if one.label == usual and usual_of[one.tag.annotator] == usual]
    odd = (one for one in cluster if one.label != usual and usual_of[one.tag.annotator] != usual)
    yield from _with_nearest(odd, others)


def _with_nearest(odd: Iterable[_Labelled], usual: Sequence[_Labelled]) -> Iterator[tuple[_Labelled, _Labelled]]:
    """Each odd tag with a usual one: of its document if there is one, else the first."""
    by_document: dict[int, _Labelled] = {}
    for one in usual:
        by_document.setdefault(one.tag.document, one)
    for one in odd:
        yield one, by_document.get(one.tag.document, usual[0])


def _by_annotator(cluster: Sequence[_Labelled]) -> Mapping[str, list[_Labelled]]:
    people: defaultdict[str, list[_Labelled]] = defaultdict(list)
    for one in cluster:
        people[one.tag.annotator].append(one)
    return people


def _usual_label(tags: Sequence[_Labelled]) -> str:
    """The label that most of the tags have; of equals the one that was given first."""
    if len(tags) == 1:
        return tags[0].label
    counts = Counter(one.label for one in tags)
    return min(tags, key=lambda one: (-counts[one.label], one.tag.created_at, one.tag.id)).label
