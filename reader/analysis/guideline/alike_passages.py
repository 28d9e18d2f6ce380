"""The same or nearly the same passage under different labels, in one document or in several.

Passages of the same words are found by their words. Those of nearly the same words share most words, and so mostly two
of their rarest: such pairs of words are the buckets in which passages meet, so that no pair of passages is compared
that has nothing in common. In a large store the first and the last words are the buckets, which costs a third.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.lint_rule import Rule
from reader.analysis.guideline.linted_tags import LintedTags, Tag, overlap
from reader.analysis.guideline.wordings import words_apart

#: The rarest words of a passage that are looked at.
_RAREST = 4
#: The most passages of which rare words are looked at; of more, the words at their ends, and how many of these.
_MOST_SEARCHED, _END = 20_000, 4
#: The most comparisons, so that texts made of few words end too: pairs of words that many passages have tell least.
_MOST_COMPARED = 300_000
#: The part of their text that two passages of one document share where they are one passage.
_ONE_PASSAGE = 0.6
_ROUNDING = 1e-9
#: Passages that differ in one of these words are two passages, if a rule names no others: "will rise", "should rise".
DECISIVE_WORDS = tuple(
    (
        "will would shall should must ought may might can could cannot not no never none nobody nothing without"
        " unless if probably perhaps possibly likely unlikely wrong right wrongly rightly good bad better worse best"
        " worst because"
        " nicht kein keine keinen nie niemals soll sollte sollen muss müssen darf wird würde vielleicht"
        " wahrscheinlich weil"
        " pas jamais aucun doit devrait peut pourrait probablement"
        " nunca jamás debe debería puede podría quizás probablemente porque"
        " non mai deve dovrebbe può potrebbe forse probabilmente perché"
        " não nunca deveria pode poderia talvez provavelmente"
        " 不 没 未 无 非 别 应 该 必 须 可 能 会"
    ).split()
)
#: How passages are tagged differently.
ONE, SEVERAL = "one", "several"


class _Labelled(NamedTuple):
    """A tag and the label of the rule that it falls under."""

    tag: Tag
    label: str


def tagged_differently(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages that have another label than the same passage has elsewhere: the fewer, or the later of two."""
    wordings = tags.wordings
    find = _differing_in_one if rule.parameters["annotators"] == ONE else _differing_in_several
    same = (rule.labels, *(value for name, value in sorted(rule.parameters.items()) if name != "annotators"))
    for cluster in tags.once(("clusters", same), lambda: list(_clusters(rule, tags))):
        for odd, usual in find(cluster):
            is_same = wordings[odd.tag.quote] == wordings[usual.tag.quote]
            whose = f" by {usual.tag.annotator}" if usual.tag.annotator != odd.tag.annotator else ""
            what = (
                f"tagged {odd.tag.label} here; {'the same' if is_same else 'nearly the same'} is tagged"
                f" {usual.tag.label}{whose} at {tags.path_of(usual.tag)}#{usual.tag.id}"
            )
            yield Finding(rule, odd.tag, what, (usual.tag,), (usual.label,))


def _clusters(rule: Rule, tags: LintedTags) -> Iterator[list[_Labelled]]:
    """The tags of passages that are alike and have more labels than one."""
    wordings, left_out = tags.wordings, rule.parameters["leave_out"]
    by_wording: defaultdict[str, list[tuple[Tag, str]]] = defaultdict(list)
    for labelled in tags.under(rule):
        if labelled[0].annotator not in left_out:
            by_wording[wordings[labelled[0].quote]].append(labelled)
    by_wording.pop("", None)
    label_of = {words: _only_label(found) for words, found in by_wording.items()}
    above: dict[str, str] = {}

    def top(words: str) -> str:
        while (next_ := above.get(words, words)) != words:
            above[words] = above.get(next_, next_)
            words = next_
        return words

    joined = {words for words, label in label_of.items() if label is None}
    is_near = rule.parameters["similarity"] < 1
    for one, other in chain(_nearly_alike(rule, label_of), _overlapping(rule, tags)) if is_near else ():
        above[top(other)] = top(one)
        joined |= {one, other}
    clusters: defaultdict[str, list[_Labelled]] = defaultdict(list)
    for words in by_wording:
        if words in joined:
            clusters[top(words)] += map(_Labelled._make, by_wording[words])
    for cluster in clusters.values():
        yield sorted(cluster)


