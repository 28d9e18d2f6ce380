"""Compares two statements: what differs, and which relation follows from it.

``DIFFERENCES`` are named in one order. The program never says that a statement is false; it says in what two differ.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from reader.analysis.claims.calendar_dates import covered, overlap
from reader.analysis.claims.quantities import ORDINAL, Quantity, agree, are_comparable
from reader.analysis.claims.stance import Modality
from reader.analysis.claims.statement import Statement
from reader.analysis.claims.word_matches import kinship, matches

DIFFERENCES = ("number", "date", "negation", "modality", "speaker", "scope")


class Signs(NamedTuple):
    """What a comparison of two statements sees; numbers between 0 and 1, and signs that are 0 or 1."""

    least: float
    most: float
    least_around: float
    most_around: float
    shared_names: float
    number_agrees: float
    number_differs: float
    other_number: float
    date_agrees: float
    date_differs: float
    one_date: float
    denial_differs: float
    opposites: float
    opposed: float
    turned: float
    wish: float
    guess: float
    plan: float
    earlier_plan: float
    same_speaker: float
    other_speaker: float
    one_speaker: float
    later: float
    newer: float
    opposed_near: float
    number_near: float
    agrees_near: float
    nothing_differs: float
    other_names: float
    event_after: float
    event_before: float
    still_to_come: float
    both_to_come: float
    same_things: float
    question: float
    condition: float
    only_shared: float


def signs(first: Statement, second: Statement, rarity: Callable[[str], float]) -> Signs:
    """Compare two statements of different documents."""
    forth = matches(first.bases, second.bases, rarity)
    back = matches(second.bases, first.bases, rarity)
    forth_around = matches(first.bases, second.bases | second.context, rarity).covered
    back_around = matches(second.bases, first.bases | first.context, rarity).covered
    names, others = ({word.base for word in one.words if word.is_name} for one in (first, second))
    number_agrees, number_differs, other_number = _numbers(first, second)
    has_dates = bool(first.date and second.date)
    date_agrees = has_dates and overlap(first.date, second.date)
    opposites = len(set(forth.opposites)) % 2
    if opposites and first.holds_until != second.holds_until:
        opposites = 0  # "closed until Monday", "open from Monday"
    denial = (first.denials - second.denials) % 2
    low, high = sorted((first.modality, second.modality))
    same = same_speaker(first.speaker, second.speaker)
    days = (second.day - first.day).days if first.day and second.day else 0
    earlier, later = (first, second) if days >= 0 else (second, first)
    opposed = denial != opposites
    turned = _turned(first, second, forth.partners, rarity)
    most = max(forth.covered, back.covered)
    wish = high >= Modality.CONDITION and low < Modality.CONDITION
    differs = number_differs or (has_dates and not date_agrees) or opposed or turned > 0.5
    return Signs(
        min(forth.covered, back.covered),
        most,
        min(forth_around, back_around),
        max(forth_around, back_around),
        min(1.0, len(names & others) / 2),
        number_agrees,
        number_differs,
        other_number,
        float(date_agrees),
        float(has_dates and not date_agrees),
        float(bool(first.date) != bool(second.date)),
        float(denial),
        float(opposites),
        float(opposed),
        turned,
        float(wish),
        float(high == Modality.GUESS and low < Modality.GUESS),
        float(high == Modality.PLAN and low == Modality.FACT),
        float(earlier.modality in (Modality.PLAN, Modality.GUESS)),
        float(same),
        float(bool(first.speaker and second.speaker) and not same),
        float(bool(first.speaker) != bool(second.speaker)),
        min(1.0, abs(days) / 30),
        float(later.is_newer_state),
        float(opposed) * most,
        number_differs * most,
        number_agrees * most,
        float(not differs) * most,
        float(bool(names and others) and not names & (others | second.context) and not others & first.context),
        float(_is_after(later, earlier.day)),
        float(bool(later.date) and not _is_after(later, earlier.day)),
        float(_is_after(earlier, earlier.day)),
        float(_is_after(earlier, earlier.day) and _is_after(later, later.day)),
        _same_amount_of_things(first, second),
        float(high == Modality.QUESTION and low < Modality.QUESTION),
        float(high == Modality.CONDITION and low < Modality.CONDITION),
        _rarest_shared(first, forth.partners, rarity),
    )


def differences(seen: Signs, relation: str) -> tuple[str, ...]:
    """In what two statements of a proposed relation differ, in the order of ``DIFFERENCES``."""
    is_changed, is_topic = relation in ("contradicts", "updates"), relation == "topic"
    number = bool(seen.number_differs and relation != "same")
    day = bool(seen.date_differs and relation != "same")
    negation = is_changed and bool(seen.opposed or seen.turned > 0.5) and not (number or day)
    if is_changed and not (number or day or negation):  # something has to differ
        number, negation = bool(seen.other_number), not seen.other_number
    modality = bool(seen.wish or seen.guess)
    found = {
        "number": number,
        "date": day,
        "negation": negation,
        "modality": modality,
        "speaker": bool(seen.other_speaker) and not is_topic,
        "scope": is_topic and not modality and not day,
    }
    return tuple(name for name in DIFFERENCES if found[name])


def _is_after(statement: Statement, day: date | None) -> bool:
    """Whether a statement speaks of a date after a day."""
    return bool(statement.date and day) and covered(statement.date)[1] > day  # type: ignore[operator]


def _same_amount_of_things(first: Statement, second: Statement) -> float:
    """1 if both have one amount of one thing, 0.5 if they have one amount."""
    shared = [
        _same_things(one, two)
        for one in first.quantities
        for two in second.quantities
        if is_comparable(one, two) and agree(one, two)
    ]
    return 0.0 if not shared else 1.0 if any(shared) else 0.5


def _rarest_shared(first: Statement, partners: dict[str, str], rarity: Callable[[str], float]) -> float:
    """How much the rarest word says that both have and that is no name."""
    names = {word.base for word in first.words if word.is_name}
    return max(
        (rarity(word) * kinship(word, other).value for word, other in partners.items() if word not in names),
        default=0.0,
    )


def _turned(first: Statement, second: Statement, partners: dict[str, str], rarity: Callable[[str], float]) -> float:
    """The part of the shared words that are affirmed on one side and denied on the other."""
    whole = turned = 0.0
    for word, partner in partners.items():
        value = rarity(word)
        whole += value
        is_opposite = kinship(word, partner).is_opposite
        if ((word in first.turned) != (partner in second.turned)) != is_opposite:
            turned += value
    return turned / whole if whole else 0.0


def same_speaker(first: str, second: str) -> bool:
    """Whether two names are of one speaker; who speaks for a body counts as the body."""
    if not first or not second:
        return False
    one, other = _speaker_words(first), _speaker_words(second)
    return bool(one & other) and (one <= other or other <= one or len(one & other) > 1)


_SPEAKER_FILLERS = frozenset(
    "the a an of for spokesman spokeswoman spokesperson its his her mr mrs ms dr city local regional".split()
)


def _speaker_words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace("’s", "").replace("'s", "").split()) - _SPEAKER_FILLERS


def _numbers(first: Statement, second: Statement) -> tuple[float, float, float]:
    """Whether an amount is in both, whether one of the same thing differs, and whether only other ones are there."""
    agrees = differs = other = False
    for one in first.quantities:
        compared = [two for two in second.quantities if is_comparable(one, two)]
        if any(agree(one, two) and (_is_telling(one) or _same_things(one, two)) for two in compared):
            agrees = agrees or any(two.unit != ORDINAL != one.unit and agree(one, two) for two in compared)
        elif one.unit == ORDINAL and all(two.unit == ORDINAL for two in compared):
            continue
        elif any(_about_one_thing(one, two) for two in compared):
            differs = True
        elif compared:
            other = True
    denied = any(agree(one, two) for one in first.denied for two in second.quantities if are_comparable(one, two))
    denied |= any(agree(one, two) for one in second.denied for two in first.quantities if are_comparable(one, two))
    return float(agrees), float((differs and not agrees) or denied), float(other and not agrees and not differs)


def is_comparable(one: Quantity, two: Quantity) -> bool:
    """Whether two amounts may be compared; those of things are not compared with sums of money."""
    if not are_comparable(one, two):
        return False
    # a bare number may be a sum of money, and one of things is none
    return one.unit == two.unit or ORDINAL in (one.unit, two.unit) or not (one if not one.unit else two).things


def _is_telling(one: Quantity) -> bool:
    return one.unit not in ("", ORDINAL) or one.high > 12


def _about_one_thing(one: Quantity, two: Quantity) -> bool:
    if one.unit not in ("", ORDINAL) and one.unit == two.unit:
        return True
    return _same_things(one, two) or not one.things or not two.things


def _same_things(one: Quantity, two: Quantity) -> bool:
    from reader.analysis.claims.word_senses import base_form

    return any(
        kinship(base_form(thing), base_form(other)).value >= 0.4 for thing in one.things[:2] for other in two.things[:2]
    )
