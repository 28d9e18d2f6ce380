"""What a suggester is: the seam between the reader and whatever suggests passages to tag.

Other packages add theirs as entry points of the group ``nrc_reader.suggesters``: a name, and a callable that takes the
labels in force, as names, and the language of the sentences, and gives a :class:`Suggester`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

#: The answer that a sentence has no label.
NONE = ""
#: Code points of a sentence that are looked at; what comes behind them tells nothing more.
MOST_CHARACTERS = 2_000


class Answer(NamedTuple):
    """What a person did with a sentence.

    Attributes:
        sentence: its words, as they stand in the article.
        label: the label that they gave it; ``NONE`` where they dismissed it or left it in a finished document.
        is_whole: whether ``NONE`` could have been the answer as well: the document was finished, or a suggestion was
            answered. Tags alone say nothing about what is left untagged.
    """

    sentence: str
    label: str
    is_whole: bool = True


class Verdict(NamedTuple):
    """What a suggester says of a sentence.

    Attributes:
        label: the label that would be proposed; ``NONE`` where none stands out.
        probabilities: of each label, and of ``NONE``; they add up to 1.
    """

    label: str
    probabilities: Mapping[str, float]

    @property
    def score(self) -> float:
        """The probability of the label."""
        return self.probabilities.get(self.label, 0.0)


class Suggester(Protocol):
    """Judges sentences, one by one, and learns from answers.

    The same answers in the same order lead to the same verdicts, on any machine.
    """

    @property
    def version(self) -> str:
        """What says which rules and which learning it is; another one where verdicts may differ."""

    def judge(self, sentence: str) -> Verdict:
        """What it thinks of a sentence now."""

    def why(self, sentence: str, label: str) -> str:
        """What speaks for a label, in a few words for a person, as ``number + source``; never empty."""

    def learn(self, answer: Answer) -> None:
        """Take an answer in at once."""

    def learn_all(self, answers: Sequence[Answer]) -> None:
        """Take many in, the earliest first, better than one by one; those of before count as well."""
