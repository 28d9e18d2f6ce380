"""The prior for English: what each feature speaks for, before anybody has answered anything.

The weights are round numbers after the guideline: what is specific and on record is evidence, what is general, causal
or about what is to come is a claim, what facts cannot settle is an opinion. They were set by hand, with their figures
on the development sets in view, so those sets flatter them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from reader.suggestions.suggester import NONE

CLAIM, EVIDENCE, OPINION = "claim", "evidence", "opinion"
#: The labels that the rules know; others are learnt from tags alone.
KNOWN = (CLAIM, EVIDENCE, OPINION)


class _Rule(NamedTuple):
    """What one feature says.

    Attributes:
        claim, evidence, opinion, none: how much it speaks for each; logits.
        says: the feature in words of a reader; empty where it is no reason by itself.
    """

    claim: float = 0.0
    evidence: float = 0.0
    opinion: float = 0.0
    none: float = 0.0
    says: str = ""


#: How likely each label is without any feature.
_BASE = _Rule(claim=0.3, evidence=0.0, opinion=0.3, none=0.0)
_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "number": _Rule(evidence=0.6, opinion=-0.4, says="number"),
        "figure": _Rule(evidence=0.2, opinion=-0.1, says="number"),
        "statistic": _Rule(evidence=0.5, opinion=-0.4, says="statistic"),
        "share": _Rule(evidence=0.2, opinion=-0.1, says="statistic"),
        "year": _Rule(evidence=0.3, opinion=-0.2, says="year"),
        "date": _Rule(evidence=0.5, opinion=-0.2, says="date"),
        "month": _Rule(evidence=0.4, opinion=-0.2, says="date"),
        "relative date": _Rule(evidence=0.4, opinion=-0.1, says="date"),
        "saying": _Rule(evidence=0.5, opinion=-0.2, says="said"),
        "source": _Rule(evidence=0.6, opinion=-0.3, says="source"),
        "arguing": _Rule(claim=0.5, evidence=0.2, says="argued"),
        "quotation": _Rule(evidence=0.4, says="quotation"),
        "scare quotes": _Rule(opinion=0.3, says="scare quotes"),
        "study": _Rule(evidence=0.3, opinion=-0.3, says="study"),
        "finding": _Rule(evidence=0.3, says="finding"),
        "document": _Rule(evidence=0.2, says="document"),
        "example": _Rule(evidence=0.4, opinion=-0.2, says="example"),
        "event": _Rule(evidence=0.3, opinion=-0.1, says="event"),
        "narrative": _Rule(evidence=0.3, opinion=-0.3, says="past event"),
        "past": _Rule(evidence=0.2, opinion=-0.2),
        "name": _Rule(evidence=0.1, opinion=-0.1),
        "names": _Rule(evidence=0.3, opinion=-0.1, says="names"),
        "obligation": _Rule(claim=0.0, evidence=-0.6, opinion=1.5, none=-0.3, says="should"),
        "demand": _Rule(opinion=0.3, evidence=-0.2, says="demand"),
        "uncertain": _Rule(claim=0.5, evidence=-0.4, says="hedged"),
        "future": _Rule(claim=0.4, evidence=-0.3, opinion=-0.1, says="forecast"),
        "condition": _Rule(claim=0.3, evidence=-0.4, opinion=0.1, says="condition"),
        "cause": _Rule(claim=0.3, says="cause"),
        "contrast": _Rule(claim=0.2, opinion=0.1, says="contrast"),
        "comparison": _Rule(claim=0.2, opinion=0.1, says="comparison"),
        "intention": _Rule(claim=0.3, says="motive"),
        "absolute": _Rule(claim=0.1, evidence=-0.1, opinion=0.1, says="sweeping"),
        "people in general": _Rule(claim=0.1, opinion=0.1),
        "booster": _Rule(claim=0.1, evidence=-0.4, opinion=0.5, says="clearly"),
        "intensifier": _Rule(evidence=-0.2, opinion=0.3, says="intensifier"),
        "praise": _Rule(evidence=-0.2, opinion=0.8, none=-0.1, says="judging word"),
        "blame": _Rule(evidence=-0.2, opinion=1.2, none=-0.2, says="judging word"),
        "stance": _Rule(evidence=-0.3, opinion=1.0, says="stance"),
        "thinking": _Rule(evidence=-0.4, opinion=1.2, says="“I think”"),
        "I": _Rule(evidence=0.1, opinion=0.2),
        "first-hand": _Rule(evidence=0.4, opinion=-0.2, says="first-hand"),
        "he or she": _Rule(evidence=0.3, opinion=-0.1),
        "ability": _Rule(claim=0.2, evidence=-0.3, opinion=0.1),
        "general opening": _Rule(claim=0.1, evidence=-0.3, opinion=0.2),
        "particular opening": _Rule(evidence=0.2, opinion=-0.1),
        "opens with a quotation": _Rule(evidence=0.2, opinion=-0.1),
        "abstract": _Rule(claim=0.2, evidence=-0.2),
        "we": _Rule(evidence=-0.2, opinion=0.4, says="“we”"),
        "you": _Rule(evidence=-0.2, opinion=0.3, says="“you”"),
        "be": _Rule(claim=0.1, evidence=-0.2, opinion=0.1),
        "timeless": _Rule(claim=0.3, evidence=-0.4, opinion=0.3, says="general statement"),
        "present habit": _Rule(claim=0.1, evidence=-0.2),
        "negation": _Rule(claim=0.1, evidence=-0.2, opinion=0.1),
        "question": _Rule(claim=-0.8, evidence=-0.9, opinion=0.0, none=0.6, says="question"),
        "rhetorical": _Rule(opinion=0.8, none=-0.4, says="rhetorical question"),
        "exclamation": _Rule(claim=-0.2, evidence=-0.2, opinion=0.8, says="exclamation"),
        "long": _Rule(claim=0.1, evidence=0.1, none=-0.2),
        "short": _Rule(evidence=-0.3, none=0.1),
        "fragment": _Rule(claim=-0.2, evidence=-0.3, opinion=-0.2, none=0.8),
        "no stop": _Rule(claim=-0.3, evidence=-0.3, opinion=-0.3, none=0.6),
        "by-line": _Rule(claim=-0.5, evidence=-0.5, opinion=-1.0, none=2.0),
        "about the text": _Rule(claim=-0.5, evidence=-0.5, opinion=-0.5, none=1.2),
        "navigation": _Rule(claim=-1.0, evidence=-1.0, opinion=-1.0, none=2.5),
    }
)
#: Where a feature that is there twice counts more: words of judgement, mostly.
_COUNTED = frozenset({"blame", "praise", "stance", "future", "uncertain", "intensifier", "number", "saying", "event"})
#: How much the second and third count.
_MORE = 0.5


def rule_scores(features: Mapping[str, int]) -> dict[str, float]:
    """The score of each label that the rules know, and of ``NONE``, from the features of a sentence."""
    claim, evidence, opinion, none = _BASE[:4]
    for name, count in features.items():
        if (rule := _RULES.get(name)) is not None:
            times = 1 + _MORE * min(count - 1, 2) if name in _COUNTED else 1
            claim += times * rule.claim
            evidence += times * rule.evidence
            opinion += times * rule.opinion
            none += times * rule.none
    return {CLAIM: claim, EVIDENCE: evidence, OPINION: opinion, NONE: none}


def rule_reasons(features: Mapping[str, int], label: str, others: Sequence[str]) -> dict[str, float]:
    """What speaks for a label more than for the others, in words, each with how much."""
    if label not in KNOWN:
        return {}
    found: dict[str, float] = {}
    compared = [one for one in others if one in (*KNOWN, NONE) and one != label] or [NONE]
    for name in features:
        rule = _RULES.get(name)
        if rule is not None and rule.says:
            mine = _of(rule, label)
            lead = mine - sum(_of(rule, one) for one in compared) / len(compared)
            if mine > 0 and lead > 0:
                found[rule.says] = max(found.get(rule.says, 0.0), lead)
    return found


def _of(rule: _Rule, label: str) -> float:
    return rule.none if label == NONE else float(getattr(rule, label))
