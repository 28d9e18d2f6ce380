"""What became of sentences, as a person reads it: parts of one sentence together, and words instead of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from reader.analysis.versions.sentence_fates import FATES, MERGED, REMOVED, SPLIT, SentenceFate
from reader.analysis.versions.tag_fates import TagFate, tag_totals
from reader.anchoring.word_difference import SAME, DifferencePart, difference
from reader.system.stdio import counted

#: How a fate is said of tags, behind "2 claims".
_OF_TAGS = {"number_changed": "with another number", "date_changed": "with another date", REMOVED: "gone"}
#: Labels of which one thing is a piece.
_PIECES = {"evidence": "piece{} of evidence"}


class ChangeGroup(NamedTuple):
    """One change: the earlier sentences and the later ones that belong together.

    Attributes:
        fate: one of ``FATES``.
        parts: the records.
        old, new: what each side says, sentence by sentence.
    """

    fate: str
    parts: tuple[SentenceFate, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]

    def words(self) -> list[DifferencePart]:
        """Both sides as one text, word by word."""
        return difference(" ".join(self.old), " ".join(self.new))

    def is_alike(self) -> bool:
        """Whether most of what both say is the same, so that it is best shown as one text."""
        sizes = Counter[bool]()
        for part in self.words():
            sizes[part.kind == SAME] += len(part.text)
        return sizes[True] >= sizes[False]


def change_groups(sentences: Iterable[SentenceFate]) -> list[ChangeGroup]:
    """The changes in the order of the sentences."""
    found = []
    for key, group in groupby(sentences, key=_whole):
        parts = tuple(group)
        sets = [parts] if key[0] in (SPLIT, MERGED) else [(part,) for part in parts]
        for one in sets:
            old, new = (
                tuple(dict.fromkeys(filter(None, side))) for side in zip(*(part[:2] for part in one), strict=True)
            )
            found.append(ChangeGroup(key[0], one, old, new))
    return found


def _whole(one: SentenceFate) -> tuple[str, object]:
    """The same for the parts of one sentence."""
    return one.fate, one.old_span if one.fate == SPLIT else one.new_span if one.fate == MERGED else None


def fate_in_words(fate: str) -> str:
    """``number changed``."""
    return fate.replace("_", " ")


def sentences_in_total(groups: Sequence[ChangeGroup]) -> str:
    """``12 sentences kept, 2 reworded, 1 added``."""
    counts = Counter(group.fate for group in groups)
    said = [(counts[fate], fate_in_words(fate)) for fate in FATES if counts[fate]]
    if not said:
        return "no sentences"
    (count, fate), *rest = said
    return ", ".join([f"{counted(count, 'sentence')} {fate}", *(f"{count} {fate}" for count, fate in rest)])


def tags_in_total(tags: Iterable[TagFate]) -> str:
    """``3 claims reworded, 1 piece of evidence gone``; empty without tags."""
    return ", ".join(f"{tags_of(label, count)} {tag_fate_in_words(fate)}" for label, fate, count in tag_totals(tags))


def tags_of(label: str, count: int) -> str:
    """``2 claims``, ``1 piece of evidence``."""
    if label in _PIECES:
        return f"{count} {_PIECES[label].format('' if count == 1 else 's')}"
    return counted(count, label)


def tag_fate_in_words(fate: str) -> str:
    """How a fate is said of tags: ``gone``, ``with another number``."""
    return _OF_TAGS.get(fate, fate_in_words(fate))
