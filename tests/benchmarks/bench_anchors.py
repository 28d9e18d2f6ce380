"""Measures how annotations are found again after edits of their document, and prints one table.

    python tests/benchmarks/bench_anchors.py [--edits N] [--half dev|held] [--seed N ...] [--modes M ...] [--brief]

The edits are made by chance, with fixed seeds, of the articles in ../shared/data/cleaning (none of which is copied
here), or of seeds/ where those are absent; ``text_edits`` defines each. The rules were made on one half of the
publishers; the figures are of the other half. Three columns: with the text that was annotated at hand, with only what
the annotations of the document remember of it, and with one annotation alone. Each of several seeds has its own
figures, and all of them together the table. The figures of the manual: ``--brief``, once
with ``--edits 2200 --seed 71 72`` and once with ``--edits 3000 --seed 91 92``.

*Recall*: of the passages that are still there, how many are moved without asking to just their place, but for white
space and punctuation at its ends. *False*: of the passages that are gone, how many are put anywhere without asking.
*Wrong*: of those that are still there, how many are put, without asking, on a place that shares no half with theirs.
*Offered*: of all, how many are detached with a place to confirm, the doubtful ones.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from reader.anchoring.anchors import Anchoring, anchored, reanchored
from reader.cleaning.uncleaned import plain
from reader.model.annotation import DETACHED, Annotation
from reader.model.article import Article
from reader.model.spans import OffsetMap
from reader.sources import open_bytes
from tests.benchmarks import cleaning_data, text_edits
from tests.benchmarks.text_edits import Edit, Source

SEEDS = Path(__file__).parents[2] / "seeds"
MODES = ("kept", "together", "alone")
#: The longest article that is edited, in code points: an edit costs as much as the text is long.
_LONGEST = 20_000
#: By name and kind of edit, and mode.
Counts = collections.defaultdict[tuple[str, str, str], collections.Counter[str]]
_BLANK = plain(open_bytes(b"blank", "a.txt"))


def sources(half: str) -> list[Source]:
    """The articles of one half of the publishers, each with another one to take words from."""
    if cleaning_data.DATA.is_file():
        pages = [page for page in cleaning_data.documents() if half_of(page["group"]) == half]
        texts = [page["gold_body"] for page in pages if 400 <= len(page["gold_body"]) <= _LONGEST]
    else:
        texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("0*.txt"))]
    articles = [article(text.strip()).text for text in texts]
    return [Source(text, articles[index - 1]) for index, text in enumerate(articles)]


def article(text: str) -> Article:
    """An article of just this text, its white space and forms as they are."""
    return replace(_BLANK, text=text, origin=OffsetMap.identity(len(text)))


def half_of(publisher: str) -> str:
    return "dev" if hashlib.sha256(publisher.encode()).digest()[0] % 2 else "held"


def edits(texts: list[Source], count: int, seed: int) -> Iterator[Edit]:
    """About so many edits, as many of each kind as of any other."""
    chance = random.Random(seed)
    each = -(-count // (len(text_edits.EDITS) * len(text_edits.KINDS)))
    for name in text_edits.EDITS:
        for kind in text_edits.KINDS:
            made = tries = 0
            while made < each * (3 if name in text_edits.TAKING else 1) and tries < 40 * each:
                tries += 1
                one = text_edits.edit(name, kind, chance.choice(texts), chance)
                if one is not None:
                    made += 1
                    yield one


def outcome(edit: Edit, mode: str) -> tuple[str, Anchoring]:
    """What became of it: ``right``, ``near``, ``wrong``, ``lost``; of a passage that is gone, ``false``, ``true``."""
    old, new = article(edit.old), article(edit.new)
    spans = [edit.passage, *(edit.others if mode != "alone" else ())]
    tags = [anchored(Annotation(str(n), "claim", 0, 1, ""), old, *span) for n, span in enumerate(spans)]
    found = reanchored(tags, new, lambda: [old.text] if mode == "kept" else [])[0]
    one = found.annotation
    if edit.truth is None:
        return "true" if one.anchor == DETACHED else "false", found
    if one.anchor == DETACHED:
        return "lost", found
    if bare(edit.new, one.start, one.end) == bare(edit.new, *edit.truth):
        return "right", found
    shared = min(one.end, edit.truth[1]) - max(one.start, edit.truth[0])
    whole = max(one.end, edit.truth[1]) - min(one.start, edit.truth[0])
    return "near" if shared > whole / 2 else "wrong", found


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space and punctuation at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=6000)
    parser.add_argument("--half", choices=("dev", "held"), default="held")
    parser.add_argument("--seed", type=int, nargs="+", default=[20260411])
    parser.add_argument("--modes", choices=MODES, nargs="+", default=MODES)
    parser.add_argument("--brief", action="store_true", help="leave out the table")
    parser.add_argument("--show", default="", help="print the edits that went wrong whose name holds this")
    options = parser.parse_args()
    texts = sources(options.half)
    every = Counts(collections.Counter)
    for seed in options.seed:
        counts = Counts(collections.Counter)
        began, total = time.perf_counter(), 0
        for edit in edits(texts, options.edits, seed):
            total += 1
            for mode in options.modes:
                count(counts, edit, mode, options.show)
        for key, counter in counts.items():
            every[key] += counter
        took = time.perf_counter() - began
        print(f"{total} edits of {len(texts)} articles ({options.half} half), seed {seed}, {took:.0f} s")
        summarise(counts, options.modes)
    if len(options.seed) > 1:
        print("all seeds")
        summarise(every, options.modes)
    if not options.brief:
        report(every, options.modes)


def count(counts: Counts, edit: Edit, mode: str, wanted: str) -> None:
    """Count what becomes of one edit; print it if it went wrong and its name holds what is wanted."""
    result, found = outcome(edit, mode)
    for name in (edit.name, "all of them" if edit.truth else "all that are gone"):
        counts[name, edit.kind, mode][result] += 1
        counts[name, edit.kind, mode]["offered"] += found.offer is not None
    if wanted and wanted in edit.name and result not in {"right", "true"}:
        show(edit, mode, result, found)


def summarise(counts: Counts, modes: Sequence[str]) -> None:
    """Print the figures that are promised, a line for each mode."""
    for mode in modes:
        there = sum((counts["all of them", kind, mode] for kind in text_edits.KINDS), collections.Counter())
        size = there.total() - there["offered"]
        false = []
        offered = gone = 0
        for kind in text_edits.KINDS:
            counter = counts["all that are gone", kind, mode]
            of = counter["false"] + counter["true"]
            false.append(f"{kind} {counter['false']}/{of} ({100 * counter['false'] / max(1, of):.2f} %)")
            offered, gone = offered + counter["offered"], gone + of
        print(
            f"{mode}: recall {there['right'] / size:.4f}, with places that share half "
            f"{(there['right'] + there['near']) / size:.4f}, wrong {there['wrong'] / size:.4f} of {size}; "
            f"false {', '.join(false)}; offered {there['offered'] / size:.4f}, of what is gone {offered / gone:.4f}"
        )


def report(counts: Counts, modes: Sequence[str]) -> None:
    kinds = text_edits.KINDS
    head = "".join(f"{mode + ' ' + kind:>19}" for mode in modes for kind in kinds)
    print(f"\n{'recall / wrong / offered, %':<28}{head}")
    for name in [*text_edits.KEEPING, "all of them"]:
        print(
            f"{name:<28}"
            + "".join(_cell(counts[name, kind, mode], "right", "wrong") for mode in modes for kind in kinds)
        )
    print(f"\n{'false / offered, %':<28}{head}")
    for name in [*text_edits.TAKING, "all that are gone"]:
        print(f"{name:<28}" + "".join(_cell(counts[name, kind, mode], "false") for mode in modes for kind in kinds))


def _cell(counter: collections.Counter[str], *wanted: str) -> str:
    size = sum(counter[one] for one in ("right", "near", "wrong", "lost", "true", "false"))
    if not size:
        return f"{'-':>19}"
    return f"{' / '.join(f'{100 * counter[one] / size:.1f}' for one in (*wanted, 'offered')):>19}"


def show(edit: Edit, mode: str, result: str, found: Anchoring) -> None:
    one = found.annotation
    place = found.offer or (one if one.anchor != DETACHED else None)
    print(f"--- {edit.name} {edit.kind} {mode}: {result}, score {found.score:.2f}, offered {found.offer is not None}")
    for name, text, span in (
        ("old", edit.old, edit.passage),
        ("true", edit.new, edit.truth),
        ("got", edit.new, place and (place.start, place.end)),
    ):
        if span:
            start, end = span
            print(f"  {name:<5}{text[max(0, start - 60) : start]!r} [[{text[start:end]!r}]] {text[end : end + 60]!r}")


if __name__ == "__main__":
    main()
