"""How good suggestions are, what they cost in keys, and what they take in time and memory.

    python -m tests.benchmarks.bench_suggestions [--folds 5] [--rotations 2] [--data FOLDER]

Needs the development sets in ``../shared/data/suggestions``. Macro-F1 is cross-validated over documents: a simulated
person tags the documents of the other folds in order, beginning at another one in each rotation, until they have so
many tags; then the documents of the fold are judged. No part of the program is trained on these sets.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from reader.suggestions.learning_suggester import MOST_ANSWERS, LearningSuggester
from reader.suggestions.replay import LabelFigures
from reader.suggestions.suggested_passages import LEAST_SCORE, MOST_SHOWN
from reader.suggestions.suggester import NONE, Answer, Verdict

DATA = Path(__file__).parents[3] / "shared" / "data" / "suggestions"
LABELS = ("claim", "evidence", "opinion")
TAGS = (0, 10, 50, 100, 150, 200, 400)
#: Sentences of a document where the data does not say which it is from.
UNKNOWN_DOCUMENT = 20
#: Sentences of the article whose cost is measured.
ARTICLE = 45
Documents = Sequence[Sequence[Answer]]


def documents(path: Path, labels: Iterable[str]) -> list[list[Answer]]:
    """The documents of a set, in order; sentences with another label are left out."""
    wanted, found = {*labels, "none"}, dict[str, list[Answer]]()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            name = row["doc"] if "/" in row["doc"] and "newssd" not in row["doc"] else str(number // UNKNOWN_DOCUMENT)
            if row["label"] in wanted:
                label = NONE if row["label"] == "none" else row["label"]
                found.setdefault(name, []).append(Answer(row["text"], label))
    return list(found.values())


def judged(data: Documents, tags: int, folds: int, rotations: int) -> Iterator[tuple[str, Verdict]]:
    """The right label of each sentence, and what is thought of it after so many tags."""
    for rotation in range(rotations):
        for fold in range(folds):
            others = [one for at, one in enumerate(data) if at % folds != fold]
            begin = len(others) * (rotation * folds + fold) // (rotations * folds)
            answers = [each for one in (*others[begin:], *others[:begin]) for each in one]
            suggester = LearningSuggester(LABELS, "en")
            suggester.learn_all(list(islice(answers, tags)))
            for document in data[fold::folds]:
                for answer in document:
                    yield answer.label, suggester.judge(answer.sentence)


def macro_f1(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> float:
    """The mean over the labels of F1, from pairs of the right label and the proposed one."""
    total = 0.0
    for label in labels:
        both = sum(right == label == said for right, said in pairs)
        one = sum(right == label for right, _ in pairs) + sum(said == label for _, said in pairs)
        total += 2 * both / one if one else 0.0
    return total / len(labels)


def calibration(verdicts: Iterable[tuple[str, Verdict]]) -> float:
    """The expected error over ten bins."""
    figures = LabelFigures()
    for right, verdict in verdicts:
        label = max(verdict.probabilities, key=verdict.probabilities.__getitem__)
        figures.add_score(verdict.probabilities[label], is_right=label == right)
    return figures.calibration_error or 0.0


def editorial(verdict: Verdict) -> str:
    """Claim or evidence: everything else is nearer to a claim."""
    return "evidence" if verdict.label == "evidence" else "claim"


def subjective(verdict: Verdict) -> str:
    """Opinion or none."""
    return "opinion" if verdict.label == "opinion" else NONE


def key_cost(data: Documents, folds: int) -> tuple[float, float]:
    """Keys for each suggestion that is answered, and suggestions shown for each document, after 150 tags.

    One key takes or dismisses. Two keys, "take as" and the label's, correct the label.
    """
    keys = shown = count = 0
    for fold in range(folds):
        answers = [each for at, one in enumerate(data) if at % folds != fold for each in one]
        suggester = LearningSuggester(LABELS, "en")
        suggester.learn_all(answers[:150])
        for document in data[fold::folds]:
            count += 1
            verdicts = [(suggester.judge(one.sentence), one.label) for one in document]
            likely = [(verdict, right) for verdict, right in verdicts if verdict.score >= LEAST_SCORE]
            for verdict, right in sorted(likely, key=lambda one: -one[0].score)[:MOST_SHOWN]:
                keys += 1 if right in (NONE, verdict.label) else 2
                shown += 1
    return keys / shown, shown / count


def least(run: Callable[[], object], runs: int = 5) -> float:
    """CPU seconds: the least of several runs."""
    spent = []
    for _ in range(runs):
        begin = time.process_time()
        run()
        spent.append(time.process_time() - begin)
    return min(spent)


def costs(answers: Sequence[Answer]) -> Iterator[tuple[str, float, str]]:
    """CPU time of an article, a tag, a fit, and memory, with as many answers as count at most."""
    tracemalloc.start()
    suggester = LearningSuggester(LABELS, "en")
    suggester.learn_all(answers[:MOST_ANSWERS])
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    article, new = answers[-ARTICLE:], answers[MOST_ANSWERS : MOST_ANSWERS + 100]
    yield (
        f"an article of {ARTICLE} sentences",
        1000 * least(lambda: [suggester.judge(one.sentence) for one in article]),
        "ms",
    )
    yield "a tag", 10 * least(lambda: [suggester.learn(one) for one in new]), "ms"
    for tags in (100, 400, MOST_ANSWERS):
        yield (
            f"all anew, {tags:,} tags",
            1000 * least(lambda tags=tags: LearningSuggester(LABELS, "en").learn_all(answers[:tags]), 3),
            "ms",
        )
    yield f"memory, {MOST_ANSWERS:,} tags", memory / 1e6, "MB"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--rotations", type=int, default=2)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"{options.data}: is not there, so nothing is measured")
    print("| sentences of |", *(f"{tags} |" for tags in TAGS))
    print("| --- |", *("--- |" for _ in TAGS))
    editorials = documents(options.data / "editorials_dev.jsonl.gz", LABELS)
    sets: tuple[tuple[str, Documents, Callable[[Verdict], str], tuple[str, ...]], ...] = (
        ("editorials, claim or evidence", editorials, editorial, ("claim", "evidence")),
        (
            "news, opinion or none",
            documents(options.data / "subjectivity_dev.jsonl.gz", LABELS),
            subjective,
            ("opinion", NONE),
        ),
    )
    errors = []
    for name, data, said, labels in sets:
        found = [list(judged(data, tags, options.folds, options.rotations)) for tags in TAGS]
        pairs = [[(right, said(verdict)) for right, verdict in one if right in labels] for one in found]
        print(f"| {name} |", *(f"{macro_f1(one, labels):.3f} |" for one in pairs), flush=True)
        errors.append((name, [calibration(one) for one in found]))
    for name, values in errors:
        print(f"| {name}, calibration error |", *(f"{one:.3f} |" for one in values))
    keys, shown = key_cost(editorials, options.folds)
    print(f"\nkeys for a suggestion {keys:.2f}, suggestions for an editorial {shown:.1f} (after 150 tags)\n")
    for name, value, unit in costs([each for one in editorials for each in one]):
        print(f"{name:32} {value:8.2f} {unit}")


if __name__ == "__main__":
    main()
