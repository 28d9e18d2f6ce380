"""Drops mentions that are not names: lower-case words, web addresses, months, weekdays, common words."""

from __future__ import annotations

import re

from reader.entities.name_patterns import is_value, starts_sentence, text_words
from reader.entities.tables import gazetteer, known_kind
from reader.model.entity import Mention

_ADDRESS = re.compile(r"https?:|www\.|\w@\w|^[@#]|\.(?:com|org|net)/")
_AMOUNT = re.compile(r"\D*\d.*\b(?:million|billion|trillion|percent|per cent)\b")
#: Words that are capitalised often and are no names by themselves.
COMMON = frozenset(
    """January February March April May June July August September October November December Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun Christmas Easter Internet Web God Allah Lord Image Photo
    Video Read More Share Advertisement Copyright Updated Published Editor Comments News Home Source File AM PM CEO CFO
    President Minister Chancellor Prime Mr Mrs Ms Dr Covid COVID Covid-19 COVID-19 Coronavirus Omicron Delta Brexit GDP
    TV PhD MP MPs CV ID NGO NGOs SMS PC DNA HIV AIDS AI IT I The A An In He She It They We This That But And If Yes No
    OK Hi Hello Government Ministry State Executive Federation Interior Education Defense Defence Health Finance Foreign
    Ministers Premiers Board Council Court Commission Committee Department Agency Authority Group Company Party Budget
    Bank University School College Police Army Navy Assembly Association Institute Union Bureau Office Sovereign
    Ebola Zika Fahrenheit Celsius Email Centre Center Kingdom Sultan Northeast Northwest Southeast Southwest""".split()
)


#: How the name of a people ends, or of those who believe in something.
_PEOPLE = re.compile(r"(?:s|an|ish|ese|i|ic|ist|ite|er|men|man|ch)$")
_LOWER_NEXT = re.compile(r" [a-z]")
#: Ranks, alone or combined, are not names: Gen, Col. Gen., Vice Adm.
_RANKS = re.compile(
    r"(?:(?:Vice|Rear|Staff) )?(?:(?:Gen|Col|Lt|Maj|Capt|Adm|Brig|Cmdr|Sgt|Cpl|Pvt|Pte)\b\.?(?: |$))+(?:Gen|General)?"
)


def drop(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions that may be names; values stay unchanged."""
    ordinary = _ordinary_words(text, mentions)
    return [
        mention
        for mention in mentions
        if is_value(mention) or not (_is_junk(mention) or mention.text in ordinary or _is_no_people(text, mention))
    ]


def _is_no_people(text: str, mention: Mention) -> bool:
    """Whether a word that only begins a sentence was taken for a people: "Harbour board votes"."""
    word = mention.text
    if mention.kind != "group" or not word.isalpha() or known_kind(word) or _PEOPLE.search(word):
        return False
    return starts_sentence(text, mention.start) and bool(_LOWER_NEXT.match(text, mention.end))


def _ordinary_words(text: str, mentions: list[Mention]) -> set[str]:
    """Single words that only begin sentences, and occur in lower case elsewhere."""
    single = {mention.text for mention in mentions if mention.text.isalpha() and mention.text.istitle()}
    single -= {mention.text for mention in mentions if known_kind(mention.text)}
    single -= {mention.text for mention in mentions if not starts_sentence(text, mention.start)}
    lower = {word.text for word in text_words(text) if word.text.islower()} if single else set()
    return {name for name in single if name.lower() in lower}


def _is_junk(mention: Mention) -> bool:
    name = mention.text
    if name in gazetteer():
        return False
    if _ADDRESS.search(name) or not any(letter.isalpha() for letter in name):
        return True
    if not any(letter.isupper() for letter in name):
        return True
    if len(name) == 1 or _AMOUNT.match(name):
        return True
    generic = name in {"Board of Directors", "State of Emergency", "Prosecutor’s Office", "Prosecutor's Office"}
    if _RANKS.fullmatch(name):
        return True
    scored = mention.kind in {"person", "organisation", "place", "country"}
    return scored and (name in COMMON or generic)
