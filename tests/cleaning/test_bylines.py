"""Who a byline names: people, each once, without their trades and outlets."""

from __future__ import annotations

import pytest

from reader.cleaning.biographies import starts_biography
from reader.cleaning.bylines import authors, is_byline, is_name, named, stated_authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Marta Lindqvist", ("Marta Lindqvist",)),
        ("By Marta Lindqvist and Otto Brandvold", ("Marta Lindqvist", "Otto Brandvold")),
        ("By MARTA LINDQVIST, OTTO BRANDVOLD and EVA MOE", ("MARTA LINDQVIST", "OTTO BRANDVOLD", "EVA MOE")),
        ("By Marta Lindqvist, Senior Political Correspondent", ("Marta Lindqvist",)),
        ("Marta Lindqvist Deputy Editor", ("Marta Lindqvist",)),
        ("By Marta Lindqvist and Otto Brandvold The Associated Press", ("Marta Lindqvist", "Otto Brandvold")),
        ("Von Jürgen von der Heide, Berlin", ("Jürgen von der Heide",)),
        ("Par Élodie Durand et Luc Lemaire", ("Élodie Durand", "Luc Lemaire")),
        ("Por Inés Calderón", ("Inés Calderón",)),
        ("Di Chiara Bellini", ("Chiara Bellini",)),
        ("Marta Lindqvist / COASTPAPER.COM / Apr 16, 2026, 14:04", ("Marta Lindqvist",)),
        ("Analysis by Marta Lindqvist", ("Marta Lindqvist",)),
        ("By MARTA McBRIDE", ("MARTA McBRIDE",)),
        ("By Marta Lind\u00adqvist and\u00a0Otto\u00a0Brand\u200bvold", ("Marta Lindqvist", "Otto Brandvold")),
        ("By Marta Lindqvist Last updated: 3 March 2021", ("Marta Lindqvist",)),
        ("By Marta Lindqvist + Otto Brandvold", ("Marta Lindqvist", "Otto Brandvold")),
        ("Submitted by Marta Lindqvist", ("Marta Lindqvist",)),
        ("As told to Marta Lindqvist", ("Marta Lindqvist",)),
        ("Das Interview führte Marta Lindqvist", ("Marta Lindqvist",)),
        ("Aufgezeichnet von Marta Lindqvist", ("Marta Lindqvist",)),
        ("Recueilli par Marta Lindqvist", ("Marta Lindqvist",)),
        ("Marta Lindqvist, Le Phare", ("Marta Lindqvist",)),
        ("Van onze correspondent Marta Lindqvist", ("Marta Lindqvist",)),
        ("Tekst Marta Lindqvist, beeld Otto Brandvold", ("Marta Lindqvist",)),
        ("By Marta Lindqvist Gazette Staff Writer", ("Marta Lindqvist",)),
        ("Marta Lindqvist Updated: March 3, 2021, 10:15 AM EDT", ("Marta Lindqvist",)),
        ("Marta Lindqvist (text) and Otto Brandvold (photos)", ("Marta Lindqvist",)),
        ("Aus Brüssel berichtet Marta Lindqvist", ("Marta Lindqvist",)),
        ("Par Le Phare avec AFP", ()),
        ("dal nostro inviato Otto Brandvold", ("Otto Brandvold",)),
        ("Rozmawiała Marta Lindqvist", ("Marta Lindqvist",)),
        ("记者 王立 报道", ("王立",)),
        ("By Marta Lindqvist | March 3, 2019 | 10:20 am", ("Marta Lindqvist",)),
        ("By staff reporters", ()),
        ("3 March 2021 · 4 min read · By Marta Lindqvist", ("Marta Lindqvist",)),
        ("by Marta Lindqvist—10 min read", ("Marta Lindqvist",)),
        ("Kolumne von Marta Lindqvist - 3.3.2021", ("Marta Lindqvist",)),
        ("Marta Lindqvist og Otto Brandvold", ("Marta Lindqvist", "Otto Brandvold")),
        ("By Marta Lindqvist, Reuters", ("Marta Lindqvist",)),
        ("By Marta Lindqvist | The Coast Tribune", ("Marta Lindqvist",)),
        ("By Marta Lindqvist for the Coast Tribune", ("Marta Lindqvist",)),
        ("By Marta Lindqvist, New York", ("Marta Lindqvist",)),
        ("By Marta Lindqvist in Oslo and Otto Brandvold in Rome", ("Marta Lindqvist", "Otto Brandvold")),
        ("Marta Lindqvist, Health correspondent | @mlindqvist", ("Marta Lindqvist",)),
        ("Marta Lindqvist Maritime Editor", ("Marta Lindqvist",)),
        ("By Defence Correspondent Marta Lindqvist", ("Marta Lindqvist",)),
        ("By our correspondent Marta Lindqvist", ("Marta Lindqvist",)),
        ("By Marta Lindqvist July 3, 2021", ("Marta Lindqvist",)),
        ("Text by Marta Lindqvist. Pictures by Otto Brandvold", ("Marta Lindqvist",)),
        ("Text und Fotos: Marta Lindqvist", ("Marta Lindqvist",)),
        ("Text: Marta Lindqvist, Fotos: Otto Brandvold", ("Marta Lindqvist",)),
        ("By Marta Lindqvist; edited by Otto Brandvold", ("Marta Lindqvist",)),
        ("By Marta Lindqvist. Additional reporting by Otto Brandvold", ("Marta Lindqvist",)),
        ("Interview by Marta Lindqvist", ("Marta Lindqvist",)),
        ("by marta lindqvist", ("marta lindqvist",)),
        ("Par Élodie Durand, envoyée spéciale à Rome", ("Élodie Durand",)),
        ("Propos recueillis par Élodie Durand", ("Élodie Durand",)),
        ("Por José Gil y Roble", ("José Gil y Roble",)),
        ("Por Inés Calderón y Luis Roble", ("Inés Calderón", "Luis Roble")),
        ("A cura di Chiara Bellini", ("Chiara Bellini",)),
        ("Door Anna de Wit en Joris Bakker", ("Anna de Wit", "Joris Bakker")),
        ("Av Sofia Berg och Nils Ek", ("Sofia Berg", "Nils Ek")),
        ("Skribent: Sofia Berg", ("Sofia Berg",)),
        ("Teksti: Aino Virta Kuvat: Eero Salo", ("Aino Virta",)),
        ("Írta: Kovács Anna", ("Kovács Anna",)),
        ("Yazan: Ayşe Demir", ("Ayşe Demir",)),
        ("De Ioana Popescu", ("Ioana Popescu",)),
        ("By Nadia al-Sabri", ("Nadia al-Sabri",)),
        ("By Salma bint Yusuf al-Sabri and Nur binti Osman", ("Salma bint Yusuf al-Sabri", "Nur binti Osman")),
        ("Par Élodie d'Orsenne et Luc d’Avrillé", ("Élodie d'Orsenne", "Luc d’Avrillé")),
        ("Por Inés de los Prados Roble", ("Inés de los Prados Roble",)),
        ("Door Joris ’t Zand en Anna op den Dijk", ("Joris ’t Zand", "Anna op den Dijk")),
        ("By Gareth ap Merfyn", ("Gareth ap Merfyn",)),
        ("By Gareth Merfyn, AP", ("Gareth Merfyn",)),
        ("By Njeri wa Mwangi", ("Njeri wa Mwangi",)),
        ("Piše: Ivan Horvat", ("Ivan Horvat",)),
        ("Autoři: Jan Novák a Petr Dvořák", ("Jan Novák", "Petr Dvořák")),
        ("Tekst: Ewa Lis, zdjęcia: Jan Kos", ("Ewa Lis",)),
        ("Автор: Нина Орлова", ("Нина Орлова",)),
        ("Текст Нина Орлова, фото Лев Зимин", ("Нина Орлова",)),
        ("Корреспондент Нина Орлова", ("Нина Орлова",)),
        ("Підготувала Оксана Гай", ("Оксана Гай",)),
        ("Από τη Λίνα Σταύρου", ("Λίνα Σταύρου",)),
        ("Γράφει η Λίνα Σταύρου", ("Λίνα Σταύρου",)),
        ("بقلم: ليلى حسن", ("ليلى حسن",)),
        ("كتبت ليلى حسن وسعيد منصور", ("ليلى حسن", "سعيد منصور")),
        ("מאת: נועה לוי", ("נועה לוי",)),
        ("نویسنده: لیلا کریمی", ("لیلا کریمی",)),
        ("लेखक: सीता वर्मा", ("सीता वर्मा",)),
        ("文：田中花子　写真：鈴木一郎", ("田中花子",)),
        ("记者 王芳 李强", ("王芳", "李强")),
        ("이지은 기자", ("이지은",)),
    ],
)
def test_the_people_of_a_byline(text: str, names: tuple[str, ...]) -> None:
    assert authors(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "By Staff and agencies",
        "By Reuters",
        "Par AFP",
        "Von dpa",
        "Por Redacción",
        "By our correspondent",
        "By Coast Tribune Staff",
        "Coast Rider Editorial Staff",
        "Автор: Редакция",
        "Photographs by Otto Brandvold",
    ],
)
def test_who_is_no_person_is_no_author(text: str) -> None:
    assert authors(text) == ()


