"""A text that says no encoding comes out right in the one that it was saved in; letters and their order tell it."""

from __future__ import annotations

import pytest

from reader.sources import SourceError, open_bytes
from reader.sources.encodings import likely_encodings
from reader.sources.opening import open_page
from tests.sources.charsets.sentences import MORE_SENTENCES, SENTENCES, as_written

SAVED_IN = {
    "cp1252": "en de fr es it pt ca nl sv da no fi is",
    "iso8859-15": "de fr es it pt sv da fi",
    "mac-roman": "en de fr es it pt sv da",
    "cp850": "de fr es pt sv",
    "cp1250": "cs sk pl hu ro hr sl",
    "iso8859-2": "cs sk pl hu ro hr sl",
    "mac-latin2": "cs sk pl hu",
    "cp852": "cs pl",
    "cp1257": "et lv lt",
    "iso8859-13": "et lv lt",
    "cp1254": "tr",
    "cp1251": "ru uk be bg sr mk",
    "iso8859-5": "ru uk be bg sr mk",
    "mac-cyrillic": "ru uk be bg sr mk",
    "koi8-r": "ru",
    "koi8-u": "uk",
    "cp866": "ru bg",
    "cp1253": "el",
    "iso8859-7": "el",
    "cp1255": "he",
    "iso8859-8": "he",
    "cp1256": "ar",
    "iso8859-6": "ar",
    "cp874": "th",
    "cp932": "ja",
    "euc_jp": "ja",
    "iso2022_jp": "ja",
    "cp949": "ko",
    "iso2022_kr": "ko",
    "gb18030": "zh",
    "hz": "zh",
    "big5": "zh-hant",
}
CASES = [(encoding, language) for encoding, languages in SAVED_IN.items() for language in languages.split()]


@pytest.mark.parametrize(("encoding", "language"), CASES)
def test_a_text_comes_out_as_it_was_written(encoding: str, language: str) -> None:
    for story in (SENTENCES, MORE_SENTENCES):
        if language in story:
            text = as_written(language, encoding, story) + "\n"
            assert open_bytes(text.encode(encoding), "a.txt").source == text


def test_english_with_a_few_marks_is_never_taken_for_another_script() -> None:
    text = "Hotel × Spa · 12 rooms • from £80 » more… The chef’s café is open – “always”, she says.\n"
    for words in (text, "Hotel × Spa\n", "12 rooms · from 80\n", "• Twelve rooms\n", "The chef’s\n"):
        assert open_bytes(words.encode("cp1252"), "a.txt").source == words


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", SENTENCES)
def test_utf_16_needs_no_mark_in_any_script_however_short(language: str, order: str) -> None:
    text = SENTENCES[language]
    for written in (text + "\n", f"{text[:12]}\n", f"{text[:3]}\r\n", text * 30):
        page = open_bytes(written.encode(order), "a.txt")
        assert (page.source, page.encoding) == (written, order)


def test_text_of_bytes_is_never_taken_for_utf_16() -> None:
    for encoding, language in CASES:
        data = as_written(language, encoding).encode(encoding)
        for bytes_ in (data, data + b"\x0c", data[:20] + b"\x00" + data * 30):
            assert not open_bytes(bytes_, "a.txt").encoding.startswith("utf-16"), (encoding, language)


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8,
        bytes(range(256)) * 8,
        b"\x00\x01\x00\x02\x00\x03\x00\x04" * 40,
        bytes((number * 7919 + 13) % 256 for number in range(4000)),
    ],
    ids=["program", "all bytes", "small numbers", "noise"],
)
def test_binary_data_is_still_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="not text"):
        open_bytes(data, "a.txt")


def test_what_is_likely_comes_first_and_each_text_once() -> None:
    data = as_written("ru", "koi8-r").encode("koi8-r")
    likely = likely_encodings(data)
    assert likely[0] == "koi8-r"
    texts = [data.decode(encoding, errors="replace") for encoding in likely]
    assert len(set(texts)) == len(texts)
    assert likely_encodings("Größe".encode("utf-16-le"))[0] == "utf-16-le"
    assert likely_encodings("Größe".encode())[0] == "utf-8"


def test_a_doubtful_choice_says_so_and_a_clear_one_does_not(tmp_path) -> None:
    doubtful, clear = tmp_path / "doubtful.txt", tmp_path / "clear.txt"
    doubtful.write_bytes("Šopa".encode("cp1257"))
    clear.write_bytes(as_written("ru", "cp1251").encode("cp1251"))
    assert "encoding not certain: read as " in open_page(doubtful).doubt
    assert open_page(clear).doubt == ""
