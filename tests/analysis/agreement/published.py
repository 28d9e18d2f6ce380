"""The published values, where they are at hand, and what computes each kind of figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reader.analysis.agreement import (
    alpha_u,
    cohen_kappa,
    contingency,
    disagreement,
    fleiss_kappa,
    krippendorff_alpha,
    scott_pi,
    unit_labels,
)

FILE = Path(__file__).parents[4] / "shared" / "data" / "agreement_oracles.json"
#: Of the examples of 1995, which do not say it.
_CONTINUUM = (0, 24)


def published() -> list[dict[str, Any]]:
    """All of them; nothing where the file is absent."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []


def label_of(value: Mapping[str, Any]) -> str:
    """The label that a value of alpha_U is of: named at the end of its name or figure, or the only one."""
    spans = value["data"].get("spans", value["data"])
    labels = {label for theirs in spans.values() for _, _, label in theirs}
    return next(iter(labels)) if len(labels) == 1 else value["name"].split()[-1]


def units_of(value: Mapping[str, Any], times: int = 1) -> tuple[list[list[tuple[int, int]]], tuple[int, int]]:
    """Each annotator's units of the label, and the continuum."""
    data, label = value["data"], label_of(value)
    start, end = data.get("continuum", _CONTINUUM)
    spans = data.get("spans", data)
    units = [
        [(first * times, last * times) for first, last, one in theirs if one == label] for theirs in spans.values()
    ]
    return units, (start * times, end * times)


def computed(value: Mapping[str, Any]) -> float | None:
    """What we make of the same data."""
    figure, data = value["figure"], value["data"]
    if "over the 24 units" in figure:
        units, continuum = units_of(value)
        ratings = [unit_labels(theirs, continuum) for theirs in units]
        if figure.startswith("cohen"):
            return cohen_kappa(contingency(*ratings))
        return krippendorff_alpha(zip(*ratings, strict=True))
    if "alpha_U" in figure:
        units, continuum = units_of(value, 50_000 if "L=1.2M" in value["name"] else 1)
        if "observed" in figure:
            return disagreement(units, continuum).observed
        return disagreement(units, continuum).expected if "expected" in figure else alpha_u(units, continuum)
    if figure.startswith("krippendorff_alpha"):
        return krippendorff_alpha(data, figure.split()[1])
    tables: Mapping[str, Callable[[Any], float | None]] = {
        "cohen_kappa": cohen_kappa, "scott_pi": scott_pi, "fleiss_kappa": fleiss_kappa,
    }  # fmt: skip
    return tables[figure.split()[0]](data)
