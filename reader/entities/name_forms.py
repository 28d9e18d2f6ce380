"""The distinct forms of a name in one text, and a spelling key that ignores articles, titles and accents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reader.entities.tables import all_titles, without_marks
from reader.model.entity import Mention

_SPACE = re.compile(r"\s+")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_EDGES = " \t\n\"“”‘’'«»„`,;:()[]"


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One distinct form of a name: ``name`` is its key; ``family`` is ``person``, ``name`` or a kind of value."""

    name: str
    family: str
    mentions: tuple[Mention, ...]

    @property
    def surface(self) -> str:
        """The form at its first mention."""
        return self.mentions[0].text

    @property
    def first(self) -> int:
        """The offset of its first mention, in code points."""
        return self.mentions[0].start

    @property
    def kind(self) -> str:
        """The kind of its first mention."""
        return self.mentions[0].kind


#: Pairs of forms that mean one thing.
Pairs = Iterator[tuple[Form, Form]]
#: Takes the forms of a text (ordered by first mention) and the text; yields the pairs that it joins.
Rule = Callable[[list[Form], str], Pairs]


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """A spelling key: equal for names that differ only in articles, possessives, quotes, full stops and accents.

    Case counts if it distinguishes words: ``US`` and ``us``, ``IS`` and ``is``. Names of more than four letters are
    compared without case.
    """
    plain = _SPACE.sub(" ", name).strip(_EDGES)
    plain = _ARTICLE.sub("", _POSSESSIVE.sub("", plain)).strip(_EDGES)
    if re.search(r"\b[^\W\d_]\.", plain):
        plain = re.sub(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b|$|\s)", "", plain)
    plain = plain.replace("’", "'").replace("–", "-").replace("-", " ")
    plain = without_marks(plain)
    return (plain.casefold() if len(plain) > 4 else plain) or name


@lru_cache(maxsize=8192)
def without_titles(name: str) -> str:
    """A person's name without the titles before it; empty for a title alone."""
    parts = name.split()
    titles = all_titles()
    while parts and (parts[0] in titles or (len(parts) > 1 and parts[0].rstrip(",") in titles)):
        parts.pop(0)
    return " ".join(parts)
