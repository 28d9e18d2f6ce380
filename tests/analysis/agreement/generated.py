"""Documents that two or more people tagged, made from a seed: they see the same passages, and each errs a little."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.analysis.agreement.compared_documents import ComparedDocument, LabelledSpan, LinkedPassages
from reader.model.spans import Span

LABELS = ("claim", "evidence", "opinion")
_WORDS = "the council said that rents rise by 4.5% a year, because nobody, it seems, asked. Why not?".split()


def text_of(chance: random.Random, words: int) -> str:
    """Words with marks, in sentences of some kind."""
    return " ".join(chance.choice(_WORDS) for _ in range(words))


def tagged_document(
    seed: int, annotators: Sequence[str] = "AB", words: int = 40, passages: int = 6
) -> ComparedDocument:
    """One document; now and then somebody tagged nothing in it."""
    chance = random.Random(seed)
    text = text_of(chance, words)
    seen = [(start := chance.randrange(len(text) - 2), start + chance.randrange(1, 40)) for _ in range(passages)]
    labels = [chance.choice(LABELS) for _ in seen]
    spans = {name: _tagged(chance, seen, labels, len(text)) for name in annotators}
    return ComparedDocument(f"{seed:05}.txt", text, spans, {name: _linked(chance, spans[name]) for name in annotators})


def _tagged(
    chance: random.Random, seen: Sequence[tuple[int, int]], labels: Sequence[str], length: int
) -> list[LabelledSpan]:
    found = []
    for (start, end), label in zip(seen, labels, strict=True):
        if chance.random() < 0.2:
            continue
        first, last = (
            max(0, start + chance.choice((0, 0, 0, -2, 3))),
            min(length, end + chance.choice((0, 0, 0, 1, -4))),
        )
        if first < last:
            found.append(LabelledSpan(first, last, label if chance.random() < 0.8 else chance.choice(LABELS)))
    return [] if chance.random() < 0.02 else found


def _linked(chance: random.Random, spans: Sequence[LabelledSpan]) -> list[LinkedPassages]:
    """Each passage is linked with the one before it, mostly."""
    ends = sorted({Span(one.start, one.end) for one in spans})
    return [
        LinkedPassages("supports" if chance.random() < 0.8 else "attacks", (0, one), (0, other))
        for other, one in pairwise(ends)
        if chance.random() < 0.8
    ]


def tagged_documents(count: int, annotators: Sequence[str] = "AB") -> Iterator[ComparedDocument]:
    """So many of them."""
    return (tagged_document(seed, annotators) for seed in range(count))
