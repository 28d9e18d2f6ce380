"""How many annotations have which label: by document, and by whoever is quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.model.annotation import Annotation


class LabelCount(NamedTuple):
    """One row of a table of counts.

    Attributes:
        name: of the document or the speaker; a speaker without a name is the article's own voice.
        counts: of annotations by label.
        documents: how many they are in.
    """

    name: str
    counts: Counter[str]
    documents: int = 1


class SpeakerCounts:
    """Counts what each speaker is tagged as having said."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._documents: Counter[str] = Counter()

    def add(self, annotations: Iterable[Annotation]) -> None:
        """Count the annotations of one document."""
        here = set()
        for one in annotations:
            self._counts.setdefault(one.attributed_to, Counter())[one.label] += 1
            here.add(one.attributed_to)
        self._documents.update(here)

    def rows(self) -> Iterator[LabelCount]:
        """A row a speaker, who says most first, then by name; what nobody is said to have said comes last."""

        def place(name: str) -> tuple[bool, int, str]:
            return not name, -self._counts[name].total(), name

        for name in sorted(self._counts, key=place):
            yield LabelCount(name, self._counts[name], self._documents[name])


def by_label(annotations: Iterable[Annotation]) -> Counter[str]:
    """How many of the annotations have which label."""
    return Counter(one.label for one in annotations)


def total_of(rows: Iterable[LabelCount]) -> Counter[str]:
    """The counts of all rows together."""
    whole: Counter[str] = Counter()
    for row in rows:
        whole.update(row.counts)
    return whole
