"""Applies the rules of a guideline to the tags of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reader.analysis.adjudication.rulings import is_person
from reader.analysis.guideline.check_table import CHECKS
from reader.analysis.guideline.lint_finding import Finding, Waiver
from reader.analysis.guideline.lint_rule import OFF, SEVERITIES, Rule
from reader.analysis.guideline.linted_tags import LintedTags


def findings(tags: LintedTags, rules: Iterable[Rule], waivers: Iterable[Waiver] = ()) -> list[Finding]:
    """What the rules find, ordered by path, place, id, severity and rule; each with the waiver by which it is waived.

    Args:
        tags: of a whole store: whether something is supported, say, another document may decide.
        rules: those that are off find nothing.
        waivers: of the same store.
    """
    rank = {severity: place for place, severity in enumerate(SEVERITIES)}
    chosen, layers = [rule for rule in rules if rule.severity != OFF], tags.layers()
    found = [one for rule in chosen for layer in layers for one in CHECKS[rule.check].find(rule, layer)]
    found.sort(key=lambda one: (one.tag, rank[one.rule.severity], one.rule.id, one.what))
    return _waived(found, list(waivers), tags)


def _waived(found: list[Finding], waivers: Sequence[Waiver], tags: LintedTags) -> list[Finding]:
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
        if known := by_id.get(one.id):
            return known
        alike = (gone if is_person(one.tag.annotator) else there).get(tags.documents[one.tag.document].key)
        return alike.get(one.content_hash) if alike else None

    return [one._replace(waiver=waiver_of(one)) for one in found]
