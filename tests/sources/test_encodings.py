"""A file comes out right whatever it was saved in, and one bad byte never loses it."""

import codecs

import pytest

from reader.sources import open_bytes

GERMAN = "Der Außenminister sagte, die Gespräche in Österreich seien „schwierig“ gewesen – über Größe und Zukunft.\n"
ENGLISH = "The minister’s office said it was “ready”… It didn’t reply; the talks cost £5m — at a café in Zürich.\n"
FRENCH = "Le président a déclaré que l’élection était terminée après les fêtes de Noël, où il espère que ça ira.\n"
ITALIAN = "La città è più bella, perché così è già stato deciso: può essere che sarà però difficile.\n"
PORTUGUESE = "A eleição não terá solução; as posições são difíceis para o irmão de São João.\n"


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_unicode_is_told_with_and_without_a_mark(text: str, encoding: str, mark: bytes) -> None:
    page = open_bytes(mark + text.encode(encoding), "a.txt")
    assert page.source == text
    assert page.encoding == encoding


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH, ITALIAN, PORTUGUESE, "A café.\n"])
@pytest.mark.parametrize("times", [1, 20])
def test_western_news_in_cp1252_comes_out_right(text: str, times: int) -> None:
    assert open_bytes((text * times).encode("cp1252"), "a.txt").source == text * times


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Министр иностранных дел заявил, что на следующей неделе переговоры продолжатся в Брюсселе.\n"),
        ("cp1250", "Ministr zahraničí řekl, že příští týden přijede na návštěvu. Čtvrtek bude rozhodující.\n"),
        ("cp932", "外務大臣は来週ブリュッセルで会談が続くと述べた。会議は非公開で行われる予定だ。\n"),
    ],
)
def test_other_scripts_are_guessed(encoding: str, text: str) -> None:
    assert open_bytes((text * 4).encode(encoding), "a.txt").source == text * 4


def test_a_declared_encoding_is_believed() -> None:
    markup = '<html><head><meta charset="windows-1251"></head><body><p>Да.</p></body></html>'
    page = open_bytes(markup.encode("cp1251"), "a.html")
    assert page.text.strip() == "Да."


def test_a_page_that_says_latin_1_is_read_as_browsers_do() -> None:
    data = (
        b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><p>\x93Yes\x94</p>'
    )
    assert "“Yes”" in open_bytes(data, "a.html").text


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    markup = '<html><head><meta charset="iso-8859-1"></head><body><p>Größe</p></body></html>'
    assert "Größe" in open_bytes(markup.encode(), "a.html").text


def test_one_bad_byte_costs_one_character() -> None:
    data = GERMAN.encode() * 3 + b"before \xff after\n" + GERMAN.encode()
    page = open_bytes(data, "a.txt")
    assert "before \ufffd after" in page.text
    assert page.text.count("Außenminister") == 4


def test_a_file_cut_in_the_middle_of_a_character_opens() -> None:
    assert open_bytes("Größe über".encode()[:3] + "Größe üb".encode(), "a.txt").text.endswith("Größe üb")


def test_an_unknown_or_absurd_declaration_does_no_harm() -> None:
    for name in ("klingon", "utf-16", "rot13", "utf-7", "unicode_escape"):
        page = open_bytes(f'<html><head><meta charset="{name}"></head><p>plain words</p>'.encode(), "a.html")
        assert page.text.strip() == "plain words"
