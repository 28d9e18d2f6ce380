"""Measures detection and grouping of entities on the development sets, and prints one table.

    python -m tests.benchmarks.entity_evaluation [FOLDER] [--detector rules] [--steps] [--half even|odd]

Strict micro F1 over people, organisations and places (start, end and kind must match); boundary and partial as in MUC;
a 95 % interval from 500 resamples of the documents. Grouping: B-cubed and the share of entities exactly right, given
gold mentions. The sets are for measuring only: nothing in ``reader`` may be made from them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reader.entities import Mention, group_mentions
from reader.entities.detection import refined
from reader.entities.detector_choice import choose_detector
from reader.entities.name_patterns import settled
from reader.entities.steps import STEPS

SHARED = Path(__file__).parents[3] / "shared" / "data" / "entities"
SETS = ("worldwide_dev_merged", "conllpp_dev", "uner_pud_wiki", "wikigold", "wnut17_test")
LABELS = {"person": "PER", "organisation": "ORG", "country": "LOC", "place": "LOC"}
SCORED = ("PER", "ORG", "LOC")

Name = tuple[int, int, str]


class Counts(NamedTuple):
    """True positives, gold names and found names of one document, and the same with partial matches."""

    matched: int
    gold: int
    found: int
    boundary: int
    partial: float

    def __add__(self, other: tuple[Any, ...]) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


NOTHING = Counts(0, 0, 0, 0, 0.0)


def f1(matched: float, gold: int, found: int) -> float:
    """The harmonic mean of precision and recall, in per cent; 0 where nothing is there."""
    return 200 * matched / (gold + found) if gold + found else 0.0


def count(gold: Iterable[Name], found: Iterable[Name], labels: Sequence[str] = SCORED) -> Counts:
    """One document's counts; names with other labels are left out on both sides."""
    wanted = {name for name in gold if name[2] in labels}
    given = {name for name in found if name[2] in labels}
    spans = {(start, end) for start, end, _ in wanted}
    exact = {(start, end) for start, end, _ in given} & spans
    free = sorted(spans - exact)
    partial = 0.0
    for start, end, _ in sorted(given):
        if (start, end) in exact:
            continue
        touching = next((span for span in free if start < span[1] and span[0] < end), None)
        if touching:
            free.remove(touching)
            partial += 0.5
    return Counts(len(wanted & given), len(wanted), len(given), len(exact), len(exact) + partial)


def total(counts: Iterable[Counts]) -> Counts:
    """The sum."""
    result = NOTHING
    for one in counts:
        result += one
    return result


def interval(counts: Sequence[Counts], resamples: int = 500) -> tuple[float, float]:
    """The 95 % interval of the strict F1, from resampled documents; the same each time."""
    draw = random.Random(7)
    scores = []
    for _ in range(resamples):
        matched = gold = found = 0
        for one in draw.choices(counts, k=len(counts)):
            matched, gold, found = matched + one.matched, gold + one.gold, found + one.found
        scores.append(f1(matched, gold, found))
    scores.sort()
    return scores[int(0.025 * resamples)], scores[int(0.975 * resamples) - 1]


def read(folder: Path, name: str, half: str | None) -> list[dict[str, Any]]:
    """The documents of one set, or every other one."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    return documents if half is None else documents[half == "odd" :: 2]


def as_names(mentions: Iterable[Mention]) -> list[Name]:
    """Mentions as the sets write them."""
    return [(one.start, one.end, LABELS.get(one.kind, "MISC")) for one in mentions]


def line(name: str, gold: list[list[Name]], found: list[list[Name]], note: str = "") -> str:
    """One row of the table."""
    pairs = list(zip(gold, found, strict=True))
    counts = [count(*pair) for pair in pairs]
    whole = total(counts)
    low, high = interval(counts)
    kinds = [total(count(*pair, labels=(label,)) for pair in pairs) for label in SCORED]
    cells = [
        f"{f1(whole.matched, whole.gold, whole.found):5.1f} [{low:4.1f} {high:4.1f}]",
        *(f"{f1(kind.matched, kind.gold, kind.found):5.1f}" for kind in kinds),
        f"{f1(whole.boundary, whole.gold, whole.found):8.1f}",
        f"{f1(whole.partial, whole.gold, whole.found):7.1f}",
    ]
    return f"{name:24} {'  '.join(cells)}  {note}"


def detection(folder: Path, setting: str, half: str | None, *, steps: bool) -> Iterator[str]:
    """The rows for finding names."""
    detector = choose_detector(setting)
    yield f"{detector.name} {detector.version}{' (' + half + ' documents)' if half else ''}"
    yield f"{'':24} {'strict F1 [95 %]':17}  {'  '.join(f'{label:>5}' for label in SCORED)}  boundary  partial"
    detector.detect("Warm.")
    for name in SETS:
        documents = read(folder, name, half)
        gold = [[(start, end, label) for start, end, label in document["spans"]] for document in documents]
        words = sum(len(document["text"].split()) for document in documents)
        started = time.process_time()
        raw = [detector.detect(document["text"]) for document in documents]
        middle = time.process_time()
        if steps:
            yield line(f"{name}: model", gold, [as_names(one) for one in raw])
            current = raw
            for step_name, step in STEPS:
                current = [settled(step(doc["text"], one)) for doc, one in zip(documents, current, strict=True)]
                yield line(f"  {step_name}", gold, [as_names(one) for one in current])
            continue
        found = [refined(document["text"], one) for document, one in zip(documents, raw, strict=True)]
        ended = time.process_time()
        spent = f"{1e6 * (middle - started) / words:.0f} + {1e6 * (ended - middle) / words:.0f} ms / 1,000 words"
        yield line(name, gold, [as_names(one) for one in found], spent)


def grouping(folder: Path, half: str | None, group: Callable[..., Any] = group_mentions) -> str:
    """The row for grouping, given gold mentions."""
    kinds = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "group"}
    precision = recall = 0.0
    mentions = right = entities = 0
    for document in read(folder, "dwie_alias_train", half):
        gold: dict[int, set[tuple[int, int]]] = defaultdict(set)
        listed = []
        for one in document["mentions"]:
            gold[one["entity"]].add((one["start"], one["end"]))
            listed.append(Mention(one["start"], one["end"], one["text"], kinds[one["label"]]))
        found = [{(one.start, one.end) for one in entity.mentions} for entity in group(listed)]
        of_found = {span: cluster for cluster in found for span in cluster}
        for cluster in gold.values():
            for span in cluster:
                both = len(cluster & of_found[span])
                precision += both / len(of_found[span])
                recall += both / len(cluster)
                mentions += 1
        exact = {frozenset(cluster) for cluster in found}
        right += sum(frozenset(cluster) in exact for cluster in gold.values())
        entities += len(gold)
    p, r = 100 * precision / mentions, 100 * recall / mentions
    score = 2 * p * r / (p + r)
    exactly = f"exactly right {100 * right / entities:.1f} %"
    return f"{'dwie_alias_train':24} B3 F1 {score:.1f} (P {p:.1f}, R {r:.1f})  {exactly}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--detector", default="auto")
    parser.add_argument("--steps", action="store_true", help="after each step")
    parser.add_argument("--half", choices=("even", "odd"))
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        parser.error(f"no development sets in {arguments.folder}")
    for row in detection(arguments.folder, arguments.detector, arguments.half, steps=arguments.steps):
        print(row)
    print(grouping(arguments.folder, arguments.half))


if __name__ == "__main__":
    main()
