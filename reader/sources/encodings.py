"""Detects the encoding: byte order mark, then UTF-8, then the declared encoding, then a careful guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([a-z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)

#: Declared names that in practice mean a larger set; the WHATWG encoding standard reads them so.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
#: Two accented letters side by side are rare in Western languages, except in Portuguese endings (-ção, -ções).
_ACCENTED_PAIR = re.compile("(?!ç[ãõ])[À-ÿŒœ]{2}")
#: Czech and Hungarian in their own code page look like French and Portuguese, except for the places of these letters.
_EASTERN = re.compile("ì[a-z]|õ(?!e)|ø[ìè]|[ìè]ø")

#: The encodings that a guess may return: those of real news. Rarer ones only turn Western text into noise.
_GUESSES = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("iso8859_2", "koi8_r", "koi8_u", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)

_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
#: Letters and marks of Western news in cp1252. Symbols such as superscripts count, but not inside a word.
_WESTERN = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ‘’‚“”„–—…•«»‹›€£§©®™°·¡¿ºª²³½¼¾´`\xa0\xad†‡±µ×¢¥¶"
)
_SYMBOL_IN_WORD = re.compile("[A-Za-zÀ-ÿ][¡¿ºª²³½¼¾£§©®°±µ×¢¥¶†‡][A-Za-zÀ-ÿ]")


def decode(data: bytes, *, markup: bool = False, declared: str = "") -> tuple[str, str]:
    """The text of a file and the encoding used; a byte order mark is not part of the text.

    Bytes that cannot be decoded become U+FFFD, so one bad byte never loses a file.

    Args:
        data: the file's bytes.
        markup: whether to use the encoding that an HTML page declares.
        declared: the encoding that a header states; it overrides the page's own declaration.
    """
    encoding, mark = unicode_form(data)
    if encoding:
        return data[mark:].decode(encoding, errors="replace"), encoding
    stated = _accepted(declared) if declared else None
    stated = stated or (_declared_encoding(data) if markup else None)
    if not (stated and stated.startswith("iso2022")):  # these are pure ASCII bytes, so UTF-8 would always fit
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
        text = data.decode("utf-8", errors="replace")
        if _is_mostly_utf8(data, text):
            return text, "utf-8"
    if stated and stated != "utf-8":
        return data.decode(stated, errors="replace"), stated
    guessed = _guessed_encoding(data)
    return data.decode(guessed, errors="replace"), guessed


def unicode_form(data: bytes) -> tuple[str | None, int]:
    """The Unicode encoding shown by a byte order mark or by the zero bytes of UTF-16, and the mark's length.

    ``(None, 0)`` if there is neither; the data may still be UTF-8. The start of a file is enough.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            # UTF-16 that begins with a NUL has the mark of UTF-32, but its next code points are not valid.
            if encoding == "utf-32-le" and (data[6:7] > b"\x10" or data[7:8] > b"\x00"):
                continue
            return encoding, len(mark)
    head = data[:4096]
    half = len(head) // 2
    if half < 2:
        return None, 0
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le", 0
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be", 0
    return None, 0


def _declared_encoding(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    return _accepted((match[1] or match[2]).decode("ascii")) if match else None


def _accepted(label: str) -> str | None:
    """The codec for a declared encoding; None if a page may not declare it."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf-16", "utf-32")):  # the declaration was read as single bytes, so it cannot be true
        return "utf-8"
    return _SUPERSETS.get(name, name) if name in _text_codecs() else None


def _text_codecs() -> frozenset[str]:
    """The codecs that a page may declare: not ``utf-7``, and none of Python's that are not character sets."""
    names = (
        set(_SUPERSETS)
        | set(_SUPERSETS.values())
        | {"utf-8", "mac-roman", "iso2022_jp", "euc_jp", "koi8-r", "koi8-u", "hz"}
    )
    names |= {f"iso8859-{part}" for part in range(1, 17)} | {
        f"cp{page}" for page in (866, 874, 932, 949, *range(1250, 1259))
    }
    return frozenset(names)


def _is_mostly_utf8(data: bytes, text: str) -> bool:
    """Whether valid UTF-8 sequences clearly outnumber bad bytes."""
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = len(text) - len(data.translate(None, bytes(range(128, 256)))) - bad
    return good >= 2 * bad


def _guessed_encoding(data: bytes) -> str:
    if _is_western(data):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 18], cp_isolation=list(_GUESSES)).best()
    return codecs.lookup(best.encoding).name if best else "cp1252"


def _is_western(data: bytes) -> bool:
    """Whether the bytes are plausible cp1252: few accented letters, each alone in its word and in a usual place."""
    text = "".join(_words_around_high_bytes(data[: 1 << 18]))
    high = [character for character in text if ord(character) > 127]
    if not high or any(character not in _WESTERN for character in high) or _SYMBOL_IN_WORD.search(text):
        return False
    letters = sum(character.isalpha() for character in high)
    return len(_ACCENTED_PAIR.findall(text)) * 8 <= letters and not _EASTERN.search(text)


def _words_around_high_bytes(data: bytes) -> Iterator[str]:
    for match in _HIGH_BYTES.finditer(data):
        yield data[max(match.start() - 1, 0) : match.end() + 1].decode("cp1252", errors="replace") + " "
