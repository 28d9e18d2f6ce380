"""Tells the name of a person from a trade, an outlet, an agency or a place, in scripts with capitals and without."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reader.cleaning import byline_words as words

#: The longest name, in code points and in words.
_LONGEST, _MOST_WORDS = 45, 5
_JUNIOR = ("Jr.", "Sr.")
#: Forms of companies at the end of a name, without full stops.
_COMPANIES = frozenset("ltd limited inc llc plc gmbh ag sa co".split())
#: Words that make what stands before them an office, if they are the last ones.
_OFFICES = frozenset("staff desk team newsroom bureau service services".split())
#: The small letters of a shouted name: "JANE McDOE".
_SCOTTISH = re.compile(r"(?<=\bM)a?c(?=[A-Z])")
#: Words before a place that are no particle of a name.
_FROM_PLACE = frozenset("aus from desde in at".split())
#: Letters of Chinese, Japanese and Korean: the first and the last of each range. A pattern of them compiles slowly.
_EASTERN = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"))
#: A small word that is written in one with a surname: "d'Avray", "al-Rashidi".
_PREFIXED = re.compile(
    r"(?:(?:d|l|dell|dall|degl|nell|m)['’]|(?:[ae]l|a[dnrstz]|a[sz]h|ben|bin|ul|ou|ould|abd)-)(?=[^\W\d_])"
)
_EASTERN_SPLIT = re.compile(r"[、，,；;／/|｜()（）【】「」\n]|(?<![\u30a0-\u30ff])・|\s[-–]\s|和|与|與|\s{2,}")
#: Parts of the names of papers and offices in scripts without blanks; and "reports", behind the place of a report.
_EASTERN_OUTLETS = tuple(
    "报道 報道 报导".split()
    + "新聞 新闻 日報 日报 晚报 晚報 通信 通讯 放送 ニュース オンライン デジタル 編集部 编辑 社 網 网 テレビ".split()
    + "신문 뉴스 일보 방송 통신 편집".split()
)


def is_name(text: str) -> bool:
    """Whether a line is one person's name as newspapers print it: two to five words, capitalised except particles."""
    if len(text) > _LONGEST or not text[:1].isalpha():
        return False
    parts = text.replace("\u00a0", " ").split()
    if not 2 <= len(parts) <= _MOST_WORDS:
        return False
    capitals = 0
    for word in parts:
        bare = without_prefix(word.strip(".,’'"))
        low = bare.lower()
        is_role = low in words.ROLES and not is_particle(word)
        if is_role or low in words.LABELS or any(c.isdigit() for c in word):
            return False
        if bare[:1].isupper():
            if not _is_word(bare):
                return False
            capitals += 1
        elif not is_particle(word):
            return False
    return capitals >= 2 and parts[0][:1].isupper() and not any(map(is_trade, parts))


def is_particle(word: str) -> bool:
    """Whether a word is a small one between the parts of a name: "van", "bint", "’t"."""
    return word.strip(".,").replace("’", "'") in words.PARTICLES


def without_prefix(word: str) -> str:
    """A surname without the small word that is written in one with it: "al-Haddad", "d'Avray"."""
    match = _PREFIXED.match(word)
    return word[match.end() :] if match is not None and word[match.end()].isupper() else word


def _is_word(bare: str) -> bool:
    return all(c.isalpha() or c in "-'’." or unicodedata.category(c) in {"Mn", "Mc", "Cf"} for c in bare)


@lru_cache(maxsize=4096)
def is_trade(word: str) -> bool:
    """Whether a word is a trade of news: "Redakteurin", "корреспондент"."""
    low = word.strip(".,:;()").lower()
    return low in words.OCCUPATIONS or any(stem in low for stem in words.TRADE_STEMS)


def is_office(part: str) -> bool:
    """Whether a part of a byline names an office: "Coast Tribune Staff"."""
    return part.rstrip(" .,:()").rpartition(" ")[2].lower() in _OFFICES


