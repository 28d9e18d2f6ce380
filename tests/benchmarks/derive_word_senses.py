"""Derives ``reader/analysis/claims/tables/word_senses.txt`` from the database files of WordNet 3.0.

    python tests/benchmarks/derive_word_senses.py FOLDER

FOLDER has ``data.noun``, ``index.sense`` and so on. Of each word that occurs in WordNet's tagged texts, the frequent
senses are kept: synsets, those of words derived from it ("sale", "sell"), and the synsets above them.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

_TABLE = Path(__file__).parents[2] / "reader" / "analysis" / "claims" / "tables" / "word_senses.txt"
_PARTS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
#: Senses of one word and part of speech at most, and how seldom one may be beside the most frequent.
_MOST_SENSES, _LEAST_SHARE = 3, 0.12
#: Synsets that are above so many others say nothing.
_MOST_BELOW = 60
_HEAD = """\
# Senses of frequent English words, derived from WordNet 3.0 by tests/benchmarks/derive_word_senses.py.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Permission to use, copy, modify and
# distribute this software and database and its documentation for any purpose and without fee or royalty is granted,
# provided that this notice appears on all copies. It is provided "as is"; Princeton University makes no warranties.
# A line: word, senses, senses above them, antonyms; senses are numbers of base 36.
"""


def main(folder: Path) -> int:
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "index.sense").read_text(encoding="ascii", errors="ignore").splitlines():
        key, offset, _, tags = line.split()
        word, rest = key.split("%")
        counts[word][_PARTS[rest[0]] + offset] = int(tags)
    synsets = {}
    for part, name in _FILES.items():
        for line in (folder / f"data.{name}").read_text(encoding="ascii", errors="ignore").splitlines():
            if not line.startswith(" "):
                offset, *_ = line.split(" ", 1)
                synsets[part + offset] = _parsed(line)
    below = Counter(above for _, pointers in synsets.values() for sign, above, *_ in pointers if sign == "@")
    rows, names = {}, {}
    for word, senses in counts.items():
        if "_" in word or not word.isalpha() or len(word) < 3 or not sum(senses.values()):
            continue
        kept = _frequent(senses)
        own, above, opposite = dict.fromkeys(kept), {}, {}
        for sense in kept:
            words, pointers = synsets[sense]
            for sign, target, source, there in pointers:
                if sign == "+" and source and words[source - 1] == word:
                    own.setdefault(target)
                elif (sign in "@*" and not source and below[target] <= _MOST_BELOW) or sign == "&":
                    above.setdefault(target)
                elif sign == "!" and source and words[source - 1] == word:
                    opposite.setdefault(synsets[target][0][there - 1])
        rows[word] = own, above, opposite
    known = Counter(sense for own, above, _ in rows.values() for sense in (*own, *above))
    lines = []
    for word, (own, above, opposite) in sorted(rows.items()):
        shared = [[one for one in senses if known[one] > 1] for senses in (own, above)]
        fields = [",".join(_number(names, one) for one in senses) for senses in shared]
        kept = ",".join(one for one in opposite if one in rows)
        lines.append("\t".join([word, *fields, kept]).rstrip("\t"))
    _TABLE.parent.mkdir(exist_ok=True)
    _TABLE.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} words, {len(names)} senses, {_TABLE.stat().st_size:,} bytes")
    return 0


def _parsed(line: str) -> tuple[list[str], list[tuple[str, str, int, int]]]:
    """The words of a synset, and its pointers: sign, target, number of the word here and there (0: all)."""
    fields = line.split(" | ", maxsplit=1)[0].split()
    count = int(fields[3], 16)
    words = [fields[4 + 2 * index].lower().split("(")[0] for index in range(count)]
    at = 4 + 2 * count
    pointers = []
    for index in range(int(fields[at])):
        sign, target, part, ends = fields[at + 1 + 4 * index : at + 5 + 4 * index]
        pointers.append((sign, part.replace("s", "a") + target, *divmod(int(ends, 16), 256)))
    return words, pointers


def _frequent(senses: dict[str, int]) -> list[str]:
    """The senses of each part of speech that are frequent beside the most frequent of the word."""
    most = max(senses.values())
    kept = []
    for part in "nvar":
        ranked = sorted((one for one in senses if one[0] == part), key=lambda one: -senses[one])
        kept += [one for one in ranked[:_MOST_SENSES] if senses[one] >= _LEAST_SHARE * most and senses[one]]
    return kept


def _number(names: dict[str, str], sense: str) -> str:
    if sense not in names:
        number, digits = len(names), ""
        while number or not digits:
            number, rest = divmod(number, 36)
            digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        names[sense] = digits
    return names[sense]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
