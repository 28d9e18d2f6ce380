"""Fits the weights by which ``relation_model`` proposes a relation, by logistic regression.

    python tests/benchmarks/train_relations.py [FOLDER ...]

Each FOLDER has articles, claims and pairs, as ``../shared/data/claims``, which is the default.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from reader.analysis.claims.relation_model import FEATURES, RELATIONS, Standing
from tests.benchmarks.claims_data import FOLDER, ClaimsData

_WEIGHTS = Path(__file__).parents[2] / "reader" / "analysis" / "claims" / "tables" / "relation_weights.json"
#: Strength of regularisation: the smaller, the smaller the weights.
_C = 0.1


def examples(data: ClaimsData) -> list[tuple[dict[str, Any], list[float]]]:
    """Each pair that has a relation with what the model sees of it, asked from ``a``."""
    return [(pair, features(data, pair["a"], pair["b"])) for pair in data.pairs if pair["relation"] in RELATIONS]


def features(data: ClaimsData, first: str, second: str) -> list[float]:
    """What the model sees when ``first`` is asked and ``second`` is a candidate."""
    corpus = data.corpus
    asked, other = data.claim(first), data.claim(second)
    statement = corpus.statement(*asked)
    for place, standing, _ in corpus.ranked(asked, 200):
        if place.document is other.document and place.start < other.end and other.start < place.end:
            return [*corpus.signs(statement, *place)[0], *standing]
    sentence = next(one for one in other.document.sentences if one.overlaps(other.start, other.end))
    return [*corpus.signs(statement, other.document, *sentence)[0], *Standing(0.0, 0.0, 0.0, 0.0)]


def fitted(rows: Sequence[Sequence[float]], relations: Sequence[str]) -> dict[str, dict[str, float]]:
    """The weights for some examples, by relation and feature."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    table = np.array(rows)
    spread = table.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=_C, max_iter=5000).fit((table - table.mean(axis=0)) / spread, relations)
    weights = model.coef_ / spread
    bases = model.intercept_ - weights @ table.mean(axis=0)
    return {
        name: {
            "base": round(float(bases[index]), 4),
            **{one: round(float(weights[index][at]), 4) for at, one in enumerate(FEATURES)},
        }
        for index, name in enumerate(model.classes_)
    }


def both_ways(data: ClaimsData, known: Sequence[tuple[dict[str, Any], list[float]]]) -> list[tuple[str, list[float]]]:
    """The relation of each example with what the model sees, asked from either passage: twice as much to fit to."""
    found = [(pair["relation"], row) for pair, row in known]
    return found + [(pair["relation"], features(data, pair["b"], pair["a"])) for pair, _ in known]


def main(folders: Sequence[str]) -> int:
    read = [ClaimsData(Path(folder)) for folder in folders or [FOLDER]]
    found = [one for data in read for one in both_ways(data, examples(data))]
    weights = fitted([row for _, row in found], [relation for relation, _ in found])
    _WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} examples, {len(FEATURES)} features")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
