"""What a page says of its encoding is heeded wherever it says it, and overruled only where it is plainly wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.sources import open_bytes
from reader.sources.opening import open_page
from tests.sources.charsets.sentences import as_written


def page(head: str, language: str, encoding: str) -> tuple[bytes, str]:
    text = as_written(language, encoding)
    markup = f"<!DOCTYPE html><html><head>{head}<title>x</title></head><body><p>{text}</p></body></html>"
    return markup.encode(encoding), text


def shown(data: bytes) -> str:
    return open_bytes(data, "a.html").text


@pytest.mark.parametrize(
    ("head", "language", "encoding"),
    [
        ('<meta charset="x-mac-cyrillic">', "bg", "mac-cyrillic"),
        ('<meta charset="x-mac-ce">', "hu", "mac-latin2"),
        ("<meta charset=x-sjis>", "ja", "cp932"),
        ("<META CHARSET='X-EUC-JP' />", "ja", "euc_jp"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-13">', "lt", "iso8859-13"),
        ('<meta content="text/html;charset=iso-8859-7" http-equiv=content-type>', "el", "iso8859-7"),
        ('<meta charset="tis-620">', "th", "cp874"),
        ('<meta charset="hz-gb-2312">', "zh", "hz"),
        ('<meta charset="iso-2022-kr">', "ko", "iso2022_kr"),
    ],
)
def test_a_declaration_is_heeded_whatever_the_age_of_its_name(head: str, language: str, encoding: str) -> None:
    data, text = page(head, language, encoding)
    assert text in shown(data)


@pytest.mark.parametrize(
    "before",
    [
        "<style>" + ".wide { margin: 0 auto } " * 3000 + "</style>",
        "<!-- " + "a long word to those who read the source " * 500 + "-->",
        "<script>var head = '<meta charset=koi8-r>';</script>",
        "<!-- <meta charset=koi8-r> -->",
        "<style>/* <meta charset=koi8-r> */</style>" * 40,
    ],
    ids=["long style", "long comment", "in a script", "in a comment", "in a style"],
)
def test_a_declaration_is_found_behind_what_is_none(before: str) -> None:
    text = "Ųona ą"  # so short that the letters alone tell nothing
    markup = f"<html><head>{before}<meta charset=iso-8859-13></head><body><p>{text}</p></body></html>"
    assert text in shown(markup.encode("iso8859-13"))


def test_an_xml_declaration_is_heeded() -> None:
    text = as_written("uk", "koi8-u")
    markup = f'<?xml version="1.0" encoding="koi8-u"?>\n<html><body><p>{text}</p></body></html>'
    assert text in open_bytes(markup.encode("koi8-u"), "a.xhtml").text


@pytest.mark.parametrize(
    ("stated", "language", "encoding"),
    [
        ("iso-8859-1", "ru", "cp1251"),
        ("windows-1251", "ru", "koi8-r"),
        ("koi8-r", "uk", "cp1251"),
        ("windows-1252", "el", "cp1253"),
        ("iso-8859-1", "ja", "cp932"),
        ("euc-jp", "ja", "cp932"),
        ("gb2312", "zh-hant", "big5"),
        ("utf-8", "fr", "cp1252"),
        ("utf-8", "pl", "iso8859-2"),
        ("windows-1252", "th", "cp874"),
    ],
)
def test_a_plainly_wrong_declaration_is_overruled_and_that_is_said(
    tmp_path: Path, stated: str, language: str, encoding: str
) -> None:
    data, text = page(f'<meta charset="{stated}">', language, encoding)
    path = tmp_path / "a.html"
    path.write_bytes(data)
    read = open_page(path)
    assert text in read.text
    assert read.doubt.startswith("says it is ")


@pytest.mark.parametrize(
    ("stated", "language", "encoding"),
    [
        ("iso-8859-2", "cs", "iso8859-2"),
        ("windows-1250", "sl", "cp1250"),
        ("iso-8859-5", "sr", "iso8859-5"),
        ("windows-1257", "et", "cp1257"),
        ("iso-8859-15", "fi", "iso8859-15"),
        ("windows-1258", "vi", "utf-8"),
    ],
)
def test_a_true_declaration_is_never_overruled_nor_doubted(
    tmp_path: Path, stated: str, language: str, encoding: str
) -> None:
    data, text = page(f'<meta charset="{stated}">', language, encoding)
    path = tmp_path / "a.html"
    path.write_bytes(data)
    read = open_page(path)
    assert text in read.text
    assert read.doubt == ""
