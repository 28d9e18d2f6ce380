"""The documents in which passages like a claim are looked for, and what is found in them.

A candidate is a sentence or a tagged passage. It is compared by the part of the sentence that speaks of the same thing:
"he put the cost at six million and said that no customer would pay" holds two claims.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from operator import attrgetter, mul
from typing import NamedTuple

from reader.analysis.claims.claim_words import ClaimWord, claim_words
from reader.analysis.claims.comparison import Signs, differences, is_comparable, signs
from reader.analysis.claims.dates_spoken_of import SpokenDate, spoken_dates
from reader.analysis.claims.passage_index import Hit, IndexedPassage, PassageIndex, counted_terms
from reader.analysis.claims.quantities import Quantity, quantities
from reader.analysis.claims.relation_model import Standing, relation_of
from reader.analysis.claims.statement import Statement, statement_of
from reader.analysis.claims.statement_pieces import statement_pieces
from reader.analysis.claims.word_matches import kinship
from reader.model.article import META_KINDS, Block
from reader.model.spans import Span
from reader.text.reported_speech import ReportedSpeech
from reader.text.units import Units

#: Passages that are compared, for each one that is wanted; the best of them are given.
_COMPARED = 30
#: The fewest words of a passage that is a candidate.
_FEWEST_WORDS = 2
#: The most pieces of a sentence that are taken together, and how much the words of the claim count beside the others.
_LONGEST_RUN, _FORTH = 3, 0.8
#: What it counts that a piece has an amount or a date that can be compared.
_AMOUNT = 0.4
#: Blocks that repeat what the article says.
_NO_CLAIMS = META_KINDS | {"title", "heading"}


class TaggedPassage(NamedTuple):
    """A passage ``[start, end)`` of a document that somebody tagged, with what the tag says."""

    start: int
    end: int
    annotation: str = ""
    label: str = ""
    speaker: str = ""


@dataclass(eq=False)
class ClaimDocument:
    """A document whose passages may be candidates.

    Args:
        name: what the candidates call it, mostly its path.
        text: of the cleaned article; all offsets are code points of it, zero-based, half-open.
        blocks: its blocks, in order.
        day: of the article, None if it is unknown.
        language: two-letter code, None if it is unknown.
        tags: passages that somebody tagged.
    """

    name: str
    text: str
    blocks: Sequence[Block]
    day: date | None = None
    language: str | None = "en"
    tags: Sequence[TaggedPassage] = field(default_factory=list)

    @cached_property
    def sentences(self) -> list[Span]:
        """All sentences of the body, titles and headings too."""
        return Units(self.text, self.blocks, self.language).sentences_in(0, len(self.text))

    @cached_property
    def passages(self) -> list[Span]:
        """The tagged passages and the sentences without a tag, in order."""
        silent = [Span(one.start, one.end) for one in self.blocks if one.kind in _NO_CLAIMS]
        tagged = [Span(one.start, one.end) for one in self.tags]
        left = [
            one
            for one in self.sentences
            if not any(one.overlaps(*other) for other in tagged) and not any(one.overlaps(*other) for other in silent)
        ]
        return sorted({*tagged, *left})

    @cached_property
    def speech(self) -> ReportedSpeech:
        """Who vouches for what in it."""
        return ReportedSpeech(self.text, self.sentences, self.language)

    def speaker_of(self, start: int, end: int) -> str:
        """Who vouches for a passage: as its tag says, else as the text tells."""
        tagged = next((one.speaker for one in self.tags if (one.start, one.end) == (start, end)), "")
        return tagged or self.speech.speaker_of(start, end)

    def sentence_around(self, start: int, end: int) -> tuple[Span, ...]:
        """The sentences that a passage touches, and the one before them."""
        first = max(bisect_right(self.sentences, start, key=attrgetter("end")), 0)
        touched = [number for number in range(first, len(self.sentences)) if self.sentences[number].start < end]
        if touched and (first := touched[0]):
            touched.insert(0, first - 1)
        return tuple(self.sentences[number] for number in touched)

    def terms_of(self, start: int, end: int) -> tuple[tuple[str, ...], frozenset[str]]:
        """What the index is told of a passage: its terms, and those of them that are names; it is kept."""
        if (known := self._terms.get((start, end))) is None:
            known = self._terms[start, end] = self._found_terms(start, end)
        return known

    @cached_property
    def _terms(self) -> dict[tuple[int, int], tuple[tuple[str, ...], frozenset[str]]]:
        return {}

    def _found_terms(self, start: int, end: int) -> tuple[tuple[str, ...], frozenset[str]]:
        words = claim_words(self.text, start, end)
        terms = dict.fromkeys(word.base for word in words)
        for amount in quantities(self.text, start, end):
            terms.setdefault(f"#{amount.high if amount.low != amount.high else amount.low:.6g}")
        for spoken in spoken_dates(self.text, self.day, start, end):
            if spoken.iso:
                terms.setdefault(f"@{spoken.iso}")
        return tuple(terms), frozenset(word.base for word in words if word.is_name)

    def taken_apart(self, start: int, end: int) -> TakenApart:
        """A passage with its pieces; it is kept."""
        if (known := self._apart.get((start, end))) is None:
            known = self._apart[start, end] = TakenApart(
                claim_words(self.text, start, end),
                statement_pieces(self.text, start, end),
                quantities(self.text, start, end),
                spoken_dates(self.text, self.day, start, end),
            )
        return known

    @cached_property
    def _apart(self) -> dict[tuple[int, int], TakenApart]:
        return {}

    def indexed(self, number: int, start: int, end: int) -> IndexedPassage:
        """A passage as the index takes it, with the words around it."""
        terms, names = self.terms_of(start, end)
        around = dict.fromkeys(
            term for sentence in self.sentence_around(start, end) for term in self.terms_of(*sentence)[0]
        )
        return IndexedPassage(number, terms, names, tuple(term for term in around if term not in terms))


class TakenApart(NamedTuple):
    """The words, pieces, amounts and dates of a passage."""

    words: list[ClaimWord]
    pieces: list[Span]
    amounts: tuple[Quantity, ...]
    days: tuple[SpokenDate, ...]


class Candidate(NamedTuple):
    """A passage ``[start, end)`` of a document that speaks of the same thing as a claim, or of the same matter.

    Attributes:
        score: how much it shares with the claim, from 0 on.
        relation: what the program proposes: ``same``, ``contradicts``, ``updates`` or ``topic``.
        differs: of ``DIFFERENCES``, in their order.
        speaker, date: who vouches for it and the date that it speaks about; empty if there is none.
        tag: the tag that it is, None for a sentence.
    """

    document: ClaimDocument
    start: int
    end: int
    quote: str
    score: float
    relation: str
    differs: tuple[str, ...]
    speaker: str = ""
    date: str = ""
    tag: TaggedPassage | None = None


class Claim(NamedTuple):
    """A passage that others are compared with: ``document.text[start:end]``."""

    document: ClaimDocument
    start: int
    end: int


class Seen(NamedTuple):
    """What comparing a claim with a candidate shows: by which part of it, how it stands, where, and its score."""

    signs: Signs
    part: Statement
    standing: Standing
    place: Claim
    score: float


class ClaimCorpus:
    """Documents, indexed by what their passages say."""

    def __init__(self, documents: Iterable[ClaimDocument]) -> None:
        self.documents = list(documents)
        self._places: list[tuple[int, Span]] = []
        self._numbers: dict[int, int] = {id(one): number for number, one in enumerate(self.documents)}
        self._matters: dict[int, dict[str, float]] = {}
        self._statements: dict[tuple[int, int, int], Statement] = {}
        indexed = []
        for number, document in enumerate(self.documents):
            for start, end in document.passages:
                passage = document.indexed(number, start, end)
                if len(passage.terms) >= _FEWEST_WORDS or document.tags:
                    self._places.append((number, Span(start, end)))
                    indexed.append(passage)
        self.index = PassageIndex(indexed)

    def candidates(self, claim: Claim, count: int, *, left_out: Iterable[ClaimDocument] = ()) -> list[Candidate]:
        """The passages of other documents that are most like a claim, best first.

        Args:
            claim: whose own document is left out.
            count: how many at most.
            left_out: more documents that are.
        """
        return [self._candidate(*one) for one in self.seen(claim, count, left_out=left_out)]

    def seen(self, claim: Claim, count: int, *, left_out: Iterable[ClaimDocument] = ()) -> Iterator[Seen]:
        """As ``candidates``, with what comparing each with the claim shows."""
        asked = self.statement(*claim)
        for place, standing, score in self.ranked(claim, count, left_out=left_out):
            yield Seen(*self.signs(asked, *place), standing, place, score)

    def ranked(
        self, claim: Claim, count: int, *, left_out: Iterable[ClaimDocument] = ()
    ) -> Iterator[tuple[Claim, Standing, float]]:
        """As ``candidates``, but not compared with the claim: each with how it stands, and its score."""
        hits = self.hits(claim, max(count, _COMPARED), left_out=left_out)
        for hit, standing in islice(_standings(hits, self._places), count):
            number, (start, end) = self._places[hit.passage]
            yield Claim(self.documents[number], start, end), standing, hit.score

    def hits(self, claim: Claim, count: int, *, left_out: Iterable[ClaimDocument] = ()) -> list[Hit]:
        """The passages by number that share most with a claim, without comparing them."""
        document = claim.document
        number = self._numbers.get(id(document), -1)
        if id(document) not in self._matters:
            own = [document.indexed(number, *one) for one in document.passages]
            self._matters[id(document)] = self.index.matter_of(counted_terms(own)) if len(own) > 1 else {}
        matter = self._matters[id(document)]
        silent = frozenset(self._numbers[id(one)] for one in (document, *left_out) if id(one) in self._numbers)
        return self.index.best(document.indexed(number, claim.start, claim.end), count, left_out=silent, matter=matter)

    def statement(self, document: ClaimDocument, start: int, end: int) -> Statement:
        """A passage taken apart; it is kept."""
        key = (id(document), start, end)
        if (known := self._statements.get(key)) is None:
            around = (one for one in document.sentence_around(start, end))
            context = {term for one in around for term in document.terms_of(*one)[0]}
            speaker = document.speaker_of(start, end)
            known = statement_of(document.text, start, end, day=document.day, speaker=speaker, context=context)
            self._statements[key] = known
        return known

    def signs(self, asked: Statement, document: ClaimDocument, start: int, end: int) -> tuple[Signs, Statement]:
        """What comparing a statement with a passage shows, by the part of the passage that fits best."""
        best = self.statement(document, *self._best_part(asked, document, start, end))
        return signs(asked, best, self.index.rarity), best

    def _best_part(self, asked: Statement, document: ClaimDocument, start: int, end: int) -> Span:
        """The part of a sentence that shares most with a statement, and has little else."""
        whole = Span(start, end)
        if any((one.start, one.end) == whole for one in document.tags) or document.text[end - 1] == "?":
            return whole
        taken = document.taken_apart(start, end)
        if len(taken.pieces) < 2:
            return taken.pieces[0] if taken.pieces else whole
        amounts = [
            one
            for one in taken.amounts
            if any(is_comparable(one, other) for other in (*asked.quantities, *asked.denied))
        ]
        marks: list[Quantity | SpokenDate] = [*amounts, *(taken.days if asked.date else ())]
        fit = _PartFit(asked.bases, taken.words, self.index.rarity)
        pieces = taken.pieces
        runs = [
            Span(pieces[first].start, pieces[last].end)
            for first in range(len(pieces))
            for last in range(first, min(first + _LONGEST_RUN, len(pieces)))
        ]
        fits = {run: value + _AMOUNT * _held(run, marks) for run in (*runs, whole) if (value := fit(run)) is not None}
        return max(fits, key=lambda one: (round(fits[one], 6), one.start - one.end), default=whole)

    def _candidate(self, signs: Signs, part: Statement, standing: Standing, place: Claim, score: float) -> Candidate:
        document, start, end = place
        relation = relation_of(signs, standing)
        return Candidate(
            document,
            start,
            end,
            document.text[start:end],
            round(score, 4),
            relation,
            differences(signs, relation),
            part.speaker,
            part.date,
            next((one for one in document.tags if (one.start, one.end) == (start, end)), None),
        )


class _PartFit:
    """How well parts of a sentence fit a statement: what of its words they have, and what else they have."""

    def __init__(self, asked: Iterable[str], words: Sequence[ClaimWord], rarity: Callable[[str], float]) -> None:
        wanted = sorted(asked)
        self._words = words
        self._weights = [rarity(word) for word in wanted]
        self._kin = {one.base: [kinship(word, one.base).value for word in wanted] for one in words}
        self._rarities = {base: rarity(base) for base in self._kin}

    def __call__(self, part: Span) -> float | None:
        """The fit of a part; None if it has no words."""
        bases = {word.base for word in self._words if part.start <= word.start and word.end <= part.end}
        if not bases or not self._weights:
            return None
        best = map(max, zip(*(self._kin[base] for base in bases), strict=True))
        forth = sum(map(mul, self._weights, best)) / (sum(self._weights) or 1.0)
        own = sum(self._rarities[base] for base in bases) or 1.0
        back = sum(self._rarities[base] * max(self._kin[base]) for base in bases) / own
        return float(forth * (_FORTH + back))


def _held(part: Span, marks: Iterable[Quantity | SpokenDate]) -> int:
    """1 if a part has an amount, and 1 if it has a date."""
    kinds = {type(one) for one in marks if part.start <= one.start and one.end <= part.end}
    return len(kinds)


def _standings(hits: Sequence[Hit], places: Sequence[tuple[int, Span]]) -> Iterator[tuple[Hit, Standing]]:
    """Each hit with how it stands beside the others."""
    top = hits[0].score if hits else 1.0
    best: dict[int, float] = {}
    for hit in hits:
        best.setdefault(places[hit.passage][0], hit.score)
    for hit in hits:
        first = best[places[hit.passage][0]]
        yield hit, Standing(hit.score / top, float(hit.score >= first), hit.score / first, min(1.0, hit.score))
