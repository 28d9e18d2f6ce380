"""Guesses the encoding of bytes that say none: the one in which they make the likeliest text of some language."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from reader.sources.charsets.letter_costs import LANGUAGES, common_cost, is_letter, language_costs, script_of

#: The encodings that are tried, with how unlikely each is before anything is read, in nats. Of two that give the same
#: text, the first one counts.
CANDIDATES = {
    "cp1252": 0.0, "cp1250": 0.5, "cp1251": 0.5, "cp1253": 1.0, "cp1254": 1.0, "cp1255": 1.0, "cp1256": 1.0,
    "cp1257": 1.0, "gb18030": 2.5, "big5hkscs": 2.5, "cp932": 2.5, "euc_jp": 2.5, "cp949": 2.5, "cp874": 1.0,
    "koi8-r": 1.0, "koi8-u": 1.5, "iso8859-2": 1.5, "iso8859-15": 2.0, "iso8859-5": 2.0, "iso8859-7": 1.5,
    "iso8859-13": 2.0, "iso8859-8": 2.0, "iso8859-6": 2.0, "iso8859-4": 7.0, "cp866": 2.5, "mac-roman": 2.5,
    "mac-cyrillic": 2.5, "mac-latin2": 3.0, "mac-greek": 3.5, "mac-turkish": 3.5, "mac-iceland": 4.0,
    "mac-croatian": 4.0, "mac-romanian": 4.0, "cp850": 3.5, "cp852": 3.5, "cp437": 4.0, "cp737": 4.0, "cp775": 4.0,
    "cp857": 4.0, "cp862": 4.0, "cp855": 5.0, "cp1125": 4.0, "iso8859-16": 4.0,
}  # fmt: skip
#: Those that were made for Latin letters; in the others a text that has no letters but these is seldom written.
_LATIN = frozenset(
    """
    cp1252 cp1250 cp1254 cp1257 iso8859-2 iso8859-4 iso8859-13 iso8859-15 iso8859-16 mac-roman mac-latin2 mac-turkish
    mac-iceland mac-croatian mac-romanian cp437 cp850 cp852 cp775 cp857
    """.split()
)
_SELDOM_LATIN = 6.0
#: A word, as far as bytes tell. Second bytes of East Asia are never below 0x40.
_CHUNK = re.compile(rb"[\x27\x2d\x40-\xff]+")
_ASCII_WORD = re.compile(rb"(?<![\x40-\xff])[A-Za-z]{2,}(?![\x40-\xff])")
#: The most bytes that are looked at, the most of the words that are judged, and of the words of ASCII.
_MOST_BYTES, _MOST_JUDGED, _MOST_ASCII = 1 << 18, 5000, 300
#: How far a language that fits the words of ASCII worse is put back: a part of the difference, and no more than this.
_ASCII_WEIGHT, _MOST_ASCII_COST = 0.15, 12.0
#: What Japanese without any kana costs.
_NO_KANA = 6.0


class Guess(NamedTuple):
    """A possible encoding: its codec, what the text costs in it, and the language in which it costs that."""

    encoding: str
    cost: float
    language: str


def guesses(data: bytes, also: str = "") -> list[Guess]:
    """The possible encodings of bytes, the likeliest first; those that give the same text count once.

    Args:
        data: of one text; markup does no harm.
        also: an encoding that is judged too, and before the others.
    """
    sample = _sample(data)
    words = Counter(_ASCII_WORD.findall(data[:_MOST_BYTES]))
    ascii_costs = _ascii_costs(b" ".join(word for word, _ in words.most_common(_MOST_ASCII)).decode("ascii"))
    share = sum(map(len, words.elements())) / max(1, len(sample))
    seen: dict[str, Guess] = {}
    for encoding in dict.fromkeys([also, *CANDIDATES] if also else CANDIDATES):
        text = sample.decode(encoding, errors="replace")
        if text not in seen:
            seen[text] = _judged(encoding, text, ascii_costs, share)
    return sorted(seen.values(), key=lambda one: one.cost)


def _sample(data: bytes) -> bytes:
    """The words with bytes beyond ASCII, each once and with the byte on either side, until they are enough."""
    chunks: dict[bytes, None] = {}
    length = 0
    for match in _CHUNK.finditer(data[:_MOST_BYTES]):
        if match[0].isascii():
            continue
        chunk = data[max(match.start() - 1, 0) : match.end() + 1]
        if chunk not in chunks:
            chunks[chunk] = None
            length += len(chunk)
            if length > _MOST_JUDGED:
                break
    return b"\n".join(chunks)[: 2 * _MOST_JUDGED]


def _ascii_costs(text: str) -> dict[str, float]:
    """How much worse each language with Latin letters fits the words of ASCII than the best one."""
    costs = language_costs(text.lower(), LANGUAGES["LATIN"])
    least = min(costs.values())
    return {language: min(_ASCII_WEIGHT * (cost - least), _MOST_ASCII_COST) for language, cost in costs.items()}


def _judged(encoding: str, text: str, ascii_costs: dict[str, float], ascii_share: float) -> Guess:
    scripts = Counter(script_of(letter) for letter in text if not letter.isascii() and is_letter(letter))
    total = sum(scripts.values())
    tried = {script for script, count in scripts.items() if script in LANGUAGES and count * 5 >= total}
    languages = tuple(language for script in tried or {"LATIN"} for language in LANGUAGES[script])
    costs = {
        language: cost + ascii_costs.get(language, min(2 * ascii_share, _MOST_ASCII_COST))
        for language, cost in language_costs(text, languages).items()
    }
    if "ja" in costs and not any("\u3041" <= letter <= "\u30ff" for letter in text):
        costs["ja"] += _NO_KANA
    best = min(costs, key=costs.__getitem__)
    if best in LANGUAGES["LATIN"] and encoding not in _LATIN:
        costs[best] += _SELDOM_LATIN
    return Guess(encoding, costs[best] + common_cost(text) + CANDIDATES.get(encoding, 3.0), best)
