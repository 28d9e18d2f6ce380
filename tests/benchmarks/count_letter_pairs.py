"""Counts which letters follow which in the frequent words of each language, and writes the table of the guesser.

    python -m tests.benchmarks.count_letter_pairs

The words are the stop word lists of jusText and, for Thai, of spaCy; both are in the environment. A frequent word
counts more. The same lists give the same table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reader.sources.charsets import letter_pairs

TABLE = Path(letter_pairs.__file__).parent / "tables" / "letter_pairs.txt"
LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
#: For each language: its list, and its letters in lower case.
LANGUAGES = {
    "en": ("English", LATIN),
    "de": ("German", LATIN + "äöüß"),
    "fr": ("French", LATIN + "éèàêçîôûâùëïœ"),
    "es": ("Spanish", LATIN + "áéíóúñü"),
    "it": ("Italian", LATIN + "àèéìòù"),
    "pt": ("Portuguese", LATIN + "ãáçéóíõúêâàô"),
    "ca": ("Catalan", LATIN + "àèéíòóúçïü"),
    "gl": ("Galician", LATIN + "áéíóúñ"),
    "nl": ("Dutch", LATIN + "ëéï"),
    "sv": ("Swedish", LATIN + "åäö"),
    "da": ("Danish", LATIN + "æøå"),
    "no": ("Norwegian_Bokmal", LATIN + "æøå"),
    "fi": ("Finnish", LATIN + "äö"),
    "is": ("Icelandic", LATIN + "áðéíóúýþæö"),
    "ga": ("Irish", LATIN + "áéíóú"),
    "cs": ("Czech", LATIN + "áčďéěíňóřšťúůýž"),
    "sk": ("Slovak", LATIN + "áäčďéíĺľňóôŕšťúýž"),
    "pl": ("Polish", LATIN + "ąćęłńóśźż"),
    "hu": ("Hungarian", LATIN + "áéíóöőúüű"),
    "ro": ("Romanian", LATIN + "ăâîşţ"),
    "hr": ("Croatian", LATIN + "čćđšž"),
    "sl": ("Slovenian", LATIN + "čšž"),
    "sq": ("Albanian", LATIN + "ëç"),
    "et": ("Estonian", LATIN + "õäöüšž"),
    "lv": ("Latvian", LATIN + "āčēģīķļņšūž"),
    "lt": ("Lithuanian", LATIN + "ąčęėįšųūž"),
    "tr": ("Turkish", LATIN + "çğıöşüâ"),
    "az": ("Azerbaijani", LATIN + "çğıöşüə"),
    "ru": ("Russian", RUSSIAN + "ё"),
    "uk": ("Ukrainian", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "be": ("Belarusian", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    "bg": ("Bulgarian", "абвгдежзийклмнопрстуфхцчшщъьюя"),
    "sr": ("Serbian", "абвгдђежзијклљмнњопрстћуфхцчџш"),
    "mk": ("Macedonian", "абвгдѓежзѕијклљмнњопрстќуфхцчџш"),
    "el": ("Greek", "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"),
    "he": ("Hebrew", "אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
    "ar": ("Arabic", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"),
    "fa": ("Persian", "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهویءآأؤئي"),
    "th": ("", "".join(chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4E)))),
}  # fmt: skip
MOST_WORDS = 2500
#: Pairs that were not seen are as likely as if so many letters after the first had been drawn by frequency alone.
SMOOTHING = 25.0


def main() -> None:
    """Write the table."""
    lines = [
        "# Which letters follow which; written by tests/benchmarks/count_letter_pairs.py, read by letter_pairs.py."
    ]
    for code, (name, letters) in LANGUAGES.items():
        lines.append(f"{code} {letters}")
        lines += rows(list(words_of(name)), letters)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def words_of(name: str) -> Iterator[str]:
    """The frequent words of a language, the most frequent first."""
    if not name:
        from spacy.lang.th.stop_words import STOP_WORDS

        yield from sorted(STOP_WORDS)
        return
    import justext

    path = Path(justext.__file__).parent / "stoplists" / f"{name}.txt"
    words = path.read_text(encoding="utf-8").lower().translate(str.maketrans("șț", "şţ")).split()
    yield from words[:MOST_WORDS]


def rows(words: list[str], letters: str) -> list[str]:
    """One row of costs a letter, that of the edge of a word first; a column is what follows, the edge first."""
    places = " " + letters
    pairs: Counter[tuple[str, str]] = Counter()
    for rank, word in enumerate(words):
        if all(letter in letters for letter in word):
            for pair in zip(" " + word, word + " ", strict=True):
                pairs[pair] += 1000 / (rank + 20) ** 0.7
    single: Counter[str] = Counter()
    for (_, letter), count in pairs.items():
        single[letter] += count
    total = sum(single.values())
    share = {letter: (single[letter] + 1) / (total + len(places)) for letter in places}
    first: Counter[str] = Counter()
    for (before, _), count in pairs.items():
        first[before] += count
    return [
        "".join(letter_pairs.packed(-math.log(
            (pairs[before, letter] + SMOOTHING * share[letter]) / (first[before] + SMOOTHING)
        )) for letter in places)
        for before in places
    ]  # fmt: skip


if __name__ == "__main__":
    main()
