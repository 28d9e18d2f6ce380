"""Reads author names from bylines, without roles and outlets, and recognises lines that are only a name."""

from __future__ import annotations

import re
from functools import cache

#: How a byline begins, in the languages of the phrases.
_LEADS = (
    "by:", "by ", "von ", "par ", "por ", "di ", "a cura di ", "written by ", "story by ", "posted by ", "text: ",
    "words by ", "published by ", "reported by ", "reporting by ", "author: ", "autor: ", "autorin: ", "article by ",
    "byline: ", "ein artikel von ", "eine analyse von ", "ein kommentar von ", "review by ", "analysis by ",
    "opinion by ", "texto: ", "by: ", "von: ", "por: ", "writer: ", "kolumne von ", "beitrag von ", "text von ",
)  # fmt: skip
_PARTICLES = frozenset(
    "de da del della di du la le van von der den dos das al el bin ibn ten ter y e af av zu zum st".split()
)
#: Words that end a name, because a role or an outlet begins with them.
_ROLES = frozenset(
    """
    reporter correspondent editor writer journalist columnist staff contributor contributing senior deputy chief
    political news sports sport business world technology tech science health national international foreign
    political politics associate assistant managing executive digital content director producer agency press
    associated reuters afp ap dpa bloomberg times post daily tribune media magazine online tv bbc cnn desk
    bureau team newsroom service services group special guest freelance author photographer opinion editorial
    head lead former the published updated for at in on with photo photos by via from getty images image
    multimedia audience trending culture entertainment lifestyle environment crime features feature features'
    education economics economy diplomatic defence defense security royal showbiz travel money consumer data
    social video live web community local redaktion redakteur redakteurin korrespondent reporterin journalistin
    chefredakteur autor autorin agentur rédaction rédacteur journaliste correspondant redacción redactor
    corresponsal periodista agencia redazione giornalista corrispondente agenzia redação repórter jornalista
    follow minutes minute read share comments more about
    """.split()
)
#: Words of boxes, labels and parts of a page: two capitalised words with one of these are not a person's name.
_LABELS = frozenset(
    """
    article articles artikel average bilder blog caption captions category comments contents decor details editorial
    entertainment events facts features final full gallery hide highlights home homepage image images info interview
    issues key kommentare latest lifestyle links logo menu newsletter overview photo photos picture pictures podcast
    points privacy profile protocol questions quiz recent related results reviews section sections share show
    sponsored stories story subscribe subscription summary table tags takeaways themen tips topics trending update
    updates video videos watch website weekend überblick
    """.split()
)
_AGENCIES = frozenset({
    "associated press", "ap", "reuters", "afp", "agence france-presse", "dpa", "epd", "kna", "apa", "ansa", "efe",
    "europa press", "lusa", "bloomberg", "bloomberg news", "canadian press", "press association", "upi", "xinhua",
})  # fmt: skip
_SEPARATORS = re.compile(
    r"(?:(?<!\s)\s+)?(?:,|;|/|\||\u2022|\u00b7|\t|\u2014|\s[-\u2013]\s|&|\bAND\b|\b(?:and|und|et|y|with|e|og|och)\b)\s*"
)
#: A time, a duration or a handle beside a name, or joined to it: "Jane Doe2 minutes ago".
_TIMES = re.compile(
    r"@\w+|(?<!\d)\d+[\s-]*(?:min|hour|day|week|month|year|std|stunde)[a-z]*\.?(?:\s(?:ago|read))?|\s{2,}"
)
_TRADE_BEGINS = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|\s(?=\S)")
_OCCUPATIONS = frozenset(
    """
    reporter correspondent editor writer journalist columnist contributor professor lecturer fellow student
    author freelance reporterin reporters autorin researcher analyst director producer photographer historian economist
    novelist critic
    blogger lawyer consultant founder co-founder president teacher scientist redakteur redakteurin journalistin
    korrespondent korrespondentin redaktor redaktorin journaliste périodiste periodista giornalista jornalista attorney
    candidate activist expert strategist broadcaster poet physician psychologist scholar
    """.split()
)
_BIO_VERBS = frozenset(
    """
    is was has covers writes works lives joined teaches leads reports studied specialises specializes ist schreibt
    arbeitet est es è é began holds earned served makes focuses brings runs founded grew can received started hosts
    """.split()
)
_TRADE_VERBS = frozenset(
    ("writes", "covers", "teaches", "reports", "works", "lives", "studied", "schreibt", "arbeitet", "lebt")
)


