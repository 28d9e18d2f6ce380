"""All figures of agreement over documents, with what each was counted over, and why one means nothing.

The page ``agreement`` of the manual says what each figure means. The sources of the formulas are in the modules that
compute them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import attrgetter
from typing import NamedTuple

from reader.analysis.agreement.compared_documents import ComparedDocument
from reader.analysis.agreement.contested_sentences import ContestedSentence, contested_sentences
from reader.analysis.agreement.document_bootstrap import Interval, intervals, samples_for
from reader.analysis.agreement.document_weights import WeightedSums
from reader.analysis.agreement.label_confusion import label_confusion
from reader.analysis.agreement.link_f1 import matched_links
from reader.analysis.agreement.span_f1 import MatchCount, overlapping, same, unsnapped
from reader.analysis.agreement.span_pairs import units_of
from reader.analysis.agreement.unitizing_alpha import (
    Disagreement,
    UnitizedDocument,
    UnitizingAlpha,
    added_up,
)
from reader.analysis.agreement.word_agreement import WordAgreement, WordPatterns, word_labels
from reader.model.spans import Span
from reader.text.snapping import Snapper
from reader.text.words import BlockWords

OVERLAP_F1, EXACT_F1, ALPHA_U, KAPPA, ALPHA = FIGURES = ("overlap_f1", "exact_f1", "alpha_u", "kappa", "alpha")
F1, LABELLED_F1 = LINK_FIGURES = ("f1", "labelled_f1")
#: What figures are of: all labels together, and links. Labels are never empty.
ALL, LINKS = "", None
#: Why a figure means nothing.
NO_DOCUMENT = "no document to compare"
NO_PASSAGE = "nobody tagged it"
NO_LINK = "nobody linked anything"
NO_TEXT = "no text is known"
ONE_CATEGORY = "all words are of one category"
NO_CHANCE = "no disagreement could be expected"
NOT_TWO = "kappa compares two annotators"
#: The most sentences that are listed.
_CONTESTED = 10

#: Of which label, or ``ALL``, or ``LINKS``, and which figure.
FigureKey = tuple[str | None, str]


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        value: None where it means nothing.
        reason: why it means nothing.
        interval: None where there is none.
    """

    value: float | None
    reason: str = ""
    interval: Interval | None = None


class FigureCounts(NamedTuple):
    """What the figures of one label, or of links, were counted over.

    Attributes:
        each: passages or links of each annotator.
        overlapping: pairs of passages or links that match.
        same: pairs that are the same after snapping, or of one kind.
        apart: the disagreement that alpha_U follows from; None for links.
    """

    each: Mapping[str, int]
    overlapping: int
    same: int
    apart: Disagreement | None = None

    @property
    def total(self) -> int:
        """All passages or links."""
        return sum(self.each.values())


@dataclass(frozen=True)
class AgreementFigures:
    """Everything that is known of the agreement of some annotators.

    Attributes:
        annotators: who is compared, in their order.
        documents: in the order of their names.
        labels: in the order of their names, or as they were asked for.
        figures: of each label, of ``ALL`` and of ``LINKS``.
        counts: the same.
        words, code_points: of all documents whose text is known.
        without_text: documents whose text is not known.
        samples: of the bootstrap; 0 for none.
        confusion: pairs of passages by the two labels; see ``label_confusion``.
        contested: the sentences on which annotators disagree most.
    """

    annotators: tuple[str, ...]
    documents: tuple[ComparedDocument, ...]
    labels: tuple[str, ...]
    figures: Mapping[FigureKey, Figure]
    counts: Mapping[str | None, FigureCounts]
    words: int
    code_points: int
    without_text: int
    samples: int
    confusion: Mapping[tuple[str, str], int]
    contested: Sequence[ContestedSentence]