def test_the_site_is_no_author_of_its_own_pages() -> None:
    assert authors("By Coast Compass", {"coastcompass"}) == ()
    assert authors("By Marta Lindqvist, Coast Compass", {"coastcompass"}) == ("Marta Lindqvist",)


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        (["By Marta Lindqvist and Otto Brandvold"], ("Marta Lindqvist", "Otto Brandvold")),
        (["Marta Lindqvist", "Otto Brandvold, Health Editor"], ("Marta Lindqvist", "Otto Brandvold")),
        (["Marta Lindqvist", "marta-lindqvist", "MARTA LINDQVIST"], ("Marta Lindqvist",)),
        (["Plume"], ("Plume",)),
        (["AFP"], ()),
        (["admin"], ()),
        (["ليلى حسن"], ("ليلى حسن",)),
        (["田中花子"], ("田中花子",)),
        (["海辺新聞社"], ()),
    ],
)
def test_the_people_that_a_source_states(stated: list[str], names: tuple[str, ...]) -> None:
    assert stated_authors(stated) == names


@pytest.mark.parametrize(
    "text", ["Opinion: Why the Port Must Pay", "Text Messages Show What the Board Knew", "كتب الأطفال"]
)
def test_a_headline_that_begins_like_a_credit_is_none(text: str) -> None:
    assert not is_byline(text, text.lower())


