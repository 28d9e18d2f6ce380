"""The rules of the guideline that decisions about disagreements name as their reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from reader.analysis.adjudication.rulings import AGREED, LINK_RULING, rulings_of
from reader.model.annotation import Decision

#: Why there are no such rules.
NOT_ADJUDICATED = "nobody decided about a disagreement there yet"
NO_REASON = "no decision names a rule of the guideline"


class ContestedRule(NamedTuple):
    """One rule: its id in the guideline, how many decisions name it, and in how many documents."""

    rule: str
    decisions: int
    documents: int


class ContestedRules(NamedTuple):
    """The rules, those that most decisions name first; ``reason`` says why there are none."""

    rules: tuple[ContestedRule, ...] = ()
    reason: str = NOT_ADJUDICATED


def contested_rules(documents: Iterable[Iterable[Decision]], labels: Collection[str] = frozenset()) -> ContestedRules:
    """What is named how often.

    Args:
        documents: the decisions of each.
        labels: only decisions about tags of which one has such a label; empty for all, those about links too.
    """
    named, spread, has_some = Counter[str](), Counter[str](), False
    for decisions in documents:
        reasons = [*_reasons(list(decisions), labels)]
        has_some = has_some or bool(reasons)
        there = Counter(one for one in reasons if one)
        named.update(there)
        spread.update(there.keys())
    found = (ContestedRule(rule, count, spread[rule]) for rule, count in named.items())
    rules = tuple(sorted(found, key=lambda one: (-one.decisions, -one.documents, one.rule)))
    return ContestedRules(rules, "" if rules else NO_REASON if has_some else NOT_ADJUDICATED)


def _reasons(decisions: Collection[Decision], labels: Collection[str]) -> Iterable[str]:
    """The rule of each decision about a disagreement; empty where it names none. What agreed is no disagreement."""
    for one in rulings_of(decisions):
        if one.choice != AGREED and (not labels or any(member.label in labels for member in one.members)):
            yield one.rule.strip()
    for decision in decisions:
        if decision.kind == LINK_RULING and not labels:
            rule = decision.data.get("rule", "")
            yield rule.strip() if isinstance(rule, str) else ""