def agreement_figures(
    documents: Iterable[ComparedDocument],
    annotators: Sequence[str],
    labels: Sequence[str] = (),
    samples: int | None = None,
) -> AgreementFigures:
    """How far the annotators agree.

    Args:
        documents: with two of the annotators or more in each; passages of others must not be in them. Their order makes
            no difference.
        annotators: two or more.
        labels: only these; empty for all that are used.
        samples: of the bootstrap; 0 for no intervals, None for as many as cost little.
    """
    known = sorted(documents, key=lambda one: one.name)
    used = labels or sorted({one.label for each in known for theirs in each.spans.values() for one in theirs})
    return _Computation(known, tuple(annotators), tuple(dict.fromkeys(used))).figures(samples)


class _Computation:
    """What documents come to, apart from weights; then the figures for weights."""

    def __init__(
        self, documents: Sequence[ComparedDocument], annotators: tuple[str, ...], labels: tuple[str, ...]
    ) -> None:
        self._documents = documents
        self._annotators = annotators
        self._labels = labels
        self._present = [[name for name in annotators if name in one.spans] for one in documents]
        self._words = [None if one.text is None else BlockWords(one.text, 0, len(one.text)) for one in documents]
        self._units = [
            {name: units_of(one.spans[name]) for name in self._present[at]} for at, one in enumerate(documents)
        ]
        self._overlapping: dict[str, list[MatchCount]] = {}
        self._same: dict[str, list[MatchCount]] = {}
        self._unitizing: dict[str, UnitizingAlpha] = {}
        snaps = [unsnapped if one.text is None else Snapper(one.text, one.language) for one in documents]
        for label in labels:
            units = [[theirs.get(label, []) for theirs in self._units[at].values()] for at in range(len(documents))]
            self._overlapping[label] = [overlapping(one) for one in units]
            self._same[label] = [same(one, snaps[at]) for at, one in enumerate(units)]
            self._unitizing[label] = UnitizingAlpha([self._unitized(at, one) for at, one in enumerate(units)])
        for counts in (self._overlapping, self._same):
            counts[ALL] = [_added(counts[label][at] for label in labels) for at in range(len(documents))]
        self._by_words, self._disputed = self._word_figures()
        self._links = {
            figure: [
                matched_links([one.links.get(name, ()) for name in self._present[at]], labelled=figure == LABELLED_F1)
                for at, one in enumerate(documents)
            ]
            for figure in LINK_FIGURES
        }

        counts_of: dict[FigureKey, list[MatchCount]] = {(LINKS, figure): found for figure, found in self._links.items()}
        for label in (*labels, ALL):
            counts_of[label, OVERLAP_F1], counts_of[label, EXACT_F1] = self._overlapping[label], self._same[label]
        self._f1_keys = [*counts_of]
        self._f1_sums = WeightedSums(
            [
                [part(one) for one in found]
                for found in counts_of.values()
                for part in (attrgetter("matched"), attrgetter("total"))
            ]
        )

    def _unitized(self, at: int, units: Sequence[Sequence[Span]]) -> UnitizedDocument:
        text = self._documents[at].text
        return UnitizedDocument(0, ()) if text is None else UnitizedDocument(len(text), units)

    def _word_figures(self) -> tuple[dict[str, WordAgreement], list[list[int]]]:
        """Agreement by words for each label and all, and for each document the words on which annotators disagree."""
        bits = {label: 1 << at for at, label in enumerate(self._labels)}
        patterns: list[WordPatterns] = []
        disputed: list[list[int]] = []
        for at, document in enumerate(self._documents):
            words = self._words[at]
            each = [] if words is None else [
                word_labels(words, document.spans[name], bits) for name in self._present[at]
            ]  # fmt: skip
            by_word = list(zip(*each, strict=True))
            patterns.append(Counter(by_word))
            alike = {pattern for pattern in patterns[-1] if len(set(pattern)) == 1}
            disputed.append([place for place, pattern in enumerate(by_word) if pattern not in alike])
        has_two = len(self._annotators) == 2
        masks = {**bits, ALL: (1 << len(bits)) - 1}
        return {label: WordAgreement(patterns, mask, has_two=has_two) for label, mask in masks.items()}, disputed

    def _apart(self, weights: Sequence[int]) -> dict[str, Disagreement]:
        """The disagreement of alpha_U for each label and all."""
        each = {label: alpha.disagreement(weights) for label, alpha in self._unitizing.items()}
        return {**each, ALL: added_up(each.values())}

    def values(self, weights: Sequence[int]) -> dict[FigureKey, float | None]:
        """Every figure, each document counted as often as its weight says."""
        found: dict[FigureKey, float | None] = {}
        found |= {(label, ALPHA_U): one.alpha for label, one in self._apart(weights).items()}
        for label in (*self._labels, ALL):
            found[label, KAPPA] = self._by_words[label].kappa(weights)
            found[label, ALPHA] = self._by_words[label].alpha(weights)
        sums = iter(self._f1_sums.of(weights))
        for key, matched, count in zip(self._f1_keys, sums, sums, strict=True):
            found[key] = 2 * matched / count if count else None
        return found

    def figures(self, samples: int | None) -> AgreementFigures:
        """Everything, with intervals; see ``agreement_figures``."""
        size = len(self._documents)
        values = self.values([1] * size)
        counts = self._counts()
        if size < 2:
            samples = 0
        elif samples is None:
            samples = samples_for(2 * counts[ALL].total + 8 * size * (len(self._labels) + 1))
        around = intervals(self.values, size, samples)
        figures = {
            key: Figure(value, "" if value is not None else self._reason(key, counts), around.get(key))
            for key, value in values.items()
        }
        return AgreementFigures(
            self._annotators,
            tuple(self._documents),
            self._labels,
            figures,
            counts,
            sum(len(one) for one in self._words if one is not None),
            sum(len(one.text) for one in self._documents if one.text is not None),
            sum(one.text is None for one in self._documents),
            samples,
            label_confusion(self._of_labels(), self._annotators),
            contested_sentences(self._documents, self._disputed, self._words, _CONTESTED),
        )

    def _of_labels(self) -> list[ComparedDocument]:
        """The documents with the labels in question alone."""
        wanted = set(self._labels)
        return [
            replace(
                document,
                spans={
                    name: [one for one in document.spans[name] if one.label in wanted] for name in self._present[at]
                },
            )
            for at, document in enumerate(self._documents)
        ]

    def _counts(self) -> dict[str | None, FigureCounts]:
        counts: dict[str | None, FigureCounts] = {}
        apart = self._apart([1] * len(self._documents))
        for label in self._labels:
            each = {
                name: sum(len(units[name].get(label, ())) for units in self._units if name in units)
                for name in self._annotators
            }
            counts[label] = FigureCounts(
                each, _matched(self._overlapping[label]), _matched(self._same[label]), apart[label]
            )
        total = {name: sum(counts[label].each[name] for label in self._labels) for name in self._annotators}
        counts[ALL] = FigureCounts(total, _matched(self._overlapping[ALL]), _matched(self._same[ALL]), apart[ALL])
        linked = {name: sum(len(set(one.links.get(name, ()))) for one in self._documents) for name in self._annotators}
        counts[LINKS] = FigureCounts(linked, _matched(self._links[F1]), _matched(self._links[LABELLED_F1]))
        return counts

    def _reason(self, key: FigureKey, counts: Mapping[str | None, FigureCounts]) -> str:
        """Why a figure means nothing."""
        of, figure = key
        if not self._documents:
            return NO_DOCUMENT
        if figure == KAPPA and len(self._annotators) != 2:
            return NOT_TWO
        if not counts[of].total:
            return NO_LINK if of is LINKS else NO_PASSAGE
        if figure in (ALPHA_U, KAPPA, ALPHA) and all(one.text is None for one in self._documents):
            return NO_TEXT
        return NO_CHANCE if figure == ALPHA_U else ONE_CATEGORY


def _added(counts: Iterable[MatchCount]) -> MatchCount:
    return reduce(
        lambda one, other: MatchCount(one.matched + other.matched, one.total + other.total), counts, MatchCount()
    )


def _matched(counts: Iterable[MatchCount]) -> int:
    return sum(one.matched for one in counts)
