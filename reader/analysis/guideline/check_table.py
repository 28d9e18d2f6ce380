"""The checks that a rule may name, each with its parameters and what they are by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from reader.analysis.guideline.alike_passages import DECISIVE_WORDS, ONE, SEVERAL, tagged_differently
from reader.analysis.guideline.annotator_drift import drifting
from reader.analysis.guideline.cut_passages import cut_brackets, cut_quotations, cut_words
from reader.analysis.guideline.evidence_links import forbidden, unsupported, unused
from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.lint_rule import ALLOWED_LINKS, Reading, Rule, number, one_of, texts, triples, whole
from reader.analysis.guideline.linted_tags import LintedTags
from reader.analysis.guideline.reported_passages import numbers_with_source, without_speaker


class Parameter(NamedTuple):
    """How a parameter is read, and its value where a rule names none; None if each rule must name one."""

    read: Reading
    usual: Any


class Check(NamedTuple):
    """A check: what finds, and its parameters by name."""

    find: Callable[[Rule, LintedTags], Iterator[Finding]]
    parameters: Mapping[str, Parameter] = {}


CHECKS: Mapping[str, Check] = {
    "tagged differently": Check(
        tagged_differently,
        {
            "annotators": Parameter(one_of(ONE, SEVERAL), ONE),
            "similarity": Parameter(number(0.5, 1), 0.7),
            "least_words": Parameter(whole(1, 1000), 5),
            "decisive_words": Parameter(texts, DECISIVE_WORDS),
            "leave_out": Parameter(texts, ()),
        },
    ),
    "unsupported": Check(unsupported, {"kinds": Parameter(texts, ("supports",))}),
    "supports nothing": Check(unused, {"kinds": Parameter(texts, ("supports",))}),
    "number and source": Check(numbers_with_source),
    "cut word": Check(cut_words),
    "cut quotation": Check(cut_quotations),
    "cut bracket": Check(cut_brackets),
    "no speaker": Check(without_speaker),
    "link schema": Check(forbidden, {ALLOWED_LINKS: Parameter(triples, None)}),
    "drift": Check(
        drifting,
        {
            "least_tags": Parameter(whole(2, 1_000_000), 30),
            "least_documents": Parameter(whole(2, 1_000_000), 5),
            "probability": Parameter(number(0, 0.5), 0.01),
            "share": Parameter(number(0, 1), 0.2),
            "length": Parameter(number(1, 1000), 1.5),
        },
    ),
}