@pytest.mark.parametrize(
    "text", ["Marta Lindqvist", "J. R. Moe", "Lena van der Berg", "Otto Brandvold IV", "Jean-Luc O’Hara"]
)
def test_a_name_is_a_name(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour",
        "Comments",
        "Sports Desk",
        "Marta writes",
        "What It Will Cost The Town",
        "Route 66",
        "Key Points",
        "Show Caption",
    ],
)
def test_other_lines_are_no_names(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    "text", ["By the time the ferry came, nobody was left.", "Von hier aus sieht man das Meer.", "Bypass opened"]
)
def test_a_sentence_that_begins_like_a_byline_is_none(text: str) -> None:
    assert not is_byline(text, text.lower())


def test_a_biography_names_a_person_and_a_trade() -> None:
    assert starts_biography("Marta Lindqvist is a freelance reporter who covers the coast.") == "Marta Lindqvist"
    assert starts_biography("Marta Lindqvist is a woman of few words, and the sea is all she needs.") == ""
    assert starts_biography("Marta Lindqvist writes about the sea.", "Marta Lindqvist") == "Marta Lindqvist"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marta Lindqvist", ("Marta Lindqvist",)),
        ("Marta Lindqvist|Published", ("Marta Lindqvist",)),
        ("Marta LindqvistTravel News Reporter", ("Marta Lindqvist",)),
        ("Marta Lindqvist2 minutes ago", ("Marta Lindqvist",)),
        ("Marta Lindqvist@mlindqvist", ("Marta Lindqvist",)),
        ("Marta LindqvistMarta Lindqvist", ("Marta Lindqvist",)),
        ("Marta Lindqvist and Otto Brandvold  |  Guest Columnists", ("Marta Lindqvist", "Otto Brandvold")),
        ("Marta Lindqvist on the quay", ()),
        ("Senior Reporter", ()),
    ],
)
def test_a_line_of_names_holds_nothing_else(text: str, names: tuple[str, ...]) -> None:
    assert named(text) == names


@pytest.mark.parametrize("text", ["Нина Орлова, Екатеринбург", "Marta Lindqvist in Oslo", "Marta Lindqvist, Reuters"])
def test_beside_a_date_a_place_or_an_agency_may_follow_a_name(text: str) -> None:
    assert len(named(text, is_beside=True)) == 1


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Ida Berg (Text) und Tom Aske (Fotos)", ("Ida Berg",)),
        ("本报记者王小明 北京报道", ("王小明",)),
        ("文｜王小明", ("王小明",)),
        ("Rozmawiała Ida Berg", ("Ida Berg",)),
        ("By Abdul al-Haddad and Sara El-Amin", ("Abdul al-Haddad", "Sara El-Amin")),
    ],
)
def test_shares_in_brackets_joined_labels_and_joined_articles(line: str, names: tuple[str, ...]) -> None:
    assert authors(line) == names
