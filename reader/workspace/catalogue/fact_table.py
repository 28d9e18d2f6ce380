"""The facts of all documents, by the places of these: a few bytes each, and quick to sort and to filter by."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from reader.workspace.catalogue.document_facts import DocumentFacts

#: Stands for what is not known.
_UNKNOWN = -1
_MOST = 2**31 - 1


class TextColumn:
    """A short text for each place; each different one is kept once.

    Attributes:
        numbers: by place which of the texts it has; negative where that is not known.
    """

    def __init__(self) -> None:
        self.numbers = array("i")
        self._texts: list[str] = []
        self._number_of: dict[str, int] = {}

    def cover(self, places: int) -> None:
        """Have room for so many places."""
        if (missing := places - len(self.numbers)) > 0:
            self.numbers.extend(array("i", [_UNKNOWN]) * missing)

    def put(self, place: int, text: str) -> None:
        """Remember a text, which may be empty."""
        number = self._number_of.setdefault(text, len(self._texts))
        if number == len(self._texts):
            self._texts.append(text)
        self.numbers[place] = number

    def at(self, place: int) -> str | None:
        """The text of a place; None where it is not known."""
        number = self.numbers[place] if place < len(self.numbers) else _UNKNOWN
        return self._texts[number] if number != _UNKNOWN else None

    def matching(self, fits: Callable[[str], object]) -> Matching | None:
        """Which places have a text that fits; None where no text does. It asks of each different text once."""
        found = frozenset(number for number, text in enumerate(self._texts) if text and fits(text))
        return Matching(self, found) if found else None


class Matching:
    """The places whose texts are some of a column."""

    def __init__(self, column: TextColumn, found: frozenset[int]) -> None:
        self._column = column
        self._found = found

    def of(self, places: Sequence[int]) -> list[bool] | None:
        """For each place, whether it is one; None where none is."""
        self._column.cover(max(places, default=0) + 1)
        every = self._column.numbers
        is_run = isinstance(places, range) and places.step == 1
        numbers = every[places[0] : places[-1] + 1] if is_run and places else [every[place] for place in places]
        return None if self._found.isdisjoint(numbers) else list(map(self._found.__contains__, numbers))


class FactTable:
    """What is known of the documents of a library; for the thread that owns it.

    Attributes:
        published, sources, languages: see ``DocumentFacts``.
        version: another number once something has changed.
    """

    def __init__(self) -> None:
        self.published, self.sources, self.languages = TextColumn(), TextColumn(), TextColumn()
        self._words = array("i")
        self.version = 0

    def take(self, place: int, facts: DocumentFacts) -> None:
        """Remember what is known of the document at a place; the number of words stays where nobody has counted."""
        stated = (self.published, facts.published), (self.sources, facts.source), (self.languages, facts.language)
        for column, text in stated:
            column.cover(place + 1)
            column.put(place, text)
        self._cover(place + 1)
        if facts.words is not None:
            self._words[place] = min(facts.words, _MOST)
        self.version += 1

    def words(self, places: Sequence[int]) -> list[int | None]:
        """The number of words of each place; None where it is not known."""
        return [one if one != _UNKNOWN else None for one in self._words_of(places)]

    def count_words(self, places: Sequence[int]) -> tuple[int, int]:
        """Of how many of these places the number of words is known, and all these words together."""
        found = self._words_of(places)
        unknown = found.count(_UNKNOWN)
        return len(found) - unknown, sum(found) - unknown * _UNKNOWN

    def _words_of(self, places: Sequence[int]) -> list[int]:
        self._cover(max(places, default=0) + 1)
        return list(map(self._words.__getitem__, places))

    def _cover(self, places: int) -> None:
        if (missing := places - len(self._words)) > 0:
            self._words.extend(array("i", [_UNKNOWN]) * missing)

    def at(self, place: int) -> DocumentFacts | None:
        """What is known of a document; None where nothing is."""
        source = self.sources.at(place)
        if source is None:
            return None
        published, language = self.published.at(place) or "", self.languages.at(place) or ""
        return DocumentFacts(published, source, language, self.words([place])[0])
