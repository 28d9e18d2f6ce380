"""Learns the cleaner's table of lines from the development set and writes it, with figures by cross-validation.

    python -m tests.benchmarks.train_line_classifier [--write]

It needs numpy and lightgbm (4.x) in the environment, which the project itself never does. All pages of a publisher are
in one fold, so that no page is scored by trees that saw its publisher. The same data and versions give the same table.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import re
from pathlib import Path
from typing import Any, NamedTuple

from reader.cleaning.dump import dump_pipeline, model_review
from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.decision_trees import LEAVES, DecisionTrees, Node, pack, unpack
from reader.cleaning.dump.row_features import NAMES, features
from reader.cleaning.dump.rows import PageRow
from tests.benchmarks import cleaning_data
from tests.benchmarks.cleaning_systems import scored, text_page

TABLE = Path(model_review.__file__).parent / "tables" / "lines.txt"
FOLDS, SEED, TREES = 6, 0, 300
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": LEAVES,
    "min_child_samples": 40,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 127,
    "seed": 1,
    "num_threads": 2,
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}
#: A page with fewer gold tokens in its dump teaches nothing: the dump has lost the article.
LEAST_GOLD = 20
#: A whole page's rows count less, for there are two forms of each page.
WEIGHTS = {"text_main": 1.0, "text_full": 0.6}
_MARKER = re.compile(r"^(?:[•·*-]|\d{1,3}[.)])\s+")


class Examples(NamedTuple):
    """The doubtful rows of one page: features, whether they are the article's, how much they count."""

    group: str
    numbers: list[tuple[float, ...]]
    answers: list[int]
    weights: list[float]


def examples(page: dict[str, Any], track: str, scorer: Any) -> Examples | None:
    """What one page teaches, None where it teaches nothing."""
    seen: list[tuple[list[PageRow], list[int], list[tuple[float, ...]]]] = []

    def record(rows: list[PageRow], head: ArticleHead) -> None:
        wanted = model_review.doubtful(rows, head)
        seen.append((rows, wanted, features(rows, head, wanted)))

    original, dump_pipeline.review = dump_pipeline.review, record
    try:
        source = text_page(page[track])
        dump_pipeline.clean_dump(source)
    finally:
        dump_pipeline.review = original
    if not seen:
        return None
    rows, wanted, numbers = seen[0]
    labels = _labels(page, source.text, rows, scorer)
    if sum(tokens for good, tokens in labels if good) < LEAST_GOLD:
        return None
    used = [(one, *labels[index]) for index, one in zip(wanted, numbers, strict=True) if labels[index][1]]
    return Examples(
        page["group"],
        [one for one, _, _ in used],
        [good for _, good, _ in used],
        [WEIGHTS[track] * (3 + min(tokens, 60)) ** 0.7 for _, _, tokens in used],
    )


def _labels(page: dict[str, Any], text: str, rows: list[PageRow], scorer: Any) -> list[tuple[int, int]]:
    """For each row whether it is in the gold, each passage of which counts once, and its number of tokens."""
    golds = [page["gold_body"], *(page.get("gold_alts") or [])]
    left: collections.Counter[Any] = collections.Counter()
    for gold in golds:
        left |= scorer.shingles(gold)
    lines = {line.strip() for gold in golds for line in gold.split("\n")}
    found = []
    for row in rows:
        shown = _MARKER.sub("", " ".join(text[row.start : row.end].split()))
        shingles, tokens = scorer.shingles(shown), scorer.tokens(shown)
        if len(tokens) >= 4:
            good = sum((shingles & left).values()) >= 0.5 * sum(shingles.values())
        else:
            good = bool(tokens) and shown in lines and not left[tuple(tokens)]
        if good:
            left -= shingles & left
        found.append((int(good), len(tokens)))
    return found


def learn(taught: list[Examples]) -> tuple[str, Any, Any]:
    """The packed table learnt from some pages, the learner's own model, and its matrix."""
    import lightgbm
    import numpy as np

    matrix = np.array([row for one in taught for row in one.numbers], dtype=np.float64)
    answers = np.array([answer for one in taught for answer in one.answers])
    weights = np.array([weight for one in taught for weight in one.weights])
    model = lightgbm.train(PARAMETERS, lightgbm.Dataset(matrix, answers, weight=weights), TREES)
    nodes: list[Node] = []
    leaves: list[tuple[float, ...]] = []
    for place, tree in enumerate(model.dump_model()["tree_info"]):
        values: list[float] = []
        _walk(tree["tree_structure"], place, nodes, values)
        leaves.append(tuple(values))
    return pack(nodes, leaves, 0.0, len(NAMES)), model, matrix


