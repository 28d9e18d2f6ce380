"""The development set of the cleaner, its scorer and the groups of pages that figures are given for.

All of it lies in ../shared, beside the checkout; where that is absent there is nothing to measure.
"""

from __future__ import annotations

import collections
import gzip
import hashlib
import importlib.util
import json
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).parents[3] / "shared"
DATA = SHARED / "data" / "cleaning" / "dev.jsonl.gz"
TRACKS = ("text_main", "text_full")
#: The collections of news articles; the others are blogs and pages of all kinds.
_NEWS = frozenset({"aeb", "fe", "ft"})
#: What the tables have a line for, with the track of the dump.
VIEWS: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
    "text_main, English news": ("text_main", lambda page: page["lang"] == "en" and page["src"] in _NEWS),
    "text_main, all": ("text_main", lambda _: True),
    "text_full, English news": ("text_full", lambda page: page["lang"] == "en" and page["src"] in _NEWS),
    "text_full, all": ("text_full", lambda _: True),
}
MEASURES = ("F1", "sentR", "junk")


def scorer() -> ModuleType:
    """The evaluation tool as a module."""
    spec = importlib.util.spec_from_file_location("evaluate_cleaning", SHARED / "tools" / "evaluate_cleaning.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules["evaluate_cleaning"] = found
    spec.loader.exec_module(found)
    return found


def documents() -> list[dict[str, Any]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def data_hash() -> str:
    return hashlib.sha256(DATA.read_bytes()).hexdigest()


def folds(pages: Iterable[dict[str, Any]], count: int, seed: int) -> dict[str, int]:
    """The fold of each publisher, all of whose pages are in one fold; folds of nearly one size."""
    sizes = collections.Counter(page["group"] for page in pages)
    groups = sorted(sizes)
    random.Random(seed).shuffle(groups)
    groups.sort(key=lambda group: -sizes[group])
    load = [0] * count
    found = {}
    for group in groups:
        found[group] = load.index(min(load))
        load[found[group]] += sizes[group]
    return found


def figures(scores: dict[tuple[str, str], dict[str, Any]], pages: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """The mean of each measure for each view; ``scores`` are keyed by page id and track."""
    found = {}
    for view, (track, belongs) in VIEWS.items():
        chosen = [scores[page["id"], track] for page in pages if belongs(page)]
        found[view] = {measure: sum(one[measure] for one in chosen) / len(chosen) for measure in MEASURES}
    return found
