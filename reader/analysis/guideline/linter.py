"""Applies the rules of a guideline to the tags of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
    found = [one for rule in rules if rule.severity != OFF for one in CHECKS[rule.check].find(rule, tags)]
    found.sort(key=lambda one: (one.tag, rank[one.rule.severity], one.rule.id, one.what))
    return _waived(found, list(waivers), tags)


def _waived(found: list[Finding], waivers: Sequence[Waiver], tags: LintedTags) -> list[Finding]:
    """The findings with their waivers.

    A waiver is of its finding's id. Once its annotation is gone, it is of what has the same content in its document.
    """
    if not waivers:
        return found
    by_id = {one.finding: one for one in waivers}
    gone: defaultdict[str, dict[str, Waiver]] = defaultdict(dict)
    for one in waivers:
        if one.annotation not in tags.by_id:
            gone[one.document][one.content] = one

    def waiver_of(one: Finding) -> Waiver | None:
        if known := by_id.get(one.id):
            return known
        there = gone.get(tags.documents[one.tag.document].key)
        return there.get(one.content_hash) if there else None

    return [one._replace(waiver=waiver_of(one)) for one in found]
