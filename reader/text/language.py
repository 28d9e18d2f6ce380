"""Detects the language of a text: by a vote of function words, and by a library if that is not clear.

The library knows a hundred languages but takes half a second to load, too long before the first screen. The six most
frequent languages need only the vote. If neither is sure, the result is None, not a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import islice
from typing import Any

#: Frequent function words; a word of several languages votes for each of them.
_WORDS = {
    "en": """
    the of and to in a is that it for was on with as he be at by had not are but from or have an they which one were
    all their there been has when who will more if out so what up about into than them can only other his her she you
    this said would we i no how because these those where while its after also over our
    """,
    "de": """
    der die das und in zu den mit von für auf ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach
    wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein
    wurde ich wir ihr sich des ihre seine diese kann mich
    """,
    "fr": """
    le la les des et est un une du en que qui dans pour pas sur au plus par ce il ne sont avec son se aux mais ou cette
    elle nous vous ils leur être à été de d'une d'un c'est qu'il n'est ses sa comme après
    """,
    "es": """
    el la los las por con para del una un su al lo como más pero sus ha fue este ya entre cuando muy sin sobre también
    que y en de se no es a le esta son hay desde todo había porque
    """,
    "it": """
    di che è il per non gli della con sono si da dei nel alla più ha delle anche come ma lo la un una del i le a e al
    dal dalla nella sul sulla questo essere stato ai cui dell'
    """,
    "pt": """
    o os as um uma não do da dos das em no na se foi mais ao pelo pela que de e a para com por é são à também mas como
    seu sua ou ele ela isso já entre até nos nas foram você
    """,
}  # fmt: skip
#: The most passages that are read.
_PASSAGES = 200
#: The most words that are read, about as many as an article has; stray text at its start is outvoted.
_SAMPLE = 600
#: Fewer votes, or a smaller share of the words, do not decide.
_LEAST_VOTES = 4
_LEAST_SHARE = 0.2
#: Fewer letters are not passed to the library; a letter of a script without spaces counts as three.
_LEAST_LETTERS = 60
#: The least probability that the library must give.
_LEAST_SURE = 0.9
#: The least ratio of the first language's votes to the second's.
_LEAD = 1.15


@cache
def _votes() -> dict[str, tuple[str, ...]]:
    """The languages that each word votes for."""
    votes: dict[str, tuple[str, ...]] = {}
    for language, words in _WORDS.items():
        for word in words.split():
            votes[word] = (*votes.get(word, ()), language)
    return votes


def language_of(passages: Iterable[str]) -> str | None:
    """The two-letter code of the language of most passages; None if it is not clear.

    Args:
        passages: running text in lower case.
    """
    sample = list(islice(passages, _PASSAGES))
    return _voted(sample) or _identified(sample)


def _voted(passages: Iterable[str]) -> str | None:
    """The language whose function words are clearly ahead; None if there is none."""
    votes = _votes()
    counts = dict.fromkeys(_WORDS, 0)
    seen = 0
    for passage in passages:
        words = passage.split()
        seen += len(words)
        for word in words:
            if word in votes:
                for language in votes[word]:
                    counts[language] += 1
        if seen >= _SAMPLE:
            break
    first, second = sorted(counts, key=lambda language: -counts[language])[:2]
    if counts[first] < max(_LEAST_VOTES, _LEAST_SHARE * seen) or counts[first] < _LEAD * counts[second]:
        return None
    return first


def _identified(passages: Iterable[str]) -> str | None:
    """The language by the library, if there is enough text and it is sure; otherwise None."""
    text = " ".join(passages)[: 10 * _SAMPLE]
    letters = sum(3 if char >= "\u2e80" else 1 for char in text if char.isalpha())
    if letters < _LEAST_LETTERS:
        return None
    code, sureness = _identifier().classify(text)
    return str(code)[:2] if sureness >= _LEAST_SURE else None


class UnknownAtOnceError(Exception):
    """The language needs the library, and the caller has no time to load it."""


_at_once: ContextVar[bool] = ContextVar("at_once", default=False)


@contextmanager
def deciding_at_once() -> Iterator[None]:
    """Inside, ``UnknownAtOnceError`` is raised instead of loading the library, which takes half a second."""
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


def _identifier() -> Any:
    if _at_once.get():
        raise UnknownAtOnceError
    return _loaded_identifier()


@cache
def _loaded_identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_at_once(text: str) -> str:
    """The language of a text whose paragraphs stand apart, if its function words tell it at once; else English."""
    try:
        with deciding_at_once():
            return language_of(part.lower() for part in text.split("\n\n")) or "en"
    except UnknownAtOnceError:
        return "en"
