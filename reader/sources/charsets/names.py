"""The names of encodings: which codec a name means, old and foreign names too, and what a person calls a codec."""

from __future__ import annotations

import codecs
import re

#: Codecs that may be declared or chosen, with the name that is shown. The order is that of a list to choose from.
NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "utf-32-le": "UTF-32LE",
    "utf-32-be": "UTF-32BE",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO-8859-2",
    "iso8859-15": "ISO-8859-15",
    "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "iso8859-5": "ISO-8859-5",
    "cp866": "IBM866",
    "mac-cyrillic": "Mac Cyrillic",
    "cp1253": "Windows-1253",
    "iso8859-7": "ISO-8859-7",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "iso8859-8": "ISO-8859-8",
    "cp1256": "Windows-1256",
    "iso8859-6": "ISO-8859-6",
    "cp1257": "Windows-1257",
    "iso8859-13": "ISO-8859-13",
    "iso8859-4": "ISO-8859-4",
    "cp1258": "Windows-1258",
    "cp874": "TIS-620",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "hz": "HZ",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp_2": "ISO-2022-JP",
    "cp949": "EUC-KR",
    "iso2022_kr": "ISO-2022-KR",
    "mac-roman": "Mac Roman",
    "mac-latin2": "Mac Central Europe",
    "mac-greek": "Mac Greek",
    "mac-turkish": "Mac Turkish",
    "mac-iceland": "Mac Icelandic",
    "mac-croatian": "Mac Croatian",
    "mac-romanian": "Mac Romanian",
    "cp437": "IBM437",
    "cp850": "IBM850",
    "cp852": "IBM852",
    "cp855": "IBM855",
    "cp737": "IBM737",
    "cp775": "IBM775",
    "cp857": "IBM857",
    "cp862": "IBM862",
    "iso8859-3": "ISO-8859-3",
    "iso8859-10": "ISO-8859-10",
    "iso8859-14": "ISO-8859-14",
    "iso8859-16": "ISO-8859-16",
    "koi8-t": "KOI8-T",
    "ptcp154": "PTCP154",
    "kz1048": "KZ-1048",
    "cp1125": "IBM1125",
    "johab": "Johab",
}

#: Names that in practice mean a larger set; the WHATWG encoding standard reads them so.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift_jisx0213": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "iso2022_jp": "iso2022_jp_2",
    "iso2022_jp_1": "iso2022_jp_2",
    "iso2022_jp_ext": "iso2022_jp_2",
}
#: Names that Python does not know, and what is left of them after ``_simple``.
_OLD_NAMES = {
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8ru": "koi8-u",
    "macukrainian": "mac-cyrillic",
    "macce": "mac-latin2",
    "maccentraleurope": "mac-latin2",
    "maccentraleurroman": "mac-latin2",
    "maccentraleuropean": "mac-latin2",
    "macicelandic": "mac-iceland",
    "mac": "mac-roman",
    "macintosh": "mac-roman",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "unicode": "utf-16-le",
    "ucs2": "utf-16-le",
    "iso10646ucs2": "utf-16-le",
    "cngb": "gb18030",
    "euccn": "gb18030",
    "gb231280": "gb18030",
    "cnbig5": "big5hkscs",
    "xbig5": "big5hkscs",
    "big5eten": "big5hkscs",
    "euc": "euc_jp",
    "shiftjis": "cp932",
    "dos874": "cp874",
    "dos866": "cp866",
    "alt": "cp866",
    "windows31j": "cp932",
    "csgb2312": "gb18030",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "ansi": "cp1252",
    "tis62025330": "cp874",
    "tis62025331": "cp874",
}
_NUMBERED = re.compile(r"(?:windows|win|cp|ibm|dos|ms|microsoftcp)(\d{3,4})")
_ISO = re.compile(r"iso8859(\d{1,2}?)(?:[ie]|1987|1988|1989|1999)?")


def codec_of(label: str) -> str | None:
    """The codec that a name means, one of ``NAMES``; None if it is no encoding of text.

    Case, hyphens, underscores, spaces and a leading ``x-`` do not count.
    """
    simple = _simple(label)
    iso, numbered = _ISO.fullmatch(simple), _NUMBERED.fullmatch(simple)
    tried = [
        _OLD_NAMES.get(simple),
        f"iso8859-{iso[1]}" if iso else None,
        f"cp{numbered[1]}" if numbered else None,
        f"mac-{simple[3:]}" if simple.startswith("mac") else None,
        _SHOWN.get(simple),
        label.strip(),
        label.strip().lower().removeprefix("x-"),
    ]
    return next((codec for one in tried if one and (codec := _known(one))), None)


def shown_name(codec: str) -> str:
    """What a person calls a codec."""
    return NAMES.get(codec, codec)


def _simple(label: str) -> str:
    bare = "".join(letter for letter in label.casefold() if letter.isalnum())
    while bare.startswith("x") and label.lstrip().casefold().startswith("x-"):
        bare, label = bare[1:], label.lstrip()[2:]
    return bare


def _known(name: str) -> str | None:
    """The codec of one of Python's names; None if it is not one of text."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    codec = _SUPERSETS.get(codec, codec)
    return codec if codec in NAMES else None


_SHOWN = {_simple(shown): codec for codec, shown in NAMES.items()}
