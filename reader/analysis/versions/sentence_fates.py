"""What became of each sentence of an article in a later version of it."""

from __future__ import annotations

from typing import NamedTuple

from reader.analysis.versions.certainty import certainty_change
from reader.analysis.versions.sentence_pairing import SentencePair, sentence_pairs
from reader.analysis.versions.stated_values import has_other_date, has_other_number
from reader.analysis.versions.version_text import Sentence, VersionText
from reader.model.spans import Span

KEPT, MOVED, REWORDED = "kept", "moved", "reworded"
SOFTENED, HARDENED = "softened", "hardened"
NUMBER_CHANGED, DATE_CHANGED = "number_changed", "date_changed"
SPLIT, MERGED = "split", "merged"
REMOVED, ADDED = "removed", "added"
#: All, in the order in which they are counted and listed.
FATES = (
    KEPT, MOVED, REWORDED, SOFTENED, HARDENED, NUMBER_CHANGED, DATE_CHANGED, SPLIT, MERGED, REMOVED, ADDED,
)  # fmt: skip


class SentenceFate(NamedTuple):
    """A sentence, or a part of one, and what became of it.

    Attributes:
        old, new: what it says in each version, on one line; None if it is not there.
        fate: one of :data:`FATES`.
        old_span, new_span: where it stands, code points of the version's text.
    """

    old: str | None
    new: str | None
    fate: str
    old_span: Span | None
    new_span: Span | None


def sentence_fates(old: VersionText, new: VersionText) -> list[SentenceFate]:
    """The fate of every sentence of both versions, in the order of the later one.

    A sentence that is gone stands behind the one that stood before it. One that was split, or merged with others, is
    there once for each part.
    """
    return [_fate(pair, old, new) for pair in sentence_pairs(old, new)]


def _fate(pair: SentencePair, old: VersionText, new: VersionText) -> SentenceFate:
    first = None if pair.old is None else old.sentences[pair.old]
    second = None if pair.new is None else new.sentences[pair.new]
    if first is None or second is None:
        fate = ADDED if first is None else REMOVED
    elif pair.parts != (1, 1):
        fate = SPLIT if pair.parts[1] > 1 else MERGED
    elif pair.is_equal:
        fate = MOVED if pair.is_moved else KEPT
    else:
        fate = _change(first, second, pair, (old, new))
    return SentenceFate(_text(first), _text(second), fate, _span(first), _span(second))


def _text(sentence: Sentence | None) -> str | None:
    return None if sentence is None else sentence.text


def _span(sentence: Sentence | None) -> Span | None:
    return None if sentence is None else Span(sentence.start, sentence.end)


def _change(old: Sentence, new: Sentence, pair: SentencePair, versions: tuple[VersionText, VersionText]) -> str:
    """The fate of a sentence that says something in other words: numbers first, then dates, then how surely."""
    if old.is_headline and not pair.are_alike:
        return REWORDED
    if has_other_number(old.text, new.text):
        return NUMBER_CHANGED
    if has_other_date(old.text, new.text, (versions[0].day, versions[1].day)):
        return DATE_CHANGED
    change = certainty_change(old.text, new.text, versions[1].language, are_alike=pair.are_alike)
    return SOFTENED if change < 0 else HARDENED if change > 0 else REWORDED