def _only_label(found: Sequence[tuple[Tag, str]]) -> str | None:
    """The label that all of some tags have; None if they have several."""
    label = found[0][1]
    return label if len(found) == 1 or all(one[1] == label for one in found) else None


def _nearly_alike(rule: Rule, label_of: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Pairs of wordings under different labels that share enough of their words, and differ in none that decides.

    Args:
        rule: says what is enough, and which words decide.
        label_of: for each wording its label; None if it has several.
    """
    if len(labels := {*label_of.values()}) < 2 and labels != {None}:
        return
    least, similarity = rule.parameters["least_words"], rule.parameters["similarity"]
    decisive = frozenset(word.casefold() for word in rule.parameters["decisive_words"])
    apart = {words_apart(wording): wording for wording in label_of}
    long = [words for words in apart if words.count(" ") >= least - 1]
    labels_of_long = [label_of[apart[words]] for words in long]
    is_searched = len(long) <= _MOST_SEARCHED
    buckets = _with_same_rare_words(long) if is_searched else _with_same_ends(long)
    for first, second in _met(buckets, _MOST_COMPARED if is_searched else _MOST_COMPARED // 5):
        is_other = labels_of_long[first] != labels_of_long[second] or labels_of_long[first] is None
        if is_other and _are_alike(long[first], long[second], similarity, decisive):
            yield apart[long[first]], apart[long[second]]


def _are_alike(one: str, other: str, similarity: float, decisive: Collection[str]) -> bool:
    """Whether two wordings share enough of their words, and differ in none that decides."""
    its = one.split()
    if len({word for word in its if word not in other}) > (1 - similarity) * len(its) + _ROUNDING:
        return False  # too many words are not even part of one there: most pairs need no more than this look
    their = other.split()
    if min(len(its), len(their)) < similarity * max(len(its), len(their)):
        return False
    mine, yours = {*its}, {*their}
    shared = len(mine & yours)
    return shared >= similarity * (len(mine) + len(yours) - shared) and mine.symmetric_difference(yours).isdisjoint(
        decisive
    )


def _with_same_rare_words(wordings: Sequence[str]) -> Iterable[Sequence[int]]:
    """The passages that have two of their rarest words in common; a word that only one of them has is no such word."""
    passages = [wording.split() for wording in wordings]
    spread = Counter(chain.from_iterable(passages))
    rare = sorted((count, word) for word, count in spread.items() if count > 1)
    rank = {word: number for number, (_, word) in enumerate(rare, 1)}.get
    size = len(rare) + 1
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    for index, words in enumerate(passages):
        for one, other in combinations(sorted(set(filter(None, map(rank, words))))[:_RAREST], 2):
            buckets[one * size + other].append(index)
    return buckets.values()


def _with_same_ends(wordings: Sequence[str]) -> Iterable[Sequence[int]]:
    """The passages that begin or end with the same words."""
    ends: list[str] = []
    for wording in wordings:
        first, last = wording.split(" ", _END), wording.rsplit(" ", _END)
        is_long = len(first) > _END
        ends.append(wording[: -1 - len(first[-1])] if is_long else wording)
        ends.append(wording[len(last[0]) :] if is_long else f" {wording}")  # a space tells the last from the first
    spread = Counter(ends)
    buckets: defaultdict[str, list[int]] = defaultdict(list)
    for place, end in enumerate(ends):
        if spread[end] > 1:
            buckets[end].append(place // 2)
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


def _overlapping(rule: Rule, tags: LintedTags) -> Iterator[tuple[str, str]]:
    """The wordings of tags of one document that share most of their text, under different labels."""
    left_out, wordings = rule.parameters["leave_out"], tags.wordings
    ordered = [one for one in tags.under(rule) if one[0].annotator not in left_out and wordings[one[0].quote]]
    left = _MOST_COMPARED
    for at, ((tag, label), (following, _)) in enumerate(pairwise(ordered)):
        document, end = tag.document, tag.end
        if following.start >= end:
            continue
        for next_ in range(at + 1, len(ordered)):
            other, others = ordered[next_]
            if other.document != document or other.start >= end:
                break
            left -= 1
            if left < 0:
                return
            if label != others and overlap(tag, other) >= _ONE_PASSAGE:
                yield wordings[tag.quote], wordings[other.quote]


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
