"""Tables written by hand: countries, places, organisations, groups, given names, head words, titles.

Each table is read once, on first use; each file states its origin in its first lines.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

#: Letters that are no letter with an accent, and what is written where the type has none of them.
_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "Ħ": "H"})


class Country(NamedTuple):
    """One line of ``countries.tsv``; ``capital`` may be empty."""

    name: str
    capital: str
    demonyms: tuple[str, ...]
    aliases: tuple[str, ...]


#: Known names of places that are often a person's name or another word, so that they prove nothing.
AMBIGUOUS = frozenset(
    """Chad Jordan Georgia Male Nice Essen Halle Leon Cork Hull Stoke York Kent Victoria Hamilton Washington Darwin
    Florence Madison Austin Charlotte Orlando Ferguson Salvador Eugene Rosario Samara Medina Durham Richmond Lille
    Lincoln Jersey Reunion Java Reading Bath Sofia Santiago Nassau Kingston Wellington Victoria Phoenix Buffalo Jackson
    Cleveland Houston Houston Dallas Bern Lima Rio Aspen Split Surat Tyre Amazon Congress Labour Apple Shell Visa Dawn
    Guardian Solidarity Nike Ford Tesla Mercedes Fed Greens Capitol Bild Vale Oracle Puma Intel Spiegel Celtic Arsenal
    Chelsea Morena PA PT IS SAP MENA ABC ESA Commonwealth Central Left Everton Queens Sinai Lord's Western Latin Roma
    Romans Roman Karen Liberal Liberals Conservative Conservatives Democratic Orthodox Nationalist Unionist Baptist
    Coptic Crown Tatar Polish Pole Poles Jersey Kiwi Kiwis Turk Brit Dane Swede Finn Scot Virginia Carolina Montana
    Dakota Maine Sindh Sabha Punjab Dominica Grenada Fitch Lazio Napoli Reliance Moscow Tripoli Alexandria Aden Ajax
    """.split()
) - {"Moscow", "Congress", "Central", "Punjab", "Sindh", "Lima", "Houston", "Tripoli", "Grenada", "Cleveland"}


@cache
def countries() -> tuple[Country, ...]:
    """All countries, past and present, in the order of the file."""
    return tuple(
        Country(name, capital, _listed(demonyms), _listed(aliases))
        for name, capital, demonyms, aliases in (_columns(line, 4) for line in _lines("countries.tsv"))
    )


@cache
def organisations() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each organisation's full name and its other forms, in the order of the file."""
    return _columned("organisations.tsv")


@cache
def words(table: str, key: str) -> frozenset[str]:
    """The words under ``key`` of the TOML table ``table`` (``head_words``, ``titles``); ``KeyError`` if missing."""
    return frozenset(_toml(table)[key].split())


@cache
def all_titles() -> frozenset[str]:
    """Forms of address and offices together."""
    return words("titles", "address") | words("titles", "office")


@cache
def given_names() -> frozenset[str]:
    """Given names that are rarely anything else."""
    return frozenset(_names("persons.txt"))


@lru_cache(maxsize=4096)
def is_given_name(word: str) -> bool:
    """Whether a word is a given name of the table: also without its accents, in capitals, or of two (``Jean-Marc``)."""
    first, *others = word.split("-")
    if others and not all(other[:1].isupper() and other[1:].islower() for other in others):
        return False
    return first in given_names() or without_marks(first.title() if len(first) > 2 else first) in _plain_given_names()


@cache
def _plain_given_names() -> frozenset[str]:
    return frozenset(map(without_marks, given_names()))


@lru_cache(maxsize=8192)
def without_marks(name: str) -> str:
    """A name in plain letters: without accents, and ``l`` for ``ł``, ``i`` for the ``ı`` without a dot."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return plain.translate(_STROKES)


@cache
def demonyms() -> dict[str, str]:
    """Demonyms to country names (``Dutch`` to ``Netherlands``); the first country that has it counts."""
    result: dict[str, str] = {}
    for country in countries():
        for demonym in country.demonyms:
            result.setdefault(demonym, country.name)
    return result


@cache
def capitals() -> dict[str, str]:
    """Capitals to country names."""
    return {country.capital: country.name for country in countries() if country.capital}


@cache
def gazetteer() -> dict[str, str]:
    """Names to kinds: ``country``, ``place``, ``organisation`` or ``group``."""
    kinds: dict[str, str] = {}
    for country in countries():
        for form in (country.name, *country.aliases):
            kinds.setdefault(form, "country")
        for form in country.demonyms:
            kinds.setdefault(form, "group")
        if country.capital:
            kinds.setdefault(country.capital, "place")
    for name, forms in organisations():
        for form in (name, *forms):
            kinds.setdefault(form, "organisation")
    for form in _names("places.txt"):
        kinds.setdefault(form, "place")
    for name, forms in _columned("place_names.tsv"):
        for form in (name, *forms):
            if form != "LA":
                kinds.setdefault(form, "place")
    for form in _names("groups.txt"):
        kinds.setdefault(form, "group")
    return kinds


@lru_cache(maxsize=4096)
def known_kind(name: str) -> str | None:
    """The kind of ``name`` in the gazetteer, also in capitals (``MOSCOW``) and without accents (``Bogotá``)."""
    kinds = gazetteer()
    if name in kinds:
        return kinds[name]
    if len(name) > 3 and name.isupper() and name.title() in kinds:
        return kinds[name.title()]
    return kinds.get(without_marks(name))


@cache
def synonyms() -> dict[str, str]:
    """Each known form of a country or an organisation to its full name."""
    full: dict[str, str] = {}
    for name, forms in ((country.name, country.aliases) for country in countries()):
        full.update(dict.fromkeys((name, *forms), name))
    for name, forms in (*organisations(), *_columned("place_names.tsv")):
        for form in (name, *forms):
            full.setdefault(form, name)
    return full


def _columned(file: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, _listed(forms)) for name, forms in (_columns(line, 2) for line in _lines(file)))


def _columns(line: str, count: int) -> list[str]:
    return (line.split("\t") + [""] * count)[:count]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split(",") if form.strip())


def _names(file: str) -> tuple[str, ...]:
    return tuple(name for line in _lines(file) if not line.startswith("[") for name in _listed(line))


def _lines(file: str) -> list[str]:
    return [line for line in _read(file).splitlines() if line and not line.startswith("#")]


@cache
def _toml(table: str) -> dict[str, str]:
    import tomllib

    return tomllib.loads(_read(f"{table}.toml"))


def _read(file: str) -> str:
    from importlib.resources import files

    return (files(__name__) / file).read_text(encoding="utf-8")
