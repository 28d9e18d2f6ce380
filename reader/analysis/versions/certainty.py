"""Whether another wording of a sentence says it more or less surely. English only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from reader.analysis.claims.number_words import numbers
from reader.analysis.versions.certainty_words import (
    ABOUT,
    ALSO_NOUNS,
    APPROXIMATE,
    ATTRIBUTIONS,
    CERTAINTY_WORDS,
    DETERMINERS,
    NEGATIONS,
    WEAKER,
)

#: Languages that the words are of; a text of which nobody knows the language counts as English.
_LANGUAGES = frozenset({"en", None})
#: The least difference of two weights, and that in a sentence with few words of the earlier one: there a "would" or
#: an "if" comes with the wording.
_LEAST, _LEAST_UNLIKE = 0.25, 0.6
#: The least weight of a word of certainty that a negation turns round, and how many words before it one may stand.
_TURNED, _REACH = 0.7, 3
_WORD = re.compile(r"'ll\b|[^\W_]+?(?=n't\b)|n't\b|[^\W_]+(?:-[^\W_]+)*")
_MONTH_BEFORE = re.compile(r"(?:\d|\b(?:in|of|since|until|by|from|to|last|next|early|late|mid|this)) $")
_DAY_AFTER = re.compile(r",? \d")
#: Behind "every", what makes it a part: "every second shop".
_SHARE_AFTER = re.compile(r" (?:second|third|fourth|fifth|tenth|other|few)\b")
#: Where something is reported, these only shift the tense.
_TOLD = (("can", "could"), ("will", "would"), ("shall", "would"))


def certainty_change(old: str, new: str, language: str | None, *, are_alike: bool) -> int:
    """-1 if the later wording says it less surely, 1 if more surely, 0 if it makes no difference.

    The strongest word of doubt decides, then the strongest of certainty.

    Args:
        old, new: one sentence in two wordings.
        language: two-letter code; of other languages than English nothing is known.
        are_alike: whether most words are the same; else only strong words count.
    """
    if language not in _LANGUAGES:
        return 0
    words = [_words(old), _words(new)]
    _shift_tense(words[0], words[1])
    before, after = _markers(words[0]), _markers(words[1])
    gone, come = before - after, after - before
    for strongest, sign in ((min, -1), (max, 1)):
        weights = [
            strongest([0.0, *(weight for weight in map(_weight, side) if weight * sign > 0)]) for side in (gone, come)
        ]
        if abs(weights[1] - weights[0]) >= (_LEAST if are_alike else _LEAST_UNLIKE):
            return 1 if weights[1] > weights[0] else -1
    only_old, only_new = set(words[0]) - set(words[1]), set(words[1]) - set(words[0])
    for strong, weak in WEAKER:
        is_weaker, is_stronger = (
            bool(one & strong and other & weak) for one, other in ((only_old, only_new), (only_new, only_old))
        )
        if is_weaker != is_stronger:
            return -1 if is_weaker else 1
    if asks := new.endswith("?") - old.endswith("?"):
        return -asks
    return ATTRIBUTIONS.isdisjoint(words[1]) - ATTRIBUTIONS.isdisjoint(words[0]) if are_alike else 0


def _words(text: str) -> list[str]:
    """The words in lower case; the month of May is ``may_``, "every second" ``every_``, "about 12" ``about 1``."""
    plain = text.replace("’", "'")
    counted = {number.start for number in numbers(plain)}
    found = []
    for match in _WORD.finditer(plain):
        word = match[0].lower()
        if match[0] == "May" and (
            _MONTH_BEFORE.search(plain, 0, match.start()) or _DAY_AFTER.match(plain, match.end())
        ):
            word = "may_"
        elif word == "every" and _SHARE_AFTER.match(plain, match.end()):
            word = "every_"
        elif word in APPROXIMATE and not counted.isdisjoint(range(match.end() + 1, match.end() + 3)):
            word = "about 1"
        found.append(word)
    return found


def _shift_tense(first: list[str], second: list[str]) -> None:
    """Have "can" and "could" be one word where one wording has this and the other that, and says who said it."""
    for here, there in ((first, second), (second, first)):
        if ATTRIBUTIONS.isdisjoint(there):
            continue
        for now, then in _TOLD:
            if now in here and then not in here and then in there and now not in there:
                there[:] = [now if word == then else word for word in there]


def _markers(words: Sequence[str]) -> Counter[str]:
    """The phrases that say how sure something is; "not " stands before those that a negation turns round."""
    found: Counter[str] = Counter()
    at = 0
    while at < len(words):
        phrase, size = _phrase_at(words, at)
        is_noun = size == 1 and phrase in ALSO_NOUNS and at and words[at - 1] in DETERMINERS
        if phrase and not is_noun:
            is_turned = _phrases()[phrase] >= _TURNED and not NEGATIONS.isdisjoint(words[max(0, at - _REACH) : at])
            found[f"not {phrase}" if is_turned else phrase] += 1
        at += size
    return found


def _phrase_at(words: Sequence[str], at: int) -> tuple[str, int]:
    """The longest phrase that begins at a word, and its words; empty and 1 if there is none."""
    for size in range(min(_longest(), len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + size])
        if phrase in _phrases():
            return phrase, size
    word = words[at]
    return next((stem for stop in range(len(word), 3, -1) if (stem := f"{word[:stop]}*") in _phrases()), ""), 1


def _weight(marker: str) -> float:
    weight = _phrases().get(marker)
    return -1.0 if weight is None else weight  # one that is turned round


@cache
def _phrases() -> dict[str, float]:
    """Each phrase, its words as :func:`_words` finds them, and what it adds."""
    found = {"about 1": ABOUT}
    for line in CERTAINTY_WORDS.strip().splitlines():
        weight, _, phrases = line.partition(" ")
        for phrase in phrases.split(","):
            words = phrase.strip() if phrase.strip() == "may_" else " ".join(_words(phrase))
            found[f"{words}*" if phrase.endswith("*") else words] = float(weight)
    return found


@cache
def _longest() -> int:
    return max(phrase.count(" ") for phrase in _phrases()) + 1
