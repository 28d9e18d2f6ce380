"""Which label one annotator gave where another gave which, over paired passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from reader.analysis.agreement.compared_documents import ComparedDocument
from reader.analysis.agreement.span_pairs import paired

#: Stands for a label where an annotator has no passage; no label is empty.
NOTHING = ""


def label_confusion(documents: Iterable[ComparedDocument], annotators: Iterable[str]) -> Counter[tuple[str, str]]:
    """How many pairs of passages have which labels.

    Args:
        documents: any.
        annotators: in their order. Of each pair of them the first label is that of whoever stands first.
    """
    names = list(annotators)
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        present = [name for name in names if name in document.spans]
        for one, other in combinations(present, 2):
            for pair in paired(document.spans[one], document.spans[other]):
                first = NOTHING if pair.one is None else pair.one.label
                second = NOTHING if pair.other is None else pair.other.label
                counts[first, second] += 1
    return counts
