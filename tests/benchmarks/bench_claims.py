"""Measures how well passages of the same thing are found and compared, and how fast.

    python tests/benchmarks/bench_claims.py [FOLDER] [--misses] [--fast]

FOLDER has articles with claims, speakers, dates and pairs, as ``../shared/data/claims``, which is the default. The
weights of the relations are fitted without the story that they are tried on, unless FOLDER is another one: then the
program's own weights are used. ``--misses`` names what is wrong, ``--fast`` leaves the speed out.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from reader.analysis.claims.claim_corpus import Claim, ClaimCorpus, ClaimDocument
from reader.analysis.claims.comparison import DIFFERENCES, Signs, differences
from reader.analysis.claims.dates_spoken_of import main_date
from reader.analysis.claims.relation_model import Standing, relation_of
from reader.model.article import Block
from tests.benchmarks.claims_data import FOLDER, ClaimsData
from tests.benchmarks.train_relations import both_ways, examples, fitted

_FIRST = 5
#: The claims that speed is measured with, and how many of them are asked.
_CLAIMS, _ASKED = 10_000, 200
#: Goals and floors of the whole, by name of the row.
_WANTED = {
    "partner among the first 5": (0.85, 0.92),
    "relation": (0.65, 0.75),
    "contradicts is right": (0.60, 0.75),
    "differs F1": (0.70, 0.80),
    "speaker": (0.85, 0.92),
    "date": (0.85, 0.93),
}


class Measured:
    """Counts of what is right, by row and story."""

    def __init__(self) -> None:
        self.right: Counter[tuple[str, int]] = Counter()
        self.all: Counter[tuple[str, int]] = Counter()
        self.misses: list[str] = []

    def add(self, row: str, story: int, *, right: float, of: float = 1) -> None:
        self.right[row, story] += right  # type: ignore[assignment]
        self.all[row, story] += of  # type: ignore[assignment]

    def share(self, row: str, story: int | None = None) -> float:
        found = [key for key in self.all if key[0] == row and story in (None, key[1])]
        return sum(self.right[key] for key in found) / max(sum(self.all[key] for key in found), 1)


def measured(data: ClaimsData, *, is_own: bool) -> Measured:
    """All rows but the speed; ``is_own``: fit the weights without the story that they are tried on."""
    found = Measured()
    _retrieval(data, found)
    _speakers_and_dates(data, found)
    _relations(data, found, is_own=is_own)
    return found


def _retrieval(data: ClaimsData, found: Measured) -> None:
    for identity, partners in sorted(data.partners.items()):
        candidates = data.corpus.candidates(data.claim(identity), _FIRST)
        wanted = [data.claim(one) for one in partners]
        is_there = any(
            one.document is other.document and one.start < other.end and other.start < one.end
            for one in candidates
            for other in wanted
        )
        found.add("partner among the first 5", data.story(identity), right=is_there)
        if not is_there:
            found.misses.append(f"no partner: {identity} {data.claims[identity]['quote']}")


def _speakers_and_dates(data: ClaimsData, found: Measured) -> None:
    for identity, row in data.claims.items():
        document, start, end = data.claim(identity)
        speaker = document.speaker_of(start, end)
        spoken = main_date(document.text, document.day, start, end)
        for name, got, gold in (
            ("speaker", speaker, row["speaker"]),
            ("date", spoken.iso if spoken else "", row["date"]),
        ):
            is_right = _plain(got) == _plain(gold or "")
            found.add(name, data.story(identity), right=is_right)
            if not is_right:
                found.misses.append(f"{name}: {identity} {got or None}, not {gold}: {row['quote']}")


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def _relations(data: ClaimsData, found: Measured, *, is_own: bool) -> None:
    known = examples(data)
    for story in sorted({data.story(pair["a"]) for pair, _ in known}):
        weights = None
        if is_own:
            rest = [(pair, row) for pair, row in known if data.story(pair["a"]) != story]
            taught = both_ways(data, rest)
            weights = fitted([row for _, row in taught], [relation for relation, _ in taught])
        for pair, row in known:
            if data.story(pair["a"]) != story:
                continue
            signs, standing = Signs(*row[: len(Signs._fields)]), Standing(*row[len(Signs._fields) :])
            relation = relation_of(signs, standing, weights)
            is_right = relation == pair["relation"]
            found.add("relation", story, right=is_right)
            if relation == "contradicts":
                found.add("contradicts is right", story, right=is_right)
            told = set(differences(signs, relation))
            gold = set(pair["differs"])
            found.add("differs F1", story, right=2 * len(told & gold), of=len(told) + len(gold))
            for name in DIFFERENCES:
                if (name in told) != (name in gold):
                    found.misses.append(f"differs: {pair['a']} {pair['b']} {'no ' * (name in told)}{name}")
            if not is_right:
                found.misses.append(f"relation: {pair['a']} {pair['b']} {relation}, not {pair['relation']}")


# --- speed


def many(data: ClaimsData, count: int) -> Iterator[ClaimDocument]:
    """Articles made of those of the data under other names, until they have so many passages."""
    made = 0
    for copy in range(count):
        for document in data.documents.values():
            text = _renamed(document.text, copy)
            blocks = [Block(*one) for one in _blocks_of(text, document)]
            one = ClaimDocument(f"{copy}-{document.name}", text, blocks, document.day, document.language)
            made += len(one.passages)
            yield one
            if made >= count:
                return


def _renamed(text: str, copy: int) -> str:
    """The text with other letters in its names, as long as before."""
    turn = str.maketrans("aeiou", "".join("aeiou"[(at + copy) % 5] for at in range(5)))
    return " ".join(word.translate(turn) if word[:1].isupper() else word for word in text.split(" "))


def _blocks_of(text: str, document: ClaimDocument) -> Iterable[tuple[Any, ...]]:
    assert len(text) == len(document.text)
    return document.blocks


def speed(data: ClaimsData) -> str:
    """Milliseconds of the processor for the candidates of a claim, over many claims, warm."""
    begun = time.process_time()
    documents = list(many(data, _CLAIMS))
    corpus = ClaimCorpus(documents)
    built = time.process_time() - begun
    asked = [
        Claim(document, *document.passages[at % len(document.passages)])
        for at, document in enumerate(documents[:: max(1, len(documents) // _ASKED)])
    ]
    times = []
    for _ in range(3):
        for at, claim in enumerate(asked):
            begun = time.process_time()
            corpus.candidates(claim, _FIRST)
            spent = 1000 * (time.process_time() - begun)
            if len(times) <= at:
                times.append(spent)
            times[at] = min(times[at], spent)
    times.sort()
    return (
        f"{len(corpus.index):,} passages, indexed in {built:.1f} s; candidates of a claim: median"
        f" {times[len(times) // 2]:.1f} ms, 95 % below {times[int(0.95 * len(times))]:.1f} ms (goal 30, floor 50)"
    )


def main(words: list[str]) -> int:
    folders = [Path(word) for word in words if not word.startswith("--")]
    folder = folders[0] if folders else FOLDER
    if not (folder / "claims.jsonl").is_file():
        print(f"skipped: {folder} is not there")
        return 0
    data = ClaimsData(folder)
    found = measured(data, is_own=folder.resolve() == FOLDER.resolve())
    stories: defaultdict[str, list[str]] = defaultdict(list)
    for row, (floor, goal) in _WANTED.items():
        for story in sorted({key[1] for key in found.all}):
            stories[row].append(f"{found.share(row, story):.2f}")
        print(
            f"{row:26} {found.share(row):.3f}  (floor {floor:.2f}, goal {goal:.2f})  by story {' '.join(stories[row])}"
        )
    if "--misses" in words:
        print(*found.misses, sep="\n")
    if "--fast" not in words:
        print(speed(data))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