def is_eastern(text: str) -> bool:
    """Whether a text has letters of a script that writes without blanks between words, or is Korean."""
    return not text.isascii() and any(map(_is_eastern, text))


def _is_eastern(char: str) -> bool:
    return any(first <= char <= last for first, last in _EASTERN)


def is_uncased(word: str) -> bool:
    """Whether a word is of a script without capitals, such as Arabic."""
    first = word[:1]
    return first.isalpha() and first.lower() == first.upper()


def name_at_start(part: str, *, is_led: bool = False, is_small: bool = False) -> str:
    """The name at the start of a part of a byline, cut before the first word of a role; empty if there is none.

    Args:
        part: of a line.
        is_led: whether a word for the writer stands before it, so that a name in a script without capitals counts.
        is_small: whether the whole byline is in lower case, so that such a name counts.
    """
    rest = _without_title(part.split(), is_led=is_led)
    if is_led and rest and is_uncased(rest[0]):
        return _uncased_start(rest)
    if is_led and is_small and (name := _small_name(rest)):
        return name
    found: list[str] = []
    for word in rest:
        bare = word.strip(".,:()")
        if word[-1] in ":：" and bare.lower() in words.ROLES:
            break  # "Jane Doe Updated: ..."
        if word[-1] in ":：":
            found.clear()  # a label: "Reportage: Jane Doe"
            continue
        if _ends_name(word, bare):
            break
        found.append(word)
        if len(found) == _MOST_WORDS:
            break
    if is_office(part):
        return ""
    if any(map(is_trade, rest)):
        while len(found) > 2 and (found[-1].lower() in words.BEATS or found[-1].lower() in words.OUTLETS):
            found.pop()  # "Jane Doe Health Editor", "Jane Doe Gazette Staff Writer"
    return _trimmed(found)