def _walk(node: dict[str, Any], tree: int, nodes: list[Node], values: list[float]) -> None:
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return
    assert node["decision_type"] == "<="
    first = len(values)
    _walk(node["left_child"], tree, nodes, values)
    struck = sum(1 << leaf for leaf in range(first, len(values)))
    nodes.append(Node(node["threshold"], tree, node["split_feature"], struck))
    _walk(node["right_child"], tree, nodes, values)


def score(page: dict[str, Any], track: str, table: DecisionTrees | None, scorer: Any) -> dict[str, Any]:
    """The scorer's figures for one page, cleaned with this table, or by the rules alone."""
    original, model_review.load = model_review.load, lambda *_: table  # type: ignore[assignment]
    try:
        found: dict[str, Any] = scorer.score(page, scored(dump_pipeline.clean_dump(text_page(page[track]))))
    finally:
        model_review.load = original
    return found


def cross_validated(
    pages: list[dict[str, Any]], taught: dict[tuple[str, str], Examples | None], scorer: Any, seed: int = SEED
) -> dict[tuple[str, str], dict[str, Any]]:
    """The scorer's figures for every page, each by a table that saw no page of its publisher."""
    fold = cleaning_data.folds(pages, FOLDS, seed)
    scores = {}
    for held in range(FOLDS):
        text, _, _ = learn([one for one in taught.values() if one and fold[one.group] != held])
        table = unpack(text)
        for page in pages:
            if fold[page["group"]] == held:
                for track in cleaning_data.TRACKS:
                    scores[page["id"], track] = score(page, track, table, scorer)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the table that ships")
    parser.add_argument("--seed", type=int, default=SEED, help="of the folds; default: %(default)s")
    options = parser.parse_args()
    scorer, pages = cleaning_data.scorer(), cleaning_data.documents()
    taught = {(page["id"], track): examples(page, track, scorer) for page in pages for track in cleaning_data.TRACKS}
    rules = {(page["id"], track): score(page, track, None, scorer) for page, track in _both(pages)}
    before = cleaning_data.figures(rules, pages)
    after = cleaning_data.figures(cross_validated(pages, taught, scorer, options.seed), pages)
    lines = [
        f"{view:<24} rules {_shown(before[view])}   with the table, by cross-validation {_shown(after[view])}"
        for view in cleaning_data.VIEWS
    ]
    print("\n".join(lines))
    if options.write:
        text, model, matrix = learn([one for one in taught.values() if one])
        table = unpack(text)
        for row, expected in zip(matrix[::97].tolist(), model.predict(matrix[::97]), strict=True):
            assert abs(table.probability(row) - expected) < 1e-5
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(_provenance(lines, len(matrix)) + text, encoding="ascii")
        print(f"{TABLE.name}: {TABLE.stat().st_size} bytes")


def _both(pages: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    return [(page, track) for page in pages for track in cleaning_data.TRACKS]


def _shown(figures: dict[str, float]) -> str:
    return f"{figures['F1']:.3f} {figures['sentR']:.3f} {figures['junk']:.1f}"


def _provenance(lines: list[str], rows: int) -> str:
    import lightgbm

    facts = [
        "Decision trees on features of lines (no words); written by tests/benchmarks/train_line_classifier.py",
        f"date: {dt.datetime.now(tz=dt.UTC).date()}",
        f"data: sha256 {cleaning_data.data_hash()}, {rows} rows",
        f"learner: lightgbm {lightgbm.__version__}, {TREES} trees, "
        + ", ".join(f"{name}={value}" for name, value in PARAMETERS.items()),
        f"features: {' '.join(NAMES)}",
        f"figures (F1, sentences kept, boilerplate lines a page; {FOLDS} folds by publisher, seed {SEED}):",
        *lines,
    ]
    return "".join(f"# {fact}\n" for fact in facts)


if __name__ == "__main__":
    main()
