"""An encoding is known by the names that standards, old pages and people have for it, and by nothing else."""

from __future__ import annotations

import codecs

import pytest

from reader.sources.charsets.names import NAMES, codec_of, shown_name


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("x-mac-ukrainian", "mac-cyrillic"),
        ("macintosh", "mac-roman"),
        ("x-mac-roman", "mac-roman"),
        ("x-mac-ce", "mac-latin2"),
        ("x-sjis", "cp932"),
        ("Windows-31J", "cp932"),
        ("x-euc-jp", "euc_jp"),
        ("iso-2022-jp", "iso2022_jp_2"),
        ("ks_c_5601-1987", "cp949"),
        ("windows-949", "cp949"),
        ("x-gbk", "gb18030"),
        ("csgb2312", "gb18030"),
        ("hz-gb-2312", "hz"),
        ("x-x-big5", "big5hkscs"),
        ("TIS-620", "cp874"),
        ("windows-874", "cp874"),
        ("ISO_8859-5:1988", "iso8859-5"),
        ("iso88592", "iso8859-2"),
        ("iso-8859-8-i", "iso8859-8"),
        ("latin2", "iso8859-2"),
        ("win1251", "cp1251"),
        ("x-cp1250", "cp1250"),
        ("CP-866", "cp866"),
        ("ibm866", "cp866"),
        ("koi8", "koi8-r"),
        ("koi8-ru", "koi8-u"),
        ("Latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("UTF16", "utf-16-le"),
        ("Mac Central Europe", "mac-latin2"),
    ],
)
def test_old_and_foreign_names_are_known(label: str, codec: str) -> None:
    assert codec_of(label) == codec


@pytest.mark.parametrize("label", ["", " ", "klingon", "utf-7", "rot13", "hex", "unicode_escape", "idna", "-", "x-"])
def test_what_is_no_encoding_of_text_is_refused(label: str) -> None:
    assert codec_of(label) is None


def test_each_codec_is_known_by_its_own_name_and_by_the_one_that_is_shown() -> None:
    for codec, shown in NAMES.items():
        assert codecs.lookup(codec).name == codec
        assert codec_of(codec) == codec_of(shown) == codec
        assert shown_name(codec) == shown