def _trimmed(found: list[str]) -> str:
    """The name of these words, without a particle, a full stop or an outlet at its end."""
    while found and is_particle(found[-1]):
        found.pop()
    if len(found) >= 4 and found[-1].lower() in words.OUTLETS:
        found = found[:2]  # "Jane Doe Florida Today"
    if len(found) >= 4 and found[: len(found) // 2] == found[len(found) // 2 :]:
        found = found[: len(found) // 2]  # the text of a picture beside the name
    name = " ".join(found).strip(" ,:;").removesuffix("’s").removesuffix("'s")
    if len(found) >= 2 and found[-1].endswith(".") and len(found[-1]) > 3 and found[-1] not in _JUNIOR:
        name = name.rstrip(".")
    return name


def _ends_name(word: str, bare: str) -> bool:
    """Whether a word cannot belong to a name: a role, a number, an address, a word in lower case."""
    is_role = bare.lower() in words.ROLES and not is_particle(bare)
    if is_role or is_trade(bare) or any(c.isdigit() or c in "@(" for c in word):
        return True
    last = bare.rsplit(".", 1)[-1]
    if "." in bare[1:-1] and len(bare) > 4 and last.isalpha() and len(last) > 1:
        return True  # a web address
    return not (without_prefix(bare)[:1].isupper() or is_particle(bare))


def _without_title(rest: list[str], *, is_led: bool) -> list[str]:
    """The words behind a title before the name: "Health editor Jane Doe", "our correspondent Jane Doe"."""
    for index in range(min(4, len(rest) - 2), -1, -1):
        if is_trade(rest[index]) and all(_is_of_title(word) for word in rest[:index]):
            return rest[index + 1 :]
    begin = 0
    while is_led and begin < min(3, len(rest) - 2) and rest[begin][:1].islower() and not is_particle(rest[begin]):
        begin += 1
    return rest[begin:] if begin and rest[begin][:1].isupper() else rest


def _is_of_title(word: str) -> bool:
    low = word.strip(".,:;()").lower()
    return (
        word[:1].islower()
        or low in words.PARTICLES
        or low in words.BY_BEHIND
        or low in words.ROLES
        or low in words.BEATS
        or is_trade(word)
    )


def _small_name(rest: list[str]) -> str:
    """A name that is set in lower case throughout, as some pages do with their bylines."""
    is_small = 2 <= len(rest) <= 3 and all(word.islower() and _is_word(word.strip(".,")) for word in rest)
    apart = words.ROLES | words.LABELS | words.LINKS | words.WRITING | words.PARTICLES | words.PLAIN
    return " ".join(rest).strip(".,") if is_small and not any(word.strip(".,") in apart for word in rest) else ""


def _uncased_start(rest: list[str]) -> str:
    found: list[str] = []
    for word in rest:
        bare = word.strip(".,:()")
        if not bare or not is_uncased(bare) or not _is_word(bare) or bare in words.STOPPERS or is_trade(bare):
            break
        found.append(bare)
    is_definite = bool(found) and found[0].startswith("ال") and len(found[0]) > 4  # Arabic "the": no first name
    return " ".join(found) if 2 <= len(found) <= _MOST_WORDS and not is_definite else ""


def is_nobody(name: str) -> bool:
    """Whether what looks like a name is an outlet, an agency, a place or a role."""
    low = name.lower().strip(" .,")
    parts = low.split()
    if low in words.NOBODY or low in words.PLACES or low.startswith(("the ", "http")):
        return True
    if parts and parts[0] in _FROM_PLACE:
        return True
    if not parts or parts[-1] in words.OUTLETS or is_trade(parts[-1]) or parts[-1] in words.ROLES:
        return True
    return any(word.isupper() and word.lower() in words.NOBODY for word in name.split()) and not name.isupper()


def is_shouted_name(name: str) -> bool:
    """Whether a name is in capitals, except for "Mc" and "Mac"."""
    return _SCOTTISH.sub("", name).isupper()


def squeezed(name: str) -> str:
    """A name as it is compared: letters and digits alone, in lower case, without "the" and the form of a company."""
    parts = name.lower().replace(".", "").split()
    if parts[:1] == ["the"]:
        del parts[0]
    if len(parts) > 1 and parts[-1] in _COMPANIES:
        del parts[-1]
    return "".join(filter(str.isalnum, "".join(parts)))


def eastern_names(text: str, *, is_led: bool, opening: str = "") -> list[str]:
    """The names in a part of a Chinese, Japanese or Korean byline, in order.

    Args:
        text: without its opening.
        is_led: whether an opening stands before it; otherwise only a name with its trade counts.
        opening: its words; some are of Chinese alone, where a blank stands between two people.
    """
    found = []
    is_chinese = any(word in opening for word in ("记者", "采写", "撰稿"))
    for part in _EASTERN_SPLIT.split(text):
        pieces = part.split()
        for piece in pieces if is_chinese else _eastern_pieces(pieces):
            name = _eastern_name(piece)
            if name and (is_led or _has_trade(piece)):
                found.append(name)
    return found


def _eastern_pieces(pieces: list[str]) -> list[str]:
    """A family and a given name with a blank between them are one name, and so is a name with its trade."""
    if len(pieces) == 2 and pieces[1] in words.EASTERN_TRADES:
        return ["".join(pieces)]
    if len(pieces) == 2 and all(len(piece) <= 2 for piece in pieces):
        return [" ".join(pieces)]
    return pieces


def _has_trade(piece: str) -> bool:
    return piece.endswith(words.EASTERN_TRADES)


def _eastern_name(piece: str) -> str:
    bare = piece.strip(" =＝.。:：")
    trade = next((trade for trade in words.EASTERN_TRADES if bare.endswith(trade)), "")
    bare = bare[: len(bare) - len(trade)].strip()
    if any(outlet in bare for outlet in _EASTERN_OUTLETS) or not bare:
        return ""
    letters = bare.replace(" ", "")
    is_kana = all("\u3040" <= c <= "\u30ff" for c in letters)
    is_script = all(map(_is_eastern, letters))
    return bare if is_script and 2 <= len(letters) <= (12 if is_kana else 5) else ""
