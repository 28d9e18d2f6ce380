"""Multinomial logistic regression that learns one answer after another (AdaGrad), over offsets that rules give.

Plain Python, no randomness: the same answers in the same order give the same weights.

J. Duchi, E. Hazan, Y. Singer: Adaptive Subgradient Methods for Online Learning. JMLR 12 (2011).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, sqrt
from typing import NamedTuple

#: How far the first step of a weight goes, and what its sum of squares begins with: the larger, the slower at first.
RATE, BEGIN = 0.1, 0.3
#: How much of a weight is lost with each step on it, so that what is rare does not count for much.
DECAY = 0.01
#: How often all answers are gone through where many are taken in at once.
PASSES = 6


class Example(NamedTuple):
    """One answer as the learner sees it.

    Attributes:
        features: of the sentence, each with its value.
        offsets: the logit of each class before anything was learnt.
        target: the place of the right class.
        first: the place of the first class that could have been the answer: 1 leaves the first class out.
    """

    features: Sequence[tuple[str, float]]
    offsets: Sequence[float]
    target: int
    first: int = 0


class OnlineLearner:
    """The weights of each feature for each class.

    Args:
        size: how many classes there are.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._weights: dict[str, tuple[list[float], list[float]]] = {}

    def logits(self, features: Iterable[tuple[str, float]], offsets: Sequence[float]) -> list[float]:
        """The logit of each class."""
        found = list(offsets)
        weights = self._weights
        for name, value in features:
            known = weights.get(name)
            if known is not None:
                for at, weight in enumerate(known[0]):
                    found[at] += value * weight
        return found

    def share(self, name: str, value: float, at: int) -> float:
        """How much a feature speaks for a class, compared with the mean of all."""
        known = self._weights.get(name)
        return value * (known[0][at] - sum(known[0]) / self._size) if known else 0.0

    def learn(self, one: Example) -> None:
        """Take one step towards an answer."""
        logits = self.logits(one.features, one.offsets)
        wrong = probabilities(logits[one.first :])
        wrong[one.target - one.first] -= 1.0
        steps = [(at, error) for at, error in enumerate(wrong, one.first) if abs(error) > 1e-4]
        for name, value in one.features:
            known = self._weights.get(name)
            if known is None:
                known = self._weights[name] = ([0.0] * self._size, [BEGIN] * self._size)
            weights, squares = known
            for at, error in steps:
                slope = value * error + DECAY * weights[at]
                squares[at] += slope * slope
                weights[at] -= RATE * slope / sqrt(squares[at])

    def learn_all(self, examples: Sequence[Example]) -> None:
        """Begin anew, and go through all examples several times, in their order."""
        self._weights.clear()
        for _ in range(PASSES):
            for one in examples:
                self.learn(one)


def probabilities(logits: Sequence[float]) -> list[float]:
    """The softmax of logits."""
    most = max(logits)
    raised = [exp(one - most) for one in logits]
    total = sum(raised)
    return [one / total for one in raised]
