"""How well and how fast two versions of an article are compared.

    .venv/bin/python tests/benchmarks/bench_versions.py [FOLDER ...] [--sentences 2000] [--runs 3] [--errors]

Quality: the share of the records of ``versions.jsonl`` that are found, in a folder (default: the development set of
``../shared``), fate by fate. Speed: seconds of CPU for texts of so many made-up sentences, the least of some runs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from reader.analysis.versions.sentence_fates import sentence_fates  # noqa: E402 - the path above is needed
from reader.analysis.versions.version_text import VersionText  # noqa: E402
from reader.cleaning.article_loading import read_here  # noqa: E402
from reader.cleaning.uncleaned import plain  # noqa: E402
from reader.sources import open_bytes  # noqa: E402

_GIVEN = ROOT.parent / "shared" / "data" / "claims" / "versions"


def quality(folder: Path, *, errors: bool) -> Iterator[str]:
    """Lines on how many records of a folder are found."""
    rows = [json.loads(line) for line in (folder / "versions.jsonl").read_text(encoding="utf-8").splitlines() if line]
    right, total = Counter[str](), Counter(row["fate"] for row in rows)
    for pair in sorted({row["pair"] for row in rows}):
        articles = (read_here(str(folder / f"{pair}-v{number}.txt"), max_bytes=1 << 24) for number in (1, 2))
        found = Counter(one[:3] for one in sentence_fates(*map(VersionText, articles)))
        for row in rows:
            if row["pair"] == pair:
                is_found = found[row["v1"], row["v2"], row["fate"]] > 0
                right[row["fate"]] += is_found
                if errors and not is_found:
                    yield f"  {pair} {row['fate']}: {row['v1']} => {row['v2']}"
    yield f"{folder}: {right.total()} of {total.total()} fates ({right.total() / total.total():.3f})"
    yield "  " + ", ".join(f"{fate} {right[fate]}/{count}" for fate, count in total.items())


def made_up(chance: random.Random, count: int) -> list[str]:
    """Sentences of 6 to 25 words, of which a quarter are frequent."""
    words = [f"w{number}" for number in range(3000)] + "the of a to in".split() * 200
    return [" ".join(chance.choices(words, k=chance.randint(6, 25))).capitalize() + "." for _ in range(count)]


def edited(chance: random.Random, sentence: str) -> str:
    """A sentence in which three words are others."""
    words = sentence.removesuffix(".").split()
    for _ in range(3):
        words[chance.randrange(len(words))] = f"w{chance.randrange(3000)}"
    return " ".join(words).capitalize() + "."


def speed(count: int, runs: int) -> Iterator[str]:
    """Lines on what texts of so many sentences cost."""
    chance = random.Random(1)
    old, other = made_up(chance, count), made_up(chance, count)
    usual = [edited(chance, one) if chance.random() < 0.3 else one for one in old if chance.random() > 0.05]
    block = usual[100:200]
    usual[100:200] = []
    usual[400:400] = block
    cases = {
        "the same": old,
        "edited here and there, a block moved": usual,
        "each sentence edited": [edited(chance, one) for one in old],
        "shuffled": chance.sample(old, len(old)),
        "another text": other,
        "half of it another text": old[: count // 2] + other[count // 2 :],
    }
    for name, new in cases.items():
        least = min(_seconds(old, new) for _ in range(runs))
        yield f"{name}: {least:.2f} s of CPU"


def _seconds(old: list[str], new: list[str]) -> float:
    articles = [plain(open_bytes("\n".join(side).encode(), "x.txt")) for side in (old, new)]
    begun = time.process_time()
    sentence_fates(*map(VersionText, articles))
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--errors", action="store_true", help="name the records that are not found")
    options = parser.parse_args()
    for folder in options.folders or [_GIVEN] * _GIVEN.is_dir():
        print(*quality(folder, errors=options.errors), sep="\n")
    print(f"{options.sentences} sentences:", *speed(options.sentences, options.runs), sep="\n  ")


if __name__ == "__main__":
    main()
