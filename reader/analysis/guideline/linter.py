"""Applies the rules of a guideline to the tags of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from types import MappingProxyType

from reader.analysis.adjudication.rulings import is_person
from reader.analysis.guideline.check_table import CHECKS
from reader.analysis.guideline.lint_finding import Finding, Waiver
from reader.analysis.guideline.lint_rule import OFF, SEVERITIES, Rule
from reader.analysis.guideline.linted_tags import LintedTags

#: In how many ways labels are called by former names, for a waiver.
_MOST_NAMINGS = 64


def findings(
    tags: LintedTags,
    rules: Iterable[Rule],
    waivers: Iterable[Waiver] = (),
    former: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Finding]:
    """What the rules find, ordered by path, place, id, severity and rule; each with the waiver by which it is waived.

    Args:
        tags: of a whole store: whether something is supported, say, another document may decide.
        rules: those that are off find nothing.
        waivers: of the same store.
        former: names that labels had before, by their names now: a waiver is kept where a label is renamed.
    """
    rank = {severity: place for place, severity in enumerate(SEVERITIES)}
    chosen, layers = [rule for rule in rules if rule.severity != OFF], tags.layers()
    found = [one for rule in chosen for layer in layers for one in CHECKS[rule.check].find(rule, layer)]
    found.sort(key=lambda one: (one.tag, rank[one.rule.severity], one.rule.id, one.what))
    return _waived(found, list(waivers), tags, former)


def _waived(
    found: list[Finding], waivers: Sequence[Waiver], tags: LintedTags, former: Mapping[str, Sequence[str]]
) -> list[Finding]:
    """The findings with their waivers.

    A waiver is of its finding's id. Once its annotation is gone, it is of what has the same content in its document;
    before that, of such a finding in what was adjudicated, which has the annotator's passage.
    """
    if not waivers:
        return found
    by_id = {one.finding: one for one in waivers}
    there: defaultdict[str, dict[str, Waiver]] = defaultdict(dict)
    gone: defaultdict[str, dict[str, Waiver]] = defaultdict(dict)
    for one in waivers:
        there[one.document][one.content] = one
        if one.annotation not in tags.by_id:
            gone[one.document][one.content] = one

    def waiver_of(one: Finding) -> Waiver | None:
        alike = (gone if is_person(one.tag.annotator) else there).get(tags.documents[one.tag.document].key, {})
        for each in (one, *_under_former_names(one, former)):
            if known := by_id.get(each.id) or alike.get(each.content_hash):
                return known
        return None

    return [one._replace(waiver=waiver_of(one)) for one in found]


def _under_former_names(finding: Finding, former: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """A finding as it was when its labels had other names."""
    texts = (finding.tag.label, *finding.mark, *finding.content)
    labels = sorted(former.keys() & set(texts))
    for chosen in islice(product(*((label, *former[label]) for label in labels)), 1, _MOST_NAMINGS):
        names = dict(zip(labels, chosen, strict=True))
        yield finding._replace(
            tag=finding.tag._replace(label=names.get(finding.tag.label, finding.tag.label)),
            mark=tuple(names.get(one, one) for one in finding.mark),
            content=tuple(names.get(one, one) for one in finding.content),
        )
