"""The sentences on whose words annotators disagree most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from reader.analysis.agreement.compared_documents import ComparedDocument
from reader.model.spans import Span
from reader.text.words import BlockWords


class ContestedSentence(NamedTuple):
    """One sentence.

    Attributes:
        document: its place in the list of compared documents.
        sentence: code points of the document's text.
        words: how many it has.
        disputed: how many of them do not have the same labels by all annotators.
        labels: of each annotator who is there, the labels that touch it, ordered by name.
    """

    document: int
    sentence: Span
    words: int
    disputed: int
    labels: Mapping[str, Sequence[str]]


def contested_sentences(
    documents: Sequence[ComparedDocument],
    disputed: Sequence[Sequence[int]],
    words: Sequence[BlockWords | None],
    most: int,
) -> list[ContestedSentence]:
    """The sentences with the most disputed words; of as many, those of which the larger part is disputed.

    Args:
        documents: in their order.
        disputed: of each document the places of the words on which annotators disagree, in order.
        words: of each document.
        most: sentences at most.
    """

    def place(one: ContestedSentence) -> tuple[int, float, int, int]:
        return -one.disputed, -one.disputed / one.words, one.document, one.sentence.start

    found = (
        one
        for at, document in enumerate(documents)
        if (known := words[at]) is not None and disputed[at]
        for one in _sentences(at, document, disputed[at], known)
    )
    return nsmallest(most, found, key=place)


def _sentences(
    at: int, document: ComparedDocument, disputed: Sequence[int], words: BlockWords
) -> Iterator[ContestedSentence]:
    from reader.text.sentences import sentences

    waiting = list(reversed(disputed))
    for one in sentences(document.text or "", language=document.language):
        held = words.overlapping(one.start, one.end)
        count = 0
        while waiting and waiting[-1] < held.stop:
            count += waiting.pop() >= held.start
        if count:
            yield ContestedSentence(at, one, len(held), count, _labels(document, one))


def _labels(document: ComparedDocument, sentence: Span) -> dict[str, list[str]]:
    return {
        name: sorted({one.label for one in spans if one.start < sentence.end and sentence.start < one.end})
        for name, spans in sorted(document.spans.items())
    }
