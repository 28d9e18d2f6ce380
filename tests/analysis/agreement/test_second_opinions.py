"""Other libraries say the same of 1,000 generated pairs of annotators.

They are for tests alone. ``krippendorff`` is under the GPL: nothing in ``reader/`` may import it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import krippendorff
import pytest
from nervaluate.entities import Entity
from nervaluate.strategies import EntityTypeEvaluation, StrictEvaluation
from opt_gamma import Relation, Unit, gamma_segments
from opt_gamma import Span as GammaSpan
from opt_gamma.alignment import align_relations
from opt_gamma.distances import CategoryDistance
from opt_gamma.gamma import GammaConfig

from reader.analysis.agreement import alpha_u, exact_f1, krippendorff_alpha, overlap_f1
from reader.analysis.agreement.agreement_figures import ALPHA, agreement_figures
from reader.analysis.agreement.compared_documents import ComparedDocument, LinkedPassages
from reader.analysis.agreement.link_f1 import matched_links
from reader.analysis.agreement.span_pairs import units_of
from reader.analysis.agreement.word_agreement import word_labels
from reader.model.spans import Span
from reader.text.words import BlockWords
from tests.analysis.agreement.generated import LABELS, tagged_documents

PAIRS = 1000


def each() -> Iterator[tuple[ComparedDocument, str, list[Span], list[Span]]]:
    """The units of both annotators, of every label of every document."""
    for document in tagged_documents(PAIRS):
        ours, theirs = (units_of(document.spans[name]) for name in "AB")
        for label in LABELS:
            yield document, label, ours.get(label, []), theirs.get(label, [])


def test_krippendorff_finds_the_same_alpha_of_words() -> None:
    compared = 0
    for document in tagged_documents(PAIRS):
        words = BlockWords(document.text or "", 0, len(document.text or ""))
        bits = {label: 1 << at for at, label in enumerate(LABELS)}
        ratings = [word_labels(words, document.spans[name], bits) for name in "AB"]
        ours = agreement_figures([document], "AB", LABELS).figures["", ALPHA].value
        if len({*ratings[0], *ratings[1]}) == 1:
            assert ours is None
        else:
            compared += 1
            assert ours == pytest.approx(krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal"))
    assert compared > 0.95 * PAIRS


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_krippendorff_finds_the_same_alpha_with_missing_values(level: str) -> None:
    for seed in range(PAIRS):
        chance = random.Random(seed)
        raters = [[chance.choice((1, 2, 2, 3, 5, None)) for _ in range(8)] for _ in range(chance.randrange(2, 5))]
        ours = krippendorff_alpha(zip(*raters, strict=True), level)
        paired = [values for item in zip(*raters, strict=True) if len(values := [x for x in item if x]) > 1]
        if len({value for values in paired for value in values}) < 2:
            assert ours is None
            continue
        data = [[float("nan") if one is None else one for one in values] for values in raters]
        assert ours == pytest.approx(krippendorff.alpha(reliability_data=data, level_of_measurement=level))


def test_nervaluate_finds_the_same_exact_f1_and_no_more_overlaps() -> None:
    fewer = 0
    for _, label, ours, theirs in each():
        if not ours and not theirs:
            assert overlap_f1(ours, theirs) is exact_f1(ours, theirs) is None
            continue
        sides = [[Entity(label, one.start, one.end - 1) for one in units] for units in (ours, theirs)]
        exact, _ = StrictEvaluation().evaluate(*sides, [label])
        assert exact_f1(ours, theirs) == pytest.approx(exact.f1)
        overlap, _ = EntityTypeEvaluation().evaluate(*sides, [label])
        found = overlap_f1(ours, theirs)
        assert found is not None
        assert found >= overlap.f1 - 1e-9  # it takes the closest first, and then may be left with one that has none
        fewer += found > overlap.f1 + 1e-9
    assert fewer < 0.01 * PAIRS


def relations(links: list[LinkedPassages]) -> list[Relation]:
    return [Relation(GammaSpan(*one.source[1]), GammaSpan(*one.target[1]), one.kind) for one in sorted(set(links))]


@pytest.mark.parametrize("labelled", [False, True])
def test_opt_gamma_aligns_as_many_links(labelled: bool) -> None:
    compared = 0
    nothing = CategoryDistance(fn=lambda *_: 0.0)
    for document in tagged_documents(PAIRS):
        sides = [relations(list(document.links[name])) for name in "AB"]
        kinds = {one.type for side in sides for one in side} if labelled else {""}
        aligned = [
            align_relations(
                *([one for one in side if not labelled or one.type == kind] for side in sides),
                rel_dist=nothing, tau=0.5, alpha=0.0, eta=1.0, arg_aggregation="max",
            )
            for kind in kinds
        ]  # fmt: skip
        found = matched_links([document.links[name] for name in "AB"], labelled=labelled)
        assert found.matched == sum(len(one.pairs) for one in aligned)
        assert found.total == len(sides[0]) + len(sides[1])
        compared += found.matched > 0
    assert compared > 0.2 * PAIRS


def test_opt_gamma_and_alpha_u_put_documents_into_the_same_order() -> None:
    """Other figures with other numbers; where one says that people agree more, so does the other, mostly."""
    pairs = []
    for document, _, ours, theirs in each():
        if len(ours) + len(theirs) < 3 or not ours or not theirs:
            continue
        sides = [[Unit(GammaSpan(*one), "x") for one in units] for units in (ours, theirs)]
        gamma = gamma_segments(*sides, config=GammaConfig(alpha=1.0, tau=0.5, eta=0.5)).gamma
        alpha = alpha_u([ours, theirs], (0, len(document.text or "")))
        assert alpha is not None
        assert (alpha == 1) == (ours == theirs) == (gamma == pytest.approx(1))
        pairs.append((alpha, gamma))
    assert len(pairs) > PAIRS
    alike = [(a > b) == (c > d) for (a, c), (b, d) in pairwise(pairs) if a != b and c != d]
    assert sum(alike) > 0.7 * len(alike)
