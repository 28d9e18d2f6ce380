"""What a passage states, taken apart so that it can be compared: words, amounts, dates, speaker, and how it is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from reader.analysis.claims.claim_words import ClaimWord, claim_words
from reader.analysis.claims.dates_spoken_of import main_date, spoken_dates
from reader.analysis.claims.quantities import Quantity, quantities
from reader.analysis.claims.stance import Modality, denials, denied_parts, holds_until, modality, tells_newer_state


@dataclass(frozen=True, slots=True)
class Statement:
    """The passage ``text[start:end]`` of a document; code points, half-open.

    Attributes:
        words: its content words, in order.
        quantities: its amounts, without those that it denies.
        denied: the amounts that it denies.
        dates: the ISO forms of all its dates; the main one is ``date``, empty if there is none.
        denials: how often it turns its sense around.
        modality: how sure it is said to be.
        speaker: who vouches for it; empty for the author.
        day: of its article.
        bases: the base forms of its words.
        context: base forms of the words around it, which its pronouns may mean.
        turned: those of its words that an odd number of denials turns around.
        holds_until: whether it tells of something until, before or since some day.
        is_newer_state: whether its words tell of a state that follows another one.
    """

    start: int
    end: int
    words: tuple[ClaimWord, ...]
    quantities: tuple[Quantity, ...] = ()
    denied: tuple[Quantity, ...] = ()
    dates: tuple[str, ...] = ()
    date: str = ""
    denials: int = 0
    modality: Modality = Modality.FACT
    speaker: str = ""
    day: dt.date | None = None
    is_newer_state: bool = False
    bases: frozenset[str] = field(default_factory=frozenset)
    context: frozenset[str] = field(default_factory=frozenset)
    turned: frozenset[str] = field(default_factory=frozenset)
    holds_until: bool = False


def statement_of(
    text: str, start: int, end: int, *, day: dt.date | None = None, speaker: str = "", context: Iterable[str] = ()
) -> Statement:
    """Take ``text[start:end]`` apart; ``context`` are base forms of words around it."""
    passage = text[start:end]
    count = denials(passage)
    known = tuple(claim_words(text, start, end))
    turning = [(start + low, start + high) for low, high in denied_parts(passage)]
    turned = {word.base for word in known if sum(low <= word.start and word.end <= high for low, high in turning) % 2}
    amounts = quantities(text, start, end)
    main = main_date(text, day, start, end)
    return Statement(
        start,
        end,
        known,
        tuple(one for one in amounts if not one.is_denied),
        tuple(one for one in amounts if one.is_denied),
        tuple(one.iso for one in spoken_dates(text, day, start, end) if one.iso),
        main.iso if main else "",
        count,
        modality(passage),
        speaker,
        day,
        tells_newer_state(passage),
        frozenset(word.base for word in known),
        frozenset(context),
        frozenset(turned) if count % 2 or not holds_until(passage) else frozenset(),
        holds_until(passage),
    )
