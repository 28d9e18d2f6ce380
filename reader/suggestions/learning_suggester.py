"""The suggester of this program: rules as a prior, and a learner that takes each answer at once.

English has rules for claim, evidence and opinion. Every other label, and every other language, is learnt from answers
alone; until there are some, nothing is likely enough to be shown.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from math import log, sqrt

from reader.suggestions.english_features import english_features
from reader.suggestions.english_rules import rule_reasons, rule_scores
from reader.suggestions.online_learner import Example, OnlineLearner, probabilities
from reader.suggestions.sentence_tokens import learnt_features, tokens_of
from reader.suggestions.suggester import NONE, Answer, Verdict

#: Which rules and which learning this is.
VERSION = "rules-1"
#: Answers that count; earlier ones are let go of.
MOST_ANSWERS = 1_000
#: How much the score of the rules counts in a logit.
_RULE_WEIGHT = 1.5
#: The logit of a label that no rule knows.
_UNKNOWN = -1.0
#: The value of a feature of the rules, and of what every sentence has; the words of a sentence share 1.
_FLAG, _EVERY = 0.3, 0.3
#: How much less often a label is given counts in its favour where two are close, and the answers that stand for none.
_BALANCE, _SMOOTHING = 0.5, 10
#: How many times as likely the likeliest label may be for another one to be close.
_CLOSE = 2.0
#: Reasons that are named, how many of the learnt features are looked at, and shared by a passage that is like another.
_REASONS, _LOOKED_AT, _SHARED = 2, 6, 2
#: Letters of the shortest word that tells something by itself.
_TELLING = 4
#: The logit from which on a learnt reason is one.
_LEAST_LEARNT = 0.2
#: How passages of a label are called.
_PLURALS = {"claim": "of your claims", "opinion": "of your opinions"}


class LearningSuggester:
    """See ``Suggester``.

    Args:
        labels: the names of the labels in force.
        language: two-letter code of the sentences.
    """

    def __init__(self, labels: Sequence[str], language: str) -> None:
        self._classes = [NONE, *dict.fromkeys(one for one in labels if one != NONE)]
        self._places = {label: at for at, label in enumerate(self._classes)}
        self._has_rules = language == "en"
        self._learner = OnlineLearner(len(self._classes))
        self._examples: deque[Example] = deque(maxlen=MOST_ANSWERS)
        self._words: dict[str, list[int]] = {}
        self._count = 0
        self._counts: Counter[int] = Counter()

    @property
    def version(self) -> str:
        """See ``Suggester``."""
        return VERSION

    def judge(self, sentence: str) -> Verdict:
        """See ``Suggester``."""
        features, offsets, _ = self._seen_in(sentence)
        found = dict(zip(self._classes, probabilities(self._learner.logits(features, offsets)), strict=True))
        return Verdict(self._chosen(found), found)

    def why(self, sentence: str, label: str) -> str:
        """See ``Suggester``: what the rules name, and how many passages like it have the label."""
        features, _, flags = self._seen_in(sentence)
        reasons = rule_reasons(flags, label, self._classes)
        at = self._places[label]
        shares = ((self._learner.share(name, value, at), name) for name, value in features if name in self._words)
        telling = sorted(((share, name) for share, name in shares if share > 0), key=lambda one: (-one[0], one[1]))
        learnt = sum(share for share, _ in telling)
        if learnt > _LEAST_LEARNT and (count := self._like(at, [name for _, name in telling[:_LOOKED_AT]])):
            reasons[f"like {count:,} {_PLURALS.get(label, f'of your {label} tags')}"] = learnt
        ordered = sorted(reasons, key=lambda one: (-reasons[one], one))
        return " + ".join(ordered[:_REASONS]) or "as it is worded"

    def learn(self, answer: Answer) -> None:
        """See ``Suggester``; an answer with a label that is not in force teaches nothing."""
        if (example := self._example(answer)) is not None:
            self._keep(example)
            self._learner.learn(example)

    def learn_all(self, answers: Sequence[Answer]) -> None:
        """See ``Suggester``."""
        for answer in answers[-MOST_ANSWERS:]:
            if (example := self._example(answer)) is not None:
                self._keep(example)
        self._learner.learn_all(self._examples)
        self._words.clear()
        for number, one in enumerate(self._examples, self._count - len(self._examples)):
            self._note(number, one)

    def _example(self, answer: Answer) -> Example | None:
        place = self._places.get(answer.label)
        if place is None:
            return None
        features, offsets, _ = self._seen_in(answer.sentence)
        return Example(features, offsets, place, 0 if answer.is_whole or place == 0 else 1)

    def _seen_in(self, sentence: str) -> tuple[list[tuple[str, float]], list[float], Mapping[str, int]]:
        """What the learner and the rules see of a sentence: features, logits of the rules, their features."""
        tokens = tokens_of(sentence)
        flags = english_features(sentence, tokens) if self._has_rules else {}
        return _features(tokens, flags), self._offsets(flags), flags

    def _keep(self, example: Example) -> None:
        if len(self._examples) == MOST_ANSWERS:
            self._counts[self._examples[0].target] -= 1
        self._examples.append(example)
        self._counts[example.target] += 1
        self._note(self._count, example)
        self._count += 1

    def _note(self, number: int, example: Example) -> None:
        """Remember which words an answer with a label has, for the reason "like 3 of your claims"."""
        if example.target:
            for name, _ in example.features:
                if _is_telling(name):
                    self._words.setdefault(name, []).append(number)

    def _offsets(self, flags: Mapping[str, int]) -> list[float]:
        if not self._has_rules:
            return [0.0, *(_UNKNOWN for _ in self._classes[1:])]
        scores = rule_scores(flags)
        return [_RULE_WEIGHT * scores[one] if one in scores else _UNKNOWN for one in self._classes]

    def _chosen(self, found: Mapping[str, float]) -> str:
        """The likeliest label; of those that are close, the one that stands out most from how often it is given."""
        total = len(self._examples) + _SMOOTHING * len(self._classes)
        least = max(found.values()) / _CLOSE

        def lead(label: str) -> float:
            count = self._counts[self._places[label]] + _SMOOTHING
            often = max(count, total / len(self._classes)) if label == NONE else count  # tags alone never say "none"
            return log(found[label]) - _BALANCE * log(often)

        return max((one for one in self._classes if found[one] >= least), key=lead)

    def _like(self, at: int, names: Sequence[str]) -> int:
        """How many answers with a label share some of the telling words."""
        first = self._count - len(self._examples)
        shared: Counter[int] = Counter()
        for name in names:
            shared.update(self._words.get(name, ()))
        return sum(
            count >= _SHARED and number >= first and self._examples[number - first].target == at
            for number, count in shared.items()
        )


def _features(tokens: Sequence[str], flags: Mapping[str, int]) -> list[tuple[str, float]]:
    """What the learner sees: words, whose values shrink with their number, what the rules saw, and a constant."""
    words = learnt_features(tokens)
    value = 1 / sqrt(len(words)) if words else 0.0
    return [*((one, value) for one in words), *((f"#{one}", _FLAG) for one in flags), ("#", _EVERY)]


def _is_telling(name: str) -> bool:
    """Whether a feature is a word, not a short one: those stand in every sentence."""
    return len(name) >= _TELLING and name.isalpha()
