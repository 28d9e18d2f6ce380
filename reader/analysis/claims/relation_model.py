"""Proposes the relation of two statements from what their comparison shows.

A linear model with few weights, in ``tables/relation_weights.json``; ``tests/benchmarks/train_relations.py`` fits them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reader.analysis.claims.comparison import Signs

SAME, CONTRADICTS, UPDATES, TOPIC = RELATIONS = ("same", "contradicts", "updates", "topic")
_WEIGHTS = Path(__file__).parent / "tables" / "relation_weights.json"


class Standing(NamedTuple):
    """How a candidate stands beside the others.

    Attributes:
        of_best: its score as a part of the best one's.
        is_first: whether it is the best of its document.
        of_first: its score as a part of that of the best of its document.
        score: its score, up to 1.
    """

    of_best: float
    is_first: float
    of_first: float
    score: float


#: What the model sees, in the order of its weights.
FEATURES = (*Signs._fields, *(f"standing_{name}" for name in Standing._fields))
#: For each relation the weight of each feature, and its "base".
Weights = Mapping[str, Mapping[str, float]]


def relation_of(signs: Signs, standing: Standing, weights: Weights | None = None) -> str:
    """The likeliest relation; ``weights`` are other ones than those of the program."""
    found = _model() if weights is None else _packed(weights)
    seen = (*signs, *standing)
    return max(RELATIONS, key=lambda one: _score(*found[one], seen))


def _score(base: float, weights: Sequence[float], seen: Sequence[float]) -> float:
    return base + sum(weight * value for weight, value in zip(weights, seen, strict=True))


def _packed(weights: Weights) -> dict[str, tuple[float, list[float]]]:
    return {name: (weights[name]["base"], [weights[name][one] for one in FEATURES]) for name in RELATIONS}


@cache
def _model() -> dict[str, tuple[float, list[float]]]:
    """For each relation its base and the weights of ``FEATURES``."""
    return _packed(json.loads(_WEIGHTS.read_text(encoding="utf-8")))