@cache
def _lead_pattern() -> re.Pattern[str]:
    # A role may precede the name: "Politics By Jane Doe", "Analysis by Jane Doe".
    return re.compile(r"^(?:(?:[^\W\d_]+ ){0,2}?)(?:by|von)[ :]\s*", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Whether a line is one person's name as newspapers print it: two to five words, capitalised except particles."""
    if len(text) > 45 or not text[:1].isalpha():
        return False
    words = text.replace("\u00a0", " ").split()
    if not 2 <= len(words) <= 5:
        return False
    capitals = 0
    for word in words:
        bare = word.strip(".,’'")
        low = bare.lower()
        if low in _ROLES or low in _LABELS or any(c.isdigit() for c in word):
            return False
        if bare[:1].isupper():
            if not bare.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha():
                return False
            capitals += 1
        elif bare not in _PARTICLES:
            return False
    return capitals >= 2 and words[0][:1].isupper()


def _name_at_start(part: str) -> str:
    """The name at the start of a part of a byline, cut before the first word of a role; empty if there is none."""
    words: list[str] = []
    for word in part.split():
        bare = word.strip(".,:()")
        if bare.lower() in _ROLES or any(c.isdigit() for c in word) or "@" in word or "(" in word:
            break
        if "." in bare[1:-1] and len(bare) > 4 and bare.rsplit(".", 1)[1].isalpha() and len(bare.rsplit(".", 1)[1]) > 1:
            break  # a web address
        if not (bare[:1].isupper() or bare in _PARTICLES):
            break
        words.append(word)
        if len(words) == 5:
            break
    while words and words[-1].lower() in _PARTICLES:
        words.pop()
    name = " ".join(words).strip(" ,:;").removesuffix("’s").removesuffix("'s")
    if len(words) >= 2 and words[-1].endswith(".") and len(words[-1]) > 3 and words[-1] not in ("Jr.", "Sr."):
        name = name.rstrip(".")
    return name


def unglued(text: str) -> str:
    """The line with a space after a "by" that is joined to the name: "byJane Doe"."""
    return f"By {text[2:]}" if text[:2] in ("by", "By") and text[2:3].isupper() and " " in text else text


def lead_of(low: str) -> int:
    """The length of the "By " at the start of a line, 0 if there is none; ``low`` is the line in lower case."""
    for lead in _LEADS:
        if low.startswith(lead):
            return len(lead)
    return 0


def agency(text: str) -> str:
    """The outlet or agency in a byline that names no person; empty if there is none."""
    name = text[lead_of(text.lower()) :].strip(" ,:")
    words = name.split()
    if lead_of(text.lower()) and 1 <= len(words) <= 4 and all(word[:1].isupper() for word in words):
        return name
    return name if name.lower().removeprefix("the ") in _AGENCIES else ""


def authors(text: str) -> tuple[str, ...]:
    """The names in a byline, in order, each once, without roles, outlets and dates.

    Args:
        text: the line, with or without "By".
    """
    begin = lead_of(text.lower())
    if not begin and (match := _lead_pattern().match(text)):
        begin = match.end()
    names: list[str] = []
    shouted = False
    rest = text[begin:]
    if text[:9].lower() == "reporting":
        rest = rest.partition(";")[0]  # the editors follow
    for part in _SEPARATORS.split(_TIMES.sub("|", rest)):
        name = _name_at_start(part[lead_of(part.lower()) :])
        if len(name.split()) < 2 or len(name) > 45:
            if names and len(name.split()) == 1 and not shouted:
                shouted = False
            continue
        if not names:
            shouted = name.isupper()
        elif name.isupper() and not shouted:
            continue
        if any(word.isupper() and len(word) > 3 and word.isalpha() for word in name.split()) and not name.isupper():
            continue  # "CNN Business", "NASA Watch": an outlet
        if name not in names:
            names.append(name)
    return tuple(names)


def named(text: str) -> tuple[str, ...]:
    """The names in a line of only names, occupations, outlets and times; empty for any other line."""
    names: list[str] = []
    for part in _SEPARATORS.split(_TIMES.sub("|", text)):
        name = part[lead_of(part.lower()) :].strip(" .:0123456789")
        if person := _before_trade(name) or (name if is_name(name) else ""):
            names.append(person)
        elif not all(_goes_with_name(word) for word in name.split()) and not (len(name) <= 20 and name.isupper()):
            return ()
    return tuple(dict.fromkeys(names))


def _before_trade(text: str) -> str:
    """The name before an occupation, with or without a space: "Jane DoePolitics Reporter"; empty if there is none."""
    for match in _TRADE_BEGINS.finditer(text):
        name, trade = text[: match.start()], text[match.end() :].split()
        if is_name(name) and (name == " ".join(trade) or all(map(_goes_with_name, (trade[0], trade[-1])))):
            return name
    return ""


def _goes_with_name(word: str) -> bool:
    low = word.strip(".,:()").lower()
    return low in _ROLES or low.removesuffix("s") in _OCCUPATIONS or any(c.isdigit() for c in low)


def is_byline(text: str, low: str) -> bool:
    """Whether a line says who wrote the article, and little else."""
    begin = lead_of(low)
    if begin == 0 or len(text) > 220:
        return False
    rest = text[begin:].strip()
    if not rest:
        return True
    words = rest.split()
    if not words[0][:1].isupper() and words[0].lower() not in _PARTICLES:
        return False
    lower = sum(
        word[:1].islower()
        and word.strip(",.").lower() not in _ROLES
        and word.lower() not in ("and", "und", "et", "y", "e", "with")
        and word not in _PARTICLES
        for word in words
    )
    return lower <= 1 + len(words) // 6 and bool(authors(text) or len(words) <= 4)


def speaks_of(text: str, name: str) -> bool:
    """Whether a line begins with the name and then says what the person is or does."""
    words = text[len(name) :].split(maxsplit=1)
    return text.startswith(name) and bool(words) and words[0].lower().strip(",") in _BIO_VERBS


def names_trade(low: str) -> bool:
    """Whether a line begins with an occupation: "Senior reporter covering ..."; ``low`` in lower case."""
    return any(word.strip(".,:") in _OCCUPATIONS for word in low.split(maxsplit=6)[:5])


def starts_biography(text: str, name: str = "") -> str:
    """The name at the start of a biography; empty if the line is not one.

    Args:
        text: the line.
        name: the author, if known; then any sentence about the author suffices. Otherwise it must name an occupation.
    """
    words = text[:400].split()
    for length in (2, 3, 4):
        if len(words) <= length + 2:
            return ""
        who = " ".join(words[:length]).rstrip(",")
        verb = words[length].lower().strip(",")
        if verb not in _BIO_VERBS and not words[length - 1].endswith(","):
            continue
        if who == name and verb in _TRADE_VERBS:
            return who
        if who == name or (is_name(who) and not name):
            following = {word.strip(".,;:").lower() for word in words[length : length + 11]}
            if following & _OCCUPATIONS:
                return who
    return ""
